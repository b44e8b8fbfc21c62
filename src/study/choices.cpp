#include "study/choices.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "study/evaluate.h"
#include "study/scene.h"

namespace lode::study {
namespace {

// The year of construction in which the first money for a deposit is spent.
int first_spending(const Deposit& deposit) {
  const auto found = std::find_if(deposit.capital_profile.begin(), deposit.capital_profile.end(),
                                  [](double share) { return share > 0; });
  return static_cast<int>(found - deposit.capital_profile.begin());
}

bool in_steps(const Case& c) {
  return c.deposit.size() > 1 &&
         std::none_of(c.deposit.begin(), c.deposit.end(),
                      [](const Deposit& d) { return d.capital_profile.empty(); });
}

// Log of the price before a time, and of its mean since the base date; at the base date the first.
std::pair<double, double> prices_before(const Scene& scene, double time_y) {
  const Calendar& calendar = scene.study.calendar;
  const std::vector<double>& price = scene.world.prices[0];
  double last = price[0], sum = 0, years = 0;
  for (std::size_t t = 0; t < calendar.periods() && calendar.end_y(t) <= time_y + 1e-9; ++t) {
    last = price[t];
    sum += std::log(price[t]) * calendar.length_y[t];
    years += calendar.length_y[t];
  }
  return {std::log(last), years > 0 ? sum / years : std::log(last)};
}

// Main metal of a deposit's ore in the scenario's realisation over its mean.
double metal_found(const Scene& scene, const Plan& plan, std::size_t d) {
  const schedule::Inventory& inventory = *plan.deposit[d].inventory;
  double here = 0, mean = 0;
  for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
    here += inventory.all_ore(i, scene.world.realisation).metal_t[0];
    mean += inventory.all_ore(i, inventory.realisations).metal_t[0];
  }
  return mean > 0 ? here / mean : 1;
}

double input_of(const Scene& scene, const std::string& key) {
  const std::vector<SampledInput>& sampled = scene.study.file->sampled;
  for (std::size_t i = 0; i < sampled.size(); ++i)
    if (sampled[i].key == key)
      return scene.world.inputs.empty() ? sampled[i].distribution.mean() : scene.world.inputs[i];
  return 0;  // the same in every scenario: nothing to find
}

// What the study finds: the same at every date and for every bid.
std::vector<double> findings(const Scene& scene, const Plan& plan) {
  const Case& c = scene.now.drawn();
  std::vector<double> out;
  const auto found = [&](const std::string& what, double truth, double error) {
    const Stream stream(scene.study.seed, "study_period." + what, scene.world.scenario);
    out.push_back(truth + error * stream.normal(0));
  };
  for (const Finding& finding : c.study_period.finding)
    found(finding.key, input_of(scene, finding.key), finding.error);
  for (std::size_t d = 0; std::isfinite(c.study_period.grade_error) && d < c.deposit.size(); ++d)
    found("metal." + c.deposit[d].id, metal_found(scene, plan, d), c.study_period.grade_error);
  return out;
}

// The sponsor's spending on the study, worth at its rate.
double study_cost(const Scene& scene, const deal::Bid& bid) {
  const Case& c = scene.now.drawn();
  const double from = c.project.closing_year - c.project.base_year + bid.delay_y;
  const double middle = from + 0.5 * c.study_period.years;
  return c.study_period.cost_usd * std::pow(1 + bid.equity_rate, -middle);
}

using Values = std::array<double, deal::kParties>;

Values value_of(const Scene& scene, const Operated& operated, const deal::Bid& bid) {
  return values_of(scene, bid, books_of(scene, operated, bid).flows);
}

deal::Bid audited(deal::Bid bid) {
  bid.venture.marketing_discount = 0;
  return bid;
}

deal::Bid at_arms_length(deal::Bid bid) {
  bid.venture.marketing_discount = bid.venture.marketing_fee = 0;
  return bid;
}

}  // namespace

