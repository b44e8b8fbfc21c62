#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using study::Results;
using study::Series;

// Just above the limit a whole year is taxed, which is an incentive to report more cost: the tables
// say so wherever the agreement is in force.
std::string agreement_note(const finance::ProcessingAgreement& agreement) {
  if (!agreement.in_force || std::isinf(agreement.profitability_limit)) return "";
  return fmt::format(
      " The processing agreement waives a year's income tax while profit before it is at most "
      "{:.3g} % of deductible cost; above that the whole year is taxed. Near the limit the venture "
      "gains by showing more cost: a dollar of it can save the tax of the year.",
      100 * agreement.profitability_limit);
}

double year_of(const Results& r, std::size_t y) {
  return r.calendar.base_year + static_cast<double>(y);
}

std::vector<double> series_column(const Results& r, std::size_t b, Series s, std::size_t y,
                                  double factor) {
  std::vector<double> out = r.column(r.layout.series(b, s, y));
  for (double& value : out) value *= factor;
  return out;
}

const std::string& bid_id(const Results& r, std::size_t b) { return r.file->values.bid[b].id; }

// Calendar years up to the last in which any bid sells a hundredth of its best year.
std::size_t years_with_sales(const Results& r) {
  std::size_t years = 0;
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    std::vector<double> sold;
    for (std::size_t y = 0; y < r.layout.years; ++y)
      sold.push_back(mean_of(r.column(r.layout.series(b, Series::product_t, y))));
    const double most = *std::max_element(sold.begin(), sold.end());
    for (std::size_t y = 0; y < sold.size(); ++y)
      if (sold[y] > 0.01 * most) years = std::max(years, y + 1);
  }
  return years ? years : r.layout.years;
}

// "working_capital_change" -> "change of working capital".
std::string item_name(const std::string& id) {
  const std::string tail = "_change";
  const bool change = id.ends_with(tail);
  const std::string name = heading(change ? id.substr(0, id.size() - tail.size()) : id);
  return (change ? "change of " : "") + name;
}

}  // namespace

