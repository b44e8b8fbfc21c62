#include "study/operations.h"

#include <algorithm>
#include <cmath>

#include "study/scene.h"

namespace lode::study {
namespace {

// A mine and its mill between periods.
struct Site {
  explicit Site(const Works& of) : works(of) {}
  const Works& works;
  schedule::MineState mine;
  double start_y = 0;               // first ore
  double mined_y = 0;               // years of mining so far
  schedule::Ore delivered, milled;  // so far
  struct Balance {
    const Case* now;
    double years;
    OreBalance of_ore;
  };
  std::vector<Balance> balance;
  std::array<double, schedule::kMaxElements> left_t{};  // metal in products and tails so far
};

// What a feed gives in one period, before costs that are paid by the year.
struct Milled {
  std::vector<plant::Stream> streams;
  double concentrate_t = 0;  // main metal on to the refinery, or in what is marketed
  std::vector<double> marketed_t, main_paid_t;  // [marketed product] without a refinery
  std::array<double, schedule::kMaxElements> paid_t{};
  double charges_usd = 0;
};

plant::Stream stream_of(const schedule::Ore& ore, double tonnes, std::size_t elements) {
  plant::Stream out{tonnes, {}};
  for (std::size_t e = 0; e < elements; ++e)
    out.metal_t[e] = ore.metal_t[e] * (tonnes / ore.tonnes);
  return out;
}

class Walk {
 public:
  Walk(const Scene& scene, const Plan& plan, const Policy& policy, std::size_t deposits,
       std::size_t selling)
      : plan_(plan),
        built_(deposits > 0 ? deposits : plan.deposit.size()),
        policy_(policy),
        calendar_(scene.study.calendar),
        realisation_(scene.world.realisation),
        prices_(scene.world.prices),
        own_(scene.study.market.get(), scene.world.market.get(), selling, calendar_),
        now_(scene.now) {
    if (own_.moves()) prices_[0][0] = own_.first();
    out_.start = {plan.key.delay_y, deposits};
    out_.capacity_factor = plan.key.capacity_factor;
    const Case& base = now_.drawn();
    const std::size_t periods = calendar_.periods(), commodities = base.commodity.size();
    trailing_.assign(commodities, 0.0);
    price_ = planning_prices(base);
    const std::vector<double> zero(periods, 0.0);
    for (std::size_t d = 0; d < base.deposit.size(); ++d) {
      const Deposit& deposit = base.deposit[d];
      Site site(scene.study.works[d]);
      site.start_y = production_start_y(base, deposit,
                                        plan.key.delay_y + scene.world.stress.first_ore_delay_y);
      out_.deposit.push_back({zero, zero, zero, zero, zero, zero, zero, zero, zero,
                              std::vector<std::vector<double>>(site.works.element.size(), zero),
                              std::vector<std::vector<double>>(deposit.mill.stage.size(), zero)});
      sites_.push_back(std::move(site));
    }
    out_.bridge.resize(base.deposit.size());
    out_.product_metal_t = out_.concentrate_stock_t = zero;
    out_.care_y = out_.refinery_on_y = zero;
    out_.marketed = marketed_products(base);
    out_.marketed_t.assign(out_.marketed.size(), zero);
    out_.paid_t = out_.marketed_t;
    out_.by_product_t.assign(commodities, zero);
    out_.money = finance::make_operations(periods, commodities);
    for (std::size_t k = 0; k < commodities; ++k) {
      out_.money.commodity.push_back(base.commodity[k].id);
      out_.money.quote_mass_t[k] = base.commodity[k].quote_mass_t;
    }
    licence_end_y_ = base.project.licence_start + base.project.licence_y - base.project.base_year;
  }

  Operated walk() {
    for (std::size_t t = 0; t < calendar_.periods(); ++t) {
      for (std::size_t k = 0; k < trailing_.size(); ++k)
        trailing_[k] = trailing_year(prices_[k], calendar_, t);
      period(t);
      if (own_.moves()) prices_[0][t] = own_.close(t, out_.product_metal_t[t]);
    }
    out_.money.price_usd_per_t = std::move(prices_);
    close();
    return std::move(out_);
  }

