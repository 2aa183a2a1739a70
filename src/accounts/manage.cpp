#include "accounts/manage.h"

#include "accounts/code.h"
#include "accounts/directory.h"
#include "accounts/hashes.h"
#include "accounts/totp.h"
#include "base/check.h"
#include "base/encoding.h"
#include "store/outbox.h"

namespace inkan::accounts {
namespace {

constexpr int kRecoveryCodes = 10;

struct Opened {
  AccountRow row{};
  crypto::DataKey key;
};

Task<Opened> open_account_row(const Deps& deps, AccountId account) {
  Result<std::optional<AccountRow>> row = co_await find_account(deps.database, std::move(account));
  if (!row) co_return pass_on(row);
  if (!*row || (*row)->status != AccountStatus::kActive)
    co_return fail(ErrorCode::kForbidden, "This account is not active");
  Result<crypto::DataKey> key = open_account_key(deps, **row);
  if (!key) co_return pass_on(key);
  co_return Opened{std::move(**row), std::move(*key)};
}

void record(const Deps& deps, store::Batch& batch, const SessionRow& session, audit::EventKind kind) {
  audit::Event event;
  event.kind = kind;
  event.person_id = session.person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = session.account.text();
  deps.journal.record(batch, event);
}

Task<Done> store_all(const Deps& deps, store::Batch batch) {
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace

Task<Overview> load_overview(const Deps& deps, AccountId account) {
  Result<Opened> opened = co_await open_account_row(deps, account);
  if (!opened) co_return pass_on(opened);
  Result<std::optional<LoginOfAccount>> login = co_await find_login_of(deps.database, account);
  if (!login) co_return pass_on(login);
  Result<std::optional<TotpRow>> totp = co_await find_totp(deps.database, account);
  if (!totp) co_return pass_on(totp);
  Result<int64_t> codes = co_await count_recovery_codes(deps.database, account);
  if (!codes) co_return pass_on(codes);
  Result<std::vector<PasskeyRow>> passkeys = co_await list_passkeys(deps.database, account);
  if (!passkeys) co_return pass_on(passkeys);
  check(login->has_value(), "an active account has a login");
  Result<std::string> login_id = open_field(opened->key, "login", account, (*login)->sealed_login);
  if (!login_id) co_return pass_on(login_id);
  Overview overview;
  overview.login_id = std::move(*login_id);
  overview.has_totp = totp->has_value();
  overview.recovery_codes_left = *codes;
  for (const PasskeyRow& row : *passkeys) {
    Result<std::string> name = open_field(opened->key, "passkey name", account, row.sealed_name);
    if (!name) co_return pass_on(name);
    overview.passkeys.push_back({base64url_encode(row.credential_id), std::move(*name), row.added_at});
  }
  co_return overview;
}

Task<Secret> offer_totp(const Deps& deps, SessionRow session) {
  Result<Opened> opened = co_await open_account_row(deps, session.account);
  if (!opened) co_return pass_on(opened);
  Result<std::optional<TotpOffer>> offer =
      co_await find_totp_offer(deps.database, session.session_hash, deps.clock.now());
  if (!offer) co_return pass_on(offer);
  if (*offer) {
    Result<std::string> secret = open_field(opened->key, "totp", session.account, (*offer)->sealed_secret);
    if (!secret) co_return pass_on(secret);
    co_return Secret(std::move(*secret));
  }
  std::string secret = deps.random.bytes(kTotpSecretBytes);
  TotpOffer fresh;
  fresh.session_hash = session.session_hash;
  fresh.sealed_secret = seal_field(deps, opened->key, "totp", session.account, secret);
  fresh.expires_at = deps.clock.now() + deps.settings.enrol_max;
  store::Batch batch;
  put_totp_offer(batch, fresh);
  Result<Done> stored = co_await store_all(deps, std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Secret(std::move(secret));
}

Task<bool> accept_totp(const Deps& deps, SessionRow session, std::string code) {
  Result<std::optional<TotpOffer>> offer =
      co_await find_totp_offer(deps.database, session.session_hash, deps.clock.now());
  if (!offer) co_return pass_on(offer);
  if (!*offer) co_return fail(ErrorCode::kExpired, "The offered key has expired");
  Result<Opened> opened = co_await open_account_row(deps, session.account);
  if (!opened) co_return pass_on(opened);
  Result<std::string> plain = open_field(opened->key, "totp", session.account, (*offer)->sealed_secret);
  if (!plain) co_return pass_on(plain);
  const Secret secret(std::move(*plain));
  const std::optional<int64_t> step = match_totp(secret, code, deps.clock.now());
  if (!step) co_return false;
  NewTotp totp;
  totp.account = session.account;
  totp.sealed_secret = (*offer)->sealed_secret;
  totp.last_step = *step;
  totp.now = deps.clock.now();
  store::Batch batch;
  take_totp_offer(batch, session.session_hash);
  put_totp(batch, totp);
  record(deps, batch, session, audit::EventKind::kAuthenticatorAdded);
  Result<Done> stored = co_await store_all(deps, std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return true;
}

Task<Done> remove_totp_of(const Deps& deps, SessionRow session) {
  store::Batch batch;
  remove_totp(batch, session.account);
  record(deps, batch, session, audit::EventKind::kAuthenticatorRemoved);
  co_return co_await store_all(deps, std::move(batch));
}

Task<Done> remove_passkey_of(const Deps& deps, SessionRow session, std::string credential_id) {
  store::Batch batch;
  remove_passkey(batch, session.account, credential_id);
  record(deps, batch, session, audit::EventKind::kAuthenticatorRemoved);
  co_return co_await store_all(deps, std::move(batch));
}

Task<std::vector<std::string>> make_recovery_codes(const Deps& deps, SessionRow session) {
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(make_code(deps.random));
    hashes.push_back(recovery_hash(deps.keyed_hash, session.account, fold_code(codes.back()).value_or("")));
  }
  store::Batch batch;
  replace_recovery_codes(batch, session.account, hashes);
  record(deps, batch, session, audit::EventKind::kAuthenticatorAdded);
  Result<Done> stored = co_await store_all(deps, std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return codes;
}

Task<Done> change_password(const Deps& deps, SessionRow session, Secret password) {
  const crypto::PasswordCost cost = deps.settings.password_cost;
  auto work = [password = std::move(password), cost]() -> Result<std::string> {
    return crypto::hash_password(password, cost);
  };
  Result<std::string> hash = co_await deps.hashing.run<std::string>(std::move(work));
  if (!hash) co_return pass_on(hash);
  store::Batch batch;
  change_password_hash(batch, session.account, std::move(*hash), deps.clock.now());
  remove_sessions(batch, session.account, session.session_hash);
  record(deps, batch, session, audit::EventKind::kAuthenticatorRemoved);
  record(deps, batch, session, audit::EventKind::kAuthenticatorAdded);
  co_return co_await store_all(deps, std::move(batch));
}

Task<Done> end_other_sessions(const Deps& deps, SessionRow session) {
  store::Batch batch;
  remove_sessions(batch, session.account, session.session_hash);
  record(deps, batch, session, audit::EventKind::kSignOut);
  co_return co_await store_all(deps, std::move(batch));
}

Task<Done> close_account(const Deps& deps, SessionRow session) {
  store::Batch batch;
  erase_account(batch, session.account, deps.clock.now());
  record(deps, batch, session, audit::EventKind::kAccountClosed);
  store::add_outbox(batch, "account.closed", session.account.text(), deps.clock.now());
  co_return co_await store_all(deps, std::move(batch));
}

}  // namespace inkan::accounts
