#include "accounts/sign_in.h"

#include <algorithm>

#include "accounts/account_store.h"
#include "accounts/code.h"
#include "accounts/directory.h"
#include "accounts/hashes.h"
#include "accounts/sessions.h"
#include "accounts/totp.h"
#include "base/encoding.h"
#include "guard/lockout.h"

namespace inkan::accounts {
namespace {

constexpr size_t kDeviceCookieBytes = 32;
constexpr size_t kLoginIdBytesMax = 256;
constexpr size_t kPasswordBytesMax = 1024;

struct PasswordCheck {
  bool right = false;
  std::string new_hash{};  // set when the hash should be replaced by one of today's cost
};

// The work of check is the same for login ids nobody has: they are checked against a decoy.
Task<PasswordCheck> check_password(const Deps& deps, Secret password, std::string hash) {
  const crypto::PasswordCost cost = deps.settings.password_cost;
  auto work = [password = std::move(password), hash = std::move(hash), cost]() -> Result<PasswordCheck> {
    PasswordCheck check;
    check.right = crypto::password_matches(password, hash);
    if (check.right && crypto::password_needs_rehash(hash, cost)) {
      Result<std::string> fresh = crypto::hash_password(password, cost);
      if (fresh) check.new_hash = std::move(*fresh);
    }
    return check;
  };
  co_return co_await deps.hashing.run<PasswordCheck>(std::move(work));
}

guard::Attempt attempt_of(std::string_view kind, std::string subject_hash, const Visitor& visitor, bool known_device) {
  guard::Attempt attempt;
  attempt.kind = kind;
  attempt.subject_hash = std::move(subject_hash);
  attempt.source = visitor.source;
  attempt.known_device = known_device;
  return attempt;
}

Task<bool> known_device(const Deps& deps, Visitor visitor, AccountId account) {
  const std::string cookie = visitor.device_cookie.value_or("");
  co_return co_await is_known_device(deps.database, device_hash(deps.keyed_hash, cookie), std::move(account),
                                     deps.clock.now());
}

Step step_of(Step::Next next) {
  Step step;
  step.next = next;
  return step;
}

Step locked(const guard::Verdict& verdict) {
  Step step = step_of(Step::Next::kLocked);
  step.retry_after = verdict.retry_after;
  return step;
}

Task<Step> refuse(const Deps& deps, AccountId account, PersonId person, std::string client_id,
                  std::string_view factor) {
  deps.metrics.count("sign_in_" + std::string(factor), "refused");
  Result<Done> recorded = co_await record_refusal(deps, std::move(account), std::move(person), std::move(client_id));
  if (!recorded) co_return pass_on(recorded);
  co_return step_of(Step::Next::kWrong);
}

// After the first factor: the flow remembers it, and the next page asks for the second.
Task<Step> remember_first_factor(const Deps& deps, FlowRow flow, store::Batch batch) {
  Result<std::optional<TotpRow>> totp = co_await find_totp(deps.database, flow.account);
  if (!totp) co_return pass_on(totp);
  Result<int64_t> codes = co_await count_recovery_codes(deps.database, flow.account);
  if (!codes) co_return pass_on(codes);
  set_flow_account(batch, flow);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  Step step = step_of(totp->has_value() || *codes > 0 ? Step::Next::kOtp : Step::Next::kNoSecondFactor);
  step.account = flow.account;
  co_return step;
}

Task<Step> after_password(const Deps& deps, FlowRow flow, LoginRow login, PasswordCheck check, Visitor visitor) {
  store::Batch batch;
  if (!check.new_hash.empty()) change_password_hash(batch, login.account, check.new_hash, deps.clock.now());
  flow.account = login.account;
  flow.person = login.person;
  flow.password_at = deps.clock.now();
  flow.methods.assign(1, "pwd");
  if (flow.request.level_needed > 1) {
    Result<Step> step = co_await remember_first_factor(deps, std::move(flow), std::move(batch));
    co_return step;
  }
  Proof proof;
  proof.account = login.account;
  proof.person = login.person;
  proof.methods = flow.methods;
  co_return co_await finish_sign_in(deps, std::move(flow), std::move(proof), std::move(batch), std::move(visitor));
}

Proof second_factor_proof(const FlowRow& flow) {
  Proof proof;
  proof.account = flow.account;
  proof.person = flow.person;
  proof.level = 2;
  proof.methods = flow.methods;
  if (std::ranges::find(proof.methods, "otp") == proof.methods.end()) proof.methods.push_back("otp");
  return proof;
}

// Whatever second factor is typed: count first, then check.
Task<guard::Verdict> begin_second_factor(const Deps& deps, FlowRow flow, std::string kind, Visitor visitor) {
  Result<bool> known = co_await known_device(deps, visitor, flow.account);
  if (!known) co_return pass_on(known);
  guard::Attempt attempt = attempt_of(kind, account_hash(deps.keyed_hash, flow.account), visitor, *known);
  co_return co_await guard::begin_attempt(deps.database, std::move(attempt), deps.clock.now());
}

Task<Done> clear_second_factor(const Deps& deps, AccountId account, std::string kind, Visitor visitor) {
  Result<bool> known = co_await known_device(deps, visitor, account);
  if (!known) co_return pass_on(known);
  guard::Attempt attempt = attempt_of(kind, account_hash(deps.keyed_hash, account), visitor, *known);
  co_return co_await guard::clear_attempts(deps.database, std::move(attempt));
}

Task<Secret> open_totp_secret(const Deps& deps, AccountId account, std::string sealed) {
  Result<std::optional<AccountRow>> row = co_await find_account(deps.database, account);
  if (!row) co_return pass_on(row);
  if (!*row || (*row)->status != AccountStatus::kActive) co_return fail(ErrorCode::kExpired, "This sign-in has ended");
  Result<crypto::DataKey> key = open_account_key(deps, **row);
  if (!key) co_return pass_on(key);
  Result<std::string> secret = open_field(*key, "totp", account, sealed);
  if (!secret) co_return pass_on(secret);
  co_return Secret(std::move(*secret));
}

// A batch with the used-up second factor ends the flow; the attempts are forgotten when it held.
Task<Step> finish_second_factor(const Deps& deps, FlowRow flow, store::Batch batch, std::string kind, Visitor visitor) {
  const AccountId account = flow.account;
  const PersonId person = flow.person;
  const std::string client_id = flow.request.client_id;
  Proof proof = second_factor_proof(flow);
  Result<Step> step = co_await finish_sign_in(deps, std::move(flow), std::move(proof), std::move(batch), visitor);
  if (!step) co_return pass_on(step);
  if (step->next == Step::Next::kWrong) co_return co_await refuse(deps, account, person, client_id, kind);
  Result<Done> cleared = co_await clear_second_factor(deps, account, kind, std::move(visitor));
  if (!cleared) deps.log.warning("attempts_not_cleared", {{"code", std::string_view(to_text(cleared.error().code))}});
  co_return step;
}

Error lost_flow() { return Error{ErrorCode::kExpired, "This sign-in has ended or belongs to another browser"}; }

}  // namespace

Result<std::string> make_decoy_hash(const crypto::PasswordCost& cost, Random& random) {
  return crypto::hash_password(Secret(random.token(32)), cost);
}

void StoredSignInRequests::add(store::Batch& batch, const SignInRequest& request) const {
  FlowRow row;
  row.flow_hash = flow_hash(deps_.keyed_hash, request.flow);
  row.browser_hash = browser_hash(deps_.keyed_hash, request.browser);
  row.request = request;
  row.asked_at = deps_.clock.now();
  add_flow(batch, row);
}

std::string StoredSignInRequests::location(std::string_view flow) const {
  return "/login?flow=" + percent_encode(flow);
}

Task<std::string> StoredSignInRequests::begin(SignInRequest wanted, std::string browser,
                                              std::string peer_address) const {
  auto verdict =
      co_await guard::begin_opening(deps_.database, source_hash(deps_.keyed_hash, peer_address), deps_.clock.now());
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed)
    co_return fail(ErrorCode::kTooMany, "Your network has begun too many sign-ins. Please try again in a few minutes.");
  wanted.flow = deps_.random.token(16);
  wanted.browser = std::move(browser);
  wanted.expires_at = deps_.clock.now() + deps_.settings.request_lifetime;
  store::Batch batch;
  add(batch, wanted);
  auto stored = co_await deps_.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return location(wanted.flow);
}