 private:
  void period(std::size_t t) {
    const Case& now = now_.at(t);
    const double length = calendar_.length_y[t];
    if (suspended_) {
      if (calendar_.mid_y(t) < licence_end_y_ && !exhausted()) {
        out_.money.care_usd[t] = now.suspension.care_usd_per_y * length;
        out_.care_y[t] = length;
        out_.suspended_y += length;
      }
      out_.concentrate_stock_t[t] = stock_t_;
      if (trailing_[0] * now.commodity[0].payable >
          now.suspension.reopen_factor * cash_cost_usd_per_t_) {
        suspended_ = false;
        below_y_ = 0;
      }
      return;
    }
    std::vector<double> need(sites_.size(), 0.0);
    bool full = true, any = false;
    for (std::size_t d = 0; d < sites_.size(); ++d) need[d] = mine(t, d, now, full, any);
    if (now.refinery)
      mill_and_refine(t, need, now, any);
    else
      for (std::size_t d = 0; d < sites_.size(); ++d)
        mill(t, d, now, std::min(need[d], sites_[d].mine.stock.tonnes));
    judge(t, now, full && any);
  }

  // Nothing is left to mine or to mill anywhere: nothing is kept open for it.
  bool exhausted() const {
    for (std::size_t d = 0; d < sites_.size(); ++d)
      if (!worked_out(d)) return false;
    return true;
  }

  // Neither rock to mine nor ore to mill is left.
  bool worked_out(std::size_t d) const {
    return d >= built_ ||
           (sites_[d].mine.increment >= plan_.deposit[d].inventory->increments.size() &&
            sites_[d].mine.stock.tonnes <= 0);
  }

  // Mines one deposit for one period; returns what its mill could take.
  double mine(std::size_t t, std::size_t d, const Case& now, bool& full, bool& any) {
    Site& site = sites_[d];
    const Deposit& deposit = now.deposit[d];
    const schedule::Inventory& inventory = *plan_.deposit[d].inventory;
    if (d >= built_ || inventory.increments.empty()) return 0;
    const double length = calendar_.length_y[t];
    const double going = 1 - now_.halted(d, t);
    const double milling = calendar_.overlap(t, site.start_y, licence_end_y_) * going;
    const double mining =
        calendar_.overlap(t, site.start_y - deposit.prestrip_y, licence_end_y_) * going;
    if (mining <= 0) return 0;
    // Of the part of the period that lies after first ore.
    const double since = calendar_.start_y[t] - site.start_y;
    const double from = std::max(0.0, since), lasting = std::min(length, since + length);
    const auto capacity = [&](double years, double length_y) {
      return plan_.key.capacity_factor * in_mill_of(deposit, [&] {
               return plant::ore_rate(deposit.mill, site.works.circuit, grades(d), years, length_y);
             });
    };
    const double need = milling > 0 ? capacity(from, lasting) * milling * length : 0;
    // Before first ore the mine puts by for the first year of milling.
    const double rate = milling > 0 ? need / length : capacity(0, 1);
    full = full && (milling <= 0 || plant::past_ramp(deposit.mill, from, lasting));
    out_.deposit[d].running_y[t] = worked_out(d) ? 0 : milling * length;
    any = any || (milling > 0 && !worked_out(d));

    if (policy_.follows_price)
      for (std::size_t k = 0; k < price_.size(); ++k) price_[k] = trailing_[k];
    const OreValue value =
        ore_value(now, deposit, site.works, balance(t, d, now), price_, plan_.key.take());
    const double cut =
        cut_off(value, std::span(plan_.deposit[d].mean_grade).first(site.works.commodity.size()));
    site.mined_y += mining * length;
    const double ahead = std::max(
        0.0, schedule::target_at(plan_.deposit[d].stripping_t, site.mined_y) - site.mine.rock_t);
    const schedule::MinedPeriod mined = schedule::mine_period(
        inventory, realisation_, deposit.mine, cut, length,
        schedule::ore_wanted(deposit.mine, need, rate), mining, site.mine, ahead);
    book_mined(t, d, deposit, mined, cut);
    return need;
  }

