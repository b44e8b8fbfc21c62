#include "study/party_breakeven.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "base/parallel.h"
#include "study/evaluate.h"
#include "study/lending.h"
#include "study/scene.h"

namespace lode::study {
namespace {

// A change of a bid, or of what is spent on capital (times the announced sum; 0: as it is).
struct Setting {
  std::string term, setting;
  double capital = 0;
  std::function<void(deal::Bid&)> change = [](deal::Bid&) {};
  double extraction = 1;  // x the rates of the extraction tax
  double debt = 1;        // x the loans as signed
};

std::vector<Setting> settings_of(const Case& c, const deal::Bid& bid) {
  std::vector<Setting> out = {{"the bid", "as it is"}};
  for (const double capital : {1.0, 1.25, 1.5})
    out.push_back({"capital", fmt::format("{:g} x announced", capital), capital});
  for (const double less : {-0.1, 0.1}) {
    const double stake = bid.sponsor_stake + less, fund = bid.fund_stake - less;
    if (stake > 0 && fund > 0 && stake < 1 && fund < 1)
      out.push_back({"sponsor's stake", fmt::format("{:g} %", 100 * stake), 0,
                     [=](deal::Bid& b) { b.sponsor_stake = stake, b.fund_stake = fund; }});
  }
  for (const auto& [carry, name] : {std::pair{deal::Carry::free, "free"},
                                    std::pair{deal::Carry::repaid, "repaid out of dividends"},
                                    std::pair{deal::Carry::pro_rata, "the fund pays its part"}})
    if (carry != bid.carry)
      out.push_back({"carry of the fund", name, 0, [carry = carry](deal::Bid& b) {
                       b.carry = carry;
                       if (carry != deal::Carry::pro_rata) b.fund_call_cap_usd = kInfinity;
                     }});
  for (const double uplift : {0.02, 0.05})
    out.push_back({"royalty on top", fmt::format("{:g} % of revenue", 100 * uplift), 0,
                   [=](deal::Bid& b) { b.venture.royalty_uplift += uplift; }});
  if (!c.tax.extraction.empty())
    for (const double factor : {0.0, 0.5, 1.3})
      out.push_back({"extraction tax",
                     factor > 0 ? fmt::format("{:g} x its rates", factor) : "none", 0,
                     [](deal::Bid&) {}, factor});
  if (!bid.venture.loan.empty()) {
    out.push_back({"debt", "half of what is lent", 0, [](deal::Bid&) {}, 1, 0.5});
    out.push_back({"debt", "none", 0, [](deal::Bid& b) { b.venture.loan.clear(); }});
  }
  return out;
}

std::vector<deal::Side> sides_of(const Case& c, const deal::Bid& bid) {
  std::vector<deal::Side> out = {deal::host_side(c.project.host),
                                 deal::sponsor_side(bid.venture.marketer_is_sponsor)};
  if (!bid.venture.loan.empty()) out.push_back(*deal::deciding_side("lenders", bid));
  return out;
}

World at_flat_price(const Study& study, const Setting& setting, double price_usd) {
  World world = central_world(study, flat_prices(study.file->values, study.calendar, price_usd));
  const Project& project = study.file->values.project;
  if (setting.capital > 0)
    world.stress.capital_factor =
        setting.capital / (project.capital_estimate * project.capital_overrun);
  world.stress.extraction_factor = setting.extraction;
  return world;
}

// With loans signed anew for the setting.
deal::Bid bid_of(const Study& study, std::size_t b, const Setting& setting, const Plan& plan) {
  const World world = at_flat_price(study, setting, study.file->values.planning.price_usd);
  deal::Bid bid = bid_in(Scene(study, world), b);
  setting.change(bid);
  const Lending lending = lend(study, bid, plan);
  bid.venture.as_signed = lending.loans;
  if (setting.debt != 1)
    bid.venture.as_signed.limit_usd =
        setting.debt * std::min(lending.loans.limit_usd, lending.drawn_usd);
  return bid;
}

// What building adds to a side at a flat price.
double gain(const Study& study, const Setting& setting, const deal::Bid& bid, const Plan& plan,
            const deal::Side& side, double price_usd) {
  const World world = at_flat_price(study, setting, price_usd);
  const Scene scene(study, world);
  const auto built = values_of(scene, bid, books_of(scene, operate(scene, plan), bid).flows);
  const auto unbuilt = values_of(scene, bid, flows_unbuilt(scene, bid));
  return deal::sum_over(side, [&](deal::Party p) {
    return built[static_cast<std::size_t>(p)] - unbuilt[static_cast<std::size_t>(p)];
  });
}

double solve(double usual, const std::function<double(double)>& gain) {
  double low = 0.01 * usual, high = usual;
  if (gain(low) >= 0) return 0;
  while (gain(high) < 0)
    if ((high *= 1.5) > 10 * usual) return std::numeric_limits<double>::quiet_NaN();
  while (high - low > 1e-4 * high) {
    const double middle = 0.5 * (low + high);
    (gain(middle) < 0 ? low : high) = middle;
  }
  return high;
}

}  // namespace

std::vector<PartyBreakeven> party_breakevens(const Study& study) {
  const Case& c = study.file->values;
  const double usual =
      c.planning.price_usd > 0 ? c.planning.price_usd : c.commodity.front().long_run_usd;
  std::vector<PartyBreakeven> out;
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    const std::vector<Setting> settings = settings_of(c, c.bid[b]);
    const std::vector<deal::Side> sides = sides_of(c, c.bid[b]);
    std::vector<double> price(settings.size() * sides.size());
    const Plan& plan = study.plans[study.plan_of_bid[b]];
    parallel_for(price.size(), [&](std::size_t i) {
      const Setting& setting = settings[i / sides.size()];
      const deal::Bid bid = bid_of(study, b, setting, plan);
      price[i] = solve(usual, [&](double at) {
        return gain(study, setting, bid, plan, sides[i % sides.size()], at);
      });
    });
    for (std::size_t i = 0; i < price.size(); ++i) {
      const Setting& setting = settings[i / sides.size()];
      const deal::Side& side = sides[i % sides.size()];
      out.push_back({b, side.id, side.name, setting.term, setting.setting, price[i]});
    }
  }
  return out;
}

}  // namespace lode::study
