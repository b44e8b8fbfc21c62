#include "io/idle.h"

#include <algorithm>
#include <cmath>

namespace lode::io {
namespace {

using namespace finance;

constexpr Term<resource::VariogramStructure> kStructure[] = {
    {"azimuth", "own_axes = true", [](auto& s) { return s.own_axes; }},
    {"dip", "own_axes = true", [](auto& s) { return s.own_axes; }},
    {"rake", "own_axes = true", [](auto& s) { return s.own_axes; }},
};

constexpr Term<resource::Kriging> kKriging[] = {
    {"mean", "method simple", [](auto& k) { return k.method == resource::KrigingMethod::simple; }},
    {"discretisation", "support block",
     [](auto& k) { return k.support == resource::Support::block; }},
    {"points_x", "support block", [](auto& k) { return k.support == resource::Support::block; }},
    {"points_y", "support block", [](auto& k) { return k.support == resource::Support::block; }},
    {"points_z", "support block", [](auto& k) { return k.support == resource::Support::block; }},
};

bool is_fitted(const resource::Variography& v) { return v.fit.start != resource::FitStart::none; }
bool starts_from_model(const resource::Variography& v) {
  return v.fit.start == resource::FitStart::model;
}
bool has_map(const resource::Variography& v) { return v.map.cell_m.x > 0 || v.map.cell_m.y > 0; }

constexpr Term<resource::Variography> kVariography[] = {
    {"ties", "scores normal", [](auto& v) { return v.scores == resource::Scores::normal; }},
    {"lags.tolerance", "lags.rule centred",
     [](auto& v) { return v.lags.rule == resource::LagRule::centred; }},
    {"fit.structures", "fit.start spread",
     [](auto& v) { return v.fit.start == resource::FitStart::spread; }},
    {"fit.weights", "fit.start model or spread", is_fitted},
    {"fit.ranges", "fit.start model or spread", is_fitted},
    {"fit.least_pairs", "fit.start model or spread", is_fitted},
    {"fit.least_gain", "fit.start model or spread", is_fitted},
    {"fit.most_iterations", "fit.start model or spread", is_fitted},
    {"fit.fix_nugget", "fit.start model", starts_from_model},
    {"fit.fix_contributions", "fit.start model", starts_from_model},
    {"fit.fix_ranges", "fit.start model", starts_from_model},
    {"map.half_x", "map.cell_x or cell_y", has_map},
    {"map.half_y", "map.cell_x or cell_y", has_map},
    {"map.half_z", "map.cell_x or cell_y", has_map},
};

bool has_density(const drill::Campaign& c) {
  return !c.assay.density.empty() || !c.composite.density.empty();
}
bool is_declustered(const drill::Campaign& c) { return !c.decluster.element.empty(); }
bool has_domains(const drill::Campaign& c) { return !c.domain.table.empty(); }

constexpr Term<drill::Campaign> kCampaign[] = {
    {"composite.density_unit", "assay.density or composite.density", has_density},
    {"composite.minimum_share", "residual discard or merge",
     [](auto& c) {
       return c.composite.residual != drill::Residual::keep &&
              c.composite.residual != drill::Residual::spread;
     }},
    {"decluster.smallest", "decluster.element", is_declustered},
    {"decluster.largest", "decluster.element", is_declustered},
    {"decluster.sizes", "decluster.element", is_declustered},
    {"decluster.origins", "decluster.element", is_declustered},
    {"decluster.y_over_x", "decluster.element", is_declustered},
    {"decluster.z_over_x", "decluster.element", is_declustered},
    {"decluster.seek", "decluster.element", is_declustered},
    {"contact.reach", "domain.table: contacts are those of domains", has_domains},
    {"contact.bin", "domain.table: contacts are those of domains", has_domains},
};

constexpr Term<plant::Stage> kStage[] = {
    {"availability", "capacity", [](auto& s) { return s.capacity_t_per_y > 0; }},
    {"ramp_up", "capacity", [](auto& s) { return s.capacity_t_per_y > 0; }},
};
constexpr Term<plant::Recovery> kRecovery[] = {
    {"start_recovery", "learning", [](auto& r) { return r.learning_y > 0; }},
};
constexpr Term<plant::Product> kProduct[] = {
    {"because", "may_be_sold inside or nowhere",
     [](auto& p) { return p.may_be_sold != plant::Market::anywhere; }},
    {"moisture", "freight", [](auto& p) { return p.freight_usd_per_t > 0; }},
};

constexpr Term<Extraction> kExtraction[] = {
    {"price_share", "base concentrate",
     [](auto& e) { return e.base == ExtractionBase::concentrate; }},
    {"markup", "base cost_plus", [](auto& e) { return e.base == ExtractionBase::cost_plus; }},
};
constexpr Term<RentTax> kRent[] = {
    {"rate", "kind resource_rent", [](auto& r) { return r.kind == RentKind::resource_rent; }},
    {"hurdle", "kind resource_rent", [](auto& r) { return r.kind == RentKind::resource_rent; }},
    {"cost_limit", "kind production_share",
     [](auto& r) { return r.kind == RentKind::production_share; }},
    {"r_factor", "kind r_factor or production_share",
     [](auto& r) { return r.kind == RentKind::r_factor || r.kind == RentKind::production_share; }},
};
constexpr Term<RoyaltyRate> kRoyalty[] = {
    {"manner", "a scale other than flat", [](auto& r) { return r.scale != Scale::flat; }},
    {"r_factor", "scale r_factor", [](auto& r) { return r.scale == Scale::r_factor; }},
};
constexpr Term<ProcessingAgreement> kAgreement[] = {
    {"minimum_investment", "in_force = true", [](auto& a) { return a.in_force; }},
    {"years", "in_force = true", [](auto& a) { return a.in_force; }},
    {"property_years", "in_force = true", [](auto& a) { return a.in_force; }},
    {"profitability_limit", "in_force = true", [](auto& a) { return a.in_force; }},
};

constexpr Term<resource::Solid> kSolid[] = {
    {"toe", "shape cone", [](auto& s) { return s.shape == resource::Shape::cone; }},
};

bool is_plane(const study::Surface& s) { return s.shape == study::SurfaceShape::plane; }
bool is_grid(const study::Surface& s) { return s.shape == study::SurfaceShape::grid; }

constexpr Term<study::Surface> kSurface[] = {
    {"level", "shape level or plane",
     [](auto& s) { return is_plane(s) || s.shape == study::SurfaceShape::level; }},
    {"x", "shape plane", is_plane},
    {"y", "shape plane", is_plane},
    {"dip", "shape plane", is_plane},
    {"dip_direction", "shape plane", is_plane},
    {"separator", "shape grid", is_grid},
    {"decimal", "shape grid", is_grid},
    {"subcells", "a shape other than top",
     [](auto& s) { return s.shape != study::SurfaceShape::top; }},
};

constexpr Term<study::Deposit> kDeposit[] = {
    {"mine.dilution_grade", "mine.dilution", [](auto& d) { return d.mine.dilution > 0; }},
    {"estimate.classification.passes", "smoothing majority",
     [](auto& d) {
       return !d.estimate || d.estimate->classification.smoothing != resource::Smoothing::none;
     }},
};

constexpr Term<deal::Bid> kBid[] = {
    {"carry_rate", "carry repaid", [](auto& b) { return b.carry == deal::Carry::repaid; }},
    {"dilution", "carry pro_rata with fund_call_cap",
     [](auto& b) {
       return b.carry == deal::Carry::pro_rata && std::isfinite(b.fund_call_cap_usd);
     }},
    {"shareholder_loan_rate", "shareholder_loan_share",
     [](auto& b) { return b.shareholder_loan_share > 0; }},
    {"shareholder_loan_withholding", "shareholder_loan_share",
     [](auto& b) { return b.shareholder_loan_share > 0; }},
    {"preferred_return", "preferred return_only or capital_and_return",
     [](auto& b) { return b.preferred != Preferred::none; }},
    {"stake_price", "stake_price_rule given",
     [](auto& b) { return b.stake_price_rule == deal::StakePrice::given; }},
    {"stake_price_share", "stake_price_rule share_of_value",
     [](auto& b) { return b.stake_price_rule == deal::StakePrice::share_of_value; }},
    {"stake_price_premium", "stake_price_rule share_of_value",
     [](auto& b) { return b.stake_price_rule == deal::StakePrice::share_of_value; }},
    {"profit_share_hurdle", "profit_share", [](auto& b) { return b.profit_share > 0; }},
};
constexpr Term<deal::BuyIn> kBuyIn[] = {
    {"buy_in_after", "buy_in_share", [](auto& b) { return b.share > 0; }},
    {"buy_in_multiple", "buy_in_share", [](auto& b) { return b.share > 0; }},
    {"buy_in_rate", "buy_in_share and buy_in_cost_share",
     [](auto& b) { return b.share > 0 && b.cost_share > 0; }},
};
constexpr Term<Loan> kLoan[] = {
    {"cover", "repayment sculpted", [](auto& l) { return l.repayment == Repayment::sculpted; }},
};

constexpr Term<study::Event> kEvent[] = {
    {"first_year", "yearly_probability", [](auto& e) { return e.yearly_probability > 0; }},
    {"last_year", "yearly_probability", [](auto& e) { return e.yearly_probability > 0; }},
};

bool any_loan(const study::Case& c) {
  return std::any_of(c.bid.begin(), c.bid.end(),
                     [](const deal::Bid& bid) { return !bid.venture.loan.empty(); });
}

bool signs(const study::Case& c) {
  return any_loan(c) && c.financing.sizing == finance::Sizing::at_signing;
}

bool has_series(const study::Case& c) { return !c.price_series_file.empty(); }

constexpr Term<study::Case> kCase[] = {
    {"price_series_separator", "price_series", has_series},
    {"price_series_decimal", "price_series", has_series},
    {"planning.lag", "planning.pushbacks above 1",
     [](auto& c) { return c.planning.pushbacks > 1; }},
    {"macro.local_inflation_start", "macro.local_inflation_years",
     [](auto& c) { return c.macro.local_inflation_years > 0; }},
    {"dependence.adverse_name", "dependence.adverse",
     [](auto& c) { return !c.dependence.adverse.empty(); }},
    {"financing.debt_share", "a loan of some bid", any_loan},
    {"financing.cash", "a loan of some bid", any_loan},
    {"financing.draws", "a loan of some bid", any_loan},
    {"financing.sizing", "a loan of some bid", any_loan},
    {"financing.operating_reserve", "a loan of some bid", any_loan},
    {"financing.repayment_after", "a loan of some bid", any_loan},
    {"financing.lending", "a loan of some bid, sizing at_signing", signs},
    {"financing.reserve_tail", "a loan of some bid, sizing at_signing", signs},
    {"financing.construction_finance", "a loan of some bid", any_loan},
    {"financing.reserves_at_close", "reserve or operating_reserve",
     [](auto& c) { return c.financing.reserve_y > 0 || c.financing.operating_reserve_y > 0; }},
    {"financing.reserves_supported", "reserve or operating_reserve",
     [](auto& c) { return c.financing.reserve_y > 0 || c.financing.operating_reserve_y > 0; }},
    {"financing.stop", "a loan of some bid, shortfall by_rank",
     [](auto& c) { return any_loan(c) && c.financing.shortfall == finance::Shortfall::by_rank; }},
    {"financing.deferred_rate", "shortfall by_rank",
     [](auto& c) { return c.financing.shortfall == finance::Shortfall::by_rank; }},
    {"financing.reserve", "a loan of some bid", any_loan},
    {"financing.sweep", "a loan of some bid", any_loan},
    {"financing.lock_up", "a loan of some bid", any_loan},
    {"financing.arrears_until_default", "a loan of some bid", any_loan},
};

const study::Input* given(const std::vector<study::Input>& inputs, const std::string& key) {
  const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const study::Input& input) {
    return !input.by_default && (input.key == key || input.key.starts_with(key + "."));
  });
  return found == inputs.end() ? nullptr : &*found;
}

