#include "officers/passkeys.h"

#include "accounts/code.h"
#include "base/encoding.h"
#include "officers/alarms.h"
#include "officers/hashes.h"
#include "officers/proposal_store.h"
#include "officers/roster.h"
#include "officers/sessions.h"

namespace inkan::officers {

namespace {

namespace webauthn = accounts::webauthn;

constexpr size_t kChallengeBytes = 32;
constexpr const char* kRefused = "The passkey was not accepted.";
constexpr const char* kWrongCode =
    "This invitation is not valid: it may have been used, replaced or run out. Ask for a new one.";

webauthn::Party party_of(const Deps& deps) {
  return webauthn::Party{deps.settings.relying_party_id, deps.settings.origin};
}

// Lengths keep the parts apart: no session, name and subject read as others.
std::string binding_of(std::string_view holder, const Act& act) {
  std::string text;
  for (const std::string_view part : {holder, std::string_view(act.name), std::string_view(act.subject)})
    text += std::to_string(part.size()) + ":" + std::string(part);
  return crypto::sha256(text);
}
std::string sign_in_binding(const Deps& deps, const std::string& browser) {
  return binding_of(browser_hash(deps.keyed_hash, browser), Act{.name = "sign-in"});
}

Task<std::string> add_new_challenge(const Deps& deps, std::string bound_to) {
  const std::string challenge = deps.random.bytes(kChallengeBytes);
  store::Batch batch;
  add_officer_challenge(batch, challenge_hash(deps.keyed_hash, challenge), bound_to,
                        deps.clock.now() + deps.settings.challenge_lifetime);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return challenge;
}

// The challenge is used up before anything is verified: a failed ceremony burns it, too.
Task<std::string> take_challenge(const Deps& deps, std::string bound_to, std::string client_data) {
  auto challenge = webauthn::challenge_of(client_data);
  if (!challenge) co_return fail(ErrorCode::kForbidden, kRefused, "client data without challenge");
  store::Batch batch;
  take_officer_challenge(batch, challenge_hash(deps.keyed_hash, *challenge), bound_to, deps.clock.now());
  auto taken = co_await deps.database.commit(std::move(batch));
  if (!taken) co_return pass_on(taken);
  if (!taken->outcome) co_return fail(ErrorCode::kForbidden, kRefused, "challenge not ours, used or for another act");
  co_return std::move(*challenge);
}

json::object assertion_options(const Deps& deps, const std::string& challenge) {
  json::object options;
  options["challenge"] = base64url_encode(challenge);
  options["timeout"] = std::chrono::duration_cast<std::chrono::milliseconds>(deps.settings.challenge_lifetime).count();
  options["rpId"] = deps.settings.relying_party_id;
  options["allowCredentials"] = json::array();
  options["userVerification"] = "required";
  return options;
}

// WebAuthn §5.4. The name that authenticators show says that this is the passkey of an office.
json::object creation_options(const Deps& deps, const Officer& officer, const OfficerRow& row,
                              const std::string& challenge) {
  json::array algorithms;
  for (const auto algorithm : {webauthn::Algorithm::kES256, webauthn::Algorithm::kEdDSA, webauthn::Algorithm::kRS256})
    algorithms.push_back(json::object{{"type", "public-key"}, {"alg", static_cast<int64_t>(algorithm)}});
  const std::string shown = officer.name + " (" + std::string(to_text(officer.role)) + ")";
  json::object options;
  options["rp"] = json::object{{"id", deps.settings.relying_party_id}, {"name", deps.settings.name}};
  options["user"] = json::object{{"id", base64url_encode(row.user_handle)}, {"name", shown}, {"displayName", shown}};
  options["challenge"] = base64url_encode(challenge);
  options["pubKeyCredParams"] = std::move(algorithms);
  options["timeout"] = std::chrono::duration_cast<std::chrono::milliseconds>(deps.settings.challenge_lifetime).count();
  options["excludeCredentials"] = json::array();
  options["authenticatorSelection"] =
      json::object{{"residentKey", "required"}, {"requireResidentKey", true}, {"userVerification", "required"}};
  options["attestation"] = "none";
  return options;
}

Task<OfficerRow> load_enrolling(const Deps& deps, std::string code) {
  const auto folded = accounts::fold_code(code);
  if (!folded) co_return fail(ErrorCode::kForbidden, kWrongCode);
  auto row = co_await find_enrolling(deps.database, enrolment_hash(deps.keyed_hash, *folded), deps.clock.now());
  if (!row) co_return pass_on(row);
  if (!*row) co_return fail(ErrorCode::kForbidden, kWrongCode);
  co_return std::move(**row);
}

// Proven is a passkey that answered the challenge, whoever's it is.
struct Proven {
  PasskeyRow passkey{};
  int64_t new_count = 0;
};
Task<Proven> check_assertion(const Deps& deps, std::string bound_to, accounts::AssertionTry tried) {
  auto challenge = co_await take_challenge(deps, std::move(bound_to), tried.response.client_data);
  if (!challenge) co_return pass_on(challenge);
  auto found = co_await find_officer_passkey(deps.database, tried.credential_id);
  if (!found) co_return pass_on(found);
  // WebAuthn §7.2 step 6: the user handle must name the owner of the credential.
  if (!*found || (*found)->user_handle != tried.user_handle)
    co_return fail(ErrorCode::kForbidden, kRefused, "no such passkey of an active officer");
  const PasskeyRow& row = (*found)->passkey;
  const webauthn::KnownCredential known{row.public_key, static_cast<uint32_t>(row.sign_count), row.backup_eligible};
  auto assertion = webauthn::verify_assertion(party_of(deps), *challenge, known, tried.response);
  if (!assertion) co_return fail(ErrorCode::kForbidden, kRefused, assertion.error().private_detail);
  co_return Proven{row, int64_t{assertion->sign_count}};
}

// end_for_foreign_proof: two people at one session is how records got to the wrong person (L-03, L-05).
Task<Done> end_for_foreign_proof(const Deps& deps, OnDuty duty) {
  store::Batch batch;
  remove_officer_session(batch, duty.session_hash);
  remove_drafts_of(batch, duty.officer.id);
  raise_alarm(deps, batch, NewAlarm{.kind = AlarmKind::kForeignProof, .officer = duty.officer});
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

audit::Event sign_in_event(audit::EventKind kind, const OfficerId& officer) {
  audit::Event event;
  event.kind = kind;
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = officer.text()};
  return event;
}

}  // namespace

Task<json::object> begin_enrolment(const Deps& deps, std::string code) {
  auto row = co_await load_enrolling(deps, code);
  if (!row) co_return pass_on(row);
  auto officer = open_officer(deps, *row);
  if (!officer) co_return pass_on(officer);
  const Act act{.name = "enrol", .subject = row->id.text()};
  auto challenge = co_await add_new_challenge(deps, binding_of({}, act));
  if (!challenge) co_return pass_on(challenge);
  co_return creation_options(deps, *officer, *row, *challenge);
}

Task<Done> finish_enrolment(const Deps& deps, std::string code, accounts::RegistrationTry tried) {
  auto row = co_await load_enrolling(deps, code);
  if (!row) co_return pass_on(row);
  const Act act{.name = "enrol", .subject = row->id.text()};
  auto challenge = co_await take_challenge(deps, binding_of({}, act), tried.response.client_data);
  if (!challenge) co_return pass_on(challenge);
  auto credential = webauthn::verify_registration(party_of(deps), *challenge, tried.response);
  if (!credential) co_return fail(ErrorCode::kForbidden, kRefused, credential.error().private_detail);
  PasskeyRow passkey;
  passkey.credential_id = credential->id;
  passkey.officer = row->id;
  passkey.public_key = credential->public_key;
  passkey.sign_count = credential->sign_count;
  passkey.backup_eligible = credential->backup_eligible;
  passkey.added_at = deps.clock.now();
  store::Batch batch;
  take_enrolment(batch, row->id, enrolment_hash(deps.keyed_hash, *accounts::fold_code(code)), deps.clock.now());
  activate_officer(batch, row->id);
  add_officer_passkey(batch, passkey);
  deps.journal.record(batch, sign_in_event(audit::EventKind::kAuthenticatorAdded, row->id));
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (!stored->outcome) co_return fail(ErrorCode::kForbidden, kWrongCode);
  co_return Done{};
}

Task<json::object> begin_sign_in(const Deps& deps, std::string browser) {
  auto challenge = co_await add_new_challenge(deps, sign_in_binding(deps, browser));
  if (!challenge) co_return pass_on(challenge);
  co_return assertion_options(deps, *challenge);
}

Task<SignedIn> finish_sign_in(const Deps& deps, SignInTry tried) {
  auto proven = co_await check_assertion(deps, sign_in_binding(deps, tried.browser), std::move(tried.passkey));
  if (!proven) {
    deps.metrics.count("officer_sign_in", "refused");
    co_return pass_on(proven);
  }
  store::Batch batch;
  use_officer_passkey(batch, proven->passkey, proven->new_count, deps.clock.now());
  SignedIn signed_in;
  signed_in.officer = proven->passkey.officer;
  signed_in.session_cookie = start_session(deps, batch, signed_in.officer, tried.replaced_cookie);
  deps.journal.record(batch, sign_in_event(audit::EventKind::kSignIn, signed_in.officer));
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (!stored->outcome) co_return fail(ErrorCode::kForbidden, kRefused, "signature counter moved meanwhile");
  deps.metrics.count("officer_sign_in", "ok");
  co_return signed_in;
}

Task<json::object> begin_proof(const Deps& deps, OnDuty duty, Act act) {
  auto challenge = co_await add_new_challenge(deps, binding_of(duty.session_hash, act));
  if (!challenge) co_return pass_on(challenge);
  co_return assertion_options(deps, *challenge);
}

void Proof::seal(store::Batch& batch, Time now) const {
  add_duty_check(batch, officer, now);
  use_officer_passkey(batch, passkey, new_count, now);
}

Task<Proof> prove(const Deps& deps, OnDuty duty, Act act, accounts::AssertionTry tried) {
  auto proven = co_await check_assertion(deps, binding_of(duty.session_hash, act), std::move(tried));
  if (!proven) co_return pass_on(proven);
  if (proven->passkey.officer != duty.officer.id) {
    auto ended = co_await end_for_foreign_proof(deps, duty);
    if (!ended) co_return pass_on(ended);
    co_return fail(ErrorCode::kForbidden, "This passkey belongs to somebody else. The session has ended.");
  }
  Proof proof;
  proof.officer = duty.officer;
  proof.passkey = std::move(proven->passkey);
  proof.new_count = proven->new_count;
  co_return proof;
}

}  // namespace inkan::officers
