#include "io/stage_case.h"

#include <algorithm>
#include <tuple>

#include "io/description_reader.h"
#include "io/tree.h"

namespace lode::io {
namespace fs = std::filesystem;

fs::path case_file(const fs::path& given) {
  std::error_code failed;
  if (!fs::is_directory(given, failed)) return given;
  fs::path path = given / "case.toml";
  if (!fs::exists(fs::symlink_status(path, failed)) &&
      fs::is_regular_file(given / "case" / "case.toml", failed))
    path = given / "case" / "case.toml";  // of a result folder: the case as run
  if (!fs::exists(fs::symlink_status(path, failed)))
    throw InputError(Fault{{shown(given), 0, 0}, {}, {}, "this folder holds no case.toml"});
  return path;
}

std::vector<Fault> sorted(std::vector<Fault> faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.source.file, a.source.line, a.source.column) <
           std::tie(b.source.file, b.source.line, b.source.column);
  });
  return faults;
}

bool has_top_key(const fs::path& given, const std::string& key) {
  const fs::path path = case_file(given);
  return parse_toml(read_text(path), shown(path)).find(key) != nullptr;
}

namespace {

std::vector<study::Input>::const_iterator find_given(const std::vector<study::Input>& inputs,
                                                     const std::string& key) {
  return std::find_if(inputs.begin(), inputs.end(), [&](const study::Input& input) {
    return !input.by_default && (input.key == key || input.key.starts_with(key + "."));
  });
}

}  // namespace

Source StageCase::where(const std::string& key) const {
  const auto found = find_given(inputs, key);
  return found == inputs.end() ? Source{shown(path), 0, 0} : found->where;
}

bool StageCase::gives(const std::string& key) const {
  return find_given(inputs, key) != inputs.end();
}

StageCase read_stage_case(const fs::path& given,
                          const std::function<void(Visitor&)>& describe_values,
                          const std::function<std::vector<study::Breach>()>& rules,
                          const std::function<void(IdleKeys&)>& idle) {
  StageCase out;
  out.path = case_file(given);
  Text text = read_text(out.path);
  const Node root = parse_toml(text, shown(out.path));
  const Overrides none;  // the reader keeps a reference
  DescriptionReader reader(shown(out.path), root, none, {});
  describe_values(reader);
  reader.finish();
  if (const Node* node = root.find("alternative"))
    reader.faults.add(*node, "alternative", "the case of one stage has no alternatives");
  for (const study::SampledInput& input : reader.sampled)
    reader.faults.add(
        reader.place_of(input.key), input.key, input.distribution.text(),
        "is a distribution; one stage alone is computed without chance: give a number");
  if (reader.faults.list.empty() && rules) reader.add(rules());
  if (reader.faults.list.empty() && idle) {
    IdleKeys keys;
    idle(keys);
    reader.faults.list = faults_of(keys, reader.inputs);
  }
  if (!reader.faults.list.empty()) throw InputError(sorted(std::move(reader.faults.list)));
  out.inputs = std::move(reader.inputs);
  out.notes = std::move(text.notes);
  out.notes.insert(out.notes.end(), reader.notes.begin(), reader.notes.end());
  return out;
}

}  // namespace lode::io
