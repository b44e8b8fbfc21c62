#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>
#include <utility>

#include "study/case.h"
#include "study/events.h"
#include "study/plants.h"
#include "study/rules_classes.h"
#include "study/rules_market.h"
#include "study/rules_rights.h"

namespace lode::study {
namespace {

std::string in_small_letters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

constexpr double kMostBlocks = 20'000'000;  // some 130 bytes each where the pit is made
constexpr int kWidestSlope = 400;           // blocks; offsets grow with its square
const std::vector<std::string> kCalendar = {"project.base_year", "project.horizon",
                                            "project.construction_start"};

bool adds_to_one(const std::vector<double>& shares) {
  return std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1) < 1e-9;
}

// A room's fault_of begins with the key that it is best reported at: "delay is 0.5 years: ...".
std::string key_of(const std::string& at, const std::string& fault) {
  return at + "." + fault.substr(0, fault.find(' '));
}

template <class T>
bool has(const std::vector<T>& items, const std::string& id) {
  return std::any_of(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
}

template <class T>
std::string names(const std::vector<T>& items) {
  std::string out;
  for (const T& item : items) out += (out.empty() ? "" : ", ") + item.id;
  return out.empty() ? "none" : out;
}

// Whether a sampled parameter is read anew in each period; prices are drawn, money is indexed and
// bids are signed once.
bool acts_by_period(const std::string& key) {
  if (key.starts_with("commodity.")) return key.ends_with(".payable") || key.ends_with(".selling");
  if (key == "project.capital_estimate") return false;
  for (const char* table : {"project.", "deposit.", "product.", "refinery.", "tax.", "suspension."})
    if (key.starts_with(table)) return true;
  return false;
}

class Rules {
 public:
  explicit Rules(const Case& c) : c_(c) {}
  std::vector<Breach> check() {
    lists();
    project();
    for (const Deposit& deposit : c_.deposit) check(deposit);
    products();
    for (const deal::Bid& bid : c_.bid) check(bid);
    bid_names();
    for (Breach& fault : right_breaches(c_)) out_.push_back(std::move(fault));
    for (Breach& fault : market_breaches(c_)) out_.push_back(std::move(fault));
    for (const Event& event : c_.event) check(event);
    tax();
    return std::move(out_);
  }

 private:
  // more: keys and tables that the rule looks at beside `key`.
  void breach(const std::string& key, std::string message, std::vector<std::string> more = {}) {
    more.push_back(key);
    out_.push_back({key, std::move(message), std::move(more)});
  }

  void lists() {
    if (c_.commodity.empty()) breach("commodity", "at least one [commodity.NAME] is needed");
    if (c_.commodity.size() > schedule::kMaxElements)
      breach("commodity", fmt::format("at most {} are allowed", schedule::kMaxElements));
    if (c_.deposit.empty()) breach("deposit", "at least one [deposit.NAME] is needed");
    for (std::size_t d = 1; d < c_.deposit.size(); ++d)
      for (std::size_t other = 0; other < d; ++other)
        if (in_small_letters(c_.deposit[d].id) == in_small_letters(c_.deposit[other].id))
          breach("deposit." + c_.deposit[d].id,
                 fmt::format("differs from deposit.{} in capitals alone; their files could not be "
                             "told apart on every disk",
                             c_.deposit[other].id));
    if (c_.bid.empty()) breach("bid", "at least one [bid.NAME] is needed");
    const auto& factors = c_.planning.revenue_factors;
    if (factors.empty() || !std::is_sorted(factors.begin(), factors.end(), std::less_equal<>()))
      breach("planning.revenue_factors",
             "needs at least one factor, each larger than the one before");
    else if (std::find(factors.begin(), factors.end(), 1.0) == factors.end())
      breach("planning.revenue_factors", "must contain 1, the planning price itself");
  }

  void project() {
    const Project& p = c_.project;
    if (!adds_to_one(p.capital_profile))
      breach("project.capital_profile",
             fmt::format("shares add to {:.10g}; they must add to 1",
                         std::accumulate(p.capital_profile.begin(), p.capital_profile.end(), 0.0)));
    const int end = p.base_year + p.horizon_years;
    const auto inside = [&](const char* key, int year) {
      if (year < p.base_year || year >= end)
        breach(key, fmt::format("{} is outside the calendar {}-{}", year, p.base_year, end - 1),
               kCalendar);
    };
    inside("project.construction_start", p.construction_start);
    inside("project.closing_year", p.closing_year);
    if (p.quarters_until < p.base_year)
      breach("project.quarters_until", fmt::format("must not lie before base_year {}", p.base_year),
             {"project.base_year"});
    for (const deal::Bid& bid : c_.bid) construction(bid, end);
    if (p.licence_start > p.construction_start)
      breach("project.licence_start",
             fmt::format("{} is after construction starts in {}", p.licence_start,
                         p.construction_start),
             {"project.construction_start"});
    if (p.licence_start + p.licence_y <= p.construction_start)
      breach("project.licence",
             fmt::format("the licence ({} and {:g} years) ends before construction starts in {}",
                         p.licence_start, p.licence_y, p.construction_start),
             {"project.licence_start", "project.construction_start"});
    bank_case();
    for (const Deposit& deposit : c_.deposit)
      if (p.construction_start + deposit.lead_y >= end)
        breach("deposit." + deposit.id + ".lead",
               fmt::format("first ore would come after the calendar's end ({})", end), kCalendar);
  }

  // It holds for base inputs without events, and its factor for the main commodity alone.
  void bank_case() {
    if (c_.bank_case.delay_y != std::round(c_.bank_case.delay_y))
      breach("bank_case.delay", "must be whole years");
    if (c_.commodity.empty()) return;
    const double factor = c_.bank_case.recovery_factor;
    for (const Deposit& deposit : c_.deposit)
      for (const plant::Stage& stage : deposit.mill.stage)
        for (const plant::Recovery& law : stage.recovery) {
          if (law.id != c_.commodity.front().id || !carries_main(c_, stage.makes) ||
              !plant::fault_of(law).empty())
            continue;
          const double highest = plant::highest_recovery(law);
          if (factor > 1 && factor * highest > 1)
            breach(
                "bank_case.recovery_factor",
                fmt::format("{:g} takes the recovery of {} in deposit.{}.mill.stage.{} from {:g} "
                            "to {:g}, more than all; the factor may be at most {:g}",
                            factor, law.id, deposit.id, stage.id, highest, factor * highest,
                            std::floor(1e4 / highest) / 1e4),  // so that what is named passes
                {"deposit." + deposit.id + ".mill.stage." + stage.id + ".recovery." + law.id});
        }
  }

  void tax() {
    const auto commodity = [&](const std::string& key, const std::string& id) {
      if (!has(c_.commodity, id))
        breach(key,
               fmt::format("{}is no commodity of the case (those are: {})",
                           key.ends_with("." + id) ? "" : "\"" + id + "\" ", names(c_.commodity)),
               {"commodity"});
    };
    const auto told = [&](const std::string& at, const std::vector<std::string>& faults) {
      for (const std::string& fault : faults)
        breach(key_of(at, fault), fault.substr(fault.find(' ') + 1), {at + ".scale", at + ".kind"});
    };
    for (const finance::Extraction& extraction : c_.tax.extraction)
      commodity("tax.extraction." + extraction.id, extraction.id);
    for (const finance::RoyaltyRate& royalty : c_.tax.royalty) {
      const std::string at = "tax.royalty." + royalty.id;
      told(at, finance::faults_of(royalty));
      const bool follows =
          royalty.scale == finance::Scale::price || royalty.scale == finance::Scale::production;
      if (!royalty.product.empty()) commodity(at + ".commodity", royalty.product);
      if (!royalty.scale_product.empty() && follows)
        commodity(at + ".scale_commodity", royalty.scale_product);
      else if (!royalty.scale_product.empty())
        breach(at + ".scale_commodity", "goes with scale price or production", {at + ".scale"});
      else if (royalty.product.empty() && follows)
        breach(at + ".scale_commodity",
               "is needed: whose price or production the rate follows (or `commodity`, on whose "
               "revenue alone the royalty then is)",
               {at + ".scale"});
    }
    for (const finance::RentTax& rent : c_.tax.rent)
      told("tax.rent." + rent.id, finance::faults_of(rent));
    if (const std::string fault = finance::fault_of(c_.tax); !fault.empty())
      breach("tax.pool", fault);
    if (std::isfinite(c_.tax.dividend_rate_major) && std::isinf(c_.tax.major_stake))
      breach("tax.dividend_rate_major", "goes with major_stake: from which stake does it hold?");
    if (std::isinf(c_.tax.dividend_rate_major) && std::isfinite(c_.tax.major_stake))
      breach("tax.major_stake", "goes with dividend_rate_major: which rate holds from it on?");
    const finance::ProcessingAgreement& agreement = c_.tax.processing_agreement;
    if (agreement.in_force && agreement.years == 0 && agreement.property_years == 0)
      breach("tax.processing_agreement.in_force",
             "goes with `years` or `property_years`: how long is there relief?",
             {"tax.processing_agreement"});
    const finance::Macro& macro = c_.macro;
    if (std::isfinite(macro.local_inflation_end) && macro.local_inflation_years == 0 &&
        std::isfinite(macro.local_inflation_start) &&
        macro.local_inflation_start != macro.local_inflation_end)
      breach("macro.local_inflation_start",
             "is never in force: local_inflation_end holds from the start, as "
             "local_inflation_years is 0",
             {"macro"});
  }

  // Spending and mining lie within the calendar, also for a bid with a delay.
  void construction(const deal::Bid& bid, int end) {
    const Project& p = c_.project;
    const std::string delay = "bid." + bid.id + ".delay";
    std::vector<std::string> rests_on = kCalendar;
    rests_on.insert(rests_on.end(), {delay, "project.capital_profile"});
    const double built =
        p.construction_start + static_cast<double>(p.capital_profile.size()) + bid.delay_y;
    if (built > end)
      breach(bid.delay_y > 0 ? delay : "project.capital_profile",
             fmt::format("construction of bid {} would end in {:g}, after the calendar ({})",
                         bid.id, built, end),
             rests_on);
    else if (p.quarters_until < built)
      breach("project.quarters_until",
             fmt::format("must reach the end of construction of bid {} ({:g}): interest counts "
                         "from the end of the period of a draw",
                         bid.id, built),
             rests_on);
    for (const Deposit& deposit : c_.deposit) {
      const double undelayed = p.construction_start + deposit.lead_y;
      rests_on = kCalendar;
      rests_on.push_back("deposit." + deposit.id + ".lead");
      if (undelayed < end && undelayed + bid.delay_y >= end)
        breach(delay,
               fmt::format("first ore of {} would come after the calendar's end ({})", deposit.id,
                           end),
               rests_on);
    }
  }

  void check(const Deposit& d) {
    const std::string at = "deposit." + d.id;
    for (const auto& [key, side] :
         {std::pair{".grid.cell_x", d.grid.cell_m.x}, std::pair{".grid.cell_y", d.grid.cell_m.y},
          std::pair{".grid.cell_z", d.grid.cell_m.z}})
      if (!(side >= 0.1 && side <= 1000))
        breach(at + key,
               fmt::format("{:g} m is no side of a block of a mine: [0.1, 1000] m", side));
    if (d.grid.blocks() > kMostBlocks)
      breach(at + ".grid",
             fmt::format("{} x {} x {} is {:.0f} blocks; at most {:.0f} fit", d.grid.count[0],
                         d.grid.count[1], d.grid.count[2], d.grid.blocks(), kMostBlocks));
    if (d.statement && d.holes)
      return breach(at + ".holes", "has both a statement and drill holes: give one of the two");
    if (!d.statement && !d.holes)
      return breach(at + ".statement", "is missing, and so are drill holes: give [" + at +
                                           ".statement] or [" + at + ".holes]");
    if (d.holes && !check_drilled(d, at)) return;
    if (d.statement) {
      if (d.solid.empty()) breach(at + ".solid", "the body needs at least one solid");
      if (const std::string fault = resource::fault_of(d.variogram); !fault.empty())
        breach(at + ".variogram", fault);
      for (const auto& [key, there] :
           {std::pair{"search", d.search.has_value()}, std::pair{"kriging", d.kriging.has_value()},
            std::pair{"estimate", d.estimate.has_value()}})
        if (there)
          breach(at + "." + key, "goes with drill holes, and this deposit has a statement");
    }
    check_mill(d, at);
    if (d.prestrip_y > d.lead_y)
      breach(at + ".prestrip",
             fmt::format("{:g} years of mining before first ore are more than the lead of {:g}: it "
                         "would begin before construction does",
                         d.prestrip_y, d.lead_y),
             {at + ".lead"});
    check_slopes(d, d.slopes, at + ".slopes");
    check_ground(d, at);
    for (Breach& fault : class_breaches(d, at)) out_.push_back(std::move(fault));
    const std::string grades = at + (d.statement ? ".statement" : ".estimate") + ".by_product.";
    for (const std::string& id : by_products(d)) {
      const std::string key = grades + id;
      if (!has(c_.commodity, id) || c_.commodity.front().id == id)
        breach(key,
               fmt::format("is no by-product commodity of the case (commodities: {}; the first is "
                           "the main one)",
                           names(c_.commodity)),
               {"commodity"});
      if (std::none_of(d.mill.stage.begin(), d.mill.stage.end(),
                       [&](const plant::Stage& stage) { return has(stage.recovery, id); }))
        breach(key, fmt::format("has no recovery: add [{}.mill.stage.STAGE.recovery.{}]", at, id),
               {at + ".mill.stage"});
    }
  }

  void check_mill(const Deposit& d, const std::string& at) {
    const std::string key = at + ".mill.stage";
    if (d.mill.stage.empty()) return breach(key, "at least one [" + key + ".NAME] is needed");
    if (c_.commodity.empty()) return;
    std::vector<std::string> elements{c_.commodity.front().id};
    for (const std::string& id : by_products(d)) elements.push_back(id);
    if (elements.size() > plant::kMaxElements)
      return breach(at, fmt::format("has {} by-products: at most {} are carried through a mill",
                                    elements.size() - 1, plant::kMaxElements - 1));
    for (const plant::StageFault& fault :
         plant::faults_of({&plant::kOre, 1}, d.mill.stage, elements))
      breach(fault.key.empty() ? key : key + "." + fault.key, fault.message, {key});
    bool carried = false;  // the main commodity, to the refinery or the buyers
    for (const plant::Stage& stage : d.mill.stage) {
      if (!stage.makes.empty() && !has(c_.product, stage.makes))
        breach(key + "." + stage.id + ".makes",
               fmt::format("\"{}\" is no product of the case (those are: {})", stage.makes,
                           names(c_.product)),
               {"product"});
      if (c_.refinery && stage.makes == c_.refinery->makes &&
          c_.refinery->makes != c_.refinery->feed)
        breach(key + "." + stage.id + ".makes",
               fmt::format("\"{}\" is what the refinery makes", stage.makes), {"refinery.makes"});
      carried = carried || carries_main(c_, stage.makes);
    }
    if (carried) return;
    if (c_.refinery)
      breach(key,
             fmt::format("none makes \"{}\", which the refinery is fed with", c_.refinery->feed),
             {"refinery.feed"});
    else
      breach(key,
             fmt::format("none makes a product that is paid for {0}: without a [refinery] one of "
                         "them needs [product.NAME.pays.{0}]",
                         elements.front()),
             {"product"});
  }

  // Terms of what is refined or sold by the refinery would never be asked for.
  void products() {
    const std::string feed = c_.refinery ? c_.refinery->feed : "",
                      makes = c_.refinery ? c_.refinery->makes : "";
    if (c_.refinery)
      for (const auto& [key, id] :
           {std::pair{"refinery.feed", feed}, std::pair{"refinery.makes", makes}})
        if (!has(c_.product, id))
          breach(key,
                 fmt::format("\"{}\" is no product of the case (those are: {})", id,
                             names(c_.product)),
                 {"product"});
    if (c_.refinery && feed == makes)
      breach("refinery.makes", "is what it is fed with", {"refinery.feed"});
    for (const plant::Product& product : c_.product) {
      const std::string at = "product." + product.id;
      const bool fed = product.id == feed, made = product.id == makes;
      const auto unused = [&](const char* key, bool given) {
        if (given && (fed || made))
          breach(at + "." + key,
                 fed ? "is not used: all of it is refined"
                     : "is not used: the main commodity's payable and selling hold");
      };
      unused("pays", !product.pays.empty());
      unused("penalty", !product.penalty.empty());
      unused("treatment", product.treatment_usd_per_t != 0);
      unused("freight", made && product.freight_usd_per_t != 0);
      const auto commodity = [&](const std::string& key, const std::string& id) {
        if (!has(c_.commodity, id))
          breach(at + "." + key + "." + id,
                 fmt::format("is no commodity of the case (those are: {})", names(c_.commodity)),
                 {"commodity"});
      };
      for (const plant::Payable& pays : product.pays) commodity("pays", pays.id);
      for (const plant::Penalty& penalty : product.penalty) commodity("penalty", penalty.id);
    }
  }

  // Tables tell bids apart by their names: both lines of a pair that shares one are reported.
  void bid_names() {
    const auto name_of = [](const deal::Bid& bid) { return bid.name.empty() ? bid.id : bid.name; };
    for (const deal::Bid& bid : c_.bid)
      for (const deal::Bid& other : c_.bid)
        if (&bid != &other && name_of(bid) == name_of(other))
          breach("bid." + bid.id + ".name",
                 fmt::format("\"{}\" is the name of bid {} too: tables could not tell them apart",
                             name_of(bid), other.id),
                 {"bid." + other.id + ".name"});
  }

  void holder_names(const deal::Bid& bid) {
    std::set<std::string> known = {"sponsor", "fund"};
    for (const deal::BidHolder& holder : bid.holder) {
      const std::string& name = holder.name.empty() ? holder.id : holder.name;
      if (!known.insert(name).second)
        breach("bid." + bid.id + ".holder." + holder.id + ".name",
               fmt::format("\"{}\" is the name of another holder of the bid too", name));
    }
  }

  // What may be sold, and to whom: a bid with a sale that the export rules forbid is refused.
  void check_sale(const deal::Offtake& offtake, const std::string& at) {
    const std::vector<std::string> marketed = marketed_products(c_);
    if (offtake.product.empty() && marketed.size() > 1)
      return breach(
          at + ".product",
          fmt::format("is needed: the mills make {} products that are paid for {}, {}",
                      marketed.size(), c_.commodity.front().id, fmt::join(marketed, " and ")),
          {"product", "deposit"});
    if (offtake.product.empty() && marketed.empty()) return;  // reported with the mills
    const std::string id = offtake.product.empty() ? marketed.front() : offtake.product;
    const auto found = std::find_if(c_.product.begin(), c_.product.end(),
                                    [&](const plant::Product& one) { return one.id == id; });
    if (found == c_.product.end()) {
      if (!offtake.product.empty())
        breach(
            at + ".product",
            fmt::format("\"{}\" is no product of the case (those are: {})", id, names(c_.product)),
            {"product"});
      return;
    }
    const std::string key = at + (offtake.product.empty() ? ".buyer" : ".product");
    if (const std::string why = plant::refusal(*found, offtake.buyer, c_.project.country);
        !why.empty())
      return breach(key, why, {"product." + id, "project.country", at + ".buyer"});
    const bool made = std::any_of(c_.deposit.begin(), c_.deposit.end(), [&](const Deposit& d) {
      return std::any_of(d.mill.stage.begin(), d.mill.stage.end(),
                         [&](const plant::Stage& stage) { return stage.makes == id; });
    });
    if (c_.refinery && id == c_.refinery->feed)
      breach(key, fmt::format("{} is refined, all of it: none is left to sell", found->name),
             {"refinery.feed"});
    else if (!(c_.refinery && id == c_.refinery->makes) && !made)
      breach(key, fmt::format("no mill makes {}", found->name), {"deposit"});
  }

  // Returns whether the deposit can be checked further.
  bool check_drilled(const Deposit& d, const std::string& at) {
    bool whole = true;
    for (const auto& [key, there] :
         {std::pair{"search", d.search.has_value()}, std::pair{"kriging", d.kriging.has_value()},
          std::pair{"estimate", d.estimate.has_value()}})
      if (!there) {
        whole = false;
        breach(at + ".holes", fmt::format("needs [{}.{}] beside it", at, key));
      }
    if (!whole) return false;
    for (const drill::Breach& fault : drill::breaches(*d.holes))
      breach(at + ".holes." + fault.key, fault.message);
    const auto model = [&](const std::string& key, const std::string& fault) {
      if (!fault.empty()) breach(at + key, fault);
    };
    const auto own = [&](const std::string& key, const auto& e) {  // of the normal scores
      if (e.gaussian) model(key + ".gaussian", resource::fault_of(*e.gaussian));
    };
    model(".variogram", resource::fault_of_model(d.variogram));
    model(".search", resource::fault_of(*d.search));
    own(".estimate", *d.estimate);
    for (const DrilledByProduct& one : d.estimate->by_product) {
      const std::string key = ".estimate.by_product." + one.id;
      if (one.variogram) model(key + ".variogram", resource::fault_of_model(*one.variogram));
      own(key, one);
    }
    const auto& elements = d.holes->assay.element;
    const auto element = [&](const std::string& key, const std::string& id) {
      const auto found = std::find_if(elements.begin(), elements.end(),
                                      [&](const drill::Element& one) { return one.id == id; });
      if (found == elements.end())
        breach(
            at + ".estimate." + key,
            fmt::format("\"{}\" is no element of the holes (those are: {})", id, names(elements)));
      else if (found->unit == drill::GradeUnit::other)
        breach(at + ".estimate." + key,
               fmt::format("\"{}\" is no share of mass: its unit is \"other\"", id));
    };
    element("element", d.estimate->element);
    for (const DrilledByProduct& one : d.estimate->by_product)
      element("by_product." + one.id, one.element.empty() ? one.id : one.element);
    return true;
  }

  void check_slopes(const Deposit& d, const pit::Slopes& slopes, const std::string& at) {
    if (slopes.sector.empty()) return breach(at + ".sector", "at least one sector is needed");
    std::map<double, std::string> starts;
    double flattest = 90;
    for (const pit::SlopeSector& sector : slopes.sector) {
      const auto [other, is_new] =
          starts.emplace(sector.from_deg < 360 ? sector.from_deg : 0, sector.id);
      if (!is_new)
        breach(at + ".sector." + sector.id + ".from",
               fmt::format("starts at the same azimuth as sector {}", other->second),
               {at + ".sector." + other->second + ".from"});
      flattest = std::min(flattest, sector.angle_deg);
    }
    const double reach = slopes.benches * d.grid.cell_m.z /
                         std::tan(flattest * std::numbers::pi / 180) /
                         std::min(d.grid.cell_m.x, d.grid.cell_m.y);
    if (reach > kWidestSlope)
      breach(at + ".benches",
             fmt::format("the flattest wall reaches {:.0f} blocks out over {} benches; at most {} "
                         "can be held: fewer benches, or wider blocks",
                         reach, slopes.benches, kWidestSlope),
             {at + ".sector", "deposit." + d.id + ".grid"});
  }

  // Where a part of the ground lies, and that it holds some block.
  void check_part(const Deposit& d, const Part& part, const std::string& at) {
    const std::size_t before = out_.size();
    const auto above = [&](const char* high, double h, const char* low, double l) {
      if (!(h > l))
        breach(at + "." + high, fmt::format("{:g} must be above {} = {:g}", h, low, l),
               {at + "." + low});
    };
    above("top", part.top_m, "bottom", part.bottom_m);
    above("east", part.east_m, "west", part.west_m);
    above("north", part.north_m, "south", part.south_m);
    for (const resource::Solid& solid : part.solid)
      if (!(solid.length_m > 0 && solid.width_m > 0 && solid.height_m > 0))
        return;  // reported as such
    if (part.is_everything())
      breach(at,
             "says nowhere where it lies: give bottom, top, west, east, south, north or a solid");
    if (out_.size() > before || d.grid.blocks() > kMostBlocks) return;
    const double same_m = d.grid.same();
    for (std::size_t block = 0; block < d.grid.size(); ++block)
      if (part.contains(d.grid.centre(block), same_m)) return;
    breach(at, "holds the centre of no block of the model", {"deposit." + d.id + ".grid"});
  }

  void check_ground(const Deposit& d, const std::string& at) {
    for (const SlopeDomain& domain : d.slope_domain) {
      check_slopes(d, domain.slopes, at + ".slope_domain." + domain.id);
      check_part(d, domain.where, at + ".slope_domain." + domain.id);
    }
    if (d.slope_domain.size() > 200) breach(at + ".slope_domain", "at most 200 are allowed");
    const Surface& surface = d.surface;
    if (surface.shape == SurfaceShape::grid && surface.file.empty())
      breach(at + ".surface.file", "is needed: shape is \"grid\"", {at + ".surface.shape"});
    if (surface.shape != SurfaceShape::grid && !surface.file.empty())
      breach(at + ".surface.file", "is not used: shape must be \"grid\"", {at + ".surface.shape"});
    const double low = d.grid.origin.z;
    if ((surface.shape == SurfaceShape::level || surface.shape == SurfaceShape::plane) &&
        !(surface.level_m > low))
      breach(at + ".surface.level",
             fmt::format("{:g} m lies below the model's floor at {:g} m: all would be air",
                         surface.level_m, low),
             {at + ".grid.z"});
    std::size_t one_offs = 0;
    for (const Zone& zone : d.zone) {
      const std::string key = at + ".zone." + zone.id;
      check_part(d, zone.where, key);
      one_offs += zone.rule == ZoneRule::one_off;
      if (zone.rule == ZoneRule::one_off && !(zone.cost_usd > 0))
        breach(key + ".cost", "must be above 0: rule is \"one_off\"", {key + ".rule"});
      if (zone.rule == ZoneRule::excluded && zone.cost_usd != 0)
        breach(key + ".cost", "is not used: rule is \"excluded\"", {key + ".rule"});
    }
    if (one_offs > pit::kMostOneOffs)
      breach(at + ".zone", fmt::format("has {} zones of rule one_off; at most {} are allowed",
                                       one_offs, pit::kMostOneOffs));
  }

  void check(const deal::Bid& bid) {
    const std::string at = "bid." + bid.id;
    for (const std::string& fault : deal::faults_of(bid)) {
      const std::string key = key_of(at, fault);
      if (key.find(".holder.") != std::string::npos || key.find(".right.") != std::string::npos)
        breach(key, fault.substr(fault.find(' ') + 1));
      // The other key of the rule, where it names two.
      else if (key.ends_with("_stake"))
        breach(key, fault, {at + ".fund_stake"});
      else if (key.ends_with("marketing_discount"))
        breach(key, fault, {at + ".marketing_fee"});
      else
        breach(key, fault);
    }
    holder_names(bid);
    for (const deal::Offtake& offtake : bid.offtake)
      check_sale(offtake, at + ".offtake." + offtake.id);
    // Shares of a product that some offtakes name and others leave out were added apart.
    for (const std::string& product : marketed_products(c_)) {
      bool named = false, unnamed = false;
      double sum = 0;
      for (const deal::Offtake& offtake : bid.offtake) {
        named = named || offtake.product == product;
        unnamed = unnamed || offtake.product.empty();
        if (offtake.product.empty() || offtake.product == product) sum += offtake.share;
      }
      if (named && unnamed && std::abs(sum - 1) > 1e-9)
        breach(at + ".offtake", fmt::format("shares of {} add to {:.10g}, not to 1", product, sum));
      if (!named && !unnamed && !c_.refinery && !bid.offtake.empty())
        breach(at + ".offtake", fmt::format("sells none of {}", product), {"product", "deposit"});
    }
  }

  void check(const Event& event) {
    const std::string at = "event." + event.id;
    if (event.date > 0 && event.yearly_probability > 0)
      breach(at, "give either yearly_probability or date, not both");
    const int start = c_.project.base_year, end = start + c_.project.horizon_years;
    if (event.date > 0 && (event.date < start || event.date >= end))
      breach(at + ".date",
             fmt::format("{:g} is outside the calendar {}-{}", event.date, start, end - 1),
             kCalendar);
    if (event.last_year < event.first_year)
      breach(at + ".last_year",
             fmt::format("{} lies before first_year {}", event.last_year, event.first_year),
             {at + ".first_year"});
    Case copy = c_;
    const auto members = sampled_members(copy);
    for (const EventChange& change : event.change)
      if (moved_price(c_, change))
        continue;
      else if (!members.contains(change.key))
        breach(at + ".change." + change.id + ".key",
               fmt::format("\"{}\" is no sampled parameter of this case", change.key),
               {change.key});
      else if (change.key.starts_with("event."))
        breach(at + ".change." + change.id + ".key", "an event cannot change an event");
      else if (!acts_by_period(change.key))
        breach(at + ".change." + change.id + ".key",
               fmt::format(
                   "\"{}\" is used once in a scenario: no event changes it (it may change a "
                   "commodity's price, payable and selling, project.capital_overrun, and what is "
                   "sampled in deposit, product, refinery, tax and suspension)",
                   change.key));
    if (event.halts_refinery && !c_.refinery)
      breach(at + ".halts_refinery", "there is no [refinery] that could stand still");
    for (const std::string& halted : event.halts)
      if (!has(c_.deposit, halted))
        breach(at + ".halts",
               fmt::format("\"{}\" is no deposit of the case (those are: {})", halted,
                           names(c_.deposit)),
               {"deposit." + halted});
  }

  const Case& c_;
  std::vector<Breach> out_;
};

}  // namespace

std::vector<Breach> breaches(const Case& c) { return Rules(c).check(); }

Breach breach_of_laws(const Case& c) {
  for (const Deposit& deposit : c.deposit)
    for (const plant::Stage& stage : deposit.mill.stage)
      for (const plant::Recovery& law : stage.recovery)
        if (std::string fault = plant::fault_of(law); !fault.empty())
          return {fmt::format("deposit.{}.mill.stage.{}.recovery.{}", deposit.id, stage.id, law.id),
                  std::move(fault)};
  return {};
}

}  // namespace lode::study
