// The block model and realisations of a deposit, made once per run and shared by every plan and
// scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "study/case.h"

namespace lode::study {

struct DepositModel {
  Ground ground;
  resource::Body body;  // the blocks that have grades; all others are waste
  resource::Realisations realisations;
  std::vector<double> block_t;  // [block] tonnes in place, ore or waste; 0 in air
  double ore_grade = 0;         // main element, mean above the reporting cut-off, fraction
  resource::Law law;            // of a statement, as is the check
  resource::StatementCheck check;
  std::optional<DrilledModel> drilled;  // with drill holes
  std::vector<std::uint8_t> class_is_inferred;
  std::vector<std::int32_t> body_block;  // [block] index in the body, -1 outside
  std::size_t body_blocks_on_edge = 0;
};

// [deposit] A copy shares them: the grades of all realisations are the largest part of a study.
class Models {
 public:
  const DepositModel& operator[](std::size_t d) const { return *models_[d]; }
  std::size_t size() const { return models_.size(); }
  void push_back(DepositModel model) {
    models_.push_back(std::make_shared<const DepositModel>(std::move(model)));
  }
  // One of another study.
  void share(const Models& other, std::size_t d) { models_.push_back(other.models_[d]); }

 private:
  std::vector<std::shared_ptr<const DepositModel>> models_;
};

// A deposit before its grades are estimated: the ground, the body and the grade law of a statement,
// or the composites of holes. Most faults of a deposit are found here.
struct DepositFrame {
  Ground ground;
  resource::Body body;
  resource::Law law;
  std::optional<DrilledFrame> holes;
};
// Throws InputError for holes that are refused, NoAnswer if no block lies in the body or no law
// meets the statement. Every fault has its key, every answer the deposit's name.
DepositFrame make_frame(const Deposit& deposit);

// From the statement or from the holes, whichever the deposit has. Throws what make_frame and
// make_drilled_model throw. With holes the grades of one realisation are kept in memory.
DepositModel make_deposit_model(const Deposit& deposit, DepositFrame frame, int realisations,
                                std::uint64_t seed, const Progress& progress);
DepositModel make_deposit_model(const Deposit& deposit, int realisations, std::uint64_t seed,
                                const Progress& progress);

}  // namespace lode::study
