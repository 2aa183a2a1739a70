#include "population/number_store.h"

namespace inkan::population {

Task<std::optional<StoredNumber>> find_number(store::Database& database, std::string number_hash) {
  std::vector<store::Value> parameters{store::Bytes{std::move(number_hash)}};
  auto row = co_await database.query_one("SELECT person_id, state FROM person_numbers WHERE number_hash = $1",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredNumber> found;
  if (*row) found = StoredNumber{(*row)->text(0), (*row)->text(1)};
  co_return found;
}

Task<std::vector<StoredPeriod>> list_numbers(store::Database& database, std::string person_id) {
  std::vector<store::Value> parameters{std::move(person_id)};
  auto rows = co_await database.query(
      "SELECT state, issued_at, superseded_at, reason, officer, second_officer, sealed_number FROM person_numbers"
      " WHERE person_id = $1 ORDER BY issued_at, superseded_at IS NULL",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredPeriod> periods;
  for (const auto& row : *rows) {
    StoredPeriod period;
    period.state = row.text(0);
    period.issued_at = row.integer(1);
    period.superseded_at = row.maybe_integer(2);
    period.reason = row.maybe_text(3).value_or("");
    period.officer = row.maybe_text(4).value_or("");
    period.second_officer = row.maybe_text(5).value_or("");
    if (!row.is_null(6)) period.sealed_number = row.bytes(6);
    periods.push_back(std::move(period));
  }
  co_return periods;
}

size_t add_supersession(store::Batch& batch, Supersession change) {
  batch.add(
      "UPDATE person_numbers SET state = 'superseded', superseded_at = $1, reason = $2, officer = $3,"
      " second_officer = $4, sealed_number = $5 WHERE number_hash = $6 AND person_id = $7 AND state = 'current'",
      {change.at, std::move(change.reason), std::move(change.officer), std::move(change.second_officer),
       store::Bytes{std::move(change.old_sealed)}, store::Bytes{std::move(change.old_hash)}, change.person_id},
      store::Expect::kOne);
  const size_t index = batch.add(
      "INSERT INTO person_numbers (number_hash, person_id, state, issued_at) VALUES ($1, $2, 'current', $3)"
      " ON CONFLICT (number_hash) DO NOTHING",
      {store::Bytes{std::move(change.new_hash)}, change.person_id, change.at}, store::Expect::kOne);
  batch.add("UPDATE persons SET sealed_number = $1, last_updated = $2 WHERE person_id = $3",
            {store::Bytes{std::move(change.new_sealed)}, std::move(change.last_updated), std::move(change.person_id)},
            store::Expect::kOne);
  return index;
}

Task<std::optional<StoredBasis>> find_basis(store::Database& database, std::string id, std::string use,
                                            std::string today) {
  std::vector<store::Value> parameters{std::move(id), std::move(use), std::move(today)};
  auto row = co_await database.query_one(
      "SELECT basis_id, number_use, citation, valid_from, valid_until FROM legal_bases WHERE basis_id = $1"
      " AND number_use = $2 AND valid_from <= $3 AND (valid_until = '' OR valid_until > $3)",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredBasis> found;
  if (*row) found = StoredBasis{(*row)->text(0), (*row)->text(1), (*row)->text(2), (*row)->text(3), (*row)->text(4)};
  co_return found;
}

Task<std::vector<StoredBasis>> list_bases(store::Database& database) {
  auto rows = co_await database.query(
      "SELECT basis_id, number_use, citation, valid_from, valid_until FROM legal_bases ORDER BY basis_id", {});
  if (!rows) co_return pass_on(rows);
  std::vector<StoredBasis> bases;
  for (const auto& row : *rows)
    bases.push_back(StoredBasis{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
  co_return bases;
}

void add_basis(store::Batch& batch, StoredBasis basis, std::string first_officer, std::string second_officer,
               int64_t at) {
  batch.add(
      "INSERT INTO legal_bases (basis_id, number_use, citation, valid_from, valid_until, first_officer,"
      " second_officer, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {std::move(basis.id), std::move(basis.use), std::move(basis.citation), std::move(basis.valid_from),
       std::move(basis.valid_until), std::move(first_officer), std::move(second_officer), at},
      store::Expect::kOne);
}

void add_basis_end(store::Batch& batch, std::string id, std::string until, std::string officers) {
  batch.add(
      "UPDATE legal_bases SET valid_until = $1, ended_by = $2 WHERE basis_id = $3"
      " AND (valid_until = '' OR valid_until > $1)",
      {std::move(until), std::move(officers), std::move(id)}, store::Expect::kOne);
}

}  // namespace inkan::population
