#include "report/tables_pit_alone.h"

#include <utility>

#include "base/wide.h"

namespace lode::report {

std::string unit_of(const study::Metal& metal) {
  return std::string(kNames<study::GradeUnit>[static_cast<std::size_t>(metal.unit)]);
}

Table family_table(const pit::Family& family, const pit::PitResult& result) {
  Table out{
      "shells",
      "Nested shells",
      "Value at the shell's own factor; exact: with every digit.",
      {{family.name, ""}, {"blocks", ""}, {"blocks_added", ""}, {"objective", ""}, {"exact", ""}},
      {}};
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    const pit::Factor& factor = family.factors[k];
    const pit::Worth& worth = result.worth[k];
    const std::string exact = decimal_text(worth.objective, worth.digits);
    const std::size_t blocks = result.shells.blocks[k],
                      before = k > 0 ? result.shells.blocks[k - 1] : 0;
    out.rows.push_back({std::stod(decimal_text(factor.mantissa, factor.digits)),
                        static_cast<double>(blocks), static_cast<double>(blocks - before),
                        std::stod(exact), exact});
  }
  return out;
}

Table contents_table(std::span<const study::Metal> metals, const study::OreCosts& costs,
                     const pit::Contents& in) {
  Table out{"contents",
            "What the pit holds",
            "Ore: blocks that bring more in the mill than on the waste dump; tonnes and "
            "grades in place, before dilution and loss.",
            {{"what", ""}, {"amount", ""}, {"unit", ""}},
            {}};
  const auto row = [&](const std::string& what, Cell amount, const std::string& unit) {
    out.rows.push_back({what, std::move(amount), unit});
  };
  row("ore", in.ore_t, "t");
  row("waste", in.waste_t, "t");
  row("strip ratio", in.ore_t > 0 ? Cell{in.waste_t / in.ore_t} : Cell{}, "t/t");
  for (std::size_t m = 0; m < metals.size(); ++m) {
    const study::Metal& metal = metals[m];
    row(metal.id + " grade of ore",
        in.ore_t > 0 ? Cell{in.metal_t[m] / in.ore_t / study::fraction_of(metal.unit)} : Cell{},
        unit_of(metal));
    row(metal.id + " in ore", in.metal_t[m], "t");
    row(metal.id + " recovered", in.metal_t[m] * (1 - costs.loss) * metal.recovery, "t");
  }
  row("value", static_cast<double>(in.cents) / pit::kCents, "USD");
  return out;
}

Table priced_shells_table(std::span<const study::Metal> metals, const pit::PricedBlocks& blocks,
                          std::span<const std::vector<double>> grade,
                          std::span<const double> factors, const pit::PitResult& result) {
  const pit::Shells& shells = result.shells;
  Table out{"shells",
            "Nested shells",
            "Ore as at price 1; value at price 1 too, own_value at the shell's own factor.",
            {{"revenue_factor", ""},
             {"blocks", ""},
             {"ore", "t"},
             {"waste", "t"},
             {"strip_ratio", "t/t"}},
            {}};
  for (const study::Metal& metal : metals) out.columns.push_back({metal.id, "t"});
  out.columns.push_back({"value", "USD"});
  out.columns.push_back({"own_value", "USD"});
  for (std::size_t k = 0; k < factors.size(); ++k) {
    const pit::Contents in = pit::contents_of(blocks, grade, shells.shell, k);
    std::vector<Cell> row{factors[k], static_cast<double>(shells.blocks[k]), in.ore_t, in.waste_t,
                          in.ore_t > 0 ? Cell{in.waste_t / in.ore_t} : Cell{}};
    for (const double metal : in.metal_t) row.push_back(metal);
    row.push_back(static_cast<double>(in.cents) / pit::kCents);
    row.push_back(static_cast<double>(shells.value_usd[k]) / pit::kCents);
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace lode::report
