#include "io/cash_flow_given.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "io/idle.h"

namespace lode::io {
namespace {

using namespace finance;

constexpr Term<TableFile> kTable[] = {
    {"name_column", "layout lines", [](auto& t) { return t.layout == Layout::lines; }},
    {"first_period", "layout lines", [](auto& t) { return t.layout == Layout::lines; }},
    {"last_period", "layout lines", [](auto& t) { return t.layout == Layout::lines; }},
    {"where", "where_column", [](auto& t) { return !t.where_column.empty(); }},
};

constexpr Term<CashLoan> kLoan[] = {
    {"cover", "repayment sculpted",
     [](auto& l) { return l.loan.repayment == Repayment::sculpted; }},
    {"exposure_at_signing", "exposure_fee", [](auto& l) { return l.loan.exposure_fee > 0; }},
};

constexpr bool draws_with_need(const DebtTerms& debt) {
  for (const CashLoan& loan : debt.loan)
    if (loan.balance == 0 && !loan.draw.given()) return true;
  return false;
}

constexpr Term<DebtTerms> kDebt[] = {
    {"draws", "a loan that is drawn with the need", draws_with_need},
    {"sizing", "a loan with repayment sculpted",
     [](auto& d) {
       return std::any_of(d.loan.begin(), d.loan.end(),
                          [](auto& l) { return l.loan.repayment == Repayment::sculpted; });
     }},
    {"deferred_rate", "shortfall by_rank",
     [](auto& d) { return d.shortfall == Shortfall::by_rank; }},
    {"reserves_at_close", "reserve or operating_reserve",
     [](auto& d) { return d.reserve_y > 0 || d.operating_reserve_y > 0; }},
    {"reserves_supported", "reserve or operating_reserve",
     [](auto& d) { return d.reserve_y > 0 || d.operating_reserve_y > 0; }},
    {"reserve_rate", "reserve, operating_reserve or maintenance_reserve",
     [](auto& d) {
       return d.reserve_y > 0 || d.operating_reserve_y > 0 || !d.maintenance.empty();
     }},
};

constexpr const char* kOfLoans[] = {"share",
                                    "construction_periods",
                                    "cash",
                                    "draws",
                                    "sizing",
                                    "reserve",
                                    "operating_reserve",
                                    "maintenance_reserve",
                                    "reserves_at_close",
                                    "reserves_supported",
                                    "reserve_rate",
                                    "sweep",
                                    "lock_up",
                                    "shortfall",
                                    "deferred_rate",
                                    "support_cap",
                                    "arrears_until_default",
                                    "construction_finance"};

constexpr Term<Holder> kHolder[] = {
    {"dilution", "call_cap or pays_until",
     [](auto& h) { return std::isfinite(h.call_cap) || h.pays_until >= 0; }},
    {"hurdle", "profit_share", [](auto& h) { return h.profit_share > 0; }},
    {"hurdle_is_real", "profit_share", [](auto& h) { return h.profit_share > 0; }},
    {"option_period", "option_stake", [](auto& h) { return h.option_stake > 0; }},
    {"option_at_end", "option_stake", [](auto& h) { return h.option_stake > 0; }},
    {"option_price", "option_stake", [](auto& h) { return h.option_stake > 0; }},
    {"option_cost_share", "option_stake", [](auto& h) { return h.option_stake > 0; }},
    {"option_cost_rate", "option_stake and option_cost_share",
     [](auto& h) { return h.option_stake > 0 && h.option_cost_share > 0; }},
    {"option", "option_stake", [](auto& h) { return h.option_stake > 0; }},
    {"option_multiple", "option_stake and option multiple",
     [](auto& h) { return h.option_stake > 0 && h.option == Option::multiple; }},
};

constexpr Term<Royalty> kRoyalty[] = {
    {"from", "a scale other than flat", [](auto& r) { return r.scale != Scale::flat; }},
    {"rates", "a scale other than flat", [](auto& r) { return r.scale != Scale::flat; }},
    {"manner", "a scale other than flat", [](auto& r) { return r.scale != Scale::flat; }},
    {"scale_product", "scale price or production",
     [](auto& r) { return r.scale == Scale::price || r.scale == Scale::production; }},
    {"r_factor", "scale r_factor", [](auto& r) { return r.scale == Scale::r_factor; }},
};

constexpr Term<ExtractionTax> kExtraction[] = {
    {"price_share", "base concentrate",
     [](auto& e) { return e.terms.base == ExtractionBase::concentrate; }},
    {"markup", "base cost_plus", [](auto& e) { return e.terms.base == ExtractionBase::cost_plus; }},
};

bool keeps_accounts(const ProfitTax& p) { return p.base == ProfitBase::accounts; }
bool carries_losses(const ProfitTax& p) { return p.tax.losses == Losses::carried_forward; }
bool has_own_pools(const ProfitTax& p) {
  return keeps_accounts(p) && p.capital == ProfitCapital::own_pools;
}

constexpr Term<ProfitTax> kProfit[] = {
    {"interest", "base accounts", keeps_accounts},
    {"royalties", "base accounts", keeps_accounts},
    {"not_deducted", "base accounts", keeps_accounts},
    {"allowance", "base accounts", keeps_accounts},
    {"capital", "base accounts", keeps_accounts},
    {"pool", "base accounts and capital own_pools", has_own_pools},
    {"from", "scale margin", [](auto& p) { return p.scale == ProfitScale::margin; }},
    {"rates", "scale margin", [](auto& p) { return p.scale == ProfitScale::margin; }},
    {"manner", "scale margin", [](auto& p) { return p.scale == ProfitScale::margin; }},
    {"loss_years", "losses carried_forward", carries_losses},
    {"loss_cap", "losses carried_forward", carries_losses},
    {"loss_uplift", "losses carried_forward", carries_losses},
    {"opening_losses", "losses carried_forward", carries_losses},
};

constexpr Term<RentTax> kRent[] = {
    {"rate", "kind resource_rent", [](auto& r) { return r.kind == RentKind::resource_rent; }},
    {"hurdle", "kind resource_rent", [](auto& r) { return r.kind == RentKind::resource_rent; }},
    {"cost_limit", "kind production_share",
     [](auto& r) { return r.kind == RentKind::production_share; }},
    {"from", "a kind other than resource_rent",
     [](auto& r) { return r.kind != RentKind::resource_rent; }},
    {"rates", "a kind other than resource_rent",
     [](auto& r) { return r.kind != RentKind::resource_rent; }},
    {"manner", "a kind other than resource_rent",
     [](auto& r) { return r.kind != RentKind::resource_rent; }},
    {"r_factor", "kind r_factor or production_share",
     [](auto& r) { return r.kind == RentKind::r_factor || r.kind == RentKind::production_share; }},
};

// Of the income tax. Taxable income is also used by a profit floor and by a resource rent tax, and
// property tax is levied on the pools.
constexpr const char* kOfIncomeTax[] = {"pool",
                                        "loss_years",
                                        "loss_cap",
                                        "losses",
                                        "loss_uplift",
                                        "loss_back",
                                        "opening_losses",
                                        "opening_pool",
                                        "write_off",
                                        "pools_start_with_production",
                                        "debt_to_equity",
                                        "interest_cap",
                                        "investment_allowance",
                                        "investment_credit"};

class Idle {
 public:
  Idle(const CashFlowTerms& terms, const StageCase& file) : terms_(terms), file_(file) {}

