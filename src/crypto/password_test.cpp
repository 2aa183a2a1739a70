#include "crypto/password.h"

#include <gtest/gtest.h>

namespace inkan::crypto {
namespace {

const PasswordCost kCheap{.operations = 1, .memory_bytes = 64 * 1024};

TEST(Password, matches_itself_and_nothing_else) {
  auto hash = hash_password(Secret("correct horse"), kCheap);
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  EXPECT_TRUE(password_matches(Secret("correct horse"), *hash));
  EXPECT_FALSE(password_matches(Secret("correct horsf"), *hash));
  EXPECT_FALSE(password_matches(Secret(""), *hash));
  EXPECT_NE(*hash, *hash_password(Secret("correct horse"), kCheap));
}

TEST(Password, broken_hashes_match_nothing) {
  const std::string hash = *hash_password(Secret("x"), kCheap);
  std::string argon2i = hash;
  argon2i.erase(7, 1);
  for (std::string bad :
       {std::string(), std::string("x"), "$" + hash, argon2i, hash + std::string(1, '\0'), std::string(4000, '$')}) {
    EXPECT_FALSE(password_matches(Secret("x"), bad)) << bad;
    EXPECT_TRUE(password_needs_rehash(bad, kCheap)) << bad;
  }
  for (size_t size = 0; size < hash.size(); ++size)
    EXPECT_FALSE(password_matches(Secret("x"), hash.substr(0, size))) << size;
}

TEST(Password, needs_a_new_hash_when_the_cost_changed) {
  std::string hash = *hash_password(Secret("x"), kCheap);
  EXPECT_FALSE(password_needs_rehash(hash, kCheap));
  EXPECT_TRUE(password_needs_rehash(hash, PasswordCost{}));
}

TEST(Password, refuses_endless_passwords_and_impossible_costs) {
  EXPECT_EQ(hash_password(Secret(std::string(5000, 'x')), kCheap).error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(hash_password(Secret("x"), PasswordCost{.operations = 0, .memory_bytes = 64 * 1024}));
  EXPECT_FALSE(hash_password(Secret("x"), PasswordCost{.operations = 1, .memory_bytes = 1}));
}

}  // namespace
}  // namespace inkan::crypto
