#include "population/enrolment_keys.h"

#include <array>
#include <set>
#include <utility>

#include "base/name_table.h"
#include "population/enrolment_store.h"
#include "population/names/fold.h"
#include "population/scan.h"

namespace inkan::population {

namespace {

constexpr int kPage = 500;

constexpr std::array kCollisions{
    std::pair(Collision::kSameNameSameDay, std::string_view("same_name_same_day")),
    std::pair(Collision::kSameNameSameHousehold, std::string_view("same_name_same_household")),
    std::pair(Collision::kSameNameSameBatch, std::string_view("same_name_same_batch")),
    std::pair(Collision::kSameNameAndBirthDate, std::string_view("same_name_and_birth_date")),
    std::pair(Collision::kPossibleDuplicate, std::string_view("possible_duplicate"))};

// A name that cannot be compared (a substitute character) has keys all the same: U+FFFD stands in its place, so that
// the same gap in the same name collides.
EnrolmentKey key_of(Collision collision, const std::string& with, const std::string& folded,
                    const crypto::KeyedHash& keyed_hash) {
  return {collision, keyed_hash.of("enrolment-" + std::string(to_text(collision)), with + "\n" + folded)};
}

Alike alike_of(const Scanned& person) {
  Alike alike;
  alike.household = person.household;
  alike.born = person.known.born;
  for (const auto& name : person.known.names)
    if (name.kind == NameKind::kLegal) alike.legal_name = name.text;
  return alike;
}

std::string holder_of(const PersonId& person, const crypto::KeyedHash& keyed_hash) {
  return keyed_hash.of("enrolment-key-holder", person.text());
}

// renew_keys_of makes the keys of these people anew; who is not among `people` was annulled and holds none.
void renew_keys_of(store::Batch& batch, const std::set<PersonId>& ids, const std::vector<Scanned>& people,
                   const crypto::KeyedHash& keyed_hash) {
  for (const auto& id : ids) drop_keys_of(batch, holder_of(id, keyed_hash));
  for (const auto& person : people) {
    const std::string holder = holder_of(person.id, keyed_hash);
    for (auto& key : standing_keys(alike_of(person), person.status, keyed_hash)) {
      renew_key(batch, key.hash);
      add_holder(batch, holder, std::move(key.hash));
    }
  }
}

}  // namespace

std::string_view to_text(Collision collision) { return name_in(kCollisions, collision); }

std::optional<Collision> parse_collision(std::string_view text) { return value_in<Collision>(kCollisions, text); }

Alike alike_of(const PersonFacts& facts) { return {facts.legal_name(), facts.household, facts.born}; }

std::vector<EnrolmentKey> lasting_keys(const Alike& alike, const crypto::KeyedHash& keyed_hash) {
  const std::string folded = names::fold(alike.legal_name);
  std::vector<EnrolmentKey> keys;
  if (!alike.household.empty())
    keys.push_back(key_of(Collision::kSameNameSameHousehold, alike.household.text(), folded, keyed_hash));
  if (alike.born) keys.push_back(key_of(Collision::kSameNameAndBirthDate, alike.born->text(), folded, keyed_hash));
  return keys;
}

std::vector<EnrolmentKey> standing_keys(Alike alike, PersonStatus status, const crypto::KeyedHash& keyed_hash) {
  if (status == PersonStatus::kAnnulled) return {};
  if (status != PersonStatus::kAlive) alike.household = HouseholdId();
  return lasting_keys(alike, keyed_hash);
}

std::vector<EnrolmentKey> passing_keys(const std::string& legal_name, const std::string& day,
                                       const std::string& batch_id, const crypto::KeyedHash& keyed_hash) {
  const std::string folded = names::fold(legal_name);
  std::vector<EnrolmentKey> keys{key_of(Collision::kSameNameSameDay, day, folded, keyed_hash)};
  if (!batch_id.empty()) keys.push_back(key_of(Collision::kSameNameSameBatch, batch_id, folded, keyed_hash));
  return keys;
}

void hold_keys(store::Batch& batch, const PersonId& person, const std::vector<EnrolmentKey>& keys,
               const crypto::KeyedHash& keyed_hash) {
  drop_keys_of(batch, holder_of(person, keyed_hash));
  hold_new_keys(batch, person, keys, {}, /*must_be_new=*/false, keyed_hash);
}

void hold_new_keys(store::Batch& batch, const PersonId& person, const std::vector<EnrolmentKey>& lasting,
                   const std::vector<EnrolmentKey>& passing, bool must_be_new, const crypto::KeyedHash& keyed_hash) {
  for (const auto& key : passing) add_key(batch, key.hash, must_be_new);
  const std::string holder = holder_of(person, keyed_hash);
  for (const auto& key : lasting) {
    add_key(batch, key.hash, must_be_new);
    add_holder(batch, holder, key.hash);
  }
}

Task<int64_t> EnrolmentKeys::catch_up(audit::Actor actor, std::function<void(int64_t)> progress) const {
  const Scan scan(deps_);
  auto run = co_await find_key_run(deps_.database);
  if (!run) co_return pass_on(run);
  if (*run && (*run)->finished) {
    auto news = co_await scan.list_changes((*run)->outbox_position, 1);
    if (!news) co_return pass_on(news);
    if (news->empty()) co_return 0;
  }
  const ScanPurpose purpose{.actor = std::move(actor), .purpose = "make the keys of the duplicate check"};
  auto ticket = co_await scan.begin(purpose);
  if (!ticket) co_return pass_on(ticket);
  int64_t read = 0;
  KeyRun at = *run ? **run : KeyRun{.outbox_position = (*ticket)->outbox_position()};
  // First everybody, in the order of ids …
  while (!at.finished) {
    auto people = co_await scan.read_page(**ticket, PersonId(at.after_person), kPage);
    if (!people) co_return pass_on(people);
    std::set<PersonId> ids;
    for (const auto& person : *people) ids.insert(person.id);
    store::Batch batch;
    renew_keys_of(batch, ids, *people, deps_.keyed_hash);
    at.finished = people->empty();
    if (!at.finished) at.after_person = people->back().id.text();
    if (at.finished) drop_old_keys(batch);
    set_key_run(batch, at);
    auto stored = co_await deps_.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
    read += int64_t(people->size());
    if (progress) progress(read);
  }
  // … then who came or changed since: also who changed between being read and being written above.
  for (;;) {
    auto news = co_await scan.list_changes(at.outbox_position, kPage);
    if (!news) co_return pass_on(news);
    if (news->empty()) co_return read;
    std::set<PersonId> ids;
    for (const auto& one : *news) ids.insert(one.id);
    auto people = co_await scan.read(**ticket, std::vector<PersonId>(ids.begin(), ids.end()));
    if (!people) co_return pass_on(people);
    store::Batch batch;
    renew_keys_of(batch, ids, *people, deps_.keyed_hash);
    at.outbox_position = news->back().position;
    set_key_run(batch, at);
    auto stored = co_await deps_.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
    read += int64_t(people->size());
    if (progress) progress(read);
  }
}

}  // namespace inkan::population