void add_bid(IdleKeys& idle, const deal::Bid& bid) {
  const std::string at = "bid." + bid.id + ".";
  idle.all(at, bid.buy_in, kBuyIn);
  idle.each(at + "loan.", bid.venture.loan, kLoan);
  for (const deal::BidHolder& holder : bid.holder) {
    const std::string key = at + "holder." + holder.id + ".";
    idle.all(key, holder.terms, kStakeTerms);
    idle.all(key, holder.buy_in, kBuyIn);
    idle.needs(std::isfinite(holder.terms.call_cap), key + "dilution", "call_cap");
  }
}

void add_deposit(IdleKeys& idle, const study::Deposit& d) {
  const std::string at = "deposit." + d.id + ".";
  idle.all(at, d, kDeposit);
  idle.each(at + "solid.", d.solid, kSolid);
  idle.all(at + "surface.", d.surface, kSurface);
  add_idle(idle, at + "variogram.", d.variogram);
  for (const resource::ConfidenceClass& one : d.confidence) {
    const std::string key = at + "confidence." + one.id + ".";
    idle.needs(d.holes.has_value(), key + "drilling", "drill holes: this deposit has a statement");
    idle.needs(d.statement.has_value(), key + "within",
               "a statement: this deposit has drill holes");
  }
  if (d.holes) add_idle(idle, at + "holes.", *d.holes);
  if (d.kriging) add_idle(idle, at + "kriging.", *d.kriging);
  if (d.estimate) {
    if (d.estimate->gaussian) add_idle(idle, at + "estimate.gaussian.", *d.estimate->gaussian);
    for (const study::DrilledByProduct& one : d.estimate->by_product) {
      const std::string key = at + "estimate.by_product." + one.id + ".";
      if (one.variogram) add_idle(idle, key + "variogram.", *one.variogram);
      if (one.gaussian) add_idle(idle, key + "gaussian.", *one.gaussian);
    }
  }
  add_idle(idle, at + "mill.", d.mill);
}

}  // namespace

