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

}  // namespace
}  // namespace inkan::portal
