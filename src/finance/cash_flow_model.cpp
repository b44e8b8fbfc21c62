// From a study's terms to rows of nominal money, with every contradiction told.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "finance/cash_flow.h"

namespace lode::finance {
namespace {

// Grams in a unit of mass; 0: none that is known.
double grams_in(const std::string& unit, double ounce) {
  static const std::map<std::string, double> grams = {{"g", 1},
                                                      {"kg", 1e3},
                                                      {"t", 1e6},
                                                      {"kt", 1e9},
                                                      {"Mt", 1e12},
                                                      {"lb", 453.59237},
                                                      {"klb", 453592.37},
                                                      {"Mlb", 453592370},
                                                      {"mtu", 1e4},
                                                      {"stu", 9071.8474},
                                                      {"short_ton", 907184.74}};
  if (unit == "oz") return ounce;
  if (unit == "koz") return 1e3 * ounce;
  if (unit == "Moz") return 1e6 * ounce;
  const auto found = grams.find(unit);
  return found == grams.end() ? 0 : found->second;
}

double fraction_in(const std::string& unit) {
  if (unit == "fraction") return 1;
  if (unit == "%") return 0.01;
  if (unit == "g/t" || unit == "ppm") return 1e-6;
  return unit == "kg/t" ? 1e-3 : 0;
}

struct PriceUnit {
  std::string currency, unit;
};
PriceUnit price_unit(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return {text, ""};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

// Units of the price in a unit of the quantity; 0: cannot be turned into it.
double conversion(const std::string& from, const std::string& to, double ounce) {
  if (from == to) return 1;
  const double a = grams_in(from, ounce), b = grams_in(to, ounce);
  return a > 0 && b > 0 ? a / b : 0;
}

double value_or(const Row& row, std::size_t t, double otherwise) {
  return row.values.empty() ? otherwise : row.at(t);
}

template <class Item>
std::size_t place_of(const std::vector<Item>& items, const std::string& id) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].id == id) return i;
  return kNoProduct;
}

// Walks a description and shows every row to `see`.
class Rows final : public Visitor {
 public:
  explicit Rows(const std::function<void(const std::string&, Row&)>& see) : see_(see) {}
  void row(std::string_view key, Row& row, Unit, Range, bool, std::string_view) override {
    see_(path_ + std::string(key), row);
  }
  void number(std::string_view, double&, Unit, Range, Use, std::string_view) override {}
  void series(std::string_view, std::vector<double>&, Unit, Range, std::string_view) override {}
  void integer(std::string_view, int&, int, int, std::string_view) override {}
  void flag(std::string_view, bool&, std::string_view) override {}
  void text(std::string_view, std::string&, bool, std::string_view) override {}
  void texts(std::string_view, std::vector<std::string>&, std::string_view) override {}

 protected:
  void choice_index(std::string_view, int&, std::span<const std::string_view>,
                    std::string_view) override {}
  void names(std::string_view, std::vector<std::string>&, std::string_view) override {}
  void enter(std::string_view key, std::string_view) override { path_ += std::string(key) + "."; }
  void leave() override { path_.erase(path_.rfind('.', path_.size() - 2) + 1); }

 private:
  std::string path_;
  const std::function<void(const std::string&, Row&)>& see_;
};

}  // namespace

void each_row(CashFlowTerms& terms, const std::function<void(const std::string&, Row&)>& see) {
  Rows rows(see);
  describe(rows, terms);
}

std::size_t periods_of(CashFlowTerms& terms) {
  if (terms.period.count > 0) return static_cast<std::size_t>(terms.period.count);
  std::size_t longest = std::max(terms.period.length_y.size(), terms.period.label.size());
  each_row(terms, [&](const std::string&, Row& row) {
    if (row.values.size() > 1) longest = std::max(longest, row.values.size());
  });
  return std::max<std::size_t>(longest, 1);
}

namespace {

class Checker {
 public:
  explicit Checker(const CashFlowTerms& terms) : terms_(terms) {}
  std::vector<Fault> faults;

