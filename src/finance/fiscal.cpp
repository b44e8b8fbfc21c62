#include "finance/fiscal.h"

namespace lode::finance {

Fiscal::Fiscal() {
  tax.income_rate = 0;
  tax.loss_years = 100;
  tax.property_rate = tax.payroll_share = tax.social_rate = tax.vat_rate = 0;
  tax.dividend_rate = tax.dividend_rate_major = 0;
  tax.major_stake = kInfinity;
  tax.processing_agreement.profitability_limit = kInfinity;
}

}  // namespace lode::finance
