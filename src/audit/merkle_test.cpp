#include "audit/merkle.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crypto/hash.h"

namespace inkan::audit {
namespace {

json::value read_vectors(const std::string& name) {
  std::ifstream file(std::string(INKAN_SOURCE_DIR) + "/tests/vectors/merkle/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

std::string bytes_of(const json::value& v) { return *base64_decode(std::string_view(v.as_string())); }
std::vector<std::string> hashes_of(const json::value& v) {
  std::vector<std::string> hashes;
  for (const auto& hash : v.as_array()) hashes.push_back(bytes_of(hash));
  return hashes;
}

TEST(Merkle, inclusion_vectors_hold_or_break_as_they_should) {
  const auto file = read_vectors("inclusion.json");
  const auto& vectors = file.at("vectors").as_array();
  EXPECT_GT(vectors.size(), 300u);
  for (const auto& v : vectors) {
    InclusionClaim claim{.index = v.at("leafIdx").to_number<uint64_t>(),
                         .size = v.at("treeSize").to_number<uint64_t>(),
                         .leaf_hash = bytes_of(v.at("leafHash")),
                         .root = bytes_of(v.at("root"))};
    EXPECT_EQ(verify_inclusion(claim, hashes_of(v.at("proof"))), !v.at("wantErr").as_bool()) << v.at("name");
  }
}

TEST(Merkle, consistency_vectors_hold_or_break_as_they_should) {
  const auto file = read_vectors("consistency.json");
  const auto& vectors = file.at("vectors").as_array();
  EXPECT_GT(vectors.size(), 300u);
  for (const auto& v : vectors) {
    ConsistencyClaim claim{.old_size = v.at("size1").to_number<uint64_t>(),
                           .size = v.at("size2").to_number<uint64_t>(),
                           .old_root = bytes_of(v.at("root1")),
                           .root = bytes_of(v.at("root2"))};
    EXPECT_EQ(verify_consistency(claim, hashes_of(v.at("proof"))), !v.at("wantErr").as_bool()) << v.at("name");
  }
}

// Tree of the leaves "leaf 0" …, hashed by the definition of RFC 9162 §2.1.1, to compare with.
std::string plain_root(const std::vector<std::string>& leaves, Span span) {
  if (span.size == 0) return empty_root();
  if (span.size == 1) return leaves[span.start];
  uint64_t k = 1;
  while (2 * k < span.size) k *= 2;
  return hash_node(plain_root(leaves, {span.start, k}), plain_root(leaves, {span.start + k, span.size - k}));
}

class Trees : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 70; ++i) leaves_.push_back(hash_leaf("leaf " + std::to_string(i)));
  }
  std::vector<std::string> hashes_of(const std::vector<Span>& spans) {
    std::vector<std::string> hashes;
    for (const auto& span : spans) {
      std::vector<std::string> parts;
      for (const auto& part : complete_subtrees(span)) parts.push_back(plain_root(leaves_, part));
      hashes.push_back(join_subtrees(parts));
    }
    return hashes;
  }
  std::vector<std::string> leaves_{};
};

TEST_F(Trees, frontier_has_the_root_of_the_definition_at_every_size) {
  Frontier frontier;
  EXPECT_EQ(frontier.root(), empty_root());
  for (size_t n = 0; n < leaves_.size(); ++n) {
    frontier.append(leaves_[n]);
    EXPECT_EQ(frontier.root(), plain_root(leaves_, {0, n + 1})) << n + 1;
  }
}

TEST_F(Trees, completed_subtrees_are_those_of_the_definition) {
  Frontier frontier;
  for (const auto& leaf : leaves_)
    for (const auto& node : frontier.append(leaf))
      EXPECT_EQ(node.hash, plain_root(leaves_, {node.position << node.level, uint64_t(1) << node.level}));
}

TEST_F(Trees, frontier_refuses_hashes_that_do_not_fit_its_size) {
  Frontier frontier;
  EXPECT_TRUE(frontier.restore(3, {leaves_[0], leaves_[1]}));
  EXPECT_FALSE(frontier.restore(4, {leaves_[0], leaves_[1]}));
  EXPECT_FALSE(frontier.restore(3, {leaves_[0], "short"}));
}

TEST_F(Trees, every_leaf_proves_itself_and_no_other) {
  for (uint64_t size = 1; size <= leaves_.size(); ++size)
    for (uint64_t index = 0; index < size; ++index) {
      InclusionClaim claim{
          .index = index, .size = size, .leaf_hash = leaves_[index], .root = plain_root(leaves_, {0, size})};
      const auto proof = hashes_of(inclusion_path(index, size));
      EXPECT_TRUE(verify_inclusion(claim, proof)) << index << " of " << size;
      claim.leaf_hash = leaves_[(index + 1) % leaves_.size()];
      EXPECT_FALSE(verify_inclusion(claim, proof)) << index << " of " << size;
    }
}

TEST_F(Trees, every_tree_goes_on_from_every_older_one) {
  for (uint64_t size = 1; size <= leaves_.size(); ++size)
    for (uint64_t old_size = 1; old_size <= size; ++old_size) {
      ConsistencyClaim claim{.old_size = old_size,
                             .size = size,
                             .old_root = plain_root(leaves_, {0, old_size}),
                             .root = plain_root(leaves_, {0, size})};
      const auto proof = hashes_of(consistency_path(old_size, size));
      EXPECT_TRUE(verify_consistency(claim, proof)) << old_size << " of " << size;
      claim.old_root = crypto::sha256("another history");
      EXPECT_FALSE(verify_consistency(claim, proof)) << old_size << " of " << size;
    }
}

}  // namespace
}  // namespace inkan::audit
