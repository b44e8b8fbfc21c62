#include "plant/flowsheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"

namespace lode::plant {
namespace {

// Place of a stream's name among the circuit's streams.
std::optional<std::size_t> stream_of(const std::string& name, std::span<const std::string> feeds,
                                     const std::vector<Stage>& stages) {
  for (std::size_t i = 0; i < feeds.size(); ++i)
    if (feeds[i] == name) return i;
  for (std::size_t s = 0; s < stages.size(); ++s) {
    if (name == stages[s].id || name == stages[s].id + ".product") return feeds.size() + 2 * s;
    if (name == stages[s].id + ".rest") return feeds.size() + 2 * s + 1;
  }
  return std::nullopt;
}

// Stages in an order in which each comes after those that feed it; those in a loop, or fed from
// one, are left out.
std::vector<std::size_t> order_of(const std::vector<std::vector<std::size_t>>& input,
                                  std::size_t feeds) {
  std::vector<std::size_t> out;
  std::vector<char> done(input.size(), 0);
  for (bool any = true; any;) {
    any = false;
    for (std::size_t s = 0; s < input.size(); ++s) {
      if (done[s]) continue;
      if (!std::all_of(input[s].begin(), input[s].end(), [&](std::size_t stream) {
            return stream < feeds || done[(stream - feeds) / 2];
          }))
        continue;
      done[s] = 1;
      any = true;
      out.push_back(s);
    }
  }
  return out;
}

std::string names(std::span<const std::string> feeds, const std::vector<Stage>& stages) {
  std::string out;
  for (const std::string& feed : feeds) out += (out.empty() ? "" : ", ") + feed;
  for (const Stage& stage : stages) out += fmt::format(", {0}, {0}.rest", stage.id);
  return out;
}

void check(const Stage& stage, std::span<const std::string> elements,
           std::vector<StageFault>& out) {
  for (const Recovery& law : stage.recovery) {
    const std::string at = stage.id + ".recovery." + law.id;
    if (std::find(elements.begin(), elements.end(), law.id) == elements.end())
      out.push_back({at, "has no grade in what this plant is fed with"});
    if (const std::string fault = fault_of(law); !fault.empty())
      out.push_back({at + "." + fault.substr(0, fault.find(' ')), fault});
  }
  if (stage.product_grade > 0 && stage.recovery.empty())
    out.push_back({stage.id + ".product_grade",
                   "needs a recovery: product_grade is of the first element that has one"});
  if (stage.product_grade > 0 && stage.mass_pull != 1)
    out.push_back({stage.id + ".mass_pull", "and product_grade both say what the product weighs"});
  if (!stage.recovery.empty() && stage.product_grade <= 0 && stage.mass_pull >= 1)
    out.push_back({stage.id + ".product_grade",
                   "is needed, or a mass_pull below 1: what does the product weigh?"});
}

// ---- one pass over the stages, for numbers and for linear functions

struct Number {
  double value = 0;
};
Number operator+(Number a, Number b) { return {a.value + b.value}; }
Number operator-(Number a, Number b) { return {a.value - b.value}; }
Number operator*(Number a, double f) { return {a.value * f}; }

template <class V>
struct Flow {
  V tonnes{};
  std::array<V, kMaxElements> metal{};
};

template <class V>
Flow<V> sum(const std::vector<std::size_t>& input, const std::vector<Flow<V>>& streams,
            std::size_t elements) {
  Flow<V> out;
  for (const std::size_t stream : input) {
    out.tonnes = out.tonnes + streams[stream].tonnes;
    for (std::size_t e = 0; e < elements; ++e)
      out.metal[e] = out.metal[e] + streams[stream].metal[e];
  }
  return out;
}

template <class V>
V recovered(const Recovery& law, const V& metal, const V& tonnes, double years) {
  if (tonnes.value <= 0) return {};
  const double head = metal.value / tonnes.value;
  if (law.law != Law::constant_tail) return metal * recovery_at(law, head, years);
  if (head <= law.tail_grade) return {};
  return (metal - tonnes * law.tail_grade) * tail_slope(law, years);
}

template <class V>
void check_metal(const Stage& stage, const char* what, const Flow<V>& stream, double fed_t) {
  double metal = 0;
  for (const V& one : stream.metal) metal += one.value;
  if (metal > stream.tonnes.value + 1e-9 * fed_t)
    throw InputError(
        Fault{{},
              "stage." + stage.id + (stage.product_grade > 0 ? ".product_grade" : ".mass_pull"),
              {},
              fmt::format("stage {}: its {} would hold {:g} t of metal in {:g} t: mass_pull, "
                          "product_grade and recoveries do not go together",
                          stage.id, what, metal, stream.tonnes.value)});
}

template <class V>
std::vector<Flow<V>> walk(const Circuit& circuit, const std::vector<Stage>& stages,
                          std::vector<Flow<V>> streams, double years) {
  streams.resize(circuit.streams());
  for (const Circuit::Step& step : circuit.step) {
    const Stage& stage = stages[step.stage];
    const Flow<V> feed = sum(step.input, streams, circuit.elements);
    Flow<V>& product = streams[circuit.product(step.stage)];
    Flow<V>& rest = streams[circuit.rest(step.stage)];
    for (std::size_t e = 0; e < circuit.elements; ++e)
      product.metal[e] = step.law_of[e] >= 0
                             ? recovered(stage.recovery[static_cast<std::size_t>(step.law_of[e])],
                                         feed.metal[e], feed.tonnes, years)
                             : (stage.recovery.empty() ? feed.metal[e] * stage.mass_pull : V{});
    product.tonnes = stage.product_grade > 0
                         ? product.metal[step.grade_of] * (1 / stage.product_grade)
                         : feed.tonnes * stage.mass_pull;
    if (product.tonnes.value > feed.tonnes.value * (1 + 1e-12))
      throw InputError(
          Fault{{},
                "stage." + stage.id + ".product_grade",
                {},
                fmt::format("stage {}: a product of {:g} % would weigh more ({:g} t) than the feed "
                            "({:g} t) whose metal it holds: product_grade is too low",
                            stage.id, 100 * stage.product_grade, product.tonnes.value,
                            feed.tonnes.value)});
    rest.tonnes = feed.tonnes - product.tonnes;
    for (std::size_t e = 0; e < circuit.elements; ++e)
      rest.metal[e] = feed.metal[e] - product.metal[e];
    check_metal(stage, "product", product, feed.tonnes.value);
    check_metal(stage, "rest", rest, feed.tonnes.value);
  }
  return streams;
}

}  // namespace

std::vector<StageFault> faults_of(std::span<const std::string> feeds,
                                  const std::vector<Stage>& stages,
                                  std::span<const std::string> elements) {
  std::vector<StageFault> out;
  std::vector<std::string> user(feeds.size() + 2 * stages.size());
  std::vector<std::vector<std::size_t>> input(stages.size());
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const Stage& stage = stages[s];
    check(stage, elements, out);
    if (stage.feed.empty()) out.push_back({stage.id + ".feed", "names nothing"});
    for (const std::string& name : stage.feed) {
      const auto stream = stream_of(name, feeds, stages);
      if (!stream) {
        out.push_back({stage.id + ".feed", fmt::format("\"{}\" is no stream of this plant (those "
                                                       "are: {})",
                                                       name, names(feeds, stages))});
        continue;
      }
      input[s].push_back(*stream);
      if (!user[*stream].empty())
        out.push_back({stage.id + ".feed",
                       fmt::format("\"{}\" feeds stage {} already", name, user[*stream])});
      user[*stream] = stage.id;
    }
  }
  for (std::size_t i = 0; i < feeds.size(); ++i)
    if (user[i].empty()) out.push_back({"", fmt::format("no stage is fed with \"{}\"", feeds[i])});
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const std::string& by = user[feeds.size() + 2 * s];
    if (by.empty() && stages[s].makes.empty())
      out.push_back({stages[s].id + ".makes",
                     "is needed: the stage's product feeds no other stage, and is no product"});
    if (!by.empty() && !stages[s].makes.empty())
      out.push_back(
          {stages[s].id + ".makes",
           fmt::format("\"{}\" cannot be made of it: it feeds stage {}", stages[s].makes, by)});
  }
  const std::vector<std::size_t> order = order_of(input, feeds.size());
  for (std::size_t s = 0; s < stages.size(); ++s)
    if (std::find(order.begin(), order.end(), s) == order.end())
      out.push_back({stages[s].id + ".feed", "goes in a circle: no stage may feed one before it"});
  return out;
}