void IdleKeys::keep_common(const IdleKeys& other) {
  std::erase_if(list, [&](const Key& key) {
    return std::none_of(other.list.begin(), other.list.end(),
                        [&](const Key& one) { return one.key == key.key; });
  });
}

std::vector<Fault> faults_of(const IdleKeys& idle, const std::vector<study::Input>& inputs) {
  std::vector<Fault> out;
  for (const IdleKeys::Key& key : idle.list)
    if (const study::Input* input = given(inputs, key.key))
      out.push_back({input->where, key.key, {}, "goes with " + key.goes_with});
  return out;
}

void add_idle(IdleKeys& idle, const std::string& at, const resource::Variogram& variogram) {
  idle.each(at + "structure.", variogram.structure, kStructure);
  // A model without structures is one that a fit gives its structures to.
  const auto any = [&](bool (*holds)(const resource::VariogramStructure&)) {
    return variogram.structure.empty() ||
           std::any_of(variogram.structure.begin(), variogram.structure.end(), holds);
  };
  idle.needs(any([](auto& s) { return s.type != resource::Structure::spherical; }), at + "ranges",
             "a structure that is exponential or gaussian");
  idle.needs(any([](auto& s) { return !s.own_axes; }), at + "azimuth",
             "a structure without axes of its own");
}

