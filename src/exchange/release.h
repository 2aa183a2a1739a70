#pragma once

#include <string>
#include <vector>

#include "accounts/account.h"
#include "audit/journal.h"
#include "catalogue/client.h"
#include "exchange/consent.h"
#include "population/register.h"

namespace inkan::exchange {

// ReleaseOrder says who gets which scopes of whom, and how. Purpose and legal basis are taken from the client's
// entitlements into the record.
struct ReleaseOrder {
  accounts::AccountId account{};
  accounts::PersonId person{};
  const catalogue::Client* client = nullptr;  // lives as long as the call
  std::vector<std::string> scopes{};
  std::string channel{};      // "id_token" or "userinfo"
  bool also_sign_in = false;  // this call is the sign-in itself: journal it as such
};

// Released is the data in the forms of the wire contract (singpass.md §2.7–2.8): userinfo fills person_info, the ID
// token sub_attributes, the other stays empty.
struct Released {
  json::object
      person_info{};  // enveloped, by scope: {value|code/desc, source, classification, lastupdated} or unavailable
  json::object sub_attributes{};  // plain, for the ID token
};

// Releases is the only way data leaves: the journal row (with scopes, purpose, basis, channel sealed for the resident)
// is committed together with the caller's batch, then the person is opened, then the data is given. A crash between
// leaves a record without an answer, never an answer without a record.
class Releases {
 public:
  struct Deps {
    const population::Register& people;
    accounts::AccountDirectory& accounts;
    const audit::Journal& journal;
    Clock& clock;
    Random& random;
  };
  explicit Releases(Deps deps) : deps_(deps) {}

  struct Outcome {
    store::CommitResult result{};
    std::optional<Released> data{};  // set when committed
  };
  // release refuses (kForbidden) when the person is not alive or the account not active (then nothing is stored, the
  // caller's batch neither), and when a scope is asked that the client has no entitlement for. With also_sign_in the
  // same batch holds a row of kind kSignIn; a row of kind kRelease is written unless no data leaves. `openid` is no
  // data, and an ID token carries only what the contract puts there, whatever else was asked.
  Task<Outcome> release(store::Batch batch, ReleaseOrder order) const;

  // describe gives the values as a resident reads them on the consent page: label key → text. Journaled as the
  // resident's own view.
  struct Line {
    std::string scope{};
    std::string value{};      // one line of text as registered; empty with unavailable
    json::object envelope{};  // the same as the service would receive it; empty for user.identity
    bool unavailable = false;
  };
  Task<std::vector<Line>> describe(accounts::PersonId person, accounts::AccountId account,
                                   std::vector<std::string> scopes) const;

 private:
  Deps deps_;
};

}  // namespace inkan::exchange
