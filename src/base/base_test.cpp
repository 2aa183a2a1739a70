#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/partial_date.h"
#include "base/personal_number.h"
#include "base/random.h"
#include "base/text.h"

namespace inkan {
namespace {

TEST(PersonalNumber, accepts_the_published_examples) {
  for (const char* good :
       {"123456789018", "923456789014", "983205673214", "111111111118", "123456789107", "999999999996", "100000000005",
        "201610010003", "023456789013", "314159265352", "271828182840", "555555555506"})
    EXPECT_TRUE(PersonalNumber::parse(good).has_value()) << good;
}

TEST(PersonalNumber, refuses_wrong_check_digits_shapes_and_the_zero_number) {
  for (const char* bad : {"123456789010", "123456789011", "123456789012", "123456789013", "123456789014",
                          "123456789015", "123456789016", "123456789017", "123456789019", "12345678901",
                          "1234567890188", "12345678901８", "1234-5678-9018", "000000000000", "", " 23456789018"})
    EXPECT_FALSE(PersonalNumber::parse(bad).has_value()) << bad;
}

TEST(PersonalNumber, drawn_numbers_are_valid_and_repeat_only_by_seed) {
  SeededRandom a(7), b(7), c(8);
  auto first = PersonalNumber::draw(a);
  EXPECT_EQ(first, PersonalNumber::draw(b));
  EXPECT_NE(first, PersonalNumber::draw(c));
  EXPECT_TRUE(PersonalNumber::parse(first.digits()).has_value());
  EXPECT_EQ(first.masked().substr(0, 9), "*********");
}

TEST(PartialDate, keeps_what_is_known_and_no_more) {
  EXPECT_EQ(PartialDate::parse("1950-07-31")->text(), "1950-07-31");
  EXPECT_EQ(PartialDate::parse("1950-07")->text(), "1950-07");
  EXPECT_EQ(PartialDate::parse("1950")->text(), "1950");
  EXPECT_FALSE(PartialDate::parse("1950")->month().has_value());
  EXPECT_TRUE(PartialDate::parse("2024-02-29").has_value());
}

TEST(PartialDate, refuses_what_is_no_date) {
  for (const char* bad : {"2023-02-29", "1950-13-01", "1950-00-01", "1950-01-00", "1950-1-1", "50", "1950-07-3x",
                          "1700-01-01", "2500-01-01", "", "1950-", "1950/07/31", "-950-01-01"})
    EXPECT_FALSE(PartialDate::parse(bad).has_value()) << bad;
}

TEST(Encoding, base64url_round_trips_and_refuses_padding_and_stray_bits) {
  EXPECT_EQ(base64url_encode("\xFB\xFF"), "-_8");
  EXPECT_EQ(*base64url_decode("-_8"), "\xFB\xFF");
  for (const char* bad : {"-_8=", "-_9", "a", "a b0", "+/8", "-_8\n"})
    EXPECT_FALSE(base64url_decode(bad).has_value()) << bad;
}

TEST(Encoding, other_codecs_round_trip_and_refuse) {
  EXPECT_EQ(*base64_decode(base64_encode("inkan")), "inkan");
  EXPECT_FALSE(base64_decode("aW5rYW4").has_value());
  EXPECT_EQ(hex_encode("\x01\xAB"), "01ab");
  EXPECT_FALSE(hex_decode("0").has_value());
  EXPECT_FALSE(hex_decode("0g").has_value());
  EXPECT_EQ(base32_encode("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(*base32_decode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "12345678901234567890");
  EXPECT_EQ(*percent_decode("a%20b+c", /*plus_is_space=*/true), "a b c");
  EXPECT_EQ(*percent_decode("a%20b+c", /*plus_is_space=*/false), "a b+c");
  for (const char* bad : {"%", "%4", "%zz", "%00"}) EXPECT_FALSE(percent_decode(bad, true).has_value()) << bad;
  EXPECT_EQ(percent_encode("a b/ü"), "a%20b%2F%C3%BC");
}

TEST(Json, refuses_duplicates_depth_trailing_text_and_bad_utf8) {
  EXPECT_TRUE(parse_json_object(R"({"a":1,"b":{"a":2}})", "it").has_value());
  EXPECT_FALSE(parse_json_object(R"({"a":1,"a":2})", "it").has_value());
  EXPECT_FALSE(parse_json_object(R"({"a":1,"\u0061":2})", "it").has_value());
  EXPECT_FALSE(parse_json_object(R"({"a":1} x)", "it").has_value());
  EXPECT_FALSE(parse_json_object("{\"a\":\"\xFF\"}", "it").has_value());
  EXPECT_FALSE(parse_json_object(std::string(40, '[') + std::string(40, ']'), "it").has_value());
  EXPECT_FALSE(parse_json_object("[]", "it").has_value());
  EXPECT_FALSE(parse_json_object(R"({"b":[{"c":1,"c":1}]})", "it").has_value());
  EXPECT_TRUE(parse_json_object(R"({"a:\":":":","b\\":{"c":"\":"}})", "it").has_value());
}

TEST(Text, utf8_check_refuses_overlong_and_surrogates) {
  EXPECT_TRUE(is_utf8("印鑑"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));
  EXPECT_FALSE(is_utf8("\xE5\x8D"));
  EXPECT_EQ(utf8_length("印鑑"), 2u);
}

TEST(Text, parse_int_takes_the_whole_text_or_nothing) {
  EXPECT_EQ(parse_int("42"), 42);
  for (const char* bad : {"", " 42", "42 ", "4x", "+4", "99999999999999999999"})
    EXPECT_FALSE(parse_int(bad).has_value()) << bad;
}

TEST(Clock, formats_in_utc) {
  Time t = from_unix_seconds(784111777);
  EXPECT_EQ(http_date(t), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(iso_instant(t), "1994-11-06T08:49:37Z");
  EXPECT_EQ(iso_date(t), "1994-11-06");
}

TEST(Random, uuid_has_version_and_variant) {
  SystemRandom random;
  std::string id = random.uuid();
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '4');
  EXPECT_TRUE(std::string("89ab").find(id[19]) != std::string::npos);
  EXPECT_NE(id, random.uuid());
}

}  // namespace
}  // namespace inkan
