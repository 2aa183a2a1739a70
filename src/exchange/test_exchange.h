#pragma once

#include <map>
#include <memory>
#include <string>

#include "accounts/account.h"
#include "catalogue/client_directory.h"
#include "exchange/consent.h"
#include "exchange/release.h"
#include "http/outbound.h"
#include "population/test_people.h"

// For the tests of this folder; the program links none of it.
namespace inkan::exchange {

struct FakeAccounts final : accounts::AccountDirectory {
  Task<std::optional<Account>> find(accounts::AccountId id, bool with_contacts) override {
    asked_for_contacts = with_contacts;
    std::optional<Account> found;
    if (auto it = accounts.find(id.text()); it != accounts.end()) found = it->second;
    if (found && !with_contacts) found->email = found->mobile = "";
    co_return found;
  }
  std::map<std::string, Account> accounts{};
  bool asked_for_contacts = false;
};

struct FakeSessions final : accounts::Sessions {
  Task<std::optional<accounts::SignedIn>> find(const http::Request&) override { co_return signed_in; }
  std::optional<accounts::SignedIn> signed_in{};
};

inline constexpr std::string_view kLibrary = R"({
  "client_id": "RsrOy2iB0edR53TJSuD5ULad1pGmrVZL",
  "client_name": "Library card", "client_name#ja": "図書館カード",
  "inkan_kind": "myinfo",
  "redirect_uris": ["https://library.example/cb?x=1", "http://localhost:3080/callback"],
  "scope": "openid uinfin name sex regadd mobileno email marriedname noa",
  "inkan_entitlements": [
    {"scope": "uinfin name", "purpose": {"en": "To issue your card", "ja": "カードの発行"},
     "legal_basis": {"en": "Library Act, section 4"}},
    {"scope": "sex regadd mobileno email marriedname noa", "purpose": {"en": "To send <b>letters</b>"},
     "legal_basis": {"en": "Library Act, section 5"}}],
  "jwks": {"keys": [
    {"kty":"EC","crv":"P-256","kid":"sig","use":"sig","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
    {"kty":"EC","crv":"P-256","kid":"enc","use":"enc","alg":"ECDH-ES+A256KW","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]},
  "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
  "userinfo_signed_response_alg": "ES256", "userinfo_encrypted_response_alg": "ECDH-ES+A256KW",
  "default_acr_values": ["urn:singpass:authentication:loa:2"]
})";

// TestExchange is one resident with an account, and one service.
struct TestExchange {
  explicit TestExchange(store::Database& database)
      : db(database),
        people(database),
        consents(
            Consents::Deps{database, people.keyed_hash, people.journal, people.people, people.clock, people.random}),
        releases(Releases::Deps{people.people, accounts, people.journal, people.clock, people.random}) {
    auto added = people.add(population::sample_citizen());
    person = added.id;
    number = added.number.digits();
    accounts::AccountDirectory::Account entry;
    entry.id = account;
    entry.person = person;
    entry.email = "meiling@example.org";
    entry.mobile = "6581234567";
    accounts.accounts[account.text()] = entry;
    registration = *parse_json_object(kLibrary, "registration");
    client = std::make_shared<const catalogue::Client>(*catalogue::Client::parse(registration));
  }

  ReleaseOrder order(std::vector<std::string> scopes, std::string channel = "userinfo") {
    ReleaseOrder order;
    order.account = account;
    order.person = person;
    order.client = client.get();
    order.scopes = std::move(scopes);
    order.channel = std::move(channel);
    return order;
  }
  Result<Releases::Outcome> release(ReleaseOrder order) {
    return store::run_task(releases.release({}, std::move(order)));
  }
  std::vector<audit::RecordedEvent> events(audit::EventKind kind) {
    std::vector<audit::RecordedEvent> found;
    const auto all = store::run_task(people.journal.list_for_person(person.text(), std::nullopt, 100));
    for (const auto& event : *all)
      if (event.kind == kind) found.push_back(event);
    return found;
  }
  json::object note_of(const audit::RecordedEvent& event) {
    return *people.find(person).open_note(event.sealed, people.look(person));
  }

  ConsentQuestion question(std::string flow, std::vector<std::string> scopes) {
    ConsentQuestion question;
    question.flow = std::move(flow);
    question.browser = browser;
    question.account = account;
    question.person = person;
    question.client = client->id;
    question.scopes = std::move(scopes);
    question.return_to = "/fapi/continue";
    question.expires_at = people.clock.now() + std::chrono::minutes(10);
    return question;
  }
  void ask(ConsentQuestion question) {
    store::Batch batch;
    consents.ask(batch, question);
    store::run_task(db.commit_all(std::move(batch))).value();
  }
  Result<Done> answer(std::string flow, Decision decision) {
    Answer answer;
    answer.flow = std::move(flow);
    answer.browser = browser;
    answer.account = account;
    answer.decision = decision;
    return store::run_task(consents.answer(std::move(answer), client));
  }
  bool covered(std::vector<std::string> scopes) {
    return *store::run_task(consents.covers(account, client->id, std::move(scopes)));
  }

  store::Database& db;
  population::TestRegister people;
  FakeAccounts accounts{};
  Consents consents;
  Releases releases;
  accounts::AccountId account{"a0000000-0000-4000-8000-000000000001"};
  accounts::PersonId person{};
  std::string number{};
  std::string browser = "browser-one";
  json::object registration{};
  std::shared_ptr<const catalogue::Client> client{};
};

}  // namespace inkan::exchange
