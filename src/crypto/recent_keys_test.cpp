#include "crypto/recent_keys.h"

#include <gtest/gtest.h>

namespace inkan::crypto {
namespace {

json::object a_jwk() { return PrivateKey::generate(SignatureAlgorithm::kES256, "k").value().public_key().to_jwk(); }

TEST(RecentKeys, gives_the_same_key_again) {
  json::object jwk = a_jwk();
  auto first = recent_public_key(jwk);
  auto second = recent_public_key(jwk);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(&first->impl(), &second->impl());
  EXPECT_EQ(second->thumbprint(), PublicKey::from_jwk(jwk)->thumbprint());
}

TEST(RecentKeys, tells_keys_apart_that_differ_in_one_member) {
  json::object jwk = a_jwk();
  ASSERT_TRUE(recent_public_key(jwk));
  json::object other = jwk;
  other["use"] = "enc";
  other.erase("alg");
  EXPECT_FALSE(recent_public_key(other)->signature_algorithm());
  other["y"] = jwk.at("x");
  EXPECT_FALSE(recent_public_key(other)) << "off the curve";
  json::object leaked = jwk;
  leaked["d"] = jwk.at("x");
  EXPECT_FALSE(recent_public_key(leaked)) << "private members";
  leaked["d"] = 1;
  EXPECT_FALSE(recent_public_key(leaked));
}

TEST(RecentKeys, a_refused_key_is_refused_again) {
  json::object jwk = a_jwk();
  jwk["x"] = jwk.at("y");
  EXPECT_FALSE(recent_public_key(jwk));
  EXPECT_FALSE(recent_public_key(jwk));
}

TEST(RecentKeys, survives_more_keys_than_it_holds) {
  json::object first = a_jwk();
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(recent_public_key(a_jwk()));
  EXPECT_EQ(recent_public_key(first)->thumbprint(), PublicKey::from_jwk(first)->thumbprint());
}

}  // namespace
}  // namespace inkan::crypto
