#include <algorithm>

#include "base/encoding.h"
#include "base/find_number.h"
#include "catalogue/acr.h"
#include "crypto/hash.h"
#include "http/csrf.h"
#include "oidc/endpoints/all.h"
#include "oidc/endpoints/error_page.h"
#include "oidc/flow_cookie.h"
#include "oidc/handles.h"
#include "oidc/oidc_store.h"
#include "oidc/standing.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

constexpr std::string_view kRequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

// Visit is one look at an authorization: the first at /auth, later ones at /auth/continue with a flow.
struct Visit {
  const http::Request& request;
  Time now;
  SignIn sign_in{};
  std::shared_ptr<const catalogue::Client> client{};
  std::optional<Flow> flow{};
  std::string flow_name{};  // as in the address
};

std::unexpected<ProtocolError> gone() {
  return refuse(Code::kInvalidRequestUri,
                "The request_uri is unknown, expired or already used. It is good for 60 seconds and one sign-in; start "
                "again at the service.");
}

// return_location appends our parameters to the registered redirect URI, which may have a query of its own.
std::string return_location(const Deps& deps, const PushedRequest& request, std::string parameters) {
  std::string location = request.redirect_uri;
  location += location.find('?') == std::string::npos ? '?' : '&';
  location += std::move(parameters);
  if (!request.state.empty()) location += "&state=" + percent_encode(request.state);
  // RFC 9207 §2: iss on success and on error.
  return location + "&iss=" + percent_encode(deps.settings.issuer());
}

// send_back answers 303, never 307: the browser must not repeat a form at the service (RFC 9700 §4.12).
http::Response send_back(std::string location) {
  http::Response response = http::redirect(location);
  response.set_header("Cache-Control", "no-store");
  response.set_header("Referrer-Policy", "no-referrer");
  return response;
}

// refuse_to_client ends the request and tells the service.
awaitable<http::Response> refuse_to_client(Visit& visit, Deps& deps, Code code, std::string description) {
  store::Batch batch;
  take_pushed_request(batch, visit.sign_in.sign_in_hash);
  if (visit.flow) remove_flow(batch, visit.flow->flow_hash);
  auto result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return error_page(deps, visit.request, our_fault(result.error()).error());
  if (result->broken_expectation) co_return error_page(deps, visit.request, gone().error());
  deps.metrics.count("auth", to_text(code));
  std::string parameters =
      "error=" + std::string(to_text(code)) + "&error_description=" + percent_encode(legal_description(description));
  co_return send_back(return_location(deps, visit.sign_in.request, std::move(parameters)));
}

// complete is the one write of a silent sign-in: the pushed request becomes a code, exactly once.
awaitable<http::Response> complete(Visit& visit, Deps& deps, accounts::SignedIn session) {
  Handle code = make_handle(HandleKind::kCode, deps.keyed_hash, visit.sign_in.sign_in_hash, deps.random);
  SignIn completed = visit.sign_in;
  completed.code_hash = code.secret_hash;
  completed.account = session.account;
  completed.person = session.person;
  completed.authenticated_at = session.authenticated_at;
  completed.level = session.level;
  completed.methods = session.methods;
  completed.expires_at = visit.now + kCodeLifetime;
  store::Batch batch;
  complete_sign_in(batch, completed, visit.now);
  if (visit.flow) remove_flow(batch, visit.flow->flow_hash);
  auto result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return error_page(deps, visit.request, our_fault(result.error()).error());
  if (result->broken_expectation) co_return error_page(deps, visit.request, gone().error());
  deps.metrics.count("auth", "ok");
  co_return send_back(return_location(deps, visit.sign_in.request, "code=" + code.text));
}

// new_flow makes a fresh handle for each visit to our pages; the moment the first one began is kept, so that
// prompt=login is satisfied by a sign-in since then.
Flow new_flow(const Visit& visit, Deps& deps, const FlowCookie& cookie, const std::string& name) {
  Flow flow;
  flow.flow_hash = deps.keyed_hash.of("oidc flow", name);
  flow.sign_in_hash = visit.sign_in.sign_in_hash;
  flow.browser_hash = cookie.hash(deps.keyed_hash);
  flow.started_at = visit.flow ? visit.flow->started_at : visit.now;
  flow.expires_at = visit.flow ? visit.flow->expires_at : visit.now + kFlowLifetime;
  return flow;
}