Task<FlowRow> load_flow(const Deps& deps, std::string flow, std::string browser) {
  if (flow.empty()) co_return std::unexpected(lost_flow());
  Result<std::optional<FlowRow>> row =
      co_await find_flow(deps.database, flow_hash(deps.keyed_hash, flow), deps.clock.now());
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::unexpected(lost_flow());
  if (!crypto::equal((*row)->browser_hash, browser_hash(deps.keyed_hash, browser)))
    co_return std::unexpected(lost_flow());
  co_return std::move(**row);
}

bool satisfied(const FlowRow& flow, const SessionRow& session) {
  if (session.level < flow.request.level_needed) return false;
  return !flow.request.fresh || session.authenticated_at >= flow.asked_at;
}

Task<Done> record_refusal(const Deps& deps, AccountId account, PersonId person, std::string client_id) {
  audit::Event event;
  event.kind = audit::EventKind::kSignInRefused;
  event.person_id = person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = account.text();
  event.client_id = std::move(client_id);
  store::Batch batch;
  deps.journal.record(batch, event);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<Step> finish_sign_in(const Deps& deps, FlowRow flow, Proof proof, store::Batch batch, Visitor visitor) {
  SessionStart start;
  start.account = proof.account;
  start.person = proof.person;
  start.level = proof.level;
  start.methods = proof.methods;
  Step step = step_of(Step::Next::kSignedIn);
  step.account = proof.account;
  step.session_cookie = start_session(deps, batch, start, visitor.session_cookie);
  const size_t own_end = take_flow(batch, flow.flow_hash);
  step.device_cookie = visitor.device_cookie.value_or("");
  if (step.device_cookie.empty()) step.device_cookie = deps.random.token(kDeviceCookieBytes);
  put_known_device(batch, device_hash(deps.keyed_hash, step.device_cookie), proof.account,
                   deps.clock.now() + deps.settings.device_lifetime);
  // A sign-in to a service is recorded by the layer that answers the service; here only the portal's own.
  if (flow.request.client_id.empty()) {
    audit::Event event;
    event.kind = audit::EventKind::kSignIn;
    event.person_id = proof.person.text();
    event.actor.kind = audit::ActorKind::kResident;
    event.actor.id = proof.account.text();
    deps.journal.record(batch, event);
  }
  Result<store::CommitResult> result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (result->broken_expectation == own_end) co_return std::unexpected(lost_flow());
  if (!result->outcome) co_return step_of(Step::Next::kWrong);
  deps.metrics.count("sign_in", proof.level > 1 ? "level2" : "level1");
  co_return step;
}

Task<Step> sign_in_with_password(const Deps& deps, FlowRow flow, std::string login_id, Secret password,
                                 Visitor visitor) {
  if (login_id.size() > kLoginIdBytesMax) login_id.clear();
  if (password.size() > kPasswordBytesMax) password = Secret("too long");
  const std::string hashed_login = login_hash(deps.keyed_hash, login_id);
  Result<std::optional<LoginRow>> login = co_await find_login(deps.database, hashed_login);
  if (!login) co_return pass_on(login);
  LoginRow row;
  row.password_hash = deps.settings.decoy_password_hash;
  const bool usable = *login && (*login)->status == AccountStatus::kActive;
  if (usable) row = **login;
  Result<bool> known = co_await known_device(deps, visitor, row.account);
  if (!known) co_return pass_on(known);
  guard::Attempt attempt = attempt_of("password", hashed_login, visitor, *known);
  Result<guard::Verdict> verdict = co_await guard::begin_attempt(deps.database, attempt, deps.clock.now());
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed) co_return locked(*verdict);
  Result<PasswordCheck> check = co_await check_password(deps, std::move(password), row.password_hash);
  if (!check) co_return pass_on(check);
  if (!usable || !check->right) {
    co_return co_await refuse(deps, row.account, row.person, flow.request.client_id, "password");
  }
  Result<Done> cleared = co_await guard::clear_attempts(deps.database, attempt);
  if (!cleared) co_return pass_on(cleared);
  co_return co_await after_password(deps, std::move(flow), std::move(row), std::move(*check), std::move(visitor));
}

