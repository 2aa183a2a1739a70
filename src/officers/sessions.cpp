#include "officers/sessions.h"

#include "officers/hashes.h"
#include "officers/officer_store.h"
#include "officers/roster.h"

namespace inkan::officers {

namespace {

constexpr size_t kCookieBytes = 32;

bool living(const SessionRow& row, const Settings& settings, Time now) {
  return now < row.expires_at && now < row.last_seen + settings.session_idle_max;
}

}  // namespace

Task<std::optional<OnDuty>> find_duty(const Deps& deps, std::optional<std::string> cookie) {
  if (!cookie || cookie->empty()) co_return std::nullopt;
  auto row = co_await find_officer_session(deps.database, session_hash(deps.keyed_hash, *cookie));
  if (!row) co_return pass_on(row);
  const Time now = deps.clock.now();
  if (!*row || !living(**row, deps.settings, now)) co_return std::nullopt;
  if (now - (*row)->last_seen >= deps.settings.session_touch_every) {
    store::Batch batch;
    touch_officer_session(batch, (*row)->session_hash, now);
    auto touched = co_await deps.database.commit(std::move(batch));
    // A session that cannot be touched is still a session; it only ends idle a little early.
    if (!touched) deps.log.warning("session_not_touched", {{"code", std::string_view(to_text(touched.error().code))}});
  }
  auto officer = open_officer(deps, (*row)->officer);
  if (!officer) co_return pass_on(officer);
  OnDuty duty;
  duty.officer = std::move(*officer);
  duty.session_hash = std::move((*row)->session_hash);
  co_return duty;
}

std::string start_session(const Deps& deps, store::Batch& batch, const OfficerId& officer,
                          const std::optional<std::string>& replaced_cookie) {
  std::string cookie = deps.random.token(kCookieBytes);
  const Time now = deps.clock.now();
  if (replaced_cookie && !replaced_cookie->empty())
    remove_officer_session(batch, session_hash(deps.keyed_hash, *replaced_cookie));
  add_officer_session(batch, session_hash(deps.keyed_hash, cookie), officer, now, now + deps.settings.session_lifetime);
  return cookie;
}

Task<Done> end_session(const Deps& deps, OnDuty duty) {
  store::Batch batch;
  remove_officer_session(batch, duty.session_hash);
  audit::Event event;
  event.kind = audit::EventKind::kSignOut;
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = duty.officer.id.text()};
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace inkan::officers
