#include "population/register_store.h"

namespace inkan::population {

size_t add_person(store::Batch& batch, NewPerson person) {
  std::vector<store::Value> number{store::Bytes{std::move(person.number_hash)}, person.person_id,
                                   unix_micros(person.registered_at)};
  const size_t index = batch.add(
      "INSERT INTO person_numbers (number_hash, person_id, state, issued_at) VALUES ($1, $2, 'current', $3)"
      " ON CONFLICT (number_hash) DO NOTHING",
      std::move(number), store::Expect::kOne);
  std::vector<store::Value> row{std::move(person.person_id),
                                store::Bytes{std::move(person.wrapped_key)},
                                store::Bytes{std::move(person.sealed_number)},
                                store::Bytes{std::move(person.sealed_facts)},
                                std::move(person.last_updated),
                                unix_micros(person.registered_at)};
  batch.add(
      "INSERT INTO persons (person_id, status, wrapped_key, sealed_number, sealed_facts, last_updated, registered_at)"
      " VALUES ($1, 'alive', $2, $3, $4, $5, $6)",
      std::move(row));
  return index;
}

Task<std::optional<StoredPerson>> find_person(store::Database& database, std::string person_id) {
  std::vector<store::Value> parameters{std::move(person_id)};
  auto row = co_await database.query_one(
      "SELECT status, wrapped_key, sealed_number, sealed_facts, last_updated FROM persons WHERE person_id = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredPerson> found;
  if (*row) {
    StoredPerson person;
    person.status = (*row)->text(0);
    person.wrapped_key = (*row)->bytes(1);
    person.sealed_number = (*row)->bytes(2);
    person.sealed_facts = (*row)->bytes(3);
    person.last_updated = (*row)->text(4);
    found = std::move(person);
  }
  co_return found;
}

Task<std::optional<std::string>> find_current_number(store::Database& database, std::string number_hash) {
  std::vector<store::Value> parameters{store::Bytes{std::move(number_hash)}};
  auto row = co_await database.query_one(
      "SELECT person_id FROM person_numbers WHERE number_hash = $1 AND state = 'current'", std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<std::string> found;
  if (*row) found = (*row)->text(0);
  co_return found;
}

Task<int64_t> count_persons(store::Database& database) {
  auto row = co_await database.query_one("SELECT COUNT(*) FROM persons", {});
  if (!row) co_return pass_on(row);
  co_return (*row)->integer(0);
}

size_t add_alive_check(store::Batch& batch, const std::string& person_id) {
  return batch.add("SELECT 1 FROM persons WHERE person_id = $1 AND status = 'alive'", {person_id}, store::Expect::kOne);
}

}  // namespace inkan::population
