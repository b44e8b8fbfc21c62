// What the keys of a study's table mean.
#include "finance/cash_flow_terms.h"

namespace lode::finance {
namespace {

constexpr Unit kMoney{"money", 1};
constexpr Unit kQuantity{"quantity", 1};
constexpr Unit kPrice{"price", 1};
constexpr Unit kDays{"days", 1};
constexpr Range kAny{-1e15, 1e15}, kNotNegative{0, 1e15}, kShare{0, 1}, kRate{0, 1};

}  // namespace

// The processing agreement, as any holiday with conditions.
struct Holiday {
  ProcessingAgreement& terms;
};
void describe(Visitor& visit, Holiday& holiday) {
  ProcessingAgreement& terms = holiday.terms;
  visit.flag("in_force", terms.in_force, "there is a holiday");
  visit.fixed("years", terms.years, unit::kYears, {0, 100},
              "tax years without income tax, from that of first production");
  visit.fixed("property_years", terms.property_years, unit::kYears, {0, 100},
              "likewise without property tax");
  visit.fixed("minimum_investment", terms.minimum_investment_usd, kMoney, kNotNegative,
              "initial capital spent before it counts");
  visit.fixed(
      "profitability_limit", terms.profitability_limit, unit::kFraction, {0, 1e6},
      "profit before tax over deductions of the year, above which the full tax is due; none: "
      "whatever the profit");
}

void describe(Visitor& visit, Royalty& royalty) {
  visit.row("rate", royalty.rate, unit::kFraction, kShare, false, "scale flat: of the base");
  describe_terms(visit, royalty,
                 {"product", "on this product's revenue alone; none: on all revenue",
                  "scale_product", "whose price or production the scale is; none: `product`"});
}

void describe(Visitor& visit, ExtractionTax& tax) {
  visit.text("product", tax.product, true, "whose price is taken");
  visit.row("contained", tax.contained, kQuantity, kNotNegative, false,
            "metal in the ore extracted in the period");
  visit.text("unit", tax.unit, false, "of `contained`; none: the price unit");
  visit.row("rate", tax.rate, unit::kFraction, kShare, true, "of the base");
  visit.choice("base", tax.terms.base,
               "value at the price, at price_share of it, or cost of mining and processing plus a "
               "markup");
  visit.fixed("price_share", tax.terms.price_share, unit::kFraction, kShare,
              "base concentrate: of the price");
  visit.fixed("markup", tax.terms.markup, unit::kFraction, {0, 5}, "base cost_plus");
  visit.fixed("normative_loss", tax.normative_loss, unit::kFraction, kShare,
              "metal that is not taxed");
  visit.fixed("relief", tax.relief_y, unit::kYears, {0, 100}, "from first production without it");
}

void describe(Visitor& visit, MinimumTax& tax) {
  visit.row("rate", tax.rate, unit::kFraction, kShare, false,
            "of `base`; the income tax of a year is at least that; none: no minimum");
  visit.choice("base", tax.base,
               "of the tax year: revenue, taxable income before interest, depreciation and losses, "
               "or taxable income before losses");
  visit.flag("credited", tax.credited,
             "what the minimum adds to a year's tax is taken off the tax of later years, as far as "
             "that is above their minimum");
}

void describe(Visitor& visit, OpeningPool& pool) {
  visit.fixed("balance", pool.balance, kMoney, kNotNegative,
              "not yet deducted when the first period starts, in tax.currency");
  visit.fixed("years", pool.years, unit::kYears, {0, 100},
              "methods straight_line and schedule: over which it is deducted in equal parts; 0: "
              "the life of the pool");
}

void describe(Visitor& visit, ProfitTax& tax) {
  visit.choice("base", tax.base,
               "accounts: revenue less what is deducted; production_share: what production sharing "
               "leaves the venture beyond recovered cost");
  visit.row("rate", tax.rate, unit::kFraction, kShare, false,
            "scale flat: of its income; by period: a tax year's is that of its last period");
  visit.choice("scale", tax.scale, "flat, or by the margin: income before losses over revenue");
  visit.series("from", tax.bands.from, unit::kNone, {0, 1e15},
               "scale margin: lower bounds of the bands, rising from 0");
  visit.series("rates", tax.bands.rate, unit::kFraction, kShare, "scale margin: of each band");
  visit.choice("manner", tax.bands.manner,
               "scale margin, slab: one band's rate on all income; marginal: each part of the "
               "margin bears its own band's");
  visit.flag("deductible", tax.deductible, "from the income tax");
  visit.flag("interest", tax.interest, "it deducts the interest that the income tax deducts");
  visit.flag("royalties", tax.royalties, "it deducts royalties and extraction tax");
  visit.texts("not_deducted", tax.not_deducted, "rows of cost that it does not deduct");
  visit.choice("capital", tax.capital,
               "what it deducts of capital: the income tax's depreciation, that of its own pools, "
               "or nothing");
  visit.named("pool", tax.tax.pool, "of its own: capital deducted together");
  visit.fixed("allowance", tax.allowance, unit::kFraction, {0, 5},
              "of initial and sustaining capital, deducted on top when it is spent");
  visit.fixed("loss_years", tax.tax.loss_years, unit::kYears, {0, 100},
              "that its loss may be carried forward; none: without end");
  visit.fixed("loss_cap", tax.tax.loss_cap, unit::kFraction, kShare,
              "most of a year's income that earlier losses may take away");
  visit.fixed("loss_uplift", tax.tax.loss_uplift, unit::kPerYear, kRate,
              "by which what is left of its losses grows each tax year");
  visit.choice("losses", tax.tax.losses, "carried forward, or the rate of them paid by the state");
  visit.series("opening_losses", tax.opening_losses, kMoney, kNotNegative,
               "carried forward to the first period: of the tax year before it, of the one before "
               "that, ...");
}

void describe(Visitor& visit, Fiscal& fiscal) {
  Tax& tax = fiscal.tax;
  visit.text("currency", fiscal.currency, false, "in which pools and losses are kept");
  visit.row("income_rate", fiscal.income_rate, unit::kFraction, kShare, false,
            "of taxable income; by period: a tax year's is that of its last period");
  visit.fixed("loss_years", tax.loss_years, unit::kYears, {0, 100},
              "that a tax loss may be carried forward; none: without end");
  visit.fixed("loss_cap", tax.loss_cap, unit::kFraction, kShare,
              "most of a year's taxable income that earlier losses may take away");
  visit.fixed("loss_uplift", tax.loss_uplift, unit::kPerYear, kRate,
              "by which what is left of losses grows each tax year");
  visit.fixed("loss_back", tax.loss_back_y, unit::kYears, {0, 100},
              "tax years before, against whose income a loss is set first, the latest first: their "
              "tax is refunded at their own rate");
  visit.choice("losses", tax.losses, "carried forward, or the rate of them paid by the state");
  visit.series(
      "opening_losses", fiscal.opening_losses, kMoney, kNotNegative,
      "carried forward to the first period, in tax.currency: of the tax year before it, of "
      "the one before that, ...");
  visit.group("minimum", fiscal.minimum, "least that the income tax is");
  visit.named("pool", tax.pool, "capital deducted together");
  visit.named("opening_pool", fiscal.opening_pool,
              "what is in the pool of this name when the first period starts");
  visit.choice("write_off", fiscal.write_off, "when what is left in the pools is deducted");
  visit.flag("pools_start_with_production", fiscal.pools_start_with_production,
             "else with spending");
  Holiday holiday{tax.processing_agreement};
  visit.group("holiday", holiday, "years without income tax, on conditions");
  visit.flag("ring_fence", fiscal.ring_fence, "each deposit pays income tax by itself");
  describe_shared(visit, tax);
  visit.fixed("property_rate", tax.property_rate, unit::kPerYear, kRate,
              "of the mean balance of the pools");
  visit.fixed("social_rate", tax.social_rate, unit::kFraction, kShare,
              "of the payroll share of costs");
  visit.fixed("vat_rate", tax.vat_rate, unit::kFraction, kShare, "on costs marked vat");
  visit.fixed("vat_delay", tax.vat_delay_y, unit::kYears, {0, 20}, "until it is refunded");
  visit.fixed("interest_withholding", fiscal.interest_withholding, unit::kFraction, kShare,
              "of interest, at the lender's expense");
  visit.fixed("dividend_withholding", tax.dividend_rate, unit::kFraction, kShare,
              "of dividends to holders other than the state");
  visit.fixed("dividend_withholding_major", tax.dividend_rate_major, unit::kFraction, kShare,
              "the same to a holder of at least major_stake; none: dividend_withholding");
  visit.fixed("major_stake", tax.major_stake, unit::kFraction, {0, 1e6},
              "stake from which that rate holds; none: it never does");
  visit.named("profit", fiscal.profit, "a second tax on profit, with a base of its own");
  visit.named("royalty", fiscal.royalty, "on revenue, net smelter return or profit");
  visit.named("extraction", fiscal.extraction, "on metal in extracted ore");
}

void describe(Visitor& visit, PeriodTerms& period) {
  visit.integer("count", period.count, 0, 1200, "of periods; 0: as the lists and tables have");
  visit.integer("first_year", period.first_year, -10000, 10000,
                "calendar year with which the first period begins");
  visit.series("length", period.length_y, unit::kYears, {1.0 / 366, 100},
               "of each period; none: a year each");
  visit.texts("label", period.label, "of each period; none: its year");
}

void describe(Visitor& visit, TableFile& table) {
  visit.text("file", table.file, true, "a CSV file, relative to the case");
  visit.choice("layout", table.layout, "is a line of the table a row or a column of the file");
  visit.text("name_column", table.name_column, false,
             "layout lines: holds the lines' names; none: the first");
  visit.text("first_period", table.first_period, false,
             "layout lines: column of the first period; none: the first named as a period");
  visit.text("last_period", table.last_period, false,
             "layout lines: column of the last period; none: the file's last");
  visit.choice("numbers", table.numbers,
               "plain, or as reports print them: 1,050, (68) for -68, a dash for 0");
  visit.text("where_column", table.where_column, false, "only rows that hold `where` here");
  visit.text("where", table.where, false, "text that rows hold in where_column");
  visit.flag("blank_is_zero", table.blank_is_zero, "else an empty cell of a line used is a fault");
  describe(visit, table.dialect);
}

void describe(Visitor& visit, Currency& currency) {
  visit.row("per_report", currency.per_report, unit::kNone, {1e-9, 1e12}, true,
            "of this currency for one of the case's; one number then follows the price levels");
  visit.row("inflation", currency.inflation, unit::kPerYear, {-0.5, 1}, false,
            "of prices in it; none: the case's");
}

void describe(Visitor& visit, DepositShare& deposit) {
  visit.fixed("share", deposit.share, unit::kFraction, kShare,
              "of rows and interest that name no deposit; the shares add to 1");
}

void describe(Visitor& visit, Product& product) {
  visit.row("quantity", product.quantity, kQuantity, kAny, true,
            "of payable metal, or of what grade, recovery and payable turn into it");
  visit.text("unit", product.unit, false, "of the quantity: t, kt, oz, koz, lb, Mlb, mtu, ...");
  visit.row("grade", product.grade, unit::kNone, kNotNegative, false, "of metal in the quantity");
  visit.text("grade_unit", product.grade_unit, false, "fraction, %, g/t, ppm or kg/t");
  visit.row("recovery", product.recovery, unit::kFraction, kShare, false, "share");
  visit.row("payable", product.payable, unit::kFraction, kShare, false, "share");
  visit.row("price", product.price, kPrice, kNotNegative, true, "per price unit");
  visit.text("price_unit", product.price_unit, true, "currency and unit: USD/oz");
  visit.row("charge", product.charge, kPrice, kAny, false,
            "treatment, refining, freight; per price unit, off the price");
  visit.row("floor", product.floor, kPrice, kNotNegative, false, "least that is paid");
  visit.row("cap", product.cap, kPrice, kNotNegative, false, "most that is paid");
  visit.row("discount", product.discount, unit::kFraction, kShare, false,
            "off the price, to the offtaker");
  visit.fixed("escalation", product.escalation, unit::kPerYear, {-0.5, 1}, "of the price");
  visit.integer("escalation_from", product.escalation_from, 0, 1200,
                "index of the period (first 0) in which the price is as given");
  visit.text("deposit", product.deposit, false, "that it comes from");
}

void describe(Visitor& visit, Cost& cost) {
  visit.choice("kind", cost.kind, "what it counts as");
  visit.row("amount", cost.amount, kMoney, kAny, false, "in the case's unit of money; or");
  visit.row("quantity", cost.quantity, kQuantity, kAny, false, "that unit_cost is paid for");
  visit.row("unit_cost", cost.unit_cost, kPrice, kAny, false, "currency per unit of quantity");
  visit.text("currency", cost.currency, false, "of amount or unit_cost; none: the case's");
  visit.fixed("escalation", cost.escalation, unit::kPerYear, {-0.5, 1}, "a year");
  visit.integer("escalation_from", cost.escalation_from, 0, 1200,
                "index of the period (first 0) in which it is as given");
  visit.text("deposit", cost.deposit, false, "that it belongs to");
  visit.text("pool", cost.pool, false,
             "of capital: all into this pool of the tax; none: by the pools' shares; \"none\": "
             "never deducted");
  visit.flag("deductible", cost.deductible, "of operating cost and closure");
  visit.flag("vat", cost.vat, "VAT is paid on it");
  visit.fixed("imported", cost.imported, unit::kFraction, kShare, "share that bears import duty");
  visit.fixed("payroll", cost.payroll, unit::kFraction, kShare, "share that is pay");
  visit.fixed("services", cost.services, unit::kFraction, kShare, "share for services from abroad");
}

void describe(Visitor& visit, Income& income) {
  visit.choice("kind", income.kind, "revenue bears royalties; a by-product also lowers C1");
  visit.row("amount", income.amount, kMoney, kAny, true, "in the case's unit of money");
  visit.text("currency", income.currency, false, "none: the case's");
  visit.text("deposit", income.deposit, false, "that it belongs to");
  visit.flag("taxable", income.taxable, "by the income tax");
}

void describe(Visitor& visit, GivenTax& tax) {
  visit.choice("kind", tax.kind, "royalties stand before income tax and are in AISC");
  visit.row("amount", tax.amount, kMoney, kAny, true, "paid to the state");
}

void describe(Visitor& visit, Stream& stream) {
  visit.text("product", stream.product, true, "that is delivered");
  visit.row("deposit", stream.deposit, kMoney, kNotNegative, false, "received beforehand");
  visit.row("share", stream.share, unit::kFraction, kShare, false, "of payable product; or");
  visit.row("delivered", stream.delivered, kQuantity, kNotNegative, false, "price units a period");
  visit.fixed("limit", stream.limit, kQuantity, kNotNegative, "price units delivered in all");
  visit.fixed("share_after", stream.share_after, unit::kFraction, kShare, "beyond the limit");
  visit.row("price", stream.price, kPrice, kNotNegative, false, "paid per price unit; or");
  visit.fixed("price_share", stream.price_share, unit::kFraction, kShare, "of the price");
}

void describe(Visitor& visit, WorkingCapital& terms) {
  visit.fixed("receivable", terms.receivable_days, kDays, {0, 730}, "of a year's revenue");
  visit.fixed("inventory", terms.inventory_days, kDays, {0, 730}, "of a year's operating cost");
  visit.fixed("payable", terms.payable_days, kDays, {0, 730}, "of a year's operating cost");
}

void describe(Visitor& visit, ClosureFund& fund) {
  visit.row("contribution", fund.contribution, kMoney, kNotNegative, false, "put by");
  visit.flag("spread", fund.spread, "the whole cost of closure is put by, by production");
  visit.flag("deductible", fund.deductible, "when put by; then not when spent");
}

void describe(Visitor& visit, CashLoan& loan) {
  Loan& terms = loan.loan;
  visit.fixed("commitment", terms.commitment_usd, kMoney, kNotNegative,
              "most that may be drawn; none: as the debt's other terms allow");
  visit.fixed("balance", loan.balance, kMoney, kNotNegative,
              "owed when the first period starts: nothing more is drawn; `term` is then what is "
              "left of it, after `grace`");
  visit.row("draw", loan.draw, kMoney, kNotNegative, false, "given; none: with the need");
  visit.row("rate", loan.rate, unit::kPerYear, {0, 1}, true,
            "interest, nominal; by period: of a level loan the payment is reckoned anew in each");
  visit.choice("repayment", terms.repayment, "how the principal is repaid over the term");
  visit.fixed("term", terms.term_y, unit::kYears, {1.0 / 12, 60}, "of repayment");
  visit.fixed("grace", terms.grace_y, unit::kYears, {0, 30},
              "from the end of the first draw's period; at least until construction ends");
  visit.choice("grace_interest", terms.grace_interest, "paid when due, or added to the loan");
  visit.fixed("cover", terms.cover, unit::kNone, {1, 100},
              "repayment sculpted: cash over debt service");
  visit.fixed("upfront_fee", terms.upfront_fee, unit::kFraction, {0, 0.5},
              "of what will be drawn, with the first draw");
  visit.fixed("commitment_fee", terms.commitment_fee, unit::kPerYear, {0, 0.5},
              "of what will be drawn and is not yet, at the start of the period");
  visit.fixed("exposure_fee", terms.exposure_fee, unit::kFraction, {0, 0.5},
              "to the guarantor (export-credit premium), of each draw");
  visit.fixed("guarantee_fee", terms.guarantee_fee, unit::kPerYear, {0, 0.5},
              "to the guarantor, of the balance at the start of the period");
  visit.flag("exposure_at_signing", loan.exposure_at_signing,
             "the exposure fee is paid on the whole with the first draw");
}

void describe(Visitor& visit, MaintenanceReserve& reserve) {
  visit.text("cost", reserve.cost, true, "the row of cost that it pays, [cost.NAME]");
  visit.fixed("years", reserve.years, unit::kYears, {0, 100},
              "before the end of each period with such a cost, in which it is put by in equal "
              "parts; 0: since the one before, or since construction ended");
}

void describe(Visitor& visit, DebtTerms& debt) {
  visit.named("loan", debt.loan, "a loan");
  visit.named("maintenance_reserve", debt.maintenance,
              "cash put by before debt service for a cost that comes now and then");
  visit.fixed("share", debt.share, unit::kFraction, kShare,
              "most of the uses of construction that is borrowed");
  visit.integer("construction_periods", debt.construction_periods, 0, 1200,
                "in which the loans are drawn; 0: until first production");
  describe_rules(visit, debt);
  visit.fixed("reserve_rate", debt.reserve_rate, unit::kPerYear, {0, 1},
              "interest earned on the reserves' opening balance");
  visit.fixed(
      "support_cap", debt.support_cap, kMoney, kNotNegative,
      "most that holders pay into debt service, and into bills where creditors wait, in all");
}

void describe(Visitor& visit, HolderMilestone& milestone) {
  visit.fixed("amount", milestone.amount, kMoney, kNotNegative, "at the base date's prices");
  visit.integer("period", milestone.period, 0, 1200, "index of the period, first 0");
  visit.text("to", milestone.to, false, "a partner; none: the state");
}

void describe_stake(Visitor& visit, Holder& holder, const Unit& money) {
  visit.fixed("stake", holder.stake, unit::kFraction, kShare, "of the venture; all add to 1");
  visit.choice("kind", holder.kind, "does it pay its part of the calls");
  visit.fixed("carry_rate", holder.carry_rate, unit::kPerYear, {0, 1},
              "kind carried: interest on what the others paid for it, nominal");
  visit.fixed("carried_share", holder.carried_share, unit::kFraction, kShare,
              "kind carried: of its calls that the others pay");
  visit.fixed("call_cap", holder.call_cap, money, kNotNegative,
              "kind paid: most that it pays in, nominal, in all; none: no cap");
  visit.fixed("dilution", holder.dilution, unit::kNone, {0, 10},
              "its stake falls by this x calls missed / all calls so far");
  visit.fixed("loan_share", holder.loan_share, unit::kFraction, kShare,
              "of its calls, lent to the venture and repaid before any dividend");
  visit.fixed("loan_rate", holder.loan_rate, unit::kPerYear, {0, 1}, "interest on it, nominal");
  visit.fixed("loan_withholding", holder.loan_withholding, unit::kFraction, kShare,
              "of that interest, to the state");
  visit.choice("preferred", holder.preferred,
               "what it gets on what it has paid in before the rest is shared by stakes");
  visit.fixed("preferred_return", holder.preferred_return, unit::kPerYear, {0, 1}, "nominal");
  visit.fixed("profit_floor", holder.profit_floor, unit::kFraction, kShare,
              "of each year's profit after income tax, least that it gets; out of what the others "
              "get");
  visit.flag("state", holder.state, "counts as the government's, bears no dividend tax");
}

void describe(Visitor& visit, Holder& holder) {
  describe_stake(visit, holder, kMoney);
  visit.integer("pays_until", holder.pays_until, -1, 1200,
                "kind paid: index of the first period whose calls it misses; -1: none");
  visit.fixed("profit_share", holder.profit_share, unit::kFraction, kShare,
              "of what is distributed beyond the hurdle of all holders together, before the rest "
              "is shared by stakes");
  visit.fixed("hurdle", holder.hurdle, unit::kPerYear, {0, 1}, "of profit_share");
  visit.flag("hurdle_is_real", holder.hurdle_is_real, "the hurdle is on top of inflation");
  visit.fixed("option_stake", holder.option_stake, unit::kFraction, kShare,
              "bought in from the holders that pay, by their stakes");
  visit.integer("option_period", holder.option_period, -1, 1200,
                "index of the period (first 0) of the option; -1: none");
  visit.flag("option_at_end", holder.option_at_end,
             "the stake moves at the end of that period, not at its start");
  visit.fixed("option_price", holder.option_price, kMoney, kNotNegative,
              "of all of option_stake, paid to those holders");
  visit.fixed("option_cost_share", holder.option_cost_share, unit::kFraction, {0, 10},
              "added to the price: of what they have paid in for that part");
  visit.fixed("option_cost_rate", holder.option_cost_rate, unit::kPerYear, {0, 1},
              "interest on what they have paid in, nominal");
  visit.choice("option", holder.option,
               "is it used; if_worth: at the headline's rate; multiple: see there");
  visit.fixed("option_multiple", holder.option_multiple, unit::kNone, {0, 1000},
              "option multiple: so many times its part of the last year's distributions reach the "
              "price");
  visit.named("milestone", holder.milestone, "a sum that it pays once");
}

void describe(Visitor& visit, Valuation& valuation) {
  visit.series("rates", valuation.rates, unit::kPerYear, {-0.9, 1}, "of the table of values");
  visit.row(
      "rate", valuation.rate, unit::kPerYear, {-0.9, 1}, false,
      "the headline's; none: the first of `rates` above 0; by period: a flow is discounted by "
      "the product of the yearly factors until then");
  visit.choice("convention", valuation.convention, "where in its period a flow stands");
  visit.fixed("from", valuation.from_y, unit::kYears, {-100, 100},
              "time that values are of, after the start of the first period");
  visit.fixed("hurdle", valuation.hurdle, unit::kPerYear, {-0.9, 1},
              "return that the breakeven price gives; none: `rate`");
  visit.fixed("finance_rate", valuation.finance_rate, unit::kPerYear, {-0.9, 1},
              "at which the modified rate of return (mirr) discounts outflows; none: `rate`");
  visit.fixed("reinvestment_rate", valuation.reinvestment_rate, unit::kPerYear, {-0.9, 1},
              "at which it compounds inflows; none: `rate`");
  visit.series("price_factors", valuation.price_factors, unit::kNone, {0, 100},
               "at which take and values are shown");
}

void describe(Visitor& visit, CashFlowTerms& terms) {
  visit.text("title", terms.title, false, "of the study");
  visit.text("currency", terms.currency, false, "of the case");
  visit.fixed("money_unit", terms.money_unit, unit::kNone, {1e-3, 1e12},
              "of the currency in one of the case's numbers: 1e6 for millions");
  visit.choice("money", terms.money, "rows are at the base date's prices, or of each day");
  visit.row("inflation", terms.inflation, unit::kPerYear, {-0.5, 1}, false,
            "of the case's currency; by period: the price level is the product of the years until "
            "then");
  visit.fixed("grams_per_ounce", terms.grams_per_ounce, unit::kNone, {30, 32},
              "troy, as the study converts");
  visit.group("period", terms.period, "the table's columns");
  visit.named("table", terms.table, "a CSV file that rows are named in");
  visit.named("other_currency", terms.other_currency, "a currency that rows are given in");
  visit.named("deposit", terms.deposit, "that rows belong to");
  visit.named("product", terms.product, "that is sold; the first is the main one");
  visit.named("cost", terms.cost, "a row of cost");
  visit.named("income", terms.income, "a row of income that is no product's");
  visit.named("given_tax", terms.given_tax, "a row of tax as the study gives it");
  visit.named("stream", terms.stream, "a stream or a prepayment");
  visit.group("working_capital", terms.working_capital, "in days");
  visit.group("closure_fund", terms.closure_fund, "for the closure rows");
  visit.group("tax", terms.fiscal, "what the state takes, computed");
  visit.group("debt", terms.debt, "loans and their terms");
  visit.named("partner", terms.partner, "a holder of the venture");
  visit.group("valuation", terms.valuation, "rates, convention, breakeven");
}

}  // namespace lode::finance
