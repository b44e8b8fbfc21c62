// Tables of intervals: rows judged one by one, then against each other.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "drill/findings.h"

namespace lode::drill {
namespace {

using enum FaultKind;

class RowCheck {
 public:
  RowCheck(const TableFile& file, const RawTable& table, const std::vector<Hole>& holes,
           bool ends_are_told, double greatest_depth_m, Findings& findings)
      : file_(file),
        table_(table),
        holes_(holes),
        told_(ends_are_told),
        greatest_m_(greatest_depth_m),
        findings_(findings) {
    rows_.of_hole.resize(holes.size());
    rows_.left_out.resize(holes.size());
    rows_.unanswered.resize(table.rows(), false);
    rows_.deepest_m.resize(holes.size(), 0);
    last_row_.resize(holes.size(), -1);
  }

  void read(std::size_t row, std::size_t h) {
    const double factor = metres_in(file_.unit);
    const std::string& name = holes_[h].name;
    Piece piece{0, 0, static_cast<std::int32_t>(row)};
    const auto read_end = [&](std::size_t column, double& end) {
      return key_number({column, kDepths, factor}, table_, row, file_.missing, name, findings_,
                        end);
    };
    const bool has_from = read_end(1, piece.from_m), has_to = read_end(2, piece.to_m);
    if (!has_from || !has_to) {
      if (has_from) piece.to_m = piece.from_m;
      if (has_to) piece.from_m = piece.to_m;
      if (has_from || has_to) leave_out(h, piece);
      return;
    }
    if (judge(piece, h)) {
      check_order(piece, h);
    } else {
      leave_out(h, piece);
    }
  }

  SortedRows done() {
    for (auto* lists : {&rows_.of_hole, &rows_.left_out})
      for (std::vector<Piece>& list : *lists)
        std::sort(list.begin(), list.end(), [](const Piece& a, const Piece& b) {
          return std::tie(a.from_m, a.to_m, a.row) < std::tie(b.from_m, b.to_m, b.row);
        });
    return std::move(rows_);
  }

 private:
  template <class Message>
  Repair add(FaultKind kind, const Piece& piece, std::size_t h, Message message) {
    return findings_.add(kind, line_of(piece), holes_[h].name, -1, ends_of(piece), message);
  }
  int line_of(const Piece& piece) const { return table_.line[static_cast<std::size_t>(piece.row)]; }
  // As the file writes them.
  std::string ends_of(const Piece& piece) const {
    const auto row = static_cast<std::size_t>(piece.row);
    return fmt::format("{} - {}", table_.cell[1][row], table_.cell[2][row]);
  }
  void leave_out(std::size_t h, Piece piece) {
    if (piece.from_m > piece.to_m) std::swap(piece.from_m, piece.to_m);
    rows_.left_out[h].push_back(piece);
  }

  // By itself; false: it is left out.
  bool judge(Piece& piece, std::size_t h) {
    if (piece.from_m < 0 || piece.to_m < 0) {
      add(negative_depth, piece, h, "an interval above the collar");
      return false;
    }
    if (std::max(piece.from_m, piece.to_m) > greatest_m_) {
      add(too_deep, piece, h, "an interval below greatest_depth");
      return false;
    }
    if (std::abs(piece.to_m - piece.from_m) <= kTouching_m) {
      add(zero_length, piece, h, "ends where it starts");
      return false;
    }
    if (piece.from_m > piece.to_m) {
      if (add(reversed_interval, piece, h, "ends above its start") != Repair::swap) return false;
      std::swap(piece.from_m, piece.to_m);
    }
    rows_.deepest_m[h] = std::max(rows_.deepest_m[h], piece.to_m);
    const double end = holes_[h].end_m;
    if (!told_ || !(piece.to_m > end + kTouching_m)) return true;
    const Repair repair = add(beyond_end, piece, h, [&] {
      return "goes below the hole's end at " + depth_text(end, file_.unit);
    });
    if (repair == Repair::cut) piece.to_m = end;
    return repair == Repair::keep || (repair == Repair::cut && piece.from_m < end - kTouching_m);
  }

