#include "portal/visitor.h"

#include "portal/error_page.h"

namespace inkan::portal {

namespace {

// lead_to_sign_in makes a sign-in request bound to this browser. A form that lost its session comes back to the home
// page: its content is not kept anywhere.
Task<http::Response> lead_to_sign_in(const Deps& deps, const http::Request& request, http::Browser browser) {
  accounts::SignInRequest wanted;
  wanted.return_to = request.method == http::Method::kGet ? deps.pages.language_of(request).to : "/portal";
  auto location = co_await deps.sign_in_requests.begin(std::move(wanted), browser.value(), request.peer_address);
  if (!location) co_return pass_on(location);
  co_return http::redirect(*location);
}

}  // namespace

boost::asio::awaitable<http::Response> with_resident(const Deps& deps, const http::Request& request,
                                                     ResidentPage page) {
  auto session = co_await deps.sessions.find(request);
  if (!session) co_return error_page(deps.pages, request, session.error());
  http::Browser browser = http::Browser::of(request, deps.random);
  Visitor visitor;
  visitor.browser = browser;
  visitor.language = deps.pages.language_of(request);
  Result<http::Response> response = http::Response();
  if (session->has_value()) {
    visitor.resident = std::move(**session);
    response = co_await page(deps, request, std::move(visitor));
  } else {
    response = co_await lead_to_sign_in(deps, request, browser);
  }
  if (!response) response = error_page(deps.pages, request, response.error());
  browser.attach(*response);
  co_return std::move(*response);
}

Task<OwnView> open_own_view(const Deps& deps, accounts::SignedIn resident, std::string what) {
  auto found = co_await deps.people.find(resident.person);
  if (!found) co_return pass_on(found);
  if (!found->has_value())
    co_return fail(ErrorCode::kCorrupt, "Your record could not be read.", "account without person");
  population::SealedPerson person = std::move(**found);
  json::object details;
  details["page"] = what;
  auto sealed = person.seal_note(details, deps.random);
  if (!sealed) co_return pass_on(sealed);
  audit::Event event;
  event.kind = audit::EventKind::kPersonRead;
  event.person_id = resident.person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = resident.account.text();
  event.sealed = std::move(*sealed);
  store::Batch nothing_else;
  auto admission = co_await deps.journal.commit_access(std::move(nothing_else), std::move(event));
  if (!admission) co_return pass_on(admission);
  if (!admission->ticket)
    co_return fail(ErrorCode::kInternal, "Your record could not be opened.", "no ticket for an empty batch");
  OwnView view{std::move(person), std::move(*admission->ticket)};
  co_return view;
}

http::PageData page_data(const Deps& deps, const Visitor& visitor) {
  http::PageData data;
  data.show("SIGNED_IN");
  data.set("CSRF", deps.csrf.token(visitor.browser));
  return data;
}

Result<Done> check_form(const Deps& deps, const http::Request& request) {
  auto form = request.form();
  if (!form) return pass_on(form);
  return deps.csrf.check(request, *form);
}

}  // namespace inkan::portal
