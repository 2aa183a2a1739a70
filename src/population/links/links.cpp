#include "population/links/links.h"

#include "audit/ordered_id.h"
#include "population/links/cases_store.h"
#include "population/links/seals.h"
#include "population/names/compare.h"
#include "population/number_store.h"
#include "population/seal_contexts.h"

namespace inkan::population::links {

namespace {

audit::Actor actor_of(const Origin& origin) {
  return {.kind = origin.second_approver.empty() ? audit::ActorKind::kService : audit::ActorKind::kOfficer,
          .id = origin.operator_id};
}

int64_t e12(double rate) { return int64_t(rate * 1e12); }

NewLink make_link(const Links::Deps& deps, const LinkRequest& request, const Judged& judged, int64_t generation) {
  NewLink made;
  made.link.id = LinkId(audit::ordered_id(deps.clock.now(), deps.random));
  made.link.scheme = request.record.scheme;
  made.link.person = *judged.person;
  made.link.method = request.from_chip && judged.method == Method::kNumber ? Method::kChip : judged.method;
  made.link.attributes = judged.attributes;
  made.link.outcomes = judged.outcomes;
  made.link.wrong_chance = judged.wrong_chance;
  made.link.comparator_version = names::kComparatorVersion;
  made.link.model_version = judged.model_version;
  made.link.origin = request.origin;
  made.link.made_at = deps.clock.now();
  made.generation = generation;
  made.record_hash = record_hash_of(deps.keyed_hash, request.record);
  return made;
}

// classify says whose number it was, for officers (REQ-LINK-3). It opens both records, under tickets.
Task<Mismatch> classify(const Links::Deps& deps, PersonId owner, std::optional<PersonId> meant, Origin origin) {
  if (!meant) co_return Mismatch::kOtherPerson;
  std::vector<HouseholdId> households;
  std::vector<PersonId> both{std::move(owner), std::move(*meant)};
  for (const PersonId& id : both) {
    auto person = co_await deps.people.find(id);
    if (!person) co_return pass_on(person);
    if (!*person) co_return Mismatch::kOtherPerson;
    audit::Event event{.kind = audit::EventKind::kPersonRead, .person_id = id.text(), .actor = actor_of(origin)};
    store::Batch nothing_else;
    auto admission = co_await deps.journal.commit_access(std::move(nothing_else), std::move(event));
    if (!admission) co_return pass_on(admission);
    auto opened = (*person)->open(*admission->ticket);
    if (!opened) co_return pass_on(opened);
    households.push_back(opened->facts.household);
  }
  const bool same = !households[0].empty() && households[0] == households[1];
  co_return same ? Mismatch::kNumberOfHouseholdMember : Mismatch::kOtherPerson;
}

// commit_attempt stores what came of a record that was not linked: counted, and journalled. The row names the agency
// and nobody else.
Task<Done> commit_attempt(const Links::Deps& deps, store::Batch batch, LinkRequest request, bool quarantined) {
  const std::string& issuer = request.record.scheme.issuer;
  count_attempt(batch, issuer, iso_date(deps.clock.now()), quarantined);
  audit::Event event{.kind = audit::EventKind::kLinkNotMade, .actor = actor_of(request.origin), .client_id = issuer};
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace

std::string record_hash_of(const crypto::KeyedHash& keyed_hash, const RecordId& record) {
  // Lengths first, so that no two records share their bytes.
  const auto part = [](const std::string& text) { return std::to_string(text.size()) + ":" + text; };
  return keyed_hash.of("link-record", part(record.scheme.issuer) + part(record.scheme.type) + part(record.id) +
                                          std::to_string(record.version));
}

Task<Done> Links::add_scheme(Scheme scheme, bool sex_not_held, audit::Actor by) const {
  auto good = check_scheme(scheme);
  if (!good) co_return pass_on(good);
  store::Batch batch;
  add_scheme_rows(batch, scheme, sex_not_held, by.id, deps_.clock.now());
  auto stored = co_await deps_.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

// turn_away journals an attempt that leads to nothing.
Task<LinkAnswer> Links::turn_away(LinkRequest request, Answer answer) const {
  store::Batch nothing_else;
  auto stored = co_await commit_attempt(deps_, std::move(nothing_else), std::move(request), /*quarantined=*/false);
  if (!stored) co_return pass_on(stored);
  LinkAnswer told;
  told.answer = answer;
  co_return told;
}

Task<LinkAnswer> Links::put_before_officer(LinkRequest request, Judged judged) const {
  const Time now = deps_.clock.now();
  NewCase opened;
  opened.about.id = CaseId(audit::ordered_id(now, deps_.random));
  opened.about.kind = CaseKind::kAttempt;
  opened.about.scheme = request.record.scheme;
  opened.about.reason = judged.reason;
  if (judged.settles) opened.about.settles = match::to_text(*judged.settles);
  opened.about.risk = std::clamp(judged.wrong_chance, 0.0, 1.0);
  opened.about.opened_at = now;
  opened.about.due_at = now + deps_.terms.case_time_max;
  opened.content = seal_case(opened.about.id, request.record, request.stated, deps_.master_key, deps_.random);
  store::Batch batch;
  add_case(batch, opened);
  auto stored = co_await commit_attempt(deps_, std::move(batch), std::move(request), /*quarantined=*/true);
  if (!stored) co_return pass_on(stored);
  LinkAnswer told;
  // A number that is not believed is one answer, whatever the reason: which is in the case (REQ-LINK-3).
  told.answer = judged.answer == Answer::kDoesNotMatch ? Answer::kDoesNotMatch : Answer::kQuarantine;
  if (told.answer == Answer::kQuarantine) {
    told.settles = judged.settles;
    told.case_id = opened.about.id;
  }
  co_return told;
}

Task<LinkAnswer> Links::store_link(LinkRequest request, Judged judged, int64_t generation) const {
  NewLink made = make_link(deps_, request, judged, generation);
  auto wrapped = co_await find_wrapped_key(deps_.database, made.link.person.text());
  if (!wrapped) co_return pass_on(wrapped);
  if (!*wrapped) co_return fail(ErrorCode::kCorrupt, "The record could not be linked.", "matcher knows nobody's id");
  auto key = unwrap_person_key(deps_.master_key, made.link.person, **wrapped);
  if (!key) co_return pass_on(key);
  seal_link(made, request.record, request.stated, *key, deps_.random);
  store::Batch batch;
  const size_t link_statement = add_link(batch, made);
  const size_t count_statement = count_link(batch, made.link.scheme.issuer, iso_date(made.link.made_at),
                                            e12(made.link.wrong_chance), e12(deps_.terms.wrong_rate_max));
  audit::Event event{.kind = audit::EventKind::kLinkMade,
                     .person_id = made.link.person.text(),
                     .actor = actor_of(request.origin),
                     .client_id = made.link.scheme.issuer,
                     .sealed = seal_note(made.link, *key, deps_.random)};
  deps_.journal.record(batch, event);
  auto result = co_await deps_.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (!result->outcome) {
    judged.reason = result->broken_expectation == count_statement ? "suspended" : "linked-otherwise";
    judged.settles.reset();
    if (result->broken_expectation == link_statement || result->broken_expectation == count_statement)
      co_return co_await put_before_officer(std::move(request), std::move(judged));
    co_return fail(ErrorCode::kConflict, "The record could not be linked. Please try again.");
  }
  // Two phases (REQ-LINK-10): what is stored is read again and compared, then shown.
  auto stored = co_await find_link(deps_.database, made.link.id.text());
  if (!stored) co_return pass_on(stored);
  if (!*stored) co_return fail(ErrorCode::kInternal, "The record could not be linked.", "a link vanished");
  auto verified = co_await verify_link(*this, std::move(**stored));
  if (!verified) co_return pass_on(verified);
  LinkAnswer told;
  told.answer = verified->finding == Finding::kPublished ? Answer::kLinked : Answer::kQuarantine;
  if (told.answer == Answer::kLinked) told.link = made.link.id;
  co_return told;
}

Task<LinkAnswer> Links::link(LinkRequest request) const {
  auto record_good = check_record(request.record);
  if (!record_good) co_return pass_on(record_good);
  auto origin_good = check_origin(request.origin);
  if (!origin_good) co_return pass_on(origin_good);
  auto scheme = co_await find_scheme(deps_.database, request.record.scheme);
  if (!scheme) co_return pass_on(scheme);
  if (!*scheme) co_return fail(ErrorCode::kNotFound, "There is no such kind of record.");
  request.stated.sex_not_held = (*scheme)->sex_not_held;
  // Incomplete: refused here, by the request alone; the register was asked nothing (REQ-LINK-1).
  if (auto complete = check_complete(request.stated, (*scheme)->sex_not_held); !complete) {
    Error why = complete.error();
    auto journalled = co_await turn_away(std::move(request), Answer::kRefused);
    if (!journalled) co_return pass_on(journalled);
    co_return std::unexpected(std::move(why));
  }

  const auto& matcher = deps_.matching.matcher();
  Judged judged;
  if (request.number) {
    auto number = co_await find_number(deps_.database, number_hash(deps_.keyed_hash, *request.number));
    if (!number) co_return pass_on(number);
    if (!*number || (*number)->state != "current") {
      judged = judge_by_attributes(matcher, request.stated, deps_.terms.match);
      judged.answer = Answer::kDoesNotMatch;
      judged.reason = to_text(*number ? Mismatch::kSuperseded : Mismatch::kUnknown);
    } else {
      const PersonId owner((*number)->person_id);
      judged = judge_by_number(matcher, request.stated, owner, deps_.terms.match);
      if (judged.answer == Answer::kDoesNotMatch) {
        auto mismatch = co_await classify(deps_, owner, judged.best, request.origin);
        if (!mismatch) co_return pass_on(mismatch);
        judged.reason = to_text(*mismatch);
      }
    }
  } else {
    judged = judge_by_attributes(matcher, request.stated, deps_.terms.match);
  }

  auto earlier = co_await list_earlier(deps_.database, record_hash_of(deps_.keyed_hash, request.record));
  if (!earlier) co_return pass_on(earlier);
  for (const Earlier& before : *earlier) {
    if (!before.rejected) co_return co_await turn_away(std::move(request), Answer::kAlreadyLinked);
    // "Not mine" is not undone by bringing the same record again.
    if (judged.person && before.person_id == judged.person->text()) {
      judged.answer = Answer::kQuarantine;
      judged.reason = "rejected-before";
    }
  }
  if (judged.answer == Answer::kLinked && !(*scheme)->auto_link) {
    judged.answer = Answer::kQuarantine;
    judged.reason = "suspended";
  }
  switch (judged.answer) {
    case Answer::kLinked: {
      const int64_t generation = (*scheme)->generation;
      co_return co_await store_link(std::move(request), std::move(judged), generation);
    }
    case Answer::kQuarantine:
    case Answer::kDoesNotMatch:
      co_return co_await put_before_officer(std::move(request), std::move(judged));
    case Answer::kRefused:
    case Answer::kAlreadyLinked:
      break;
  }
  co_return co_await turn_away(std::move(request), judged.answer);
}

}  // namespace inkan::population::links
