// From a study's terms to rows of nominal money.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "finance/cash_flow_units.h"
#include "finance/growth.h"

namespace lode::finance {
namespace {

// 2027; 2027 H2, 2027 Q3, 2027 M11 of the parts of a year; 2027.40 of any other part.
std::string label_of(int first_year, double start_y, double length_y) {
  const double whole = std::floor(start_y + 1e-9), within = start_y - whole;
  const int year = first_year + static_cast<int>(whole);
  if (length_y > 1 - 1e-9) return fmt::format("{}", year);
  constexpr std::pair<int, char> kParts[] = {{2, 'H'}, {4, 'Q'}, {12, 'M'}};
  for (const auto& [parts, letter] : kParts) {
    const double place = within * parts;
    if (std::abs(length_y * parts - 1) < 1e-6 && std::abs(place - std::round(place)) < 1e-6)
      return fmt::format("{} {}{}", year, letter, 1 + std::lround(place));
  }
  return fmt::format("{:.2f}", year + within);
}

class Builder {
 public:
  explicit Builder(const CashFlowTerms& terms) { m_.terms = terms; }

  CashFlowModel build() {
    calendar();
    levels();
    products();
    costs();
    incomes();
    production();
    taxes();
    profit_taxes();
    debt();
    holders();
    opening();
    valuation();
    where_searches_start();
    return std::move(m_);
  }

 private:
  std::vector<double> zeros() const { return std::vector<double>(n_, 0.0); }
  const CashFlowTerms& terms() const { return m_.terms; }

  void calendar() {
    n_ = m_.periods = periods_of(m_.terms);
    const PeriodTerms& period = terms().period;
    m_.calendar.base_year = period.first_year;
    double start = 0;
    for (std::size_t t = 0; t < n_; ++t) {
      const double length = period.length_y.empty() ? 1 : period.length_y[t];
      m_.calendar.start_y.push_back(start);
      m_.calendar.length_y.push_back(length);
      start += length;
      if (std::abs(start - std::round(start)) < 1e-6) start = std::round(start);
      m_.label.push_back(!period.label.empty()
                             ? period.label[t]
                             : label_of(period.first_year, m_.calendar.start_y[t], length));
    }
    m_.tax.resize(n_);
    // Tax years before the first period hold the losses that they left.
    std::size_t before = terms().fiscal.opening_losses.size();
    for (const ProfitTax& tax : terms().fiscal.profit)
      before = std::max(before, tax.opening_losses.size());
    for (std::size_t t = 0; t < n_; ++t) {
      m_.tax[t].year = before + m_.calendar.year_index(t);
      m_.tax[t].ends_year =
          t + 1 == n_ || m_.calendar.year_index(t + 1) != m_.calendar.year_index(t);
    }
    m_.tax_years = m_.tax.back().year + 1;
  }

  // In the middle of each period.
  std::vector<double> levels(const Row& inflation) const {
    std::vector<double> out(n_, 1.0);
    if (inflation.values.size() == 1) {
      for (std::size_t t = 0; t < n_; ++t)
        out[t] = std::pow(1 + inflation.values[0], m_.calendar.mid_y(t));
    } else if (inflation.values.size() > 1) {
      for (std::size_t t = 0; t < n_; ++t)
        out[t] = growth_until(inflation.values, m_.calendar, m_.calendar.mid_y(t));
    }
    return out;
  }
  void price_levels() {
    level_.push_back(levels(terms().inflation));
    for (const Currency& c : terms().other_currency)
      level_.push_back(c.inflation.given() ? levels(c.inflation) : level_[0]);
  }
  double level(const std::string& currency, std::size_t t) const {
    const std::size_t c = place_of(terms().other_currency, currency);
    return level_[c == kNoProduct ? 0 : 1 + c][t];
  }
  // Of the currency for one of the case's, on the day.
  double exchange(const std::string& currency, std::size_t t) const {
    const std::size_t c = place_of(terms().other_currency, currency);
    if (c == kNoProduct) return 1;
    const Row& row = terms().other_currency[c].per_report;
    if (row.values.size() > 1) return row.at(t);
    return row.at(t) * level(currency, t) / level("", t);
  }
  // A row in the currency x this = nominal money of the case's currency.
  double nominal(const std::string& currency, std::size_t t) const {
    const double price = terms().money == Money::real ? level(currency, t) : 1;
    return price / exchange(currency, t);
  }

