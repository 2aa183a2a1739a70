#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "catalogue/client_directory.h"
#include "crypto/hash.h"
#include "exchange/consent.h"
#include "exchange/release.h"
#include "http/metrics.h"
#include "http/pages.h"
#include "oidc/settings.h"
#include "oidc/signing_keys.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::oidc {

// Deps is what the provider stands on. Built in app/wiring; everything in it outlives the server.
struct Deps {
  const Settings& settings;
  store::Database& database;
  const crypto::KeyedHash& keyed_hash;
  const SigningKeys& signing_keys;
  catalogue::ClientDirectory& clients;
  accounts::Sessions& sessions;
  const accounts::SignInRequests& sign_in_requests;
  accounts::AccountDirectory& accounts;
  const population::Register& people;
  const exchange::Consents& consents;
  const exchange::Releases& releases;
  const http::Pages& pages;
  http::Metrics& metrics;
  Clock& clock;
  Random& random;
  Log& log;
};

}  // namespace inkan::oidc
