#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "store/database.h"

// SQL of enrolment. Only for this folder.
namespace inkan::population {

Task<bool> has_key(store::Database& database, std::string key_hash);
// add_key: with `must_be_new` the batch fails at the returned index when somebody has this key already. Without, it
// holds the row, so that nobody drops it meanwhile.
size_t add_key(store::Batch& batch, std::string key_hash, bool must_be_new);
// renew_key adds a key, or marks one that is there as made by the folding of now; drop_old_keys removes all others.
void renew_key(store::Batch& batch, std::string key_hash);
void drop_old_keys(store::Batch& batch);
// add_holder follows the add_key or renew_key of its key in the same batch. drop_keys_of takes everything from a
// holder, and drops the keys of the folding of now that nobody else holds.
void add_holder(store::Batch& batch, std::string holder, std::string key_hash);
void drop_keys_of(store::Batch& batch, const std::string& holder);

// KeyRun is how far the keys of the whole register are made, by the folding of now.
struct KeyRun {
  std::string after_person{};
  int64_t outbox_position = 0;
  bool finished = false;  // with everybody; what comes after is news
};
Task<std::optional<KeyRun>> find_key_run(store::Database& database);
void set_key_run(store::Batch& batch, KeyRun run);

struct StoredCase {
  std::string case_id{};
  std::string officer{};
  std::string collisions{};  // words with spaces between
  Time opened_at{};
  std::string wrapped_key{};
  std::string sealed{};
};
void add_case(store::Batch& batch, StoredCase held);
// close_case forgets the application with its key, and puts the sealed reason in its place; the batch fails when the
// case is not open any more.
struct CaseEnd {
  std::string case_id{};
  std::string state{};
  std::string closed_by{};
  Time closed_at{};
  std::string wrapped_key{};  // of the reason; both empty without one
  std::string sealed_reason{};
};
size_t close_case(store::Batch& batch, CaseEnd end);
Task<std::optional<StoredCase>> find_open_case(store::Database& database, std::string case_id);
// find_refused_case: `sealed` is the reason.
Task<std::optional<StoredCase>> find_refused_case(store::Database& database, std::string case_id);
Task<std::vector<StoredCase>> list_open_cases(store::Database& database, int limit);

}  // namespace inkan::population
