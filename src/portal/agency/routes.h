#pragma once

#include "http/router.h"
#include "oidc/deps.h"
#include "population/links/links.h"

// What agencies' programs may do with records they hold (docs/links.md). A client authenticates as at the token
// endpoint and speaks for its own records only: the issuer of a record is its client_id.
namespace inkan::portal::agency {

struct Deps {
  oidc::Deps& oidc;  // client authentication
  const population::links::Links& links;
};

void add_routes(http::Router& router, const Deps& deps);

}  // namespace inkan::portal::agency