  std::vector<Fault> find() {
    keys_.each("table.", terms_.table, kTable);
    debt();
    keys_.each("partner.", terms_.partner, kStakeTerms);
    keys_.each("partner.", terms_.partner, kHolder);
    keys_.each("tax.pool.", terms_.fiscal.tax.pool, kPool);
    keys_.each("tax.royalty.", terms_.fiscal.royalty, kRoyalty);
    keys_.each("tax.extraction.", terms_.fiscal.extraction, kExtraction);
    keys_.each("tax.rent.", terms_.fiscal.tax.rent, kRent);
    keys_.each("tax.profit.", terms_.fiscal.profit, kProfit);
    for (const ProfitTax& profit : terms_.fiscal.profit)
      keys_.each("tax.profit." + profit.id + ".pool.", profit.tax.pool, kPool);
    income_tax();
    keys_.needs(std::isfinite(terms_.fiscal.tax.major_stake), "tax.dividend_withholding_major",
                "major_stake");
    keys_.needs(std::isfinite(terms_.fiscal.tax.dividend_rate_major), "tax.major_stake",
                "dividend_withholding_major");
    holiday();
    return faults_of(keys_, file_.inputs);
  }

 private:
  void debt() {
    const DebtTerms& debt = terms_.debt;
    if (debt.loan.empty()) {
      for (const char* key : kOfLoans)
        keys_.needs(false, fmt::format("debt.{}", key), "a loan, [debt.loan.NAME]");
      return;
    }
    keys_.each("debt.loan.", debt.loan, kLoan);
    keys_.all("debt.", debt, kDebt);
    // Grace lasts until construction ends at least: in one period nothing is owed before its end.
    for (const CashLoan& loan : debt.loan)
      keys_.needs(loan.loan.grace_y > 0 || debt.construction_periods != 1,
                  "debt.loan." + loan.id + ".grace_interest",
                  "grace, or more periods of construction");
  }

  // A given income tax of 0 switches the tax off.
  void income_tax() {
    bool used = file_.gives("tax.income_rate") || terms_.fiscal.minimum.rate.given() ||
                !terms_.fiscal.profit.empty() || !terms_.fiscal.tax.rent.empty() ||
                terms_.fiscal.tax.property_rate > 0;
    for (const Holder& holder : terms_.partner) used = used || holder.profit_floor > 0;
    const Fiscal& fiscal = terms_.fiscal;
    for (const char* key : {"base", "credited"})
      keys_.needs(fiscal.minimum.rate.given(), fmt::format("tax.minimum.{}", key), "rate");
    for (const char* key : {"loss_uplift", "loss_back", "opening_losses"})
      keys_.needs(fiscal.tax.losses == Losses::carried_forward, fmt::format("tax.{}", key),
                  "losses carried_forward");
    for (const char* key : kOfIncomeTax)
      keys_.needs(used, fmt::format("tax.{}", key), "tax.income_rate, which is not given");
  }

  void holiday() {
    keys_.needs(file_.gives("tax.holiday.in_force"), "tax.holiday",
                "in_force = true (or false: a holiday that is switched off)");
    if (terms_.fiscal.tax.processing_agreement.in_force)
      keys_.needs(file_.gives("tax.income_rate") || terms_.fiscal.tax.property_rate > 0,
                  "tax.holiday", "tax.income_rate, which is not given");
  }

  const CashFlowTerms& terms_;
  const StageCase& file_;
  IdleKeys keys_;
};

}  // namespace

std::vector<Fault> idle_keys(const CashFlowTerms& terms, const StageCase& file) {
  return Idle(terms, file).find();
}

}  // namespace lode::io
