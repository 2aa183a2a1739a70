#include "audit/merkle.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "crypto/hash.h"

namespace inkan::audit {

namespace {

constexpr size_t kHashBytes = 32;

// split_of is the largest power of two smaller than `size` (RFC 9162 §2.1.1).
uint64_t split_of(uint64_t size) { return std::bit_floor(size - 1); }

bool well_formed(const std::vector<std::string>& proof) {
  return std::ranges::all_of(proof, [](const std::string& hash) { return hash.size() == kHashBytes; });
}

// Climb walks from a leaf to the root: fn is the node's index on its level, sn that of the last node.
struct Climb {
  uint64_t fn;
  uint64_t sn;
  bool at_top() const { return sn == 0; }
  bool sibling_is_left() const { return (fn & 1) != 0 || fn == sn; }
  void up() {
    fn >>= 1;
    sn >>= 1;
  }
  // skip_lone climbs past levels on which the last node has no sibling.
  void skip_lone() {
    while ((fn & 1) == 0 && fn != 0) up();
  }
};

}  // namespace

std::string hash_leaf(std::string_view entry) {
  std::string bytes(1, '\0');
  bytes += entry;
  return crypto::sha256(bytes);
}

std::string hash_node(std::string_view left, std::string_view right) {
  std::string bytes(1, '\1');
  bytes += left;
  bytes += right;
  return crypto::sha256(bytes);
}

std::string empty_root() { return crypto::sha256(""); }

std::vector<Span> complete_subtrees(Span span) {
  std::vector<Span> parts;
  while (span.size > 0) {
    const uint64_t part = std::bit_floor(span.size);
    check(span.start % part == 0, "a span of a tree starts at a multiple of its largest subtree");
    parts.push_back({span.start, part});
    span.start += part;
    span.size -= part;
  }
  return parts;
}

std::string join_subtrees(std::vector<std::string> hashes) {
  if (hashes.empty()) return empty_root();
  std::string joined = std::move(hashes.back());
  for (size_t i = hashes.size() - 1; i-- > 0;) joined = hash_node(hashes[i], joined);
  return joined;
}

std::vector<Span> inclusion_path(uint64_t index, uint64_t size) {
  check(index < size, "the leaf is in the tree");
  std::vector<Span> path;
  Span tree{0, size};
  while (tree.size > 1) {
    const uint64_t k = split_of(tree.size);
    const Span left{tree.start, k};
    const Span right{tree.start + k, tree.size - k};
    const bool in_left = index < right.start;
    path.push_back(in_left ? right : left);
    tree = in_left ? left : right;
  }
  std::ranges::reverse(path);
  return path;
}

std::vector<Span> consistency_path(uint64_t old_size, uint64_t size) {
  check(old_size > 0 && old_size <= size, "the older tree is part of the newer");
  std::vector<Span> path;
  Span tree{0, size};
  bool whole = true;  // the subtree looked at is the whole older tree, whose root the verifier has
  while (old_size != tree.start + tree.size) {
    const uint64_t k = split_of(tree.size);
    const Span left{tree.start, k};
    const Span right{tree.start + k, tree.size - k};
    const bool in_left = old_size <= right.start;
    path.push_back(in_left ? right : left);
    tree = in_left ? left : right;
    if (!in_left) whole = false;
  }
  if (!whole) path.push_back(tree);
  std::ranges::reverse(path);
  return path;
}

bool verify_inclusion(const InclusionClaim& claim, const std::vector<std::string>& proof) {
  // RFC 9162 §2.1.3.2 (1): the index must be in the tree.
  if (claim.index >= claim.size || claim.leaf_hash.size() != kHashBytes || !well_formed(proof)) return false;
  Climb climb{claim.index, claim.size - 1};
  std::string node = claim.leaf_hash;
  for (const auto& sibling : proof) {
    // RFC 9162 §2.1.3.2 (4.1): a proof that is longer than the way up is wrong.
    if (climb.at_top()) return false;
    if (climb.sibling_is_left()) {
      node = hash_node(sibling, node);
      climb.skip_lone();
    } else {
      node = hash_node(node, sibling);
    }
    climb.up();
  }
  // RFC 9162 §2.1.3.2 (5): the top was reached, and it is the root.
  return climb.at_top() && crypto::equal(node, claim.root);
}

bool verify_consistency(const ConsistencyClaim& claim, const std::vector<std::string>& proof) {
  if (claim.old_size == 0 || claim.old_size > claim.size || !well_formed(proof)) return false;
  if (claim.old_size == claim.size) return proof.empty() && crypto::equal(claim.old_root, claim.root);
  if (proof.empty()) return false;
  // RFC 9162 §2.1.4.2 (2): a complete older tree is itself the first node.
  std::vector<std::string> path;
  if (std::has_single_bit(claim.old_size)) path.push_back(claim.old_root);
  path.insert(path.end(), proof.begin(), proof.end());
  Climb climb{claim.old_size - 1, claim.size - 1};
  while ((climb.fn & 1) != 0) climb.up();
  std::string old_node = path.front();
  std::string new_node = path.front();
  for (size_t i = 1; i < path.size(); ++i) {
    if (climb.at_top()) return false;
    if (climb.sibling_is_left()) {
      old_node = hash_node(path[i], old_node);
      new_node = hash_node(path[i], new_node);
      climb.skip_lone();
    } else {
      new_node = hash_node(new_node, path[i]);
    }
    climb.up();
  }
  return climb.at_top() && crypto::equal(old_node, claim.old_root) && crypto::equal(new_node, claim.root);
}

bool Frontier::restore(uint64_t size, std::vector<std::string> hashes) {
  if (hashes.size() != size_t(std::popcount(size)) || !well_formed(hashes)) return false;
  size_ = size;
  hashes_ = std::move(hashes);
  return true;
}

std::vector<Frontier::Completed> Frontier::append(std::string leaf_hash) {
  check(leaf_hash.size() == kHashBytes, "a leaf hash is SHA-256");
  std::vector<Completed> completed;
  hashes_.push_back(std::move(leaf_hash));
  ++size_;
  // As many subtrees close as the new size has trailing zero bits.
  for (int level = 1; level <= std::countr_zero(size_); ++level) {
    std::string right = std::move(hashes_.back());
    hashes_.pop_back();
    hashes_.back() = hash_node(hashes_.back(), right);
    completed.push_back({level, (size_ >> level) - 1, hashes_.back()});
  }
  return completed;
}

std::string Frontier::root() const { return join_subtrees(hashes_); }

}  // namespace inkan::audit
