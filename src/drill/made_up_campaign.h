// For tests: a campaign of two holes whose tables are given as lines of cells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drill/drill.h"

namespace lode::drill {

// "A,0,1\nB,1,2" as a table with these columns; lines count from 2 as below a header.
inline RawTable made_up_table(std::string file, std::vector<std::string> columns,
                              const std::string& text) {
  RawTable out;
  out.file = std::move(file);
  out.column = std::move(columns);
  out.cell.resize(out.column.size());
  const auto kept = std::make_shared<const std::string>(text);
  out.owner = kept;
  const std::string_view all = *kept;
  int line = 1;
  for (std::size_t at = 0; at < all.size();) {
    ++line;
    const std::size_t end = std::min(all.find('\n', at), all.size());
    std::string_view rest = all.substr(at, end - at);
    out.line.push_back(line);
    for (std::vector<std::string_view>& column : out.cell) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      column.push_back(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    at = end + 1;
  }
  return out;
}

struct MadeUpCampaign {
  Campaign campaign;
  std::string collars = "A,0,0,100\nB,50,0,100";
  std::string surveys = "A,0,0,-90\nB,0,0,-90";
  std::string assays = "A,0,10,1\nA,10,20,2\nB,0,10,3\nB,10,20,4";
  std::vector<std::string> intervals;  // as campaign.interval

  MadeUpCampaign() {
    Campaign& c = campaign;
    c.collar = {{"collar.csv", Format::csv, {}, LengthUnit::m, "hole"}, "x", "y", "z", ""};
    c.survey = {
        {"survey.csv", Format::csv, {}, LengthUnit::m, "hole"}, "at", "az", "dip", Down::negative};
    c.assay.table = {"assay.csv", Format::csv, {}, LengthUnit::m, "hole"};
    c.assay.from = "from";
    c.assay.to = "to";
    c.assay.element = {{"cu", "cu", GradeUnit::percent, Unsampled::as_repaired}};
    c.composite.length_m = 10;
    c.composite.residual = Residual::keep;
  }
  void add_interval(std::string id, IntervalKind kind, std::string rows) {
    campaign.interval.push_back(
        {id, {id + ".csv", Format::csv, {}, LengthUnit::m, "hole"}, "from", "to", "value", kind});
    intervals.push_back(std::move(rows));
  }
  RawCampaign raw() const {
    RawCampaign out{made_up_table("collar.csv", columns_of(campaign.collar), collars),
                    made_up_table("survey.csv", columns_of(campaign.survey), surveys),
                    made_up_table("assay.csv", columns_of(campaign.assay), assays),
                    {}};
    for (std::size_t i = 0; i < intervals.size(); ++i)
      out.interval.push_back(made_up_table(campaign.interval[i].id + ".csv",
                                           columns_of(campaign.interval[i]), intervals[i]));
    return out;
  }
  Prepared prepare() const { return drill::prepare(campaign, raw()); }
};

}  // namespace lode::drill
