// The first page: what each reader asks first, and who offers what, by name.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using deal::Party;
using study::Results;

// M$: weighted by closing and by being built; if it closes and is built whatever happens.
struct Worth {
  double expected = 0, if_built = 0;
};

const study::Decided* decided_of(const Results& r, std::size_t bid) {
  for (const auto& of : r.control)
    if (!of.empty() && of.front().bid == bid) return &of.front();
  return nullptr;  // nobody decides: it is built
}

Worth worth_of(const Results& r, std::size_t bid, const deal::Side& side) {
  const double chance = r.file->values.bid[bid].closing_probability;
  const auto own = [&](Party p) {
    return mean_of(r.column(r.layout.own(bid, static_cast<std::size_t>(p)))) / kMillion;
  };
  const double built = deal::sum_over(side, own);
  const study::Decided* decided = decided_of(r, bid);
  if (!decided) return {chance * built, built};
  double sum = 0;
  for (const auto& value : decided->value)
    sum += deal::sum_over(side, [&](Party p) { return value[static_cast<std::size_t>(p)]; });
  return {chance * sum / kMillion / static_cast<double>(decided->value.size()), built};
}

double chance_built(const Results& r, std::size_t bid) {
  const study::Decided* decided = decided_of(r, bid);
  if (!decided) return 1;
  double n = 0;
  for (const int year : decided->year) n += year > 0 ? 1 : 0;
  return n / static_cast<double>(decided->year.size());
}

// Percent of a buyer's imports that the adverse state touches; the buyer whom a bid moves most.
struct Dependence {
  std::string name;
  double today = 0;
  std::vector<double> with;  // [bid]
};
std::optional<Dependence> dependence_of(const Results& r) {
  const study::Case& c = r.file->values;
  if (c.buyer.empty() || c.dependence.adverse.empty()) return std::nullopt;
  const Table table = dependence_table(r);
  const auto at = [&](const std::string& buyer, const std::string& situation) {
    for (const auto& row : table.rows)
      if (row[0] == Cell{buyer} && row[2] == Cell{situation} &&
          row[3] == Cell{std::string("touched_by_adverse")})
        return std::get<double>(row[4]);
    return 0.0;
  };
  std::optional<Dependence> out;
  double most = -1;
  for (const market::Buyer& buyer : c.buyer) {
    Dependence one{buyer.name, at(buyer.id, "without"), {}};
    double moved = 0;
    for (const deal::Bid& bid : c.bid) {
      one.with.push_back(at(buyer.id, bid.id));
      moved = std::max(moved, std::abs(one.with.back() - one.today));
    }
    if (moved > most) most = moved, out = std::move(one);
  }
  return out;
}

std::string name_of_country(const study::Case& c, const std::string& code) {
  for (const market::Buyer& buyer : c.buyer)
    if (buyer.id == code) return buyer.name;
  if (code == c.project.country) return c.project.host;
  if (code == c.dependence.adverse && !c.dependence.adverse_name.empty())
    return c.dependence.adverse_name;
  return code;
}

std::string percent(double fraction) { return fmt::format("{:.4g} %", 100 * fraction); }

std::string bidder_brings(const Results& r, std::size_t b) {
  const deal::Bid& bid = r.file->values.bid[b];
  std::string out =
      fmt::format("takes {}, pays {} M$ for it and the equity that building needs",
                  percent(bid.sponsor_stake), for_people(r.stake_price_usd[b] / kMillion, "M$"));
  double promised = 0;
  for (const deal::Milestone& one : bid.milestone) promised += one.amount_usd;
  if (promised > 0)
    out += fmt::format(", and {} M$ at milestones", for_people(promised / kMillion, "M$"));
  if (const deal::Right* build = deal::right_of(bid, deal::kBuild);
      build && build->holder == "sponsor")
    out += "; decides whether to build";
  return out;
}

std::string fund_brings(const deal::Bid& bid) {
  std::string how = "its part of the capital is paid by the others, for nothing";
  if (bid.carry == deal::Carry::repaid)
    how = "its part of the capital is lent by the bidder and repaid from its dividends";
  if (bid.carry == deal::Carry::pro_rata) how = "pays its part of the capital";
  return fmt::format("holds {}: {}", percent(bid.fund_stake), how);
}

std::string loan_brings(const finance::Loan& loan) {
  std::string out = fmt::format("lends up to {} M$ nominal at {} a year, repaid over {:g} years",
                                for_people(loan.commitment_usd / kMillion, "M$"),
                                percent(loan.rate), loan.term_y);
  if (loan.exposure_fee > 0) out += fmt::format("; guarantee fee {}", percent(loan.exposure_fee));
  return out;
}