  void check() {
    CashFlowTerms copy = terms_;
    n_ = periods_of(copy);
    each_row(copy, [&](const std::string& key, Row& row) {
      if (!row.name.empty() && row.values.empty())
        add(key, fmt::format("the line '{}' was not read", row.name));
      else if (row.values.size() > 1 && row.values.size() != n_)
        add(key, fmt::format("has {} numbers; the case has {} periods", row.values.size(), n_));
    });
    const auto& period = terms_.period;
    if (!period.length_y.empty() && period.length_y.size() != n_)
      add("period.length",
          fmt::format("has {} numbers; the case has {} periods", period.length_y.size(), n_));
    if (!period.label.empty() && period.label.size() != n_)
      add("period.label",
          fmt::format("has {} texts; the case has {} periods", period.label.size(), n_));
    products();
    costs();
    streams();
    tax();
    debt();
    partners();
    valuation();
  }

 private:
  void add(const std::string& key, std::string message) {
    faults.push_back({{}, key, {}, std::move(message)});
  }

  bool is_currency(const std::string& name) const {
    return name.empty() || name == terms_.currency ||
           place_of(terms_.other_currency, name) != kNoProduct;
  }
  void currency(const std::string& key, const std::string& name) {
    if (!is_currency(name))
      add(key, fmt::format("'{}' is neither the case's currency '{}' nor an [other_currency.{}]",
                           name, terms_.currency, name));
  }
  void deposit(const std::string& key, const std::string& name) {
    if (!name.empty() && place_of(terms_.deposit, name) == kNoProduct)
      add(key, fmt::format("there is no [deposit.{}]", name));
  }

  void products() {
    for (const Product& p : terms_.product) {
      const std::string at = "product." + p.id + ".";
      const PriceUnit unit = price_unit(p.price_unit);
      if (unit.unit.empty())
        add(at + "price_unit", "must be a currency and a unit, as USD/oz");
      else if (conversion(p.unit, unit.unit, terms_.grams_per_ounce) == 0)
        add(at + "unit", fmt::format("'{}' cannot be turned into the price's '{}'; known are g, "
                                     "kg, t, kt, Mt, oz, koz, Moz, lb, klb, Mlb, mtu, stu, "
                                     "short_ton, or the same unit on both sides",
                                     p.unit, unit.unit));
      if (!unit.unit.empty()) currency(at + "price_unit", unit.currency);
      if (fraction_in(p.grade_unit) == 0)
        add(at + "grade_unit",
            fmt::format("'{}' is none of fraction, %, g/t, ppm, kg/t", p.grade_unit));
      for (std::size_t t = 0; t < n_ && p.floor.values.size() && p.cap.values.size(); ++t) {
        if (p.floor.values.size() > 1 && p.floor.values.size() != n_) break;
        if (p.cap.values.size() > 1 && p.cap.values.size() != n_) break;
        if (p.floor.at(t) > p.cap.at(t)) {
          add(at + "floor",
              fmt::format("of {:g} stands above the cap of {:g}", p.floor.at(t), p.cap.at(t)));
          break;
        }
      }
      deposit(at + "deposit", p.deposit);
    }
    for (const Income& income : terms_.income) {
      currency("income." + income.id + ".currency", income.currency);
      deposit("income." + income.id + ".deposit", income.deposit);
    }
  }

  void costs() {
    for (const Cost& c : terms_.cost) {
      const std::string at = "cost." + c.id;
      const bool unit = c.quantity.given() || c.unit_cost.given();
      if (c.amount.given() == unit)
        add(at, "needs either `amount`, or `quantity` and `unit_cost`");
      else if (unit && c.quantity.given() != c.unit_cost.given())
        add(at, "needs both `quantity` and `unit_cost`");
      currency(at + ".currency", c.currency);
      deposit(at + ".deposit", c.deposit);
      const bool capital = c.kind == CostKind::capital || c.kind == CostKind::sustaining;
      if (!c.pool.empty() && !capital)
        add(at + ".pool", "goes with kinds capital and sustaining only");
      else if (!c.pool.empty() && c.pool != "none" &&
               place_of(terms_.fiscal.tax.pool, c.pool) == kNoProduct)
        add(at + ".pool", fmt::format("there is no [tax.pool.{}]", c.pool));
    }
    double sum = 0;
    for (const DepositShare& d : terms_.deposit) sum += d.share;
    if (terms_.fiscal.ring_fence && terms_.deposit.empty())
      add("tax.ring_fence", "needs the deposits, [deposit.NAME]");
    else if (terms_.fiscal.ring_fence && std::abs(sum - 1) > 1e-9)
      add("deposit", fmt::format("the shares add to {:g}, not to 1", sum));
  }

