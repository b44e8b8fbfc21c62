// `lode cashflow CASE`: a study's table of prices, products and costs, with its taxes and loans;
// of several cases the measures side by side.
#pragma once

#include "commands.h"

namespace lode::cli {

struct CashFlowArguments {
  std::vector<std::string> cases;
  std::string csv;  // the one table that is printed as CSV; empty: tables for people or JSON
  std::filesystem::path out;  // folder for every table and report.html; empty: the terminal alone
  bool force = false;         // write into a folder that is not empty
};
Exit cashflow(const CashFlowArguments& arguments, const Manners& manners);

}  // namespace lode::cli
