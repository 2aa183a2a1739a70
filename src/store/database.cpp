#include "store/database.h"

#include "base/check.h"
#include "base/text.h"
#include "store/engine.h"

namespace inkan::store {

bool Row::is_null(size_t column) const {
  check(column < values_.size(), "the column is in the SELECT or RETURNING list");
  return std::holds_alternative<std::monostate>(values_[column]);
}

int64_t Row::integer(size_t column) const {
  check(column < values_.size() && std::holds_alternative<int64_t>(values_[column]), "the column is an integer");
  return std::get<int64_t>(values_[column]);
}

const std::string& Row::text(size_t column) const {
  check(column < values_.size() && std::holds_alternative<std::string>(values_[column]), "the column is text");
  return std::get<std::string>(values_[column]);
}

const std::string& Row::bytes(size_t column) const {
  check(column < values_.size() && std::holds_alternative<Bytes>(values_[column]), "the column is bytes");
  return std::get<Bytes>(values_[column]).value;
}

std::optional<std::string> Row::maybe_text(size_t column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<int64_t> Row::maybe_integer(size_t column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

size_t Batch::add(std::string_view sql, std::vector<Value> parameters, Expect expect) {
  statements_.push_back(Statement{.sql = sql, .parameters = std::move(parameters), .expect = expect});
  return statements_.size() - 1;
}

void Batch::append(Batch other) {
  std::move(other.statements_.begin(), other.statements_.end(), std::back_inserter(statements_));
}

Task<Outcome> Database::commit_all(Batch batch) {
  Result<CommitResult> result = co_await commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (result->broken_expectation)
    co_return fail(ErrorCode::kConflict, "This was already done or changed meanwhile.",
                   "expectation of statement " + std::to_string(*result->broken_expectation));
  co_return std::move(*result->outcome);
}

Task<std::optional<Row>> Database::query_one(std::string_view sql, std::vector<Value> parameters) {
  Result<Rows> rows = co_await query(sql, std::move(parameters));
  if (!rows) co_return pass_on(rows);
  check(rows->size() <= 1, "query_one selects at most one row");
  std::optional<Row> row;
  if (!rows->empty()) row = std::move(rows->front());
  co_return row;
}

Result<Done> check_parameters(const std::vector<Value>& parameters) {
  for (const Value& value : parameters)
    if (const auto* text = std::get_if<std::string>(&value))
      if (text->find('\0') != std::string::npos || !is_utf8(*text))
        return fail(ErrorCode::kInternal, kInternalText, "a text parameter holds NUL or is not UTF-8");
  return Done{};
}

Result<Done> check_parameters(const Batch& batch) {
  for (const Statement& statement : batch.statements())
    if (auto fine = check_parameters(statement.parameters); !fine) return fine;
  return Done{};
}

}  // namespace inkan::store
