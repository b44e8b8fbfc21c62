#include "finance/indicators.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/error.h"
#include "finance/growth.h"

namespace lode::finance {
namespace {

// Inflows and outflows apart, at the continuous rate u: sums of flow e^(-u time), of time and of
// time squared flow e^(-u time). All six fall as u grows, which bounds the NPV, its slope and its
// curvature over an interval by its ends.
struct Sums {
  double in = 0, out = 0, in_time = 0, out_time = 0, in_square = 0, out_square = 0;
  double value() const { return in - out; }
  double slope() const { return out_time - in_time; }
};

// Powers of one factor by multiplication, renewed when the step between the times changes.
class Discount {
 public:
  explicit Discount(double continuous_rate) : rate_(continuous_rate) {}
  double at(double time) {
    const double step = time - time_;
    if (step != step_) {
      step_ = step;
      step_factor_ = std::exp(-rate_ * step);
    }
    time_ = time;
    return factor_ *= step_factor_;
  }

 private:
  double rate_, time_ = 0, step_ = 0, step_factor_ = 1, factor_ = 1;
};

// What is below this part of the largest amount is rounding of sums, and counts as nothing.
constexpr double kRounding = 1e-12;

double least_of(std::span<const double> flow) {
  double most = 0;
  for (const double value : flow) most = std::max(most, std::abs(value));
  return kRounding * most;
}

// Flows and their times, without what counts as nothing.
class Flows {
 public:
  Flows(std::span<const double> flow, const Calendar& calendar)
      : flow_(flow.begin(), flow.end()), time_(flow.size()) {
    const double least = least_of(flow);
    for (std::size_t t = 0; t < size(); ++t) {
      if (std::abs(flow_[t]) <= least) flow_[t] = 0;
      time_[t] = calendar.mid_y(t);
    }
  }
  std::size_t size() const { return flow_.size(); }
  double at(std::size_t t) const { return flow_[t]; }
  double time(std::size_t t) const { return time_[t]; }

