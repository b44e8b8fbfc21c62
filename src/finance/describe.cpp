// What the keys of this room mean.
#include "finance/finance.h"

namespace lode::finance {
namespace {
constexpr Unit kDays{"days", 1};
}

void describe(Visitor& visit, Macro& macro) {
  visit.sampled("inflation", macro.inflation, unit::kPerYear, {-0.1, 1}, "of prices in USD");
  visit.sampled("local_inflation_start", macro.local_inflation_start, unit::kPerYear, {-0.1, 2},
                "of prices in local money at the base date; none: as in USD");
  visit.sampled(
      "local_inflation_end", macro.local_inflation_end, unit::kPerYear, {-0.1, 2},
      "of prices in local money once it has settled; none: as at the base date; between the two "
      "log(1 + rate) goes in a straight line");
  visit.sampled("local_inflation_years", macro.local_inflation_years, unit::kYears, {0, 100},
                "from the base date until it has settled");
  visit.sampled("local_per_usd", macro.local_per_usd, Unit{"local per USD", 1}, {1e-6, 1e9},
                "exchange rate at the base date; afterwards it follows the two price levels");
  visit.sampled("risk_free", macro.risk_free, unit::kPerYear, {-0.05, 0.5},
                "nominal rate at which the lenders' flows are valued");
}

void describe(Visitor& visit, Extraction& extraction) {
  visit.sampled("rate", extraction.rate, unit::kFraction, {0, 1},
                "of the base, on metal in ore mined, sold or not");
  visit.choice("base", extraction.base,
               "value at the quoted price, at the concentrate's share of it, or cost of mining and "
               "processing plus a markup");
  visit.sampled("price_share", extraction.price_share, unit::kFraction, {0, 1},
                "base concentrate: price of metal in concentrate over the quoted price");
  visit.sampled("markup", extraction.markup, unit::kFraction, {0, 5},
                "base cost_plus: added to cost of mining and processing");
  visit.sampled("low_profit_rate", extraction.low_profit_rate, unit::kFraction, {0, 1},
                "instead of `rate` in tax years of low profit; not below it: no relief");
}

void describe(Visitor& visit, Pool& pool) {
  visit.choice("method", pool.method, "how it is deducted");
  visit.fixed("share", pool.share, unit::kFraction, {0, 1},
              "of all capital that enters this pool; the shares add to 1");
  visit.sampled("rate", pool.rate, unit::kPerYear, {0, 1},
                "method declining: of its balance, deducted each tax year");
  visit.fixed("life", pool.life_y, unit::kYears, {0, 100},
              "method straight_line: years over which each year's additions are deducted");
  visit.series("schedule", pool.schedule, unit::kFraction, {0, 1},
               "method schedule: shares of an addition by year, adding to 1");
}

void describe(Visitor& visit, ProcessingAgreement& agreement) {
  visit.flag("in_force", agreement.in_force,
             "no income tax in years of low profitability, for processing in the country");
  visit.sampled("minimum_investment", agreement.minimum_investment_usd, unit::kMillionUsd, {0, 1e6},
                "initial capital, nominal, spent before the agreement counts");
  visit.fixed("years", agreement.years, unit::kYears, {0, 100},
              "tax years without income tax, counted from that in which ore is first milled");
  visit.fixed("property_years", agreement.property_years, unit::kYears, {0, 100},
              "likewise without property tax, on the same condition");
  visit.sampled(
      "profitability_limit", agreement.profitability_limit, unit::kFraction, {0, 10},
      "profit before tax over deductible cost of the year, above which the full tax is due; "
      "none: whatever the profit");
}

void describe(Visitor& visit, Tax& tax) {
  visit.named("extraction", tax.extraction, "tax on metal in the ore of one commodity");
  visit.sampled("normative_loss", tax.normative_loss, unit::kFraction, {0, 1},
                "metal in ore mined that the extraction tax leaves out");
  visit.fixed("extraction_relief", tax.extraction_relief_y, unit::kYears, {0, 100},
              "from first ore, without extraction tax");
  visit.sampled("low_profit_limit", tax.low_profit_limit, unit::kFraction, {-1, 10},
                "profit before tax over deductible cost of the tax year, before the relief, up to "
                "which low_profit_rate holds");
  visit.named("royalty", tax.royalty, "on revenue, net smelter return or profit");
  visit.sampled("income_rate", tax.income_rate, unit::kFraction, {0, 1}, "of taxable income");
  visit.fixed(
      "loss_years", tax.loss_years, unit::kYears, {0, 100},
      "that a tax loss may be carried forward, in local money; none: without end; years free of "
      "tax use none up");
  visit.sampled("loss_cap", tax.loss_cap, unit::kFraction, {0, 1},
                "most of a year's taxable income that earlier losses may take away");
  visit.choice("losses", tax.losses, "carried forward, or the rate of them paid by the state");
  visit.named("pool", tax.pool, "capital deducted together");
  visit.group("processing_agreement", tax.processing_agreement, "relief for processing at home");
  describe_shared(visit, tax);
  visit.sampled("imported_share", tax.imported_share, unit::kFraction, {0, 1},
                "of initial and sustaining capital, that bears import_duty");
  visit.sampled("services_share", tax.services_share, unit::kFraction, {0, 1},
                "of operating cost without selling, paid to services from abroad");
  visit.sampled("capital_services_share", tax.capital_services_share, unit::kFraction, {0, 1},
                "of initial capital, likewise");
  visit.sampled(
      "property_rate", tax.property_rate, unit::kPerYear, {0, 1},
      "of the mean of the pools' balance before the period's capital and after the year's "
      "depreciation");
  visit.sampled("payroll_share", tax.payroll_share, unit::kFraction, {0, 1},
                "of operating cost that is pay");
  visit.sampled("social_rate", tax.social_rate, unit::kFraction, {0, 1}, "of pay");
  visit.sampled("vat_rate", tax.vat_rate, unit::kFraction, {0, 1},
                "on initial and sustaining capital; refunded");
  visit.sampled("vat_delay", tax.vat_delay_y, unit::kYears, {0, 20},
                "until it is refunded, in the period that holds the middle of that of payment plus "
                "this time");
  visit.sampled("dividend_rate", tax.dividend_rate, unit::kFraction, {0, 1},
                "withheld from dividends abroad");
  visit.sampled("dividend_rate_major", tax.dividend_rate_major, unit::kFraction, {0, 1},
                "the same for a holder of at least major_stake; none: dividend_rate");
  visit.fixed("major_stake", tax.major_stake, unit::kFraction, {0, 1},
              "stake from which that rate holds; none: it never does");
}

void describe(Visitor& visit, Loan& loan) {
  visit.text("name", loan.name, false, "the lender's, as it stands in tables");
  visit.fixed("commitment", loan.commitment_usd, unit::kMillionUsd, {0, 1e6},
              "most that may be drawn, nominal");
  visit.fixed("rate", loan.rate, unit::kPerYear, {0, 0.5}, "interest, nominal");
  visit.choice("repayment", loan.repayment, "how the principal is repaid over the term");
  visit.fixed("term", loan.term_y, unit::kYears, {0.25, 60}, "of repayment");
  visit.fixed("grace", loan.grace_y, unit::kYears, {0, 30},
              "from the first draw to the start of repayment; lasts at least until all is built");
  visit.choice("grace_interest", loan.grace_interest,
               "until repayment starts: paid when due, or added to the loan");
  visit.fixed("cover", loan.cover, unit::kNone, {1, 10},
              "repayment sculpted: cash for debt service over debt service");
  visit.fixed("upfront_fee", loan.upfront_fee, unit::kFraction, {0, 0.3},
              "of what will be drawn, paid at the first draw");
  visit.fixed("commitment_fee", loan.commitment_fee, unit::kPerYear, {0, 0.1},
              "of what will be drawn and is not yet");
  visit.fixed("exposure_fee", loan.exposure_fee, unit::kFraction, {0, 0.5},
              "of each draw, to the guarantor");
  visit.fixed(
      "guarantee_fee", loan.guarantee_fee, unit::kPerYear, {0, 0.5},
      "to the guarantor, of the balance at the start of the period; paid before the service");
  visit.fixed("withholding", loan.withholding, unit::kFraction, {0, 1},
              "of interest, kept by the state at the lender's expense");
}

void describe_rules(Visitor& visit, FinancingRules& rules) {
  visit.choice("cash", rules.cash, "what sculpting and cover ratios take");
  visit.choice("draws", rules.draws, "at one gearing of all uses, or at the share of each need");
  visit.choice("sizing", rules.sizing,
               "a sculpted loan is as large as its cover allows, or as construction draws; or all "
               "loans are as they were signed");
  visit.fixed("reserve", rules.reserve_y, unit::kYears, {0, 5},
              "of the debt service to come that is held before anything is distributed");
  visit.fixed("operating_reserve", rules.operating_reserve_y, unit::kYears, {0, 5},
              "of the next operating cost, held");
  visit.flag("reserves_at_close", rules.reserves_at_close,
             "funded in the last construction period, else from cash");
  visit.flag("reserves_supported", rules.reserves_supported,
             "holders pay what the reserves lack, else they wait for cash");
  visit.fixed("sweep", rules.sweep, unit::kFraction, {0, 1},
              "of cash after service and reserves, that prepays the loans' last repayments");
  visit.fixed("lock_up", rules.lock_up, unit::kNone, {0, 10},
              "cover of a period below which nothing is distributed while loans are owed");
  visit.choice("shortfall", rules.shortfall,
               "what cash does not cover: holders pay bills at once, creditors wait, or claims are "
               "put off by rank, the lowest first");
  visit.fixed("deferred_rate", rules.deferred_rate, unit::kPerYear, {0, 1},
              "interest on claims put off by rank; none: the loans' mean rate, without loans the "
              "risk-free rate of a study or 0 of a table");
  visit.integer(
      "arrears_until_default", rules.arrears_until_default, 1, 100,
      "tax years in a row with unpaid debt service after which the lenders take all cash");
  visit.choice("construction_finance", rules.construction_finance,
               "interest and fees until construction ends, in the income tax");
}

void describe(Visitor& visit, Financing& financing) {
  visit.fixed("debt_share", financing.share, unit::kFraction, {0, 1},
              "most of the uses of construction, or of each need, that is borrowed");
  describe_rules(visit, financing);
  visit.flag("stop", financing.stops,
             "shortfall by_rank: after unpaid bills, or two missed services in a row, the lenders "
             "choose between going on and closing");
  visit.choice("lending", financing.lending,
               "sizing at_signing: lenders sign what the central case draws, or at most what the "
               "bank case carries at its covenant");
  visit.fixed("repayment_after", financing.repayment_after_y, unit::kMonths, {0, 120},
              "after construction ends, at which repayment starts at the earliest");
  visit.fixed("reserve_tail", financing.reserve_tail_y, unit::kYears, {0, 30},
              "sizing at_signing: from the last repayment to the end of the ore or the licence");
  visit.fixed("support_cap", financing.support_cap, unit::kMillionUsd, {0, 1e6},
              "most that the sponsor pays into a shortfall after construction, nominal, in all");
  visit.sampled("working_capital", financing.working_capital_days, kDays, {0, 365},
                "of revenue that is tied up");
  visit.sampled("closure", financing.closure_usd, unit::kMillionUsd, {0, 1e5},
                "cost of closing the site, real, spent after the last ore and the last care");
  visit.sampled("closure_per_tonne", financing.closure_usd_per_t, unit::kUsdPerTonne, {0, 1e3},
                "put into the closure fund for each tonne milled, real");
  visit.choice("closure_security", financing.closure_security,
               "of the cost of closing: a fund that lenders never take, or a guarantee");
  visit.fixed("closure_funded_by", financing.closure_funded_by, unit::kFraction, {0.01, 1},
              "of the planned life of the ore, in which the fund grows to the whole cost of "
              "closing; none: it holds what is put by per tonne");
}

}  // namespace lode::finance