Table cash_table(const Results& r) {
  Table out{"cash",
            "The venture's cash flow by year",
            "Means, real, undiscounted. marketing: with fees of the manager and private royalties; "
            "net: after tax, before debt; cumulative: its running sum.",
            {{"bid", ""},
             {"year", ""},
             {"revenue", "M$"},
             {"operating", "M$"},
             {"marketing", "M$"},
             {"taxes", "M$"},
             {"capital", "M$"},
             {"net", "M$"},
             {"cumulative", "M$"},
             {"net_p90_exceed", "M$"},
             {"net_p10_exceed", "M$"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    double cumulative = 0;
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      const auto mean = [&](Series s) { return mean_of(series_column(r, b, s, y, 1 / kMillion)); };
      const Spread net = spread_of(series_column(r, b, Series::net, y, 1 / kMillion));
      cumulative += net.mean;
      out.rows.push_back({bid_id(r, b), year_of(r, y), mean(Series::revenue),
                          mean(Series::operating), mean(Series::marketing), mean(Series::taxes),
                          mean(Series::capital), net.mean, cumulative, net.p90_exceed,
                          net.p10_exceed});
    }
  }
  return out;
}

Table plan_cash_table(const Results& r) {
  Table out{"plan_cash",
            "The plan in money: one year after the other at the planning price",
            "Reference bid, base values, expected orebody, no events, before financing and "
            "marketing; real, undiscounted. net: what its holders would get.",
            {{"year", ""}},
            {}};
  for (const auto& [line, values] : r.central.plan_cash) out.columns.push_back({line, "M$"});
  for (std::size_t y = 0; y < r.layout.years; ++y) {
    out.rows.push_back({year_of(r, y)});
    for (const auto& [line, values] : r.central.plan_cash)
      out.rows.back().push_back(values[y] / kMillion);
  }
  return out;
}

Table yearly_table(const Results& r) {
  Table out{
      "yearly",
      "Year by year at the planning price",
      "Base values, expected orebody, no events; not discounted; a minus is paid out. Money is "
      "real unless its unit says nominal: loans are repaid in later money, which is worth less, "
      "so that in real terms less is repaid than was drawn. kind: part, added up to the next "
      "sum of its section; amount, stock and ratio stand for themselves. The project alone "
      "pays other taxes than the venture: it deducts no interest. The sponsor's line holds the "
      "price of the stake and what it pays in.",
      {{"bid", ""},
       {"section", ""},
       {"item", ""},
       {"unit", ""},
       {"kind", ""},
       {"year", ""},
       {"value", ""}},
      {}};
  for (std::size_t b = 0; b < r.central.yearly.size(); ++b)
    for (const auto& line : r.central.yearly[b])
      for (std::size_t y = 0; y < line.values.size(); ++y)
        out.rows.push_back(
            {bid_id(r, b), line.section, line.item, line.unit,
             std::string(kNames<study::YearLineKind>[static_cast<std::size_t>(line.kind)]),
             year_of(r, y), line.values[y]});
  return out;
}

Table payments_table(const Results& r) {
  Table out{
      "payments",
      "Who pays whom over the life",
      "Means over scenarios, real, not discounted; each amount has one payer and one "
      "receiver. The venture pays its pre-tax cash; amounts set aside are released by the end.",
      {{"bid", ""}, {"payment", ""}, {"from", ""}, {"to", ""}, {"mean", "M$"}},
      {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    for (std::size_t p = 0; p < deal::kPayments; ++p) {
      const deal::PaymentKind& kind = deal::kind_of(static_cast<deal::Payment>(p));
      const double mean = mean_of(r.column(r.layout.payment(b, p))) / kMillion;
      if (mean != 0)
        out.rows.push_back({bid_id(r, b), item_name(std::string(kind.name)),
                            std::string(deal::name_of(kind.from)),
                            std::string(deal::name_of(kind.to)), mean});
    }
  return out;
}

// The venture's pre-tax cash, and what each party gets of it: they add up.
Table waterfall_table(const Results& r) {
  Table out{"waterfall",
            "Who gets the pre-tax cash over the life",
            "Means over scenarios, real, not discounted. A minus: the party pays in more than it "
            "gets, or its money is worth less when it comes back.",
            {{"bid", ""}, {"order", ""}, {"party", ""}, {"name", ""}, {"mean", "M$"}},
            {}};
  const std::string& host = r.file->values.project.host;
  const std::array<std::pair<deal::Party, std::string>, deal::kParties> order = {{
      {deal::Party::state, host + ": taxes and duties"},
      {deal::Party::seller, host + ": price of the stake"},
      {deal::Party::fund, host + ": fund's stake"},
      {deal::Party::lenders, "Lenders"},
      {deal::Party::guarantor, "Guarantor"},
      {deal::Party::marketer, "Marketer"},
      {deal::Party::other_governments, "Other governments"},
      {deal::Party::royalty_holder, "Holder of royalties"},
      {deal::Party::partners, "Other private holders"},
      {deal::Party::suppliers, "Suppliers: late less unpaid bills"},
      {deal::Party::balances, "Balances held"},
      {deal::Party::sponsor, "Sponsor"},
  }};
  const bool royalties = has_private_royalty(r.file->values.tax);
  const std::vector<deal::Bid>& bids = r.file->values.bid;
  const bool partners = std::any_of(bids.begin(), bids.end(), deal::has_partners);
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    std::array<double, deal::kParties> get{};
    double all = 0;
    for (std::size_t p = 0; p < deal::kPayments; ++p) {
      const deal::PaymentKind& kind = deal::kind_of(static_cast<deal::Payment>(p));
      const double mean = mean_of(r.column(r.layout.payment(b, p))) / kMillion;
      if (kind.to != deal::Party::venture) get[static_cast<std::size_t>(kind.to)] += mean;
      if (kind.from != deal::Party::venture) get[static_cast<std::size_t>(kind.from)] -= mean;
    }
    for (const double one : get) all += one;
    out.rows.push_back({bid_id(r, b), 0.0, std::string("venture"),
                        std::string("Pre-tax cash of the venture"), all});
    double place = 0;
    for (const auto& [party, name] : order) {
      if (party == deal::Party::royalty_holder && !royalties) continue;
      if (party == deal::Party::partners && !partners) continue;
      out.rows.push_back({bid_id(r, b), ++place, std::string(deal::name_of(party)), name,
                          get[static_cast<std::size_t>(party)]});
    }
  }
  return out;
}

Table take_by_year_table(const Results& r) {
  Table out{"take_by_year",
            "The state's part of the cash so far",
            "Means, real, not discounted: receipts to date over the venture's net cash before tax "
            "and debt to date; missing until that is above nothing.",
            {{"bid", ""},
             {"year", ""},
             {"receipts", "M$"},
             {"receipts_to_date", "M$"},
             {"take_to_date", "fraction"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    double receipts = 0, cash = 0;
    for (std::size_t y = 0; y < years_with_sales(r); ++y) {
      double year = 0;
      for (std::size_t i = 0; i < deal::kInstruments; ++i)
        year += mean_of(r.column(r.layout.receipt(b, i, y))) / kMillion;
      receipts += year;
      for (const Series s : {Series::net, Series::taxes})
        cash += mean_of(series_column(r, b, s, y, 1 / kMillion));
      out.rows.push_back(
          {bid_id(r, b), year_of(r, y), year, receipts, cash > 0 ? Cell{receipts / cash} : Cell{}});
    }
  }
  return out;
}

Table receipts_table(const Results& r) {
  Table out{"receipts",
            "What the state receives, by instrument and year",
            "Means, real, undiscounted." + agreement_note(r.file->values.tax.processing_agreement),
            {{"bid", ""}, {"instrument", ""}, {"name", ""}, {"year", ""}, {"mean", "M$"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    for (std::size_t i = 0; i < deal::kInstruments; ++i) {
      const std::string id(deal::name_of(static_cast<deal::Instrument>(i)));
      std::string name = id;
      for (char& letter : name)
        if (letter == '_') letter = ' ';
      name[0] = static_cast<char>(std::toupper(name[0]));
      for (std::size_t y = 0; y < r.layout.years; ++y)
        out.rows.push_back({bid_id(r, b), id, name, year_of(r, y),
                            mean_of(r.column(r.layout.receipt(b, i, y))) / kMillion});
    }
  return out;
}

Table debt_table(const Results& r) {
  Table out{"debt",
            "Debt outstanding at the end of each year, real",
            "Real: deflated to the base date; nominal in yearly.csv and the indicators. Until the "
            "last year with more than a hundredth of the best "
            "year's sales. Loans that were called in bear interest until the mine closes: what is "
            "still owed in the last year is the lenders' loss.",
            {{"bid", ""},
             {"year", ""},
             {"balance_mean", "M$"},
             {"balance_p90_exceed", "M$"},
             {"balance_p10_exceed", "M$"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    for (std::size_t y = 0; y < years_with_sales(r); ++y) {
      const Spread s = spread_of(series_column(r, b, Series::debt_balance, y, 1 / kMillion));
      out.rows.push_back({bid_id(r, b), year_of(r, y), s.mean, s.p90_exceed, s.p10_exceed});
    }
  return out;
}

Table cover_table(const Results& r) {
  Table out{"cover",
            "DSCR: cash available for debt service over service due",
            "Years without service due in most scenarios are left out.",
            {{"bid", ""},
             {"year", ""},
             {"p90_exceed", "x"},
             {"p50", "x"},
             {"p10_exceed", "x"},
             {"covenant", "x"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      const Spread s = spread_of(series_column(r, b, Series::cover, y, 1));
      if (s.share < 0.5) continue;
      out.rows.push_back({bid_id(r, b), year_of(r, y), s.p90_exceed, s.p50, s.p10_exceed,
                          r.file->values.bank_case.covenant});
    }
  return out;
}

Table take_table(const Results& r) {
  Table out{"take",
            "Share of the project's value that stays in the host country, against price",
            "At flat prices, base values, the state's rate, over the value of all parties; missing "
            "where that is not positive.",
            {{"bid", ""},
             {"price", "USD per " + r.file->values.commodity.front().quoted_unit},
             {"state_share", "fraction"},
             {"host_share", "fraction"}},
            {}};
  for (const auto& take : r.central.take)
    out.rows.push_back({bid_id(r, take.bid), take.price_usd, take.state_share, take.host_share});
  return out;
}

Table sources_uses_table(const Results& r) {
  Table out{"sources_uses",
            "Sources and uses until construction ends, nominal",
            "Reference bid, nominal, base values, median price path.",
            {{"bid", ""}, {"side", ""}, {"item", ""}, {"value", "M$"}},
            {}};
  const auto add = [&](const char* side, const auto& items) {
    for (const auto& [item, value] : items)
      if (value != 0) out.rows.push_back({bid_id(r, 0), std::string(side), item, value / kMillion});
  };
  add("source", r.central.sources);
  add("use", r.central.uses);
  return out;
}

Table bank_case_table(const Results& r) {
  const study::BankCase& bank = r.file->values.bank_case;
  Table out{"bank_case",
            "The lenders' case",
            fmt::format("Flat price {:g}, recovery x {:g}, capital x {:g}, first ore {:g} year(s) "
                        "late; base values else.",
                        bank.price_usd, bank.recovery_factor, bank.capital_factor, bank.delay_y),
            {{"bid", ""}, {"item", ""}, {"value", ""}, {"unit", ""}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    const auto& k = r.central.bank[b];
    const auto add = [&](const char* item, double value, const char* unit) {
      out.rows.push_back({bid_id(r, b), std::string(item), value, std::string(unit)});
    };
    const study::Lending& lent = r.lending[b];
    add("Debt capacity at the covenant, nominal", lent.capacity_usd / kMillion, "M$");
    add("Debt drawn in the central case, nominal", lent.drawn_usd / kMillion, "M$");
    if (std::isfinite(lent.loans.limit_usd))
      add("Debt limit signed, nominal", lent.loans.limit_usd / kMillion, "M$");
    add("Debt drawn, nominal", k.drawn_usd / kMillion, "M$");
    add("Peak debt until loans are called in, nominal", k.peak_debt_usd / kMillion, "M$");
    add("Minimum DSCR", k.minimum_cover, "x");
    add("Average DSCR", k.mean_cover, "x");
    add("LLCR", k.loan_life_cover, "x");
    add("Years of cash flow after the last repayment", k.tail_y, "y");
    add("Project NPV, real", k.npv_usd / kMillion, "M$");
    add("Loans called in", k.in_default ? 1 : 0, "1 = yes");
  }
  return out;
}

Table lending_table(const Results& r) {
  Table out{
      "lending",
      "Loans as they were signed",
      "Sized on the central case, or on the lenders' (financing.lending): a "
      "scenario moves the limit by the capital that its study estimates over that given here, and "
      "nothing else. Repayment starts so long after construction; a year's "
      "instalment is a share of what is owed then.",
      {{"bid", ""}, {"loan", ""}, {"item", ""}, {"year", ""}, {"value", ""}, {"unit", ""}},
      {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    const finance::Signed& loans = r.lending[b].loans;
    out.rows.push_back({bid_id(r, b), std::string(), std::string("planned life of the ore"), Cell{},
                        loans.life_y, std::string("y")});
    if (loans.loan.empty()) continue;
    out.rows.push_back({bid_id(r, b), std::string(), std::string("limit"), Cell{},
                        loans.limit_usd / kMillion, std::string("M$ nominal")});
    out.rows.push_back({bid_id(r, b), std::string(), std::string("estimate of capital for it"),
                        Cell{}, r.file->values.project.capital_estimate, std::string("fraction")});
    for (std::size_t i = 0; i < loans.loan.size(); ++i) {
      const std::string& id = r.file->values.bid[b].venture.loan[i].id;
      const finance::SignedLoan& loan = loans.loan[i];
      out.rows.push_back({bid_id(r, b), id, std::string("repayment starts"), Cell{}, loan.start_y,
                          std::string("y after construction")});
      for (std::size_t k = 0; k < loan.repaid.size(); ++k)
        out.rows.push_back({bid_id(r, b), id, std::string("instalment"), static_cast<double>(k + 1),
                            loan.repaid[k], std::string("fraction")});
    }
  }
  return out;
}

Table flat_price_table(const Results& r) {
  const std::string unit = "USD per " + r.file->values.commodity.front().quoted_unit;
  const double breakeven = r.central.breakeven_usd;
  return {"flat_price",
          "Breakeven price: flat price at which project NPV is zero",
          "Reference bid, after tax, before debt, base values on the expected orebody; missing "
          "where no price up to a hundred times the planning price does it.",
          {{"item", ""}, {"value", unit}},
          {{std::string("breakeven"), std::isnan(breakeven) ? Cell{} : Cell{breakeven}},
           {std::string("planning price"), r.file->values.planning.price_usd}}};
}

Table breakeven_cost_table(const Results& r) {
  Table out{"breakeven_cost",
            "What the breakeven price pays for",
            "Present value of each cost over that of the units paid for, at the project's rate; "
            "they add up to the breakeven price. Reference bid, before financing and marketing.",
            {{"item", ""}, {"value", "USD per " + r.file->values.commodity.front().quoted_unit}},
            {}};
  for (const auto& [item, value] : r.central.breakeven_cost)
    if (value != 0) out.rows.push_back({item_name(item), value});
  return out;
}

Table party_breakeven_table(const Results& r) {
  Table out{
      "party_breakeven",
      "At which price each party gains by building",
      "Flat real price at which a party is as well off as if nothing were built, every input at "
      "its base value, built in the first year; one term changed at a time. 0: it gains at any "
      "price; a missing number: at none up to ten times the planning price.",
      {{"bid", ""},
       {"party", ""},
       {"name", ""},
       {"term", ""},
       {"setting", ""},
       {"price", "USD/" + r.file->values.commodity.front().quoted_unit}},
      {}};
  for (const study::PartyBreakeven& one : r.central.party_breakeven)
    out.rows.push_back(
        {r.file->values.bid[one.bid].id, one.side, one.name, one.term, one.setting, one.price_usd});
  return out;
}

Table price_rate_grid_table(const Results& r) {
  Table out{
      "price_rate_grid",
      "Project value against a flat price and the rate",
      "Reference bid, after tax, before debt, real, mid-year, base values on the expected orebody.",
      {{"price", "USD per " + r.file->values.commodity.front().quoted_unit},
       {"rate", "%"},
       {"npv", "M$"}},
      {}};
  for (const auto& cell : r.central.grid)
    out.rows.push_back({cell.price_usd, 100 * cell.rate, cell.npv_usd / kMillion});
  return out;
}

Table price_table(const Results& r) {
  Table out{"price",
            "Prices over the scenarios",
            "Real, per quoted unit, year means.",
            {{"commodity", ""},
             {"year", ""},
             {"p90_exceed", ""},
             {"p50", ""},
             {"p10_exceed", ""},
             {"mean", ""},
             {"unit", ""}},
            {}};
  for (std::size_t k = 0; k < r.layout.commodities; ++k)
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      const Spread s = spread_of(r.column(r.layout.price(k, y)));
      const market::Commodity& commodity = r.file->values.commodity[k];
      out.rows.push_back({commodity.name, year_of(r, y), s.p90_exceed, s.p50, s.p10_exceed, s.mean,
                          "USD per " + commodity.quoted_unit});
    }
  return out;
}

Table price_check_table(const Results& r) {
  const study::Case& c = r.file->values;
  Table out{"price_check",
            "What the yearly series says of the price prior",
            "A check, not a source of the prior: AR(1) of the log of the deflated series, 95 % "
            "interval of the half-life by the delta method on the slope.",
            {{"item", ""}, {"value", ""}, {"unit", ""}},
            {}};
  const auto add = [&](std::string item, double value, std::string unit) {
    out.rows.push_back(
        {std::move(item), std::isfinite(value) ? Cell{value} : Cell{}, std::move(unit)});
  };
  const market::Commodity& main = c.commodity.front();
  add("Prior: long run, median (base value)", main.long_run_usd, "USD per " + main.quoted_unit);
  add("Prior: long run, mean", market::long_run_mean_usd(main), "USD per " + main.quoted_unit);
  add("Prior: half-life", main.half_life_y, "y");
  add("Planning price", c.planning.price_usd, "USD per " + main.quoted_unit);
  if (c.price_series.empty()) return out;
  const auto show = [&](const std::string& window, const std::vector<market::PricePoint>& series) {
    const market::Calibration k = market::calibrate(series);
    add(window + ": long run", k.long_run_usd, "USD per " + main.quoted_unit);
    add(window + ": half-life", k.half_life_y, "y");
    add(window + ": half-life, low end", k.half_life_low_y, "y");
    add(window + ": half-life, high end (missing: the slope may be 1)", k.half_life_high_y, "y");
    add(window + ": volatility", k.volatility, "1/sqrt(y)");
  };
  const auto& all = c.price_series;
  show(fmt::format("{}-{}", all.front().year, all.back().year), all);
  if (all.size() >= 20) {
    const std::vector<market::PricePoint> late(
        all.end() - static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    show(fmt::format("{}-{}", late.front().year, late.back().year), late);
  }
  return out;
}

Table price_value_table(const Results& r) {
  const std::string unit = r.file->values.commodity.front().quoted_unit;
  Table out{"price_value",
            "Project value against price alone",
            fmt::format("Reference bid, base values, expected orebody: flat prices, and median "
                        "paths from a start price, in USD per {}.",
                        unit),
            {{"item", ""}, {"value", "M$"}},
            {}};
  for (const auto& value : r.central.price_values)
    out.rows.push_back({value.item, value.usd / kMillion});
  return out;
}

}  // namespace lode::report
