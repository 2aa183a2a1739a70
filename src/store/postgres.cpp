#include "store/engine.h"

namespace inkan::store {

Result<std::unique_ptr<SchemaConnection>> connect_postgres_schema(const OpenOptions&) {
  return fail(ErrorCode::kUnavailable, kInternalText, "postgres comes next");
}
Result<std::unique_ptr<Database>> open_postgres(const OpenOptions&, Log&) {
  return fail(ErrorCode::kUnavailable, kInternalText, "postgres comes next");
}

}  // namespace inkan::store
