#include "study/rules_rights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace lode::study {
namespace {

class RightRules {
 public:
  explicit RightRules(const Case& c) : c_(c) {}
  std::vector<Breach> check() {
    steps();
    period();
    for (const deal::Bid& bid : c_.bid)
      for (const deal::Right& right : bid.right) check(bid, right);
    return std::move(out_);
  }

 private:
  void breach(const std::string& key, std::string message, std::vector<std::string> more = {}) {
    more.push_back(key);
    out_.push_back({key, std::move(message), std::move(more)});
  }
  bool says_parts() const {
    return std::all_of(c_.deposit.begin(), c_.deposit.end(),
                       [](const Deposit& d) { return !d.capital_profile.empty(); });
  }

  // The deposits' parts of the capital add to all of it.
  void steps() {
    if (std::all_of(c_.deposit.begin(), c_.deposit.end(),
                    [](const Deposit& d) { return d.capital_profile.empty(); }))
      return;
    const std::vector<double>& whole = c_.project.capital_profile;
    std::vector<double> sum(whole.size(), 0.0);
    for (const Deposit& d : c_.deposit) {
      const std::string key = "deposit." + d.id + ".capital_profile";
      if (d.capital_profile.empty())
        return breach(key, "is needed, since another deposit gives its part of the capital");
      if (d.capital_profile.size() > whole.size())
        return breach(key,
                      fmt::format("has {} years, project.capital_profile {}",
                                  d.capital_profile.size(), whole.size()),
                      {"project.capital_profile"});
      for (std::size_t year = 0; year < d.capital_profile.size(); ++year)
        sum[year] += d.capital_profile[year];
    }
    for (std::size_t year = 0; year < whole.size(); ++year)
      if (std::abs(sum[year] - whole[year]) > 1e-9)
        return breach("deposit." + c_.deposit.front().id + ".capital_profile",
                      fmt::format("the deposits' parts of year {} of construction add to {:g}, "
                                  "project.capital_profile has {:g}",
                                  year + 1, sum[year], whole[year]),
                      {"project.capital_profile"});
  }

  void period() {
    Case copy = c_;
    const auto members = sampled_members(copy);
    for (const Finding& finding : c_.study_period.finding)
      if (!members.contains(finding.key))
        breach("study_period.finding." + finding.id + ".key",
               fmt::format("\"{}\" is no sampled parameter of this case", finding.key),
               {finding.key});
  }

  void check(const deal::Bid& bid, const deal::Right& right) {
    const std::string at = "bid." + bid.id + ".right." + right.id;
    constexpr std::array kUsed = {deal::kBuild, deal::kExpand, deal::kOperate, deal::kSell};
    if (std::find(kUsed.begin(), kUsed.end(), right.id) == kUsed.end())
      return breach(at,
                    fmt::format("is no right that is used: those are {}", fmt::join(kUsed, ", ")));
    named(bid, right, at);
    if (right.id != deal::kBuild && !deal::right_of(bid, deal::kBuild))
      breach(at, "goes with [bid." + bid.id + ".right.build]");
    if (right.id == deal::kExpand) return expand(at);
    if (right.id == deal::kSell) return sell(bid, right, at);
    if (right.id == deal::kBuild) window(bid, right, at);
  }

  void named(const deal::Bid& bid, const deal::Right& right, const std::string& at) {
    std::vector<std::pair<std::string, std::string>> all = {{right.holder, "holder"}};
    for (const std::string& one : right.jointly) all.emplace_back(one, "jointly");
    for (const std::string& one : right.consent) all.emplace_back(one, "consent");
    for (const auto& [who, key] : all) {
      if (who == "lenders" && bid.venture.loan.empty())
        breach(at + "." + key,
               "names the lenders, and the bid has no [bid." + bid.id + ".loan.NAME]");
      if (who == "partners" && !deal::has_partners(bid))
        breach(at + "." + key,
               "names the partners, and the bid has no private [bid." + bid.id + ".holder.NAME]");
      if (who == "fund" && bid.fund_stake == 0)
        breach(at + "." + key, "names the fund, whose stake is 0",
               {"bid." + bid.id + ".fund_stake"});
    }
  }

