#include "population/links/cases.h"

#include "audit/ordered_id.h"
#include "population/links/cases_store.h"
#include "population/links/judge.h"
#include "population/links/seals.h"
#include "population/names/compare.h"
#include "population/number_store.h"
#include "population/seal_contexts.h"

namespace inkan::population::links {

namespace {

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::kInvalidInput, std::move(why)); }

Result<Done> check_ruling(const Case& about, const Ruling& ruling) {
  if (auto good = check_origin(ruling.origin); !good) return good;
  if (ruling.origin.second_approver.empty()) return refuse("A case is closed by two officers.");
  const bool attempt = about.kind == CaseKind::kAttempt;
  const bool for_attempt = ruling.verdict == Verdict::kLink || ruling.verdict == Verdict::kDismiss;
  if (attempt != for_attempt)
    return refuse(attempt ? "An attempt ends by linking or dismissing it." : "A link is released or retired.");
  if (ruling.verdict == Verdict::kLink && !ruling.number)
    return refuse("The number that the person presented is needed to link by hand.");
  return Done{};
}

audit::Actor officer_of(const Ruling& ruling) {
  return {.kind = audit::ActorKind::kOfficer, .id = ruling.origin.operator_id};
}

}  // namespace

std::string_view to_text(CaseKind kind) {
  switch (kind) {
    case CaseKind::kAttempt:
      return "attempt";
    case CaseKind::kSweep:
      return "sweep";
    case CaseKind::kNotMine:
      return "not_mine";
  }
  return {};
}

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::kLink:
      return "link";
    case Verdict::kRelease:
      return "release";
    case Verdict::kRetire:
      return "retire";
    case Verdict::kDismiss:
      return "dismiss";
  }
  return {};
}

std::optional<CaseKind> parse_case_kind(std::string_view text) {
  for (CaseKind kind : {CaseKind::kAttempt, CaseKind::kSweep, CaseKind::kNotMine})
    if (to_text(kind) == text) return kind;
  return std::nullopt;
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  for (Verdict verdict : {Verdict::kLink, Verdict::kRelease, Verdict::kRetire, Verdict::kDismiss})
    if (to_text(verdict) == text) return verdict;
  return std::nullopt;
}

Task<std::vector<Case>> Cases::list(Filter filter, int skip, int limit) const {
  return list_cases(links_.deps().database, std::move(filter), skip, limit);
}

Task<int64_t> Cases::count_open() const { return count_open_cases(links_.deps().database); }

Task<std::optional<Case>> Cases::find(CaseId id) const {
  auto stored = co_await find_case(links_.deps().database, id.text());
  if (!stored) co_return pass_on(stored);
  std::optional<Case> found;
  if (*stored) found = std::move((*stored)->about);
  co_return found;
}

Task<OpenedCase> Cases::open(CaseId id, audit::Actor officer) const {
  const Links::Deps& deps = links_.deps();
  auto stored = co_await find_case(deps.database, id.text());
  if (!stored) co_return pass_on(stored);
  if (!*stored) co_return fail(ErrorCode::kNotFound, "There is no such case.");
  store::Batch batch;
  audit::Event event{.kind = audit::EventKind::kCaseRead,
                     .person_id = (*stored)->about.person.text(),
                     .actor = std::move(officer),
                     .client_id = (*stored)->about.scheme.issuer};
  deps.journal.record(batch, event);
  auto journalled = co_await deps.database.commit_all(std::move(batch));
  if (!journalled) co_return pass_on(journalled);
  auto content = open_case(id, (*stored)->about.scheme, (*stored)->content, deps.master_key);
  if (!content) co_return pass_on(content);
  OpenedCase opened;
  opened.about = std::move((*stored)->about);
  opened.record = std::move(content->record);
  opened.stated = std::move(content->stated);
  auto said = deps.matching.matcher().explain(opened.stated, deps.terms.match);
  // How each attribute compares, without a value of the register, and without how much it weighs: from that a patient
  // officer could learn who the candidate is.
  for (auto& evidence : said.evidence) {
    evidence.bits = 0;
    opened.outcomes.push_back(evidence);
  }
  co_return opened;
}

Task<store::Batch> Cases::prepare_ruling(Ruling ruling) const {
  const Links::Deps& deps = links_.deps();
  auto stored = co_await find_case(deps.database, ruling.case_id.text());
  if (!stored) co_return pass_on(stored);
  if (!*stored) co_return fail(ErrorCode::kNotFound, "There is no such case.");
  const Case& about = (*stored)->about;
  if (about.closed_at) co_return fail(ErrorCode::kConflict, "The case is closed.");
  if (auto good = check_ruling(about, ruling); !good) co_return pass_on(good);
  store::Batch batch;
  close_case(batch, about, ruling.verdict, ruling.origin, deps.clock.now());
  Result<Done> ruled = Done{};
  switch (ruling.verdict) {
    case Verdict::kLink:
      ruled = co_await add_manual_link(batch, **stored, ruling);
      break;
    case Verdict::kRelease:
    case Verdict::kRetire:
      ruled = co_await end_dispute(batch, about, ruling);
      break;
    case Verdict::kDismiss:
      break;
  }
  if (!ruled) co_return pass_on(ruled);
  audit::Event event{.kind = audit::EventKind::kCaseClosed,
                     .person_id = about.person.text(),
                     .actor = officer_of(ruling),
                     .client_id = about.scheme.issuer};
  deps.journal.record(batch, event);
  co_return batch;
}

