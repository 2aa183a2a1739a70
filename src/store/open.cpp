#include "store/engine.h"
#include "store/migrations.h"

namespace inkan::store {
namespace {

// Engine is one row of the list of engines; a new backend is one more row.
struct Engine {
  std::string_view name;
  Result<std::unique_ptr<SchemaConnection>> (*connect_schema)(const OpenOptions&);
  Result<std::unique_ptr<Database>> (*open)(const OpenOptions&, Log&);
};
constexpr Engine kEngines[] = {
    {"sqlite", connect_sqlite_schema, open_sqlite},
    {"postgres", connect_postgres_schema, open_postgres},
};

}  // namespace

Result<std::unique_ptr<Database>> open_with(const OpenOptions& options, const std::vector<Migration>& migrations,
                                            bool migrate, Log& log) {
  for (const Engine& engine : kEngines) {
    if (engine.name != options.engine) continue;
    auto schema = engine.connect_schema(options);
    if (!schema) return pass_on(schema);
    auto ready =
        migrate ? apply_migrations(**schema, migrations, SystemClock().now()) : check_migrations(**schema, migrations);
    if (!ready) return pass_on(ready);
    schema->reset();
    return engine.open(options, log);
  }
  return fail(ErrorCode::kInvalidInput, kInternalText, "store engine must be sqlite or postgres");
}

Result<std::unique_ptr<Database>> open(const OpenOptions& options, bool migrate, Log& log) {
  return open_with(options, embedded_migrations(), migrate, log);
}

}  // namespace inkan::store
