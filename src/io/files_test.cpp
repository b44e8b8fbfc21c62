#include "io/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace lode::io {
namespace {

namespace fs = std::filesystem;

std::string refusal(const auto& act) {
  try {
    act();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string refusal_of_bytes(const std::string& bytes) {
  const fs::path file =
      fs::temp_directory_path() / ("lode_files_test_" + std::to_string(getpid()) + ".txt");
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string said = refusal([&] { read_text(file); });
  fs::remove(file);
  return said;
}

NumberTable numbers(const std::string& text) {
  return read_numbers({text, {}}, "t.csv", {"year", "price"});
}

std::string refusal_of_rows(const std::string& text) {
  return refusal([&] { numbers(text); });
}

TEST(Files, read_utf8_alone) {
  EXPECT_EQ(refusal_of_bytes("plain, and жар, and \xF0\x9F\x98\x80\n"), "accepted");
  EXPECT_EQ(refusal_of_bytes("\xEF\xBB\xBFwith a mark"), "accepted");
  for (const char* bad :
       {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "\xD0", "\xE2\x82"})
    EXPECT_NE(refusal_of_bytes(std::string("one\ntwo ") + bad).find(":2: is not UTF-8"),
              std::string::npos)
        << bad;
  EXPECT_NE(refusal_of_bytes("\xFF\xFEx").find("UTF-16"), std::string::npos);
  EXPECT_NE(refusal_of_bytes(std::string("a\nb\0c", 5)).find(":2: holds a zero byte"),
            std::string::npos);
}

TEST(Files, refuses_what_is_no_file) {
  EXPECT_NE(refusal([] { read_text("/nowhere"); }).find("no such file"), std::string::npos);
  EXPECT_NE(refusal([] { read_text("/tmp"); }).find("is a directory"), std::string::npos);
  EXPECT_NE(refusal([] { read_text("/dev/zero"); }).find("no regular file"), std::string::npos);
}

TEST(Files, columns_are_found_by_name) {
  const NumberTable table = numbers(
      "# a comment\nprice,\"note, of all\",year\n\n1.5,x,2020\r\n 2e3 ,\"a,\"\"b\"\"\",2021");
  EXPECT_EQ(table.columns, (std::vector<std::vector<double>>{{2020, 2021}, {1.5, 2000}}));
  EXPECT_EQ(table.lines, (std::vector<int>{4, 5}));
}

TEST(Files, refuses_rows_that_are_wrong_all_at_once) {
  const std::string said = refusal_of_rows("year,price\n2020,x\n2021\n2022,inf\n2023,\"1\n");
  for (const char* part : {"t.csv:2:2: price = x", "t.csv:3: has 1 cells; the header has 2",
                           "t.csv:4:2: price = inf", "t.csv:5: has a quote that does not close"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  EXPECT_NE(refusal_of_rows("year\n2020\n").find("missing from the header"), std::string::npos);
  EXPECT_NE(refusal_of_rows("year,price,year\n").find("stands twice"), std::string::npos);
  EXPECT_NE(refusal_of_rows("# nothing\n").find("is empty"), std::string::npos);
}

}  // namespace
}  // namespace lode::io
