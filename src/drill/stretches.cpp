#include "drill/stretches.h"

#include <algorithm>
#include <cmath>

namespace lode::drill {
namespace {

// The rows of a table met on the way down a hole; -1 where it has no piece.
class Walk {
 public:
  Walk(const Pieces& pieces, std::size_t hole)
      : pieces_(pieces.of_hole.empty() ? nullptr : &pieces.of_hole[hole]) {}
  // The row at a depth not above the last one asked; `until` becomes the next depth, if it is
  // nearer, at which that changes.
  std::int32_t row_at(double depth_m, double& until) {
    if (!pieces_) return -1;
    while (next_ < pieces_->size() && (*pieces_)[next_].to_m <= depth_m + kTouching_m) ++next_;
    if (next_ == pieces_->size()) return -1;
    const Piece& piece = (*pieces_)[next_];
    const bool inside = piece.from_m <= depth_m + kTouching_m;
    // An end that touches the one being looked for is that end.
    if (const double change = inside ? piece.to_m : piece.from_m; change < until - kTouching_m)
      until = change;
    return inside ? piece.row : -1;
  }

 private:
  const std::vector<Piece>* pieces_;
  std::size_t next_ = 0;
};

double at(const std::vector<double>& values, std::int32_t row) {
  return row < 0 || values.empty() ? kRequired : values[static_cast<std::size_t>(row)];
}

bool has_grade(const Checked& checked, std::int32_t row) {
  return std::any_of(checked.grade.begin(), checked.grade.end(), [&](const auto& grade) {
    return !std::isnan(grade[static_cast<std::size_t>(row)]);
  });
}

// Length-weighted, of what is known.
double mean_density(const std::vector<std::vector<Stretch>>& all) {
  double mass = 0, length = 0;
  for (const auto& hole : all)
    for (const Stretch& s : hole)
      if (!std::isnan(s.density_t_per_m3))
        mass += s.density_t_per_m3 * s.length_m(), length += s.length_m();
  return mass / length;
}

void answer_for_densities(const Campaign& campaign, Checked& checked,
                          std::vector<std::vector<Stretch>>& all) {
  const Repair repair = campaign.repair[FaultKind::no_density];
  const double mean = mean_density(all);
  const std::string file = checked.assay_file;
  for (std::size_t h = 0; h < all.size(); ++h)
    for (Stretch& s : all[h]) {
      if (!s.sampled || !std::isnan(s.density_t_per_m3)) continue;
      const auto row = static_cast<std::size_t>(s.row);
      const int line = row < checked.assay_line.size() ? checked.assay_line[row] : 0;
      if (Finding* last = checked.findings.empty() ? nullptr : &checked.findings.back();
          last && last->kind == FaultKind::no_density && last->hole == checked.hole[h].name &&
          (line == last->last_line || line == last->last_line + 1)) {
        if (line != last->last_line) ++last->count;
        last->last_line = line;
      } else {
        checked.findings.push_back({FaultKind::no_density, file, line, line, checked.hole[h].name,
                                    "", "", "a sample without a density", 1});
      }
      if (repair == Repair::mean) s.density_t_per_m3 = mean;
      s.sampled = !std::isnan(s.density_t_per_m3);
    }
}

}  // namespace

std::vector<std::vector<Stretch>> stretches(const Campaign& campaign, Checked& checked) {
  std::vector<std::vector<Stretch>> out(checked.hole.size());
  std::vector<bool> known(checked.assay.rows + static_cast<std::size_t>(NoRow::kCount));
  for (std::size_t row = 0; row < known.size(); ++row)
    known[row] = has_grade(checked, static_cast<std::int32_t>(row));
  const bool one_domain = campaign.domain.table.empty();
  for (std::size_t h = 0; h < out.size(); ++h) {
    if (!checked.hole[h].usable) continue;
    Walk domains(checked.domain, h), densities(checked.density, h);
    for (const Piece& piece : checked.assay.of_hole[h]) {
      for (double depth = piece.from_m; depth < piece.to_m - kTouching_m;) {
        double until = piece.to_m;
        const std::int32_t code = domains.row_at(depth, until);
        const std::int32_t weighed = densities.row_at(depth, until);
        Stretch s{depth, until,     piece.row,
                  -1,    kRequired, known[static_cast<std::size_t>(piece.row)]};
        if (one_domain)
          s.domain = 0;
        else if (code >= 0)
          s.domain = checked.domain_of[static_cast<std::size_t>(code)];
        s.density_t_per_m3 = campaign.composite.density.empty()
                                 ? at(checked.density_t_per_m3, piece.row)
                                 : at(checked.density_of, weighed);
        out[h].push_back(s);
        depth = until;
      }
    }
  }
  if (campaign.composite.density_weighted) answer_for_densities(campaign, checked, out);
  return out;
}

}  // namespace lode::drill