  void streams() {
    for (const Stream& s : terms_.stream) {
      const std::string at = "stream." + s.id;
      if (place_of(terms_.product, s.product) == kNoProduct)
        add(at + ".product", fmt::format("there is no [product.{}]", s.product));
      if (s.share.given() == s.delivered.given()) add(at, "needs either `share` or `delivered`");
      if (s.price.given() && s.price_share > 0)
        add(at, "has both `price` and `price_share`; give one of them");
    }
  }

  void tax() {
    const Tax& t = terms_.fiscal.tax;
    double shares = 0;
    for (const Pool& pool : t.pool) {
      shares += pool.share;
      if (const std::string fault = fault_of(pool); !fault.empty())
        add("tax.pool." + pool.id, fault);
    }
    bool by_shares = false;
    for (const Cost& c : terms_.cost)
      by_shares = by_shares || (c.pool.empty() &&
                                (c.kind == CostKind::capital || c.kind == CostKind::sustaining));
    if (t.income_rate > 0 && by_shares && t.pool.empty())
      add("tax.pool",
          "capital must go into a pool; give one, or name a pool (or \"none\") in "
          "each row of capital");
    else if (!t.pool.empty() && by_shares && std::abs(shares - 1) > 1e-9)
      add("tax.pool", fmt::format("the pools' shares add to {:g}, not to 1", shares));
    if (t.losses == Losses::carried_forward && t.loss_years == 0)
      add("tax.loss_years", "0 lets no loss be used: give at least 1, or losses = \"refunded\"");
    currency("tax.currency", terms_.fiscal.currency);
    for (const Royalty& r : terms_.fiscal.royalty) {
      const std::string at = "tax.royalty." + r.id;
      if (r.scale == Scale::flat && !r.rate.given()) add(at + ".rate", "is required: scale flat");
      if (r.scale != Scale::flat)
        if (const std::string fault = fault_of(r.bands); !fault.empty()) add(at + ".from", fault);
      if (r.scale != Scale::flat && r.rate.given())
        add(at + ".rate", "goes with scale flat; a sliding royalty has `from` and `rates`");
      if (!r.product.empty() && place_of(terms_.product, r.product) == kNoProduct)
        add(at + ".product", fmt::format("there is no [product.{}]", r.product));
      if (r.product.empty() && (r.scale == Scale::price || r.scale == Scale::production))
        add(at + ".product", "is required: whose price or production the rate follows");
    }
    for (const ExtractionTax& e : terms_.fiscal.extraction) {
      const std::string at = "tax.extraction." + e.id;
      const std::size_t p = place_of(terms_.product, e.product);
      if (p == kNoProduct) {
        add(at + ".product", fmt::format("there is no [product.{}]", e.product));
      } else if (e.terms.base != ExtractionBase::cost_plus) {
        const std::string unit = price_unit(terms_.product[p].price_unit).unit;
        if (!e.contained.given()) add(at + ".contained", "is required: metal in extracted ore");
        if (!e.unit.empty() && conversion(e.unit, unit, terms_.grams_per_ounce) == 0)
          add(at + ".unit",
              fmt::format("'{}' cannot be turned into the price's '{}'", e.unit, unit));
      }
    }
    for (const RentTax& r : terms_.fiscal.rent) {
      const std::string at = "tax.rent." + r.id;
      if (r.kind == RentKind::resource_rent) continue;
      if (const std::string fault = fault_of(r.bands); !fault.empty()) add(at + ".from", fault);
      if (r.kind == RentKind::excess_profit && r.base == RentBase::before_income_tax)
        add(at + ".base", "excess profit is taken of income after income tax");
    }
  }

  void debt() {
    const DebtTerms& d = terms_.debt;
    if (d.lock_up > 0 && d.loan.empty()) add("debt.lock_up", "goes with a loan");
    if (d.construction_periods > static_cast<int>(n_))
      add("debt.construction_periods", fmt::format("is more than the case's {} periods", n_));
    int drawn = 0;
    for (const CashLoan& loan : d.loan) drawn += loan.draw.given();
    if (drawn > 0 && drawn < static_cast<int>(d.loan.size()))
      add("debt.loan", "draws are given for some loans; give them for all or none");
    for (const CashLoan& loan : d.loan)
      if (loan.draw.given() && loan.loan.repayment == Repayment::sculpted)
        add("debt.loan." + loan.id + ".draw", "a sculpted loan is sized by its cover, not given");
  }

