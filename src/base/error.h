// Three kinds of trouble, and no fourth:
//   the input is wrong      -> InputError, a list of faults, each with place and what is allowed
//   the answer is "no"      -> a status in the result (no pit, infeasible, not converged)
//   we are wrong            -> LODE_CHECK throws InternalError
// Caught in main() only.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace lode {

// Where a raw value stands. Line and column count from 1; 0 = unknown.
struct Source {
  std::string file;
  int line = 0;
  int column = 0;
  std::string text() const;  // "case.toml:14:12"
};

struct Fault {
  Source source;
  std::string key;      // "deposit.upper.mill.recovery"; empty for a fault of the whole file
  std::string value;    // as written; empty if absent
  std::string message;  // what is wrong and what is allowed
  std::string text() const;
};

class InputError : public std::exception {
 public:
  explicit InputError(std::vector<Fault> faults);
  explicit InputError(Fault fault);
  explicit InputError(std::string message);
  const std::vector<Fault>& faults() const { return faults_; }
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::vector<Fault> faults_;
  std::string what_;
};

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// The answer is "no", found while a stage prepares what all scenarios share (a statement that no
// law meets, an empty pit for every bid): study turns the stage's status into this; main exits
// with 4.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail_check(const char* expression, const char* file, int line);

}  // namespace lode

#define LODE_CHECK(expression) \
  ((expression) ? void(0) : ::lode::fail_check(#expression, __FILE__, __LINE__))
