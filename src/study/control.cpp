#include "study/control.h"

#include "base/parallel.h"
#include "study/results.h"

namespace lode::study {

std::vector<Arrangement> arrangements_of(const deal::Bid& bid) {
  const Arrangement own = arrangement_of(bid);
  if (!own.build) return {};
  std::vector<Arrangement> out{own};
  const auto add = [&](const char* id, std::string name, const auto& change) {
    Arrangement other = own;
    other.id = id, other.name = std::move(name);
    change(other);
    out.push_back(std::move(other));
  };
  const auto held_by = [&](Arrangement& a, const char* holder, std::vector<std::string> jointly,
                           deal::RightRule rule, std::vector<std::string> consent) {
    for (std::optional<deal::Right>* right : {&a.build, &a.expand})
      if (*right) {
        (*right)->holder = holder;
        (*right)->jointly = jointly, (*right)->rule = rule, (*right)->consent = consent;
      }
  };
  using enum deal::RightRule;
  add("sponsor", "the sponsor alone builds",
      [&](Arrangement& a) { held_by(a, "sponsor", {}, one, {}); });
  add("fund", "the fund builds", [&](Arrangement& a) { held_by(a, "fund", {}, one, {}); });
  add("host", "the state with its fund builds",
      [&](Arrangement& a) { held_by(a, "host", {}, one, {}); });
  add("host_consents", "the sponsor builds, the state with its fund consents",
      [&](Arrangement& a) { held_by(a, "sponsor", {}, one, {"host"}); });
  add("sponsor_consents", "the state with its fund builds, the sponsor consents",
      [&](Arrangement& a) { held_by(a, "host", {}, one, {"sponsor"}); });
  add("lenders_consent", "the sponsor builds, the lenders consent",
      [&](Arrangement& a) { held_by(a, "sponsor", {}, one, {"lenders"}); });
  add("together", "built where it is worth it to sponsor and state together",
      [&](Arrangement& a) { held_by(a, "sponsor", {"host"}, sum, {}); });
  if (own.expand)
    add("at_once", "all deposits at once or none of the later",
        [&](Arrangement& a) { a.expand.reset(); });
  add("nobody", "nobody decides: built in the first year, whatever happens", [&](Arrangement& a) {
    a.build.reset();
    a.expand.reset();
  });
  add("arms_length", "sold at arm's length, without the marketer",
      [&](Arrangement& a) { a.variant = Variant::arms_length; });
  add("runs_on", "the mines never suspend", [&](Arrangement& a) { a.variant = Variant::runs_on; });
  return out;
}

std::vector<std::vector<Decided>> control_of(const Results& r) {
  std::vector<std::vector<Decided>> out(r.layout.bids);
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    if (!can_decide(r, b)) continue;
    const std::vector<Arrangement> by = arrangements_of(r.file->values.bid[b]);
    out[b].resize(by.size());
    parallel_for(by.size(), [&](std::size_t i) { out[b][i] = decide(r, b, by[i]); });
  }
  return out;
}

}  // namespace lode::study
