#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "store/database.h"

// SQL of numbers and of the laws that let them be used. Only for this folder.
namespace inkan::population {

struct StoredNumber {
  std::string person_id{};
  std::string state{};  // current, superseded
};
// find_number answers for every number ever issued.
Task<std::optional<StoredNumber>> find_number(store::Database& database, std::string number_hash);

struct StoredPeriod {
  std::string state{};
  int64_t issued_at = 0;
  std::optional<int64_t> superseded_at{};
  std::string reason{};
  std::string officer{};
  std::string second_officer{};
  std::string sealed_number{};  // empty for the current one, which stands in persons
};
Task<std::vector<StoredPeriod>> list_numbers(store::Database& database, std::string person_id);

struct Supersession {
  std::string person_id{};
  std::string old_hash{};
  std::string old_sealed{};
  std::string new_hash{};
  std::string new_sealed{};
  std::string reason{};
  std::string officer{};
  std::string second_officer{};
  std::string last_updated{};
  int64_t at = 0;
};
// add_supersession burns the old number, issues the new one and puts it into the record, when the old one is still
// current. Returns the index of the statement that breaks when the new number was issued before.
size_t add_supersession(store::Batch& batch, Supersession change);

struct StoredBasis {
  std::string id{};
  std::string use{};
  std::string citation{};
  std::string valid_from{};
  std::string valid_until{};
};
Task<std::optional<StoredBasis>> find_basis(store::Database& database, std::string id, std::string use,
                                            std::string today);
Task<std::vector<StoredBasis>> list_bases(store::Database& database);
void add_basis(store::Batch& batch, StoredBasis basis, std::string first_officer, std::string second_officer,
               int64_t at);
// add_basis_end sets the end of a row that has none or a later one.
void add_basis_end(store::Batch& batch, std::string id, std::string until, std::string officers);

}  // namespace inkan::population
