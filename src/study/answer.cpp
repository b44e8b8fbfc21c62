#include "study/answer.h"

#include <algorithm>

#include "base/error.h"

namespace lode::study {
namespace {

// A list of names that follows its enumeration.
template <class List>
constexpr bool in_order(const List& list) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (static_cast<std::size_t>(list[i].what) != i) return false;
  return true;
}
static_assert(in_order(kMeasureFields) && in_order(kSeriesFields) && in_order(kDepositYearFields));

}  // namespace

AnswerLayout::AnswerLayout(std::size_t deposits, std::size_t years, std::size_t holders)
    : deposits_(deposits), years_(years), holders_(holders) {
  bridges_ = deposit_year(0, DepositYear::kCount, 0);
  payments_ = bridges_ + deposits * kBridgeFields.size();
}

std::size_t AnswerLayout::bridge(std::size_t deposit, double MetalBridge::*item) const {
  const auto found = std::find_if(kBridgeFields.begin(), kBridgeFields.end(),
                                  [&](const BridgeField& field) { return field.item == item; });
  LODE_CHECK(found != kBridgeFields.end());
  return bridges_ + static_cast<std::size_t>(found - kBridgeFields.begin()) * deposits_ + deposit;
}

std::vector<Field> AnswerLayout::fields() const {
  std::vector<Field> out;
  const auto add = [&](std::string name, std::string_view unit, std::vector<Dimension> over,
                       std::size_t size) {
    const std::size_t at = out.empty() ? 0 : out.back().at + out.back().size;
    out.push_back({std::move(name), std::string(unit), std::move(over), at, size});
  };
  add("value_at_own_rate", "USD", {Dimension::party}, deal::kParties);
  add("value_at_common_rate", "USD", {Dimension::party}, deal::kParties);
  for (const auto& field : kMeasureFields) add(std::string(field.name), field.unit, {}, 1);
  for (const auto& field : kSeriesFields)
    add(std::string(field.name), field.unit, {Dimension::year}, years_);
  add("state_receipts_by_year", "USD", {Dimension::instrument, Dimension::year},
      deal::kInstruments * years_);
  for (const auto& field : kDepositYearFields)
    add(std::string(field.name), field.unit, {Dimension::deposit, Dimension::year},
        deposits_ * years_);
  for (const BridgeField& field : kBridgeFields)
    add(std::string(field.name), "t", {Dimension::deposit}, deposits_);
  add("payment", "USD", {Dimension::payment}, deal::kPayments);
  if (holders_ > 0) add("value_of_holder", "USD", {Dimension::holder}, holders_);
  return out;
}

}  // namespace lode::study
