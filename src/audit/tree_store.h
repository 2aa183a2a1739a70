#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/merkle.h"
#include "base/task.h"
#include "store/database.h"

// SQL of the tree: what the sequencer and the proofs read and write. Only sequencer.cpp calls it.
namespace inkan::audit {

// Subtrees of every kNodeLevels-th level are stored; what lies between is computed again from at most 255 hashes.
inline constexpr int kNodeLevels = 8;

struct WaitingLeaf {
  std::string event_id{};
  std::string leaf_hash{};
};
Task<std::vector<WaitingLeaf>> list_waiting_leaves(store::Database& database, int limit);
Task<Frontier> load_frontier(store::Database& database);

// add_frontier replaces the frontier if the tree still has `size_before` leaves, else the batch is undone.
size_t add_frontier(store::Batch& batch, const Frontier& frontier, uint64_t size_before);
// add_tree_index gives a waiting event its place for good.
void add_tree_index(store::Batch& batch, const std::string& event_id, uint64_t index);
void add_node(store::Batch& batch, const Frontier::Completed& node);

struct StoredCheckpoint {
  uint64_t size = 0;
  Time at{};
  std::string signed_text{};
};
void add_checkpoint(store::Batch& batch, const StoredCheckpoint& checkpoint);
Task<std::optional<StoredCheckpoint>> find_latest_checkpoint(store::Database& database);

Task<std::optional<uint64_t>> find_tree_index(store::Database& database, std::string event_id);
Task<std::string> load_leaf_hash(store::Database& database, uint64_t index);
// load_hashes gives the stored hashes under one complete subtree, all of one level, left to right.
Task<std::vector<std::string>> load_hashes(store::Database& database, Span subtree);

}  // namespace inkan::audit
