#include "study/control.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "study/results.h"

namespace lode::study {
namespace {

using deal::RightRule;

// Who holds the rights to build and to expand.
struct Holding {
  const char* id;
  const char* name;
  const char* holder;
  std::vector<std::string> jointly, consent;
};

void give(std::optional<deal::Right>& right, const Holding& to) {
  if (!right) return;
  right->holder = to.holder, right->jointly = to.jointly, right->consent = to.consent;
  right->rule = to.jointly.empty() ? RightRule::one : RightRule::sum;
}

bool is_held_so(const std::optional<deal::Right>& right, const Holding& by) {
  return !right || (right->holder == by.holder && right->jointly == by.jointly &&
                    right->consent == by.consent);
}

deal::Right right_to(std::string_view id, std::string holder) {
  deal::Right out;
  out.id = id, out.holder = std::move(holder);
  return out;
}

void operating(const Arrangement& own, const auto& add) {
  for (const auto& [id, name, holder] :
       {std::array{"operate_sponsor", "The sponsor says whether the mines suspend", "sponsor"},
        std::array{"operate_host", "The state with its fund says whether the mines suspend",
                   "host"}})
    if (!own.operate || own.operate->holder != holder)
      add(id, name).operate = right_to(deal::kOperate, holder);
  if (own.operate) add("rule_suspends", "The mines suspend by the case's rule").operate.reset();
  Arrangement& never = add("runs_on", "The mines never suspend");
  never.operate.reset(), never.variant = Variant::runs_on;
}

void selling(const Arrangement& own, const auto& add) {
  const std::string seller = own.sell ? own.sell->holder : "";
  if (seller != "host")
    add("sell_host", "The state with its fund sells, and earns discount and fee").sell =
        right_to(deal::kSell, "host");
  if (!own.sell || own.sell->consent.empty())
    add("audited", "The state audits the price: no discount, the marketer keeps its fee").variant =
        Variant::audited;
  add("arms_length", "Sold at arm's length, without the marketer").variant = Variant::arms_length;
}

// Kept: nobody may refuse what must be built.
void promises(const Arrangement& own, const auto& add) {
  using Promise = Arrangement::Promise;
  if (own.build->promised == 0) return;
  if (own.build->consent.empty() && own.build->rule != RightRule::proposal)
    add("promise_kept", "The promised year is kept: it is built by then").promise = Promise::kept;
  if (own.build->penalty_usd != 0)
    add("promise_none", "No year is promised").promise = Promise::none;
}

}  // namespace

std::vector<Arrangement> arrangements_of(const deal::Bid& bid) {
  const Arrangement own = arrangement_of(bid);
  if (!own.build) return {};
  std::vector<Arrangement> out{own};
  for (const Holding& holding : {
           Holding{"sponsor", "The sponsor alone builds", "sponsor", {}, {}},
           Holding{"fund", "The fund builds", "fund", {}, {}},
           Holding{"host", "The state with its fund builds", "host", {}, {}},
           Holding{"host_consents",
                   "The sponsor builds, the state with its fund consents",
                   "sponsor",
                   {},
                   {"host"}},
           Holding{"sponsor_consents",
                   "The state with its fund builds, the sponsor consents",
                   "host",
                   {},
                   {"sponsor"}},
           Holding{"lenders_consent",
                   "The sponsor builds, the lenders consent",
                   "sponsor",
                   {},
                   {"lenders"}},
           Holding{
               "together", "Built where sponsor and state gain together", "sponsor", {"host"}, {}},
       }) {
    if (is_held_so(own.build, holding) && is_held_so(own.expand, holding)) continue;
    if (holding.id == std::string_view("lenders_consent") && bid.venture.loan.empty()) continue;
    Arrangement& other = out.emplace_back(own);
    other.id = holding.id, other.name = holding.name;
    give(other.build, holding), give(other.expand, holding);
  }
  const auto add = [&](const char* id, const char* name) -> Arrangement& {
    Arrangement& other = out.emplace_back(own);
    other.id = id, other.name = name;
    return other;
  };
  if (own.expand) add("at_once", "Deposits after the first are decided with it").expand.reset();
  Arrangement& nobody = add("nobody", "Nobody decides: built in the first year, whatever happens");
  nobody.build.reset(), nobody.expand.reset();
  operating(own, add);
  selling(own, add);
  promises(own, add);
  return out;
}

std::vector<std::vector<Decided>> control_of(const Results& r) {
  std::vector<std::vector<Decided>> out(r.layout.bids);
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    if (!can_decide(r, b)) continue;
    const std::vector<Arrangement> by = arrangements_of(r.file->values.bid[b]);
    out[b].resize(by.size());
    parallel_for(by.size(), [&](std::size_t i) { out[b][i] = decide(r, b, by[i]); });
  }
  return out;
}

}  // namespace lode::study
