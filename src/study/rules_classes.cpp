#include "study/rules_classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace lode::study {
namespace {

class Classes {
 public:
  Classes(const Deposit& deposit, const std::string& at) : d_(deposit), at_(at) {}
  void check() {
    if (d_.confidence.empty() || d_.confidence.size() > 8) {
      breach(at_ + ".confidence", "needs one to eight classes");
      return;
    }
    if (d_.holes) return;  // thresholds of drilling may overlap: the first class that holds counts
    check_stated();
  }

  std::vector<Breach> out;

 private:
  void breach(const std::string& key, std::string message, std::vector<std::string> more = {}) {
    more.push_back(key);
    out.push_back({key, std::move(message), std::move(more)});
  }

  using ConfidenceClass = resource::ConfidenceClass;
  // How a class says where it lies.
  struct Way {
    const char* key;
    double ConfidenceClass::*member;
  };

  // Beside a statement all classes say where they lie in one of three ways.
  void check_stated() {
    const std::optional<Way> way = way_of_all();
    if (!way) return;
    if (way->member == &ConfidenceClass::within) {
      check_rims();
      check_totals(kInfinity);
      return;
    }
    double sum = 0, metal = 0;
    const bool by_share = way->member == &ConfidenceClass::share;
    for (const ConfidenceClass& c : d_.confidence) {
      sum += c.*(way->member);
      metal += (by_share ? c.share * d_.statement->tonnage_t : c.tonnage_t) * c.grade;
    }
    const double total = by_share ? 1 : d_.statement->tonnage_t;
    if (std::abs(sum - total) > 1e-6 * total)
      return breach(all_,
                    by_share ? fmt::format("the classes' shares add to {:.10g}, not to 1", sum)
                             : fmt::format("the classes' tonnage adds to {:.10g} Mt, the statement "
                                           "says {:.10g} Mt",
                                           sum / 1e6, total / 1e6),
                    {all_, stated_});
    check_totals(metal);
  }

  // The one way that all classes share; none, with a breach, if there is no such way.
  std::optional<Way> way_of_all() {
    static constexpr std::array<Way, 3> kWays = {{{"within", &ConfidenceClass::within},
                                                  {"tonnage", &ConfidenceClass::tonnage_t},
                                                  {"share", &ConfidenceClass::share}}};
    std::optional<Way> way;
    for (const Way& one : kWays) {
      const auto with =
          std::find_if(d_.confidence.begin(), d_.confidence.end(),
                       [&](const ConfidenceClass& c) { return std::isfinite(c.*one.member); });
      if (with == d_.confidence.end()) continue;
      if (way) {
        breach(all_ + "." + with->id + "." + one.key,
               fmt::format("stands beside `{}`: classes lie by within, tonnage or share, all "
                           "in one way",
                           way->key),
               {all_});
        return {};
      }
      way = one;
    }
    if (!way) {
      breach(all_, "says nowhere how the classes lie: give `tonnage`, `share` or `within`");
      return {};
    }
    const auto without =
        std::find_if(d_.confidence.begin(), d_.confidence.end(),
                     [&](const ConfidenceClass& c) { return !std::isfinite(c.*(way->member)); });
    if (without == d_.confidence.end()) return way;
    breach(all_ + "." + without->id,
           fmt::format("has no `{0}`: give `{0}` in all classes", way->key), {all_});
    return {};
  }

  void check_rims() {
    const std::vector<ConfidenceClass>& classes = d_.confidence;
    for (std::size_t i = 0; i + 1 < classes.size(); ++i)
      if (!(classes[i].within < classes[i + 1].within))
        breach(all_ + "." + classes[i + 1].id + ".within",
               "classes go from the centre outwards: `within` must rise",
               {all_ + "." + classes[i].id + ".within"});
    if (classes.back().within != 1)
      breach(all_ + "." + classes.back().id + ".within", "the last class must have within = 1");
  }

  // metal_t: of the classes' tonnages and grades; infinite where they do not give it.
  void check_totals(double metal_t) {
    const resource::Statement& statement = *d_.statement;
    if (std::isinf(statement.tonnage_t))
      return breach(stated_ + ".tonnage",
                    "is required: the published tonnage, or `tonnage` in each class");
    if (std::isinf(statement.grade))
      return breach(
          stated_ + ".grade",
          "is required: the published mean grade, or `tonnage` and `grade` in each class");
    const double stated_t = statement.tonnage_t * statement.grade;
    if (std::isfinite(metal_t) && std::abs(metal_t - stated_t) > 0.01 * stated_t)
      breach(all_,
             fmt::format("the classes' grades give {:.6g} t of metal, the statement's tonnage and "
                         "grade {:.6g} t",
                         metal_t, stated_t),
             {all_, stated_});
  }

  const Deposit& d_;
  const std::string& at_;
  const std::string all_ = at_ + ".confidence", stated_ = at_ + ".statement";
};

}  // namespace

std::vector<Breach> class_breaches(const Deposit& deposit, const std::string& at) {
  Classes classes(deposit, at);
  classes.check();
  return std::move(classes.out);
}

}  // namespace lode::study
