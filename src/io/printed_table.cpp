#include "io/printed_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "base/number.h"

namespace lode::io {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// Reads a text from its front.
class Reader {
 public:
  explicit Reader(std::string text) : text_(std::move(text)) {
    std::transform(text_.begin(), text_.end(), text_.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  bool at_end() const { return at_ == text_.size(); }
  std::string letters() { return while_(is_letter); }
  bool skip(std::string_view any_of) {
    const std::size_t before = at_;
    while (!at_end() && any_of.find(text_[at_]) != std::string_view::npos) ++at_;
    return at_ > before;
  }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // At most six digits.
  std::optional<int> whole() {
    const std::string digits = while_(is_digit);
    if (digits.empty() || digits.size() > 6) return std::nullopt;
    return std::stoi(digits);
  }

 private:
  std::string while_(bool (*holds)(char)) {
    const std::size_t before = at_;
    while (!at_end() && holds(text_[at_])) ++at_;
    return text_.substr(before, at_ - before);
  }
  std::string text_;
  std::size_t at_ = 0;
};

bool is_word_of_time(const std::string& word) {
  constexpr std::string_view kWords[] = {"year", "yr", "period", "fy", "cy", "quarter", "month"};
  return word.size() < 2 ||
         std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// Of a year: 2 of h, 4 of q, 12 of m; 0: the word names no part.
int parts_of(const std::string& word) {
  return word == "h" ? 2 : word == "q" ? 4 : word == "m" ? 12 : 0;
}

// Every one of `from` by `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

std::optional<PeriodName> period_name(const std::string& text) {
  Reader read(replaced(text, "\u2212", "-"));
  const std::string word = read.letters();
  if (!is_word_of_time(word)) return std::nullopt;
  read.skip(" .");
  const bool below = read.take('-');
  if (!below) read.take('+');
  const std::optional<int> number = read.whole();
  if (!number) return std::nullopt;
  const PeriodName out{below ? -*number : *number, 0, 0};
  if (read.at_end()) return out;
  const bool apart = read.skip(" -/");
  int year = out.number, part = 0, parts = parts_of(word);
  if (parts > 0) {  // Q1 2027
    const std::optional<int> behind = read.whole();
    if (!apart || !behind) return std::nullopt;
    year = *behind;
    part = out.number;
  } else {  // 2027 Q1
    parts = parts_of(read.letters());
    part = read.whole().value_or(0);
  }
  if (!read.at_end() || part < 1 || part > parts) return std::nullopt;
  return PeriodName{year, part, parts};
}

bool follows(const PeriodName& next, const PeriodName& name, bool lengths) {
  if (next.part > 0 && next.parts == name.parts)
    return next.number * next.parts + next.part == name.number * name.parts + name.part + 1;
  if (next.part > 0 || name.part > 0 || (lengths && name.is_year()))
    return next.number >= name.number;
  return next.number == name.number + 1 || (name.number == -1 && next.number == 1);
}

std::optional<double> printed_number(const std::string& text, char decimal) {
  std::string plain = text;
  if (decimal != '.')
    for (char& c : plain) c = c == '.' ? decimal : c == decimal ? '.' : c;
  for (const std::string_view dash : {"\u2212", "\u2013", "\u2014"})
    plain = replaced(plain, dash, "-");
  for (const std::string_view blank : {"\u00a0", "\u2009", "\u202f"})
    plain = replaced(plain, blank, " ");
  if (plain == "-") return 0;
  bool below = false;
  if (plain.size() > 2 && plain.front() == '(' && plain.back() == ')') {
    below = true;
    plain = plain.substr(1, plain.size() - 2);
    if (!is_digit(plain.front()) && plain.front() != '.') return std::nullopt;
  } else if (!plain.empty() && (plain.front() == '-' || plain.front() == '+')) {
    below = plain.front() == '-';
    plain.erase(0, plain.find_first_not_of(' ', 1) == std::string::npos
                       ? 1
                       : plain.find_first_not_of(' ', 1));
    if (plain.empty() || (!is_digit(plain.front()) && plain.front() != '.')) return std::nullopt;
  }
  // Groups of three before the point, all parted by the same sign.
  const std::size_t point = std::min(plain.find_first_of(".eE"), plain.size());
  std::string whole = plain.substr(0, point);
  if (const std::size_t first = whole.find_first_of(", "); first != std::string::npos) {
    const char sign = whole[first];
    if (first == 0 || first > 3) return std::nullopt;
    for (std::size_t i = first; i < whole.size(); i += 4)
      if (whole[i] != sign || whole.size() < i + 4 ||
          !std::all_of(whole.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       whole.begin() + static_cast<std::ptrdiff_t>(i) + 4, is_digit))
        return std::nullopt;
    whole.erase(std::remove(whole.begin(), whole.end(), sign), whole.end());
  }
  const std::optional<double> value = finite_number(whole + plain.substr(point));
  if (!value) return std::nullopt;
  return below ? -*value : *value;
}

}  // namespace lode::io