std::string continue_location(const Deps& deps, const std::string& name) {
  return deps.settings.issuer_path + "/auth/continue?flow=" + name;
}

// start_flow stores the flow with what the page needs, and sends the browser there.
awaitable<http::Response> start_flow(Visit& visit, Deps& deps, FlowCookie cookie, http::Browser browser, Flow flow,
                                     store::Batch batch, std::string location) {
  keep_for_flow(batch, flow.sign_in_hash, flow.expires_at);
  add_flow(batch, flow);
  if (visit.flow) remove_flow(batch, visit.flow->flow_hash);
  auto result = co_await deps.database.commit(std::move(batch));
  if (!result) co_return error_page(deps, visit.request, our_fault(result.error()).error());
  if (result->broken_expectation) co_return error_page(deps, visit.request, gone().error());
  http::Response response = send_back(std::move(location));
  cookie.attach(response);
  browser.attach(response);
  co_return response;
}

awaitable<http::Response> ask_to_sign_in(Visit& visit, Deps& deps, bool fresh) {
  FlowCookie cookie = FlowCookie::of_or_new(visit.request, deps.random);
  http::Browser browser = http::Browser::of(visit.request, deps.random);
  std::string name = deps.random.token(16);
  Flow flow = new_flow(visit, deps, cookie, name);
  json::object names;
  for (const auto& [language, text] : visit.client->name) names[language] = text;
  accounts::SignInRequest ask{.flow = name,
                              .browser = browser.value(),
                              .level_needed = visit.sign_in.request.level,
                              .fresh = fresh,
                              .client_id = visit.client->id.text(),
                              .client_names = to_json_text(names),
                              .context_type = visit.sign_in.request.context_type,
                              .context_message = visit.sign_in.request.context_message,
                              .return_to = continue_location(deps, name),
                              .expires_at = flow.expires_at,
                              .leads_to = visit.sign_in.request.redirect_uri};
  store::Batch batch;
  deps.sign_in_requests.add(batch, ask);
  std::string location = deps.sign_in_requests.location(name);
  auto response = co_await start_flow(visit, deps, std::move(cookie), std::move(browser), std::move(flow),
                                      std::move(batch), std::move(location));
  co_return response;
}

awaitable<http::Response> ask_for_consent(Visit& visit, Deps& deps, accounts::SignedIn session) {
  FlowCookie cookie = FlowCookie::of_or_new(visit.request, deps.random);
  http::Browser browser = http::Browser::of(visit.request, deps.random);
  std::string name = deps.random.token(16);
  Flow flow = new_flow(visit, deps, cookie, name);
  exchange::ConsentQuestion question{.flow = name,
                                     .browser = browser.value(),
                                     .account = session.account,
                                     .person = session.person,
                                     .client = visit.client->id,
                                     .scopes = data_scopes(visit.sign_in.request.scopes),
                                     .context_message = visit.sign_in.request.context_message,
                                     .return_to = continue_location(deps, name),
                                     .expires_at = flow.expires_at};
  store::Batch batch;
  deps.consents.ask(batch, question);
  std::string location = deps.consents.location(name);
  auto response = co_await start_flow(visit, deps, std::move(cookie), std::move(browser), std::move(flow),
                                      std::move(batch), std::move(location));
  co_return response;
}

// too_old: OpenID Connect Core §3.1.2.1, max_age and prompt=login. A sign-in since the visit began is always fresh.
bool too_old(const Visit& visit, const accounts::SignedIn& session) {
  if (visit.flow && session.authenticated_at >= visit.flow->started_at) return false;
  const PushedRequest& request = visit.sign_in.request;
  if (request.sign_in_again) return true;
  return request.max_age && session.authenticated_at + std::chrono::seconds(*request.max_age) < visit.now;
}

enum class ConsentState { kGiven, kDenied, kToAsk };

