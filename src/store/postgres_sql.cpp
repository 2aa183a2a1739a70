#include "store/postgres_sql.h"

#include "base/text.h"

namespace inkan::store {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool same_word(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if ((a[i] | 0x20) != lower[i]) return false;
  return true;
}

struct Shape {
  bool changes = false;    // INSERT, UPDATE or DELETE, perhaps after WITH
  bool returning = false;  // RETURNING at the top level
  bool inserts = false;    // INSERT is the first word
  int rows_given = 0;      // lists behind VALUES at the top level
  bool conflict = false;   // ON CONFLICT
};

// read_shape looks at the words outside parentheses and quotes.
Shape read_shape(std::string_view sql) {
  Shape shape;
  bool verb_seen = false, values_seen = false, first = true;
  int depth = 0;
  for (size_t i = 0; i < sql.size();) {
    char c = sql[i];
    if (c == '\'' || c == '"') {
      size_t end = sql.find(c, i + 1);  // a doubled quote reads as two neighbouring texts
      i = end == std::string_view::npos ? sql.size() : end + 1;
    } else if (is_word_character(c)) {
      size_t start = i;
      while (i < sql.size() && is_word_character(sql[i])) ++i;
      std::string_view word = sql.substr(start, i - start);
      if (depth > 0) continue;
      if (!verb_seen) {
        for (const char* verb : {"insert", "update", "delete"}) shape.changes |= same_word(word, verb);
        verb_seen = shape.changes || same_word(word, "select") || same_word(word, "values");
      }
      shape.inserts |= first && same_word(word, "insert");
      shape.returning |= same_word(word, "returning");
      shape.conflict |= same_word(word, "conflict");
      values_seen |= same_word(word, "values");
      first = false;
    } else {
      if (c == '(' && depth++ == 0 && values_seen && !shape.returning) ++shape.rows_given;
      if (c == ')') --depth;
      ++i;
    }
  }
  return shape;
}

// inserts_one: such a statement adds its one row or fails with 23505, which the link takes for a broken expectation.
bool inserts_one(const Shape& shape) { return shape.inserts && shape.rows_given == 1 && !shape.conflict; }

}  // namespace

PostgresText for_postgres(std::string_view sql, Expect expect) {
  const Shape shape = read_shape(sql);
  PostgresText text{.sql = std::string(sql), .returns_rows = shape.returning || !shape.changes};
  if (expect == Expect::kAny || (expect == Expect::kOne && inserts_one(shape))) return text;
  if (shape.changes && !shape.returning) text.sql += " RETURNING 1";
  text.sql = "WITH inkan_r AS (" + text.sql +
             ") SELECT inkan_q.ok, inkan_r.* FROM (SELECT inkan_expect((SELECT COUNT(*) FROM inkan_r), " +
             (expect == Expect::kOne ? "1" : "0") + ") AS ok) AS inkan_q LEFT JOIN inkan_r ON TRUE";
  text.columns_to_skip = 1;
  if (expect == Expect::kNone) text.returns_rows = false;
  return text;
}

}  // namespace inkan::store
