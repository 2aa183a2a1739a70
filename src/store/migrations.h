#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/engine.h"

namespace inkan::store {

// Migration is one file of migrations/: a number and name ("0001_store") and its text for both engines.
struct Migration {
  std::string name{};
  std::string text{};
};

// embedded_migrations lists the files inside the program, in order.
std::vector<Migration> embedded_migrations();

// for_engine keeps what /*sqlite:TEXT*/ or /*postgres:TEXT*/ says for this engine and drops what is for the other.
std::string for_engine(std::string_view text, std::string_view engine);

// content_hash is FNV-1a (64 bit, hex): it notices an edited file, it does not defend against anybody.
std::string content_hash(std::string_view text);

// apply_migrations runs what is missing, each in a transaction with its record. Refused (nothing changed): an applied
// file that was edited, and a database that knows migrations this program does not.
Result<Done> apply_migrations(SchemaConnection& connection, const std::vector<Migration>& migrations, Time now);

// check_migrations refuses a database that is not at this program's version.
Result<Done> check_migrations(SchemaConnection& connection, const std::vector<Migration>& migrations);

// open_with is open() with a given list of migrations, for tests.
Result<std::unique_ptr<Database>> open_with(const OpenOptions& options, const std::vector<Migration>& migrations,
                                            bool migrate, Log& log);

}  // namespace inkan::store
