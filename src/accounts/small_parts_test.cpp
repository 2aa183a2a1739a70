#include <gtest/gtest.h>

#include "accounts/code.h"
#include "accounts/hashes.h"
#include "accounts/login_id.h"
#include "accounts/password_rules.h"
#include "accounts/qr_code.h"
#include "accounts/totp.h"

namespace inkan::accounts {
namespace {

// RFC 6238 appendix B, the SHA-1 rows, last six of the eight digits.
TEST(Totp, gives_the_codes_of_the_rfc) {
  const Secret secret(std::string("12345678901234567890"));
  EXPECT_EQ(totp_code(secret, totp_step(from_unix_seconds(59))), "287082");
  EXPECT_EQ(totp_code(secret, totp_step(from_unix_seconds(1111111109))), "081804");
  EXPECT_EQ(totp_code(secret, totp_step(from_unix_seconds(1234567890))), "005924");
  EXPECT_EQ(totp_code(secret, totp_step(from_unix_seconds(20000000000))), "353130");
}

TEST(Totp, matches_one_step_either_side_and_no_further) {
  const Secret secret(std::string("12345678901234567890"));
  const Time now = from_unix_seconds(1234567890);
  const int64_t step = totp_step(now);
  for (const int64_t offset : {-1, 0, 1})
    EXPECT_EQ(match_totp(secret, totp_code(secret, step + offset), now), step + offset);
  for (const int64_t offset : {-2, 2}) EXPECT_FALSE(match_totp(secret, totp_code(secret, step + offset), now));
}

TEST(Totp, key_uri_escapes_what_people_choose) {
  const std::string uri = totp_key_uri(Secret(std::string(20, 'x')), "Inkan", "a+b@c");
  EXPECT_TRUE(uri.starts_with("otpauth://totp/Inkan:a%2Bb%40c?secret=")) << uri;
}

TEST(Code, is_read_back_as_people_write_it) {
  SeededRandom random(1);
  const std::string code = make_code(random);
  EXPECT_EQ(code.size(), 19u);
  const std::optional<std::string> folded = fold_code(code);
  ASSERT_TRUE(folded);
  EXPECT_EQ(fold_code(" " + *folded + " "), folded);
  EXPECT_EQ(fold_code("OIL0-0000-0000-0000"), "0110000000000000");
}

TEST(Code, rejects_wrong_lengths_and_letters) {
  EXPECT_FALSE(fold_code(""));
  EXPECT_FALSE(fold_code("7K2M-9QXA-3ZDF"));
  EXPECT_FALSE(fold_code("7K2M-9QXA-3ZDF-0B5T-0"));
  EXPECT_FALSE(fold_code("UUUU-9QXA-3ZDF-0B5T"));
}

TEST(LoginId, rejects_look_alikes_spaces_and_wrong_lengths) {
  EXPECT_TRUE(LoginId::parse("mei.ling+1@example"));
  for (const char* bad : {"", "abc", "mei ling", "méi.ling", "mei\u200bling", "<script>"})
    EXPECT_FALSE(LoginId::parse(bad)) << bad;
  EXPECT_FALSE(LoginId::parse(std::string(65, 'a')));
}

TEST(PasswordRules, take_long_uncommon_words_and_any_script) {
  EXPECT_TRUE(rate_password(Secret(std::string("ferry lantern quince 42")), {}).good());
  EXPECT_TRUE(rate_password(Secret(std::string("とうきょう海鮮丼まつり九番")), {}).good());
  EXPECT_TRUE(rate_password(Secret(std::string(128, 'x') + ""), {}).score >= 0);
}

TEST(PasswordRules, say_what_is_wrong) {
  const auto has = [](const char* password, PasswordFlaw flaw) {
    const Strength strength = rate_password(Secret(std::string(password)), {"mei.ling"});
    return std::ranges::find(strength.flaws, flaw) != strength.flaws.end();
  };
  EXPECT_TRUE(has("short", PasswordFlaw::kTooShort));
  EXPECT_TRUE(has("password", PasswordFlaw::kCommonWord));
  EXPECT_TRUE(has("jjjjjjjjjjj", PasswordFlaw::kRepeats));
  EXPECT_TRUE(has("mei.ling", PasswordFlaw::kOwnWords));
  EXPECT_FALSE(rate_password(Secret(std::string(129, 'x')), {}).good());
}

TEST(SourceHash, is_one_for_a_network_and_differs_between_networks) {
  const crypto::KeyedHash keyed(Secret(std::string(32, 'h')));
  EXPECT_EQ(source_hash(keyed, "198.51.100.7"), source_hash(keyed, "198.51.100.250"));
  EXPECT_EQ(source_hash(keyed, "198.51.100.7"), source_hash(keyed, "::ffff:198.51.100.9"));
  EXPECT_NE(source_hash(keyed, "198.51.100.7"), source_hash(keyed, "198.51.101.7"));
  EXPECT_EQ(source_hash(keyed, "2001:db8:1:200::1"), source_hash(keyed, "2001:db8:1:2ff::2"));
  EXPECT_NE(source_hash(keyed, "2001:db8:1:200::1"), source_hash(keyed, "2001:db8:1:300::1"));
}

TEST(QrCode, is_one_svg_document_without_script) {
  const std::string svg = qr_svg("otpauth://totp/Inkan:a?secret=AAAA");
  EXPECT_TRUE(svg.starts_with("<svg xmlns="));
  EXPECT_EQ(svg.find("script"), std::string::npos);
}

}  // namespace
}  // namespace inkan::accounts
