#include "store/postgres_sql.h"

#include <gtest/gtest.h>

namespace inkan::store {
namespace {

bool has(const PostgresText& text, std::string_view part) { return text.sql.find(part) != std::string::npos; }

TEST(PostgresSql, without_expectation_the_statement_stays_as_it_is) {
  auto text = for_postgres("DELETE FROM a", Expect::kAny);
  EXPECT_EQ(text.sql, "DELETE FROM a");
  EXPECT_FALSE(text.returns_rows);
  EXPECT_TRUE(for_postgres("DELETE FROM a RETURNING b", Expect::kAny).returns_rows);
  EXPECT_TRUE(for_postgres("SELECT 1", Expect::kAny).returns_rows);
}

TEST(PostgresSql, a_change_without_result_gets_one_to_count) {
  auto text = for_postgres("insert into a values (1)", Expect::kOne);
  EXPECT_TRUE(has(text, "RETURNING 1)"));
  EXPECT_FALSE(text.returns_rows);
  EXPECT_EQ(text.columns_to_skip, 1);
}

TEST(PostgresSql, sees_returning_only_where_it_is_a_word_of_the_statement) {
  EXPECT_FALSE(has(for_postgres("DELETE FROM a RETURNING b", Expect::kOne), "RETURNING 1"));
  for (const char* sql :
       {"UPDATE a SET b = 'returning'", "UPDATE a SET b = 'it''s returning x'", "UPDATE a SET \"returning\" = 1",
        "UPDATE a SET returning_at = 1", "WITH x AS (SELECT 1 AS returning) UPDATE a SET b = 1"})
    EXPECT_TRUE(has(for_postgres(sql, Expect::kOne), "RETURNING 1")) << sql;
}

TEST(PostgresSql, a_select_is_never_given_a_returning) {
  for (const char* sql : {"SELECT a FROM b", "WITH x AS (SELECT 1) SELECT a FROM x", "SELECT 'insert'"})
    EXPECT_FALSE(has(for_postgres(sql, Expect::kOne), "RETURNING")) << sql;
}

}  // namespace
}  // namespace inkan::store
