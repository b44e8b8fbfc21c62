#include "deal/rights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "deal/bid.h"

namespace lode::deal {

void describe(Visitor& visit, Right& right) {
  visit.text("holder", right.holder, true,
             "who decides, for its own value: sponsor (with its marketer), fund, state, host (the "
             "state, its fund and the seller), lenders (with the guarantor) or partners");
  visit.texts("jointly", right.jointly, "further holders of the right, by `rule`");
  visit.choice("rule", right.rule,
               "how several holders use it: the holder proposes and the others may refuse, or by "
               "the sum of what it is worth to them");
  visit.texts("consent", right.consent, "who may refuse what the holder wants");
  visit.integer("from", right.from, 0, 2300,
                "right build: first calendar year in which construction may start; 0: the bid's");
  visit.integer("until", right.until, 0, 2300,
                "right build: the last such year (long stop): what is not built then never is; 0: "
                "the first");
  visit.integer("every", right.every, 1, 50, "right build: years between dates of decision");
  visit.integer("promised", right.promised, 0, 2300,
                "right build: year by which construction is promised to start; 0: no promise");
  visit.fixed("penalty", right.penalty_usd, unit::kMillionUsd, {0, 1e6},
              "right build: paid by the sponsor to the state at the end of that year where it has "
              "not, real");
}

std::optional<Side> deciding_side(std::string_view holder, const Bid& bid) {
  const auto one = [&](Party party) {
    return Side{std::string(holder), std::string(holder), {party}};
  };
  const auto with_sales = [&](Side side, bool sells) {
    if (sells) side.parties.push_back(Party::marketer);
    return side;
  };
  const Right* sale = right_of(bid, kSell);
  const std::string seller = sale ? sale->holder : "";
  if (holder == "sponsor") return sponsor_side(bid.venture.marketer_is_sponsor);
  if (holder == "fund") return with_sales(one(Party::fund), seller == "fund");
  if (holder == "state") return with_sales(one(Party::state), seller == "state");
  if (holder == "host")
    return with_sales(host_side("host"), seller == "host" || seller == "fund" || seller == "state");
  if (holder == "lenders")
    return Side{"public_lenders", "Lenders and guarantor", {Party::lenders, Party::guarantor}};
  if (holder == "partners") return one(Party::partners);
  return std::nullopt;
}

const Right* right_of(const Bid& bid, std::string_view id) {
  const auto found = std::find_if(bid.right.begin(), bid.right.end(),
                                  [&](const Right& right) { return right.id == id; });
  return found == bid.right.end() ? nullptr : &*found;
}

namespace {

bool is_decider(const std::string& name) {
  return std::find(kDeciders.begin(), kDeciders.end(), name) != kDeciders.end();
}

void add_names(const Right& r, std::string_view key, const std::vector<std::string>& names,
               std::vector<std::string>& out) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!is_decider(names[i]))
      out.push_back(fmt::format("{} \"{}\" is none who may decide ({})", key, names[i],
                                fmt::join(kDeciders, ", ")));
    if (names[i] == r.holder)
      out.push_back(fmt::format("{} names the holder itself, \"{}\"", key, names[i]));
    if (std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) > 0)
      out.push_back(fmt::format("{} names \"{}\" twice", key, names[i]));
  }
}

}  // namespace

std::vector<std::string> faults_of(const Right& r) {
  std::vector<std::string> out;
  const auto add = [&](bool wrong, std::string text) {
    if (wrong) out.push_back(std::move(text));
  };
  add(!is_decider(r.holder), fmt::format("holder \"{}\" is none who may decide ({})", r.holder,
                                         fmt::join(kDeciders, ", ")));
  add_names(r, "jointly", r.jointly, out);
  add_names(r, "consent", r.consent, out);
  for (const std::string& name : r.consent)
    add(std::find(r.jointly.begin(), r.jointly.end(), name) != r.jointly.end(),
        fmt::format("consent names \"{}\", which decides jointly already", name));
  add(!r.jointly.empty() && r.rule == RightRule::one,
      fmt::format("jointly makes {} holders of one right: give `rule`, \"proposal\" or \"sum\"",
                  r.jointly.size() + 1));
  add(r.jointly.empty() && r.rule != RightRule::one,
      "rule goes with `jointly`: one holder needs none");
  const bool builds = r.id == kBuild;
  add(!builds && (r.from != 0 || r.until != 0 || r.every != 1),
      fmt::format("{} goes with right build: an expansion is decided when its construction would "
                  "start, the other rights hold throughout",
                  r.from != 0    ? "from"
                  : r.until != 0 ? "until"
                                 : "every"));
  add(!builds && (r.promised != 0 || r.penalty_usd != 0),
      fmt::format("{} goes with right build", r.promised != 0 ? "promised" : "penalty"));
  add(r.penalty_usd != 0 && r.promised == 0, "penalty needs the year that is promised, `promised`");
  add(r.id == kSell && !r.jointly.empty(), "jointly: one holder sells");
  add(r.id == kSell && (r.holder == "lenders" || r.holder == "partners"),
      fmt::format(
          "holder \"{}\": the product is sold by the sponsor, the fund, the state or the host",
          r.holder));
  add(r.until != 0 && r.from != 0 && r.until < r.from,
      fmt::format("until {} is before from, {}", r.until, r.from));
  return out;
}

}  // namespace lode::deal
