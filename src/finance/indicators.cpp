#include "finance/indicators.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/error.h"

namespace lode::finance {
namespace {

// Inflows and outflows apart, at the continuous rate u: sums of flow e^(-u time) and time flow
// e^(-u time). All four fall as u grows, which bounds the NPV and its slope over an interval by its
// ends.
struct Sums {
  double in = 0, out = 0, in_time = 0, out_time = 0;
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
      : flow_(flow), calendar_(calendar), least_(least_of(flow)) {}
  std::size_t size() const { return flow_.size(); }
  double at(std::size_t t) const { return std::abs(flow_[t]) > least_ ? flow_[t] : 0; }
  double time(std::size_t t) const { return calendar_.mid_y(t); }

 private:
  std::span<const double> flow_;
  const Calendar& calendar_;
  double least_;
};

Sums sums_at(const Flows& flow, double u) {
  Sums sums;
  Discount discount(u);
  for (std::size_t t = 0; t < flow.size(); ++t) {
    const double time = flow.time(t), value = flow.at(t) * discount.at(time);
    if (value > 0) {
      sums.in += value;
      sums.in_time += time * value;
    } else {
      sums.out -= value;
      sums.out_time -= time * value;
    }
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

// Every zero of the NPV in [low, high), at most `most` of them, rising. An interval is dropped when
// the bounds exclude zero, settled by the signs at its ends when the slope keeps its sign, else
// halved; one that stays undecided at 1e-10 holds a double zero and counts twice.
std::vector<double> zeros_between(const Flows& flow, double low, double high,
                                  std::size_t most = 2) {
  struct Interval {
    double a, b;
    Sums at_a, at_b;
  };
  std::vector<double> zeros;
  std::vector<Interval> open = {{low, high, sums_at(flow, low), sums_at(flow, high)}};
  while (!open.empty() && zeros.size() < most) {
    const Interval i = open.back();
    open.pop_back();
    if (i.at_b.in - i.at_a.out > 0 || i.at_a.in - i.at_b.out < 0) continue;
    const bool steady =
        i.at_b.out_time - i.at_a.in_time > 0 || i.at_a.out_time - i.at_b.in_time < 0;
    if (steady) {
      const double at_a = i.at_a.value(), at_b = i.at_b.value();
      if (at_a == 0)
        zeros.push_back(i.a);
      else if (at_b != 0 && (at_a > 0) != (at_b > 0))
        zeros.push_back(polish(flow, i.a, i.b));
    } else if (i.b - i.a < 1e-10) {
      zeros.insert(zeros.end(), 2, i.a);
    } else {
      const double middle = 0.5 * (i.a + i.b);
      const Sums at_middle = sums_at(flow, middle);
      open.push_back({middle, i.b, at_middle, i.at_b});
      open.push_back({i.a, middle, i.at_a, at_middle});
    }
  }
  return zeros;
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
  // A closure that costs more than the mine has earned: rates above 0 that are no return.
  return {std::nullopt,
          zeros_between(flow, 0, highest).size() > 1 ? "several rates fit" : "never pays back"};
}

std::vector<double> rates_of_return(std::span<const double> values, const Calendar& calendar) {
  LODE_CHECK(values.size() == calendar.periods());
  const Flows flow(values, calendar);
  const Sums total = sums_at(flow, 0);
  if (total.in == 0 || total.out == 0) return {};
  std::vector<double> zeros = zeros_between(flow, std::log1p(-0.99), std::log1p(10.0), flow.size());
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

std::optional<double> payback_years(std::span<const double> values, const Calendar& calendar) {
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
    if (before < 0 && cumulative >= 0)
      ended = calendar.start_y[t] + calendar.length_y[t] * (-before / flow.at(t));
  }
  if (!spent || cumulative < 0) return std::nullopt;
  return ended - began;
}

}  // namespace lode::finance
