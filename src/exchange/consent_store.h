#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/consent.h"

// SQL of consents and questions. Only consent.cpp and routes.cpp call it.
namespace inkan::exchange {

std::string_view to_text(Decision decision);

void add_question(store::Batch& batch, const ConsentQuestion& question, std::string flow_hash,
                  std::string browser_hash);
Task<std::optional<OpenQuestion>> find_question_row(store::Database& database, std::string flow_hash, Time now);

struct QuestionKey {
  std::string flow_hash{};
  std::string browser_hash{};
  std::string account_id{};
};
// take_question records the decision of an open question; the batch fails at the returned index when there is none.
size_t take_question(store::Batch& batch, const QuestionKey& key, Decision decision, Time now);
void remove_expired_questions(store::Batch& batch, Time now);

// add_consent makes a consent the active one in place of `replaced` (empty: there was none). The batch fails when the
// active consent is another by now.
void add_consent(store::Batch& batch, const accounts::AccountId& account, const Consent& consent,
                 const std::string& replaced);
Task<std::optional<Consent>> find_active_consent(store::Database& database, std::string account_id,
                                                 std::string client_id);
// list_consents_since gives the active consent of account and client and those withdrawn after `since`.
Task<std::vector<Consent>> list_consents_since(store::Database& database, std::string account_id, std::string client_id,
                                               Time since);
Task<std::optional<Consent>> find_consent(store::Database& database, std::string account_id, std::string consent_id);
Task<std::vector<Consent>> list_consents(store::Database& database, std::string account_id);
// end_consent withdraws an active consent; the batch fails when it is not active.
void end_consent(store::Batch& batch, const std::string& account_id, const std::string& consent_id, Time now);

}  // namespace inkan::exchange
