#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "audit/journal.h"
#include "catalogue/client_directory.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::exchange {

// Consent: this resident lets this service have these scopes. One active row per (account, client): a new answer takes
// the place of the active one and holds the scopes of both (the journal keeps each answer by itself); withdrawal ends
// it at once, for tokens in circulation too (they are checked on use).
struct Consent {
  std::string consent_id{};
  catalogue::ClientId client{};
  std::vector<std::string> scopes{};
  Time given_at{};
  std::optional<Time> withdrawn_at{};
};

// ConsentQuestion is what the page /consent?flow=… asks. The layer above creates it; the answer brings the resident to
// return_to, where decision() tells what they said.
struct ConsentQuestion {
  std::string flow{};
  std::string browser{};  // bound to this browser cookie
  accounts::AccountId account{};
  accounts::PersonId person{};
  catalogue::ClientId client{};
  std::vector<std::string> scopes{};
  std::string context_message{};
  std::string return_to{};
  Time expires_at{};
};
enum class Decision { kNone, kAllowed, kDenied };

// OpenQuestion is a question as the page finds it again: everything but the secrets it is bound to.
struct OpenQuestion {
  std::string browser_hash{};
  accounts::AccountId account{};
  accounts::PersonId person{};
  catalogue::ClientId client{};
  std::vector<std::string> scopes{};
  std::string context_message{};
  std::string return_to{};
  Decision decision = Decision::kNone;
};

// Answer is what a resident said on the page, in which browser and as whom.
struct Answer {
  std::string flow{};
  std::string browser{};
  accounts::AccountId account{};
  Decision decision = Decision::kDenied;  // never kNone
};

// Consents asks, remembers and ends consents. Thread-safe.
class Consents {
 public:
  struct Deps {
    store::Database& database;
    const crypto::KeyedHash& keyed_hash;
    const audit::Journal& journal;
    const population::Register& people;
    Clock& clock;
    Random& random;
  };
  explicit Consents(Deps deps) : deps_(deps) {}

  void ask(store::Batch& batch, const ConsentQuestion& question) const;
  std::string location(std::string_view flow) const;  // "/consent?flow=…"
  // decision answers kNone for a flow that is unknown, expired, not answered yet, or answered by another account.
  Task<Decision> decision(std::string flow, accounts::AccountId account) const;

  // find_question: nullopt when the flow is unknown or expired.
  Task<std::optional<OpenQuestion>> find_question(std::string flow) const;
  // in_browser tells whether a question was asked in this browser.
  bool in_browser(const OpenQuestion& question, std::string_view browser) const;
  // answer takes the decision once: the question, the consent and the journal row change together. kConflict when it
  // was answered or has expired meanwhile, or belongs to another browser or account; then nothing is stored.
  Task<Done> answer(Answer answer, std::shared_ptr<const catalogue::Client> client) const;

  // covers: an active consent of this account to this client holds all these scopes (openid aside).
  Task<bool> covers(accounts::AccountId account, catalogue::ClientId client, std::vector<std::string> scopes) const;
  // covers_since: as covers, and no consent to this client was withdrawn after `since`: what was given under a consent
  // that ended does not come back to life with the next one.
  Task<bool> covers_since(accounts::AccountId account, catalogue::ClientId client, std::vector<std::string> scopes,
                          Time since) const;
  Task<std::vector<Consent>> list(accounts::AccountId account) const;
  // withdraw ends it and journals it; kNotFound when it is not this account's or not active.
  Task<Done> withdraw(accounts::AccountId account, accounts::PersonId person, std::string consent_id) const;

 private:
  std::string hash_flow(std::string_view flow) const { return deps_.keyed_hash.of("consent-flow", flow); }
  std::string hash_browser(std::string_view browser) const { return deps_.keyed_hash.of("consent-browser", browser); }
  // note seals what was asked and why for the resident's access record.
  Task<std::string> note(accounts::PersonId person, json::object details) const;
  Task<store::CommitResult> commit_answer(Answer answer, OpenQuestion question,
                                          std::shared_ptr<const catalogue::Client> client) const;
  Deps deps_;
};

}  // namespace inkan::exchange
