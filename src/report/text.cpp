#include "report/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

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

std::string adverse_name(const study::Case& c) {
  return c.dependence.adverse_name.empty() ? c.dependence.adverse : c.dependence.adverse_name;
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

// One scenario has no average and no chances.
bool is_one_scenario(const Results& r) { return r.rows.size() == 1; }

std::vector<std::string> plans(const Results& r, const std::vector<Table>& tables) {
  std::vector<std::string> out;
  for (const auto& row : table_named(tables, "published_plan").rows) {
    std::string deposit = std::get<std::string>(row[0]);
    for (const study::Deposit& d : r.file->values.deposit)
      if (d.id == deposit) deposit = d.name;
    out.push_back(fmt::format(
        "{}: {} mills {:.1f} Mt over {:.0f}-{:.0f}; Lode's own plan mills {:.1f} Mt in these years "
        "({:+.0f} %), {:.1f} Mt {}.",
        deposit, std::get<std::string>(row[1]), number(row[4]), number(row[2]), number(row[3]),
        number(row[5]), number(row[7]), number(row[6]),
        is_one_scenario(r) ? "in this scenario" : "over the scenarios on average"));
  }
  return out;
}

std::string headline(const Results& r) {
  const study::Case& c = r.file->values;
  const double first = mean_of(host_values(r, 0)) / kMillion;
  if (c.bid.size() == 1)
    return fmt::format("\"{}\" is worth {} M$ to {} {}, if it closes.", c.bid[0].name,
                       millions(first), c.project.host,
                       is_one_scenario(r) ? "in this scenario" : "on average");
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
  if (is_one_scenario(r))
    return fmt::format(
        "If both close, \"{}\" is worth {} M$ more to {} than \"{}\" in this scenario ({} against "
        "{}).",
        c.bid[wins ? 0 : best].name, millions(std::abs(first - other)), c.project.host,
        c.bid[wins ? best : 0].name, millions(std::max(first, other)),
        millions(std::min(first, other)));
  return fmt::format(
      "If both close, \"{}\" is worth {} M$ more to {} than \"{}\" on average ({} against {}), and "
      "it is the better one in {:.0f} % of the scenarios.",
      c.bid[wins ? 0 : best].name, millions(std::abs(first - other)), c.project.host,
      c.bid[wins ? best : 0].name, millions(std::max(first, other)),
      millions(std::min(first, other)), 100 * (wins ? share : 1 - share));
}

std::string percent(double share) {
  return share > 0 && share < 0.01   ? "less than 1 %"
         : share < 1 && share > 0.99 ? "more than 99 %"
                                     : fmt::format("{:.0f} %", 100 * share);
}

// Where the lead for the host turns: the readings in which the other bid leads, beyond twice the
// error of the scenarios.
struct Turn {
  std::string reading, leader;
  double lead = 0, error = 0;
};
std::vector<Turn> turns(const study::Case& c, const Table& readings) {
  const auto sign = [](double lead, double error) {
    return std::abs(lead) <= 2 * error ? 0 : lead > 0 ? 1 : -1;
  };
  std::map<std::string, int> own;  // of each other bid
  std::vector<Turn> out;
  for (const auto& row : readings.rows) {
    if (std::isnan(number(row[8]))) continue;
    const std::string& id = std::get<std::string>(row[3]);
    const double lead = number(row[8]), error = number(row[9]);
    const auto [place, is_own] = own.try_emplace(id, sign(lead, error));
    if (is_own || sign(lead, error) * place->second >= 0) continue;
    const auto bid =
        std::find_if(c.bid.begin(), c.bid.end(), [&](const deal::Bid& b) { return b.id == id; });
    out.push_back({std::get<std::string>(row[0]), lead > 0 ? c.bid[0].name : bid->name,
                   std::abs(lead), error});
  }
  return out;
}

// "equal within what is known" where another reading turns the lead.
std::string how_sure(const study::Case& c, const std::vector<Table>& tables) {
  const auto& rows = table_named(tables, "decided_difference").rows;
  if (rows.empty()) return {};
  const double mean = number(rows[0][6]), error = number(rows[0][7]);
  if (std::abs(mean) <= 2 * error) return " (equal within the error of the scenarios)";
  const std::vector<Turn> other = turns(c, table_named(tables, "readings"));
  if (other.empty()) return fmt::format(" (difference {} ± {})", millions(mean), millions(error));
  std::vector<std::string> told;
  for (const Turn& turn : other)
    told.push_back(fmt::format("\"{}\" leads by {} ± {} with {}", turn.leader, millions(turn.lead),
                               millions(turn.error), turn.reading));
  return fmt::format(" (difference {} ± {}; equal within what is known: {})", millions(mean),
                     millions(error), fmt::join(told, ", "));
}

// Both numbers: weighted by closing and by being built, and if it is built whatever happens.
std::string decision(const Results& r, const std::vector<Table>& tables) {
  const study::Case& c = r.file->values;
  std::vector<std::string> weighted, built, always;
  for (const auto& row : table_named(tables, "decided").rows) {
    if (std::get<std::string>(row[0]) != "host") continue;
    const std::string& id = std::get<std::string>(row[2]);
    for (const deal::Bid& bid : c.bid)
      if (bid.id == id)
        built.push_back(fmt::format("\"{}\" is built in {}{}", bid.name, percent(number(row[4])),
                                    built.empty() ? " of the scenarios" : ""));
    weighted.push_back(millions(number(row[5])));
    always.push_back(millions(number(row[9])));
  }
  if (built.empty()) return {};
  return fmt::format(
      "Where those who decide build for their own gain alone, {}; weighted by that and by the "
      "chance to close {} worth {} M$ to {}{}, and {} M$ if built whatever happens.",
      fmt::join(built, " and "), built.size() > 1 ? "they are" : "it is",
      fmt::join(weighted, " and "), c.project.host, how_sure(c, tables),
      fmt::join(always, " and "));
}

std::vector<std::string> where_grades_come_from(const study::Case& c) {
  std::string holes, statements;
  for (const study::Deposit& d : c.deposit) {
    std::string& names = d.holes ? holes : statements;
    names += (names.empty() ? "" : ", ") + d.name;
  }
  const std::string limit =
      " This is no technical report in the sense of any reporting code and names no qualified "
      "person.";
  if (holes.empty())
    return {"Grades come from published statements, not from drill holes." + limit};
  const std::string kriged =
      "evaluated on a kriged block model after the discrete Gaussian change of support, with class "
      "uncertainty as the only spread of grade and tonnage.";
  if (statements.empty()) return {"Grades come from drill holes, " + kriged + limit};
  return {fmt::format("Grades of {} come from drill holes, {}", holes, kriged),
          fmt::format("Grades of {} come from published statements, not from drill holes.{}",
                      statements, limit)};
}

std::vector<std::string> trust(const Results& r, const std::vector<Table>& tables) {
  const Table& t = table_named(tables, "trust");
  const auto value = [&](std::size_t row) { return number(t.rows[row][1]); };
  std::vector<std::string> out;
  const bool one = is_one_scenario(r);
  if (!one && std::isfinite(value(0)))
    out.push_back(fmt::format("{:.0f} % of the spread of project value comes from the price of {}.",
                              value(0), r.file->values.commodity.front().name));
  out.push_back(sentence_of(provenances_of(*r.file)));
  if (value(5) > 0)
    out.push_back(
        fmt::format("{:.0f} % of the metal mined is inferred, the least certain class; such a plan "
                    "is preliminary.",
                    value(5)));
  for (std::string& line : where_grades_come_from(r.file->values)) out.push_back(std::move(line));
  std::string why;
  if (!one && t.rows.size() > 12)
    why = fmt::format(", {} M$ of the difference by {} ({:.3g} on average, {:.3g} at base)",
                      millions(value(9)), largest_shift(r).key, value(10), value(11));
  out.push_back(fmt::format(
      "At the planning price throughout the project is worth {} M$ with every input at its base "
      "value and {} M$ at its mean; {} M${}.",
      millions(value(7)), millions(value(t.rows.size() - 1)),
      (one ? "in this scenario " : "on average over the scenarios ") + millions(value(8)), why));
  std::size_t failed = 0;
  for (const auto& row : table_named(tables, "checks").rows)
    failed += std::get<std::string>(row[3]) == "no";
  std::size_t apart = 0;
  for (const auto& row : table_named(tables, "price_paths_check").rows)
    apart += std::get<std::string>(row.back()) == "no";
  if (apart > 0)
    out.push_back(fmt::format(
        "Prices that scenarios used are further from years solved outright than they should be in "
        "{} of {} comparisons (price_paths_check).",
        apart, table_named(tables, "price_paths_check").rows.size()));
  out.push_back(failed == 0
                    ? "All checks of the run hold."
                    : fmt::format("{} check(s) of the run do not hold; see Checks.", failed));
  const auto& bids = r.file->values.bid;
  if (!one && std::any_of(bids.begin(), bids.end(),
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

std::string name_of(const study::Case& c, const Cell& id) {
  for (const deal::Bid& bid : c.bid)
    if (bid.id == std::get<std::string>(id)) return bid.name;
  return std::get<std::string>(id);
}

// The price of the stake and the free stake make one sentence for each pair of bids, the chance of
// closing another.
std::vector<std::string> flips(const Results& r, const std::vector<Table>& tables) {
  const study::Case& c = r.file->values;
  std::vector<std::string> out;
  for (const auto& row : table_named(tables, "flips").rows) {
    const std::string& what = std::get<std::string>(row[0]);
    const std::string bid = name_of(c, row[1]), other = name_of(c, row[2]);
    const double now = number(row[3]), at = number(row[4]);
    if (what == kFlipClosing && is_one_scenario(r)) continue;
    if (what == kFlipStakePrice) {
      out.push_back(fmt::format(
          "To be worth as much to {} as \"{}\", \"{}\" must add {} M$ to the price of the stake "
          "({} instead of {}).",
          c.project.host, other, bid, millions(at - now), millions(at), millions(now)));
    } else if (what == kFlipFreeStake && !out.empty()) {
      out.back().back() = ',';
      out.back() += std::isnan(at)
                        ? " and no free stake of the fund does it."
                        : fmt::format(
                              " or give the fund {:.1f} points more of a free stake ({:.3g} "
                              "% instead of {:.3g} %).",
                              at - now, at, now);
    } else if (std::isnan(at)) {
      const bool other_leads =
          mean_of(host_values(r, 0)) > 0;  // else it is worth less than nothing
      out.push_back(
          fmt::format("Weighted by its chance to close, \"{}\" leads whatever the chance of \"{}\" "
                      "is; {:.3g} % is assumed.",
                      other_leads ? other : bid, bid, now));
    } else {
      out.push_back(fmt::format(
          "Weighted by its chance to close, \"{}\" leads \"{}\" where that chance is above {:.3g} "
          "%; {:.3g} % is assumed.",
          bid, other, at, now));
    }
  }
  return out;
}

std::vector<std::string> supply(const Results& r, const std::string& adverse) {
  const study::Case& c = r.file->values;
  std::vector<std::string> out;
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    double share = 0;
    for (const deal::Offtake& offtake : c.bid[b].offtake)
      if (offtake.marketed_by == c.dependence.adverse) share += share_of_supply(r, offtake);
    const double tonnes = supply_t_per_y(r, b);
    out.push_back(fmt::format(
        "Supply with \"{}\": {} t {} a year{}; marketed by {}: {:.0f} % of it.", c.bid[b].name,
        millions(tonnes), c.project.metal,
        c.project.world_supply_t > 0 ? fmt::format(", {:.2g} % of what the world mines",
                                                   100 * tonnes / c.project.world_supply_t)
                                     : "",
        adverse, 100 * share));
  }
  return out;
}

// "doubles from 1,746 to 3,500", "rises by 32 % from 1,746 to 2,302"; empty below a tenth.
std::string change_in_words(double before, double after) {
  if (before <= 0 || std::abs(after / before - 1) < 0.1) return {};
  const double times = after / before;
  std::string how = times > 1 ? fmt::format("rises by {:.0f} %", 100 * (times - 1))
                              : fmt::format("falls by {:.0f} %", 100 * (1 - times));
  if (times >= 1.9) how = times <= 2.1 ? "doubles" : "more than doubles";
  if (times >= 2.9) how = fmt::format("is {:.1f} times as high:", times);
  return fmt::format("{} from {} to {}", how, millions(before), millions(after));
}

// Where a bid moves how concentrated a buyer's imports are.
std::vector<std::string> concentration(const study::Case& c, const Table& table) {
  std::vector<std::string> out;
  const auto at = [&](const std::string& buyer, const std::string& situation, const char* measure) {
    for (const auto& row : table.rows)
      if (std::get<std::string>(row[0]) == buyer && std::get<std::string>(row[2]) == situation &&
          std::get<std::string>(row[3]) == measure)
        return number(row[4]);
    return std::numeric_limits<double>::quiet_NaN();
  };
  for (const market::Buyer& buyer : c.buyer)
    for (const deal::Bid& bid : c.bid) {
      const auto moved = [&](const char* measure) {
        return change_in_words(at(buyer.id, "without", measure), at(buyer.id, bid.id, measure));
      };
      const std::string origin = moved("hhi_origin"), marketer = moved("hhi_marketer");
      if (origin.empty() && marketer.empty()) continue;
      const std::string head =
          fmt::format("{} with \"{}\": concentration of its imports", buyer.name, bid.name);
      constexpr const char* kScale = "(Herfindahl-Hirschman index, 10,000 = all from one)";
      if (origin == marketer)
        out.push_back(fmt::format("{} by country and by seller {} {}.", head, origin, kScale));
      else
        out.push_back(fmt::format("{} {}{}{} {}.", head,
                                  origin.empty() ? "" : "by country " + origin,
                                  origin.empty() || marketer.empty() ? "" : ", ",
                                  marketer.empty() ? "" : "by seller " + marketer, kScale));
    }
  return out;
}

std::vector<std::string> dependence(const Results& r, const std::vector<Table>& tables) {
  const study::Case& c = r.file->values;
  if (c.buyer.empty() || c.dependence.adverse.empty()) return {};
  const std::string adverse = adverse_name(c);
  std::vector<std::string> out = supply(r, adverse);
  const Table& t = table_named(tables, "dependence");
  std::string unchanged;
  for (const market::Buyer& buyer : c.buyer) {
    const auto at = [&](const std::string& situation) {
      for (const auto& row : t.rows)
        if (std::get<std::string>(row[0]) == buyer.id &&
            std::get<std::string>(row[2]) == situation &&
            std::get<std::string>(row[3]) == "touched_by_adverse")
          return number(row[4]);
      return std::numeric_limits<double>::quiet_NaN();
    };
    const double before = at("without");
    std::string with;
    bool moves = false;
    for (const deal::Bid& bid : c.bid) {
      with += fmt::format("{}{:.0f} % with \"{}\"", with.empty() ? "" : ", ", at(bid.id), bid.name);
      moves = moves || std::abs(at(bid.id) - before) >= 0.5;
    }
    if (moves)
      out.push_back(fmt::format(
          "{}: {} mines, markets, refines or has transit of {:.0f} % of imports today, {}.",
          buyer.name, adverse, before, with));
    else
      unchanged +=
          fmt::format("{}{} ({:.0f} %)", unchanged.empty() ? "" : ", ", buyer.name, before);
  }
  if (!unchanged.empty())
    out.push_back(
        fmt::format("The share that {} touches stays as it is in: {}.", adverse, unchanged));
  for (std::string& sentence : concentration(c, t)) out.push_back(std::move(sentence));
  for (std::string& sentence : market_sentences(r)) out.push_back(std::move(sentence));
  out.push_back(
      "Imports that replace imports leave net import reliance unchanged: what changes is who "
      "supplies them.");
  return out;
}

}  // namespace

StudyFacts make_facts(const Results& r) {
  const study::Case& c = r.file->values;
  StudyFacts out;
  out.title = c.title;
  out.subtitle = c.subtitle;
  out.base_year = c.project.base_year;
  out.scenarios = static_cast<int>(r.rows.size());
  out.realisations = r.realisations;
  out.seed = r.seed;
  for (const study::Alternative& alternative : r.file->alternatives)
    if (alternative.chosen) out.alternatives.push_back(alternative.name + "=" + alternative.choice);
  for (const deal::Bid& bid : c.bid) out.bids.push_back({bid.id, bid.name, bid.sponsor});
  for (const study::Deposit& deposit : c.deposit)
    out.deposits.push_back({deposit.id, deposit.name});
  out.main_name = c.commodity.front().name;
  out.quoted_unit = c.commodity.front().quoted_unit;
  out.planning_price = c.planning.price_usd;
  out.host = c.project.host;
  out.metal = c.project.metal;
  out.adverse = adverse_name(c);
  return out;
}

ReportText make_text(const Results& r, const std::vector<Table>& tables,
                     const std::string& repeat) {
  const std::string decided = decision(r, tables);
  return {decided.empty() ? headline(r) : decided,
          trust(r, tables),
          flips(r, tables),
          dependence(r, tables),
          plans(r, tables),
          simplified(r.file->values),
          repeat};
}

}  // namespace lode::report
