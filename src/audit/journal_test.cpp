#include "audit/journal.h"

#include <gtest/gtest.h>

#include "audit/event_row.h"
#include "audit/merkle.h"
#include "audit/ordered_id.h"
#include "audit/sequencer.h"
#include "base/encoding.h"
#include "store/test_run.h"

namespace inkan::audit {
namespace {

using store::run_task;

class JournalTest : public testing::TestWithParam<std::string> {
 protected:
  std::string record(const Event& event) {
    store::Batch batch;
    std::string id = journal_.record(batch, event);
    EXPECT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
    return id;
  }
  static Event event_of(std::string person) {
    Event event;
    event.kind = EventKind::kRelease;
    event.person_id = std::move(person);
    event.actor.kind = ActorKind::kService;
    event.actor.id = "library";
    event.client_id = "library";
    event.sealed = std::string("sealed\0bytes", 12);
    return event;
  }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  FakeClock clock_{from_unix_seconds(1795420000)};
  SeededRandom random_{1};
  Journal journal_{**database_, clock_, random_};
  Sequencer sequencer_{Sequencer::Deps{**database_, clock_}};
  crypto::PrivateKey key_ = *crypto::PrivateKey::generate(crypto::SignatureAlgorithm::kES256, "log-1");
};

TEST_P(JournalTest, gives_a_ticket_only_when_the_event_is_stored) {
  auto admission = run_task(journal_.commit_access({}, event_of("p1")));
  ASSERT_TRUE(admission && admission->ticket);
  EXPECT_EQ(admission->ticket->person_id(), "p1");
  auto events = run_task(journal_.list_for_person("p1", std::nullopt, 10));
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().event_id, admission->ticket->event_id());
  EXPECT_EQ(events->front().sealed, std::string("sealed\0bytes", 12));
  EXPECT_EQ(events->front().actor.id, "library");
  EXPECT_FALSE(events->front().tree_index.has_value());
}

TEST_P(JournalTest, gives_no_ticket_and_stores_nothing_when_an_expectation_breaks) {
  store::Batch batch;
  batch.add("DELETE FROM audit_tree WHERE name = $1", {std::string("nobody")}, store::Expect::kOne);
  auto admission = run_task(journal_.commit_access(std::move(batch), event_of("p1")));
  ASSERT_TRUE(admission.has_value());
  EXPECT_FALSE(admission->ticket.has_value());
  EXPECT_EQ(admission->result.broken_expectation, 0u);
  EXPECT_TRUE(run_task(journal_.list_for_person("p1", std::nullopt, 10))->empty());
}

TEST_P(JournalTest, lists_only_this_person_newest_first_and_pages) {
  for (int i = 0; i < 3; ++i) {
    record(event_of("p1"));
    record(event_of("p2"));
    clock_.advance(std::chrono::seconds(1));
  }
  auto first = run_task(journal_.list_for_person("p1", std::nullopt, 2));
  ASSERT_EQ(first->size(), 2u);
  EXPECT_GT(first->at(0).at, first->at(1).at);
  auto rest = run_task(journal_.list_for_person("p1", first->at(1).at, 2));
  EXPECT_EQ(rest->size(), 1u);
}

TEST_P(JournalTest, sequencer_proves_every_event_under_a_signed_checkpoint) {
  std::vector<std::string> ids;
  for (int i = 0; i < 300; ++i) {
    ids.push_back(record(event_of("p" + std::to_string(i % 7))));
    clock_.advance(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(*run_task(sequencer_.advance(key_, 200)), 200);
  auto old_checkpoint = run_task(sequencer_.find_checkpoint());
  EXPECT_EQ(*run_task(sequencer_.advance(key_, 200)), 100);
  EXPECT_EQ(*run_task(sequencer_.advance(key_, 200)), 0);

  const auto jws = crypto::UnverifiedJws::parse((*run_task(sequencer_.find_checkpoint()))->signed_text);
  const std::array allowed{crypto::SignatureAlgorithm::kES256};
  const auto checkpoint = crypto::verify(*jws, key_.public_key(), allowed);
  ASSERT_TRUE(checkpoint.has_value());
  EXPECT_EQ(find_int(checkpoint->claims(), "size"), 300);
  const std::string root = *base64url_decode(*find_string(checkpoint->claims(), "root"));
  for (size_t i = 0; i < ids.size(); i += 37) {
    auto proof = run_task(sequencer_.prove(ids[i]));
    ASSERT_TRUE(proof && *proof);
    EXPECT_EQ((*proof)->index, i);
    EXPECT_EQ((*proof)->root, root);
    InclusionClaim claim{
        .index = (*proof)->index, .size = (*proof)->size, .leaf_hash = (*proof)->leaf_hash, .root = root};
    EXPECT_TRUE(verify_inclusion(claim, (*proof)->path));
  }
  const auto old_jws = crypto::UnverifiedJws::parse((*old_checkpoint)->signed_text);
  const auto old_claims = crypto::verify(*old_jws, key_.public_key(), allowed);
  ConsistencyClaim growth{.old_size = 200,
                          .size = 300,
                          .old_root = *base64url_decode(*find_string(old_claims->claims(), "root")),
                          .root = root};
  EXPECT_TRUE(verify_consistency(growth, *run_task(sequencer_.prove_consistency(200))));
  EXPECT_FALSE(run_task(sequencer_.prove_consistency(301)).has_value());
}

TEST_P(JournalTest, sequencer_has_no_proof_for_waiting_and_unknown_events) {
  const std::string id = record(event_of("p1"));
  EXPECT_FALSE(run_task(sequencer_.prove(id))->has_value());
  EXPECT_FALSE(run_task(sequencer_.prove("nothing"))->has_value());
  EXPECT_FALSE(run_task(sequencer_.find_checkpoint())->has_value());
}

TEST_P(JournalTest, leaf_hash_is_that_of_the_canonical_text) {
  const std::string id = record(event_of("p1"));
  EXPECT_EQ(*run_task(sequencer_.advance(key_, 10)), 1);
  auto events = run_task(journal_.list_for_person("p1", std::nullopt, 10));
  auto proof = run_task(sequencer_.prove(id));
  EXPECT_EQ(events->front().tree_index, 0);
  EXPECT_EQ((*proof)->leaf_hash, hash_leaf(canonical_text(events->front(), "p1")));
  EXPECT_NE((*proof)->leaf_hash, hash_leaf(canonical_text(events->front(), "p2")));
}

INSTANTIATE_TEST_SUITE_P(Engines, JournalTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

TEST(EventKind, names_round_trip_and_unknown_names_are_refused) {
  for (int i = 0; i <= int(EventKind::kCaseClosed); ++i)
    EXPECT_EQ(parse_event_kind(to_text(EventKind(i))), EventKind(i));
  EXPECT_FALSE(parse_event_kind("anything").has_value());
  EXPECT_FALSE(parse_actor_kind("anybody").has_value());
}

TEST(OrderedId, sorts_by_time_and_is_a_version_7_uuid) {
  SeededRandom random(1);
  const std::string early = ordered_id(from_unix_seconds(1795420000), random);
  const std::string late = ordered_id(from_unix_seconds(1795420001), random);
  EXPECT_LT(early, late);
  EXPECT_EQ(early[14], '7');
  EXPECT_EQ(early.size(), 36u);
}

}  // namespace
}  // namespace inkan::audit
