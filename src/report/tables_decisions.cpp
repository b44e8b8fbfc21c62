// Who builds, when, and what the right to decide is worth to each party.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/clusters.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using deal::Party;
using study::Decided;
using study::Results;

constexpr const char* kNoChoice =
    "Nobody decides here whether to build: each bid is built in its first year, whatever happens. "
    "A bid may give the right to build to a party; a choice needs at least 4 realisations.";

std::vector<std::uint64_t> clusters_of(const Results& r) {
  std::vector<std::uint64_t> out;
  for (const std::uint64_t scenario : r.scenarios) out.push_back(scenario % r.realisation_count());
  return out;
}

// The sides that the first page names.
std::vector<deal::Side> sides_of(const Results& r, std::size_t bid) {
  const study::Case& c = r.file->values;
  return {deal::host_side(c.project.host),
          {"state", c.project.host + ": taxes and duties", {Party::state}},
          {"fund", c.project.host + ": fund's stake", {Party::fund}},
          deal::sponsor_side(c.bid[bid].venture.marketer_is_sponsor),
          *deal::deciding_side("lenders", c.bid[bid])};
}

// [row] M$.
std::vector<double> worth(const Decided& decided, const deal::Side& side) {
  std::vector<double> out;
  for (const auto& value : decided.value)
    out.push_back(
        deal::sum_over(side, [&](Party p) { return value[static_cast<std::size_t>(p)]; }) /
        kMillion);
  return out;
}

double share(const Decided& decided, const auto& is) {
  double n = 0;
  for (std::size_t i = 0; i < decided.year.size(); ++i) n += is(i) ? 1 : 0;
  return n / static_cast<double>(decided.year.size());
}

double chance_built(const Decided& decided) {
  return share(decided, [&](std::size_t i) { return decided.year[i] > 0; });
}

std::string deposits_in_words(const Results& r, std::size_t built) {
  const std::vector<study::Deposit>& all = r.file->values.deposit;
  std::string out;
  for (std::size_t d = 0; d < (built == 0 ? all.size() : built); ++d)
    out += (d > 0 ? ", " : "") + all[d].name;
  return out;
}

bool any_choice(const Results& r) {
  return std::any_of(r.control.begin(), r.control.end(),
                     [](const auto& of) { return !of.empty(); });
}

}  // namespace

Table built_table(const Results& r) {
  Table out{"built",
            "When each bid is built, if it closes",
            any_choice(r)
                ? "Share of scenarios. Whoever holds the right to build decides for its own "
                  "value, knowing prices so far and what its study found, by a rule fitted "
                  "on other realisations."
                : kNoChoice,
            {{"bid", ""}, {"year", ""}, {"deposits", ""}, {"share", "fraction"}},
            {}};
  for (const auto& of : r.control) {
    if (of.empty()) continue;
    const Decided& own = of.front();
    const std::string& bid = r.file->values.bid[own.bid].id;
    std::map<std::pair<int, std::size_t>, double> shares;
    for (std::size_t i = 0; i < own.year.size(); ++i)
      shares[{own.year[i], own.deposits[i]}] += 1.0 / static_cast<double>(own.year.size());
    for (const auto& [what, part] : shares)
      out.rows.push_back({bid, what.first > 0 ? Cell(std::to_string(what.first)) : Cell("never"),
                          what.first > 0 ? Cell(deposits_in_words(r, what.second)) : Cell(), part});
  }
  return out;
}

