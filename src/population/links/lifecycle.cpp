// What happens to a link after it was made: seen, verified again, disputed, ended.
#include "audit/ordered_id.h"
#include "population/links/cases_store.h"
#include "population/links/links.h"
#include "population/links/seals.h"

namespace inkan::population::links {

namespace {

NewCase case_about(const Links::Deps& deps, const SealedLink& link, CaseKind kind, std::string reason, double risk,
                   Duration time_max) {
  const Time now = deps.clock.now();
  NewCase opened;
  opened.about.id = CaseId(audit::ordered_id(now, deps.random));
  opened.about.kind = kind;
  opened.about.scheme = link.link.scheme;
  opened.about.link = LinkId(link.root());
  opened.about.person = link.link.person;
  opened.about.reason = std::move(reason);
  opened.about.risk = std::clamp(risk, 0.0, 1e6);
  opened.about.opened_at = now;
  opened.about.due_at = now + time_max;
  return opened;
}

// open_for seals what was stated again, under the case's own key.
Result<Done> fill_case(const Links::Deps& deps, const SealedLink& link, NewCase& opened) {
  auto record = open_record(link, deps.master_key);
  if (!record) return pass_on(record);
  auto stated = open_stated(link, deps.master_key);
  if (!stated) return pass_on(stated);
  opened.content = seal_case(opened.about.id, *record, *stated, deps.master_key, deps.random);
  return Done{};
}

const audit::Actor kSweep{.kind = audit::ActorKind::kSystem, .id = "link-sweep"};

}  // namespace

Result<Done> journal_change(const Links::Deps& deps, store::Batch& batch, const SealedLink& link, audit::EventKind kind,
                            audit::Actor by) {
  auto key = unwrap_person_key(deps.master_key, link.link.person, link.wrapped_key);
  if (!key) return pass_on(key);
  audit::Event event{.kind = kind,
                     .person_id = link.link.person.text(),
                     .actor = std::move(by),
                     .client_id = link.link.scheme.issuer,
                     .sealed = seal_note(link.link, *key, deps.random)};
  deps.journal.record(batch, event);
  return Done{};
}

Task<Verified> verify_link(const Links& links, SealedLink link) {
  const Links::Deps& deps = links.deps();
  auto stated = open_stated(link, deps.master_key);
  if (!stated) co_return pass_on(stated);
  const auto pair = deps.matching.matcher().verify(*stated, link.link.person);
  Verified verified;
  verified.risk = pair.risk;
  const LinkState state = link.link.state;
  if (state == LinkState::kQuarantined || state == LinkState::kDisputed) {
    verified.finding = Finding::kHiddenAlready;
    co_return verified;
  }
  if (pair.agrees && state == LinkState::kPublished) co_return verified;

  const Time now = deps.clock.now();
  store::Batch batch;
  move_link(batch, {.link_id = link.link.id.text(),
                    .from = state,
                    .to = pair.agrees ? LinkState::kPublished : LinkState::kQuarantined,
                    .now = now});
  verified.finding = pair.agrees ? Finding::kPublished : Finding::kQuarantined;
  if (!pair.agrees) {
    NewCase opened = case_about(deps, link, CaseKind::kSweep, "disagrees", pair.risk, deps.terms.case_time_max);
    if (auto filled = fill_case(deps, link, opened); !filled) co_return pass_on(filled);
    add_case(batch, opened);
    if (auto done = journal_change(deps, batch, link, audit::EventKind::kLinkHidden, kSweep); !done)
      co_return pass_on(done);
  }
  auto result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (!result->outcome) verified.finding = Finding::kHiddenAlready;  // somebody was faster: looked at again next time
  co_return verified;
}

Task<std::optional<PersonId>> Links::resolve(RecordId record, audit::Actor reader) const {
  auto link = co_await find_visible(deps_.database, record_hash_of(deps_.keyed_hash, record));
  if (!link) co_return pass_on(link);
  std::optional<PersonId> person;
  if (!*link) co_return person;
  auto sealed = co_await find_link(deps_.database, (*link)->id.text());
  if (!sealed) co_return pass_on(sealed);
  if (!*sealed) co_return person;
  store::Batch batch;
  // Written first, then told; and only while it is still visible (REQ-LINK-11).
  add_visible_check(batch, (*link)->id.text());
  if (auto done = journal_change(deps_, batch, **sealed, audit::EventKind::kLinkRead, reader); !done)
    co_return pass_on(done);
  auto result = co_await deps_.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (result->outcome) person = (*link)->person;
  co_return person;
}

Task<std::vector<Link>> Links::list_visible(PersonId person) const {
  return list_visible_of(deps_.database, person.text());
}

Task<std::vector<Link>> Links::list_disputed(PersonId person) const {
  return list_in_state(deps_.database, person.text(), LinkState::kDisputed);
}

Task<std::vector<Links::Viewer>> Links::list_viewers(Link link, SealedPerson person, audit::AccessTicket ticket,
                                                     int limit) const {
  std::vector<Viewer> viewers;
  std::optional<Time> before;
  const Time since = link.published_at.value_or(link.made_at);
  constexpr int kPage = 200;
  for (int page = 0; page < 20 && int(viewers.size()) < limit; ++page) {
    auto events = co_await deps_.journal.list_for_person(link.person.text(), before, kPage);
    if (!events) co_return pass_on(events);
    for (const auto& event : *events) {
      if (event.at < since || int(viewers.size()) >= limit) co_return viewers;
      if (event.kind != audit::EventKind::kLinkRead) continue;
      auto note = person.open_note(event.sealed, ticket);
      if (!note) continue;  // the record page shows that a line cannot be read
      if (find_string(*note, "link_id").value_or("") != link.id.text()) continue;
      viewers.push_back({.at = event.at, .who = event.actor, .client_id = event.client_id});
    }
    if (int(events->size()) < kPage) break;
    before = events->back().at;
  }
  co_return viewers;
}

Task<CaseId> Links::dispute(PersonId person, LinkId link, audit::Actor by) const {
  auto sealed = co_await find_link(deps_.database, link.text());
  if (!sealed) co_return pass_on(sealed);
  if (!*sealed || (*sealed)->link.person != person)
    co_return fail(ErrorCode::kNotFound, "There is no such record among those linked to you.");
  NewCase opened = case_about(deps_, **sealed, CaseKind::kNotMine, "not-mine", 1e6, deps_.terms.not_mine_time_max);
  if (auto filled = fill_case(deps_, **sealed, opened); !filled) co_return pass_on(filled);
  store::Batch batch;
  hide_visible(batch, link.text(), person.text(), LinkState::kDisputed, deps_.clock.now());
  add_case(batch, opened);
  if (auto done = journal_change(deps_, batch, **sealed, audit::EventKind::kLinkHidden, by); !done)
    co_return pass_on(done);
  auto result = co_await deps_.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (!result->outcome) co_return fail(ErrorCode::kNotFound, "There is no such record among those linked to you.");
  co_return opened.about.id;
}

Task<Done> Links::retire(LinkId link, std::string reason, audit::Actor by) const {
  auto sealed = co_await find_link(deps_.database, link.text());
  if (!sealed) co_return pass_on(sealed);
  if (!*sealed) co_return fail(ErrorCode::kNotFound, "There is no such link.");
  if (reason.empty()) co_return fail(ErrorCode::kInvalidInput, "A reason is needed to end a link.");
  store::Batch batch;
  retire_live(batch, link.text(), reason, deps_.clock.now());
  if (auto done = journal_change(deps_, batch, **sealed, audit::EventKind::kLinkEnded, by); !done)
    co_return pass_on(done);
  auto stored = co_await deps_.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<std::vector<Link>> Links::list_made_by(Method method, Time from, Time until, LinkId after, int limit) const {
  return list_by_method(deps_.database, method, from, until, after.text(), limit);
}

}  // namespace inkan::population::links