Circuit make_circuit(std::span<const std::string> feeds, const std::vector<Stage>& stages,
                     std::span<const std::string> elements) {
  LODE_CHECK(elements.size() <= kMaxElements);
  Circuit out;
  out.feeds = feeds.size();
  out.elements = elements.size();
  std::vector<std::vector<std::size_t>> input;
  for (const Stage& stage : stages) {
    input.emplace_back();
    for (const std::string& name : stage.feed) {
      const auto stream = stream_of(name, feeds, stages);
      LODE_CHECK(stream.has_value());
      input.back().push_back(*stream);
    }
  }
  std::vector<char> fed(feeds.size() + 2 * stages.size(), 0);
  for (const auto& streams : input)
    for (const std::size_t stream : streams) fed[stream] = 1;
  for (std::size_t stream = 0; stream < fed.size(); ++stream)
    if (!fed[stream]) out.leaving.push_back(stream);
  for (const std::size_t s : order_of(input, feeds.size())) {
    Circuit::Step step;
    step.stage = s;
    step.input = input[s];
    step.law_of.fill(-1);
    for (std::size_t e = 0; e < elements.size(); ++e)
      for (std::size_t l = 0; l < stages[s].recovery.size(); ++l)
        if (stages[s].recovery[l].id == elements[e]) {
          step.law_of[e] = static_cast<int>(l);
          if (l == 0) step.grade_of = e;
        }
    out.step.push_back(std::move(step));
  }
  LODE_CHECK(out.step.size() == stages.size());
  return out;
}