Task<ConsentState> consent_state(Visit& visit, Deps& deps, accounts::AccountId account) {
  exchange::Decision decision = exchange::Decision::kNone;
  if (visit.flow) {
    auto said = co_await deps.consents.decision(visit.flow_name, account);
    if (!said) co_return pass_on(said);
    decision = *said;
  }
  if (decision == exchange::Decision::kDenied) co_return ConsentState::kDenied;
  bool asked_again = visit.sign_in.request.consent_again && decision != exchange::Decision::kAllowed;
  if (asked_again && !data_scopes(visit.sign_in.request.scopes).empty()) co_return ConsentState::kToAsk;
  auto covered =
      co_await has_consent(deps, std::move(account), visit.client->id, visit.sign_in.request.scopes, visit.now);
  if (!covered) co_return pass_on(covered);
  co_return *covered ? ConsentState::kGiven : ConsentState::kToAsk;
}

// go_on decides the next step from what is true now: nothing is remembered about steps already taken but the flow, so
// going back, loading twice and a session that ended meanwhile all lead to the right place.
awaitable<http::Response> go_on(Visit& visit, Deps& deps) {
  const PushedRequest& request = visit.sign_in.request;
  auto session = co_await deps.sessions.find(visit.request);
  if (!session) co_return error_page(deps, visit.request, our_fault(session.error()).error());
  bool fresh = *session && too_old(visit, **session);
  if (!*session || fresh || (*session)->level < request.level) {
    if (request.no_pages) {
      auto refused = co_await refuse_to_client(visit, deps, Code::kLoginRequired,
                                               "The resident must sign in, and prompt=none forbids to ask.");
      co_return refused;
    }
    auto asked = co_await ask_to_sign_in(visit, deps, fresh || (!*session && request.sign_in_again));
    co_return asked;
  }

  auto alive = co_await person_is_alive(deps, (*session)->person);
  if (!alive) co_return error_page(deps, visit.request, our_fault(alive.error()).error());
  if (!*alive) {
    auto refused = co_await refuse_to_client(visit, deps, Code::kAccessDenied,
                                             "The resident's record no longer allows to sign in.");
    co_return refused;
  }
  auto consent = co_await consent_state(visit, deps, (*session)->account);
  if (!consent) co_return error_page(deps, visit.request, our_fault(consent.error()).error());
  switch (*consent) {
    case ConsentState::kGiven: {
      auto completed = co_await complete(visit, deps, std::move(**session));
      co_return completed;
    }
    case ConsentState::kDenied: {
      auto refused = co_await refuse_to_client(visit, deps, Code::kAccessDenied, "The resident did not consent.");
      co_return refused;
    }
    case ConsentState::kToAsk:
      break;
  }
  if (request.no_pages) {
    auto refused = co_await refuse_to_client(visit, deps, Code::kConsentRequired,
                                             "The resident must consent, and prompt=none forbids to ask.");
    co_return refused;
  }
  auto asked = co_await ask_for_consent(visit, deps, std::move(**session));
  co_return asked;
}

// load_sign_in finds a request that is still waiting for its resident, and its client, still registered.
awaitable<Answer<Done>> load_sign_in(Visit& visit, Deps& deps, std::string hash) {
  auto found = co_await find_sign_in(deps.database, std::move(hash));
  if (!found) co_return our_fault(found.error());
  if (!*found || !(*found)->code_hash.empty()) co_return gone();
  visit.sign_in = std::move(**found);
  auto client = co_await deps.clients.find(visit.sign_in.client);
  if (!client) co_return our_fault(client.error());
  if (*client == nullptr) co_return refuse(Code::kInvalidRequest, "The service is no longer registered.");
  visit.client = std::move(*client);
  // The registration may have been narrowed since: what it holds now decides, before anything is sent there.
  const auto& uris = visit.client->redirect_uris;
  const auto& scopes = visit.client->scopes;
  const PushedRequest& request = visit.sign_in.request;
  bool registered = std::ranges::find(uris, request.redirect_uri) != uris.end() &&
                    std::ranges::all_of(request.scopes, [&](const std::string& scope) {
                      return std::ranges::find(scopes, scope) != scopes.end();
                    });
  if (!registered)
    co_return refuse(Code::kInvalidRequest, "The registration of the service has changed; start again at the service.");
  co_return Done{};
}