  void levels() {
    price_levels();
    for (std::size_t t = 0; t < n_; ++t) {
      m_.index.push_back(terms().money == Money::real ? level("", t) : 1);
      m_.deflator.push_back(m_.index[t]);
      m_.tax[t].local = terms().fiscal.currency.empty() ? 1 : exchange(terms().fiscal.currency, t);
      m_.tax[t].to_case = 1 / m_.tax[t].local;
      m_.tax[t].rate = value_or(terms().fiscal.income_rate, t, 0);
      m_.tax[t].minimum_rate = value_or(terms().fiscal.minimum.rate, t, -1);
      m_.tax[t].amends = m_.tax[t].minimum_rate >= 0 || moves_losses(terms().fiscal.tax);
    }
    const bool rings = terms().fiscal.ring_fence;
    m_.ring.resize(rings ? terms().deposit.size() : 1);
    m_.rows.resize(m_.ring.size());
    for (std::size_t r = 0; r < m_.ring.size(); ++r) {
      Ring& ring = m_.ring[r];
      RingRows& rows = m_.rows[r];
      rows.id = rings ? terms().deposit[r].id : "all";
      ring.share = rings ? terms().deposit[r].share : 1;
      rows.operating = rows.closure = rows.other_income = rows.allowance_base = zeros();
      ring.pool.assign(n_ * terms().fiscal.tax.pool.size(), 0.0);
    }
  }

  // Adds an amount to a place of a ring's row, or of all rings' by their shares.
  template <class Item>
  void to_rings(std::vector<Item>& items, const std::string& deposit,
                std::vector<double> Item::*row, std::size_t place, double amount) {
    for (std::size_t r = 0; r < items.size(); ++r)
      if (items.size() == 1 || deposit.empty())
        (items[r].*row)[place] += m_.ring[r].share * amount;
      else if (m_.rows[r].id == deposit)
        (items[r].*row)[place] += amount;
  }
  void to_rings(const std::string& deposit, std::vector<double> RingRows::*row, std::size_t t,
                double amount) {
    to_rings(m_.rows, deposit, row, t, amount);
  }
  std::size_t ring_of(const std::string& deposit) const {
    for (std::size_t r = 0; r < m_.rows.size(); ++r)
      if (m_.rows[r].id == deposit) return r;
    return m_.rows.size() == 1 ? 0 : kNoProduct;
  }

  static double growth(double rate, int from, const Calendar& calendar, std::size_t t) {
    const double years =
        calendar.start_y[t] -
        calendar
            .start_y[std::min<std::size_t>(static_cast<std::size_t>(from), calendar.periods() - 1)];
    return rate == 0 || years <= 0 ? 1 : std::pow(1 + rate, years);
  }

  void products() {
    for (const Product& p : terms().product) {
      ModelProduct out;
      const PriceUnit unit = price_unit(p.price_unit);
      const double factor = conversion(p.unit, unit.unit, terms().grams_per_ounce);
      const double grade = p.grade.given() ? fraction_in(p.grade_unit) : 1;
      out.ring = ring_of(p.deposit);
      out.has_discount = p.discount.given();
      for (std::size_t t = 0; t < n_; ++t) {
        out.quantity.push_back(p.quantity.at(t) * factor * value_or(p.grade, t, 1) * grade *
                               value_or(p.recovery, t, 1) * value_or(p.payable, t, 1));
        const double money = nominal(unit.currency, t) / terms().money_unit *
                             growth(p.escalation, p.escalation_from, m_.calendar, t);
        out.price.push_back(p.price.at(t) * money);
        out.floor.push_back(value_or(p.floor, t, 0) * money);
        out.cap.push_back(value_or(p.cap, t, kInfinity) * money);
        out.charge.push_back(value_or(p.charge, t, 0) * money);
        out.discount.push_back(value_or(p.discount, t, 0));
      }
      m_.product.push_back(std::move(out));
    }
    for (const Stream& s : terms().stream) {
      ModelStream out;
      out.product = place_of(terms().product, s.product);
      const std::string money = price_unit(terms().product[out.product].price_unit).currency;
      for (std::size_t t = 0; t < n_ && s.price.given(); ++t)
        out.price.push_back(s.price.at(t) * nominal(money, t) / terms().money_unit);
      m_.stream.push_back(std::move(out));
    }
  }

