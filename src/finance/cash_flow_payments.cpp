#include "finance/cash_flow_payments.h"

#include <algorithm>
#include <functional>

namespace lode::finance {
namespace {

enum class Other { venture, state };
struct HolderKind {
  const char* name;
  double HolderPeriod::*amount;
  bool pays;  // the holder, else it is paid
  Other other;
};
constexpr HolderKind kHolderLines[] = {
    {"call", &HolderPeriod::call, true, Other::venture},
    {"shareholder_loan", &HolderPeriod::lent, true, Other::venture},
    {"support", &HolderPeriod::support, true, Other::venture},
    {"shareholder_interest", &HolderPeriod::interest, false, Other::venture},
    {"shareholder_principal", &HolderPeriod::principal, false, Other::venture},
    {"preferred", &HolderPeriod::preferred, false, Other::venture},
    {"dividend", &HolderPeriod::dividend, false, Other::venture},
    {"profit_share", &HolderPeriod::profit_share, false, Other::venture},
    {"dividend_withholding", &HolderPeriod::withheld, true, Other::state},
    {"shareholder_withholding", &HolderPeriod::interest_withheld, true, Other::state},
};

class Book {
 public:
  Book(const CashFlowModel& m, const CashFlow& f) : m_(m), f_(f) {}

  std::vector<CashPayment> write() {
    for (std::size_t i = 0; i < kLines; ++i) {
      const auto line = static_cast<Line>(i);
      const LineKind& kind = kind_of(line);
      if (!kind.from.empty())
        add(std::string(kind.name), std::string(kind.from), std::string(kind.to),
            [&](std::size_t t) { return f_.at(line, t); });
    }
    for (const HolderKind& kind : kHolderLines)
      for (std::size_t k = 0; k < m_.holder.size(); ++k) {
        const std::string other = kind.other == Other::venture ? "venture" : "state";
        add(kind.name, kind.pays ? holder(k) : other, kind.pays ? other : holder(k),
            [&](std::size_t t) { return f_.shares.at(k, t).*kind.amount; });
      }
    for (const Transfer& moved : f_.shares.transfer) write(moved);
    return std::move(out_);
  }

 private:
  std::string holder(std::size_t k) const {
    if (k == kNoHolder) return "state";
    return m_.terms.partner.empty() ? m_.holder[k].id : "partner." + m_.holder[k].id;
  }

  void add(std::string name, std::string from, std::string to,
           const std::function<double(std::size_t)>& amount) {
    CashPayment out{std::move(name), std::move(from), std::move(to), {}};
    for (std::size_t t = 0; t < m_.periods; ++t) out.amount.push_back(amount(t));
    if (std::any_of(out.amount.begin(), out.amount.end(), [](double a) { return a != 0; }))
      out_.push_back(std::move(out));
  }

  void write(const Transfer& moved) {
    const std::string name(name_of(moved.kind)), from = holder(moved.from), to = holder(moved.to);
    auto found = std::find_if(out_.begin(), out_.end(), [&](const CashPayment& payment) {
      return payment.name == name && payment.from == from && payment.to == to;
    });
    if (found == out_.end())
      found = out_.insert(out_.end(), {name, from, to, std::vector<double>(m_.periods, 0.0)});
    found->amount[moved.period] += moved.amount;
  }

  const CashFlowModel& m_;
  const CashFlow& f_;
  std::vector<CashPayment> out_;
};

}  // namespace

std::vector<CashPayment> payments_of(const CashFlowModel& model, const CashFlow& flow) {
  return Book(model, flow).write();
}

}  // namespace lode::finance
