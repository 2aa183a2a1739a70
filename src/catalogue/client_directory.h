#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/journal.h"
#include "base/task.h"
#include "catalogue/client.h"
#include "http/outbound.h"
#include "store/database.h"

namespace inkan::catalogue {

// ClientDirectory finds clients and their keys. Parsed clients are cached and their revision is looked up again when
// the cached look-up is older than one second, so that a removed client stops within a second on every node.
// Thread-safe.
class ClientDirectory {
 public:
  struct Deps {
    store::Database& database;
    const audit::Journal& journal;
    http::Outbound& outbound;
    Clock& clock;
    Random& random;
    Log& log;
  };
  explicit ClientDirectory(Deps deps);
  ~ClientDirectory();

  // find gives an active client; nullptr when unknown or removed. Shared: the cache and requests in flight hold it.
  Task<std::shared_ptr<const Client>> find(ClientId id);
  // find_names gives a client's names by language, of a removed one too: what it did stays in residents' records under
  // its name. Empty for a client that was never registered.
  Task<std::map<std::string, std::string>> find_names(ClientId id);
  // keys gives the client's key set: by value, or fetched from jwks_uri through the gate (cached one hour, the last
  // good set kept when the fetch fails). With `refetch` (a kid was not found) fetches again, at most once a minute.
  // kUnavailable says why the set could not be read.
  Task<std::shared_ptr<const crypto::JwkSet>> keys(std::shared_ptr<const Client> client, bool refetch);

  // add stores or replaces a registration (the text as given is kept); remove deactivates it. Both are journaled.
  Task<Done> add(json::object registration, audit::Actor actor);
  Task<Done> remove(ClientId id, audit::Actor actor);
  Task<std::vector<json::object>> list();
  Task<std::optional<json::object>> show(ClientId id);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::catalogue
