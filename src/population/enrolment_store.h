#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "store/database.h"

// SQL of enrolment. Only enrolment.cpp calls it.
namespace inkan::population {

Task<bool> has_key(store::Database& database, std::string key_hash);
// add_key: with `must_be_new` the batch fails at the returned index when somebody has this key already.
size_t add_key(store::Batch& batch, std::string key_hash, bool must_be_new);

struct StoredCase {
  std::string case_id{};
  std::string officer{};
  std::string collisions{};  // words with spaces between
  Time opened_at{};
  std::string wrapped_key{};
  std::string sealed{};
};
void add_case(store::Batch& batch, StoredCase held);
// close_case empties the application; the batch fails when the case is not open any more.
struct CaseEnd {
  std::string case_id{};
  std::string state{};
  std::string closed_by{};
  Time closed_at{};
  std::string reason{};
};
size_t close_case(store::Batch& batch, CaseEnd end);
Task<std::optional<StoredCase>> find_open_case(store::Database& database, std::string case_id);
Task<std::vector<StoredCase>> list_open_cases(store::Database& database, int limit);

}  // namespace inkan::population
