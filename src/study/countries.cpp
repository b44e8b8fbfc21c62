#include "study/countries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "study/parameters.h"

namespace lode::study {
namespace {

struct Mention {
  std::string key, name;
};

// Every place where a country is named, in the order of describe; whose dependence is measured, the
// host and the adverse state first: these define names, the others use them.
struct Names {
  std::vector<Mention> defined;                            // codes
  std::vector<std::pair<std::string, std::string>> known;  // code, name as it stands in tables
  std::vector<Mention> used;
};

void use(Names& names, const std::string& key, const std::string& name) {
  if (!name.empty()) names.used.push_back({key, name});
}

void use(Names& names, const std::string& key, const std::vector<std::string>& all) {
  for (const std::string& name : all) use(names, key, name);
}

template <class Flow>  // an offtake or a supply
void use_flow(Names& names, const std::string& at, const Flow& flow) {
  use(names, at + ".marketed_by", flow.marketed_by);
  use(names, at + ".refined_in", flow.refined_in);
  use(names, at + ".transit", flow.transit);
}

Names names_of(const Case& c) {
  Names out;
  const auto define = [&](const std::string& key, const std::string& code,
                          const std::string& name) {
    if (code.empty()) return;
    out.defined.push_back({key, code});
    if (!name.empty() && name != code) out.known.emplace_back(code, name);
  };
  define("project.country", c.project.country, c.project.host);
  for (const market::Buyer& buyer : c.buyer) define("buyer." + buyer.id, buyer.id, buyer.name);
  define("dependence.adverse", c.dependence.adverse, c.dependence.adverse_name);
  for (const deal::Bid& bid : c.bid)
    for (const deal::Offtake& offtake : bid.offtake) {
      const std::string at = "bid." + bid.id + ".offtake." + offtake.id;
      use(out, at + ".buyer", offtake.buyer);
      use_flow(out, at, offtake);
    }
  for (const Event& event : c.event)
    use(out, "event." + event.id + ".closes_transit", event.closes_transit);
  for (const market::Buyer& buyer : c.buyer)
    for (const market::Supply& supply : buyer.supply) {
      const std::string at = "buyer." + buyer.id + ".supply." + supply.id;
      use(out, at + ".origin", supply.origin);
      use_flow(out, at, supply);
    }
  return out;
}

// Without blanks, signs and capitals, which people write in different ways: "North-Land Rep." =
// "northland rep".
std::string plain(const std::string& name) {
  std::string out;
  for (const char letter : name)
    if (const auto byte = static_cast<unsigned char>(letter); byte > 127 || std::isalnum(byte))
      out += byte > 127 ? letter : static_cast<char>(std::tolower(byte));
  return out;
}

// Any two short codes differ by one or two letters, so in these only capitals are ignored.
bool nearly(const std::string& a, const std::string& b) {
  std::string p = plain(a), q = plain(b);
  if (p == q) return !p.empty();
  const std::size_t shorter = std::min(p.size(), q.size()), slips = edit_distance(p, q);
  if (shorter < 5 || slips > 2) return false;
  if (slips < 2 || shorter >= 8) return true;
  std::sort(p.begin(), p.end());
  std::sort(q.begin(), q.end());
  return p == q;  // two letters changed places
}

}  // namespace

std::vector<Doubt> doubtful_countries(const Case& c) {
  const Names names = names_of(c);
  std::map<std::string, std::size_t> count;  // of each name that is used
  for (const Mention& one : names.used) ++count[one.name];
  const auto is_code = [&](const std::string& name) {
    return std::any_of(names.defined.begin(), names.defined.end(),
                       [&](const Mention& one) { return one.name == name; });
  };
  std::vector<Doubt> out;
  const auto tell = [&](const Mention& at, const std::string& meant) {
    out.push_back({at.key, at.name,
                   fmt::format("is another name than \"{}\", a country of the case: names are "
                               "compared as they are written",
                               meant)});
  };
  // Two codes that nearly agree: the later one.
  for (std::size_t i = 0; i < names.defined.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (const std::string& a = names.defined[i].name, &b = names.defined[j].name;
          a != b && nearly(a, b)) {
        tell(names.defined[i], b);
        break;
      }
  for (const Mention& one : names.used) {
    if (is_code(one.name)) continue;
    std::optional<std::string> meant;
    for (const Mention& code : names.defined)
      if (!meant && nearly(one.name, code.name)) meant = code.name;
    for (const auto& [code, name] : names.known)
      if (!meant && nearly(one.name, name)) meant = code;
    // Of names that nothing defines, the one that stands in fewer places.
    for (const auto& [other, times] : count)
      if (!meant && other != one.name && times > count[one.name] && nearly(one.name, other))
        meant = other;
    for (const Mention& other : names.used)  // in as many places: the later one
      if (!meant && other.name != one.name && count[other.name] == count[one.name] &&
          &other < &one && nearly(one.name, other.name))
        meant = other.name;
    if (meant) tell(one, *meant);
  }
  return out;
}

}  // namespace lode::study