Table decided_table(const Results& r) {
  Table out{
      "decided",
      "What each offer is worth, built or not",
      any_choice(r)
          ? "Mean over all scenarios, real money of the base date, each party at its own rate. "
            "weighted: times the chance that the bid closes. if_built: over the scenarios in "
            "which it is built. whatever_happens: built in its first year in every scenario "
            "(table deal). The sponsor's numbers hold the cost of its study."
          : kNoChoice,
      {{"party", ""},
       {"name", ""},
       {"bid", ""},
       {"chance_closes", "fraction"},
       {"chance_built", "fraction"},
       {"weighted", "M$"},
       {"mean", "M$"},
       {"standard_error", "M$"},
       {"if_built", "M$"},
       {"whatever_happens", "M$"}},
      {}};
  const std::vector<std::uint64_t> cluster = clusters_of(r);
  for (std::size_t k = 0; k < sides_of(r, 0).size(); ++k)
    for (const auto& of : r.control) {
      if (of.empty()) continue;
      const Decided& own = of.front();
      const deal::Bid& bid = r.file->values.bid[own.bid];
      const deal::Side side = sides_of(r, own.bid)[k];
      const std::vector<double> values = worth(own, side);
      double built = 0, sum = 0, whole = 0;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (own.year[i] > 0) built += 1, sum += values[i];
        whole += deal::sum_over(side, [&](Party p) {
          return r.rows.at(i, r.layout.own(own.bid, static_cast<std::size_t>(p)));
        });
      }
      const Mean mean = clustered_mean(values, cluster);
      out.rows.push_back({side.id, side.name, bid.id, bid.closing_probability, chance_built(own),
                          bid.closing_probability * mean.mean, mean.mean, mean.standard_error,
                          built > 0 ? Cell(sum / built) : Cell(),
                          whole / kMillion / static_cast<double>(values.size())});
    }
  return out;
}

Table decided_difference_table(const Results& r) {
  Table out{"decided_difference",
            "The reference bid less the other, built or not, on the same scenarios",
            any_choice(r) ? "Mean of the differences, if both close; and of both weighted by their "
                            "chances to close. better: share of scenarios; ties count half."
                          : kNoChoice,
            {{"party", ""},
             {"name", ""},
             {"bid", ""},
             {"mean", "M$"},
             {"standard_error", "M$"},
             {"better", "fraction"},
             {"weighted", "M$"},
             {"weighted_standard_error", "M$"}},
            {}};
  if (r.control.empty() || r.control.front().empty()) return out;
  const std::vector<std::uint64_t> cluster = clusters_of(r);
  const Decided& first = r.control.front().front();
  for (std::size_t k = 0; k < sides_of(r, 0).size(); ++k)
    for (std::size_t b = 1; b < r.control.size(); ++b) {
      if (r.control[b].empty()) continue;
      const Decided& other = r.control[b].front();
      const deal::Side side = sides_of(r, 0)[k];
      const double closes = r.file->values.bid[0].closing_probability,
                   other_closes = r.file->values.bid[b].closing_probability;
      std::vector<double> difference = worth(first, side), weighted = difference;
      const std::vector<double> of_other = worth(other, sides_of(r, b)[k]);
      double better = 0;
      for (std::size_t i = 0; i < difference.size(); ++i) {
        weighted[i] = closes * difference[i] - other_closes * of_other[i];
        difference[i] -= of_other[i];
        better += difference[i] > 0 ? 1 : difference[i] == 0 ? 0.5 : 0;
      }
      const Mean mean = clustered_mean(difference, cluster),
                 both = clustered_mean(weighted, cluster);
      out.rows.push_back({side.id, side.name, r.file->values.bid[b].id, mean.mean,
                          mean.standard_error, better / static_cast<double>(difference.size()),
                          both.mean, both.standard_error});
    }
  return out;
}

