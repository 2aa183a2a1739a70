#include "accounts/sessions.h"

#include "accounts/hashes.h"

namespace inkan::accounts {
namespace {

constexpr size_t kCookieBytes = 32;

bool living(const SessionRow& row, const Settings& settings, Time now) {
  return now < row.expires_at && now < row.last_seen + settings.session_idle_max;
}

}  // namespace

Task<std::optional<SessionRow>> StoredSessions::find_row(const http::Request& request) {
  const std::optional<std::string> cookie = request.cookie("__Host-session");
  if (!cookie || cookie->empty()) co_return std::nullopt;
  Result<std::optional<SessionRow>> row =
      co_await find_session(deps_.database, session_hash(deps_.keyed_hash, *cookie));
  if (!row) co_return pass_on(row);
  const Time now = deps_.clock.now();
  if (!*row || !living(**row, deps_.settings, now)) co_return std::nullopt;
  if (now - (*row)->last_seen >= deps_.settings.session_touch_every) {
    store::Batch batch;
    touch_session(batch, (*row)->session_hash, now);
    Result<store::CommitResult> touched = co_await deps_.database.commit(std::move(batch));
    // A session that cannot be touched is still a session; it only ends idle a little early.
    if (!touched) deps_.log.warning("session_not_touched", {{"code", std::string_view(to_text(touched.error().code))}});
  }
  co_return std::move(*row);
}

Task<std::optional<SignedIn>> StoredSessions::find(const http::Request& request) {
  Result<std::optional<SessionRow>> row = co_await find_row(request);
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  SignedIn signed_in;
  signed_in.account = (*row)->account;
  signed_in.person = (*row)->person;
  signed_in.authenticated_at = (*row)->authenticated_at;
  signed_in.level = (*row)->level;
  signed_in.methods = (*row)->methods;
  signed_in.session_hash = (*row)->session_hash;
  co_return signed_in;
}

std::string start_session(const Deps& deps, store::Batch& batch, const SessionStart& start,
                          const std::optional<std::string>& replaced_cookie) {
  std::string cookie = deps.random.token(kCookieBytes);
  const Time now = deps.clock.now();
  if (replaced_cookie && !replaced_cookie->empty())
    remove_session(batch, session_hash(deps.keyed_hash, *replaced_cookie));
  SessionRow row;
  row.session_hash = session_hash(deps.keyed_hash, cookie);
  row.account = start.account;
  row.person = start.person;
  row.level = start.level;
  row.methods = start.methods;
  row.authenticated_at = now;
  row.started_at = now;
  row.last_seen = now;
  row.expires_at = now + deps.settings.session_lifetime;
  row.may_enrol_until = start.may_enrol_until;
  add_session(batch, row);
  return cookie;
}

}  // namespace inkan::accounts
