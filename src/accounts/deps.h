#pragma once

#include <chrono>
#include <string>

#include "audit/journal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/sealed.h"
#include "http/csrf.h"
#include "http/metrics.h"
#include "http/pages.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::accounts {

// Settings are the limits of sign-in; app/config.h fills them.
struct Settings {
  std::string origin{};            // "https://localhost:8443": WebAuthn compares it byte for byte
  std::string relying_party_id{};  // WebAuthn rp id: the host of `origin`
  std::string name = "Inkan";      // shown by authenticator apps
  std::string portal_path = "/portal";
  crypto::PasswordCost password_cost{};
  std::string decoy_password_hash{};  // made by make_decoy_hash: the same work for a login id nobody has
  Duration session_idle_max = std::chrono::minutes(30);
  Duration session_lifetime = std::chrono::hours(12);
  Duration session_touch_every = std::chrono::minutes(1);
  Duration fresh_proof_max = std::chrono::minutes(5);    // REQ-SES-1: how old a proof may be for a change
  Duration enrol_max = std::chrono::minutes(30);         // after a proof by letter
  Duration request_lifetime = std::chrono::minutes(15);  // sign-in requests of the portal itself, sign-ups
  Duration challenge_lifetime = std::chrono::minutes(5);
  Duration activation_lifetime = std::chrono::days(30);
  Duration device_lifetime = std::chrono::days(180);
};

// make_decoy_hash makes the hash that Settings::decoy_password_hash wants. Blocks like hashing.
Result<std::string> make_decoy_hash(const crypto::PasswordCost& cost, Random& random);

// Deps are the services accounts stand on. All outlive the routes.
struct Deps {
  store::Database& database;
  const audit::Journal& journal;
  const population::Register& people;
  const crypto::KeyedHash& keyed_hash;
  const crypto::MasterKey& master_key;
  WorkerPool& hashing;
  const http::Pages& pages;
  const http::Csrf& csrf;
  Clock& clock;
  Random& random;
  Log& log;
  http::Metrics& metrics;
  Settings settings{};
};

}  // namespace inkan::accounts
