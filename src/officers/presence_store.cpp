#include "officers/presence_store.h"

namespace inkan::officers {

namespace {

using store::Bytes;
using store::Expect;
using store::Value;

Presence read_presence(const store::Row& row) {
  return Presence{row.text(0), PersonId(row.text(1)), from_unix_micros(row.integer(2))};
}

}  // namespace

void put_presence(store::Batch& batch, const NewPresence& presence) {
  batch.add("DELETE FROM presences WHERE person_id = $1 AND officer_id IS NULL", {presence.person.text()});
  batch.add("INSERT INTO presences (presence_id, code_hash, person_id, expires_at) VALUES ($1, $2, $3, $4)",
            {presence.presence_id, Bytes{presence.code_hash}, presence.person.text(), unix_micros(presence.expires_at)},
            Expect::kOne);
}

size_t take_presence(store::Batch& batch, const PresenceTaking& taking) {
  return batch.add(
      "UPDATE presences SET code_hash = NULL, officer_id = $2, taken_at = $3, expires_at = $4 "
      "WHERE code_hash = $1 AND officer_id IS NULL AND expires_at > $3 RETURNING presence_id, person_id",
      {Bytes{taking.code_hash}, taking.officer.text(), unix_micros(taking.now), unix_micros(taking.until)},
      Expect::kOne);
}

Task<std::optional<Presence>> find_presence(store::Database& database, std::string presence_id, OfficerId officer,
                                            Time now) {
  std::vector<Value> parameters{std::move(presence_id), officer.text(), unix_micros(now)};
  auto row = co_await database.query_one(
      "SELECT presence_id, person_id, expires_at FROM presences "
      "WHERE presence_id = $1 AND officer_id = $2 AND expires_at > $3",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_presence(**row);
}

Task<std::vector<Presence>> list_open_presences(store::Database& database, OfficerId officer, Time now) {
  std::vector<Value> parameters{officer.text(), unix_micros(now)};
  auto rows = co_await database.query(
      "SELECT presence_id, person_id, expires_at FROM presences WHERE officer_id = $1 AND expires_at > $2 "
      "ORDER BY taken_at DESC",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<Presence> presences;
  for (const store::Row& row : *rows) presences.push_back(read_presence(row));
  co_return presences;
}

size_t add_presence_check(store::Batch& batch, const std::string& presence_id, const OfficerId& officer, Time now) {
  return batch.add(
      "UPDATE presences SET expires_at = expires_at WHERE presence_id = $1 AND officer_id = $2 AND expires_at > $3",
      {presence_id, officer.text(), unix_micros(now)}, Expect::kOne);
}

void remove_presence(store::Batch& batch, const std::string& presence_id, const OfficerId& officer) {
  batch.add("DELETE FROM presences WHERE presence_id = $1 AND officer_id = $2", {presence_id, officer.text()});
}

}  // namespace inkan::officers