  void costs() {
    m_.cost.assign(n_ * kCostKinds, 0.0);
    m_.vat = m_.imported = m_.payroll = m_.services = zeros();
    for (const Cost& c : terms().cost) {
      const auto kind = static_cast<std::size_t>(c.kind);
      const std::size_t pool = place_of(terms().fiscal.tax.pool, c.pool);
      for (std::size_t t = 0; t < n_; ++t) {
        const double row = c.amount.given()
                               ? c.amount.at(t)
                               : c.quantity.at(t) * c.unit_cost.at(t) / terms().money_unit;
        const double amount =
            row * nominal(c.currency, t) * growth(c.escalation, c.escalation_from, m_.calendar, t);
        m_.row_cost_nominal.push_back(amount);
        m_.cost[t * kCostKinds + kind] += amount;
        if (c.vat) m_.vat[t] += amount;
        m_.imported[t] += c.imported * amount;
        m_.payroll[t] += c.payroll * amount;
        m_.services[t] += c.services * amount;
        to_tax(c, pool, t, amount);
      }
    }
  }

  void to_tax(const Cost& c, std::size_t pool, std::size_t t, double amount) {
    switch (c.kind) {
      case CostKind::working_capital:
        return;
      case CostKind::closure:
        if (c.deductible) to_rings(c.deposit, &RingRows::closure, t, amount);
        return;
      case CostKind::capital:
      case CostKind::sustaining: {
        if (c.kind == CostKind::capital) to_rings(c.deposit, &RingRows::allowance_base, t, amount);
        const auto& pools = terms().fiscal.tax.pool;
        for (std::size_t p = 0; p < pools.size(); ++p) {
          const double share = c.pool.empty() ? pools[p].share : p == pool ? 1 : 0;
          to_rings(m_.ring, c.deposit, &Ring::pool, t * pools.size() + p, share * amount);
        }
        for (Ring& ring : m_.ring)
          if (amount != 0) ring.pooled_until = std::max(ring.pooled_until, t + 1);
        return;
      }
      default:
        if (c.deductible) to_rings(c.deposit, &RingRows::operating, t, amount);
    }
  }

  void incomes() {
    m_.by_product = m_.other_revenue = m_.other_income = zeros();
    for (const Income& i : terms().income)
      for (std::size_t t = 0; t < n_; ++t) {
        const double amount = i.amount.at(t) * nominal(i.currency, t);
        (i.kind == IncomeKind::other        ? m_.other_income
         : i.kind == IncomeKind::by_product ? m_.by_product
                                            : m_.other_revenue)[t] += amount;
        if (i.taxable) to_rings(i.deposit, &RingRows::other_income, t, amount);
      }
    m_.given_royalty = m_.given_income_tax = m_.given_other_tax = zeros();
    for (const GivenTax& g : terms().given_tax)
      for (std::size_t t = 0; t < n_; ++t)
        (g.kind == GivenTaxKind::royalty      ? m_.given_royalty
         : g.kind == GivenTaxKind::income_tax ? m_.given_income_tax
                                              : m_.given_other_tax)[t] +=
            g.amount.at(t) * m_.index[t];
  }

