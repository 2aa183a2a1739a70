#include "oidc/signing_keys.h"

#include <gtest/gtest.h>

#include "crypto/jose.h"
#include "oidc/housekeeping.h"
#include "oidc/oidc_store.h"
#include "store/test_run.h"

namespace inkan::oidc {
namespace {

class SigningKeysTest : public testing::TestWithParam<std::string> {
 protected:
  SigningKeys node() { return SigningKeys(SigningKeys::Deps{**database, *master, clock, random, log}, {}); }

  std::unique_ptr<store::TestDatabase> database = store::open_test_database(GetParam());
  FakeClock clock{from_unix_seconds(1'795'420'000)};
  SystemRandom random{};
  SilentLog log{};
  std::unique_ptr<crypto::MasterKey> master = crypto::master_key_from_bytes(Secret(std::string(32, 'm')));
};
INSTANTIATE_TEST_SUITE_P(Engines, SigningKeysTest, testing::ValuesIn(store::test_engines()));

TEST_P(SigningKeysTest, survive_a_restart_and_are_the_same_on_every_node) {
  SigningKeys first = node();
  ASSERT_TRUE(store::run_task(first.load()));
  SigningKeys second = node();
  ASSERT_TRUE(store::run_task(second.load()));
  EXPECT_EQ(*first.published(), *second.published());
  EXPECT_EQ(first.current()->public_key().thumbprint(), second.current()->public_key().thumbprint());
}

TEST_P(SigningKeysTest, lie_sealed_and_open_only_under_their_master_key) {
  SigningKeys first = node();
  ASSERT_TRUE(store::run_task(first.load()));
  auto rows = (*database)->query_blocking("SELECT sealed_ring FROM oidc_signing_keys", {});
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().bytes(0).find("\"d\""), std::string::npos);
  auto other = crypto::master_key_from_bytes(Secret(std::string(32, 'x')));
  SigningKeys stranger(SigningKeys::Deps{**database, *other, clock, random, log}, {});
  EXPECT_FALSE(store::run_task(stranger.load()));
}

TEST_P(SigningKeysTest, rotate_once_when_two_nodes_are_due_and_publish_ahead) {
  SigningKeys first = node(), second = node();
  ASSERT_TRUE(store::run_task(first.load()));
  ASSERT_TRUE(store::run_task(second.load()));
  std::string before = *first.published();
  ASSERT_TRUE(store::run_task(first.rotate_if_due()));
  EXPECT_EQ(*first.published(), before) << "not due yet";

  clock.advance(std::chrono::days(90) - std::chrono::hours(12));
  ASSERT_TRUE(store::run_task(first.rotate_if_due()));
  ASSERT_TRUE(store::run_task(second.rotate_if_due()));
  EXPECT_EQ(*first.published(), *second.published());
  auto keys = crypto::JwkSet::parse(std::string_view(*first.published()));
  EXPECT_EQ(keys->keys().size(), 2u) << "the next key is published before it signs";

  std::string old = first.current()->public_key().thumbprint();
  clock.advance(std::chrono::hours(25));  // published a whole day before it signs
  ASSERT_TRUE(store::run_task(second.rotate_if_due()));
  EXPECT_NE(second.current()->public_key().thumbprint(), old);
  ASSERT_TRUE(store::run_task(first.reload()));
  EXPECT_EQ(first.current()->public_key().thumbprint(), second.current()->public_key().thumbprint());
}

TEST_P(SigningKeysTest, housekeeping_removes_what_is_past_use_and_nothing_else) {
  auto add = [&](char name, Duration lives) {
    SignIn sign_in;
    sign_in.sign_in_hash = std::string(16, name);
    sign_in.request.redirect_uri = "https://a.example";
    sign_in.request.code_challenge = "c";
    sign_in.expires_at = clock.now() + lives;
    store::Batch batch;
    add_sign_in(batch, sign_in);
    store::run_task((*database)->commit_all(std::move(batch))).value();
  };
  for (char name : {'\x00', '\x10', '\x7f', '\xf3', '\xff'}) add(name, std::chrono::seconds(60));
  add('k', std::chrono::hours(10));
  clock.advance(std::chrono::seconds(61));
  for (int run = 0; run < 200; ++run) {
    clock.advance(std::chrono::seconds(30));
    store::Batch batch;
    remove_expired(batch, clock.now());
    store::run_task((*database)->commit_all(std::move(batch))).value();
  }
  auto rows = (*database)->query_blocking("SELECT sign_in_hash FROM oidc_sign_in", {});
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().bytes(0), std::string(16, 'k'));
}

}  // namespace
}  // namespace inkan::oidc
