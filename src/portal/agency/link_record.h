#pragma once

#include <boost/asio/awaitable.hpp>

#include "http/message.h"
#include "portal/agency/routes.h"

namespace inkan::portal::agency {

// post_link answers POST /api/links: a form with `type`, the members of a record (population/links/row.h), `operator`,
// `terminal` and `document_sha256`. One of the five answers of links::Answer, and nothing about anybody else.
boost::asio::awaitable<http::Response> post_link(const Deps& deps, const http::Request& request);

// post_resolve answers POST /api/links/resolve: whether the client's own record (`type`, `record_id`, `record_version`)
// is linked to somebody now. The look is journalled first, and the resident sees it.
boost::asio::awaitable<http::Response> post_resolve(const Deps& deps, const http::Request& request);

}  // namespace inkan::portal::agency