// What each group of terms adds, if the bid closes; start and end are the two bids.
Table decided_bridge_table(const Results& r) {
  Table out{
      "decided_bridge",
      "From the reference bid to the other, term by term, built or not",
      r.decided_bridge.empty()
          ? "There is no other bid, or one of the two gives nobody a right to build."
          : "If the bid closes: chance that it is built, and each side's mean, when its terms "
            "are replaced one by one, those who hold the rights deciding anew at each step, on "
            "the first scenarios of the run. Rights and their dates change with the schedule. "
            "Terms change in the order shown; another order would share out the joint effects "
            "differently.",
      {{"bid", ""},
       {"order", ""},
       {"term", ""},
       {"chance_built", "fraction"},
       {"party", ""},
       {"name", ""},
       {"value", "M$"},
       {"standard_error", "M$"}},
      {}};
  const std::vector<study::DecidedStep>& way = r.decided_bridge;
  const auto add = [&](std::size_t i, double order, const std::string& term,
                       const study::DecidedStep* before) {
    std::vector<std::uint64_t> cluster;
    for (const std::uint64_t scenario : way[i].scenarios)
      cluster.push_back(scenario % r.realisation_count());
    for (const deal::Side& side :
         {deal::host_side(r.file->values.project.host),
          deal::sponsor_side(r.file->values.bid[way[i].to].venture.marketer_is_sponsor),
          *deal::deciding_side("lenders", r.file->values.bid[way[i].to])}) {
      std::vector<double> values = worth(way[i].decided, side);
      if (before) {
        const std::vector<double> last = worth(before->decided, side);
        for (std::size_t k = 0; k < values.size(); ++k) values[k] -= last[k];
      }
      const Mean mean = clustered_mean(values, cluster);
      out.rows.push_back({r.file->values.bid[way[i].to].id, order, term,
                          chance_built(way[i].decided), side.id, side.name, mean.mean,
                          mean.standard_error});
    }
  };
  double order = 0;
  for (std::size_t i = 0; i < way.size(); ++i) {
    const bool starts = way[i].term.empty();
    if (starts) order = 0;
    add(i, order++, starts ? "start" : way[i].term, starts ? nullptr : &way[i - 1]);
    if (i + 1 == way.size() || way[i + 1].term.empty()) add(i, order, "end", nullptr);
  }
  return out;
}

namespace {

std::string note_of(const study::Reading& reading) {
  std::string out;
  for (const study::Alternative& one : reading.file->alternatives)
    if (one.chosen && reading.name.find(one.name + "=" + one.choice) != std::string::npos)
      out += (out.empty() ? "" : "; ") + one.note;
  return out;
}

// Rows of one reading: what each bid comes to, weighted by its chance to close.
void add_reading(const Results& r, const study::Reading& reading, Table& out) {
  const study::Case& c = reading.file->values;
  if (!reading.no_answer.empty()) {
    out.rows.push_back({reading.name, reading.no_answer, 0.0, Cell(), Cell(), Cell(), Cell(),
                        Cell(), Cell(), Cell()});
    return;
  }
  std::vector<std::uint64_t> cluster;
  for (const std::uint64_t scenario : reading.scenarios)
    cluster.push_back(scenario % r.realisation_count());
  const deal::Side host = deal::host_side(c.project.host);
  const auto weighted = [&](std::size_t b, const deal::Side& side) {
    std::vector<double> values = worth(reading.bid[b], side);
    for (double& value : values) value *= c.bid[b].closing_probability;
    return values;
  };
  const std::vector<double> first = weighted(0, host);
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    const auto mean = [&](const deal::Side& side) {
      return clustered_mean(weighted(b, side), cluster).mean;
    };
    std::vector<double> lead = first;
    const std::vector<double> own = weighted(b, host);
    for (std::size_t i = 0; i < lead.size(); ++i) lead[i] -= own[i];
    const Mean by = clustered_mean(lead, cluster);
    out.rows.push_back({reading.name.empty() ? std::string("as the case stands") : reading.name,
                        note_of(reading), static_cast<double>(reading.scenarios.size()),
                        c.bid[b].id, chance_built(reading.bid[b]), mean(host),
                        mean(deal::sponsor_side(c.bid[b].venture.marketer_is_sponsor)),
                        mean(*deal::deciding_side("lenders", c.bid[b])),
                        b > 0 ? Cell(by.mean) : Cell(), b > 0 ? Cell(by.standard_error) : Cell()});
  }
}

}  // namespace

