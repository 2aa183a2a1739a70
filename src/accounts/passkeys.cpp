#include "accounts/passkeys.h"

#include "accounts/account_store.h"
#include "accounts/directory.h"
#include "accounts/hashes.h"
#include "base/encoding.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

constexpr size_t kChallengeBytes = 32;
constexpr size_t kNameCharactersMax = 60;
constexpr size_t kTransportsMax = 8;
constexpr std::string_view kRegister = "register";
constexpr std::string_view kSignIn = "sign-in";

webauthn::Party party_of(const Deps& deps) {
  return webauthn::Party{deps.settings.relying_party_id, deps.settings.origin};
}

Task<std::string> add_new_challenge(const Deps& deps, std::string kind, std::string bound_to) {
  const std::string challenge = deps.random.bytes(kChallengeBytes);
  ChallengeRow row;
  row.challenge_hash = challenge_hash(deps.keyed_hash, challenge);
  row.kind = std::move(kind);
  row.bound_to = std::move(bound_to);
  row.expires_at = deps.clock.now() + deps.settings.challenge_lifetime;
  store::Batch batch;
  add_challenge(batch, row);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return challenge;
}

// The challenge named in client data is used up before anything is verified: a failed ceremony burns it, too.
Task<std::string> take_named_challenge(const Deps& deps, std::string kind, std::string bound_to,
                                       std::string client_data) {
  Result<std::string> challenge = webauthn::challenge_of(client_data);
  if (!challenge) co_return pass_on(challenge);
  ChallengeRow row;
  row.challenge_hash = challenge_hash(deps.keyed_hash, *challenge);
  row.kind = std::move(kind);
  row.bound_to = std::move(bound_to);
  store::Batch batch;
  take_challenge(batch, row, deps.clock.now());
  Result<store::CommitResult> taken = co_await deps.database.commit(std::move(batch));
  if (!taken) co_return pass_on(taken);
  if (!taken->outcome)
    co_return fail(ErrorCode::kInvalidInput, "The passkey was not accepted", "challenge not ours or used");
  co_return std::move(*challenge);
}

struct Owner {
  AccountRow row{};
  std::string login_id{};
  crypto::DataKey key;
};

Task<Owner> load_owner(const Deps& deps, AccountId account) {
  Result<std::optional<AccountRow>> row = co_await find_account(deps.database, account);
  if (!row) co_return pass_on(row);
  if (!*row || (*row)->status != AccountStatus::kActive)
    co_return fail(ErrorCode::kForbidden, "This account is not active");
  Result<crypto::DataKey> key = open_account_key(deps, **row);
  if (!key) co_return pass_on(key);
  Result<std::optional<LoginOfAccount>> login = co_await find_login_of(deps.database, account);
  if (!login) co_return pass_on(login);
  if (!*login) co_return fail(ErrorCode::kInternal, "", "account without login");
  Result<std::string> login_id = open_field(*key, "login", account, (*login)->sealed_login);
  if (!login_id) co_return pass_on(login_id);
  co_return Owner{std::move(**row), std::move(*login_id), std::move(*key)};
}

json::array descriptors_of(const std::vector<PasskeyRow>& passkeys) {
  json::array list;
  for (const PasskeyRow& passkey : passkeys) {
    json::object descriptor{{"type", "public-key"}, {"id", base64url_encode(passkey.credential_id)}};
    if (!passkey.transports.empty()) {
      json::array transports;
      for (const std::string& transport : split(passkey.transports, ' ')) transports.emplace_back(transport);
      descriptor["transports"] = std::move(transports);
    }
    list.push_back(std::move(descriptor));
  }
  return list;
}

// WebAuthn §5.4: the options, with what we ask of the authenticator.
json::object creation_options(const Deps& deps, const Owner& owner, std::string_view challenge, json::array excluded) {
  json::array algorithms;
  for (const webauthn::Algorithm algorithm :
       {webauthn::Algorithm::kES256, webauthn::Algorithm::kEdDSA, webauthn::Algorithm::kRS256}) {
    algorithms.push_back(json::object{{"type", "public-key"}, {"alg", static_cast<int64_t>(algorithm)}});
  }
  json::object selection{{"residentKey", "required"}, {"requireResidentKey", true}, {"userVerification", "required"}};
  json::object user{
      {"id", base64url_encode(owner.row.user_handle)}, {"name", owner.login_id}, {"displayName", owner.login_id}};
  json::object options;
  options["rp"] = json::object{{"id", deps.settings.relying_party_id}, {"name", deps.settings.name}};
  options["user"] = std::move(user);
  options["challenge"] = base64url_encode(challenge);
  options["pubKeyCredParams"] = std::move(algorithms);
  options["timeout"] = std::chrono::duration_cast<std::chrono::milliseconds>(deps.settings.challenge_lifetime).count();
  options["excludeCredentials"] = std::move(excluded);
  options["authenticatorSelection"] = std::move(selection);
  options["attestation"] = "none";
  return options;
}

