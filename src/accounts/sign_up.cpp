#include "accounts/sign_up.h"

#include "accounts/code.h"
#include "accounts/directory.h"
#include "accounts/hashes.h"
#include "accounts/sessions.h"
#include "accounts/totp.h"
#include "base/check.h"
#include "guard/lockout.h"

namespace inkan::accounts {
namespace {

constexpr size_t kUserHandleBytes = 32;

Task<std::string> hash_on_pool(const Deps& deps, Secret password) {
  const crypto::PasswordCost cost = deps.settings.password_cost;
  auto work = [password = std::move(password), cost]() -> Result<std::string> {
    return crypto::hash_password(password, cost);
  };
  co_return co_await deps.hashing.run<std::string>(std::move(work));
}

guard::Attempt letter_attempt(std::string subject_hash, const Visitor& visitor) {
  guard::Attempt attempt;
  attempt.kind = "activation";
  attempt.subject_hash = std::move(subject_hash);
  attempt.source = visitor.source;
  return attempt;
}

Admission admission_of(Admission::Next next) {
  Admission admission;
  admission.next = next;
  return admission;
}

// matching_letter gives the person whose letter this is, nullopt for any reason why not.
Task<std::optional<PersonId>> matching_letter(const Deps& deps, PersonalNumber number, std::string folded) {
  Result<std::optional<PersonId>> person = co_await deps.people.find_by_number(std::move(number));
  if (!person) co_return pass_on(person);
  // The same look-ups are made for a number nobody has.
  const PersonId id = *person ? **person : PersonId("nobody");
  Result<bool> matches =
      co_await activation_matches(deps.database, id, activation_hash(deps.keyed_hash, id, folded), deps.clock.now());
  if (!matches) co_return pass_on(matches);
  Result<bool> has_one = co_await has_account(deps.database, id);
  if (!has_one) co_return pass_on(has_one);
  if (!*person || !*matches || *has_one) co_return std::nullopt;
  co_return id;
}

audit::Event opened_event(const AccountId& account, const PersonId& person) {
  audit::Event event;
  event.kind = audit::EventKind::kAccountOpened;
  event.person_id = person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = account.text();
  return event;
}

}  // namespace

Task<Secret> create_activation(const Deps& deps, PersonId person) {
  std::string code = make_code(deps.random);
  const std::optional<std::string> folded = fold_code(code);
  check(folded.has_value(), "a code we made can be folded");
  ActivationRow row;
  row.code_hash = activation_hash(deps.keyed_hash, person, *folded);
  row.person = std::move(person);
  row.expires_at = deps.clock.now() + deps.settings.activation_lifetime;
  store::Batch batch;
  put_activation(batch, row);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Secret(std::move(code));
}

Task<Admission> check_letter(const Deps& deps, PersonalNumber number, std::string code, Visitor visitor) {
  guard::Attempt attempt = letter_attempt(number_hash(deps.keyed_hash, number.digits()), visitor);
  Result<guard::Verdict> verdict = co_await guard::begin_attempt(deps.database, attempt, deps.clock.now());
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed) {
    Admission locked = admission_of(Admission::Next::kLocked);
    locked.retry_after = verdict->retry_after;
    co_return locked;
  }
  const std::string folded = fold_code(code).value_or("");
  Result<std::optional<PersonId>> person = co_await matching_letter(deps, std::move(number), folded);
  if (!person) co_return pass_on(person);
  if (!*person || folded.empty()) {
    deps.metrics.count("sign_up_letter", "refused");
    co_return admission_of(Admission::Next::kWrong);
  }
  Admission admission = admission_of(Admission::Next::kGoOn);
  admission.sign_up = deps.random.token(16);
  SignUpRow row;
  row.sign_up_hash = flow_hash(deps.keyed_hash, admission.sign_up);
  row.browser_hash = browser_hash(deps.keyed_hash, visitor.browser);
  row.person = **person;
  row.code_hash = activation_hash(deps.keyed_hash, row.person, folded);
  row.expires_at = deps.clock.now() + deps.settings.request_lifetime;
  store::Batch batch;
  put_sign_up(batch, row);
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  Result<Done> cleared = co_await guard::clear_attempts(deps.database, attempt);
  if (!cleared) co_return pass_on(cleared);
  co_return admission;
}

Task<SignUpRow> load_sign_up(const Deps& deps, std::string sign_up, std::string browser) {
  Result<std::optional<SignUpRow>> row =
      co_await find_sign_up(deps.database, flow_hash(deps.keyed_hash, sign_up), deps.clock.now());
  if (!row) co_return pass_on(row);
  if (!*row || !crypto::equal((*row)->browser_hash, browser_hash(deps.keyed_hash, browser))) {
    co_return fail(ErrorCode::kExpired, "This sign-up has ended or belongs to another browser");
  }
  co_return std::move(**row);
}