std::string product_name(const study::Case& c, const std::string& id) {
  for (const plant::Product& product : c.product)
    if (product.id == id) return product.name;
  return c.commodity.front().name;
}

std::string buyer_brings(const study::Case& c, const deal::Offtake& offtake) {
  std::string product = offtake.product;
  if (const auto marketed = study::marketed_products(c); product.empty() && marketed.size() == 1)
    product = marketed.front();
  std::string out = fmt::format("takes {} of {}", percent(offtake.share), product_name(c, product));
  const std::string seller = name_of_country(c, offtake.marketed_by);
  if (seller != offtake.marketed_by) out += ", marketed by " + seller;
  return out;
}

}  // namespace

std::string name_of_buyer(const study::Case& c, const std::string& id) {
  return name_of_country(c, id);
}

Table answers_table(const Results& r) {
  Table out{
      "answers",
      "What each reader asks first",
      "expected: weighted by the chance that the bid closes and by whether those who decide build "
      "it. if_built: it closes and is built in its first year, whatever happens. M$ are real, of "
      "the base date, each party at its own rate; the host's line holds taxes, fund, price of the "
      "stake, and the closure that the state pays. Touched: mined, refined, sold or let pass; "
      "today: without the project.",
      {{"what", ""},
       {"name", ""},
       {"bid", ""},
       {"today", ""},
       {"expected", ""},
       {"if_built", ""},
       {"unit", ""}},
      {}};
  const study::Case& c = r.file->values;
  const auto add = [&](const char* what, const std::string& name, std::size_t b, Cell today,
                       double expected, Cell if_built, const char* unit) {
    out.rows.push_back({std::string(what), name, c.bid[b].id, std::move(today), expected,
                        std::move(if_built), std::string(unit)});
  };
  const auto money = [&](const char* what, const std::string& name, const auto& side_of) {
    for (std::size_t b = 0; b < c.bid.size(); ++b) {
      const Worth worth = worth_of(r, b, side_of(c.bid[b]));
      add(what, name, b, {}, worth.expected, worth.if_built, "M$");
    }
  };
  money("host", c.project.host + ": state and fund, after closure",
        [&](const deal::Bid&) { return deal::host_side(c.project.host); });
  money("investor", "Investor with its marketer",
        [](const deal::Bid& bid) { return deal::sponsor_side(bid.venture.marketer_is_sponsor); });
  money("lenders", "Lenders and guarantor",
        [](const deal::Bid& bid) { return *deal::deciding_side("lenders", bid); });
  const auto built = [&](std::size_t b) {
    return c.bid[b].closing_probability * chance_built(r, b);
  };
  if (const std::optional<Dependence> buyer = dependence_of(r))
    for (std::size_t b = 0; b < c.bid.size(); ++b)
      add("buyer",
          fmt::format("{}: imports touched by {}", buyer->name,
                      name_of_country(c, c.dependence.adverse)),
          b, buyer->today, buyer->today + built(b) * (buyer->with[b] - buyer->today),
          buyer->with[b], "%");
  for (std::size_t b = 0; b < c.bid.size(); ++b)
    add("built", "Chance that it closes and is built", b, {}, 100 * built(b), {}, "%");
  return out;
}

Table parties_table(const Results& r) {
  Table out{"parties",
            "Who offers what, by name",
            "As the case gives it; what is lent is the most that may be drawn.",
            {{"bid", ""}, {"order", ""}, {"role", ""}, {"name", ""}, {"brings", ""}},
            {}};
  const study::Case& c = r.file->values;
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    const deal::Bid& bid = c.bid[b];
    double order = 0;
    const auto add = [&](const char* role, const std::string& name, const std::string& brings) {
      out.rows.push_back({bid.id, ++order, std::string(role), name, brings});
    };
    add("bidder", bid.sponsor.empty() ? bid.name : bid.sponsor, bidder_brings(r, b));
    for (const finance::Loan& loan : bid.venture.loan)
      add("lender", loan.name.empty() ? loan.id : loan.name, loan_brings(loan));
    if (bid.fund_stake > 0)
      add("state fund", c.project.fund.empty() ? c.project.host + "'s fund" : c.project.fund,
          fund_brings(bid));
    for (const deal::BidHolder& holder : bid.holder)
      add(holder.terms.state ? "state body" : "holder",
          holder.name.empty() ? holder.id : holder.name, "holds " + percent(holder.terms.stake));
    for (const deal::Offtake& offtake : bid.offtake)
      add("buyer", name_of_country(c, offtake.buyer), buyer_brings(c, offtake));
  }
  return out;
}

}  // namespace lode::report
