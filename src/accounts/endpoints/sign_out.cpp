#include "accounts/endpoints/endpoints.h"
#include "accounts/sessions.h"

namespace inkan::accounts {

Task<http::Response> get_sign_out(const Deps& deps, const http::Request& request) {
  View view;
  view.page = "accounts/sign_out";
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_sign_out(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  StoredSessions sessions(deps);
  Result<std::optional<SessionRow>> session = co_await sessions.find_row(request);
  if (!session) co_return pass_on(session);
  if (*session) {
    audit::Event event;
    event.kind = audit::EventKind::kSignOut;
    event.person_id = (*session)->person.text();
    event.actor.kind = audit::ActorKind::kResident;
    event.actor.id = (*session)->account.text();
    store::Batch batch;
    remove_session(batch, (*session)->session_hash);
    deps.journal.record(batch, event);
    Result<store::Outcome> stored = co_await deps.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
  }
  http::Response response = http::redirect("/signed-out");
  response.clear_cookie(kSessionCookie);
  replace_browser(deps, response);
  co_return response;
}

Task<http::Response> get_signed_out(const Deps& deps, const http::Request& request) {
  View view;
  view.page = "accounts/signed_out";
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

}  // namespace inkan::accounts