  void book_mined(std::size_t t, std::size_t d, const Deposit& deposit,
                  const schedule::MinedPeriod& mined, double cut) {
    Site& site = sites_[d];
    DepositSeries& series = out_.deposit[d];
    series.rock_t[t] = mined.rock_t;
    series.ore_mined_t[t] = mined.in_place.tonnes;
    series.cut_off[t] = cut;
    series.rock_depth_tm[t] = mined.rock_depth_tm;
    out_.money.mining_usd[t] +=
        mining_usd(deposit, mined.rock_t, mined.rock_depth_tm, mined.once_usd);
    for (std::size_t e = 0; e < site.works.commodity.size(); ++e)
      out_.money.contained_t[site.works.commodity[e]][t] += mined.in_place.metal_t[e];
    for (std::size_t e = 0; e < site.works.commodity.size(); ++e)
      site.delivered.metal_t[e] += mined.delivered.metal_t[e];
    MetalBridge& bridge = out_.bridge[d];
    bridge.ore_t += mined.in_place.tonnes;
    bridge.in_ore_mined += mined.in_place.metal_t[0];
    bridge.inferred_in_ore += mined.in_place.inferred_metal_t;
    bridge.lost += mined.lost_metal_t[0];
    bridge.dilution += mined.dilution_metal_t;
    bridge.delivered += mined.delivered.metal_t[0];
    bridge.delivered_t += mined.delivered.tonnes;
  }

  // What the mill makes of the plan's mean ore: most periods share it with others.
  const OreBalance& balance(std::size_t t, std::size_t d, const Case& now) {
    Site& site = sites_[d];
    const double years =
        std::clamp(calendar_.mid_y(t) - site.start_y, 0.0, learning_years(now.deposit[d]));
    for (const Site::Balance& known : site.balance)
      if (known.now == &now && known.years == years) return known.of_ore;
    const auto mean = std::span(plan_.deposit[d].mean_grade).first(site.works.commodity.size());
    site.balance.push_back(
        {&now, years, ore_balance(now, now.deposit[d], site.works, years, mean)});
    return site.balance.back().of_ore;
  }

  // A tonne of the stock, or of what the plan expects while there is none.
  plant::Stream grades(std::size_t d) const {
    const schedule::Ore& stock = sites_[d].mine.stock;
    if (stock.tonnes > 0) return stream_of(stock, 1, sites_[d].works.element.size());
    plant::Stream out{1, {}};
    for (std::size_t e = 0; e < sites_[d].works.element.size(); ++e)
      out.metal_t[e] = plan_.deposit[d].mean_grade[e];
    return out;
  }

  // The flowsheet in period t for a feed of one deposit.
  Milled run(std::size_t t, std::size_t d, const Case& now, const plant::Stream& feed) const {
    const plant::Mill& mill = now.deposit[d].mill;
    const Site& site = sites_[d];
    Milled out;
    out.streams = in_mill_of(now.deposit[d], [&] {
      return plant::balance(site.works.circuit, mill.stage, {&feed, 1},
                            std::max(0.0, calendar_.mid_y(t) - site.start_y));
    });
    for (const Works::Made& one : site.works.made) {
      const plant::Stream& made = out.streams[site.works.circuit.product(one.stage)];
      const plant::Sale sale = plant::sale_of(now.product[one.product], site.works.element, made);
      out.charges_usd += sale.charges_usd;
      if (one.is_refined) {
        out.concentrate_t += made.metal_t[0];
        continue;
      }
      if (one.marketed) {
        out.marketed_t.resize(out_.marketed.size());
        out.main_paid_t.resize(out_.marketed.size());
        out.concentrate_t += made.metal_t[0];
        out.marketed_t[*one.marketed] += made.metal_t[0];
        out.main_paid_t[*one.marketed] += sale.paid_t[0];
      }
      for (std::size_t e = one.marketed ? 1 : 0; e < site.works.element.size(); ++e)
        out.paid_t[e] += sale.paid_t[e];
    }
    return out;
  }

  // What a tonne of stock in the mill earns beside the main product, per tonne of that sent on to
  // the refinery: products sold less milling. Real USD.
  double beside(std::size_t t, std::size_t d, const Case& now) const {
    const plant::Mill& mill = now.deposit[d].mill;
    const Milled milled = run(t, d, now, grades(d));
    const plant::MillCost cost = plant::cost_of(mill, sites_[d].works.circuit, milled.streams, 0);
    double value =
        -cost.processing_usd - cost.sustaining_usd - cost.general_usd - milled.charges_usd;
    for (std::size_t e = 0; e < sites_[d].works.element.size(); ++e)
      value += milled.paid_t[e] * by_product_usd_per_t(t, now, sites_[d].works.commodity[e]);
    return value / milled.concentrate_t;
  }