  void production() {
    std::vector<double> produced(m_.tax_years, 0.0);
    m_.last_production = n_ - 1;
    for (std::size_t t = 0; t < n_; ++t) {
      double quantity = 0;
      for (const ModelProduct& p : m_.product) quantity += p.quantity[t];
      if (m_.product.empty()) quantity = m_.other_revenue[t];
      if (!m_.product.empty()) produced[m_.tax[t].year] += m_.product[0].quantity[t];
      if (quantity <= 0) continue;
      if (!m_.has_production) m_.first_production = t;
      m_.has_production = true;
      m_.last_production = t;
    }
    for (const double quantity : produced) m_.produced += quantity;
    tax_years(produced);
  }

  // When the processing agreement frees of tax; when pools are deducted. produced: [tax year] main
  // product.
  void tax_years(const std::vector<double>& produced) {
    const Fiscal& fiscal = terms().fiscal;
    std::vector<double> from_now = produced;
    for (std::size_t y = m_.tax_years; y-- > 1;) from_now[y - 1] += from_now[y];
    const ProcessingAgreement& agreement = fiscal.tax.processing_agreement;
    const auto within = [&](std::size_t year, double years) {
      const std::size_t from = m_.tax[m_.first_production].year;
      return agreement.in_force && m_.has_production && year >= from &&
             static_cast<double>(year - from) < years;
    };
    const bool waits = fiscal.pools_start_with_production && m_.has_production;
    const std::size_t first = waits ? m_.tax[m_.first_production].year : 0;
    const bool at_last = fiscal.write_off == WriteOff::last_production;
    const std::size_t over = m_.tax[m_.last_production].year + (at_last ? 0 : 1);
    for (std::size_t t = 0; t < n_; ++t) {
      TaxPeriod& p = m_.tax[t];
      p.pools_from = std::max(p.year, first);
      p.deducts = p.ends_year && p.year >= first;
      const bool all = fiscal.write_off != WriteOff::never && (p.year >= over || t + 1 == n_);
      p.tax_free = within(p.year, agreement.years);
      p.property_free = within(p.year, agreement.property_years);
      p.before_production = m_.has_production && t < m_.first_production;
      p.deduction = {p.year, all, produced[p.year], from_now[p.year]};
    }
  }

  void taxes() {
    for (const ExtractionTax& e : terms().fiscal.extraction) {
      const std::size_t p = place_of(terms().product, e.product);
      const std::string unit = price_unit(terms().product[p].price_unit).unit;
      const double factor = e.unit.empty() ? 1 : conversion(e.unit, unit, terms().grams_per_ounce);
      m_.extraction_product.push_back(p);
      m_.extraction.push_back(zeros());
      for (std::size_t t = 0; t < n_; ++t)
        m_.extraction.back()[t] = value_or(e.contained, t, 0) * factor;
    }
    for (const Royalty& r : terms().fiscal.royalty) {
      m_.royalty_product.push_back(place_of(terms().product, r.product));
      m_.royalty_scale.push_back(place_of(terms().product, scale_product(r)));
    }
  }

  // Operating cost without royalties, which have a term of their own; what it names is left out.
  void profit_taxes() {
    m_.minimum = terms().fiscal.minimum;
    m_.profit = terms().fiscal.profit;
    for (const ProfitTax& tax : m_.profit) {
      ModelProfitTax out{zeros(), zeros(), zeros()};
      for (std::size_t c = 0; c < terms().cost.size(); ++c) {
        const Cost& cost = terms().cost[c];
        const auto& left_out = tax.not_deducted;
        if (std::find(left_out.begin(), left_out.end(), cost.id) != left_out.end()) continue;
        const bool capital = cost.kind == CostKind::capital || cost.kind == CostKind::sustaining;
        if (!capital && !cost.deductible) continue;
        std::vector<double>* row = capital                          ? &out.capital
                                   : cost.kind == CostKind::closure ? &out.closure
                                   : cost.kind <= CostKind::other   ? &out.operating
                                                                    : nullptr;
        for (std::size_t t = 0; row && t < n_; ++t) (*row)[t] += m_.row_cost_nominal[c * n_ + t];
      }
      m_.profit_rows.push_back(std::move(out));
    }
  }