  void partners() {
    if (terms_.partner.empty()) return;
    double sum = 0, paying = 0;
    for (const Partner& p : terms_.partner) {
      sum += p.stake;
      if (p.kind == Carried::paid) paying += p.stake;
    }
    if (std::abs(sum - 1) > 1e-9)
      add("partner", fmt::format("the stakes add to {:g}, not to 1", sum));
    else if (!(paying > 0))
      add("partner", "nobody pays: at least one partner must be of kind paid");
  }

  void valuation() {
    const Valuation& v = terms_.valuation;
    if (v.rates.empty()) add("valuation.rates", "needs at least one rate");
    for (const double factor : v.price_factors)
      if (!(factor > 0)) add("valuation.price_factors", "must be above 0");
  }

  const CashFlowTerms& terms_;
  std::size_t n_ = 0;
};

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
    debt();
    valuation();
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
      m_.label.push_back(
          !period.label.empty()
              ? period.label[t]
              : fmt::format("{}", period.first_year +
                                      static_cast<int>(std::floor(m_.calendar.start_y[t] + 1e-9))));
    }
    for (std::size_t t = 0; t < n_; ++t) {
      m_.tax_year.push_back(m_.calendar.year_index(t));
      const bool last = t + 1 == n_ || m_.calendar.year_index(t + 1) != m_.calendar.year_index(t);
      m_.ends_year.push_back(last);
    }
    m_.tax_years = m_.tax_year.back() + 1;
  }

  double inflation(const std::string& currency) const {
    const std::size_t c = place_of(terms().other_currency, currency);
    if (c == kNoProduct || std::isinf(terms().other_currency[c].inflation))
      return terms().inflation;
    return terms().other_currency[c].inflation;
  }
  double level(const std::string& currency, std::size_t t) const {
    const double rate = inflation(currency);
    return rate == 0 ? 1 : std::pow(1 + rate, m_.calendar.mid_y(t));
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
    for (std::size_t t = 0; t < n_; ++t) {
      m_.index.push_back(terms().money == Money::real ? level("", t) : 1);
      m_.deflator.push_back(m_.index[t]);
      m_.local.push_back(terms().fiscal.currency.empty() ? 1
                                                         : exchange(terms().fiscal.currency, t));
    }
    const bool rings = terms().fiscal.ring_fence;
    m_.ring.resize(rings ? terms().deposit.size() : 1);
    for (std::size_t r = 0; r < m_.ring.size(); ++r) {
      Ring& ring = m_.ring[r];
      ring.id = rings ? terms().deposit[r].id : "all";
      ring.share = rings ? terms().deposit[r].share : 1;
      ring.operating = ring.closure = ring.other_income = ring.allowance_base = zeros();
      ring.pool.assign(terms().fiscal.tax.pool.size(), zeros());
    }
  }

  // Adds an amount to a ring's row, or to all rings' by their shares.
  template <class Member>
  void to_rings(const std::string& deposit, Member member, std::size_t t, double amount) {
    for (Ring& ring : m_.ring)
      if (m_.ring.size() == 1 || deposit.empty())
        member(ring)[t] += ring.share * amount;
      else if (ring.id == deposit)
        member(ring)[t] += amount;
  }
  std::size_t ring_of(const std::string& deposit) const {
    for (std::size_t r = 0; r < m_.ring.size(); ++r)
      if (m_.ring[r].id == deposit) return r;
    return m_.ring.size() == 1 ? 0 : kNoProduct;
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
    for (auto& row : m_.cost) row = zeros();
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
        m_.cost[kind][t] += amount;
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
        if (c.deductible)
          to_rings(
              c.deposit, [](Ring & r) -> auto& { return r.closure; }, t, amount);
        return;
      case CostKind::capital:
      case CostKind::sustaining: {
        if (c.kind == CostKind::capital)
          to_rings(
              c.deposit, [](Ring & r) -> auto& { return r.allowance_base; }, t, amount);
        const auto& pools = terms().fiscal.tax.pool;
        for (std::size_t p = 0; p < pools.size(); ++p) {
          const double share = c.pool.empty() ? pools[p].share : p == pool ? 1 : 0;
          to_rings(
              c.deposit, [p](Ring & r) -> auto& { return r.pool[p]; }, t, share* amount);
        }
        return;
      }
      default:
        if (c.deductible)
          to_rings(
              c.deposit, [](Ring & r) -> auto& { return r.operating; }, t, amount);
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
        if (i.taxable)
          to_rings(
              i.deposit, [](Ring & r) -> auto& { return r.other_income; }, t, amount);
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
    m_.produced.assign(m_.tax_years, 0.0);
    m_.last_production = n_ - 1;
    for (std::size_t t = 0; t < n_; ++t) {
      double quantity = 0;
      for (const ModelProduct& p : m_.product) quantity += p.quantity[t];
      if (m_.product.empty()) quantity = m_.other_revenue[t];
      if (!m_.product.empty()) m_.produced[m_.tax_year[t]] += m_.product[0].quantity[t];
      if (quantity <= 0) continue;
      if (!m_.has_production) m_.first_production = t;
      m_.has_production = true;
      m_.last_production = t;
    }
    m_.produced_from_now = m_.produced;
    for (std::size_t y = m_.tax_years; y-- > 1;)
      m_.produced_from_now[y - 1] += m_.produced_from_now[y];
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
    for (const Royalty& r : terms().fiscal.royalty)
      m_.royalty_product.push_back(place_of(terms().product, r.product));
  }

  void debt() {
    for (const CashLoan& loan : terms().debt.loan) m_.loan.push_back(loan.loan);
    const auto& capital = m_.cost[static_cast<std::size_t>(CostKind::capital)];
    std::size_t last = 0;
    m_.first_capital = n_;
    for (std::size_t t = 0; t < n_; ++t)
      if (capital[t] > 0) {
        m_.first_capital = std::min(m_.first_capital, t);
        last = t + 1;
      }
    if (m_.first_capital == n_) m_.first_capital = 0;
    m_.construction = terms().debt.construction_periods > 0
                          ? static_cast<std::size_t>(terms().debt.construction_periods)
                      : m_.has_production ? m_.first_production
                                          : last;
    // A mine that sells from its first period on is built in it.
    if (m_.construction == 0 && last > 0) m_.construction = 1;
    check_terms();
  }

  // Repayment must fit into the table, and end with the mine.
  void check_terms() {
    std::vector<Fault> faults;
    const Calendar& calendar = m_.calendar;
    const double built = m_.construction > 0 ? calendar.end_y(m_.construction - 1) : 0;
    const double closes = calendar.end_y(m_.last_production);
    for (const CashLoan& loan : terms().debt.loan) {
      std::size_t first = m_.first_capital;
      for (std::size_t t = 0; t < n_ && loan.draw.given(); ++t)
        if (loan.draw.at(t) > 0) {
          first = t;
          break;
        }
      const double start = std::max(calendar.end_y(first) + loan.loan.grace_y, built);
      const double end = start + loan.loan.term_y;
      if (end > closes + 1e-9)
        faults.push_back(
            {{},
             "debt.loan." + loan.id + ".term",
             fmt::format("{:g}", loan.loan.term_y),
             fmt::format("ends {:g} years after the start of the first period, {:g} after the "
                         "mine closes: repayment starts at {:g}",
                         end, end - closes, start)});
    }
    if (!faults.empty()) throw InputError(std::move(faults));
  }

  void valuation() {
    const Valuation& v = terms().valuation;
    m_.rate = v.rate;
    if (std::isinf(m_.rate)) {
      const auto found =
          std::find_if(v.rates.begin(), v.rates.end(), [](double rate) { return rate > 0; });
      m_.rate = found == v.rates.end() ? v.rates[0] : *found;
    }
    m_.hurdle = std::isinf(v.hurdle) ? m_.rate : v.hurdle;
  }

  CashFlowModel m_;
  std::size_t n_ = 0;
};

}  // namespace

std::vector<Fault> faults_of(const CashFlowTerms& terms) {
  Checker checker(terms);
  checker.check();
  return checker.faults;
}

CashFlowModel make_model(const CashFlowTerms& terms) {
  if (auto faults = faults_of(terms); !faults.empty()) throw InputError(std::move(faults));
  return Builder(terms).build();
}

CashFlowTerms without_finance(const CashFlowTerms& terms) {
  CashFlowTerms out = terms;
  out.debt = {};
  out.partner.clear();
  return out;
}

}  // namespace lode::finance
