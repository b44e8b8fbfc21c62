#include "base/printable.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

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

RC_GTEST_PROP(Printable, holds_no_control_for_all, ()) {
  const std::string any = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const std::string out = printable(any);
  RC_ASSERT(std::none_of(out.begin(), out.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
  RC_ASSERT(printable(out) == out);
}

}  // namespace
}  // namespace lode
