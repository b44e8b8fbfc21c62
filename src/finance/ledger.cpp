#include "finance/ledger.h"

#include "base/error.h"

namespace lode::finance {
namespace {

constexpr std::array<std::string_view, kLines> kLineNames = {
    // clang-format off
    "revenue", "selling", "mining", "processing", "general", "refining", "care", "sustaining", "capital", "closure",
    "pretax_cash",
    "marketing", "management", "extraction_tax", "royalty_uplift", "royalty", "private_royalty",
    "import_duty", "services_withholding", "rent_tax", "income_tax", "property_tax", "social_tax",
    "vat_due_change", "working_capital_change", "closure_fund_change", "reserve_change", "cash_change",
    "cash_for_debt_service",
    "draw", "interest", "principal", "sweep", "upfront_fee", "commitment_fee", "exposure_fee", "guarantee_fee", "interest_withholding",
    "scheduled_service", "arrears", "debt_balance",
    "equity", "support", "distribution",
    "depreciation", "taxable_income", "loss_used", "deductible_cost", "profitability",
    "pool_addition", "pool_balance", "unpaid_bills", "interest_due",
    "interest_deducted",
    // clang-format on
};
static_assert(!kLineNames.back().empty(), "a line without a name");

}  // namespace

std::string_view name_of(Line line) {
  LODE_CHECK(line < Line::kCount);
  return kLineNames[static_cast<std::size_t>(line)];
}

std::vector<double> Ledger::row(Line line) const {
  const auto first =
      values.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(line) * periods);
  return {first, first + static_cast<std::ptrdiff_t>(periods)};
}

Operations make_operations(std::size_t periods, std::size_t commodities) {
  const std::vector<double> zeros(periods, 0.0);
  Operations o;
  for (auto* row :
       {&o.revenue_usd, &o.marketed_usd, &o.selling_usd, &o.mining_usd, &o.processing_usd,
        &o.general_usd, &o.refining_usd, &o.care_usd, &o.sustaining_usd, &o.ore_milled_t})
    *row = zeros;
  o.contained_t.assign(commodities, zeros);
  o.price_usd_per_t = o.sold_t = o.sales_usd = o.contained_t;
  o.quote_mass_t.assign(commodities, 1.0);
  return o;
}

}  // namespace lode::finance
