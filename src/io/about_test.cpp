#include "io/about.h"

#include <gtest/gtest.h>

#include <string>

namespace lode::io {
namespace {

struct About {
  study::Provenance provenance = study::Provenance::none;
  std::string note, fault;
};

About read(const std::string& key, const std::string& text) {
  Entry entry;
  entry.key = key;
  entry.value.kind = Node::Kind::text;
  entry.value.text = text;
  Faults faults("case.toml");
  About out;
  if (!read_about(faults, entry, "project", out.provenance, out.note))
    out.fault = faults.list.at(0).message;
  return out;
}

TEST(About, knows_three_kinds) {
  EXPECT_EQ(read("source", "USGS, 2026").provenance, study::Provenance::source);
  EXPECT_EQ(read("assumption", "made up").provenance, study::Provenance::assumption);
  EXPECT_EQ(read("method", "tonnes").provenance, study::Provenance::method);
  EXPECT_EQ(read("method", "tonnes").note, "tonnes");
}

TEST(About, refuses_a_source_that_is_none_with_what_to_write) {
  const auto says = [](const std::string& text, const std::string& expected) {
    const std::string fault = read("source", text).fault;
    EXPECT_NE(fault.find(expected), std::string::npos) << text << ": " << fault;
  };
  says("made up", "write assumption = \"made up\"");
  says("Method: calendar", "write method = \"calendar\"");
  says("method", "write method = \"...\"");
  says("assumption: as remembered", "write assumption = \"as remembered\"");
  says("own estimate 2024", "write assumption = \"own estimate 2024\"");
  says("expert judgement", "is no source");
  says("n/a", "is no source");
  says(" ? ", "where from or why");
  says("2024", "where from or why");
}

TEST(About, takes_who_published_it) {
  for (const char* text :
       {"Methods in Mining, 2019", "Estimates of the statistical office, 2024", "Expert RA, 2023",
        "Guessoum 2004", "Ownership Register, 2020", "\xd0\x93\xd0\xbe\xd1\x81, 2023"})
    EXPECT_EQ(read("source", text).fault, "") << text;
}

TEST(About, knows_when_a_source_says_when) {
  EXPECT_TRUE(says_when("Business Wire, Nov 2025: both"));
  EXPECT_TRUE(says_when("a page (undated)"));
  EXPECT_FALSE(says_when("a page of 20251 words"));
  EXPECT_FALSE(says_when("Minerals Commission"));
}

}  // namespace
}  // namespace lode::io