  double by_product_usd_per_t(std::size_t t, const Case& now, std::size_t k) const {
    const market::Commodity& commodity = now.commodity[k];
    return prices_[k][t] * commodity.payable - commodity.selling_usd / commodity.quote_mass_t;
  }

  // Where more would arrive than the refinery takes, the mill that earns least beside the main
  // product is curtailed first; then the refinery.
  void mill_and_refine(std::size_t t, const std::vector<double>& need, const Case& now, bool any) {
    const double length = calendar_.length_y[t];
    plant::Refinery refinery = *now.refinery;
    refinery.capacity_t_per_y *= plan_.key.capacity_factor * (1 - now_.refinery_halted(t));
    std::vector<double> take(sites_.size(), 0.0), sent(sites_.size(), 0.0);
    std::vector<std::size_t> order;  // of curtailment
    double arriving = 0;
    for (std::size_t d = 0; d < sites_.size(); ++d) {
      const schedule::Ore& stock = sites_[d].mine.stock;
      take[d] = std::min(need[d], stock.tonnes);
      if (take[d] <= 0) continue;
      sent[d] =
          run(t, d, now, stream_of(stock, take[d], sites_[d].works.element.size())).concentrate_t;
      arriving += sent[d];
      if (sent[d] > 0) order.push_back(d);
    }
    // A refinery that stands still has no intake; what may be stocked is counted at its full
    // capacity.
    plant::Refinery rated = refinery;
    rated.capacity_t_per_y = now.refinery->capacity_t_per_y * plan_.key.capacity_factor;
    const double room = std::max(0.0, plant::room_for(rated, stock_t_, length) -
                                          (rated.capacity_t_per_y - refinery.capacity_t_per_y) *
                                              rated.product_content / rated.yield * length);
    if (arriving > room && order.size() > 1) {
      std::vector<double> worth(sites_.size(), 0.0);
      for (const std::size_t d : order) worth[d] = beside(t, d, now);
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return worth[a] < worth[b]; });
    }
    double excess = std::max(0.0, arriving - room);
    for (const std::size_t d : order) {
      const double back = std::min(excess, sent[d]);
      take[d] *= 1 - back / sent[d];
      excess -= back;
    }
    double concentrate = 0;
    for (std::size_t d = 0; d < sites_.size(); ++d) concentrate += mill(t, d, now, take[d]);
    const plant::Refined refined = plant::refine(refinery, concentrate, stock_t_, length);
    stock_t_ = refined.stock_t;
    make(t, 0, refined.product_metal_t, refined.product_metal_t);
    out_.concentrate_stock_t[t] = stock_t_;
    out_.bridge[0].refinery_tails += refined.tails_t;
    out_.money.refining_usd[t] +=
        refined.product_metal_t * refinery.conversion_usd_per_quote / now.commodity[0].quote_mass_t;
    if (any || refined.intake_t > 0) {
      out_.refinery_on_y[t] = length;
      out_.money.refining_usd[t] += refinery.fixed_usd_per_y * length;
    }
  }

  // So much of a marketed product.
  void make(std::size_t t, std::size_t product, double metal_t, double paid_t) {
    out_.marketed_t[product][t] += metal_t;
    out_.paid_t[product][t] += paid_t;
    out_.product_metal_t[t] += metal_t;
    out_.bridge[0].product += metal_t;
  }

