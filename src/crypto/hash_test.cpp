#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace inkan::crypto {
namespace {

TEST(Hash, sha256_gives_the_published_value) {
  EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(sha256("abc"), sha256("abd"));
}

TEST(Hash, sha1_hmac_gives_the_value_of_RFC_2202) {
  EXPECT_EQ(hex_encode(sha1_hmac(Secret("Jefe"), "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Hash, equal_wants_same_bytes_and_same_length) {
  EXPECT_TRUE(equal("abc", "abc"));
  EXPECT_TRUE(equal("", ""));
  EXPECT_FALSE(equal("abc", "abd"));
  EXPECT_FALSE(equal("abc", "abcd"));
  EXPECT_FALSE(equal("", "a"));
}

TEST(KeyedHash, depends_on_key_label_bytes_and_where_the_label_ends) {
  KeyedHash hash(Secret(std::string(32, 'k')));
  const std::string value = hash.of("code", "1234");
  EXPECT_EQ(value.size(), 32u);
  EXPECT_EQ(value, hash.of("code", "1234"));
  EXPECT_NE(value, hash.of("code", "1235"));
  EXPECT_NE(value, hash.of("token", "1234"));
  EXPECT_NE(value, hash.of("code1", "234"));
  EXPECT_NE(value, KeyedHash(Secret(std::string(32, 'l'))).of("code", "1234"));
}

TEST(Hkdf, gives_the_first_value_of_RFC_5869_and_another_for_other_info) {
  Secret key(std::string(22, '\x0b'));
  std::string salt = *hex_decode("000102030405060708090a0b0c");
  std::string info = *hex_decode("f0f1f2f3f4f5f6f7f8f9");
  const std::string expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
  EXPECT_EQ(hex_encode(hkdf_sha256(key, salt, info, 42).reveal(Purpose::kTest)), expected);
  EXPECT_NE(hex_encode(hkdf_sha256(key, salt, info + "x", 42).reveal(Purpose::kTest)), expected);
}

}  // namespace
}  // namespace inkan::crypto
