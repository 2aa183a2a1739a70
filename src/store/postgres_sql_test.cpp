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
  auto text = for_postgres("delete from a", Expect::kOne);
  EXPECT_TRUE(has(text, "RETURNING 1)"));
  EXPECT_FALSE(text.returns_rows);
  EXPECT_EQ(text.columns_to_skip, 1);
}

// The engine counts for us: an insert of one row adds it or fails. Wrapping one costs more than the insert.
TEST(PostgresSql, an_insert_of_one_row_needs_no_counting) {
  for (const char* sql : {"insert into a values (1)", "INSERT INTO a (b, c) VALUES ($1, ($2))"})
    EXPECT_EQ(for_postgres(sql, Expect::kOne).sql, sql);
  auto text = for_postgres("INSERT INTO a (b) VALUES ($1) RETURNING (b)", Expect::kOne);
  EXPECT_TRUE(text.returns_rows);
  EXPECT_EQ(text.columns_to_skip, 0);
  EXPECT_TRUE(has(for_postgres("INSERT INTO a VALUES (1)", Expect::kNone), "inkan_expect"));
  for (const char* sql : {"INSERT INTO a VALUES (1), (2)", "INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO NOTHING",
                          "INSERT INTO a (b) SELECT 1", "WITH x AS (SELECT 1) INSERT INTO a VALUES (1)"})
    EXPECT_TRUE(has(for_postgres(sql, Expect::kOne), "inkan_expect")) << sql;
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
