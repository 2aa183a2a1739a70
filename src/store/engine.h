#pragma once

#include <string>
#include <vector>

#include "store/database.h"

// What the two engines share; nobody outside the folder includes this.
namespace inkan::store {

inline constexpr const char* kBusyText = "The service is busy. Please try again in a moment.";
inline constexpr const char* kInternalText = "Something went wrong on our side.";

// check_parameters refuses text that is not UTF-8 or holds NUL, so that both engines refuse the same.
Result<Done> check_parameters(const std::vector<Value>& parameters);
Result<Done> check_parameters(const Batch& batch);

// SchemaConnection is what the migration runner needs: one connection, blocking.
class SchemaConnection {
 public:
  virtual ~SchemaConnection() = default;
  // begin starts a transaction that may write; COMMIT and ROLLBACK are scripts.
  virtual Result<Done> begin() = 0;
  // run_script runs several statements.
  virtual Result<Done> run_script(const std::string& sql) = 0;
  virtual Result<Rows> ask(std::string_view sql, const std::vector<Value>& parameters) = 0;
  // lock keeps other programs from migrating the same database until this connection ends.
  virtual Result<Done> lock() = 0;
  virtual std::string_view engine() const = 0;
};

Result<std::unique_ptr<SchemaConnection>> connect_sqlite_schema(const OpenOptions& options);
Result<std::unique_ptr<SchemaConnection>> connect_postgres_schema(const OpenOptions& options);
Result<std::unique_ptr<Database>> open_sqlite(const OpenOptions& options, Log& log);
Result<std::unique_ptr<Database>> open_postgres(const OpenOptions& options, Log& log);

}  // namespace inkan::store
