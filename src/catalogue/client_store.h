#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "store/database.h"

namespace inkan::catalogue {

struct StoredClient {
  std::string registration{};
  bool active = false;
  int64_t revision = 0;
};
struct ClientVersion {
  bool active = false;
  int64_t revision = 0;
};

// find_client_version reads two numbers only: the look-up that runs every second for a client in use.
Task<std::optional<ClientVersion>> find_client_version(store::Database& database, std::string client_id);
Task<std::optional<StoredClient>> find_client(store::Database& database, std::string client_id);
// list_clients gives the registrations of active clients in order of their id.
Task<std::vector<std::string>> list_clients(store::Database& database);
// put_client adds or replaces and raises the revision; remove_client wants an active client (Expect::kOne).
void put_client(store::Batch& batch, std::string client_id, std::string registration, Time now);
void remove_client(store::Batch& batch, std::string client_id, Time now);

}  // namespace inkan::catalogue
