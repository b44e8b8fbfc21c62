#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using deal::Party;
using study::Measure;
using study::Results;

bool has_loans(const study::Case& c) {
  return std::any_of(c.bid.begin(), c.bid.end(),
                     [](const deal::Bid& bid) { return !bid.venture.loan.empty(); });
}

constexpr const char* kOwnRates =
    "Real money of the base date, mid-year, each party at its own rate, lenders at the risk-free "
    "one. p90_exceed is exceeded with 90 % probability.";

// A line of the deal table: what it is and its value in a scenario's row.
struct Line {
  std::string party, name;
  std::function<double(const study::Rows::Row& row, std::size_t bid)> value;
};

std::vector<Line> lines_of(const Results& r, bool common) {
  const study::Layout& at = r.layout;
  const auto place = [&at, common](std::size_t bid, Party party) {
    const auto p = static_cast<std::size_t>(party);
    return common ? at.common(bid, p) : at.own(bid, p);
  };
  const auto single = [&](Party party, std::string name) {
    return Line{std::string(deal::name_of(party)), std::move(name),
                [place, party](const study::Rows::Row& row, std::size_t b) {
                  return row[place(b, party)];
                }};
  };
  const auto side = [&](const std::function<deal::Side(std::size_t bid)>& side_of) {
    const deal::Side first = side_of(0);
    return Line{first.id, first.name, [place, side_of](const study::Rows::Row& row, std::size_t b) {
                  return sum_over(side_of(b), [&](Party party) { return row[place(b, party)]; });
                }};
  };
  const study::Case& c = r.file->values;
  const deal::Side host = deal::host_side(c.project.host);
  std::vector<Line> lines;
  lines.push_back(single(Party::state, c.project.host + ": taxes and duties"));
  lines.push_back(single(Party::fund, c.project.host + ": fund's stake"));
  lines.push_back(single(Party::seller, c.project.host + ": price of the stake"));
  lines.push_back(side([host](std::size_t) { return host; }));
  lines.push_back(single(Party::sponsor, "Sponsor"));
  lines.push_back(side(
      [&c](std::size_t b) { return deal::sponsor_side(c.bid[b].venture.marketer_is_sponsor); }));
  lines.push_back(single(Party::marketer, "Marketer: discount and fee"));
  lines.push_back(single(Party::lenders, "Lenders"));
  lines.push_back(single(Party::guarantor, "Guarantor: fees"));
  lines.push_back(single(Party::other_governments, "Other governments"));
  if (has_private_royalty(c.tax))
    lines.push_back(single(Party::royalty_holder, "Holder of royalties"));
  if (std::any_of(c.bid.begin(), c.bid.end(), deal::has_partners))
    lines.push_back(single(Party::partners, "Other private holders"));
  if (c.financing.shortfall == finance::Shortfall::by_rank && has_loans(c))
    lines.push_back(single(Party::suppliers, "Suppliers: late less unpaid bills"));
  if (!common)
    lines.push_back({"project", "Project, before debt and marketing",
                     [&at](const study::Rows::Row& row, std::size_t b) {
                       return row[at.measure(b, Measure::project_npv)];
                     }});
  return lines;
}

std::vector<double> values_of(const Results& r, const Line& line, std::size_t bid) {
  std::vector<double> out;
  for (const auto& row : r.rows) out.push_back(line.value(row, bid) / kMillion);
  return out;
}

Table spread_table(const Results& r, std::string name, std::string title, std::string note,
                   bool common) {
  Table out{std::move(name),
            std::move(title),
            std::move(note),
            {{"party", ""},
             {"name", ""},
             {"bid", ""},
             {"mean", "M$"},
             {"p90_exceed", "M$"},
             {"p50", "M$"},
             {"p10_exceed", "M$"}},
            {}};
  for (const Line& line : lines_of(r, common))
    for (std::size_t b = 0; b < r.layout.bids; ++b) {
      const Spread s = spread_of(values_of(r, line, b));
      out.rows.push_back({line.party, line.name, r.file->values.bid[b].id, s.mean, s.p90_exceed,
                          s.p50, s.p10_exceed});
    }
  return out;
}

}  // namespace

