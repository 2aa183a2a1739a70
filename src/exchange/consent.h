#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "audit/journal.h"
#include "catalogue/client_directory.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::exchange {

// Consent: this resident lets this service have these scopes. One active row per (account, client): asking for more adds
// scopes by a new consent, withdrawal ends it at once, for tokens in circulation too (they are checked on use).
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
  Task<Decision> decision(std::string flow) const;

  // covers: an active consent of this account to this client holds all these scopes (openid aside).
  Task<bool> covers(accounts::AccountId account, catalogue::ClientId client, std::vector<std::string> scopes) const;
  Task<std::vector<Consent>> list(accounts::AccountId account) const;
  // withdraw ends it and journals it; kNotFound when it is not this account's or not active.
  Task<Done> withdraw(accounts::AccountId account, accounts::PersonId person, std::string consent_id) const;

 private:
  Deps deps_;
};

}  // namespace inkan::exchange
