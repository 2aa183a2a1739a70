#pragma once

#include <memory>
#include <string>
#include <vector>

#include "accounts/deps.h"
#include "accounts/directory.h"
#include "accounts/sessions.h"
#include "accounts/sign_in.h"
#include "app/core.h"
#include "app/matching.h"
#include "audit/sequencer.h"
#include "base/worker_pool.h"
#include "exchange/consent.h"
#include "exchange/release.h"
#include "exchange/routes.h"
#include "http/csrf.h"
#include "http/metrics.h"
#include "http/pages.h"
#include "http/router.h"
#include "officers/deps.h"
#include "officers/effects.h"
#include "officers/life_effects.h"
#include "officers/link_cases.h"
#include "officers/presence.h"
#include "oidc/deps.h"
#include "oidc/settings.h"
#include "oidc/signing_keys.h"
#include "portal/agency/routes.h"
#include "portal/console/deps.h"
#include "portal/deps.h"

namespace inkan::app {

// Site is everything that answers requests, wired over a Core. Members are in the order in which they depend on each
// other; the Core outlives it.
struct Site {
  explicit Site(Core& c) : core(c) {}

  Core& core;
  http::Metrics metrics{};
  std::unique_ptr<http::Pages> pages{};
  std::unique_ptr<http::Csrf> csrf{};
  std::unique_ptr<WorkerPool> hashing{};
  std::unique_ptr<Matching> matching{};
  std::unique_ptr<accounts::Deps> accounts_deps{};
  std::unique_ptr<accounts::StoredSessions> sessions{};
  std::unique_ptr<accounts::StoredAccounts> accounts{};
  std::unique_ptr<accounts::StoredSignInRequests> sign_in_requests{};
  std::unique_ptr<exchange::Consents> consents{};
  std::unique_ptr<exchange::Releases> releases{};
  std::unique_ptr<exchange::Deps> exchange_deps{};
  std::unique_ptr<audit::Sequencer> sequencer{};
  std::unique_ptr<oidc::Settings> oidc_settings{};
  std::unique_ptr<oidc::SigningKeys> signing_keys{};
  std::unique_ptr<oidc::Deps> oidc_deps{};
  std::unique_ptr<officers::LinkCases> cases{};
  std::unique_ptr<officers::LinkRulings> rulings{};
  std::unique_ptr<population::Numbers> numbers{};
  std::unique_ptr<population::History> history{};
  std::unique_ptr<officers::LifeEventEffects> life_effects{};
  std::unique_ptr<officers::RegisterEffects> effects{};
  std::unique_ptr<officers::Deps> officers_deps{};
  std::unique_ptr<officers::PresenceCodes> presence_codes{};
  std::unique_ptr<portal::Deps> portal_deps{};
  std::unique_ptr<portal::console::Deps> console_deps{};
  std::unique_ptr<portal::agency::Deps> agency_deps{};
  http::Router router{};
  http::Router admin_router{};
};

// make_site wires everything and loads the signing keys; its error refuses the start. The matcher is empty until
// fill_matching (matching.h): most commands need none.
Result<std::unique_ptr<Site>> make_site(Core& core);

// officers_settings_of gives the limits of officers from the configuration.
Result<officers::Settings> officers_settings_of(const Config& config);

// accounts_deps_of makes what commands need to open accounts without serving (the demo's residents).
Result<accounts::Settings> accounts_settings_of(const Config& config, Random& random);

}  // namespace inkan::app