  // Returns main metal on to the refinery, or in what is marketed.
  double mill(std::size_t t, std::size_t d, const Case& now, double tonnes) {
    Site& site = sites_[d];
    const plant::Mill& plant = now.deposit[d].mill;
    DepositSeries& series = out_.deposit[d];
    const schedule::Ore feed =
        tonnes > 0 ? schedule::take(site.mine.stock, tonnes) : schedule::Ore();
    if (feed.tonnes <= 0 && series.running_y[t] <= 0) return 0;
    const std::size_t elements = site.works.element.size();
    const Milled milled =
        run(t, d, now, feed.tonnes > 0 ? stream_of(feed, feed.tonnes, elements) : plant::Stream());
    for (std::size_t e = 0; e < elements; ++e) {
      site.milled.metal_t[e] += feed.metal_t[e];
      series.fed_t[e][t] = feed.metal_t[e];
      for (const std::size_t stream : site.works.circuit.leaving)
        site.left_t[e] += milled.streams[stream].metal_t[e];
    }
    for (const Works::Made& one : site.works.made)
      series.made_t[one.stage][t] = milled.streams[site.works.circuit.product(one.stage)].tonnes;
    for (std::size_t k = 0; k < milled.marketed_t.size(); ++k)
      make(t, k, milled.marketed_t[k], milled.main_paid_t[k]);
    series.milled_t[t] = feed.tonnes;
    series.feed_metal_t[t] = feed.metal_t[0];
    series.concentrate_metal_t[t] = milled.concentrate_t;
    series.tails_metal_t[t] = feed.metal_t[0] - milled.concentrate_t;
    MetalBridge& bridge = out_.bridge[d];
    bridge.milled += feed.metal_t[0];
    bridge.concentrate += milled.concentrate_t;
    bridge.mill_tails += feed.metal_t[0] - milled.concentrate_t;
    const plant::MillCost cost =
        plant::cost_of(plant, site.works.circuit, milled.streams, series.running_y[t]);
    out_.money.ore_milled_t[t] += feed.tonnes;
    out_.money.processing_usd[t] += cost.processing_usd;
    out_.money.general_usd[t] += cost.general_usd;
    out_.money.sustaining_usd[t] += cost.sustaining_usd;
    out_.money.selling_usd[t] += milled.charges_usd;
    for (std::size_t e = 0; e < elements; ++e) {
      const std::size_t k = site.works.commodity[e];
      const market::Commodity& commodity = now.commodity[k];
      out_.by_product_t[k][t] += milled.paid_t[e];
      const double sales_usd = milled.paid_t[e] * prices_[k][t] * commodity.payable;
      out_.money.sold_t[k][t] += milled.paid_t[e];
      out_.money.sales_usd[k][t] += sales_usd;
      out_.money.revenue_usd[t] += sales_usd;
      out_.money.selling_usd[t] +=
          milled.paid_t[e] * commodity.selling_usd / commodity.quote_mass_t;
    }
    return milled.concentrate_t;
  }

  // Cash cost is judged in periods in which all mills run at full capacity; below the trailing
  // price for years_below years suspends the venture.
  void judge(std::size_t t, const Case& now, bool full) {
    const finance::Operations& m = out_.money;
    double product_t = 0;
    for (const std::vector<double>& paid : out_.paid_t) product_t += paid[t];
    if (full && product_t > 0)
      cash_cost_usd_per_t_ = (m.mining_usd[t] + m.processing_usd[t] + m.general_usd[t] +
                              m.refining_usd[t] + m.selling_usd[t] - m.revenue_usd[t]) /
                                 product_t +
                             now.commodity[0].selling_usd / now.commodity[0].quote_mass_t;
    if (cash_cost_usd_per_t_ <= 0 || !full) return;
    below_y_ = trailing_[0] * now.commodity[0].payable < cash_cost_usd_per_t_
                   ? below_y_ + calendar_.length_y[t]
                   : 0;
    suspended_ = policy_.suspends && below_y_ >= now.suspension.years_below;
  }

  void close() {
    double in = 0, out = stock_t_ + out_.bridge[0].product + out_.bridge[0].refinery_tails;
    out_.bridge[0].concentrate_stock = stock_t_;
    for (std::size_t d = 0; d < sites_.size(); ++d) {
      MetalBridge& bridge = out_.bridge[d];
      bridge.ore_stock = sites_[d].mine.stock.metal_t[0];
      in += bridge.in_ore_mined + bridge.dilution;
      out += bridge.lost + bridge.ore_stock + bridge.mill_tails;
    }
    out_.metal_residual = in > 0 ? std::abs(in - out) / in : 0;
    for (const Site& site : sites_)
      for (std::size_t e = 1; e < site.works.commodity.size(); ++e)
        if (const double whole = site.delivered.metal_t[e]; whole > 0)
          out_.metal_residual = std::max(
              out_.metal_residual,
              std::abs(whole - site.milled.metal_t[e] - site.mine.stock.metal_t[e]) / whole);
    // Metal into the mills is metal in what leaves them.
    for (const Site& site : sites_)
      for (std::size_t e = 0; e < site.works.element.size(); ++e)
        if (const double whole = site.milled.metal_t[e]; whole > 0)
          out_.metal_residual =
              std::max(out_.metal_residual, std::abs(whole - site.left_t[e]) / whole);
  }