std::vector<double> host_values(const Results& r, std::size_t bid) {
  for (const Line& line : lines_of(r, false))
    if (line.party == "host") {
      std::vector<double> out;
      for (const auto& row : r.rows) out.push_back(line.value(row, bid));
      return out;
    }
  LODE_CHECK(false);
  return {};
}

Table deal_table(const Results& r) {
  return spread_table(r, "deal", "What each offer is worth, if it closes", kOwnRates, false);
}

Table deal_common_table(const Results& r) {
  return spread_table(
      r, "deal_common", "What each offer is worth, all parties at one rate",
      fmt::format("Real money of the base date, mid-year, everyone at {:g} %. Means add up across "
                  "parties here; percentiles never do.",
                  100 * r.file->values.discount.common),
      true);
}

Table deal_difference_table(const Results& r) {
  Table out{"deal_difference",
            "The reference bid less the other, on the same scenarios",
            "Standard errors are clustered by realisation. better: share of scenarios in which the "
            "reference bid is worth "
            "more to that party; ties count half.",
            {{"party", ""},
             {"name", ""},
             {"bid", ""},
             {"mean", "M$"},
             {"standard_error", "M$"},
             {"better", "fraction"}},
            {}};
  for (const Line& line : lines_of(r, false))
    for (std::size_t b = 1; b < r.layout.bids; ++b) {
      std::vector<double> first = values_of(r, line, 0);
      const std::vector<double> other = values_of(r, line, b);
      double better = 0;
      for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] -= other[i];
        better += first[i] > 0 ? 1 : first[i] == 0 ? 0.5 : 0;
      }
      out.rows.push_back({line.party, line.name, r.file->values.bid[b].id, mean_of(first),
                          clustered_error(first, r.scenarios, r.realisations),
                          better / static_cast<double>(first.size())});
    }
  return out;
}

Table bridge_table(const Results& r) {
  Table out{
      "bridge",
      "From the reference bid to the other, term by term",
      "Means over all scenarios, each party at its own rate. Terms change in the order shown; "
      "another order would share "
      "out the joint effects differently.",
      {{"bid", ""}, {"party", ""}, {"name", ""}, {"order", ""}, {"term", ""}, {"value", "M$"}},
      {}};
  const study::Case& c = r.file->values;
  std::vector<deal::Side> sides = {{"state", c.project.host + ": taxes and duties", {Party::state}},
                                   deal::host_side(c.project.host),
                                   {"sponsor", "Sponsor", {Party::sponsor}},
                                   {"lenders", "Lenders", {Party::lenders}}};
  if (std::any_of(c.bid.begin(), c.bid.end(), deal::has_partners))
    sides.push_back({"partners", "Other private holders", {Party::partners}});
  for (std::size_t other = 1; other < r.layout.bids; ++other)
    for (const deal::Side& side : sides) {
      const auto mean = [&](const std::function<std::size_t(std::size_t)>& place) {
        return sum_over(side,
                        [&](Party party) {
                          return mean_of(r.column(place(static_cast<std::size_t>(party))));
                        }) /
               kMillion;
      };
      double last = mean([&](std::size_t p) { return r.layout.own(0, p); });
      double order = 0;
      out.rows.push_back({c.bid[other].id, side.id, side.name, order, std::string("start"), last});
      for (std::size_t s = 0; s < r.steps.size(); ++s) {
        if (r.steps[s].to != other) continue;
        const double now = mean([&](std::size_t p) { return r.layout.step(s, p); });
        out.rows.push_back(
            {c.bid[other].id, side.id, side.name, ++order, r.steps[s].term, now - last});
        last = now;
      }
      out.rows.push_back({c.bid[other].id, side.id, side.name, ++order, std::string("end"), last});
    }
  return out;
}

