// Reads the tree of a case through the rooms' descriptions: fills the case, records every fault and
// every input.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/describe.h"
#include "io/values.h"

namespace lode::io {

// Key path -> node of an alternative that takes the place of the case's own.
using Overrides = std::map<std::string, const Node*>;

class DescriptionReader final : public Visitor {
 public:
  // `alternative` names the overrides in the list of inputs. root and overrides outlive the reader.
  DescriptionReader(const std::string& file, const Node& root, const Overrides& overrides,
                    std::string alternative);
  DescriptionReader(const std::string&, const Node&, Overrides&&, std::string) = delete;

  Faults faults;
  std::vector<study::Input> inputs;  // in the order of describe
  std::vector<study::SampledInput> sampled;
  std::vector<std::string> notes;  // of finish()

  // After describe(): faults for keys of the case and of the alternatives that no description has.
  void finish();
  // After finish(): what breaks a rule across keys, unless a key that the rule looks at has a fault
  // already.
  void add(const std::vector<study::Breach>& breaches);
  // Where a key stands, or the nearest table above it that the file has.
  Place place_of(std::string key) const;

  void number(std::string_view key, double& value, Unit unit, Range range, Use use,
              std::string_view meaning) override;
  void series(std::string_view key, std::vector<double>& values, Unit unit, Range range,
              std::string_view meaning) override;
  void row(std::string_view key, Row& row, Unit unit, Range range, bool required,
           std::string_view meaning) override;
  void integer(std::string_view key, int& value, int low, int high,
               std::string_view meaning) override;
  void flag(std::string_view key, bool& value, std::string_view meaning) override;
  void text(std::string_view key, std::string& value, bool required,
            std::string_view meaning) override;
  void texts(std::string_view key, std::vector<std::string>& values,
             std::string_view meaning) override;

 protected:
  bool is_there(std::string_view key, bool has_value) override;
  void choice_index(std::string_view key, int& index, std::span<const std::string_view> names,
                    std::string_view meaning) override;
  void names(std::string_view key, std::vector<std::string>& ids,
             std::string_view meaning) override;
  void enter(std::string_view key, std::string_view meaning) override;
  void leave() override;

 private:
  struct Frame {
    std::string path;   // with a dot at its end
    const Node* table;  // null where the file has none
    std::set<std::string> known;
    study::Provenance provenance = study::Provenance::none;
    std::string note;
    bool about_read = false;
  };

  study::Input start(std::string_view key, std::string_view meaning, Use use);
  const Node* find(std::string_view key, study::Input& input);
  const Node* find_value(std::string_view key, study::Input& input);
  void keep(study::Input input, std::string value);
  void missing(const study::Input& input, const std::string& needed);
  void read_about_table();
  void note_undated();
  void check_unknown(const Frame& frame);
  void check_overrides();

  const Overrides& overrides_;
  std::string alternative_;
  std::vector<Frame> frames_;
  std::map<std::string, Place> places_;  // of every key and table read
  std::set<std::string> used_overrides_;
};

}  // namespace lode::io
