#include "portal/words.h"

#include <gtest/gtest.h>

#include "catalogue/attributes.h"

namespace inkan::portal {
namespace {

TEST(Words, name_every_served_attribute_in_every_language) {
  auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  for (const std::string& tag : (*pages)->languages()) {
    http::Language language{.tag = tag};
    Reader reader{**pages, language};
    for (const catalogue::Attribute& attribute : catalogue::attributes()) {
      if (!attribute.served) continue;
      EXPECT_NE(scope_label(reader, attribute.scope), attribute.scope) << tag;
    }
  }
}

TEST(Words, show_a_scope_without_words_by_its_name) {
  auto pages = http::Pages::create("en");
  http::Language language{.tag = "ja"};
  Reader reader{**pages, language};
  EXPECT_EQ(scope_label(reader, "noahistory"), "noahistory");
  EXPECT_EQ(scope_label(reader, "user.identity"), "個人番号とアカウント識別子");
  EXPECT_EQ(scope_labels(reader, {"openid", "name"}), std::vector<std::string>{"氏名"});
}

TEST(Words, fill_every_place_and_never_fill_twice) {
  EXPECT_EQ(fill_word("{{A}} and {{A}}", "A", "x"), "x and x");
  EXPECT_EQ(fill_word("{{A}}", "A", "{{A}}"), "{{A}}");
  EXPECT_EQ(fill_word("{{B}}", "A", "x"), "{{B}}");
}

TEST(Words, pick_falls_back_to_english_and_then_to_any) {
  http::Language japanese{.tag = "ja"};
  EXPECT_EQ(pick({{"en", "law"}, {"ja", "法"}}, japanese), "法");
  EXPECT_EQ(pick({{"en", "law"}}, japanese), "law");
  EXPECT_EQ(pick({{"ms", "undang"}}, japanese), "undang");
  EXPECT_EQ(pick({}, japanese), "");
}

TEST(Words, name_countries_and_keep_unknown_codes) {
  EXPECT_EQ(country_name("JP", http::Language{.tag = "ja"}), "日本");
  EXPECT_EQ(country_name("JP", http::Language{.tag = "en"}), "Japan");
  EXPECT_EQ(country_name("", http::Language{.tag = "en"}), "");
}

}  // namespace
}  // namespace inkan::portal