  void check_order(const Piece& piece, std::size_t h) {
    const std::int32_t before = last_row_[h];
    bool stays = true;
    if (before >= 0 && piece.from_m < last_from_m_ - kTouching_m && last_hole_ == h) {
      const int line = table_.line[static_cast<std::size_t>(before)];
      stays = add(interval_order, piece, h, [&] {
                return fmt::format("stands after a deeper interval (line {})", line);
              }) == Repair::sort;
    } else if (before >= 0 && last_hole_ != h && piece.from_m < deepest_from(h) - kTouching_m) {
      stays = add(interval_order, piece, h,
                  "stands after a deeper interval of the hole, apart from its other rows") ==
              Repair::sort;
    }
    last_row_[h] = piece.row;
    last_from_m_ = piece.from_m;
    last_hole_ = h;
    rows_.of_hole[h].push_back(piece);
    rows_.unanswered[static_cast<std::size_t>(piece.row)] = !stays;
  }
  double deepest_from(std::size_t h) const {
    double deepest = 0;
    for (const Piece& piece : rows_.of_hole[h]) deepest = std::max(deepest, piece.from_m);
    return deepest;
  }

  const TableFile& file_;
  const RawTable& table_;
  const std::vector<Hole>& holes_;
  bool told_;
  double greatest_m_;
  Findings& findings_;
  SortedRows rows_;
  std::vector<std::int32_t> last_row_;
  double last_from_m_ = 0;
  std::size_t last_hole_ = static_cast<std::size_t>(-1);
};

// The rows of one hole against each other.
class HoleJoin {
 public:
  HoleJoin(const TableFile& file, const RawTable& table, const Repairs& repairs, const Hole& hole,
           Findings& findings)
      : file_(file), table_(table), repairs_(repairs), hole_(hole), findings_(findings) {}

  std::vector<Piece> join(const SortedRows& all, std::size_t h) {
    const std::vector<Piece>& rows = all.of_hole[h];
    left_out_ = &all.left_out[h];
    unanswered_ = &all.unanswered;
    double end = 0;  // of what the rows so far cover
    for (std::size_t i = 0; i < rows.size();) {
      std::size_t j = i + 1;
      double reach = rows[i].to_m;
      std::size_t holder = i;  // the row that reaches deepest
      while (j < rows.size() && rows[j].from_m < reach - kTouching_m) {
        tell_overlap(rows[j], rows[holder]);
        if (rows[j].to_m > reach) reach = rows[j].to_m, holder = j;
        ++j;
      }
      if (rows[i].from_m > end + kTouching_m) fill(end, rows[i], i == 0);
      if (j == i + 1)
        add({end == 0 || rows[i].from_m > end + kTouching_m ? rows[i].from_m : end, reach,
             rows[i].row});
      else
        resolve({rows.begin() + static_cast<std::ptrdiff_t>(i),
                 rows.begin() + static_cast<std::ptrdiff_t>(j)});
      end = reach;
      i = j;
    }
    if (!rows.empty() && hole_.end_m > end + kTouching_m) fill_end(end, rows.back());
    return std::move(out_);
  }

 private:
  int line_of(const Piece& piece) const { return table_.line[static_cast<std::size_t>(piece.row)]; }
  std::int32_t no_row(NoRow kind) const {
    return static_cast<std::int32_t>(table_.rows()) + static_cast<std::int32_t>(kind);
  }
  std::string ends_of(double from_m, double to_m) const {
    const double factor = metres_in(file_.unit);
    return fmt::format("{:.8g} - {:.8g}", from_m / factor, to_m / factor);
  }
  void add(Piece piece) {
    if (piece.to_m - piece.from_m <= 0) return;
    if (const auto row = static_cast<std::size_t>(piece.row);
        row < table_.rows() && (*unanswered_)[row])
      piece.row = no_row(NoRow::left_out);
    if (!out_.empty() && out_.back().row == piece.row &&
        piece.from_m - out_.back().to_m <= kTouching_m)
      out_.back().to_m = piece.to_m;
    else
      out_.push_back(piece);
  }

  void tell_overlap(const Piece& row, const Piece& before) {
    findings_.add(overlap, line_of(row), hole_.name, -1, ends_of(row.from_m, row.to_m), [&] {
      const bool same = row.from_m == before.from_m && row.to_m == before.to_m;
      return fmt::format("{} line {} ({})", same ? "is the same interval as" : "overlaps",
                         line_of(before), ends_of(before.from_m, before.to_m));
    });
  }