Task<Done> Cases::rule(Ruling ruling) const {
  auto batch = co_await prepare_ruling(std::move(ruling));
  if (!batch) co_return pass_on(batch);
  auto stored = co_await links_.deps().database.commit_all(std::move(*batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

// add_manual_link links an attempt to the owner of the number that was presented. What the agency stated must not
// contradict them: two officers may supply what was missing, not overrule what was said.
Task<Done> Cases::add_manual_link(store::Batch& batch, const StoredCase& about, const Ruling& ruling) const {
  const Links::Deps& deps = links_.deps();
  auto content = open_case(about.about.id, about.about.scheme, about.content, deps.master_key);
  if (!content) co_return pass_on(content);
  auto scheme = co_await find_scheme(deps.database, about.about.scheme);
  if (!scheme) co_return pass_on(scheme);
  if (!*scheme) co_return fail(ErrorCode::kNotFound, "There is no such kind of record.");
  auto number = co_await find_number(deps.database, number_hash(deps.keyed_hash, *ruling.number));
  if (!number) co_return pass_on(number);
  if (!*number || (*number)->state != "current") co_return refuse("The number does not match.");
  const PersonId owner((*number)->person_id);
  Judged judged = judge_by_number(deps.matching.matcher(), content->stated, owner, deps.terms.match);
  if (judged.answer == Answer::kDoesNotMatch) co_return refuse("The number does not match.");
  NewLink made;
  made.link.id = LinkId(audit::ordered_id(deps.clock.now(), deps.random));
  made.link.scheme = about.about.scheme;
  made.link.person = owner;
  made.link.state = LinkState::kPublished;
  made.link.method = Method::kManual;
  made.link.attributes = judged.attributes;
  made.link.outcomes = judged.outcomes;
  made.link.wrong_chance = kWrongNumberShare;
  made.link.comparator_version = names::kComparatorVersion;
  made.link.model_version = judged.model_version;
  made.link.origin = ruling.origin;
  made.link.made_at = deps.clock.now();
  made.link.published_at = made.link.made_at;
  made.generation = (*scheme)->generation;
  made.record_hash = record_hash_of(deps.keyed_hash, content->record);
  auto wrapped = co_await find_wrapped_key(deps.database, owner.text());
  if (!wrapped) co_return pass_on(wrapped);
  if (!*wrapped) co_return fail(ErrorCode::kCorrupt, "The record could not be linked.", "number of nobody");
  auto key = unwrap_person_key(deps.master_key, owner, **wrapped);
  if (!key) co_return pass_on(key);
  seal_link(made, content->record, content->stated, *key, deps.random);
  add_link(batch, made);
  audit::Event event{.kind = audit::EventKind::kLinkMade,
                     .person_id = owner.text(),
                     .actor = officer_of(ruling),
                     .client_id = made.link.scheme.issuer,
                     .sealed = seal_note(made.link, *key, deps.random)};
  deps.journal.record(batch, event);
  co_return Done{};
}

// end_dispute shows a hidden link again, or ends it for good and counts it against its agency.
Task<Done> Cases::end_dispute(store::Batch& batch, const Case& about, const Ruling& ruling) const {
  const Links::Deps& deps = links_.deps();
  auto live = co_await find_live_repeating(deps.database, about.link.text());
  if (!live) co_return pass_on(live);
  if (!*live) co_return fail(ErrorCode::kConflict, "The link has ended meanwhile.");
  const Link& link = (*live)->link;
  const bool release = ruling.verdict == Verdict::kRelease;
  if (release && !at_least_as_strong(ruling.method, link.method))
    co_return refuse("A link is shown again only on provenance at least as strong as what made it (" +
                     std::string(to_text(link.method)) + ").");
  move_link(batch, {.link_id = link.id.text(),
                    .from = link.state,
                    .to = release ? LinkState::kPublished : LinkState::kRetired,
                    .end_reason = release ? std::string() : std::string("not-mine"),
                    .now = deps.clock.now()});
  if (!release) add_wrong_audit(batch, audit::ordered_id(deps.clock.now(), deps.random), link, deps.clock.now());
  auto key = unwrap_person_key(deps.master_key, link.person, (*live)->wrapped_key);
  if (!key) co_return pass_on(key);
  audit::Event event{.kind = release ? audit::EventKind::kLinkReleased : audit::EventKind::kLinkEnded,
                     .person_id = link.person.text(),
                     .actor = officer_of(ruling),
                     .client_id = link.scheme.issuer,
                     .sealed = seal_note(link, *key, deps.random)};
  deps.journal.record(batch, event);
  co_return Done{};
}

}  // namespace inkan::population::links
