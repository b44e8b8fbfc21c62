#include "study/rules_classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
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

  // Beside a statement all classes say where they lie in one of three ways.
  void check_stated() {
    using resource::ConfidenceClass;
    const std::vector<ConfidenceClass>& classes = d_.confidence;
    const std::string all = at_ + ".confidence", stated = at_ + ".statement";
    struct Way {
      const char* key;
      double ConfidenceClass::*member;
    };
    const Way* way = nullptr;
    static constexpr std::array<Way, 3> kWays = {{{"within", &ConfidenceClass::within},
                                                  {"tonnage", &ConfidenceClass::tonnage_t},
                                                  {"share", &ConfidenceClass::share}}};
    for (const Way& one : kWays) {
      const auto given = [&](const ConfidenceClass& c) { return std::isfinite(c.*one.member); };
      const auto with = std::find_if(classes.begin(), classes.end(), given);
      if (with == classes.end()) continue;
      if (way)
        return breach(
            all + "." + with->id + "." + one.key,
            fmt::format("stands beside `{}`: classes lie by within, tonnage or share, all "
                        "in one way",
                        way->key),
            {all});
      way = &one;
    }
    if (!way)
      return breach(all, "says nowhere how the classes lie: give `tonnage`, `share` or `within`");
    const auto without =
        std::find_if(classes.begin(), classes.end(),
                     [&](const ConfidenceClass& c) { return !std::isfinite(c.*(way->member)); });
    if (without != classes.end())
      return breach(all + "." + without->id,
                    fmt::format("has no `{0}`: give `{0}` in all classes", way->key), {all});
    if (way->member == &ConfidenceClass::within) {
      for (std::size_t i = 0; i + 1 < classes.size(); ++i)
        if (!(classes[i].within < classes[i + 1].within))
          breach(all + "." + classes[i + 1].id + ".within",
                 "classes go from the heart outwards: `within` must rise",
                 {all + "." + classes[i].id + ".within"});
      if (classes.back().within != 1)
        breach(all + "." + classes.back().id + ".within", "the last class must have within = 1");
    }
    double sum = 0, metal = 0;
    for (const ConfidenceClass& c : classes) {
      const double tonnes =
          way->member == &ConfidenceClass::share ? c.share * d_.statement->tonnage_t : c.tonnage_t;
      sum += c.*(way->member);
      metal += tonnes * c.grade;
    }
    const double total = way->member == &ConfidenceClass::share ? 1 : d_.statement->tonnage_t;
    if (way->member != &ConfidenceClass::within && std::abs(sum - total) > 1e-6 * total)
      return breach(all,
                    way->member == &ConfidenceClass::share
                        ? fmt::format("the classes' shares add to {:.10g}, not to 1", sum)
                        : fmt::format("the classes' tonnage adds to {:.10g} Mt, the statement "
                                      "says {:.10g} Mt",
                                      sum / 1e6, total / 1e6),
                    {all, stated});
    if (std::isinf(d_.statement->tonnage_t))
      return breach(stated + ".tonnage",
                    "is required: the published tonnage, or `tonnage` in each class");
    if (std::isinf(d_.statement->grade))
      return breach(
          stated + ".grade",
          "is required: the published mean grade, or `tonnage` and `grade` in each class");
    const double stated_metal = d_.statement->tonnage_t * d_.statement->grade;
    if (way->member != &ConfidenceClass::within && std::isfinite(metal) &&
        std::abs(metal - stated_metal) > 0.01 * stated_metal)
      breach(all,
             fmt::format("the classes' grades give {:.6g} t of metal, the statement's tonnage and "
                         "grade {:.6g} t",
                         metal, stated_metal),
             {all, stated});
  }

  const Deposit& d_;
  const std::string& at_;
};

}  // namespace

std::vector<Breach> class_breaches(const Deposit& deposit, const std::string& at) {
  Classes classes(deposit, at);
  classes.check();
  return std::move(classes.out);
}

}  // namespace lode::study
