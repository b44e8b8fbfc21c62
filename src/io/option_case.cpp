#include "io/option_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "io/idle.h"
#include "io/option_paths.h"
#include "io/stage_case.h"

namespace lode::io {

using decision::DepletableMine;
using decision::OptionAction;
using decision::OptionDates;
using decision::OptionMode;
using decision::OptionNode;
using decision::OptionProcess;
using decision::OptionTerms;
using decision::Pays;
using decision::PriceKind;

void describe(Visitor& visit, OptionPaths& p) {
  visit.text("file", p.file, true, "CSV with a row for each path and year");
  visit.texts("state", p.state,
              "columns that are known when it is decided; the first is the price");
  visit.text("path", p.path, false, "column that names the path");
  visit.text("year", p.year, false, "column of the year, from now");
  visit.text("cluster", p.cluster, false,
             "column; paths of one cluster stay in one fold. Left out: each path is its own");
  describe(visit, p.dialect);
}

void describe(Visitor& visit, OptionCase& values) {
  OptionTerms& c = values.terms;
  visit.text("title", c.title, false, "of the case");
  visit.fixed("rate", c.rate, unit::kPerYear, {-1, 2}, "of discount, continuous");
  visit.text("start", c.start, false, "mode or node at the beginning; left out: the first");
  visit.series("prices", c.prices, {"money", 1}, {1e-9, 1e12},
               "at which the value is told, beside the one of the process");
  visit.series("dcf_rates", c.dcf_rates, unit::kPerYear, {-0.5, 2},
               "of a project's value at a flat price, for comparison");
  visit.optional("process", c.process, "how the price moves");
  visit.optional("dates", c.dates, "when it is decided");
  visit.optional("paths", values.paths, "given instead of a process");
  visit.optional("mine", c.mine,
                 "a stock to mine, with the rights to close, reopen and abandon it");
  visit.named("mode", c.mode, "state of operation, such as open and closed");
  visit.named("action", c.action, "what the decider may do");
  visit.named("holder", c.holder, "of rights in a tree");
  visit.named("node", c.node, "of a tree");
  visit.group("computation", c.method, "how it is computed");
}

namespace {

constexpr Term<OptionProcess> kProcess[] = {
    {"yield", "kind geometric", [](auto& p) { return p.kind == PriceKind::geometric; }},
    {"speed", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"mu", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"lambda", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"unit", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
};
constexpr Term<OptionAction> kAction[] = {
    {"strike", "pays put or call",
     [](auto& a) { return a.pays == Pays::put || a.pays == Pays::call; }},
    {"amount", "pays amount", [](auto& a) { return a.pays == Pays::amount; }},
    {"output", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"unit_cost", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"investment", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"life", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"column", "pays column", [](auto& a) { return a.pays == Pays::column; }},
    {"later", "pays column", [](auto& a) { return a.pays == Pays::column; }},
};
constexpr Term<OptionDates> kDates[] = {
    {"first", "per_year", [](auto& d) { return d.per_year > 0; }},
};
constexpr Term<OptionMode> kMode[] = {
    {"unit_cost", "output", [](auto& m) { return m.output != 0; }},
};
constexpr Term<DepletableMine> kMine[] = {
    {"open_cost", "may_close = true", [](auto& m) { return m.may_close; }},
    {"close_cost", "may_close = true", [](auto& m) { return m.may_close; }},
    {"maintenance", "may_close = true", [](auto& m) { return m.may_close; }},
    {"property_tax_closed", "may_close = true", [](auto& m) { return m.may_close; }},
    {"loss_offset", "income_tax", [](auto& m) { return m.income_tax > 0; }},
};

void add_idle(IdleKeys& idle, const OptionCase& values) {
  const OptionTerms& c = values.terms;
  const bool tree = !c.node.empty(), paths = values.paths.has_value(), price = c.process || paths;
  for (const char* key : {"mode", "action"}) idle.needs(price, key, "[process] or [paths]");
  idle.needs(price && !paths, "dates", "[process]");
  idle.needs(tree, "holder", "[node.NAME]");
  const bool dated = std::any_of(c.node.begin(), c.node.end(),
                                 [](const OptionNode& node) { return node.year < kInfinity; });
  idle.needs(price || dated, "rate",
             "a price, or a tree whose nodes have years; a mine has nominal_rate");
  idle.needs(!c.mine, "start", "modes or nodes");
  idle.needs(!tree && !paths, "prices", "[process] or [mine]");
  idle.needs(price, "dcf_rates", "a project");
  for (const char* key : {"paths", "degree", "seed"})
    idle.needs(price && !(paths && key != std::string("degree")), std::string("computation.") + key,
               "[process]");
  idle.needs(c.process.has_value(), "computation.bound_paths", "[process]");
  idle.needs(c.process || c.mine, "computation.nodes", "[process] or [mine]");
  if (c.process) idle.all("process.", *c.process, kProcess);
  if (c.dates) idle.all("dates.", *c.dates, kDates);
  if (c.mine) idle.all("mine.", *c.mine, kMine);
  idle.each("action.", c.action, kAction);
  idle.each("mode.", c.mode, kMode);
}

void check_windows(const StageCase& file, const OptionInput& in) {
  for (const OptionAction& a : in.given.terms.action) {
    if (!decision::open_years(in.paths->years, a).empty()) continue;
    const std::string key = "action." + a.id + (a.last < kInfinity ? ".last" : ".first");
    throw InputError(Fault{
        file.where(key),
        key,
        {},
        fmt::format("no year of the table lies in the window from {:g} to {:g}", a.first, a.last)});
  }
}

}  // namespace

OptionInput read_option_case(const std::filesystem::path& path) {
  OptionInput out;
  OptionCase& c = out.given;
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); },
      [&](IdleKeys& idle) { add_idle(idle, c); });
  out.notes = file.notes;
  if (c.paths) {
    out.paths = read_option_paths(c, file.path.parent_path(), out.notes);
    check_windows(file, out);
  }
  return out;
}

}  // namespace lode::io
