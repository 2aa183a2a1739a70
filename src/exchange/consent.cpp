#include "exchange/consent.h"

#include <algorithm>

#include "audit/ordered_id.h"
#include "base/check.h"
#include "base/encoding.h"
#include "exchange/consent_store.h"
#include "exchange/reasons.h"

namespace inkan::exchange {

namespace {

constexpr int kTriesMax = 4;

// union_of adds to the scopes of the active consent those of the answer, in the order they were first allowed.
std::vector<std::string> union_of(std::vector<std::string> scopes, const std::vector<std::string>& added) {
  for (const auto& scope : added)
    if (std::ranges::find(scopes, scope) == scopes.end()) scopes.push_back(scope);
  return scopes;
}

audit::Event resident_event(audit::EventKind kind, const accounts::AccountId& account, const accounts::PersonId& person,
                            const catalogue::ClientId& client) {
  audit::Event event;
  event.kind = kind;
  event.person_id = person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = account.text();
  event.client_id = client.text();
  return event;
}

}  // namespace

void Consents::ask(store::Batch& batch, const ConsentQuestion& question) const {
  check(!question.flow.empty() && !question.browser.empty(), "a question is bound to a flow and a browser");
  add_question(batch, question, hash_flow(question.flow), hash_browser(question.browser));
}

std::string Consents::location(std::string_view flow) const { return "/consent?flow=" + percent_encode(flow); }

Task<Decision> Consents::decision(std::string flow, accounts::AccountId account) const {
  auto question = co_await find_question(std::move(flow));
  if (!question) co_return pass_on(question);
  // Somebody else may have signed in in this browser since the answer; nobody consents or refuses for another.
  if (!*question || (*question)->account != account) co_return Decision::kNone;
  co_return (*question)->decision;
}

Task<std::optional<OpenQuestion>> Consents::find_question(std::string flow) const {
  return find_question_row(deps_.database, hash_flow(flow), deps_.clock.now());
}

bool Consents::in_browser(const OpenQuestion& question, std::string_view browser) const {
  return crypto::equal(question.browser_hash, hash_browser(browser));
}

Task<std::string> Consents::note(accounts::PersonId person, json::object details) const {
  auto sealed_person = co_await deps_.people.find(person);
  if (!sealed_person) co_return pass_on(sealed_person);
  if (!*sealed_person) co_return fail(ErrorCode::kNotFound, "There is no such person in the register.");
  co_return (*sealed_person)->seal_note(details, deps_.random);
}

Task<Done> Consents::answer(Answer answer, std::shared_ptr<const catalogue::Client> client) const {
  check(answer.decision != Decision::kNone, "an answer says yes or no");
  auto question = co_await find_question(answer.flow);
  if (!question) co_return pass_on(question);
  if (!*question) co_return fail(ErrorCode::kConflict, "This question has expired.");
  check((*question)->client == client->id, "a question is answered for its own client");
  // Two answers for one client at once: the one that came second looks again at what is active.
  for (int tries = 0; tries < kTriesMax; ++tries) {
    auto result = co_await commit_answer(answer, **question, client);
    if (!result) co_return pass_on(result);
    if (result->outcome) co_return Done{};
    if (result->broken_expectation == 0) co_return fail(ErrorCode::kConflict, "This question was answered already.");
  }
  co_return fail(ErrorCode::kUnavailable, "The service is busy. Please try again in a moment.");
}

Task<store::CommitResult> Consents::commit_answer(Answer answer, OpenQuestion question,
                                                  std::shared_ptr<const catalogue::Client> client) const {
  const Time now = deps_.clock.now();
  const bool allowed = answer.decision == Decision::kAllowed;
  store::Batch batch;
  QuestionKey key;
  key.flow_hash = hash_flow(answer.flow);
  key.browser_hash = hash_browser(answer.browser);
  key.account_id = answer.account.text();
  const size_t taken = take_question(batch, key, answer.decision, now);
  check(taken == 0, "the question is the first statement: answer() reads its index");

  json::object details = reasons_note(*client, question.scopes);
  if (allowed) {
    auto active = co_await find_active_consent(deps_.database, question.account.text(), question.client.text());
    if (!active) co_return pass_on(active);
    Consent consent;
    consent.consent_id = audit::ordered_id(now, deps_.random);
    consent.client = question.client;
    consent.scopes = question.scopes;
    consent.given_at = now;
    std::string replaced;
    if (*active) {
      consent.scopes = union_of((*active)->scopes, question.scopes);
      replaced = (*active)->consent_id;
    }
    add_consent(batch, question.account, consent, replaced);
    details["consent_id"] = consent.consent_id;
  }
  const auto kind = allowed ? audit::EventKind::kConsentGiven : audit::EventKind::kConsentRefused;
  audit::Event event = resident_event(kind, question.account, question.person, question.client);
  auto sealed = co_await note(question.person, std::move(details));
  if (!sealed) co_return pass_on(sealed);
  event.sealed = std::move(*sealed);
  deps_.journal.record(batch, event);
  auto result = co_await deps_.database.commit(std::move(batch));
  co_return result;
}

Task<bool> Consents::covers(accounts::AccountId account, catalogue::ClientId client,
                            std::vector<std::string> scopes) const {
  const Time now = deps_.clock.now();
  return covers_since(std::move(account), std::move(client), std::move(scopes), now);
}

Task<bool> Consents::covers_since(accounts::AccountId account, catalogue::ClientId client,
                                  std::vector<std::string> scopes, Time since) const {
  auto consents = co_await list_consents_since(deps_.database, account.text(), client.text(), since);
  if (!consents) co_return pass_on(consents);
  std::vector<std::string> allowed{"openid"};
  for (const Consent& consent : *consents) {
    if (consent.withdrawn_at) co_return false;
    allowed = union_of(std::move(allowed), consent.scopes);
  }
  co_return std::ranges::all_of(
      scopes, [&](const std::string& scope) { return std::ranges::find(allowed, scope) != allowed.end(); });
}

Task<std::vector<Consent>> Consents::list(accounts::AccountId account) const {
  return list_consents(deps_.database, account.text());
}

Task<Done> Consents::withdraw(accounts::AccountId account, accounts::PersonId person, std::string consent_id) const {
  auto consent = co_await find_consent(deps_.database, account.text(), consent_id);
  if (!consent) co_return pass_on(consent);
  if (!*consent || (*consent)->withdrawn_at) co_return fail(ErrorCode::kNotFound, "There is no such active consent.");
  json::object details;
  details["consent_id"] = consent_id;
  json::array scopes((*consent)->scopes.begin(), (*consent)->scopes.end());
  details["scopes"] = std::move(scopes);
  audit::Event event = resident_event(audit::EventKind::kConsentWithdrawn, account, person, (*consent)->client);
  auto sealed = co_await note(person, std::move(details));
  if (!sealed) co_return pass_on(sealed);
  event.sealed = std::move(*sealed);
  store::Batch batch;
  end_consent(batch, account.text(), consent_id, deps_.clock.now());
  deps_.journal.record(batch, event);
  auto result = co_await deps_.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (!result->outcome) co_return fail(ErrorCode::kNotFound, "There is no such active consent.");
  co_return Done{};
}

}  // namespace inkan::exchange
