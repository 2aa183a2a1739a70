#pragma once

#include "accounts/account.h"
#include "audit/journal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "catalogue/client_directory.h"
#include "exchange/consent.h"
#include "http/csrf.h"
#include "http/pages.h"
#include "officers/presence.h"
#include "population/links/links.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::portal {

// Deps are the services the pages show. All outlive the router.
struct Deps {
  store::Database& database;  // to commit sign-in requests; the portal has no tables
  accounts::Sessions& sessions;
  const accounts::SignInRequests& sign_in_requests;
  accounts::AccountDirectory& accounts;
  const exchange::Consents& consents;
  catalogue::ClientDirectory& clients;
  const audit::Journal& journal;
  const population::Register& people;
  const officers::PresenceCodes& presence_codes;
  const http::Pages& pages;
  const http::Csrf& csrf;
  Clock& clock;
  Random& random;
  Log& log;
  const population::links::Links& links;
};

}  // namespace inkan::portal
