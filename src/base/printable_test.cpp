#include "base/printable.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace lode {
namespace {

TEST(Printable, shows_controls_escaped) {
  EXPECT_EQ(printable("\x1b]0;owned\x07\x1b[2J"), "\\u001b]0;owned\\u0007\\u001b[2J");
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\u000ab\\u0009c\\u000d");
  EXPECT_EQ(printable("a\nb\tc\r", true), "a\nb\tc\\u000d");
  EXPECT_EQ(printable("\x7f \xC2\x9B \xE2\x80\xAE"), "\\u007f \\u009b \\u202e");  // DEL, CSI, RLO
}

TEST(Printable, leaves_letters_of_all_scripts) {
  for (const char* text : {"Жоғарғы Қайрақты", "Žďár – é", "矿", "\xF0\x9F\x98\x80", ""})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, shows_bytes_that_are_no_text) {
  EXPECT_EQ(printable("\x9b[2J"), "\\x9b[2J");
  EXPECT_EQ(printable("\xC0\xAF \xED\xA0\x80 \xE2\x82"), "\\xc0\\xaf \\xed\\xa0\\x80 \\xe2\\x82");
}

TEST(Brief, tells_the_length_of_what_it_cuts) {
  EXPECT_EQ(brief("short"), "short");
  EXPECT_EQ(brief(std::string(1'000'000, 'z'), 3), "zzz... (1000000 bytes)");
  EXPECT_EQ(brief("жар", 3), "ж... (6 bytes)");  // between letters
}

TEST(Faults, of_a_file_are_counted_beyond_those_that_a_person_reads) {
  std::vector<Fault> faults;
  for (int line = 1; line <= 100'000; ++line)
    faults.push_back({{line % 2 == 0 ? "a.csv" : "b.csv", line, 0}, "x", "?", "is no number"});
  faults.push_back({{"c.csv", 1, 0}, "x", std::string(50'000'000, 'z'), "is no number"});
  const InputError error(std::move(faults));
  const std::string said = error.what();
  EXPECT_EQ(error.faults().size(), 100'001u);
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 2 * 25 + 1 + 2 - 1);
  EXPECT_NE(said.find("a.csv:50: x = ?"), std::string::npos);
  EXPECT_EQ(said.find("a.csv:52:"), std::string::npos);
  EXPECT_NE(said.find("\na.csv: and 49,975 more"), std::string::npos);
  EXPECT_NE(said.find("\nb.csv: and 49,975 more"), std::string::npos);
  EXPECT_NE(said.find("zzz... (50000000 bytes): is no number"), std::string::npos);
  EXPECT_LT(said.size(), 5000u);
}

RC_GTEST_PROP(Printable, holds_no_control_for_all, ()) {
  const std::string any = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const std::string out = printable(any);
  RC_ASSERT(std::none_of(out.begin(), out.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
  RC_ASSERT(printable(out) == out);
}

}  // namespace
}  // namespace lode