Choices choices_of(const Case& c, const deal::Bid& bid) {
  Choices out;
  const deal::Right* build = deal::right_of(bid, deal::kBuild);
  if (!build) return out;
  const int first = c.project.construction_start + static_cast<int>(bid.delay_y);
  const int from = build->from > 0 ? build->from : first;
  const int until = build->until > 0 ? build->until : from;
  for (int year = from; year <= until; year += build->every) out.build_year.push_back(year);
  if (in_steps(c)) {
    out.stage.push_back(1);
    if (deal::right_of(bid, deal::kExpand)) out.expand_after = first_spending(c.deposit[1]);
  }
  out.stage.push_back(0);
  for (const int year : out.build_year) {
    out.decision.push_back({year, false});
    if (out.expand_after > 0) out.decision.push_back({year + out.expand_after, true});
  }
  std::sort(out.decision.begin(), out.decision.end());
  return out;
}

std::vector<std::string> factors_of(const Case& c) {
  std::vector<std::string> out = {"log of the last price", "log of the mean price so far",
                                  "log of the capital estimated", "log of what was spent over it"};
  for (const Finding& finding : c.study_period.finding) out.push_back(finding.key);
  if (std::isfinite(c.study_period.grade_error))
    for (const Deposit& deposit : c.deposit) out.push_back("metal found in " + deposit.id);
  return out;
}

ChoiceLayout layout_of(const Case& c, std::span<const Choices> choices) {
  ChoiceLayout out;
  for (const Choices& one : choices) {
    out.dates = std::max(out.dates, one.build_year.size());
    out.stages = std::max(out.stages, one.stage.size());
    out.decisions = std::max(out.decisions, one.decision.size());
  }
  out.factors = out.dates > 0 ? factors_of(c).size() : 0;
  return out;
}

void write_choices(const Scene& scene, OperatedPlans& operated_plans, std::size_t b,
                   std::span<double> out, Asked asked) {
  write_choices(scene, operated_plans, scene.study.choices[b], bid_in(scene, b), out, asked);
}

void write_choices(const Scene& scene, OperatedPlans& operated_plans, const Choices& choices,
                   deal::Bid bid, std::span<double> out, Asked asked) {
  const Study& study = scene.study;
  const ChoiceLayout& at = study.layout.choice;
  const std::size_t selling = selling_of(study, bid);
  const Values unbuilt = values_of(scene, bid, flows_unbuilt(scene, bid));
  for (std::size_t p = 0; p < deal::kParties; ++p) out[at.unbuilt(p)] = unbuilt[p];
  out[at.study_cost()] = study_cost(scene, bid);
  const auto put = [&](Variant v, std::size_t date, std::size_t stage, const Values& values) {
    for (std::size_t p = 0; p < deal::kParties; ++p) out[at.value(v, date, stage, p)] = values[p];
  };
  for (std::size_t k = 0; k < choices.build_year.size(); ++k)
    for (std::size_t s = 0; s < choices.stage.size(); ++s) {
      const std::size_t choice = k * choices.stage.size() + s;
      bid.venture.as_signed = signed_in(scene, choices.loans[choice]);
      const Operated& operated = operated_plans(choices.plan[k], choices.stage[s], selling);
      const Values as_bid = value_of(scene, operated, bid);
      put(Variant::as_bid, k, s, as_bid);
      if (asked == Asked::all) {
        put(Variant::arms_length, k, s, value_of(scene, operated, at_arms_length(bid)));
        put(Variant::audited, k, s, value_of(scene, operated, audited(bid)));
      } else if (!deal::right_of(bid, deal::kOperate)) {
        continue;  // nobody may choose to run on
      }
      put(Variant::runs_on, k, s,
          operated.suspended_y > 0
              ? value_of(scene,
                         operate(scene, study.plans[choices.plan[k]], {.suspends = false},
                                 choices.stage[s], selling),
                         bid)
              : as_bid);
    }
  const Project& project = scene.now.drawn().project;
  const std::vector<double> found = findings(scene, study.plans[choices.plan.front()]);
  for (std::size_t j = 0; j < choices.decision.size(); ++j) {
    const DecisionDate& decision = choices.decision[j];
    const auto [last, mean] = prices_before(scene, decision.year - project.base_year);
    std::vector<double> known = {last, mean,
                                 std::log(project.capital_estimate * bid.capital_factor),
                                 decision.expands ? std::log(project.capital_overrun) : 0.0};
    known.insert(known.end(), found.begin(), found.end());
    for (std::size_t f = 0; f < known.size(); ++f) out[at.known(j, f)] = known[f];
  }
}

}  // namespace lode::study
