#include "store/migrations.h"

#include <gtest/gtest.h>

namespace inkan::store {
namespace {

TEST(Migrations, each_engine_gets_its_own_words) {
  constexpr const char* text = "a /*sqlite:S*/b/*postgres: P\n P*/ /* nobody */c";
  EXPECT_EQ(for_engine(text, "sqlite"), "a Sb c");
  EXPECT_EQ(for_engine(text, "postgres"), "a b P\n P c");
  EXPECT_EQ(for_engine("open /* end", "sqlite"), "open /* end");
}

TEST(Migrations, the_hash_notices_an_edit) {
  EXPECT_EQ(content_hash(""), "cbf29ce484222325");
  EXPECT_EQ(content_hash("a"), "af63dc4c8601ec8c");
  EXPECT_NE(content_hash("a"), content_hash("a "));
}

TEST(Migrations, embedded_files_are_in_order_and_hold_the_store) {
  auto all = embedded_migrations();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.front().name, "0001_store");
  for (size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].name, all[i].name);
}

}  // namespace
}  // namespace inkan::store
