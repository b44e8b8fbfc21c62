#include "study/differences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/describe.h"

namespace lode::study {
namespace {

// Every key of a case with its value as text that tells any two numbers apart.
class Recorder final : public Visitor {
 public:
  std::map<std::string, std::string> value_of;

  void number(std::string_view key, double& value, Unit, Range, Use, std::string_view) override {
    put(key, fmt::format("{}", value));
  }
  void series(std::string_view key, std::vector<double>& values, Unit, Range,
              std::string_view) override {
    put(key, fmt::format("{}", fmt::join(values, " ")));
  }
  void integer(std::string_view key, int& value, int, int, std::string_view) override {
    put(key, fmt::format("{}", value));
  }
  void flag(std::string_view key, bool& value, std::string_view) override {
    put(key, value ? "true" : "false");
  }
  void text(std::string_view key, std::string& value, bool, std::string_view) override {
    put(key, value);
  }
  void texts(std::string_view key, std::vector<std::string>& values, std::string_view) override {
    put(key, fmt::format("{}", values));
  }

 protected:
  void choice_index(std::string_view key, int& index, std::span<const std::string_view>,
                    std::string_view) override {
    put(key, fmt::format("{}", index));
  }
  void names(std::string_view key, std::vector<std::string>& ids, std::string_view) override {
    put(key, fmt::format("{}", ids));
  }
  void enter(std::string_view key, std::string_view) override {
    path_.push_back(fmt::format("{}{}.", path_.empty() ? "" : path_.back(), key));
  }
  void leave() override { path_.pop_back(); }

 private:
  void put(std::string_view key, std::string value) {
    value_of[fmt::format("{}{}", path_.empty() ? "" : path_.back(), key)] = std::move(value);
  }
  std::vector<std::string> path_;
};

std::map<std::string, std::string> values_of(const CaseFile& file) {
  Case copy = file.values;
  Recorder recorder;
  describe(recorder, copy);
  for (const SampledInput& sampled : file.sampled) {
    const Distribution& law = sampled.distribution;
    recorder.value_of[sampled.key] +=
        fmt::format(" {} {}", static_cast<int>(law.kind), fmt::join(law.values, " "));
  }
  return std::move(recorder.value_of);
}

}  // namespace

std::vector<std::string> differing_keys(const CaseFile& a, const CaseFile& b) {
  const auto first = values_of(a), second = values_of(b);
  std::vector<std::string> out;
  const auto add_missing = [&](const auto& from, const auto& other) {
    for (const auto& [key, value] : from) {
      const auto found = other.find(key);
      if (found == other.end() || found->second != value) out.push_back(key);
    }
  };
  add_missing(first, second), add_missing(second, first);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool leaves_model(const std::vector<std::string>& differing, const Deposit& deposit) {
  const std::string own = "deposit." + deposit.id + ".";
  return std::none_of(differing.begin(), differing.end(), [&](const std::string& key) {
    return key == "deposit" || key.starts_with(own);
  });
}

bool leaves_plans(const std::vector<std::string>& differing) {
  constexpr std::array<std::string_view, 6> kMoveNoPlan = {
      "bid.",         "event.", "financing.", "project.capital_estimate", "project.capital_overrun",
      "study_period."};
  return std::all_of(differing.begin(), differing.end(), [&](const std::string& key) {
    return std::any_of(kMoveNoPlan.begin(), kMoveNoPlan.end(),
                       [&](std::string_view one) { return key.starts_with(one); });
  });
}

}  // namespace lode::study