// load_pushed reads client_id and request_uri; everything else in the address is ignored (RFC 9126 §4, RFC 9101 §6.3).
awaitable<Answer<Done>> load_pushed(Visit& visit, Deps& deps) {
  auto query = visit.request.query();
  if (!query) co_return refuse(Code::kInvalidRequest, query.error().public_text);
  std::string_view uri = query->get("request_uri");
  // FAPI 2.0 SP §5.3.2.2: authorization requests without PAR are refused.
  if (uri.empty())
    co_return refuse(Code::kInvalidRequest,
                     "request_uri is missing: push the request to " + deps.settings.url("/par") + " first.");
  if (query->get("client_id").empty()) co_return refuse(Code::kInvalidRequest, "client_id is missing.");
  if (!uri.starts_with(kRequestUriPrefix))
    co_return refuse(Code::kInvalidRequestUri, "request_uri must be the one that the PAR endpoint answered.");
  auto loaded = co_await load_sign_in(visit, deps, sign_in_hash(deps.keyed_hash, uri.substr(kRequestUriPrefix.size())));
  if (!loaded) co_return loaded;
  // RFC 9126 §2.2: bound to the client that pushed it.
  if (visit.sign_in.client.text() != query->get("client_id"))
    co_return refuse(Code::kInvalidRequest, "client_id is not that of the client that pushed this request.");
  if (visit.sign_in.expires_at <= visit.now) co_return gone();
  co_return Done{};
}

awaitable<Answer<Done>> load_flow(Visit& visit, Deps& deps) {
  auto query = visit.request.query();
  if (!query) co_return refuse(Code::kInvalidRequest, query.error().public_text);
  visit.flow_name = std::string(query->get("flow"));
  FlowCookie cookie = FlowCookie::of(visit.request);
  if (visit.flow_name.empty() || cookie.empty())
    co_return refuse(Code::kInvalidRequest, "This sign-in was begun in another browser, or cookies are off.");
  auto flow = co_await find_flow(deps.database, deps.keyed_hash.of("oidc flow", visit.flow_name));
  if (!flow) co_return our_fault(flow.error());
  if (!*flow || (*flow)->expires_at <= visit.now) co_return gone();
  if (!crypto::equal((*flow)->browser_hash, cookie.hash(deps.keyed_hash))) {
    co_return refuse(Code::kInvalidRequest, "This sign-in was begun in another browser.");
  }
  visit.flow = std::move(**flow);
  auto loaded = co_await load_sign_in(visit, deps, visit.flow->sign_in_hash);
  co_return loaded;
}

}  // namespace

awaitable<http::Response> authorize(Deps& deps, const http::Request& request) {
  Visit visit{.request = request, .now = deps.clock.now()};
  // A HEAD request would use the request up for an answer nobody reads.
  if (request.method != http::Method::kGet) {
    co_return error_page(deps, request, refuse(Code::kInvalidRequest, "Use GET.").error());
  }
  auto loaded = co_await load_pushed(visit, deps);
  if (!loaded) co_return error_page(deps, request, loaded.error());
  auto response = co_await go_on(visit, deps);
  co_return response;
}

// OpenID Connect Core §3.1.2.1 wants POST too. Cookies of ours do not come with a form from another site, so it is
// turned into the GET that brings them.
awaitable<http::Response> authorize_by_form(Deps& deps, const http::Request& request) {
  auto form = request.form();
  if (!form) co_return error_page(deps, request, refuse(Code::kInvalidRequest, form.error().public_text).error());
  std::string location = deps.settings.issuer_path + "/auth?client_id=" + percent_encode(form->get("client_id")) +
                         "&request_uri=" + percent_encode(form->get("request_uri"));
  // A form keeps out of logs and histories what an address does not (REQ-NUM-2).
  if (holds_personal_number(location))
    co_return error_page(
        deps, request,
        refuse(Code::kInvalidRequest, "client_id or request_uri holds a personal number; it belongs into neither.")
            .error());
  co_return send_back(std::move(location));
}

awaitable<http::Response> continue_flow(Deps& deps, const http::Request& request) {
  Visit visit{.request = request, .now = deps.clock.now()};
  if (request.method != http::Method::kGet) {
    co_return error_page(deps, request, refuse(Code::kInvalidRequest, "Use GET.").error());
  }
  auto loaded = co_await load_flow(visit, deps);
  if (!loaded) co_return error_page(deps, request, loaded.error());
  auto query = request.query();
  if (query && query->has("cancelled")) {
    auto refused = co_await refuse_to_client(visit, deps, Code::kAccessDenied, "The resident cancelled the sign-in.");
    co_return refused;
  }
  auto response = co_await go_on(visit, deps);
  co_return response;
}

}  // namespace inkan::oidc
