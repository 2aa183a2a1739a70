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

TEST(Words, name_the_known_kinds_of_record_in_every_language_and_others_by_their_code) {
  auto pages = http::Pages::create("en");
  const http::Language english{.tag = "en"}, japanese{.tag = "ja"};
  const Reader reader{**pages, english}, reader_ja{**pages, japanese};
  for (const char* type :
       {"health-insurance", "pension", "mutual-aid-pension", "workers-compensation", "disability-handbook",
        "public-money-account", "vaccination", "driving-licence", "family-support"}) {
    EXPECT_EQ(record_type_label(reader, type).find("Other record"), std::string::npos) << type;
    EXPECT_NE(record_type_label(reader, type), record_type_label(reader_ja, type)) << type;
  }
  EXPECT_EQ(record_type_label(reader, "disability-handbook"), "Disability handbook");
  EXPECT_EQ(record_type_label(reader_ja, "disability-handbook"), "障害者手帳");
  EXPECT_EQ(record_type_label(reader, "fishing-rod"), "Other record (fishing-rod)");
  EXPECT_EQ(record_type_label(reader_ja, "fishing-rod"), "その他の記録（fishing-rod）");
}

}  // namespace
}  // namespace inkan::portal