// Bound to browser and flow alike: a challenge shown to one sign-in is worth nothing in another.
std::string sign_in_binding(const FlowRow& flow) { return crypto::sha256(flow.browser_hash + flow.flow_hash); }

std::string tidy_name(const std::string& name) {
  const std::string_view trimmed = trim(name);
  if (trimmed.empty() || !is_utf8(trimmed) || utf8_length(trimmed) > kNameCharactersMax) return {};
  return std::string(trimmed);
}

Result<std::string> decode_member(const json::object& object, std::string_view name) {
  Result<std::string> text = need_string(object, name, "passkey response");
  if (!text) return pass_on(text);
  return base64url_decode(*text);
}

bool is_transport(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// What the assertion claims, looked up; nullopt when any of it does not fit together.
Task<std::optional<PasskeyRow>> find_claimed(const Deps& deps, FlowRow flow, AssertionTry tried) {
  Result<std::optional<PasskeyRow>> passkey = co_await find_passkey(deps.database, tried.credential_id);
  if (!passkey) co_return pass_on(passkey);
  if (!*passkey) co_return std::nullopt;
  // §7.2 step 6: the user handle must name the owner of the credential.
  Result<std::optional<AccountRow>> owner = co_await find_account_by_user_handle(deps.database, tried.user_handle);
  if (!owner) co_return pass_on(owner);
  const bool fits = *owner && (*owner)->id == (*passkey)->account && (*owner)->status == AccountStatus::kActive;
  if (!fits) co_return std::nullopt;
  if (!flow.account.empty() && flow.account != (*passkey)->account) co_return std::nullopt;
  co_return std::move(**passkey);
}

Task<Step> refuse_passkey(const Deps& deps, AccountId account, PersonId person, std::string client_id) {
  deps.metrics.count("sign_in_passkey", "refused");
  // What names no account is on nobody's record: strangers could otherwise fill the journal, which is kept for ever.
  if (account.empty()) co_return Step();
  Result<Done> recorded = co_await record_refusal(deps, std::move(account), std::move(person), std::move(client_id));
  if (!recorded) co_return pass_on(recorded);
  co_return Step();
}

}  // namespace

Task<json::object> begin_registration(const Deps& deps, SessionRow session) {
  Result<Owner> owner = co_await load_owner(deps, session.account);
  if (!owner) co_return pass_on(owner);
  Result<std::vector<PasskeyRow>> passkeys = co_await list_passkeys(deps.database, session.account);
  if (!passkeys) co_return pass_on(passkeys);
  if (passkeys->size() >= kPasskeysMax)
    co_return fail(ErrorCode::kConflict, "This account has as many passkeys as it can have");
  Result<std::string> challenge = co_await add_new_challenge(deps, std::string(kRegister), session.session_hash);
  if (!challenge) co_return pass_on(challenge);
  co_return creation_options(deps, *owner, *challenge, descriptors_of(*passkeys));
}