  // The terms of marketing say the same as the right.
  void sell(const deal::Bid& bid, const deal::Right& right, const std::string& at) {
    const std::string terms = "bid." + bid.id + ".";
    if ((right.holder == "sponsor") != bid.venture.marketer_is_sponsor)
      breach(at + ".holder",
             fmt::format("is {}, and {}marketer_is_sponsor is {}", right.holder, terms,
                         bid.venture.marketer_is_sponsor),
             {terms + "marketer_is_sponsor"});
    if (!right.consent.empty() && bid.venture.marketing_discount != 0)
      breach(at + ".consent",
             fmt::format("audits the price, and {}marketing_discount is {:g} % of it", terms,
                         100 * bid.venture.marketing_discount),
             {terms + "marketing_discount"});
  }

  void expand(const std::string& at) {
    if (c_.deposit.size() < 2 || !says_parts())
      return breach(at,
                    "needs two deposits or more, each with its deposit.NAME.capital_profile: what "
                    "would be built later?");
    if (c_.deposit[1].capital_profile.front() > 0)
      breach(at,
             "the second deposit's capital is spent from the first year on "
             "(deposit." +
                 c_.deposit[1].id + ".capital_profile): nothing is left to decide later",
             {"deposit." + c_.deposit[1].id + ".capital_profile"});
  }

  // Dates in order, after the study, within the calendar and the licence.
  void window(const deal::Bid& bid, const deal::Right& right, const std::string& at) {
    const Project& p = c_.project;
    const std::vector<std::string> calendar = {"project.construction_start", "project.base_year",
                                               "bid." + bid.id + ".delay", at + ".from"};
    const int first = p.construction_start + static_cast<int>(bid.delay_y);
    const int from = right.from > 0 ? right.from : first;
    const int until = right.until > 0 ? right.until : from;
    if (from < first)
      return breach(
          at + ".from",
          fmt::format("{} is before the bid's construction can start, in {}", from, first),
          calendar);
    if (until < from) {  // where `from` is given the right itself tells it
      if (right.from == 0)
        breach(at + ".until",
               fmt::format("{} is before construction can start, in {}", until, from), calendar);
      return;
    }
    if (right.promised != 0 && (right.promised < from || right.promised > until))
      breach(at + ".promised",
             fmt::format("{} is outside the window, {} to {}", right.promised, from, until),
             calendar);
    const double studied = p.closing_year + bid.delay_y + c_.study_period.years;
    if (studied > from)
      breach(right.from > 0 ? at + ".from" : "study_period.years",
             fmt::format("{} is before the study ends, in {:g} (closing and study_period.years)",
                         from, studied),
             {"project.closing_year", "study_period.years"});
    const double built = until + static_cast<double>(p.capital_profile.size());
    if (built > p.quarters_until)
      breach(
          at + ".until",
          fmt::format("construction from {} ends in {:g}: project.quarters_until, {}, must reach "
                      "that far",
                      until, built, p.quarters_until),
          {"project.quarters_until", "project.capital_profile"});
    const double end =
        std::min<double>(p.licence_start + p.licence_y, p.base_year + p.horizon_years);
    for (const Deposit& d : c_.deposit)
      if (until + d.lead_y >= end)
        breach(
            at + ".until",
            fmt::format("{} would have its first ore in {:g}, when licence or calendar end ({:g})",
                        d.id, until + d.lead_y, end),
            {"project.licence", "project.horizon", "deposit." + d.id + ".lead"});
    if ((until - from) / right.every >= 20)
      breach(at + ".every",
             fmt::format("makes {} dates; at most 20", (until - from) / right.every + 1),
             {at + ".until"});
  }

  const Case& c_;
  std::vector<Breach> out_;
};

}  // namespace

std::vector<Breach> right_breaches(const Case& c) { return RightRules(c).check(); }

}  // namespace lode::study
