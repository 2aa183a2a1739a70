#pragma once

#include <libpq-fe.h>

#include <memory>
#include <vector>

#include "store/engine.h"

namespace inkan::store {

struct PostgresResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, PostgresResultDeleter>;

inline constexpr Oid kUnspecifiedOid = 0, kBoolOid = 16, kByteaOid = 17, kInt8Oid = 20, kInt2Oid = 21, kInt4Oid = 23,
                     kTextOid = 25, kVarcharOid = 1043, kNameOid = 19, kNumericOid = 1700, kVoidOid = 2278;

// type_of says as what a parameter is declared: so INSERT … SELECT $1 needs no casts. NULL is left to the server.
Oid type_of(const Value& value);

// PostgresParameters holds values in the binary form of the protocol; it points into the values, which must outlive it.
class PostgresParameters {
 public:
  explicit PostgresParameters(const std::vector<Value>& values);
  int count() const { return int(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<const char*> pointers_{};
  std::vector<int> lengths_{};
  std::vector<int> formats_{};
  std::vector<uint64_t> numbers_{};  // in network order
};

// decode_rows reads a binary result; a column type outside BIGINT/TEXT/BYTEA and their kin is our bug: kInternal.
Result<Rows> decode_rows(const PGresult* result, int columns_to_skip);

// postgres_error maps an SQLSTATE. The detail never holds values: the server's words only where they speak of the SQL.
Error postgres_error(const PGresult* result, std::string_view sql);
// sqlstate is "" for errors of the library itself.
std::string_view sqlstate(const PGresult* result);

}  // namespace inkan::store