  // Overlapping rows: each stretch goes to the row that the choice names.
  void resolve(std::span<const Piece> rows) {
    std::vector<double> cuts;
    for (const Piece& row : rows) cuts.insert(cuts.end(), {row.from_m, row.to_m});
    std::sort(cuts.begin(), cuts.end());
    const Repair repair = repairs_[overlap];
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
      const double middle = (cuts[k] + cuts[k + 1]) / 2;
      std::int32_t first = -1, last = -1;
      for (const Piece& row : rows) {
        if (!(row.from_m < middle && middle < row.to_m)) continue;
        first = first < 0 ? row.row : std::min(first, row.row);
        last = std::max(last, row.row);
      }
      const bool undecided = first != last && repair != Repair::first && repair != Repair::last;
      const std::int32_t row = undecided                ? no_row(NoRow::left_out)
                               : repair == Repair::last ? last
                                                        : first;
      add({cuts[k], cuts[k + 1], row});
    }
  }

  // Where a row was left out nothing is known; that is no gap of the drilling.
  bool was_left_out(double from_m, double to_m) const {
    return std::any_of(left_out_->begin(), left_out_->end(), [&](const Piece& piece) {
      return piece.from_m <= to_m && piece.to_m >= from_m;
    });
  }

  void fill(double from_m, const Piece& next, bool at_collar) {
    NoRow kind = NoRow::left_out;
    if (!was_left_out(from_m, next.from_m)) {
      kind = at_collar ? NoRow::gap_at_collar : NoRow::gap;
      findings_.add(at_collar ? gap_at_collar : gap, line_of(next), hole_.name, -1,
                    ends_of(from_m, next.from_m),
                    at_collar ? "no interval from the collar to this row"
                              : "no interval between this row and the one above it in the hole");
    }
    add({from_m, next.from_m, no_row(kind)});
  }

  void fill_end(double from_m, const Piece& last) {
    NoRow kind = NoRow::left_out;
    if (!was_left_out(from_m, hole_.end_m)) {
      kind = NoRow::gap_at_end;
      findings_.add(gap_at_end, line_of(last), hole_.name, -1, ends_of(from_m, hole_.end_m),
                    "no interval from this row to the hole's end");
    }
    add({from_m, hole_.end_m, no_row(kind)});
  }

  const TableFile& file_;
  const RawTable& table_;
  const Repairs& repairs_;
  const Hole& hole_;
  Findings& findings_;
  const std::vector<Piece>* left_out_ = nullptr;
  const std::vector<bool>* unanswered_ = nullptr;
  std::vector<Piece> out_;
};

}  // namespace

SortedRows sort_rows(const TableFile& file, const RawTable& table, const HoleIndex& index,
                     const std::vector<Hole>& holes, bool ends_are_told, double greatest_depth_m,
                     Findings& findings) {
  check_rows(table, findings);
  RowCheck judge(file, table, holes, ends_are_told, greatest_depth_m, findings);
  std::string_view name;
  std::int32_t hole = -1;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (row == 0 || table.cell[0][row] != name) {
      name = table.cell[0][row];
      hole = index.find(name);
    }
    if (is_missing_word(name))
      findings.add(empty_key, table.line[row], "", 0, name,
                   "an interval without a hole is left out");
    else if (hole < 0)
      findings.add(missing_collar, table.line[row], name, 0, name, [&] {
        const std::string_view near = index.similar(name);
        return near.empty() ? std::string("has no collar")
                            : fmt::format("has no collar; {} has", near);
      });
    else
      judge.read(row, static_cast<std::size_t>(hole));
  }
  return judge.done();
}

Pieces join_rows(const SortedRows& rows, const TableFile& file, const RawTable& table,
                 const Repairs& repairs, const std::vector<Hole>& holes, Findings& findings) {
  Pieces out;
  out.rows = table.rows();
  for (std::size_t h = 0; h < holes.size(); ++h) {
    if (rows.of_hole[h].empty() && rows.left_out[h].empty())
      findings.add(FaultKind::no_intervals, 0, holes[h].name, -1, "", [&] {
        return fmt::format("the hole (collar in line {}) has no interval here", holes[h].line);
      });
    HoleJoin join(file, table, repairs, holes[h], findings);
    out.of_hole.push_back(join.join(rows, h));
  }
  return out;
}

std::string depth_text(double metres, LengthUnit unit) {
  return fmt::format("{:.8g} {}", metres / metres_in(unit),
                     kNames<LengthUnit>[static_cast<std::size_t>(unit)]);
}

}  // namespace lode::drill