Task<Opening> prepare_account(const Deps& deps, PersonId person, Chosen chosen) {
  Result<std::string> hash = co_await hash_on_pool(deps, std::move(chosen.password));
  if (!hash) co_return pass_on(hash);
  const Time now = deps.clock.now();
  Opening opening;
  opening.account = AccountId(deps.random.uuid());
  opening.person = person;
  const crypto::DataKey key = crypto::DataKey::generate(deps.random);
  AccountRow row;
  row.id = opening.account;
  row.person = person;
  row.user_handle = deps.random.bytes(kUserHandleBytes);
  row.wrapped_key = wrap_account_key(deps, key, row.id);
  if (!chosen.email.empty()) row.sealed_email = seal_field(deps, key, "email", row.id, chosen.email);
  if (!chosen.mobile.empty()) row.sealed_mobile = seal_field(deps, key, "mobile", row.id, chosen.mobile);
  row.opened_at = now;
  opening.account_index = add_account(opening.batch, row);
  NewLogin login;
  login.login_hash = login_hash(deps.keyed_hash, chosen.login_id.text());
  login.account = row.id;
  login.sealed_login = seal_field(deps, key, "login", row.id, chosen.login_id.text());
  login.password_hash = std::move(*hash);
  login.now = now;
  opening.login_index = add_login(opening.batch, login);
  deps.journal.record(opening.batch, opened_event(row.id, person));
  co_return opening;
}

Task<Opened> open_account(const Deps& deps, SignUpRow sign_up, Chosen chosen, Visitor visitor) {
  Result<Opening> opening = co_await prepare_account(deps, sign_up.person, std::move(chosen));
  if (!opening) co_return pass_on(opening);
  store::Batch& batch = opening->batch;
  ActivationRow letter;
  letter.person = sign_up.person;
  letter.code_hash = sign_up.code_hash;
  take_activation(batch, letter, deps.clock.now());
  take_sign_up(batch, sign_up.sign_up_hash);
  SessionStart start;
  start.account = opening->account;
  start.person = sign_up.person;
  start.methods.assign(1, "pwd");
  start.may_enrol_until = deps.clock.now() + deps.settings.enrol_max;
  Opened opened;
  opened.account = opening->account;
  opened.session_cookie = start_session(deps, batch, start, visitor.session_cookie);
  Result<store::CommitResult> result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (result->outcome) {
    opened.next = Opened::Next::kOpened;
    deps.metrics.count("sign_up", "opened");
    co_return opened;
  }
  opened.next = result->broken_expectation == opening->login_index ? Opened::Next::kLoginTaken : Opened::Next::kGone;
  opened.session_cookie.clear();
  co_return opened;
}

Task<Admission> use_letter(const Deps& deps, SessionRow session, std::string code, Visitor visitor) {
  guard::Attempt attempt = letter_attempt(account_hash(deps.keyed_hash, session.account), visitor);
  Result<guard::Verdict> verdict = co_await guard::begin_attempt(deps.database, attempt, deps.clock.now());
  if (!verdict) co_return pass_on(verdict);
  if (!verdict->allowed) {
    Admission locked = admission_of(Admission::Next::kLocked);
    locked.retry_after = verdict->retry_after;
    co_return locked;
  }
  ActivationRow letter;
  letter.person = session.person;
  letter.code_hash = activation_hash(deps.keyed_hash, session.person, fold_code(code).value_or(""));
  store::Batch batch;
  take_activation(batch, letter, deps.clock.now());
  let_enrol(batch, session.session_hash, deps.clock.now() + deps.settings.enrol_max);
  Result<store::CommitResult> result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (!result->outcome) co_return admission_of(Admission::Next::kWrong);
  Result<Done> cleared = co_await guard::clear_attempts(deps.database, attempt);
  if (!cleared) co_return pass_on(cleared);
  co_return admission_of(Admission::Next::kGoOn);
}

Task<AccountId> create_account_for_demo(const Deps& deps, DemoAccount demo) {
  Result<LoginId> login_id = LoginId::parse(demo.login_id);
  if (!login_id) co_return pass_on(login_id);
  Chosen chosen{.login_id = std::move(*login_id),
                .password = Secret(std::move(demo.password)),
                .email = std::move(demo.email),
                .mobile = std::move(demo.mobile)};
  Result<Opening> opening = co_await prepare_account(deps, demo.person, std::move(chosen));
  if (!opening) co_return pass_on(opening);
  const AccountId account = opening->account;
  Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(opening->batch));
  if (!stored) co_return pass_on(stored);
  if (demo.totp_secret.empty()) co_return account;
  check(demo.totp_secret.size() == kTotpSecretBytes, "a TOTP secret has twenty bytes");
  Result<std::optional<AccountRow>> row = co_await find_account(deps.database, account);
  if (!row) co_return pass_on(row);
  Result<crypto::DataKey> key = open_account_key(deps, **row);
  if (!key) co_return pass_on(key);
  NewTotp totp;
  totp.account = account;
  totp.sealed_secret = seal_field(deps, *key, "totp", account, demo.totp_secret);
  totp.now = deps.clock.now();
  store::Batch batch;
  put_totp(batch, totp);
  Result<store::Outcome> added = co_await deps.database.commit_all(std::move(batch));
  if (!added) co_return pass_on(added);
  co_return account;
}

}  // namespace inkan::accounts