Task<Step> step_up(const Deps& deps, FlowRow flow, SessionRow session) {
  flow.account = session.account;
  flow.person = session.person;
  flow.password_at = session.authenticated_at;
  flow.methods = session.methods;
  store::Batch batch;
  co_return co_await remember_first_factor(deps, std::move(flow), std::move(batch));
}

Task<Step> sign_in_with_otp(const Deps& deps, FlowRow flow, std::string code, Visitor visitor) {
  if (flow.account.empty()) co_return std::unexpected(lost_flow());
  Result<guard::Verdict> verdict = co_await begin_second_factor(deps, flow, "otp", visitor);
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed) co_return locked(*verdict);
  Result<std::optional<TotpRow>> totp = co_await find_totp(deps.database, flow.account);
  if (!totp) co_return pass_on(totp);
  if (!*totp) co_return co_await refuse(deps, flow.account, flow.person, flow.request.client_id, "otp");
  Result<Secret> secret = co_await open_totp_secret(deps, flow.account, (*totp)->sealed_secret);
  if (!secret) co_return pass_on(secret);
  const std::optional<int64_t> step = match_totp(*secret, code, deps.clock.now());
  if (!step) co_return co_await refuse(deps, flow.account, flow.person, flow.request.client_id, "otp");
  store::Batch batch;
  use_totp_step(batch, flow.account, *step);
  co_return co_await finish_second_factor(deps, std::move(flow), std::move(batch), "otp", std::move(visitor));
}

Task<Step> sign_in_with_recovery_code(const Deps& deps, FlowRow flow, std::string code, Visitor visitor) {
  if (flow.account.empty()) co_return std::unexpected(lost_flow());
  Result<guard::Verdict> verdict = co_await begin_second_factor(deps, flow, "recovery", visitor);
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed) co_return locked(*verdict);
  const std::optional<std::string> folded = fold_code(code);
  if (!folded) co_return co_await refuse(deps, flow.account, flow.person, flow.request.client_id, "recovery");
  store::Batch batch;
  take_recovery_code(batch, flow.account, recovery_hash(deps.keyed_hash, flow.account, *folded));
  co_return co_await finish_second_factor(deps, std::move(flow), std::move(batch), "recovery", std::move(visitor));
}

}  // namespace inkan::accounts