Table holders_table(const Results& r) {
  Table out{"holders",
            "Holders beside the sponsor and the fund",
            r.layout.answer.holders() > 0
                ? "Real money of the base date, mid-year, each at its own rate: what a holder gets "
                  "less what it pays. Those of the state are part of the fund's line of the other "
                  "tables, the others of that of private holders."
                : "No bid has any.",
            {{"bid", ""},
             {"holder", ""},
             {"name", ""},
             {"state", ""},
             {"stake", "%"},
             {"mean", "M$"},
             {"p90_exceed", "M$"},
             {"p50", "M$"},
             {"p10_exceed", "M$"}},
            {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    const deal::Bid& bid = r.file->values.bid[b];
    const auto add = [&](const std::string& id, const std::string& name, bool state, double stake,
                         std::vector<double> usd) {
      for (double& value : usd) value /= kMillion;
      const Spread s = spread_of(usd);
      out.rows.push_back({bid.id, id, name, std::string(state ? "yes" : "no"), 100 * stake, s.mean,
                          s.p90_exceed, s.p50, s.p10_exceed});
    };
    std::vector<double> fund = r.column(r.layout.own(b, static_cast<std::size_t>(Party::fund)));
    bool one_rate = true;  // what is left of the state's line is the fund's
    for (std::size_t k = 0; k < bid.holder.size(); ++k) {
      const deal::BidHolder& holder = bid.holder[k];
      const std::vector<double> values = r.column(r.layout.holder(b, k));
      add(holder.id, holder.name.empty() ? holder.id : holder.name, holder.terms.state,
          holder.terms.stake, values);
      if (!holder.terms.state) continue;
      one_rate = one_rate && !std::isfinite(holder.rate);
      for (std::size_t i = 0; i < fund.size(); ++i) fund[i] -= values[i];
    }
    if (!bid.holder.empty() && one_rate && bid.fund_stake > 0)
      add("fund", r.file->values.project.host + ": the fund itself", true, bid.fund_stake, fund);
  }
  return out;
}

namespace {

// The outer classes hold all that is beyond.
std::string class_name(std::size_t k, std::size_t classes, double low, double width) {
  const auto at = [&](std::size_t i) {
    return for_people(std::round(low + width * static_cast<double>(i)) + 0.0, "M$");
  };
  if (k == 0) return "<= " + at(1);
  return k + 1 == classes ? ">= " + at(k) : "from " + at(k) + " to " + at(k + 1);
}

}  // namespace

Table npv_histogram_table(const Results& r) {
  Table out{"npv_histogram",
            "How values spread over the scenarios",
            "Shares of scenarios in classes of equal width between the 1st and the 99th "
            "percentile; the outer classes hold what is beyond.",
            {{"bid", ""},
             {"measure", ""},
             {"low", "M$"},
             {"high", "M$"},
             {"share", "fraction"},
             {"values", ""}},
            {}};
  constexpr std::size_t kClasses = 24;
  for (const std::string measure : {"project", "sponsor", "host"}) {
    const auto lines = lines_of(r, false);
    const auto line =
        std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.party == measure; });
    std::vector<std::vector<double>> values;
    std::vector<double> all;
    for (std::size_t b = 0; b < r.layout.bids; ++b) {
      values.push_back(values_of(r, *line, b));
      all.insert(all.end(), values.back().begin(), values.back().end());
    }
    std::sort(all.begin(), all.end());
    const double low = quantile_of(all, 0.01), high = quantile_of(all, 0.99);
    if (!(high > low)) continue;
    const double width = (high - low) / kClasses;
    for (std::size_t b = 0; b < values.size(); ++b) {
      std::vector<double> count(kClasses, 0.0);
      for (const double value : values[b])
        count[static_cast<std::size_t>(std::clamp((value - low) / width, 0.0, kClasses - 1.0))] +=
            1;
      for (std::size_t k = 0; k < kClasses; ++k)
        out.rows.push_back({r.file->values.bid[b].id, measure, low + width * static_cast<double>(k),
                            low + width * static_cast<double>(k + 1),
                            count[k] / static_cast<double>(values[b].size()),
                            class_name(k, kClasses, low, width)});
    }
  }
  return out;
}

}  // namespace lode::report
