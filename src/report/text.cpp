#include "report/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using study::Results;

const Table& table_named(const std::vector<Table>& tables, const char* name) {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return t.name == name; });
  LODE_CHECK(found != tables.end());
  return *found;
}

// Whole millions with thousands separated.
std::string millions(double value) {
  std::string digits = fmt::format("{:.0f}", std::abs(value));
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return (value < -0.5 ? "-" : "") + digits;
}

double number(const Cell& cell) {
  const double* value = std::get_if<double>(&cell);
  return value ? *value : std::numeric_limits<double>::quiet_NaN();
}

std::string headline(const Results& r) {
  const study::Case& c = r.file.values;
  const double first = mean_of(host_values(r, 0)) / kMillion;
  if (c.bid.size() == 1)
    return fmt::format("\"{}\" is worth {} M$ to {} on average, if it closes.", c.bid[0].name,
                       millions(first), c.project.host);
  std::size_t best = 1;
  for (std::size_t b = 2; b < c.bid.size(); ++b)
    if (mean_of(host_values(r, b)) > mean_of(host_values(r, best))) best = b;
  const std::vector<double> ours = host_values(r, 0), theirs = host_values(r, best);
  double better = 0;
  for (std::size_t i = 0; i < ours.size(); ++i)
    better += ours[i] > theirs[i] ? 1 : ours[i] == theirs[i] ? 0.5 : 0;
  const double other = mean_of(theirs) / kMillion;
  const bool wins = first >= other;
  const double share = better / static_cast<double>(ours.size());
  return fmt::format(
      "If both close, \"{}\" is worth {} M$ more to {} than \"{}\" on average ({} against {}), and "
      "it is the better one in {:.0f} % of the scenarios.",
      c.bid[wins ? 0 : best].name, millions(std::abs(first - other)), c.project.host,
      c.bid[wins ? best : 0].name, millions(std::max(first, other)),
      millions(std::min(first, other)), 100 * (wins ? share : 1 - share));
}

std::vector<std::string> trust(const Results& r, const std::vector<Table>& tables) {
  const Table& t = table_named(tables, "trust");
  const auto value = [&](std::size_t row) { return number(t.rows[row][1]); };
  std::vector<std::string> out;
  out.push_back(fmt::format("{:.0f} % of the spread of project value comes from the price of {}.",
                            value(0), r.file.values.commodity.front().name));
  out.push_back(fmt::format(
      "{:.0f} of the {:.0f} inputs that the case gives are assumptions{}.", value(1),
      value(1) + value(2) + value(3),
      value(3) > 0 ? fmt::format("; {:.0f} do not say where they come from", value(3)) : ""));
  if (value(4) > 0)
    out.push_back(
        fmt::format("{:.0f} % of the metal mined is inferred, the least certain class; such a plan "
                    "is preliminary.",
                    value(4)));
  out.push_back(
      "Grades come from published statements, not from drill holes. This is no technical report in "
      "the sense of any reporting code and names no qualified person.");
  std::size_t failed = 0;
  for (const auto& row : table_named(tables, "checks").rows)
    failed += std::get<std::string>(row[3]) == "no";
  out.push_back(failed == 0
                    ? "All checks of the run hold."
                    : fmt::format("{} check(s) of the run do not hold; see Checks.", failed));
  const auto& bids = r.file.values.bid;
  if (std::any_of(bids.begin(), bids.end(),
                  [](const deal::Bid& b) { return b.closing_probability < 1; })) {
    std::string weighted;
    for (std::size_t b = 0; b < bids.size(); ++b)
      weighted += fmt::format(
          "{}{:.0f} % for \"{}\" ({} M$ weighted)", b ? ", " : "",
          100 * bids[b].closing_probability, bids[b].name,
          millions(bids[b].closing_probability * mean_of(host_values(r, b)) / kMillion));
    out.push_back(
        fmt::format("Values hold if a bid closes; assumed chances of that: {}.", weighted));
  }
  return out;
}

std::vector<std::string> flips(const Results& r) {
  std::vector<std::string> out;
  for (const auto& row : flips_table(r).rows) {
    const double now = number(row[1]), at = number(row[2]);
    const std::string what = std::get<std::string>(row[0]), unit = std::get<std::string>(row[3]);
    out.push_back(std::isnan(at)
                      ? fmt::format("{}: now {:.3g} {}; no value of it alone changes the answer.",
                                    what, now, unit)
                      : fmt::format("{}: now {} {}, the answer changes at {} {}.", what,
                                    unit == "M$" ? millions(now) : fmt::format("{:.3g}", now), unit,
                                    unit == "M$" ? millions(at) : fmt::format("{:.3g}", at), unit));
  }
  return out;
}

