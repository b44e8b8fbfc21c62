// What in a study's terms contradicts itself, each with its key.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "finance/cash_flow_units.h"

namespace lode::finance {
namespace {

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
    loans_end_with_the_mine();
    partners();
    valuation();
  }

 private:
  void add(const std::string& key, std::string message, std::string value = {}) {
    faults.push_back({{}, key, std::move(value), std::move(message)});
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

  void pools() {
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
    const bool as_income_tax =
        std::any_of(terms_.fiscal.profit.begin(), terms_.fiscal.profit.end(), [](auto& profit) {
          return profit.base == ProfitBase::accounts &&
                 profit.capital == ProfitCapital::as_income_tax;
        });
    if ((is_above_zero(terms_.fiscal.income_rate) || as_income_tax) && by_shares && t.pool.empty())
      add("tax.pool",
          "capital must go into a pool; give one, or name a pool (or \"none\") in "
          "each row of capital");
    else if (!t.pool.empty() && by_shares && std::abs(shares - 1) > 1e-9)
      add("tax.pool", fmt::format("the pools' shares add to {:g}, not to 1", shares));
  }

  void tax() {
    const Tax& t = terms_.fiscal.tax;
    pools();
    if (t.losses == Losses::carried_forward && t.loss_years == 0)
      add("tax.loss_years", "0 lets no loss be used: give at least 1, or losses = \"refunded\"");
    const ProcessingAgreement& holiday = t.processing_agreement;
    if (holiday.in_force && holiday.years == 0 && holiday.property_years == 0)
      add("tax.holiday.in_force",
          "goes with `years` or `property_years`: how long is there relief?");
    currency("tax.currency", terms_.fiscal.currency);
    royalties();
    extraction();
    opening_pools();
    if (terms_.fiscal.minimum.rate.given() && t.losses == Losses::refunded)
      add("tax.minimum.rate", "does not go with losses refunded: a refund is below any minimum");
    for (const ProfitTax& p : terms_.fiscal.profit) profit_tax(p);
    for (const RentTax& r : terms_.fiscal.tax.rent)
      for (const std::string& fault : faults_of(r))
        add("tax.rent." + r.id + "." + fault.substr(0, fault.find(' ')),
            fault.substr(fault.find(' ') + 1));
  }

  void royalties() {
    for (const Royalty& r : terms_.fiscal.royalty) {
      const std::string at = "tax.royalty." + r.id;
      if (r.scale == Scale::flat && !r.rate.given()) add(at + ".rate", "is required: scale flat");
      if (r.scale != Scale::flat)
        if (const std::string fault = fault_of(r.bands); !fault.empty()) add(at + ".from", fault);
      if (r.scale != Scale::flat && r.rate.given())
        add(at + ".rate", "goes with scale flat; a sliding royalty has `from` and `rates`");
      if (!r.product.empty() && place_of(terms_.product, r.product) == kNoProduct)
        add(at + ".product", fmt::format("there is no [product.{}]", r.product));
      if (!r.scale_product.empty() && place_of(terms_.product, r.scale_product) == kNoProduct)
        add(at + ".scale_product", fmt::format("there is no [product.{}]", r.scale_product));
      if (scale_product(r).empty() && (r.scale == Scale::price || r.scale == Scale::production))
        add(at + ".scale_product",
            "is required: whose price or production the rate follows (or `product`, on whose "
            "revenue alone the royalty then is)");
    }
  }

  void extraction() {
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
  }

  void opening_pools() {
    const Tax& t = terms_.fiscal.tax;
    for (const OpeningPool& pool : terms_.fiscal.opening_pool) {
      const std::string at = "tax.opening_pool." + pool.id;
      const std::size_t p = place_of(t.pool, pool.id);
      if (p == kNoProduct)
        add(at, fmt::format("there is no [tax.pool.{}]", pool.id));
      else if (t.pool[p].method == Depreciation::schedule && !(pool.years > 0))
        add(at + ".years", "is required: the pool's schedule counts from the year of spending");
      else if (pool.years > 0 && t.pool[p].method != Depreciation::schedule &&
               t.pool[p].method != Depreciation::straight_line)
        add(at + ".years", "goes with a pool that is straight_line or by schedule");
    }
  }

  void profit_tax(const ProfitTax& tax) {
    const std::string at = "tax.profit." + tax.id + ".";
    const bool flat = tax.scale == ProfitScale::flat;
    if (flat && !tax.rate.given()) add(at + "rate", "is required: scale flat");
    if (!flat && tax.rate.given())
      add(at + "rate", "goes with scale flat; by the margin a tax has `from` and `rates`");
    if (const std::string fault = flat ? "" : fault_of(tax.bands); !fault.empty())
      add(at + "from", fault);
    for (const std::string& cost : tax.not_deducted)
      if (const std::size_t c = place_of(terms_.cost, cost); c == kNoProduct)
        add(at + "not_deducted", fmt::format("there is no [cost.{}]", cost), cost);
      else if (terms_.cost[c].kind == CostKind::royalty)
        add(at + "not_deducted", "is a royalty: `royalties` says whether those are deducted", cost);
      else if (terms_.cost[c].kind == CostKind::working_capital)
        add(at + "not_deducted", "is working capital, which no tax deducts", cost);
    const auto& rents = terms_.fiscal.tax.rent;
    const auto shares = [](const RentTax& rent) {
      return rent.kind == RentKind::production_share && rent.base == RentBase::before_income_tax;
    };
    if (tax.base == ProfitBase::production_share &&
        std::none_of(rents.begin(), rents.end(), shares))
      add(at + "base",
          "production_share needs a [tax.rent.NAME] of kind production_share and base "
          "before_income_tax",
          "production_share");
    if (tax.base == ProfitBase::accounts && tax.capital == ProfitCapital::as_income_tax &&
        terms_.debt.construction_finance == ConstructionFinance::pre_production)
      add(at + "capital",
          "as_income_tax would deduct twice what debt.construction_finance pre_production pools "
          "(when it is spent, and with the income tax's depreciation): own_pools or not_deducted");
    if (tax.tax.losses == Losses::carried_forward && tax.tax.loss_years == 0)
      add(at + "loss_years", "0 lets no loss be used: give at least 1, or losses = \"refunded\"");
    if (tax.capital != ProfitCapital::own_pools) return;
    double sum = 0;
    for (const Pool& pool : tax.tax.pool) {
      sum += pool.share;
      if (const std::string fault = fault_of(pool); !fault.empty())
        add(at + "pool." + pool.id, fault);
    }
    if (std::abs(sum - 1) > 1e-9)
      add(at + "pool", fmt::format("the shares of its own pools add to {:g}, not to 1", sum));
  }

  // Of a loan that is owed at the start.
  void standing(const CashLoan& loan) {
    const std::string at = "debt.loan." + loan.id + ".";
    const auto refuse = [&](bool given, const char* key) {
      if (given) add(at + key, "goes with a loan that is drawn; this one has a `balance`");
    };
    refuse(loan.draw.given(), "draw");
    refuse(std::isfinite(loan.loan.commitment_usd), "commitment");
    refuse(loan.loan.upfront_fee > 0, "upfront_fee");
    refuse(loan.loan.commitment_fee > 0, "commitment_fee");
    refuse(loan.loan.exposure_fee > 0, "exposure_fee");
    if (loan.loan.repayment == Repayment::sculpted)
      add(at + "repayment", "sculpted sizes a loan that is drawn; this one has a `balance`",
          "sculpted");
  }

  void maintenance(const MaintenanceReserve& reserve) {
    const std::string key = "debt.maintenance_reserve." + reserve.id + ".cost";
    const std::size_t c = place_of(terms_.cost, reserve.cost);
    if (c == kNoProduct)
      add(key, fmt::format("there is no [cost.{}]", reserve.cost), reserve.cost);
    else if (terms_.cost[c].kind == CostKind::working_capital ||
             terms_.cost[c].kind == CostKind::royalty)
      add(key, "must be operating cost, sustaining, capital or closure", reserve.cost);
  }

  void debt() {
    const DebtTerms& d = terms_.debt;
    if (d.sizing == Sizing::at_signing)
      add("debt.sizing", "a table has no scenarios to sign loans before: by_cover or committed",
          "at_signing");
    if (d.lock_up > 0 && d.loan.empty()) add("debt.lock_up", "goes with a loan");
    if (d.construction_periods > static_cast<int>(n_))
      add("debt.construction_periods", fmt::format("is more than the case's {} periods", n_));
    for (const MaintenanceReserve& reserve : d.maintenance) maintenance(reserve);
    int drawn = 0, new_loans = 0;
    for (const CashLoan& loan : d.loan) {
      if (loan.balance > 0) standing(loan);
      if (loan.balance > 0) continue;
      ++new_loans;
      drawn += loan.draw.given();
    }
    if (drawn > 0 && drawn < new_loans)
      add("debt.loan", "draws are given for some loans; give them for all or none");
    int committed = 0;
    for (const CashLoan& loan : d.loan)
      committed += loan.balance == 0 && std::isfinite(loan.loan.commitment_usd);
    if (committed > 0 && committed < new_loans)
      add("debt.loan",
          "commitments are given for some loans; give them for all (draws are in proportion to "
          "them) or none (draws are equal)");
    for (const CashLoan& loan : d.loan)
      if (loan.draw.given() && loan.loan.repayment == Repayment::sculpted)
        add("debt.loan." + loan.id + ".draw", "a sculpted loan is sized by its cover, not given");
  }

  // 0 where the row has no such number: what else is wrong with it is reported elsewhere.
  static double number(const Row& row, std::size_t t) {
    if (row.values.size() == 1) return row.values[0];
    return t < row.values.size() ? row.values[t] : 0;
  }

  // Repayment ends with the mine. Times are years after the start of the first period.
  void loans_end_with_the_mine() {
    double built_y = 0, end_y = 0, first_end_y = 0, first_capital_y = -1, last_capital_y = 0,
           first_sale_y = -1, closes_y = 0;
    for (std::size_t t = 0; t < n_; ++t) {
      const auto& lengths = terms_.period.length_y;
      const double start_y = end_y;
      end_y += t < lengths.size() ? lengths[t] : 1;
      if (t == 0) first_end_y = end_y;
      double sold = 0, spent = 0;
      for (const Product& p : terms_.product) sold += number(p.quantity, t);
      for (const Income& income : terms_.income)
        if (terms_.product.empty() && income.kind == IncomeKind::revenue)
          sold += number(income.amount, t);
      for (const Cost& c : terms_.cost)
        if (c.kind == CostKind::capital)
          spent += c.amount.given() ? number(c.amount, t)
                                    : number(c.quantity, t) * number(c.unit_cost, t);
      if (spent > 0 && first_capital_y < 0) first_capital_y = end_y;
      if (spent > 0) last_capital_y = end_y;
      if (sold > 0 && first_sale_y < 0) first_sale_y = start_y;
      if (sold > 0) closes_y = end_y;
      const auto built = static_cast<std::size_t>(std::max(0, terms_.debt.construction_periods));
      if (built > 0 && t + 1 == built) built_y = end_y;
    }
    if (closes_y == 0) closes_y = end_y;
    if (terms_.debt.construction_periods == 0)
      built_y = first_sale_y > 0 || last_capital_y == 0 ? std::max(first_sale_y, 0.0)
                : first_sale_y == 0                     ? first_end_y
                                                        : last_capital_y;
    for (const CashLoan& loan : terms_.debt.loan) {
      const double drawn_y =
          first_draw_y(loan).value_or(first_capital_y < 0 ? first_end_y : first_capital_y);
      const double start_y =
          loan.balance > 0 ? loan.loan.grace_y : std::max(drawn_y + loan.loan.grace_y, built_y);
      const double last_y = start_y + loan.loan.term_y;
      if (last_y > closes_y + 1e-9)
        add("debt.loan." + loan.id + ".term",
            fmt::format("ends {:g} years after the start of the first period, {:g} after the mine "
                        "closes: repayment starts at {:g}",
                        last_y, last_y - closes_y, start_y),
            fmt::format("{:g}", loan.loan.term_y));
    }
  }

  std::optional<double> first_draw_y(const CashLoan& loan) const {
    double end_y = 0;
    for (std::size_t t = 0; t < n_; ++t) {
      end_y += t < terms_.period.length_y.size() ? terms_.period.length_y[t] : 1;
      if (number(loan.draw, t) > 0) return end_y;
    }
    return std::nullopt;
  }

  void partners() {
    if (terms_.partner.empty()) return;
    double sum = 0, paying = 0, profit = 0;
    for (const Holder& h : terms_.partner) {
      partner(h);
      sum += h.stake;
      profit += h.profit_share;
      if (h.kind == Carried::paid && h.pays_until < 0 && std::isinf(h.call_cap)) paying += h.stake;
    }
    if (profit > 1 + 1e-9)
      add("partner", fmt::format("the profit shares add to {:g}, more than 1", profit));
    if (std::abs(sum - 1) > 1e-9)
      add("partner", fmt::format("the stakes add to {:g}, not to 1", sum));
    else if (!(paying > 0))
      add("partner",
          "nobody pays: at least one partner must be of kind paid, for all periods and without a "
          "cap");
  }

  void partner(const Holder& h) {
    const std::string at = "partner." + h.id + ".";
    for (const std::string& fault : faults_of(h)) {
      const std::size_t colon = fault.find(": ");
      add(at + fault.substr(0, colon), fault.substr(colon + 2));
    }
    const auto within = [&](const std::string& key, int period) {
      if (period >= static_cast<int>(n_))
        add(at + key, fmt::format("the case has {} periods, the first is 0", n_),
            fmt::format("{}", period));
    };
    within("option_period", h.option_period);
    double others = 0;
    for (const Holder& other : terms_.partner)
      if (&other != &h && other.kind == Carried::paid) others += other.stake;
    if (h.option_stake > others + 1e-9)
      add(at + "option_stake",
          fmt::format("the others that pay hold {:g}; no more can be bought", others),
          fmt::format("{:g}", h.option_stake));
    for (const HolderMilestone& m : h.milestone) {
      const std::string key = "milestone." + m.id + ".";
      within(key + "period", m.period);
      if (m.period < 0) add(at + key + "period", "is required: index of the period, first 0");
      if (m.to == h.id)
        add(at + key + "to", "is the partner itself", m.to);
      else if (!m.to.empty() && place_of(terms_.partner, m.to) == kNoProduct)
        add(at + key + "to", fmt::format("there is no [partner.{}]", m.to), m.to);
    }
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

}  // namespace

std::vector<Fault> faults_of(const CashFlowTerms& terms) {
  Checker checker(terms);
  checker.check();
  return checker.faults;
}

}  // namespace lode::finance
