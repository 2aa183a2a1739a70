#include "catalogue/client_store.h"

namespace inkan::catalogue {

using store::Value;

Task<std::optional<ClientVersion>> find_client_version(store::Database& database, std::string client_id) {
  std::vector<Value> parameters;
  parameters.emplace_back(std::move(client_id));
  auto row =
      co_await database.query_one("SELECT active, revision FROM client WHERE client_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  ClientVersion version{.active = (*row)->integer(0) != 0, .revision = (*row)->integer(1)};
  co_return version;
}

Task<std::optional<StoredClient>> find_client(store::Database& database, std::string client_id) {
  std::vector<Value> parameters;
  parameters.emplace_back(std::move(client_id));
  auto row = co_await database.query_one("SELECT registration, active, revision FROM client WHERE client_id = $1",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  StoredClient client{
      .registration = (*row)->text(0), .active = (*row)->integer(1) != 0, .revision = (*row)->integer(2)};
  co_return client;
}

Task<std::vector<std::string>> list_clients(store::Database& database) {
  std::vector<Value> parameters;
  auto rows = co_await database.query("SELECT registration FROM client WHERE active = 1 ORDER BY client_id",
                                      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<std::string> registrations;
  for (const store::Row& row : *rows) registrations.push_back(row.text(0));
  co_return registrations;
}

void put_client(store::Batch& batch, std::string client_id, std::string registration, Time now) {
  batch.add(
      "INSERT INTO client (client_id, registration, active, revision, changed_at) VALUES ($1, $2, 1, 1, $3) "
      "ON CONFLICT (client_id) DO UPDATE SET registration = excluded.registration, active = 1, "
      "revision = client.revision + 1, changed_at = excluded.changed_at",
      {std::move(client_id), std::move(registration), unix_micros(now)}, store::Expect::kOne);
}

void remove_client(store::Batch& batch, std::string client_id, Time now) {
  batch.add(
      "UPDATE client SET active = 0, revision = revision + 1, changed_at = $2 WHERE client_id = $1 AND active = 1",
      {std::move(client_id), unix_micros(now)}, store::Expect::kOne);
}

}  // namespace inkan::catalogue
