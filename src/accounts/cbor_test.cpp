#include "accounts/cbor.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace inkan::accounts::cbor {
namespace {

Result<Value> parse_hex(std::string_view hex) { return parse(hex_decode(hex).value()); }

TEST(Cbor, finds_members_by_text_and_number) {
  const Result<Value> value = parse_hex(
      "a3616102"
      "204142"
      "01f5");
  ASSERT_TRUE(value) << value.error().public_text;
  EXPECT_EQ(*find(value->map(), "a")->integer(), 2);
  EXPECT_EQ(*find(value->map(), -1)->bytes(), "B");
  EXPECT_EQ(find(value->map(), 7), nullptr);
}

TEST(Cbor, rejects_longer_heads_than_needed) {
  EXPECT_TRUE(parse_hex("17"));
  EXPECT_FALSE(parse_hex("1817"));
  EXPECT_TRUE(parse_hex("1818"));
  EXPECT_FALSE(parse_hex("190018"));
  EXPECT_FALSE(parse_hex("1a0000ffff"));
  EXPECT_TRUE(parse_hex("1a00010000"));
}

TEST(Cbor, rejects_numbers_beyond_64_bits_signed) {
  EXPECT_TRUE(parse_hex("1b7fffffffffffffff"));
  EXPECT_FALSE(parse_hex("1b8000000000000000"));
  EXPECT_TRUE(parse_hex("3b7fffffffffffffff"));
  EXPECT_FALSE(parse_hex("3bffffffffffffffff"));
}

TEST(Cbor, rejects_indefinite_lengths_tags_and_floats) {
  for (const char* hex : {"9fff", "bfff", "5f4100ff", "7f6161ff", "c100", "f90000", "fa00000000", "f7", "ff", "1c"}) {
    EXPECT_FALSE(parse_hex(hex)) << hex;
  }
}

TEST(Cbor, rejects_a_key_that_comes_twice) {
  EXPECT_TRUE(parse_hex("a201000200"));
  EXPECT_FALSE(parse_hex("a201000100"));
  EXPECT_FALSE(parse_hex("a2616100616100"));
}

TEST(Cbor, rejects_what_is_cut_short_or_goes_on) {
  for (const char* hex : {"", "18", "42ff", "a101", "8201", "5bffffffffffffffff", "9b7fffffffffffffff"}) {
    EXPECT_FALSE(parse_hex(hex)) << hex;
  }
  EXPECT_FALSE(parse_hex("0000"));
}

TEST(Cbor, rejects_deep_nesting_and_bad_text) {
  EXPECT_TRUE(parse_hex("81818100"));
  EXPECT_FALSE(parse_hex("8181818100"));
  EXPECT_FALSE(parse_hex("61ff"));
}

}  // namespace
}  // namespace inkan::accounts::cbor