Table readings_table(const Results& r) {
  Table out{"readings",
            "The same offers under other readings of the facts",
            r.readings.empty()
                ? "The case names no other readings (key readings), or one scenario alone was run."
                : "Mean over the scenarios, each party at its own rate, weighted by the chance to "
                  "close; built where those who hold the rights decide so, a bid without rights "
                  "whatever happens. lead: of the reference bid over this one for the host, paired "
                  "by scenario. Each reading is planned, lent and decided anew.",
            {{"reading", ""},
             {"note", ""},
             {"scenarios", ""},
             {"bid", ""},
             {"chance_built", "fraction"},
             {"host", "M$"},
             {"sponsor", "M$"},
             {"lenders", "M$"},
             {"lead", "M$"},
             {"lead_error", "M$"}},
            {}};
  if (r.readings.empty()) return out;
  add_reading(r, study::reading_of(r), out);
  for (const study::Reading& reading : r.readings) add_reading(r, reading, out);
  return out;
}

Table control_table(const Results& r) {
  Table out{"control",
            "Who decides, and who gains",
            any_choice(r)
                ? "The same scenarios with the right elsewhere, shared or absent. difference: from "
                  "what the bid says, paired by scenario; standard errors clustered by "
                  "realisation. refused: share of scenarios in which somebody refused what was "
                  "proposed first."
                : kNoChoice,
            {{"bid", ""},
             {"arrangement", ""},
             {"name", ""},
             {"chance_built", "fraction"},
             {"refused", "fraction"},
             {"party", ""},
             {"party_name", ""},
             {"mean", "M$"},
             {"difference", "M$"},
             {"standard_error", "M$"}},
            {}};
  const std::vector<std::uint64_t> cluster = clusters_of(r);
  for (const auto& of : r.control)
    for (const Decided& one : of)
      for (const deal::Side& side : sides_of(r, one.bid)) {
        std::vector<double> values = worth(one, side);
        const double mean = clustered_mean(values, cluster).mean;
        const std::vector<double> own = worth(of.front(), side);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] -= own[i];
        const Mean difference = clustered_mean(values, cluster);
        const bool is_own = &one == &of.front();
        out.rows.push_back({r.file->values.bid[one.bid].id, one.by.id, one.by.name,
                            chance_built(one),
                            share(one, [&](std::size_t i) { return one.refused[i] != 0; }), side.id,
                            side.name, mean, is_own ? Cell() : Cell(difference.mean),
                            is_own ? Cell() : Cell(difference.standard_error)});
      }
  return out;
}

Table decision_bound_table(const Results& r) {
  Table out{
      "decision_bound",
      "What the right to build is worth to who decides, and what no rule can beat",
      any_choice(r)
          ? "value: of a rule that knows no more than it may, every scenario by a rule fitted "
            "on other realisations; the study's cost is not in it. bound: with the future "
            "known, which no rule can reach. bound_less_penalty: the same less a part of what "
            "each choice brings beyond its average given what is known at its date: no rule "
            "can beat it either, as far as these averages are right. Where more than one "
            "holder decides there is no bound."
          : kNoChoice,
      {{"bid", ""},
       {"arrangement", ""},
       {"holder", ""},
       {"value", "M$"},
       {"standard_error", "M$"},
       {"bound_less_penalty", "M$"},
       {"penalty_standard_error", "M$"},
       {"bound", "M$"},
       {"bound_standard_error", "M$"}},
      {}};
  for (const auto& of : r.control)
    for (const Decided& one : of)
      for (std::size_t h = 0; h < one.holder.size(); ++h) {
        const auto cell = [](double usd) {
          return std::isfinite(usd) ? Cell(usd / kMillion) : Cell();
        };
        const bool bounded = one.holder.size() == 1;
        const auto if_bounded = [&](double usd) { return bounded ? cell(usd) : Cell(); };
        out.rows.push_back(
            {r.file->values.bid[one.bid].id, one.by.id, one.holder[h],
             cell(one.holder_value[h].mean), cell(one.holder_value[h].standard_error),
             if_bounded(one.penalised.mean), if_bounded(one.penalised.standard_error),
             if_bounded(one.perfect.mean), if_bounded(one.perfect.standard_error)});
      }
  return out;
}

}  // namespace lode::report