  // What each spending needs, in equal parts by time over the periods before it and its own.
  void maintenance() {
    for (const MaintenanceReserve& reserve : terms().debt.maintenance) {
      const std::size_t c = place_of(terms().cost, reserve.cost);
      ModelMaintenance out{terms().cost[c].kind, zeros(), zeros()};
      std::size_t from = m_.construction;
      for (std::size_t e = m_.construction; e < n_; ++e) {
        const double amount = m_.row_cost_nominal[c * n_ + e];
        if (amount <= 0) continue;
        const double start_y =
            std::max(m_.calendar.start_y[from],
                     reserve.years > 0 ? m_.calendar.end_y(e) - reserve.years : -kInfinity);
        double sum = 0;
        for (int pass = 0; pass < 2; ++pass)
          for (std::size_t t = from; t <= e; ++t) {
            const double length =
                std::clamp(m_.calendar.end_y(t) - start_y, 0.0, m_.calendar.length_y[t]);
            if (pass == 0)
              sum += length;
            else
              out.put[t] += amount * length / sum;
          }
        out.spent[e] += amount;
        if (reserve.years == 0) from = e + 1;
      }
      m_.maintenance.push_back(std::move(out));
    }
  }

  void debt() {
    m_.rules = terms().debt;
    for (const CashLoan& loan : terms().debt.loan) {
      m_.loan.push_back(loan.loan);
      Loan& own = m_.loan.back();
      own.withholding = terms().fiscal.interest_withholding;
      own.opening_usd = loan.balance;
      if (loan.rate.values.size() == 1)
        own.rate = loan.rate.values[0];
      else
        own.rates = loan.rate.values;
      m_.exposed_at_signing.push_back(loan.exposure_at_signing);
    }
    constexpr auto kCapital = static_cast<std::size_t>(CostKind::capital);
    std::size_t last = 0;
    m_.signing = n_;
    for (std::size_t t = 0; t < n_; ++t)
      if (m_.cost[t * kCostKinds + kCapital] > 0) {
        m_.signing = std::min(m_.signing, t);
        last = t + 1;
      }
    if (m_.signing == n_) m_.signing = 0;
    m_.closed = std::min(m_.last_production + 1, n_ - 1);
    if (m_.loan.empty()) return;
    m_.construction = terms().debt.construction_periods > 0
                          ? static_cast<std::size_t>(terms().debt.construction_periods)
                      : m_.has_production ? m_.first_production
                                          : last;
    // A mine that sells from its first period on is built in it, unless all loans were drawn before.
    const auto& loans = terms().debt.loan;
    const bool draws = loans.empty() || std::any_of(loans.begin(), loans.end(),
                                                    [](auto& loan) { return loan.balance == 0; });
    if (m_.construction == 0 && last > 0 && draws) m_.construction = 1;
    if (!draws) m_.construction = static_cast<std::size_t>(terms().debt.construction_periods);
    if (m_.construction > 0) m_.repayment_y = m_.calendar.end_y(m_.construction - 1);
    maintenance();
  }

  // losses: the latest year's first.
  void put_losses(TaxBooks& books, const std::vector<double>& losses, double share) const {
    for (std::size_t k = 0; k < losses.size(); ++k)
      books.loss_local[m_.tax[0].year - 1 - k] = share * losses[k];
  }
  TaxBooks opening_books(double share) const {
    const Fiscal& fiscal = terms().fiscal;
    TaxBooks books = open_books(fiscal.tax, m_.tax_years);
    put_losses(books, fiscal.opening_losses, share);
    for (const OpeningPool& pool : fiscal.opening_pool)
      open_pool(books, fiscal.tax, place_of(fiscal.tax.pool, pool.id), share * pool.balance,
                pool.years, m_.tax[0].pools_from);
    return books;
  }

