#include "store/migrations.h"

#include <cinttypes>
#include <cstdio>
#include <map>

#include "base/embedded.h"

namespace inkan::store {
namespace {

constexpr const char* kRecordTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "name TEXT NOT NULL PRIMARY KEY, content_hash TEXT NOT NULL, applied_at BIGINT NOT NULL)";

Result<std::map<std::string, std::string>> read_applied(SchemaConnection& connection) {
  auto rows = connection.ask("SELECT name, content_hash FROM schema_migrations", {});
  if (!rows) return pass_on(rows);
  std::map<std::string, std::string> applied;
  for (const Row& row : *rows) applied.emplace(row.text(0), row.text(1));
  return applied;
}

Result<Done> compare(const std::map<std::string, std::string>& applied, const std::vector<Migration>& migrations) {
  std::map<std::string_view, const Migration*> known;
  for (const Migration& migration : migrations) known.emplace(migration.name, &migration);
  for (const auto& [name, hash] : applied) {
    auto found = known.find(name);
    if (found == known.end())
      return fail(ErrorCode::kConflict, kInternalText,
                  "the database holds migration " + name +
                      ", which this program does not know: it was used by a "
                      "newer version; start that version, or restore a copy from before the update");
    if (content_hash(found->second->text) != hash)
      return fail(ErrorCode::kConflict, kInternalText,
                  "migration " + name +
                      " was applied to this database with another content: an applied migration "
                      "must never be edited; undo the edit and put the change into a new file");
  }
  return Done{};
}

Result<Done> apply_one(SchemaConnection& connection, const Migration& migration, Time now) {
  auto begun = connection.begin();
  if (!begun) return begun;
  // On SQLite nothing is locked before this point: another program may have been faster.
  auto there = connection.ask("SELECT name FROM schema_migrations WHERE name = $1", {migration.name});
  if (there && !there->empty()) return connection.run_script("ROLLBACK");
  auto ran = connection.run_script(for_engine(migration.text, connection.engine()));
  if (ran) {
    auto recorded = connection.ask("INSERT INTO schema_migrations (name, content_hash, applied_at) VALUES ($1, $2, $3)",
                                   {migration.name, content_hash(migration.text), unix_micros(now)});
    if (!recorded) ran = pass_on(recorded);
  }
  if (ran) ran = connection.run_script("COMMIT");
  if (ran) return Done{};
  (void)connection.run_script("ROLLBACK");
  Error error = std::move(ran.error());
  error.private_detail = "migration " + migration.name + ": " + error.private_detail;
  return std::unexpected(std::move(error));
}

}  // namespace

std::vector<Migration> embedded_migrations() {
  std::vector<Migration> migrations;
  const std::string prefix = "migrations/", suffix = ".sql";
  for (const std::string& path : list_embedded(prefix)) {
    if (!path.ends_with(suffix)) continue;
    std::string name = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
    migrations.push_back(Migration{.name = std::move(name), .text = std::string(find_embedded(path))});
  }
  return migrations;
}

std::string for_engine(std::string_view text, std::string_view engine) {
  std::string out;
  while (true) {
    size_t start = text.find("/*");
    if (start == std::string_view::npos) break;
    size_t end = text.find("*/", start + 2);
    if (end == std::string_view::npos) break;
    out += text.substr(0, start);
    std::string_view inside = text.substr(start + 2, end - start - 2);
    if (inside.starts_with(engine) && inside.substr(engine.size()).starts_with(":"))
      out += inside.substr(engine.size() + 1);
    text.remove_prefix(end + 2);
  }
  out += text;
  return out;
}

std::string content_hash(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001B3u;
  char text_out[17];
  std::snprintf(text_out, sizeof text_out, "%016" PRIx64, hash);
  return text_out;
}

Result<Done> apply_migrations(SchemaConnection& connection, const std::vector<Migration>& migrations, Time now) {
  if (auto locked = connection.lock(); !locked) return locked;
  if (auto made = connection.run_script(kRecordTable); !made) return made;
  auto applied = read_applied(connection);
  if (!applied) return pass_on(applied);
  if (auto same = compare(*applied, migrations); !same) return same;
  for (const Migration& migration : migrations) {
    if (applied->contains(migration.name)) continue;
    if (auto done = apply_one(connection, migration, now); !done) return done;
  }
  return Done{};
}

Result<Done> check_migrations(SchemaConnection& connection, const std::vector<Migration>& migrations) {
  auto applied = read_applied(connection);
  if (!applied)
    return fail(ErrorCode::kNotFound, kInternalText,
                "the database is empty or not Inkan's: " + applied.error().private_detail);
  if (auto same = compare(*applied, migrations); !same) return same;
  for (const Migration& migration : migrations)
    if (!applied->contains(migration.name))
      return fail(ErrorCode::kConflict, kInternalText,
                  "migration " + migration.name + " is missing in this database: open it with migrate");
  return Done{};
}

}  // namespace inkan::store