void add_idle(IdleKeys& idle, const std::string& at, const resource::Kriging& kriging) {
  idle.all(at, kriging, kKriging);
}

void add_idle(IdleKeys& idle, const std::string& at, const resource::Variography& variography) {
  idle.all(at, variography, kVariography);
  add_idle(idle, at + "model.", variography.model);
}

void add_idle(IdleKeys& idle, const std::string& at, const drill::Campaign& campaign) {
  idle.all(at, campaign, kCampaign);
}

void add_idle(IdleKeys& idle, const std::string& at, const plant::Mill& mill) {
  idle.each(at + "stage.", mill.stage, kStage);
  bool power = false, water = false;
  for (const plant::Stage& stage : mill.stage) {
    idle.each(at + "stage." + stage.id + ".recovery.", stage.recovery, kRecovery);
    power = power || stage.power_kwh_per_t > 0;
    water = water || stage.water_m3_per_t > 0;
  }
  idle.needs(power, at + "power_price", "the power of a stage");
  idle.needs(water, at + "water_price", "the water of a stage");
}

void add_idle(IdleKeys& idle, const std::string& at, const std::vector<plant::Product>& products) {
  idle.each(at + "product.", products, kProduct);
}

void add_idle(IdleKeys& idle, const std::string& at, const Tax& tax) {
  idle.each(at + "pool.", tax.pool, kPool);
  idle.each(at + "royalty.", tax.royalty, kRoyalty);
  idle.each(at + "extraction.", tax.extraction, kExtraction);
  idle.each(at + "rent.", tax.rent, kRent);
  idle.all(at + "processing_agreement.", tax.processing_agreement, kAgreement);
  const bool extraction = !tax.extraction.empty();
  idle.needs(extraction, at + "normative_loss", "an extraction tax");
  idle.needs(extraction, at + "extraction_relief", "an extraction tax");
  idle.needs(std::any_of(tax.extraction.begin(), tax.extraction.end(),
                         [](auto& one) { return one.low_profit_rate < one.rate; }),
             at + "low_profit_limit", "low_profit_rate of an extraction tax");
  idle.needs(tax.vat_rate > 0, at + "vat_delay", "vat_rate");
  idle.needs(tax.social_rate > 0, at + "payroll_share", "social_rate");
  idle.needs(tax.import_duty > 0, at + "imported_share", "import_duty");
  idle.needs(tax.services_withholding > 0, at + "services_share", "services_withholding");
  idle.needs(tax.services_withholding > 0, at + "capital_services_share", "services_withholding");
}

IdleKeys idle_keys(const study::Case& c) {
  IdleKeys idle;
  idle.all("", c, kCase);
  for (const study::Deposit& deposit : c.deposit) add_deposit(idle, deposit);
  add_idle(idle, "", c.product);
  idle.needs(c.refinery && c.refinery->when_full == plant::WhenFull::stock, "refinery.stock_cap",
             "when_full stock");
  add_idle(idle, "tax.", c.tax);
  idle.each("bid.", c.bid, kBid);
  for (const deal::Bid& bid : c.bid) add_bid(idle, bid);
  idle.each("event.", c.event, kEvent);
  const bool decides = std::any_of(c.bid.begin(), c.bid.end(), [](const deal::Bid& bid) {
    return deal::right_of(bid, deal::kBuild) != nullptr;
  });
  idle.needs(decides, "study_period",
             "[bid.NAME.right.build]: who decides, knowing what it finds?");
  for (const study::Deposit& deposit : c.deposit)
    idle.needs(decides, "deposit." + deposit.id + ".capital_profile",
               "[bid.NAME.right.build]: who may build one deposit without the other?");
  return idle;
}

}  // namespace lode::io
