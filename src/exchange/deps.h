#pragma once

#include "accounts/account.h"
#include "base/log.h"
#include "catalogue/client_directory.h"
#include "exchange/consent.h"
#include "exchange/release.h"
#include "http/csrf.h"
#include "http/pages.h"

namespace inkan::exchange {

// Deps are what the consent page needs. All outlive the router.
struct Deps {
  const Consents& consents;
  const Releases& releases;
  catalogue::ClientDirectory& clients;
  accounts::Sessions& sessions;
  const http::Pages& pages;
  const http::Csrf& csrf;
  Random& random;
  Log& log;
};

}  // namespace inkan::exchange
