#include "study/defaults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace lode::study {
namespace {

// A key, NAME for any name, and where it has an effect; null: always.
struct Choice {
  std::string_view key;
  bool (*acts)(const Case&) = nullptr;
};

bool borrows(const Case& c) {
  return std::any_of(c.bid.begin(), c.bid.end(),
                     [](const deal::Bid& bid) { return !bid.venture.loan.empty(); });
}
bool signs(const Case& c) {
  return borrows(c) && c.financing.sizing == finance::Sizing::at_signing;
}
bool markets(const Case& c) {
  return std::any_of(c.bid.begin(), c.bid.end(), [](const deal::Bid& bid) {
    return bid.venture.marketing_discount > 0 || bid.venture.marketing_fee > 0;
  });
}
bool stocks(const Case& c) { return c.refinery && c.refinery->when_full == plant::WhenFull::stock; }
bool reverts(const Case& c) {
  return std::any_of(c.commodity.begin(), c.commodity.end(), [](const market::Commodity& one) {
    return one.volatility > 0 || one.start_usd != one.long_run_usd;
  });
}

constexpr std::array<Choice, 20> kChoices = {{
    {"project.horizon"},
    {"planning.pushbacks"},
    {"planning.lag"},
    {"planning.cut_offs"},
    {"commodity.NAME.half_life", reverts},
    {"deposit.NAME.statement.by_product.NAME.log_sd"},
    {"deposit.NAME.statement.by_product.NAME.correlation"},
    {"deposit.NAME.mine.sink_rate"},
    {"deposit.NAME.mine.stock_target"},
    {"deposit.NAME.prestrip"},
    {"refinery.stock_cap", stocks},
    {"macro.risk_free", borrows},
    {"financing.debt_share", borrows},
    {"financing.arrears_until_default", borrows},
    {"financing.repayment_after", borrows},
    {"financing.reserve_tail", signs},
    {"financing.stop", borrows},
    {"suspension.years_below"},
    {"bid.NAME.marketer_is_sponsor", markets},
    {"event.NAME.duration"},
}};

bool fits(std::string_view pattern, std::string_view key) {
  while (!pattern.empty() && !key.empty()) {
    const std::string_view part = pattern.substr(0, pattern.find('.')),
                           name = key.substr(0, key.find('.'));
    if (part != "NAME" && part != name) return false;
    pattern.remove_prefix(std::min(pattern.size(), part.size() + 1));
    key.remove_prefix(std::min(key.size(), name.size() + 1));
  }
  return pattern.empty() && key.empty();
}

}  // namespace

std::vector<std::string> defaults_in_force(const CaseFile& file) {
  std::vector<std::string> out;
  for (const Input& input : file.inputs) {
    if (!input.by_default) continue;
    for (const Choice& choice : kChoices)
      if (fits(choice.key, input.key) && (!choice.acts || choice.acts(file.values))) {
        const bool has_unit = !input.unit.empty() && input.unit != "-";
        out.push_back(fmt::format("{} = {}{}{}", input.key, input.value, has_unit ? " " : "",
                                  has_unit ? input.unit : ""));
      }
  }
  return out;
}

}  // namespace lode::study
