#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inkan::audit {

// Hash trees of RFC 6962 §2.1 (the same in RFC 9162 §2.1) over SHA-256. Hashes are 32 raw bytes. Pure functions.
std::string hash_leaf(std::string_view entry);
std::string hash_node(std::string_view left, std::string_view right);
std::string empty_root();

// Span is the leaves [start, start + size) whose hash a proof holds or is made of.
struct Span {
  uint64_t start = 0;
  uint64_t size = 0;
  friend bool operator==(const Span&, const Span&) = default;
};
// complete_subtrees cuts a span as RFC 6962 does, into subtrees of 2^k leaves, left to right. `span` must be one that
// occurs in a tree: the parts get smaller from left to right.
std::vector<Span> complete_subtrees(Span span);
// join_subtrees makes the hash of a span of the hashes of its complete subtrees, left to right.
std::string join_subtrees(std::vector<std::string> hashes);

// inclusion_path and consistency_path say of which spans a proof consists, in the order of the proof.
// RFC 9162 §2.1.3.1 (index < size) and §2.1.4.1 (0 < old_size <= size).
std::vector<Span> inclusion_path(uint64_t index, uint64_t size);
std::vector<Span> consistency_path(uint64_t old_size, uint64_t size);

// verify_inclusion and verify_consistency answer false for every wrong, short or long proof. RFC 9162 §2.1.3.2,
// §2.1.4.2.
struct InclusionClaim {
  uint64_t index = 0;
  uint64_t size = 0;
  std::string leaf_hash{};
  std::string root{};
};
bool verify_inclusion(const InclusionClaim& claim, const std::vector<std::string>& proof);
struct ConsistencyClaim {
  uint64_t old_size = 0;
  uint64_t size = 0;
  std::string old_root{};
  std::string root{};
};
bool verify_consistency(const ConsistencyClaim& claim, const std::vector<std::string>& proof);

// Frontier is all that is needed to go on with a tree: its size and the hashes of its complete subtrees, largest first.
class Frontier {
 public:
  Frontier() = default;
  // restore checks that the number of hashes fits the size; false else.
  bool restore(uint64_t size, std::vector<std::string> hashes);
  // Completed is a subtree of 2^level leaves that became complete by an append; position counts subtrees of its level.
  struct Completed {
    int level = 0;
    uint64_t position = 0;
    std::string hash{};
  };
  std::vector<Completed> append(std::string leaf_hash);  // the leaf itself (level 0) left out
  uint64_t size() const { return size_; }
  const std::vector<std::string>& hashes() const { return hashes_; }
  std::string root() const;

 private:
  uint64_t size_ = 0;
  std::vector<std::string> hashes_{};
};

}  // namespace inkan::audit