std::vector<std::string> dependence(const Results& r, const std::vector<Table>& tables) {
  const study::Case& c = r.file.values;
  std::vector<std::string> out;
  if (c.buyer.empty() || c.dependence.adverse.empty()) return out;
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    double adverse = 0;
    for (const deal::Offtake& offtake : c.bid[b].offtake)
      if (offtake.marketed_by == c.dependence.adverse) adverse += offtake.share;
    const double tonnes = supply_t_per_y(r, b);
    out.push_back(fmt::format("\"{}\": {} t {} a year{}, {:.0f} % of it marketed by {}.",
                              c.bid[b].name, millions(tonnes), c.project.metal,
                              c.project.world_supply_t > 0
                                  ? fmt::format(", {:.1f} % of what the world mines",
                                                100 * tonnes / c.project.world_supply_t)
                                  : "",
                              100 * adverse, c.dependence.adverse));
  }
  const Table& t = table_named(tables, "dependence");
  for (const market::Buyer& buyer : c.buyer) {
    const auto at = [&](const std::string& situation) {
      for (const auto& row : t.rows)
        if (std::get<std::string>(row[0]) == buyer.id &&
            std::get<std::string>(row[2]) == situation &&
            std::get<std::string>(row[3]) == "touched_by_adverse")
          return number(row[4]);
      return std::numeric_limits<double>::quiet_NaN();
    };
    std::string with;
    for (const deal::Bid& bid : c.bid)
      with += fmt::format(", {:.0f} % with \"{}\"", at(bid.id), bid.name);
    out.push_back(
        fmt::format("{}: {} mines, markets, refines or lets pass {:.0f} % of imports today{}.",
                    buyer.name, c.dependence.adverse, at("without"), with));
  }
  out.push_back(
      "Imports that replace imports leave net import reliance unchanged: what changes is who "
      "stands behind them.");
  return out;
}

// What each stage leaves out, as its header says.
std::vector<Simplification> simplified() {
  return {{"Resource",
           "The body is a union of simple solids; grades are drawn from a law solved for the "
           "published tonnage and grade, not conditioned on holes; tonnage uncertainty acts on all "
           "rock of a confidence class alike."},
          {"Pit",
           "Exact for the block values given; slopes are overall angles by azimuth sector, without "
           "ramps, minimum mining width or geotechnical domains; flat topography."},
          {"Schedule",
           "A fixed sequence of pushbacks and benches at a constant lag whose pace and cut-off "
           "react; the sequence itself is not optimised; within a bench rock is mined in "
           "proportion; one mixed ore stockpile a deposit."},
          {"Plant",
           "One recovery law per element (constant tail), linear learning; by-products leave as "
           "concentrate at the mill; concentrate of the main element may not be sold, only "
           "refined, stocked or not made."},
          {"Market",
           "Prices revert to a long-run level and do not react to the project; by-products' prices "
           "follow the same kind of law. Dependence is arithmetic: imports are replaced ton for "
           "ton, no market response."},
          {"Finance",
           "One venture without ring-fence between deposits; taxes by calendar year; VAT on "
           "capital only; level debt service; no thin-capitalisation test, no hedging."},
          {"Deal",
           "Values are conditional on closing; promises are kept; nobody renegotiates. The order "
           "of terms in the bridge shares out joint effects."},
          {"Events",
           "Independent of one another and of price; chances and lengths are assumptions; a change "
           "that lasts part of a period counts in proportion."}};
}

}  // namespace

StudyFacts make_facts(const Results& r) {
  const study::Case& c = r.file.values;
  StudyFacts out;
  out.title = c.title;
  out.subtitle = c.subtitle;
  out.base_year = c.project.base_year;
  out.scenarios = static_cast<int>(r.rows.size());
  out.realisations = r.realisations;
  out.seed = r.seed;
  for (const study::Alternative& alternative : r.file.alternatives)
    if (alternative.chosen) out.alternatives.push_back(alternative.name + "=" + alternative.choice);
  for (const deal::Bid& bid : c.bid) out.bids.push_back({bid.id, bid.name, bid.sponsor});
  for (const study::Deposit& deposit : c.deposit)
    out.deposits.push_back({deposit.id, deposit.name});
  out.main_name = c.commodity.front().name;
  out.quoted_unit = c.commodity.front().quoted_unit;
  out.planning_price = c.planning.price_usd;
  return out;
}

ReportText make_text(const Results& r, const std::vector<Table>& tables,
                     const std::string& repeat) {
  return {headline(r), trust(r, tables), flips(r), dependence(r, tables), simplified(), repeat};
}

}  // namespace lode::report