 private:
  std::vector<double> flow_, time_;
};

Sums sums_at(const Flows& flow, double u) {
  Sums sums;
  Discount discount(u);
  for (std::size_t t = 0; t < flow.size(); ++t) {
    const double time = flow.time(t), value = flow.at(t) * discount.at(time);
    const double in = std::max(value, 0.0), out = std::max(-value, 0.0);  // without a branch
    sums.in += in;
    sums.in_time += time * in;
    sums.in_square += time * time * in;
    sums.out += out;
    sums.out_time += time * out;
    sums.out_square += time * time * out;
  }
  return sums;
}

// The zero between a and b, whose values differ in sign: Newton's step where it stays inside, else
// halving.
double polish(const Flows& flow, double a, double b) {
  const bool rises = sums_at(flow, b).value() > 0;
  double u = 0.5 * (a + b);
  for (int step = 0; step < 200; ++step) {
    const Sums sums = sums_at(flow, u);
    if (sums.value() == 0) return u;
    ((sums.value() > 0) == rises ? b : a) = u;
    double next = u - sums.value() / sums.slope();
    if (!(next > a && next < b)) next = 0.5 * (a + b);
    if (std::abs(next - u) <= 1e-15 * (1 + std::abs(u))) return next;
    u = next;
  }
  return u;
}

// Of a zero of multiplicity m near u: a simple zero of the derivative before the m-th, which is the
// first that does not vanish there.
double multiple_zero(const Flows& flow, double u) {
  const auto derivative = [&](double at, int order) {  // but for its sign
    double value = 0, amount = 0;
    Discount discount(at);
    for (std::size_t t = 0; t < flow.size(); ++t) {
      const double time = flow.time(t);
      const double term = flow.at(t) * discount.at(time) * std::pow(time, order);
      value += term;
      amount += std::abs(term);
    }
    return std::pair(value, amount);
  };
  int order = 1;
  for (; order < 8; ++order)
    if (const auto [value, amount] = derivative(u, order); std::abs(value) > 1e-3 * amount) break;
  double at = u;
  for (int step = 0; step < 20; ++step) {
    const double move = derivative(at, order - 1).first / derivative(at, order).first;
    if (!(std::abs(at + move - u) < 1e-3)) return u;  // the derivatives tell nothing
    at += move;
    if (std::abs(move) <= 1e-15 * (1 + std::abs(at))) break;
  }
  return at;
}

// Every zero of the NPV in [low, high), rising, each once whatever its multiplicity. An interval is
// dropped when the bounds exclude zero, settled by the signs at its ends when the slope keeps its
// sign, by its extremum when the curvature does, else halved. Points whose NPV is no more than
// rounding and that nothing parts are one zero: of several multiplicity, or some that no double
// tells apart.
class Zeros {
 public:
  Zeros(const Flows& flow, double low, double high) : flow_(flow) {
    std::vector<Interval> open = {{low, high, sums_at(flow, low), sums_at(flow, high)}};
    while (!open.empty()) {
      const Interval i = open.back();
      open.pop_back();
      if (i.at_b.in - i.at_a.out > 0 || i.at_a.in - i.at_b.out < 0) {
        close_flat();
        continue;
      }
      if (i.at_b.out_time - i.at_a.in_time > 0 || i.at_a.out_time - i.at_b.in_time < 0) {
        settle(i);
        continue;
      }
      if (i.at_b.in_square - i.at_a.out_square > 0 || i.at_a.in_square - i.at_b.out_square < 0) {
        if ((i.at_a.slope() > 0) == (i.at_b.slope() > 0)) {
          settle(i);
        } else {
          const double u = extremum(i);
          const Sums at = sums_at(flow, u);
          settle({i.a, u, i.at_a, at});
          settle({u, i.b, at, i.at_b});
        }
        continue;
      }
      const double middle = 0.5 * (i.a + i.b);
      const Sums at_middle = sums_at(flow, middle);
      const bool flat =
          i.b - i.a < 1e-3 && is_noise(i.at_a) && is_noise(i.at_b) && is_noise(at_middle);
      if (flat || i.b - i.a < 1e-10) {
        settle(i);
        continue;
      }
      open.push_back({middle, i.b, at_middle, i.at_b});
      open.push_back({i.a, middle, i.at_a, at_middle});
    }
    close_flat();
    join();
  }
  std::vector<double> found;

 private:
  struct Interval {
    double a, b;
    Sums at_a, at_b;
  };
  bool is_noise(const Sums& sums, double factor = 1) const {
    const double terms = static_cast<double>(4 + flow_.size());
    return std::abs(sums.value()) <= factor * 2e-16 * terms * (sums.in + sums.out);
  }
  // Zeros between which the NPV stays within a few times its rounding are one: where it crosses
  // flat, rounding makes many signs of it.
  void join() {
    constexpr double kFew = 64;
    constexpr int kPoints = 8;
    const auto is_one = [&](double a, double b) {
      for (int k = 1; k < kPoints; ++k)
        if (!is_noise(sums_at(flow_, a + (b - a) * k / kPoints), kFew)) return false;
      return true;
    };
    std::vector<double> apart;
    for (std::size_t i = 0; i < found.size();) {
      std::size_t end = i + 1;
      while (end < found.size() && is_one(found[end - 1], found[end])) ++end;
      apart.push_back(end == i + 1 ? found[i]
                                   : multiple_zero(flow_, 0.5 * (found[i] + found[end - 1])));
      i = end;
    }
    found = std::move(apart);
  }
  // No more than one zero, or a part of one of several multiplicity.
  void settle(const Interval& i) {
    if (is_noise(i.at_a))
      add_flat(i.a);
    else
      close_flat();
    if (is_noise(i.at_b)) return add_flat(i.b);
    close_flat();
    if (!is_noise(i.at_a) && (i.at_a.value() > 0) != (i.at_b.value() > 0))
      found.push_back(polish(flow_, i.a, i.b));
  }
  void add_flat(double u) {
    if (!flat_) from_ = u;
    flat_ = true;
    to_ = u;
  }
  void close_flat() {
    if (flat_) found.push_back(multiple_zero(flow_, 0.5 * (from_ + to_)));
    flat_ = false;
  }
  // Where the slope changes its sign.
  double extremum(const Interval& i) const {
    const bool rises = i.at_b.slope() > 0;
    double a = i.a, b = i.b;
    for (int step = 0; step < 200 && b - a > 1e-16 * (1 + std::abs(a)); ++step) {
      const double u = 0.5 * (a + b);
      if (u <= a || u >= b) break;
      ((sums_at(flow_, u).slope() > 0) == rises ? b : a) = u;
    }
    return 0.5 * (a + b);
  }

