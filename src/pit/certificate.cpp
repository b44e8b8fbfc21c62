#include "pit/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace lode::pit {
namespace {

// for_each_need(block, f) calls f(needed block).
template <class ForEachNeed>
Certificate certify_with(std::size_t blocks, const ForEachNeed& for_each_need,
                         std::span<const std::int64_t> value_usd, const Pit& pit,
                         std::span<const Flow> flows) {
  Certificate out;
  const auto fault = [&](std::string text) {
    if (out.fault.empty()) out.fault = std::move(text);
  };
  std::vector<std::int64_t> left(value_usd.begin(), value_usd.end());
  std::vector<std::vector<std::int32_t>> against(blocks);  // who pays for this block
  for (const Flow& flow : flows) {
    bool needed = false;
    for_each_need(static_cast<std::size_t>(flow.from), [&](std::size_t block) {
      needed = needed || block == static_cast<std::size_t>(flow.to);
    });
    if (!needed) fault(fmt::format("flow from {} to {}: no precedence", flow.from, flow.to));
    if (flow.amount <= 0)
      fault(fmt::format("flow from {} to {} is not above 0", flow.from, flow.to));
    left[static_cast<std::size_t>(flow.from)] -= flow.amount;
    left[static_cast<std::size_t>(flow.to)] += flow.amount;
    against[static_cast<std::size_t>(flow.to)].push_back(flow.from);
  }
  out.closed = true;
  std::size_t mined = 0;
  std::vector<std::uint8_t> reached(blocks, 0);
  std::vector<std::size_t> list;
  for (std::size_t block = 0; block < blocks; ++block) {
    if (left[block] > 0) {
      out.bound_usd += left[block];
      reached[block] = 1;
      list.push_back(block);
    }
    if (!pit.mined[block]) continue;
    ++mined;
    out.value_usd += value_usd[block];
    for_each_need(block, [&](std::size_t needed) {
      if (pit.mined[needed]) return;
      out.closed = false;
      fault(fmt::format("block {} is mined, but not {}, which it needs", block, needed));
    });
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto reach = [&](std::size_t block) {
      if (reached[block]) return;
      reached[block] = 1;
      list.push_back(block);
    };
    for_each_need(list[i], reach);
    for (const std::int32_t block : against[list[i]]) reach(static_cast<std::size_t>(block));
  }
  out.smallest = std::equal(reached.begin(), reached.end(), pit.mined.begin());
  if (out.value_usd != pit.value_usd || mined != pit.blocks)
    fault("the pit's value or number of blocks is not the sum over its blocks");
  if (out.bound_usd != out.value_usd)
    fault(fmt::format("the flows prove {} at most, the pit is worth {}", out.bound_usd,
                      out.value_usd));
  if (!out.smallest) fault("the pit is not the smallest of its value");
  return out;
}

}  // namespace

Certificate certify(const Arcs& arcs, std::span<const std::int64_t> value_usd, const Pit& pit,
                    std::span<const Flow> flows) {
  const auto for_each_need = [&](std::size_t block, auto&& f) {
    for (const std::int32_t needed : arcs.needs(static_cast<std::int32_t>(block)))
      f(static_cast<std::size_t>(needed));
  };
  return certify_with(arcs.blocks(), for_each_need, value_usd, pit, flows);
}

Certificate certify(const Grid& grid, const Precedence& precedence,
                    std::span<const std::int64_t> value_usd, const Pit& pit,
                    std::span<const Flow> flows) {
  const auto present = [&](std::size_t block) {
    return precedence.present.empty() || precedence.present[block] != 0;
  };
  const auto for_each_need = [&](std::size_t block, auto&& f) {
    const auto cell = grid.cell_of(block);
    const std::size_t domain = precedence.domain.empty() ? 0 : precedence.domain[block];
    for (const Offset& o : precedence.pattern[domain].offsets) {
      const int x = cell[0] + o.dx, y = cell[1] + o.dy, z = cell[2] + o.dz;
      if (x < 0 || y < 0 || x >= grid.count[0] || y >= grid.count[1] || z >= grid.count[2])
        continue;
      if (present(grid.index(x, y, z))) f(grid.index(x, y, z));
    }
  };
  std::vector<std::int64_t> value(value_usd.begin(), value_usd.end());
  for (std::size_t block = 0; block < value.size(); ++block)
    if (!present(block)) value[block] = 0;
  return certify_with(grid.size(), for_each_need, value, pit, flows);
}

}  // namespace lode::pit
