#pragma once

#include <optional>
#include <string>
#include <vector>

#include "population/links/import.h"
#include "population/links/links_store.h"

// SQL of loading files. Only this room calls it.
namespace inkan::population::links {

struct BatchRow {
  BatchId id{};
  Scheme scheme{};
  int64_t generation = 1;
  ImportMode mode = ImportMode::kAdd;
  std::string file_sha256{};
  std::string state{};
  int64_t byte_offset = 0;
  std::string counts{};
  std::string operator_id{};
};
// find_open_batch gives the load of this scheme that is staging or aborting.
Task<std::optional<BatchRow>> find_open_batch(store::Database& database, Scheme scheme);
Task<std::optional<BatchRow>> find_batch(store::Database& database, std::string batch_id);
// add_batch is undone when another load of this scheme is under way.
void add_batch(store::Batch& batch, const BatchRow& row, Time now);
// advance_batch notes how far the file was read; undone when somebody else went on with it meanwhile.
void advance_batch(store::Batch& batch, const BatchRow& row, int64_t offset, const std::string& counts);
void set_batch_state(store::Batch& batch, const std::string& batch_id, std::string_view from, std::string_view to,
                     const std::string& reason, Time now);

// apply_batch makes everything staged visible, and for a replacement everything earlier invisible: whoever reads sees
// one or the other. Undone when the generation is not the one the load began with.
struct Applied {
  int64_t linked = 0;
  int64_t quarantined = 0;
  int64_t refused = 0;
  int64_t predicted_e12 = 0;
};
void apply_batch(store::Batch& batch, const BatchRow& row, const Applied& applied, Time now);

// remove_staged removes up to `limit` of what an aborted load staged; answers how many there were.
Task<int64_t> remove_staged(store::Database& database, std::string batch_id, int limit);
// retire_replaced writes down, in slices, that links of earlier generations ended. They are invisible already.
Task<int64_t> retire_replaced(store::Database& database, int limit, Time now);

// is_taken: a live link of this person or record in this generation.
Task<bool> is_taken(store::Database& database, Scheme scheme, int64_t generation, std::string person_id,
                    std::string record_hash);

}  // namespace inkan::population::links