Task<Done> finish_registration(const Deps& deps, SessionRow session, RegistrationTry tried) {
  Result<std::string> challenge =
      co_await take_named_challenge(deps, std::string(kRegister), session.session_hash, tried.response.client_data);
  if (!challenge) co_return pass_on(challenge);
  Result<webauthn::NewCredential> credential =
      webauthn::verify_registration(party_of(deps), *challenge, tried.response);
  if (!credential) co_return pass_on(credential);
  Result<Owner> owner = co_await load_owner(deps, session.account);
  if (!owner) co_return pass_on(owner);
  PasskeyRow row;
  row.credential_id = credential->id;
  row.account = session.account;
  row.public_key = credential->public_key;
  row.sign_count = credential->sign_count;
  row.backup_eligible = credential->backup_eligible;
  row.backed_up = credential->backed_up;
  row.transports = tried.transports;
  row.sealed_name = seal_field(deps, owner->key, "passkey name", session.account, tidy_name(tried.name));
  row.added_at = deps.clock.now();
  store::Batch batch;
  add_passkey(batch, row);
  audit::Event event;
  event.kind = audit::EventKind::kAuthenticatorAdded;
  event.person_id = session.person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = session.account.text();
  deps.journal.record(batch, event);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<json::object> begin_passkey_sign_in(const Deps& deps, FlowRow flow) {
  Result<std::string> challenge = co_await add_new_challenge(deps, std::string(kSignIn), sign_in_binding(flow));
  if (!challenge) co_return pass_on(challenge);
  json::object options;
  options["challenge"] = base64url_encode(*challenge);
  options["timeout"] = std::chrono::duration_cast<std::chrono::milliseconds>(deps.settings.challenge_lifetime).count();
  options["rpId"] = deps.settings.relying_party_id;
  options["allowCredentials"] = json::array();
  options["userVerification"] = "required";
  co_return options;
}

Task<Step> sign_in_with_passkey(const Deps& deps, FlowRow flow, AssertionTry tried, Visitor visitor) {
  const std::string client_id = flow.request.client_id;
  Result<std::string> challenge =
      co_await take_named_challenge(deps, std::string(kSignIn), sign_in_binding(flow), tried.response.client_data);
  if (!challenge && challenge.error().code != ErrorCode::kInvalidInput) co_return pass_on(challenge);
  if (!challenge) co_return co_await refuse_passkey(deps, flow.account, flow.person, client_id);
  Result<std::optional<PasskeyRow>> passkey = co_await find_claimed(deps, flow, tried);
  if (!passkey) co_return pass_on(passkey);
  if (!*passkey) co_return co_await refuse_passkey(deps, flow.account, flow.person, client_id);
  const PasskeyRow& row = **passkey;
  Result<std::optional<AccountRow>> owner = co_await find_account(deps.database, row.account);
  if (!owner) co_return pass_on(owner);
  if (!*owner) co_return co_await refuse_passkey(deps, flow.account, flow.person, client_id);
  const webauthn::KnownCredential known{row.public_key, static_cast<uint32_t>(row.sign_count), row.backup_eligible};
  Result<webauthn::Assertion> assertion = webauthn::verify_assertion(party_of(deps), *challenge, known, tried.response);
  if (!assertion) {
    deps.log.warning("passkey_refused", {{"why", std::string_view(assertion.error().private_detail)}});
    co_return co_await refuse_passkey(deps, row.account, (*owner)->person, client_id);
  }
  PasskeyUse use;
  use.credential_id = row.credential_id;
  use.old_count = row.sign_count;
  use.new_count = assertion->sign_count;
  use.backed_up = assertion->backed_up;
  use.now = deps.clock.now();
  store::Batch batch;
  use_passkey(batch, use);
  Proof proof;
  proof.account = row.account;
  proof.person = (*owner)->person;
  proof.level = 2;
  proof.methods.emplace_back(row.backup_eligible ? "swk" : "hwk");
  proof.methods.emplace_back("user");
  co_return co_await finish_sign_in(deps, std::move(flow), std::move(proof), std::move(batch), std::move(visitor));
}

Result<RegistrationTry> parse_registration(const json::object& body) {
  const json::object* credential = find_object(body, "credential");
  const json::object* response = credential ? find_object(*credential, "response") : nullptr;
  if (response == nullptr) return fail(ErrorCode::kInvalidInput, "credential.response is missing");
  Result<std::string> client_data = decode_member(*response, "clientDataJSON");
  if (!client_data) return pass_on(client_data);
  Result<std::string> attestation = decode_member(*response, "attestationObject");
  if (!attestation) return pass_on(attestation);
  RegistrationTry tried;
  tried.response.client_data = std::move(*client_data);
  tried.response.attestation_object = std::move(*attestation);
  std::vector<std::string> transports;
  if (const json::array* list = find_array(*response, "transports")) {
    for (const json::value& one : *list) {
      if (one.is_string() && is_transport(one.get_string()) && transports.size() < kTransportsMax) {
        transports.emplace_back(one.get_string());
      }
    }
  }
  tried.transports = join(transports, " ");
  tried.name = std::string(find_string(body, "name").value_or(""));
  return tried;
}

Result<AssertionTry> parse_assertion(const json::object& body) {
  const json::object* credential = find_object(body, "credential");
  const json::object* response = credential ? find_object(*credential, "response") : nullptr;
  if (response == nullptr) return fail(ErrorCode::kInvalidInput, "credential.response is missing");
  AssertionTry tried;
  struct Member {
    const json::object* from;
    std::string_view name;
    std::string* to;
  };
  for (const Member& member :
       {Member{credential, "rawId", &tried.credential_id}, Member{response, "userHandle", &tried.user_handle},
        Member{response, "clientDataJSON", &tried.response.client_data},
        Member{response, "authenticatorData", &tried.response.authenticator_data},
        Member{response, "signature", &tried.response.signature}}) {
    Result<std::string> bytes = decode_member(*member.from, member.name);
    if (!bytes) return pass_on(bytes);
    *member.to = std::move(*bytes);
  }
  return tried;
}

}  // namespace inkan::accounts
