#pragma once

#include "http/csrf.h"
#include "http/pages.h"
#include "officers/deps.h"
#include "population/history.h"

namespace inkan::portal::console {

// Deps are the services the officers' pages show. All outlive the router.
struct Deps {
  const officers::Deps& officers;
  const population::History& history;
  const http::Pages& pages;
  const http::Csrf& csrf;
};

}  // namespace inkan::portal::console
