#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "officers/access.h"
#include "officers/alarms.h"
#include "officers/cases.h"
#include "officers/passkeys.h"
#include "officers/presence.h"
#include "officers/proposals.h"
#include "officers/roster.h"
#include "officers/sessions.h"
#include "officers/test_authenticator.h"
#include "population/test_people.h"
#include "store/test_run.h"

// For tests of every folder above; the program links none of it.
namespace inkan::officers {

// FakeCases holds the cases a test puts into it.
struct FakeCases final : Cases {
  Task<std::vector<Case>> list_open(Jurisdiction jurisdiction, int) const override {
    std::vector<Case> list;
    for (const auto& [id, one] : all)
      if (one.open && jurisdiction.covers(one.jurisdiction)) list.push_back(one);
    co_return list;
  }
  Task<std::optional<Case>> find(std::string case_id) const override {
    const auto found = all.find(case_id);
    if (found == all.end()) co_return std::nullopt;
    co_return found->second;
  }
  Task<CaseRecord> load_record(std::string, Officer) const override { co_return record; }
  std::map<std::string, Case> all{};
  CaseRecord record{};
};

// FakeEffects writes down what took effect, in the batch: as one row of the single-use table.
struct FakeEffects final : Effects {
  Task<std::string> version_of(PersonId) const override { co_return version; }
  Task<store::Batch> prepare(EffectOrder order) const override {
    store::Batch batch;
    if (order.payload.contains("impossible")) co_return fail(ErrorCode::kInvalidInput, "This cannot be.");
    prepared.push_back(order.kind);
    batch.add("INSERT INTO single_use (key_hash, kind, expires_at) VALUES ($1, 'effect', 1)",
              {store::Bytes{std::string(to_text(order.kind)) + order.proposer.text() + order.approver.text()}},
              overtaken ? store::Expect::kNone : store::Expect::kOne);
    co_return batch;
  }
  std::string version = "1";
  bool overtaken = false;  // the record changes between prepare and commit
  mutable std::vector<ProposalKind> prepared{};
};

// Colleague is an officer with a passkey and a living session.
struct Colleague {
  OfficerId id{};
  TestAuthenticator passkey{};
  std::string cookie{};
};

// TestOffice is everything officers stand on, over a fresh database, with one resident.
struct TestOffice {
  explicit TestOffice(const std::string& engine)
      : database(store::open_test_database(engine)),
        nation(**database),
        codes(PresenceCodes::Deps{**database, nation.keyed_hash, nation.clock, nation.random}),
        deps{.database = **database,
             .journal = nation.journal,
             .people = nation.people,
             .keyed_hash = nation.keyed_hash,
             .master_key = *nation.master_key,
             .cases = cases,
             .effects = effects,
             .clock = nation.clock,
             .random = nation.random,
             .log = log,
             .metrics = metrics} {
    deps.settings.origin = "https://example.org";
    deps.settings.relying_party_id = "example.org";
    resident = nation.add(population::sample_citizen()).id;
  }

  template <typename T>
  Result<T> run(Task<T> task) {
    return store::run_task(std::move(task));
  }

  // invite gives the code of a new officer.
  Invitation invite(Role role, const std::string& jurisdiction = "all", const std::string& name = "Aoki Ren") {
    NewOfficer officer{.name = name, .role = role, .jurisdiction = Jurisdiction::parse(jurisdiction).value()};
    return run(add_officer(deps, std::move(officer))).value();
  }
  Result<Done> enrol(TestAuthenticator& passkey, const std::string& code) {
    auto options = run(begin_enrolment(deps, code));
    if (!options) return pass_on(options);
    return run(finish_enrolment(deps, code, passkey.create(*options)));
  }
  Result<SignedIn> sign_in(TestAuthenticator& passkey, const std::string& browser = "browser") {
    const json::object options = run(begin_sign_in(deps, browser)).value();
    SignInTry tried{.browser = browser, .passkey = passkey.get(options)};
    return run(finish_sign_in(deps, std::move(tried)));
  }
  // hire adds, enrols and signs in.
  Colleague hire(Role role, const std::string& jurisdiction = "all") {
    Colleague colleague;
    const Invitation invitation = invite(role, jurisdiction);
    colleague.id = invitation.officer;
    enrol(colleague.passkey, std::string(invitation.code.reveal(Purpose::kTest))).value();
    colleague.cookie = sign_in(colleague.passkey).value().session_cookie;
    return colleague;
  }
  std::optional<OnDuty> duty_of(const Colleague& colleague) { return run(find_duty(deps, colleague.cookie)).value(); }
  std::string presence_code(const PersonId& person) {
    return std::string(run(codes.make(person)).value().code.reveal(Purpose::kTest));
  }
  Presence serve(const Colleague& colleague) {
    return run(open_presence(deps, *duty_of(colleague), presence_code(resident))).value();
  }
  Result<Opened> look(const Colleague& colleague, const Basis& basis, const std::string& reason = "") {
    Look look{.basis = basis, .purpose = "view", .reason = reason};
    return run(open_person(deps, *duty_of(colleague), std::move(look)));
  }
  // answer gives a fresh proof of this act by this passkey, in the colleague's session.
  accounts::AssertionTry answer(const Colleague& colleague, TestAuthenticator& passkey, Act act) {
    return passkey.get(run(begin_proof(deps, *duty_of(colleague), std::move(act))).value());
  }
  // deps_with are these with another queue of cases and other effects of what is approved.
  Deps deps_with(const Cases& other_cases, const Effects& other_effects) const {
    return {.database = deps.database,
            .journal = deps.journal,
            .people = deps.people,
            .keyed_hash = deps.keyed_hash,
            .master_key = deps.master_key,
            .cases = other_cases,
            .effects = other_effects,
            .clock = deps.clock,
            .random = deps.random,
            .log = deps.log,
            .metrics = deps.metrics,
            .settings = deps.settings};
  }
  population::Register::Deps register_deps() const {
    return {deps.database, deps.master_key, deps.keyed_hash, deps.journal, deps.clock, deps.random};
  }
  int64_t count(std::string_view sql) { return run((*database)->query(sql, {})).value().front().integer(0); }

  std::unique_ptr<store::TestDatabase> database;
  population::TestRegister nation;
  PresenceCodes codes;
  SilentLog log{};
  http::Metrics metrics{};
  FakeCases cases{};
  FakeEffects effects{};
  Deps deps;
  PersonId resident{};
};

inline Basis presence_basis(const Presence& presence) { return Basis{Basis::Kind::kPresence, presence.id}; }

}  // namespace inkan::officers
