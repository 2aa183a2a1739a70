#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "store/database.h"

// SQL of the register. Only register.cpp calls it.
namespace inkan::population {

struct NewPerson {
  std::string person_id{};
  std::string wrapped_key{};
  std::string sealed_number{};
  std::string sealed_facts{};
  std::string number_hash{};
  std::string last_updated{};
  Time registered_at{};
};
// add_person returns the index of the statement that fails when the number was issued before.
size_t add_person(store::Batch& batch, NewPerson person);

struct StoredPerson {
  std::string status{};
  std::string wrapped_key{};
  std::string sealed_number{};
  std::string sealed_facts{};
  std::string last_updated{};
};
Task<std::optional<StoredPerson>> find_person(store::Database& database, std::string person_id);
// find_current_number gives the person id; nullopt for unknown and superseded numbers.
Task<std::optional<std::string>> find_current_number(store::Database& database, std::string number_hash);
Task<int64_t> count_persons(store::Database& database);
size_t add_alive_check(store::Batch& batch, const std::string& person_id);

}  // namespace inkan::population
