#include "audit/sequencer.h"

#include "audit/tree_store.h"
#include "base/encoding.h"

namespace inkan::audit {

namespace {

// fold makes the root of a complete subtree of the hashes of one of its levels.
std::string fold(std::vector<std::string> hashes) {
  while (hashes.size() > 1) {
    for (size_t i = 0; i < hashes.size() / 2; ++i) hashes[i] = hash_node(hashes[2 * i], hashes[2 * i + 1]);
    hashes.resize(hashes.size() / 2);
  }
  return std::move(hashes.front());
}

Result<std::string> sign_checkpoint(const crypto::PrivateKey& key, const Frontier& frontier, Time at) {
  json::object claims;
  claims["size"] = frontier.size();
  claims["root"] = base64url_encode(frontier.root());
  claims["at"] = iso_instant(at);
  return crypto::sign(key, "inkan-checkpoint", claims);
}

}  // namespace

Task<int64_t> Sequencer::advance(crypto::PrivateKey key, int limit) const {
  auto waiting = co_await list_waiting_leaves(deps_.database, limit);
  if (!waiting) co_return pass_on(waiting);
  if (waiting->empty()) co_return 0;
  auto frontier = co_await load_frontier(deps_.database);
  if (!frontier) co_return pass_on(frontier);

  const uint64_t size_before = frontier->size();
  store::Batch batch;
  for (const auto& leaf : *waiting) {
    add_tree_index(batch, leaf.event_id, frontier->size());
    for (const auto& node : frontier->append(leaf.leaf_hash))
      if (node.level % kNodeLevels == 0) add_node(batch, node);
  }
  add_frontier(batch, *frontier, size_before);
  StoredCheckpoint checkpoint;
  checkpoint.size = frontier->size();
  checkpoint.at = deps_.clock.now();
  auto signed_text = sign_checkpoint(key, *frontier, checkpoint.at);
  if (!signed_text) co_return pass_on(signed_text);
  checkpoint.signed_text = std::move(*signed_text);
  add_checkpoint(batch, checkpoint);
  auto outcome = co_await deps_.database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  co_return int64_t(waiting->size());
}

Task<std::optional<Checkpoint>> Sequencer::find_checkpoint() const {
  auto stored = co_await find_latest_checkpoint(deps_.database);
  if (!stored) co_return pass_on(stored);
  std::optional<Checkpoint> found;
  if (*stored) {
    Checkpoint checkpoint;
    checkpoint.size = (*stored)->size;
    checkpoint.at = (*stored)->at;
    checkpoint.signed_text = (*stored)->signed_text;
    found = std::move(checkpoint);
  }
  co_return found;
}

Task<std::vector<std::string>> Sequencer::load_path(std::vector<Span> spans) const {
  std::vector<std::string> path;
  for (const auto& span : spans) {
    std::vector<std::string> subtrees;
    for (const auto& subtree : complete_subtrees(span)) {
      auto hashes = co_await load_hashes(deps_.database, subtree);
      if (!hashes) co_return pass_on(hashes);
      subtrees.push_back(fold(std::move(*hashes)));
    }
    path.push_back(join_subtrees(std::move(subtrees)));
  }
  co_return path;
}

Task<std::optional<InclusionProof>> Sequencer::prove(std::string event_id) const {
  std::optional<InclusionProof> none;
  auto index = co_await find_tree_index(deps_.database, event_id);
  if (!index) co_return pass_on(index);
  if (!*index) co_return none;
  auto checkpoint = co_await find_latest_checkpoint(deps_.database);
  if (!checkpoint) co_return pass_on(checkpoint);
  if (!*checkpoint || (*checkpoint)->size <= **index) co_return none;

  InclusionProof proof;
  proof.index = **index;
  proof.size = (*checkpoint)->size;
  proof.signed_text = (*checkpoint)->signed_text;
  auto leaf = co_await load_leaf_hash(deps_.database, proof.index);
  if (!leaf) co_return pass_on(leaf);
  proof.leaf_hash = std::move(*leaf);
  // The last "sibling" is the tree itself, for its root.
  std::vector<Span> spans = inclusion_path(proof.index, proof.size);
  spans.push_back(Span{0, proof.size});
  auto path = co_await load_path(std::move(spans));
  if (!path) co_return pass_on(path);
  proof.root = std::move(path->back());
  path->pop_back();
  proof.path = std::move(*path);
  std::optional<InclusionProof> found(std::move(proof));
  co_return found;
}

Task<std::vector<std::string>> Sequencer::prove_consistency(uint64_t old_size) const {
  auto checkpoint = co_await find_latest_checkpoint(deps_.database);
  if (!checkpoint) co_return pass_on(checkpoint);
  if (!*checkpoint || old_size == 0 || old_size > (*checkpoint)->size)
    co_return fail(ErrorCode::kInvalidInput, "There was no checkpoint of this size.");
  std::vector<Span> spans = consistency_path(old_size, (*checkpoint)->size);
  auto path = co_await load_path(std::move(spans));
  co_return path;
}

}  // namespace inkan::audit