  // What no scenario changes.
  void opening() {
    given_draws();
    open_loans(m_);
    MarchState& s = m_.opening;
    s.ring.resize(m_.ring.size());
    for (std::size_t r = 0; r < m_.ring.size(); ++r)
      s.ring[r].books = opening_books(m_.ring[r].share);
    for (const ProfitTax& tax : m_.profit) {
      s.profit.push_back(open_books(tax.tax, m_.tax_years));
      put_losses(s.profit.back(), tax.opening_losses, 1);
    }
    if (terms().fiscal.tax.processing_agreement.in_force)
      s.verdict.assign(m_.ring.size() * m_.tax_years, {});
    s.rent_balance.assign(terms().fiscal.tax.rent.size(), 0.0);
    s.support_left = m_.loan.empty() ? kInfinity : terms().debt.support_cap;
  }

  void given_draws() {
    const auto& loans = terms().debt.loan;
    if (std::none_of(loans.begin(), loans.end(), [](auto& loan) { return loan.draw.given(); }))
      return;
    std::vector<Fault> faults;
    m_.given_draw.resize(n_ * loans.size());
    std::vector<double> drawn(loans.size());
    for (std::size_t i = 0; i < loans.size(); ++i) {
      const std::string key = "debt.loan." + loans[i].id + ".draw";
      for (std::size_t t = 0; t < n_; ++t) {
        const double amount = value_or(loans[i].draw, t, 0) * m_.index[t];
        m_.given_draw[t * loans.size() + i] = amount;
        drawn[i] += amount;
        if (amount != 0 && t >= m_.construction)
          faults.push_back({{},
                            key,
                            fmt::format("{:g}", amount),
                            fmt::format("in {}: loans are drawn in the {} periods of construction "
                                        "(debt.construction_periods)",
                                        m_.label[t], m_.construction)});
      }
      if (drawn[i] > loans[i].loan.commitment_usd * (1 + 1e-9))
        faults.push_back(
            {{},
             key,
             fmt::format("{:g}", drawn[i]),
             fmt::format("in all, of a commitment of {:g}", loans[i].loan.commitment_usd)});
      m_.given_draws += drawn[i];
    }
    if (!faults.empty()) throw InputError(std::move(faults));
  }

  void holders() {
    m_.holder = terms().partner;
    if (m_.holder.empty()) {
      m_.holder.resize(1);
      m_.holder[0].id = "investor", m_.holder[0].stake = 1;
    }
    m_.sums = sums_of(m_.holder, n_);
  }

  // Uses of construction without the fees of what will be drawn, then with them if that settles.
  void where_searches_start() {
    m_.uses = cash_flow(m_).uses;
    const CashFlow flow = cash_flow(m_);
    if (!(flow.residual <= 1e-13)) return;
    m_.uses = flow.uses;
    m_.uses_slope = flow.uses_search.slope;
  }

  void valuation() {
    const Valuation& v = terms().valuation;
    m_.rates = v.rate.values;
    if (m_.rates.empty()) {
      const auto found =
          std::find_if(v.rates.begin(), v.rates.end(), [](double rate) { return rate > 0; });
      m_.rates = {found == v.rates.end() ? v.rates[0] : *found};
    }
    m_.hurdle = std::isinf(v.hurdle) ? m_.rates : std::vector<double>{v.hurdle};
    for (std::size_t t = 0; t < n_ && m_.rates.size() > 1; ++t)
      m_.discount.push_back(1 / growth_until(m_.rates, m_.calendar, m_.calendar.mid_y(t)));
  }

  CashFlowModel m_;
  std::size_t n_ = 0;
  std::vector<std::vector<double>> level_;  // of prices; the case's, then each other currency's
};

}  // namespace

CashFlowModel make_model(const CashFlowTerms& terms) {
  if (auto faults = faults_of(terms); !faults.empty()) throw InputError(std::move(faults));
  return Builder(terms).build();
}

CashFlowTerms without_finance(const CashFlowTerms& terms) {
  CashFlowTerms out = terms;
  out.debt = {};
  out.debt.construction_finance = terms.debt.construction_finance;  // a rule of the tax
  out.partner.clear();
  return out;
}

}  // namespace lode::finance