  const Plan& plan_;
  std::size_t built_;  // deposits, in the order of the case
  const Policy& policy_;
  const Calendar& calendar_;
  std::size_t realisation_;
  market::PricePath prices_;
  OwnPrice own_;
  const Conditions& now_;
  std::vector<double> price_;     // [commodity] that the cut-off follows
  std::vector<double> trailing_;  // [commodity] of the period at hand
  std::vector<Site> sites_;
  Operated out_;
  double licence_end_y_ = 0, stock_t_ = 0, cash_cost_usd_per_t_ = 0, below_y_ = 0;
  bool suspended_ = false;
};

}  // namespace

double production_start_y(const Case& c, const Deposit& deposit, double delay_y) {
  return c.project.construction_start - c.project.base_year + delay_y + deposit.lead_y;
}

double trailing_year(const std::vector<double>& price, const Calendar& calendar, std::size_t t) {
  double sum = 0, weight = 0;
  for (std::size_t s = t; s-- > 0 && calendar.mid_y(s) >= calendar.start_y[t] - 1;) {
    sum += price[s] * calendar.length_y[s];
    weight += calendar.length_y[s];
  }
  return weight > 0 ? sum / weight : price.front();
}

Operated operate(const Scene& scene, const Plan& plan, const Policy& policy, std::size_t deposits,
                 std::size_t selling) {
  return Walk(scene, plan, policy, deposits, selling).walk();
}

Operated operate(const Study& study, const Plan& plan, const World& world, const Policy& policy,
                 std::size_t deposits, std::size_t selling) {
  return operate(Scene(study, world), plan, policy, deposits, selling);
}

std::size_t selling_of(const Study& study, const deal::Bid& bid) {
  return study.market ? study.market->selling_of(study.file->values, bid) : MarketPrices::kNone;
}

const Operated& OperatedPlans::operator()(std::size_t plan, std::size_t deposits,
                                          std::size_t selling) {
  const auto [place, is_new] = known_.try_emplace({plan, deposits, selling});
  if (is_new) place->second = operate(scene_, scene_.study.plans[plan], {}, deposits, selling);
  return place->second;
}

Sales sell(const Operated& operated, const deal::Bid& bid, const Conditions& conditions) {
  const std::size_t periods = operated.product_metal_t.size();
  Sales out;
  out.sold_t.assign(periods, 0.0);
  out.paid_t = out.sold_t;
  // What a closed transit holds back goes with what is made later. Returns what is left.
  const auto move = [&](const std::vector<double>& made, double share,
                        const std::vector<double>& closed, std::vector<double>& sold) {
    double held = 0;
    for (std::size_t t = 0; t < periods; ++t) {
      const double there = held + share * made[t];
      const double passed = there * (1 - closed[t]);
      sold[t] += passed;
      held = there - passed;
    }
    return held;
  };
  for (const deal::Offtake& offtake : bid.offtake) {
    const std::vector<double> closed = conditions.closed(offtake.transit);
    for (std::size_t k = 0; k < operated.marketed.size(); ++k)
      if (offtake.product.empty() || offtake.product == operated.marketed[k]) {
        out.unsold_t += move(operated.marketed_t[k], offtake.share, closed, out.sold_t);
        move(operated.paid_t[k], offtake.share, closed, out.paid_t);
      }
  }
  return out;
}

finance::Operations with_sales(const Operated& operated, const Sales& sales,
                               const Conditions& conditions) {
  finance::Operations money = operated.money;
  for (std::size_t t = 0; t < sales.sold_t.size(); ++t) {
    const market::Commodity& main = conditions.at(t).commodity.front();
    money.marketed_usd[t] = sales.paid_t[t] * money.price_usd_per_t[0][t] * main.payable;
    money.sold_t[0][t] += sales.paid_t[t];
    money.sales_usd[0][t] += money.marketed_usd[t];
    money.revenue_usd[t] += money.marketed_usd[t];
    money.selling_usd[t] += sales.paid_t[t] * main.selling_usd / main.quote_mass_t;
  }
  return money;
}

}  // namespace lode::study
