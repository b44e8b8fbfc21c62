// Keys that a case gives but that have no effect with its other keys: refused, since their author
// meant them to have one. The term that a key needs is declared once, in a list of terms:
//
//   constexpr Term<Pool> kPool[] = {
//       {"rate", "method declining", [](auto& p) { return p.method == Depreciation::declining; }}};
//   IdleKeys idle;
//   idle.each("tax.pool.", c.tax.pool, kPool);
//   faults_of(idle, file.inputs);   // of those that the file gives
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "drill/drill.h"
#include "resource/resource.h"
#include "study/study.h"

namespace lode::io {

// Of one record: a key, the term that it needs, and whether the record has it.
template <typename T>
struct Term {
  const char* key;
  const char* goes_with;
  bool (*has_effect)(const T&);
};

class IdleKeys {
 public:
  struct Key {
    std::string key, goes_with;
  };
  std::vector<Key> list;

  void needs(bool has_effect, std::string key, std::string goes_with) {
    if (!has_effect) list.push_back({std::move(key), std::move(goes_with)});
  }
  template <typename T, std::size_t n>
  void all(const std::string& at, const T& record, const Term<T> (&terms)[n]) {
    for (const Term<T>& term : terms) needs(term.has_effect(record), at + term.key, term.goes_with);
  }
  template <typename T, std::size_t n>
  void each(const std::string& at, const std::vector<T>& records, const Term<T> (&terms)[n]) {
    for (const T& record : records) all(at + record.id + ".", record, terms);
  }
  // Keeps the keys that are idle in the other reading too: a key that has an effect under an
  // alternative is given for it.
  void keep_common(const IdleKeys& other);
};

// Of what whole cases and tables of cash flow both hold.
inline constexpr Term<finance::Pool> kPool[] = {
    {"rate", "method declining",
     [](auto& p) { return p.method == finance::Depreciation::declining; }},
    {"life", "method straight_line",
     [](auto& p) { return p.method == finance::Depreciation::straight_line; }},
    {"schedule", "method schedule",
     [](auto& p) { return p.method == finance::Depreciation::schedule; }},
};

// Of a partner of a table and of a further holder of a bid.
inline constexpr Term<finance::Holder> kStakeTerms[] = {
    {"carry_rate", "kind carried", [](auto& h) { return h.kind == finance::Carried::carried; }},
    {"carried_share", "kind carried", [](auto& h) { return h.kind == finance::Carried::carried; }},
    {"loan_rate", "loan_share", [](auto& h) { return h.loan_share > 0; }},
    {"loan_withholding", "loan_share", [](auto& h) { return h.loan_share > 0; }},
    {"preferred", "a holder that pays its calls, or whose calls are carried",
     [](auto& h) { return h.kind != finance::Carried::free; }},
    {"preferred_return", "preferred return_only or capital_and_return",
     [](auto& h) { return h.preferred != finance::Preferred::none; }},
};

// A fault for each of them that is given, itself or a key below it.
std::vector<Fault> faults_of(const IdleKeys& idle, const std::vector<study::Input>& inputs);

// Keys of records that several cases hold, below `at` ("deposit.hill.").
void add_idle(IdleKeys& idle, const std::string& at, const resource::Variogram& variogram);
void add_idle(IdleKeys& idle, const std::string& at, const resource::Kriging& kriging);
void add_idle(IdleKeys& idle, const std::string& at, const resource::Variography& variography);
void add_idle(IdleKeys& idle, const std::string& at, const drill::Campaign& campaign);
void add_idle(IdleKeys& idle, const std::string& at, const plant::Mill& mill);
void add_idle(IdleKeys& idle, const std::string& at, const std::vector<plant::Product>& products);
void add_idle(IdleKeys& idle, const std::string& at, const finance::Tax& tax);
// Of a whole case.
IdleKeys idle_keys(const study::Case& c);

}  // namespace lode::io
