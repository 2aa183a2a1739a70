#include "exchange/consent_store.h"

#include "base/text.h"

namespace inkan::exchange {

namespace {

std::optional<Decision> parse_decision(std::string_view text) {
  for (Decision decision : {Decision::kNone, Decision::kAllowed, Decision::kDenied})
    if (to_text(decision) == text) return decision;
  return std::nullopt;
}

std::vector<std::string> scopes_of(const std::string& text) {
  return text.empty() ? std::vector<std::string>() : split(text, ' ');
}

Consent consent_of(const store::Row& row) {
  Consent consent;
  consent.consent_id = row.text(0);
  consent.client = catalogue::ClientId(row.text(1));
  consent.scopes = scopes_of(row.text(2));
  consent.given_at = from_unix_micros(row.integer(3));
  if (auto at = row.maybe_integer(4)) consent.withdrawn_at = from_unix_micros(*at);
  return consent;
}

std::optional<Consent> maybe_consent(const std::optional<store::Row>& row) {
  if (!row) return std::nullopt;
  return consent_of(*row);
}

}  // namespace

std::string_view to_text(Decision decision) {
  switch (decision) {
    case Decision::kNone:
      return "none";
    case Decision::kAllowed:
      return "allowed";
    case Decision::kDenied:
      return "denied";
  }
  return "none";
}

void add_question(store::Batch& batch, const ConsentQuestion& question, std::string flow_hash,
                  std::string browser_hash) {
  batch.add(
      "INSERT INTO consent_questions (flow_hash, browser_hash, account_id, person_id, client_id, scopes,"
      " context_message, return_to, expires_at, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'none')",
      {store::Bytes{std::move(flow_hash)}, store::Bytes{std::move(browser_hash)}, question.account.text(),
       question.person.text(), question.client.text(), join(question.scopes, " "), question.context_message,
       question.return_to, unix_micros(question.expires_at)},
      store::Expect::kOne);
}

Task<std::optional<OpenQuestion>> find_question_row(store::Database& database, std::string flow_hash, Time now) {
  std::vector<store::Value> parameters{store::Bytes{std::move(flow_hash)}, unix_micros(now)};
  auto row = co_await database.query_one(
      "SELECT browser_hash, account_id, person_id, client_id, scopes, context_message, return_to, decision"
      " FROM consent_questions WHERE flow_hash = $1 AND expires_at > $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<OpenQuestion> found;
  if (!*row) co_return found;
  const auto decision = parse_decision((*row)->text(7));
  if (!decision) co_return fail(ErrorCode::kCorrupt, "The question could not be read.", "consent_questions.decision");
  OpenQuestion question;
  question.browser_hash = (*row)->bytes(0);
  question.account = accounts::AccountId((*row)->text(1));
  question.person = accounts::PersonId((*row)->text(2));
  question.client = catalogue::ClientId((*row)->text(3));
  question.scopes = scopes_of((*row)->text(4));
  question.context_message = (*row)->text(5);
  question.return_to = (*row)->text(6);
  question.decision = *decision;
  found = std::move(question);
  co_return found;
}

size_t take_question(store::Batch& batch, const QuestionKey& key, Decision decision, Time now) {
  return batch.add(
      "UPDATE consent_questions SET decision = $1 WHERE flow_hash = $2 AND browser_hash = $3 AND account_id = $4"
      " AND expires_at > $5 AND decision = 'none'",
      {std::string(to_text(decision)), store::Bytes{key.flow_hash}, store::Bytes{key.browser_hash}, key.account_id,
       unix_micros(now)},
      store::Expect::kOne);
}

void remove_expired_questions(store::Batch& batch, Time now) {
  batch.add("DELETE FROM consent_questions WHERE expires_at <= $1", {unix_micros(now)});
}

void add_consent(store::Batch& batch, const accounts::AccountId& account, const Consent& consent,
                 const std::string& replaced) {
  if (!replaced.empty())
    batch.add("DELETE FROM consents WHERE account_id = $1 AND consent_id = $2 AND withdrawn_at IS NULL",
              {account.text(), replaced}, store::Expect::kOne);
  batch.add(
      "INSERT INTO consents (account_id, consent_id, client_id, scopes, given_at) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT DO NOTHING",
      {account.text(), consent.consent_id, consent.client.text(), join(consent.scopes, " "),
       unix_micros(consent.given_at)},
      store::Expect::kOne);
}

Task<std::optional<Consent>> find_active_consent(store::Database& database, std::string account_id,
                                                 std::string client_id) {
  std::vector<store::Value> parameters{std::move(account_id), std::move(client_id)};
  auto row = co_await database.query_one(
      "SELECT consent_id, client_id, scopes, given_at, withdrawn_at FROM consents"
      " WHERE account_id = $1 AND client_id = $2 AND withdrawn_at IS NULL",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return maybe_consent(*row);
}

Task<std::vector<Consent>> list_consents_since(store::Database& database, std::string account_id, std::string client_id,
                                               Time since) {
  std::vector<store::Value> parameters{std::move(account_id), std::move(client_id), unix_micros(since)};
  auto rows = co_await database.query(
      "SELECT consent_id, client_id, scopes, given_at, withdrawn_at FROM consents"
      " WHERE account_id = $1 AND client_id = $2 AND (withdrawn_at IS NULL OR withdrawn_at > $3)",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<Consent> consents;
  for (const auto& row : *rows) consents.push_back(consent_of(row));
  co_return consents;
}

Task<std::optional<Consent>> find_consent(store::Database& database, std::string account_id, std::string consent_id) {
  std::vector<store::Value> parameters{std::move(account_id), std::move(consent_id)};
  auto row = co_await database.query_one(
      "SELECT consent_id, client_id, scopes, given_at, withdrawn_at FROM consents"
      " WHERE account_id = $1 AND consent_id = $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return maybe_consent(*row);
}

Task<std::vector<Consent>> list_consents(store::Database& database, std::string account_id) {
  std::vector<store::Value> parameters{std::move(account_id)};
  auto rows = co_await database.query(
      "SELECT consent_id, client_id, scopes, given_at, withdrawn_at FROM consents WHERE account_id = $1"
      " ORDER BY given_at DESC, consent_id DESC LIMIT 1000",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<Consent> consents;
  for (const auto& row : *rows) consents.push_back(consent_of(row));
  co_return consents;
}

void end_consent(store::Batch& batch, const std::string& account_id, const std::string& consent_id, Time now) {
  batch.add("UPDATE consents SET withdrawn_at = $1 WHERE account_id = $2 AND consent_id = $3 AND withdrawn_at IS NULL",
            {unix_micros(now), account_id, consent_id}, store::Expect::kOne);
}

}  // namespace inkan::exchange
