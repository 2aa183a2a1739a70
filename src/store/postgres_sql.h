#pragma once

#include <string>
#include <string_view>

#include "store/database.h"

namespace inkan::store {

// PostgresText is a statement as the server gets it. With an expectation it is wrapped so that a wrong number of rows
// raises IK001 inside the server, which undoes the implicit transaction of the pipeline: no second round trip. An
// INSERT of one row stays as it is: a key that is there already fails by itself.
struct PostgresText {
  std::string sql{};
  bool returns_rows = false;  // the caller's statement has a result list
  int columns_to_skip = 0;    // columns of the wrapping before the caller's own
};
PostgresText for_postgres(std::string_view sql, Expect expect);

}  // namespace inkan::store
