#include "app/site.h"

#include <boost/url/parse.hpp>

#include "accounts/routes.h"
#include "base/run_task.h"
#include "base/text.h"
#include "exchange/routes.h"
#include "http/assets.h"
#include "http/endpoints/language.h"
#include "oidc/routes.h"
#include "portal/console/routes.h"
#include "portal/error_page.h"
#include "portal/routes.h"

namespace inkan::app {

namespace {

constexpr size_t kHashesWaitingMax = 64;  // one hash takes about 15 ms: more would only wait longer than a browser does

boost::asio::awaitable<http::Response> livez() {
  co_return http::text_response(200, "text/plain; charset=utf-8", "alive\n");
}

boost::asio::awaitable<http::Response> readyz(store::Database& database) {
  auto healthy = co_await database.healthy();
  if (healthy) co_return http::text_response(200, "text/plain; charset=utf-8", "ready\n");
  auto response = http::text_response(503, "text/plain; charset=utf-8", "the store does not answer\n");
  response.set_header("Retry-After", "1");
  co_return response;
}

boost::asio::awaitable<http::Response> metrics_text(const http::Metrics& metrics) {
  co_return http::text_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
}

void wire_accounts(Site& site, accounts::Settings settings) {
  Core& core = site.core;
  site.accounts_deps = std::make_unique<accounts::Deps>(accounts::Deps{.database = *core.database,
                                                                       .journal = *core.journal,
                                                                       .people = *core.people,
                                                                       .keyed_hash = *core.keyed_hash,
                                                                       .master_key = *core.master_key,
                                                                       .hashing = *site.hashing,
                                                                       .pages = *site.pages,
                                                                       .csrf = *site.csrf,
                                                                       .clock = core.clock,
                                                                       .random = core.random,
                                                                       .log = core.log,
                                                                       .metrics = site.metrics,
                                                                       .settings = std::move(settings)});
  site.sessions = std::make_unique<accounts::StoredSessions>(*site.accounts_deps);
  site.accounts = std::make_unique<accounts::StoredAccounts>(*site.accounts_deps);
  site.sign_in_requests = std::make_unique<accounts::StoredSignInRequests>(*site.accounts_deps);
}

void wire_exchange(Site& site) {
  Core& core = site.core;
  site.consents = std::make_unique<exchange::Consents>(exchange::Consents::Deps{.database = *core.database,
                                                                                .keyed_hash = *core.keyed_hash,
                                                                                .journal = *core.journal,
                                                                                .people = *core.people,
                                                                                .clock = core.clock,
                                                                                .random = core.random});
  site.releases = std::make_unique<exchange::Releases>(exchange::Releases::Deps{.people = *core.people,
                                                                                .accounts = *site.accounts,
                                                                                .journal = *core.journal,
                                                                                .clock = core.clock,
                                                                                .random = core.random});
  site.exchange_deps = std::make_unique<exchange::Deps>(exchange::Deps{.consents = *site.consents,
                                                                       .releases = *site.releases,
                                                                       .clients = *core.clients,
                                                                       .sessions = *site.sessions,
                                                                       .pages = *site.pages,
                                                                       .csrf = *site.csrf,
                                                                       .random = core.random,
                                                                       .log = core.log});
  site.sequencer =
      std::make_unique<audit::Sequencer>(audit::Sequencer::Deps{.database = *core.database, .clock = core.clock});
}

void wire_oidc(Site& site) {
  Core& core = site.core;
  const Config& config = core.config;
  site.oidc_settings = std::make_unique<oidc::Settings>(
      oidc::Settings{.origin = config.server_public_origin,
                     .issuer_path = config.oidc_issuer_path,
                     .mtls_origin = config.server_mtls_port != 0 ? config.server_mtls_public_origin : std::string(),
                     .has_client_authorities = !config.server_mtls_client_ca.empty(),
                     .default_level = int(config.oidc_default_level)});
  crypto::KeyRing::Policy policy;
  policy.current_lifetime = std::chrono::days(config.keys_signing_days);
  site.signing_keys = std::make_unique<oidc::SigningKeys>(oidc::SigningKeys::Deps{.database = *core.database,
                                                                                  .master_key = *core.master_key,
                                                                                  .clock = core.clock,
                                                                                  .random = core.random,
                                                                                  .log = core.log},
                                                          policy);
  site.oidc_deps = std::make_unique<oidc::Deps>(oidc::Deps{.settings = *site.oidc_settings,
                                                           .database = *core.database,
                                                           .keyed_hash = *core.keyed_hash,
                                                           .signing_keys = *site.signing_keys,
                                                           .clients = *core.clients,
                                                           .sessions = *site.sessions,
                                                           .sign_in_requests = *site.sign_in_requests,
                                                           .accounts = *site.accounts,
                                                           .people = *core.people,
                                                           .consents = *site.consents,
                                                           .releases = *site.releases,
                                                           .pages = *site.pages,
                                                           .metrics = site.metrics,
                                                           .clock = core.clock,
                                                           .random = core.random,
                                                           .log = core.log});
}

void wire_officers(Site& site, officers::Settings settings) {
  Core& core = site.core;
  const population::Register::Deps store{*core.database, *core.master_key, *core.keyed_hash,
                                         *core.journal,  core.clock,       core.random};
  site.numbers = std::make_unique<population::Numbers>(store);
  site.history = std::make_unique<population::History>(store);
  site.life_effects = std::make_unique<officers::LifeEventEffects>(*site.history);
  site.cases = std::make_unique<officers::LinkCases>(site.matching->cases);
  site.rulings = std::make_unique<officers::LinkRulings>(site.matching->cases);
  site.effects = std::make_unique<officers::RegisterEffects>(officers::RegisterEffects::Deps{
      .numbers = *site.numbers, .life_events = *site.life_effects, .rulings = *site.rulings});
  site.officers_deps = std::make_unique<officers::Deps>(officers::Deps{.database = *core.database,
                                                                       .journal = *core.journal,
                                                                       .people = *core.people,
                                                                       .keyed_hash = *core.keyed_hash,
                                                                       .master_key = *core.master_key,
                                                                       .cases = *site.cases,
                                                                       .effects = *site.effects,
                                                                       .clock = core.clock,
                                                                       .random = core.random,
                                                                       .log = core.log,
                                                                       .metrics = site.metrics,
                                                                       .settings = std::move(settings)});
  site.presence_codes = std::make_unique<officers::PresenceCodes>(
      officers::PresenceCodes::Deps{.database = *core.database,
                                    .keyed_hash = *core.keyed_hash,
                                    .clock = core.clock,
                                    .random = core.random,
                                    .lifetime = site.officers_deps->settings.presence_code_lifetime});
  site.console_deps = std::make_unique<portal::console::Deps>(portal::console::Deps{
      .officers = *site.officers_deps, .history = *site.history, .pages = *site.pages, .csrf = *site.csrf});
}

void wire_portal(Site& site) {
  Core& core = site.core;
  site.portal_deps = std::make_unique<portal::Deps>(portal::Deps{.database = *core.database,
                                                                 .sessions = *site.sessions,
                                                                 .sign_in_requests = *site.sign_in_requests,
                                                                 .accounts = *site.accounts,
                                                                 .consents = *site.consents,
                                                                 .clients = *core.clients,
                                                                 .journal = *core.journal,
                                                                 .people = *core.people,
                                                                 .presence_codes = *site.presence_codes,
                                                                 .pages = *site.pages,
                                                                 .csrf = *site.csrf,
                                                                 .clock = core.clock,
                                                                 .random = core.random,
                                                                 .log = core.log,
                                                                 .links = site.matching->links});
  site.agency_deps = std::make_unique<portal::agency::Deps>(
      portal::agency::Deps{.oidc = *site.oidc_deps, .links = site.matching->links});
}

void add_all_routes(Site& site) {
  http::add_asset_routes(site.router);
  http::add_language_route(site.router, *site.pages);
  accounts::add_routes(site.router, *site.accounts_deps);
  exchange::add_routes(site.router, *site.exchange_deps);
  oidc::add_routes(site.router, *site.oidc_deps);
  portal::add_routes(site.router, *site.portal_deps);
  portal::console::add_routes(site.router, *site.console_deps);
  portal::agency::add_routes(site.router, *site.agency_deps);
  site.router.set_error_page([&pages = *site.pages](const http::Request& request, int status) {
    const Error error{.code = status < 500 ? ErrorCode::kNotFound : ErrorCode::kInternal};
    return portal::error_page(pages, request, error, status);
  });
  site.admin_router.get("/livez", [](const http::Request&) { return livez(); });
  site.admin_router.get("/readyz",
                        [&database = *site.core.database](const http::Request&) { return readyz(database); });
  site.admin_router.get("/metrics", [&metrics = site.metrics](const http::Request&) { return metrics_text(metrics); });
}

}  // namespace

Result<accounts::Settings> accounts_settings_of(const Config& config, Random& random) {
  accounts::Settings settings;
  settings.origin = config.server_public_origin;
  auto origin = boost::urls::parse_uri(config.server_public_origin);
  if (!origin) return fail(ErrorCode::kInvalidInput, "server.public_origin is not a URL.");
  settings.relying_party_id = std::string(origin->host_name());
  settings.session_idle_max = std::chrono::minutes(config.accounts_session_idle_minutes);
  settings.session_lifetime = std::chrono::hours(config.accounts_session_absolute_hours);
  auto decoy = accounts::make_decoy_hash(settings.password_cost, random);
  if (!decoy) return pass_on(decoy);
  settings.decoy_password_hash = std::move(*decoy);
  return settings;
}

Result<officers::Settings> officers_settings_of(const Config& config) {
  officers::Settings settings;
  settings.origin = config.server_public_origin;
  auto origin = boost::urls::parse_uri(config.server_public_origin);
  if (!origin) return fail(ErrorCode::kInvalidInput, "server.public_origin is not a URL.");
  settings.relying_party_id = std::string(origin->host_name());
  settings.session_idle_max = std::chrono::minutes(config.officers_session_idle_minutes);
  settings.session_lifetime = std::chrono::hours(config.officers_session_absolute_hours);
  settings.reads_per_hour = config.officers_reads_per_hour;
  settings.reads_per_day = config.officers_reads_per_day;
  settings.failures_per_hour = config.officers_failures_per_hour;
  return settings;
}

Result<std::unique_ptr<Site>> make_site(Core& core) {
  auto site = std::make_unique<Site>(core);
  auto pages = http::Pages::create(core.config.pages_default_language);
  if (!pages) return pass_on(pages);
  site->pages = std::move(*pages);
  site->csrf = std::make_unique<http::Csrf>(core.master_key->derive("csrf"), core.config.server_public_origin);
  site->hashing = std::make_unique<WorkerPool>(size_t(core.config.accounts_password_threads), kHashesWaitingMax);
  site->matching = std::make_unique<Matching>(core);
  auto settings = accounts_settings_of(core.config, core.random);
  if (!settings) return pass_on(settings);
  wire_accounts(*site, std::move(*settings));
  wire_exchange(*site);
  wire_oidc(*site);
  auto limits = officers_settings_of(core.config);
  if (!limits) return pass_on(limits);
  wire_officers(*site, std::move(*limits));
  wire_portal(*site);
  if (auto loaded = run_task(site->signing_keys->load()); !loaded) return pass_on(loaded);
  add_all_routes(*site);
  return site;
}

}  // namespace inkan::app
