#include "store/postgres_values.h"

#include <endian.h>

#include <cstring>

#include "base/check.h"

namespace inkan::store {
namespace {

template <typename T>
T read_big_endian(const char* at) {
  using Unsigned = std::make_unsigned_t<T>;
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) value = Unsigned(value << 8) | uint8_t(at[i]);
  return T(value);
}

// read_numeric takes whole numbers only: SUM over BIGINT comes as NUMERIC (digits of base 10000, most significant
// first).
Result<Value> read_numeric(const char* at, int length) {
  auto refuse = [] { return fail(ErrorCode::kInternal, kInternalText, "a NUMERIC column is no 64-bit whole number"); };
  if (length < 8) return refuse();
  int digits = read_big_endian<int16_t>(at), weight = read_big_endian<int16_t>(at + 2);
  const bool negative = read_big_endian<int16_t>(at + 4) == 0x4000;
  if (digits > weight + 1 || weight > 4 || length < 8 + 2 * digits) return refuse();
  int64_t sum = 0;
  for (int i = 0; i <= weight; ++i) {
    const int64_t digit = i < digits ? read_big_endian<int16_t>(at + 8 + 2 * i) : 0;
    if (__builtin_mul_overflow(sum, 10000, &sum) || __builtin_add_overflow(sum, negative ? -digit : digit, &sum))
      return refuse();
  }
  return Value{sum};
}

Result<Value> read_value(Oid type, const char* at, int length) {
  switch (type) {
    case kInt8Oid:
      return Value{read_big_endian<int64_t>(at)};
    case kInt4Oid:
      return Value{int64_t(read_big_endian<int32_t>(at))};
    case kInt2Oid:
      return Value{int64_t(read_big_endian<int16_t>(at))};
    case kBoolOid:
      return Value{int64_t(*at != 0)};
    case kNumericOid:
      return read_numeric(at, length);
    case kTextOid:
    case kVarcharOid:
    case kNameOid:
      return Value{std::string(at, size_t(length))};
    case kByteaOid:
      return Value{Bytes{std::string(at, size_t(length))}};
    case kVoidOid:
      return Value{};
  }
  return fail(ErrorCode::kInternal, kInternalText, "column of unsupported type " + std::to_string(type));
}

}  // namespace

Oid type_of(const Value& value) {
  if (std::holds_alternative<int64_t>(value)) return kInt8Oid;
  if (std::holds_alternative<std::string>(value)) return kTextOid;
  if (std::holds_alternative<Bytes>(value)) return kByteaOid;
  return kUnspecifiedOid;
}

PostgresParameters::PostgresParameters(const std::vector<Value>& values)
    : pointers_(values.size()), lengths_(values.size()), formats_(values.size(), 1), numbers_(values.size()) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (const auto* number = std::get_if<int64_t>(&values[i])) {
      numbers_[i] = htobe64(uint64_t(*number));
      pointers_[i] = reinterpret_cast<const char*>(&numbers_[i]);
      lengths_[i] = sizeof numbers_[i];
    } else if (const auto* text = std::get_if<std::string>(&values[i])) {
      pointers_[i] = text->data();
      lengths_[i] = int(text->size());
    } else if (const auto* bytes = std::get_if<Bytes>(&values[i])) {
      pointers_[i] = bytes->value.data();
      lengths_[i] = int(bytes->value.size());
    }
  }
}

Result<Rows> decode_rows(const PGresult* result, int columns_to_skip) {
  Rows rows;
  const int count = PQntuples(result), columns = PQnfields(result);
  rows.reserve(size_t(count));
  for (int r = 0; r < count; ++r) {
    std::vector<Value> values;
    values.reserve(size_t(columns));
    for (int c = columns_to_skip; c < columns; ++c) {
      if (PQgetisnull(result, r, c)) {
        values.emplace_back();
        continue;
      }
      auto value = read_value(PQftype(result, c), PQgetvalue(result, r, c), PQgetlength(result, r, c));
      if (!value) return pass_on(value);
      values.push_back(std::move(*value));
    }
    rows.emplace_back(std::move(values));
  }
  return rows;
}

std::string_view sqlstate(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

Error postgres_error(const PGresult* result, std::string_view sql) {
  const std::string_view state = sqlstate(result);
  Error error{.code = ErrorCode::kInternal, .public_text = kInternalText};
  error.private_detail = "SQLSTATE " + std::string(state);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  // Class 42 speaks of names and syntax in our own SQL; other messages may quote data.
  if (message != nullptr && state.starts_with("42")) error.private_detail += std::string(": ") + message;
  if (!sql.empty()) error.private_detail += " in: " + std::string(sql.substr(0, 120));
  if (state == "57014") error.code = ErrorCode::kTimeout;
  for (const char* unavailable : {"08", "53", "55P03", "57P", "58", "40", "25006"})
    if (state.starts_with(unavailable)) error.code = ErrorCode::kUnavailable;
  if (state.empty()) error.code = ErrorCode::kUnavailable;
  if (error.code != ErrorCode::kInternal) error.public_text = kBusyText;
  return error;
}

}  // namespace inkan::store
