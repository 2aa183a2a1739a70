#pragma once

#include <memory>
#include <string>

#include "exchange/test_exchange.h"
#include "http/test_client.h"
#include "portal/routes.h"
#include "store/test_run.h"

// For the tests of this folder; the program links none of it.
namespace inkan::portal {

// FakeSignInRequests remembers what it was asked for.
struct FakeSignInRequests final : accounts::SignInRequests {
  void add(store::Batch&, const accounts::SignInRequest& request) const override { asked.push_back(request); }
  std::string location(std::string_view flow) const override { return "/login?flow=" + std::string(flow); }
  Task<std::string> begin(accounts::SignInRequest wanted, std::string browser, std::string) const override {
    if (refusing) co_return fail(ErrorCode::kTooMany, "too many");
    wanted.flow = std::string(22, 'f');
    wanted.browser = std::move(browser);
    asked.push_back(wanted);
    co_return location(wanted.flow);
  }
  bool refusing = false;
  mutable std::vector<accounts::SignInRequest> asked{};
};

// TestPortal is the portal over one resident, who is signed in, and one service.
struct TestPortal {
  explicit TestPortal(store::Database& database)
      : exchange(database),
        clients(catalogue::ClientDirectory::Deps{database, exchange.people.journal, outbound, exchange.people.clock,
                                                 exchange.people.random, log}),
        deps{.database = database,
             .sessions = sessions,
             .sign_in_requests = sign_in_requests,
             .accounts = exchange.accounts,
             .consents = exchange.consents,
             .clients = clients,
             .journal = exchange.people.journal,
             .people = exchange.people.people,
             .presence_codes = presence_codes,
             .pages = *pages,
             .csrf = csrf,
             .clock = exchange.people.clock,
             .random = exchange.people.random,
             .log = log,
             .links = links} {
    store::run_task(clients.add(exchange.registration, audit::Actor{})).value();
    accounts::SignedIn signed_in;
    signed_in.account = exchange.account;
    signed_in.person = exchange.person;
    sessions.signed_in = signed_in;
    add_routes(router, deps);
  }

  http::Request request(http::Method method, std::string path, std::string query = {}) const {
    http::Request request;
    request.method = method;
    request.path = std::move(path);
    request.query_text = std::move(query);
    request.headers.emplace_back("cookie", "__Host-browser=" + browser);
    request.headers.emplace_back("accept-language", language);
    return request;
  }
  http::Response get(std::string path, std::string query = {}) const {
    return http::run_handler(router, request(http::Method::kGet, std::move(path), std::move(query)));
  }
  // post sends a form; with `genuine` it carries the token of this browser.
  http::Response post(std::string path, bool genuine) const {
    http::Request sent = request(http::Method::kPost, std::move(path));
    sent.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    http::Request probe = sent;
    sent.body =
        "csrf=" + (genuine ? csrf.token(http::Browser::of(probe, exchange.people.random)) : std::string("guess"));
    return http::run_handler(router, sent);
  }
  // allow makes an active consent and gives its id.
  std::string allow(std::vector<std::string> scopes) {
    exchange.ask(exchange.question("flow", std::move(scopes)));
    exchange.answer("flow", exchange::Decision::kAllowed).value();
    return store::run_task(exchange.consents.list(exchange.account)).value().front().consent_id;
  }

  mutable exchange::TestExchange exchange;
  SilentLog log{};
  http::Outbound outbound{http::Outbound::Rules{}, log};
  catalogue::ClientDirectory clients;
  exchange::FakeSessions sessions{};
  FakeSignInRequests sign_in_requests{};
  std::unique_ptr<http::Pages> pages = std::move(*http::Pages::create("en"));
  http::Csrf csrf{Secret("0123456789abcdef0123456789abcdef"), "https://localhost:8443"};
  officers::PresenceCodes presence_codes{officers::PresenceCodes::Deps{.database = exchange.db,
                                                                       .keyed_hash = exchange.people.keyed_hash,
                                                                       .clock = exchange.people.clock,
                                                                       .random = exchange.people.random}};
  population::Scan scan{population::Register::Deps{exchange.db, *exchange.people.master_key, exchange.people.keyed_hash,
                                                   exchange.people.journal, exchange.people.clock,
                                                   exchange.people.random}};
  population::links::MatchService matching{{.scan = scan, .keyed_hash = exchange.people.keyed_hash, .log = log}};
  population::links::Links links{{.database = exchange.db,
                                  .master_key = *exchange.people.master_key,
                                  .keyed_hash = exchange.people.keyed_hash,
                                  .journal = exchange.people.journal,
                                  .people = exchange.people.people,
                                  .matching = matching,
                                  .clock = exchange.people.clock,
                                  .random = exchange.people.random,
                                  .log = log}};
  std::string browser = std::string(43, 'A');
  std::string language = "en";
  Deps deps;
  http::Router router{};
};

}  // namespace inkan::portal
