#include "app/serve.h"

#include <csignal>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "accounts/housekeeping.h"
#include "app/jobs.h"
#include "app/site.h"
#include "guard/lockout.h"
#include "guard/single_use.h"
#include "http/server.h"
#include "officers/officer_store.h"
#include "oidc/housekeeping.h"

namespace inkan::app {

namespace asio = boost::asio;

namespace {

constexpr int kEventsAtOnce = 2000;

http::Limits limits_of(const Config& config) {
  return {.header_bytes_max = size_t(config.limits_header_bytes),
          .header_count_max = size_t(config.limits_header_count),
          .body_bytes_max = size_t(config.limits_body_bytes),
          .connections_max = size_t(config.limits_connections),
          .header_time_max = std::chrono::seconds(config.limits_header_seconds),
          .request_time_max = std::chrono::seconds(config.limits_request_seconds),
          .idle_time_max = std::chrono::seconds(config.limits_idle_seconds)};
}

Task<Done> sequence_events(Site& site) {
  for (;;) {
    auto key = site.signing_keys->current();
    auto advanced = co_await site.sequencer->advance(*key, kEventsAtOnce);
    if (!advanced && advanced.error().code == ErrorCode::kConflict) co_return Done{};  // another node was faster
    if (!advanced) co_return pass_on(advanced);
    if (*advanced < kEventsAtOnce) co_return Done{};
  }
}

Task<Done> remove_expired(Site& site) {
  const Time now = site.core.clock.now();
  store::Batch batch;
  guard::remove_expired_single_use(batch, now);
  guard::remove_expired_attempts(batch, now);
  accounts::remove_expired(batch, now);
  officers::remove_expired_officer_rows(batch, now);
  exchange::remove_expired(batch, now);
  oidc::remove_expired(batch, now);
  auto removed = co_await site.core.database->commit_all(std::move(batch));
  if (!removed) co_return pass_on(removed);
  co_return Done{};
}

Task<Done> look_after_keys(Site& site) {
  auto reloaded = co_await site.signing_keys->reload();
  if (!reloaded) co_return pass_on(reloaded);
  auto rotated = co_await site.signing_keys->rotate_if_due();
  if (!rotated) co_return pass_on(rotated);
  co_return Done{};
}

void add_jobs(Jobs& jobs, Site& site) {
  jobs.add("sequence_events", std::chrono::seconds(2), [&site] { return sequence_events(site); });
  jobs.add("remove_expired", std::chrono::seconds(1), [&site] { return remove_expired(site); });
  jobs.add("look_after_keys", std::chrono::seconds(60), [&site] { return look_after_keys(site); });
  Matching& matching = *site.matching;
  jobs.add("follow_register", std::chrono::seconds(1), [&matching] { return follow_register(matching); });
  jobs.add("renew_index", std::chrono::seconds(10), [&matching] { return renew_index(matching); });
  jobs.add("sweep_links", std::chrono::minutes(5),
           [&matching, &jobs] { return sweep_if_due(matching, jobs.stopping()); });
}

Result<Done> open_ports(const Config& config, http::Server& site, http::Server& admin,
                        const std::vector<asio::io_context*>& contexts) {
  http::Listener listener{.address = config.server_address,
                          .port = uint16_t(config.server_port),
                          .tls = http::TlsFiles{config.server_certificate, config.server_private_key},
                          .trusted_proxies = config.server_trusted_proxies};
  if (auto open = site.listen(contexts, listener); !open) return open;
  if (config.server_mtls_port != 0) {
    listener.port = uint16_t(config.server_mtls_port);
    listener.ask_client_certificate = true;
    listener.client_ca_file = config.server_mtls_client_ca;
    if (auto open = site.listen(contexts, listener); !open) return open;
  }
  const http::Listener private_port{.address = config.server_admin_address, .port = uint16_t(config.server_admin_port)};
  return admin.listen({contexts.front()}, private_port);
}

// until_stopped waits for a signal, then takes everything down in order: no new work, finish what runs, let go.
asio::awaitable<void> until_stopped(http::Server& site, http::Server& admin, Jobs& jobs, Duration grace, Log& log) {
  asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM);
  co_await signals.async_wait(asio::use_awaitable);
  log.info("server.stopping");
  jobs.stop();
  co_await site.stop(grace);
  co_await admin.stop(std::chrono::seconds(1));
}

}  // namespace

Result<Done> serve(Core& core, std::function<void()> ready) {
  auto site = make_site(core);
  if (!site) return pass_on(site);
  if (auto filled = fill_matching(*(*site)->matching); !filled) return filled;
  const size_t count = core.config.server_threads > 0 ? size_t(core.config.server_threads)
                                                      : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::vector<asio::io_context*> pointers;
  for (size_t i = 0; i < count; ++i) {
    contexts.push_back(std::make_unique<asio::io_context>(/*concurrency_hint=*/1));
    pointers.push_back(contexts.back().get());
  }
  http::Server server({.router = (*site)->router,
                       .clock = core.clock,
                       .random = core.random,
                       .log = core.log,
                       .metrics = (*site)->metrics},
                      limits_of(core.config));
  http::Server admin({.router = (*site)->admin_router,
                      .clock = core.clock,
                      .random = core.random,
                      .log = core.log,
                      .metrics = (*site)->metrics},
                     limits_of(core.config));
  if (auto open = open_ports(core.config, server, admin, pointers); !open) return open;

  Jobs jobs(*contexts.front(), core.log);
  add_jobs(jobs, **site);
  jobs.start();

  using Guard = asio::executor_work_guard<asio::io_context::executor_type>;
  std::vector<Guard> guards;
  for (auto* context : pointers) guards.push_back(asio::make_work_guard(*context));
  asio::co_spawn(
      *contexts.front(),
      until_stopped(server, admin, jobs, std::chrono::seconds(core.config.limits_shutdown_seconds), core.log),
      [&guards](std::exception_ptr) { guards.clear(); });
  std::vector<std::thread> threads;
  for (size_t i = 1; i < count; ++i) threads.emplace_back([context = pointers[i]] { context->run(); });
  if (ready) ready();
  contexts.front()->run();
  for (auto& thread : threads) thread.join();
  (*site)->hashing->join();
  (*site)->matching->rebuilding.join();
  return Done{};
}

}  // namespace inkan::app
