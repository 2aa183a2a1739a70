#include "http/words.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

TEST(Words, fill_every_place_and_never_fill_twice) {
  EXPECT_EQ(fill_word("{{A}} and {{A}}", "A", "x"), "x and x");
  EXPECT_EQ(fill_word("{{A}}", "A", "{{A}}"), "{{A}}");
  EXPECT_EQ(fill_word("{{B}}", "A", "x"), "{{B}}");
}

TEST(Words, pick_falls_back_to_english_and_then_to_any) {
  Language japanese{.tag = "ja"};
  EXPECT_EQ(pick({{"en", "law"}, {"ja", "法"}}, japanese), "法");
  EXPECT_EQ(pick({{"en", "law"}}, japanese), "law");
  EXPECT_EQ(pick({{"ms", "undang"}}, japanese), "undang");
  EXPECT_EQ(pick({}, japanese), "");
}

TEST(Words, name_countries_and_keep_unknown_codes) {
  EXPECT_EQ(country_name("JP", Language{.tag = "ja"}), "日本");
  EXPECT_EQ(country_name("JP", Language{.tag = "en"}), "Japan");
  EXPECT_EQ(country_name("", Language{.tag = "en"}), "");
}

}  // namespace
}  // namespace inkan::http
