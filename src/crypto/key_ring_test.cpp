#include "crypto/key_ring.h"

#include <gtest/gtest.h>

namespace inkan::crypto {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Time kStart = from_unix_seconds(1'800'000'000);

class KeyRingTest : public testing::Test {
 protected:
  KeyRing create() { return KeyRing::create(policy_, kStart, random_).value(); }
  KeyRing rotate(const KeyRing& ring, Time now) {
    auto next = ring.rotated(policy_, now, random_, changed_);
    EXPECT_TRUE(next);
    return std::move(*next);
  }
  static std::vector<std::string> ids(const KeyRing& ring) {
    std::vector<std::string> found;
    const json::object set = ring.published();
    for (const auto& key : *find_array(set, "keys")) found.emplace_back(*find_string(key.as_object(), "kid"));
    return found;
  }
  static std::string current_id(const KeyRing& ring) { return ring.current().public_key().key_id(); }

  KeyRing::Policy policy_{};
  SeededRandom random_{1};
  bool changed_ = false;
};

TEST_F(KeyRingTest, starts_with_one_key_that_signs_at_once) {
  auto ring = create();
  EXPECT_EQ(ids(ring), std::vector{current_id(ring)});
  auto same = rotate(ring, kStart + days(88));
  EXPECT_FALSE(changed_);
  EXPECT_EQ(ids(same), ids(ring));
}

TEST_F(KeyRingTest, publishes_the_next_key_a_day_before_it_signs) {
  auto ring = create();
  auto ahead = rotate(ring, kStart + days(89));
  EXPECT_TRUE(changed_);
  EXPECT_EQ(ids(ahead).size(), 2u);
  EXPECT_EQ(current_id(ahead), current_id(ring));
  auto waiting = rotate(ahead, kStart + days(90) - Duration(1));
  EXPECT_FALSE(changed_);
  EXPECT_EQ(current_id(waiting), current_id(ring));
  auto after = rotate(waiting, kStart + days(90));
  EXPECT_TRUE(changed_);
  EXPECT_EQ(current_id(after), ids(ahead)[1]);
  EXPECT_EQ(ids(after), ids(ahead));
}

TEST_F(KeyRingTest, keeps_a_retired_key_published_for_a_day_after_it_really_stopped) {
  auto ring = rotate(create(), kStart + days(89));
  // The rotation runs five days late: the old key signed until then.
  auto late = rotate(ring, kStart + days(95));
  EXPECT_EQ(ids(late).size(), 2u);
  auto almost = rotate(late, kStart + days(96) - Duration(1));
  EXPECT_FALSE(changed_);
  auto gone = rotate(almost, kStart + days(96));
  EXPECT_TRUE(changed_);
  EXPECT_EQ(ids(gone), std::vector{current_id(late)});
}

TEST_F(KeyRingTest, a_server_that_slept_publishes_before_it_signs_anew) {
  auto ring = create();
  auto woken = rotate(ring, kStart + days(400));
  EXPECT_EQ(current_id(woken), current_id(ring));
  EXPECT_EQ(ids(woken).size(), 2u);
  auto soon = rotate(woken, kStart + days(401) - Duration(1));
  EXPECT_EQ(current_id(soon), current_id(ring));
  auto then = rotate(soon, kStart + days(401));
  EXPECT_NE(current_id(then), current_id(ring));
}

TEST_F(KeyRingTest, another_algorithm_signs_after_a_day_of_publishing) {
  auto ring = create();
  policy_.algorithm = SignatureAlgorithm::kEdDSA;
  auto ahead = rotate(ring, kStart + days(10));
  EXPECT_TRUE(changed_);
  EXPECT_EQ(ahead.current().public_key().signature_algorithm(), SignatureAlgorithm::kES256);
  auto again = rotate(ahead, kStart + days(10) + hours(1));
  EXPECT_FALSE(changed_);
  auto after = rotate(again, kStart + days(11));
  EXPECT_EQ(after.current().public_key().signature_algorithm(), SignatureAlgorithm::kEdDSA);
}

TEST_F(KeyRingTest, over_years_signs_without_a_gap_and_forgets) {
  auto ring = create();
  int changes = 0;
  for (int day = 0; day < 365 * 3; ++day) {
    const std::string before = current_id(ring);
    auto published = ids(ring);
    ring = rotate(ring, kStart + days(day));
    if (current_id(ring) != before) {
      ++changes;
      // Whoever fetched the keys before the change already had the new one.
      EXPECT_NE(std::find(published.begin(), published.end(), current_id(ring)), published.end());
    }
    EXPECT_LE(ids(ring).size(), 3u);
  }
  EXPECT_EQ(changes, 12);
}

TEST_F(KeyRingTest, survives_writing_and_reading) {
  auto ring = rotate(rotate(create(), kStart + days(89)), kStart + days(90));
  auto again = KeyRing::read(ring.write().reveal(Purpose::kTest));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->published(), ring.published());
  EXPECT_EQ(current_id(*again), current_id(ring));
  rotate(*again, kStart + days(91) - Duration(1));
  EXPECT_FALSE(changed_);
  rotate(*again, kStart + days(91));
  EXPECT_TRUE(changed_);
}

TEST_F(KeyRingTest, publishes_no_private_member) {
  const json::object set = create().published();
  ASSERT_EQ(find_array(set, "keys")->size(), 1u);
  for (const auto& key : *find_array(set, "keys")) {
    EXPECT_FALSE(key.as_object().contains("d"));
    EXPECT_EQ(find_string(key.as_object(), "use"), "sig");
    EXPECT_EQ(find_string(key.as_object(), "alg"), "ES256");
  }
}

TEST_F(KeyRingTest, rejects_damaged_text) {
  auto text = std::string(create().write().reveal(Purpose::kTest));
  ASSERT_TRUE(KeyRing::read(text));
  auto replaced = [&](std::string_view what, std::string_view with) {
    std::string copy = text;
    return copy.replace(copy.find(what), what.size(), with);
  };
  for (std::string bad :
       {std::string(), std::string("{}"), text + "x", replaced("\"format\":1", "\"format\":2"),
        replaced("\"current\":0", "\"current\":1"), replaced("\"current\":0", "\"current\":-1"),
        replaced("\"d\":\"", "\"d\":\"AA"), replaced("\"signs_until\"", "\"other\""), replaced("\"jwk\"", "\"other\""),
        replaced("\"use\":\"sig\",\"alg\":\"ES256\"", "\"use\":\"enc\""),
        std::string(R"({"format":1,"current":0,"keys":[]})")}) {
    auto read = KeyRing::read(bad);
    ASSERT_FALSE(read) << bad.size();
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  }
}

TEST_F(KeyRingTest, rejects_policies_that_cannot_work) {
  policy_.algorithm = SignatureAlgorithm::kRS256;
  EXPECT_FALSE(KeyRing::create(policy_, kStart, random_));
  policy_ = {.current_lifetime = hours(1)};
  EXPECT_FALSE(KeyRing::create(policy_, kStart, random_));
}

}  // namespace
}  // namespace inkan::crypto
