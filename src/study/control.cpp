#include "study/control.h"

#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "study/results.h"

namespace lode::study {
namespace {

using deal::RightRule;

// Who holds the rights to build and to expand.
struct Holding {
  const char* id;
  const char* name;
  const char* holder;
  std::vector<std::string> jointly, consent;
};

void give(std::optional<deal::Right>& right, const Holding& to) {
  if (!right) return;
  right->holder = to.holder, right->jointly = to.jointly, right->consent = to.consent;
  right->rule = to.jointly.empty() ? RightRule::one : RightRule::sum;
}

bool is_held_so(const std::optional<deal::Right>& right, const Holding& by) {
  return !right || (right->holder == by.holder && right->jointly == by.jointly &&
                    right->consent == by.consent);
}

}  // namespace

std::vector<Arrangement> arrangements_of(const deal::Bid& bid) {
  const Arrangement own = arrangement_of(bid);
  if (!own.build) return {};
  std::vector<Arrangement> out{own};
  for (const Holding& holding : {
           Holding{"sponsor", "The sponsor alone builds", "sponsor", {}, {}},
           Holding{"fund", "The fund builds", "fund", {}, {}},
           Holding{"host", "The state with its fund builds", "host", {}, {}},
           Holding{"host_consents",
                   "The sponsor builds, the state with its fund consents",
                   "sponsor",
                   {},
                   {"host"}},
           Holding{"sponsor_consents",
                   "The state with its fund builds, the sponsor consents",
                   "host",
                   {},
                   {"sponsor"}},
           Holding{"lenders_consent",
                   "The sponsor builds, the lenders consent",
                   "sponsor",
                   {},
                   {"lenders"}},
           Holding{
               "together", "Built where sponsor and state gain together", "sponsor", {"host"}, {}},
       }) {
    if (is_held_so(own.build, holding) && is_held_so(own.expand, holding)) continue;
    if (holding.id == std::string_view("lenders_consent") && bid.venture.loan.empty()) continue;
    Arrangement& other = out.emplace_back(own);
    other.id = holding.id, other.name = holding.name;
    give(other.build, holding), give(other.expand, holding);
  }
  const auto add = [&](const char* id, const char* name) -> Arrangement& {
    Arrangement& other = out.emplace_back(own);
    other.id = id, other.name = name;
    return other;
  };
  if (own.expand) add("at_once", "Deposits after the first are decided with it").expand.reset();
  Arrangement& nobody = add("nobody", "Nobody decides: built in the first year, whatever happens");
  nobody.build.reset(), nobody.expand.reset();
  add("arms_length", "Sold at arm's length, without the marketer").variant = Variant::arms_length;
  add("runs_on", "The mines never suspend").variant = Variant::runs_on;
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