std::vector<Stream> balance(const Circuit& circuit, const std::vector<Stage>& stages,
                            std::span<const Stream> feed, double years) {
  LODE_CHECK(feed.size() == circuit.feeds && stages.size() == circuit.step.size());
  std::vector<Flow<Number>> streams(feed.size());
  for (std::size_t i = 0; i < feed.size(); ++i) {
    streams[i].tonnes.value = feed[i].tonnes;
    for (std::size_t e = 0; e < kMaxElements; ++e) streams[i].metal[e].value = feed[i].metal_t[e];
  }
  streams = walk(circuit, stages, std::move(streams), years);
  std::vector<Stream> out(streams.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].tonnes = streams[i].tonnes.value;
    for (std::size_t e = 0; e < kMaxElements; ++e) out[i].metal_t[e] = streams[i].metal[e].value;
  }
  return out;
}

std::vector<LinearStream> linear_balance(const Circuit& circuit, const std::vector<Stage>& stages,
                                         const Stream& around, double years) {
  LODE_CHECK(circuit.feeds == 1 && stages.size() == circuit.step.size());
  std::vector<Flow<Linear>> streams(1);
  streams[0].tonnes = {around.tonnes, 1, {}};
  for (std::size_t e = 0; e < circuit.elements; ++e) {
    streams[0].metal[e].value = around.metal_t[e];
    streams[0].metal[e].per_metal[e] = 1;
  }
  streams = walk(circuit, stages, std::move(streams), years);
  std::vector<LinearStream> out(streams.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = {streams[i].tonnes, streams[i].metal};
  return out;
}

Stream feed_of(const Circuit& circuit, std::size_t step, std::span<const Stream> streams) {
  Stream out;
  for (const std::size_t stream : circuit.step[step].input) {
    out.tonnes += streams[stream].tonnes;
    for (std::size_t e = 0; e < circuit.elements; ++e) out.metal_t[e] += streams[stream].metal_t[e];
  }
  return out;
}

LinearStream feed_of(const Circuit& circuit, std::size_t step,
                     std::span<const LinearStream> streams) {
  LinearStream out;
  for (const std::size_t stream : circuit.step[step].input) {
    out.tonnes = out.tonnes + streams[stream].tonnes;
    for (std::size_t e = 0; e < circuit.elements; ++e)
      out.metal_t[e] = out.metal_t[e] + streams[stream].metal_t[e];
  }
  return out;
}

double ramp_at(std::span<const double> ramp_up, double years, double length_y) {
  LODE_CHECK(length_y > 0);
  const double end = years + length_y;
  double sum = 0, at = std::max(years, 0.0);
  while (at < end) {
    const auto year = static_cast<std::size_t>(std::floor(at + 1e-12));
    const double next = year < ramp_up.size() ? std::min(end, static_cast<double>(year) + 1) : end;
    sum += (next - at) * (year < ramp_up.size() ? ramp_up[year] : 1.0);
    at = next;
  }
  return sum / length_y;
}

}  // namespace lode::plant
