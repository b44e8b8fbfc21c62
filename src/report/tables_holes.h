// The tables of a drilling campaign: its faults, its composites and what they say.
#pragma once

#include <string>
#include <vector>

#include "drill/drill.h"
#include "report/table.h"

namespace lode::report {

// One row a kind of fault, file and column: how often, where first, what is chosen.
Table faults_by_kind_table(const drill::Campaign& campaign, const drill::Prepared& prepared);
// Every fault with its place.
Table fault_list_table(const drill::Prepared& prepared);
// faults, fault_list, campaign, metal, statistics, and where the case has them top_cuts,
// declustering, contact, contact_profile.
std::vector<Table> holes_tables(const drill::Campaign& campaign, const drill::Prepared& prepared);
// Lists too long for a terminal: composites, holes.
Table composites_table(const drill::Composites& composites);
Table hole_list_table(const drill::Prepared& prepared);

// Why a campaign is refused: the first faults that need a choice with their places, then the
// choices; a line each.
std::string refusal(const drill::Campaign& campaign, const drill::Prepared& prepared);

}  // namespace lode::report