  const Flows& flow_;
  bool flat_ = false;
  double from_ = 0, to_ = 0;
};

std::vector<double> zeros_between(const Flows& flow, double low, double high) {
  return Zeros(flow, low, high).found;
}

// The cumulative flow changes sign once, from below: then at most one positive rate fits
// (Norstrom 1972; for any spacing in time by the variation-diminishing property of the Laplace
// transform).
bool crosses_once(const Flows& flow) {
  double cumulative = 0;
  int changes = 0, sign = -1;
  for (std::size_t t = 0; t < flow.size(); ++t) {
    cumulative += flow.at(t);
    const int now = cumulative > 0 ? 1 : cumulative < 0 ? -1 : sign;
    changes += now != sign;
    sign = now;
  }
  return changes == 1;
}

}  // namespace

double time_of(const Calendar& calendar, std::size_t t, Convention convention) {
  if (convention == Convention::mid_period) return calendar.mid_y(t);
  return convention == Convention::period_end ? calendar.end_y(t) : calendar.start_y[t];
}

double net_present_value(std::span<const double> flow, const Calendar& calendar, double rate,
                         Convention convention) {
  LODE_CHECK(flow.size() == calendar.periods());
  Discount discount(std::log1p(rate));
  double sum = 0;
  for (std::size_t t = 0; t < flow.size(); ++t)
    sum += flow[t] * discount.at(time_of(calendar, t, convention));
  return sum;
}

double net_present_value(std::span<const double> flow, const Calendar& calendar,
                         std::span<const double> rates, Convention convention) {
  LODE_CHECK(flow.size() == calendar.periods() && rates.size() == flow.size());
  double sum = 0, growth = 1;  // to the start of the period
  for (std::size_t t = 0; t < flow.size(); ++t) {
    const double within = time_of(calendar, t, convention) - calendar.start_y[t];
    sum += flow[t] / (growth * growth_over(rates[t], within));
    growth *= growth_over(rates[t], calendar.length_y[t]);
  }
  return sum;
}

RateOfReturn internal_rate_of_return(std::span<const double> values, const Calendar& calendar) {
  LODE_CHECK(values.size() == calendar.periods());
  const Flows flow(values, calendar);
  const Sums total = sums_at(flow, 0);
  if (total.out == 0) return {std::nullopt, "never spends"};
  if (total.in == 0) return {std::nullopt, "never pays back"};
  const double lowest = std::log1p(-0.99), highest = std::log1p(10.0);
  const bool loses = total.value() < 0;
  std::vector<double> zeros;
  if (loses)
    zeros = zeros_between(flow, lowest, 0);
  else if (crosses_once(flow) && sums_at(flow, highest).value() < 0)
    zeros = {total.value() == 0 ? 0 : polish(flow, 0, highest)};
  else
    zeros = zeros_between(flow, 0, highest);
  if (zeros.size() == 1) return {std::expm1(zeros[0]), {}};
  if (zeros.size() > 1) return {std::nullopt, "several rates fit"};
  if (!loses) return {std::nullopt, "no rate up to 1,000 % fits"};
  // A closure that costs more than the mine has earned: two rates above 0 are no return, one that
  // the NPV only touches is the one that fits. A loan taken has one that it crosses.
  const std::vector<double> above = zeros_between(flow, 0, highest);
  if (above.size() > 1) return {std::nullopt, "several rates fit"};
  if (above.size() == 1 && sums_at(flow, highest).value() < 0) return {std::expm1(above[0]), {}};
  return {std::nullopt, "never pays back"};
}

std::vector<double> rates_of_return(std::span<const double> values, const Calendar& calendar) {
  LODE_CHECK(values.size() == calendar.periods());
  const Flows flow(values, calendar);
  const Sums total = sums_at(flow, 0);
  if (total.in == 0 || total.out == 0) return {};
  std::vector<double> zeros = zeros_between(flow, std::log1p(-0.99), std::log1p(10.0));
  for (double& zero : zeros) zero = std::expm1(zero);
  return zeros;
}

int sign_changes(std::span<const double> flow) {
  const double least = least_of(flow);
  int changes = 0, sign = 0;
  for (const double value : flow) {
    const int now = (value > least) - (value < -least);
    changes += now != 0 && sign != 0 && now != sign;
    if (now != 0) sign = now;
  }
  return changes;
}

std::optional<double> modified_rate_of_return(std::span<const double> values,
                                              const Calendar& calendar, double finance_rate,
                                              double reinvestment_rate) {
  LODE_CHECK(values.size() == calendar.periods());
  const Flows flow(values, calendar);
  std::size_t first = flow.size(), last = 0;
  for (std::size_t t = 0; t < flow.size(); ++t)
    if (flow.at(t) != 0) first = std::min(first, t), last = t;
  if (first >= last) return std::nullopt;
  double out = 0, in = 0;
  for (std::size_t t = first; t <= last; ++t) {
    if (flow.at(t) < 0)
      out -= flow.at(t) * std::pow(1 + finance_rate, flow.time(first) - flow.time(t));
    else
      in += flow.at(t) * std::pow(1 + reinvestment_rate, flow.time(last) - flow.time(t));
  }
  if (out <= 0 || in <= 0) return std::nullopt;
  return std::pow(in / out, 1 / (flow.time(last) - flow.time(first))) - 1;
}

namespace {

struct Payback {
  double began_y = 0, ended_y = 0;
};

std::optional<Payback> payback(std::span<const double> values, const Calendar& calendar,
                               Convention convention) {
  LODE_CHECK(values.size() == calendar.periods());
  const Flows flow(values, calendar);
  double cumulative = 0, began = 0, ended = 0;
  bool spent = false;
  for (std::size_t t = 0; t < flow.size(); ++t) {
    if (!spent && flow.at(t) < 0) {
      spent = true;
      began = ended = calendar.start_y[t];
    }
    const double before = cumulative;
    cumulative += flow.at(t);
    if (before >= 0 || cumulative < 0) continue;
    // Flows that stand at the starts of periods come in between two of them.
    const std::size_t from = t - (convention == Convention::period_start ? 1 : 0);
    ended = calendar.start_y[from] + calendar.length_y[from] * (-before / flow.at(t));
  }
  if (!spent || cumulative < 0) return std::nullopt;
  return Payback{began, ended};
}

}  // namespace

std::optional<double> payback_years(std::span<const double> values, const Calendar& calendar,
                                    Convention convention) {
  const auto found = payback(values, calendar, convention);
  if (!found) return std::nullopt;
  return found->ended_y - found->began_y;
}

std::optional<double> paid_back_y(std::span<const double> values, const Calendar& calendar,
                                  Convention convention) {
  const auto found = payback(values, calendar, convention);
  if (!found) return std::nullopt;
  return found->ended_y;
}

}  // namespace lode::finance
