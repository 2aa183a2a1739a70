#include "audit/tree_store.h"

#include <bit>

#include "base/encoding.h"

namespace inkan::audit {

Task<std::vector<WaitingLeaf>> list_waiting_leaves(store::Database& database, int limit) {
  std::vector<store::Value> parameters{int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT event_id, leaf_hash FROM audit_events WHERE tree_index IS NULL ORDER BY event_id LIMIT $1",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<WaitingLeaf> leaves;
  leaves.reserve(rows->size());
  for (const auto& row : *rows) leaves.push_back({row.text(0), row.bytes(1)});
  co_return leaves;
}

Task<Frontier> load_frontier(store::Database& database) {
  auto row = co_await database.query_one("SELECT size, frontier FROM audit_tree WHERE name = 'journal'", {});
  if (!row) co_return pass_on(row);
  if (!*row) co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "audit_tree has no row");
  auto bytes = base64url_decode((*row)->text(1));
  std::vector<std::string> hashes;
  if (bytes)
    for (size_t at = 0; at < bytes->size(); at += 32) hashes.push_back(bytes->substr(at, 32));
  Frontier frontier;
  if (!bytes || !frontier.restore(uint64_t((*row)->integer(0)), std::move(hashes)))
    co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "audit_tree.frontier does not fit its size");
  co_return frontier;
}

size_t add_frontier(store::Batch& batch, const Frontier& frontier, uint64_t size_before) {
  std::string bytes;
  for (const auto& hash : frontier.hashes()) bytes += hash;
  return batch.add("UPDATE audit_tree SET size = $1, frontier = $2 WHERE name = 'journal' AND size = $3",
                   {int64_t(frontier.size()), base64url_encode(bytes), int64_t(size_before)}, store::Expect::kOne);
}

void add_tree_index(store::Batch& batch, const std::string& event_id, uint64_t index) {
  batch.add("UPDATE audit_events SET tree_index = $1 WHERE event_id = $2 AND tree_index IS NULL",
            {int64_t(index), event_id}, store::Expect::kOne);
}

void add_node(store::Batch& batch, const Frontier::Completed& node) {
  batch.add("INSERT INTO audit_nodes (level, position, hash) VALUES ($1, $2, $3)",
            {int64_t(node.level), int64_t(node.position), store::Bytes{node.hash}});
}

void add_checkpoint(store::Batch& batch, const StoredCheckpoint& checkpoint) {
  batch.add("INSERT INTO audit_checkpoints (size, at, signed_text) VALUES ($1, $2, $3)",
            {int64_t(checkpoint.size), unix_micros(checkpoint.at), checkpoint.signed_text});
}

Task<std::optional<StoredCheckpoint>> find_latest_checkpoint(store::Database& database) {
  auto row =
      co_await database.query_one("SELECT size, at, signed_text FROM audit_checkpoints ORDER BY size DESC LIMIT 1", {});
  if (!row) co_return pass_on(row);
  std::optional<StoredCheckpoint> found;
  if (*row) {
    StoredCheckpoint checkpoint;
    checkpoint.size = uint64_t((*row)->integer(0));
    checkpoint.at = from_unix_micros((*row)->integer(1));
    checkpoint.signed_text = (*row)->text(2);
    found = std::move(checkpoint);
  }
  co_return found;
}

Task<std::optional<uint64_t>> find_tree_index(store::Database& database, std::string event_id) {
  std::vector<store::Value> parameters{std::move(event_id)};
  auto row =
      co_await database.query_one("SELECT tree_index FROM audit_events WHERE event_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<uint64_t> index;
  if (*row && !(*row)->is_null(0)) index = uint64_t((*row)->integer(0));
  co_return index;
}

Task<std::string> load_leaf_hash(store::Database& database, uint64_t index) {
  std::vector<store::Value> parameters{int64_t(index)};
  auto row =
      co_await database.query_one("SELECT leaf_hash FROM audit_events WHERE tree_index = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "a leaf of the tree is missing");
  co_return (*row)->bytes(0);
}

Task<std::vector<std::string>> load_hashes(store::Database& database, Span subtree) {
  const int level = std::countr_zero(subtree.size) / kNodeLevels * kNodeLevels;
  const uint64_t first = subtree.start >> level;
  const uint64_t count = subtree.size >> level;
  std::vector<store::Value> parameters{int64_t(first), int64_t(first + count)};
  std::string_view sql =
      "SELECT leaf_hash FROM audit_events WHERE tree_index >= $1 AND tree_index < $2 ORDER BY tree_index";
  if (level > 0) {
    sql = "SELECT hash FROM audit_nodes WHERE position >= $1 AND position < $2 AND level = $3 ORDER BY position";
    parameters.emplace_back(int64_t(level));
  }
  auto rows = co_await database.query(sql, std::move(parameters));
  if (!rows) co_return pass_on(rows);
  if (rows->size() != count)
    co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "hashes of the tree are missing");
  std::vector<std::string> hashes;
  hashes.reserve(rows->size());
  for (const auto& row : *rows) hashes.push_back(row.bytes(0));
  co_return hashes;
}

}  // namespace inkan::audit
