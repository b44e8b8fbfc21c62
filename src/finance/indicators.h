// Net present value in three conventions, internal rate of return or why there is none, payback.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/describe.h"

namespace lode::finance {

// Where in its period a flow stands. period_start leaves the first flow undiscounted.
enum class Convention { mid_period, period_end, period_start };
double time_of(const Calendar& calendar, std::size_t t, Convention convention);  // years

// Sum of flow / (1 + rate)^time, time at the start, the middle or the end of each period.
// flow [period], real or nominal as the rate is.
double net_present_value(std::span<const double> flow, const Calendar& calendar, double rate,
                         Convention convention = Convention::mid_period);

// The same at a rate for each period [period]: by the product of the yearly factors until the flow.
double net_present_value(std::span<const double> flow, const Calendar& calendar,
                         std::span<const double> rates, Convention convention);

struct RateOfReturn {
  std::optional<double> value;
  // "never spends", "never pays back", "several rates fit", "no rate up to 1,000 % fits"
  std::string_view why_not;
};
// The rate at which the NPV (mid-period) is zero, if just one fits; 1e-12 in rate.
// Looked for in [0, 10) if the flows add to nothing or more, else in (-0.99, 0): a project that
// gives back more than it takes earns a positive rate, and a closure cost after the last income
// always makes some rate far below zero fit as well. Guarantee: all rates of that range are found;
// one that the NPV only touches is one rate, and so are rates so near to each other that the NPV
// between them is no more than rounding (doubles: some 1e-7 apart). If none is there and the flows
// add to less than nothing, a single positive rate that the NPV touches from below counts, and
// several are the reason for none. Amounts below 1e-12 of the largest count as nothing, here and in
// the three below.
RateOfReturn internal_rate_of_return(std::span<const double> flow, const Calendar& calendar);
// Every rate in (-0.99, 10) that fits, rising, each once.
std::vector<double> rates_of_return(std::span<const double> flow, const Calendar& calendar);
// Changes of sign from one flow to the next, zeros left out: an upper bound on the rates that fit
// (Descartes).
int sign_changes(std::span<const double> flow);

// Modified rate of return: outflows discounted at one rate to the first flow, inflows compounded at
// another to the last; the rate that joins the two sums. None if either is nothing or all stand at
// one time. Amounts that are rounding count as nothing.
std::optional<double> modified_rate_of_return(std::span<const double> flow,
                                              const Calendar& calendar, double finance_rate,
                                              double reinvestment_rate);

// Years from the start of the first period with a negative flow until the cumulative flow is never
// negative again; none if nothing is spent or it is not given back. In a straight line within the
// period; with period_start, whose flows stand at the starts, between the two starts.
std::optional<double> payback_years(std::span<const double> flow, const Calendar& calendar,
                                    Convention convention = Convention::mid_period);
// The same time, in years after the start of the first period of all.
std::optional<double> paid_back_y(std::span<const double> flow, const Calendar& calendar,
                                  Convention convention = Convention::mid_period);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::Convention> = {
    "mid_period", "period_end", "period_start"};
