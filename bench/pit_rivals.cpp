#include "pit_rivals.h"

#include <lemon/preflow.h>
#include <lemon/smart_graph.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace lode::bench {
namespace {

std::int64_t sum_above_0(const ClosureProblem& problem) {
  std::int64_t sum = 0;
  for (const std::int64_t value : problem.value)
    if (value > 0) sum += value;
  return sum;
}

// add(from, to, capacity) for each arc; nodes: blocks, then source and sink.
template <class Add>
void for_each_arc(const ClosureProblem& problem, std::int64_t unlimited, Add&& add) {
  const std::size_t n = problem.value.size();
  for (std::size_t b = 0; b < n; ++b) {
    if (problem.value[b] > 0) add(n, b, problem.value[b]);
    if (problem.value[b] < 0) add(b, n + 1, -problem.value[b]);
    for (std::size_t i = problem.first[b]; i < problem.first[b + 1]; ++i)
      add(b, static_cast<std::size_t>(problem.needed[i]), unlimited);
  }
}

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using BoostGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS,
    boost::property<
        boost::vertex_color_t, boost::default_color_type,
        boost::property<boost::vertex_distance_t, long,
                        boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>>,
    boost::property<
        boost::edge_capacity_t, std::int64_t,
        boost::property<boost::edge_residual_capacity_t, std::int64_t,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

template <class Flow>
std::int64_t by_boost(const ClosureProblem& problem, Flow&& flow) {
  const std::size_t n = problem.value.size();
  const std::int64_t most = sum_above_0(problem);
  BoostGraph graph(n + 2);
  auto capacity = get(boost::edge_capacity, graph);
  auto reverse = get(boost::edge_reverse, graph);
  for_each_arc(problem, most, [&](std::size_t from, std::size_t to, std::int64_t limit) {
    const auto there = add_edge(from, to, graph).first, back = add_edge(to, from, graph).first;
    capacity[there] = limit;
    capacity[back] = 0;
    reverse[there] = back;
    reverse[back] = there;
  });
  return most - flow(graph, n, n + 1);
}

std::int64_t boykov_kolmogorov(const ClosureProblem& problem) {
  return by_boost(problem, [](BoostGraph& graph, std::size_t source, std::size_t sink) {
    return boost::boykov_kolmogorov_max_flow(graph, source, sink);
  });
}

std::int64_t push_relabel(const ClosureProblem& problem) {
  return by_boost(problem, [](BoostGraph& graph, std::size_t source, std::size_t sink) {
    return boost::push_relabel_max_flow(graph, source, sink);
  });
}

std::int64_t preflow(const ClosureProblem& problem) {
  const std::size_t n = problem.value.size();
  const std::int64_t most = sum_above_0(problem);
  lemon::SmartDigraph graph;
  lemon::SmartDigraph::ArcMap<std::int64_t> capacity(graph);
  graph.reserveNode(static_cast<int>(n + 2));
  for (std::size_t b = 0; b < n + 2; ++b) graph.addNode();
  const auto node = [&](std::size_t b) { return graph.nodeFromId(static_cast<int>(b)); };
  for_each_arc(problem, most, [&](std::size_t from, std::size_t to, std::int64_t limit) {
    capacity[graph.addArc(node(from), node(to))] = limit;
  });
  lemon::Preflow<lemon::SmartDigraph, lemon::SmartDigraph::ArcMap<std::int64_t>> solver(
      graph, capacity, node(n), node(n + 1));
  solver.runMinCut();
  return most - solver.flowValue();
}

}  // namespace

std::vector<Rival> rivals() {
  return {{"Boost Boykov-Kolmogorov", boykov_kolmogorov},
          {"Boost push-relabel", push_relabel},
          {"LEMON preflow", preflow}};
}

}  // namespace lode::bench
