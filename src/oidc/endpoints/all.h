#pragma once

#include <boost/asio/awaitable.hpp>

#include "http/router.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// Handlers of routes.cpp. The request lives until the answer is written.

// Discovery documents and the key set; they change only with the configuration and the keys.
void add_metadata_routes(http::Router& router, Deps& deps);
json::object metadata(const Settings& settings);

boost::asio::awaitable<http::Response> push_request(Deps& deps, const http::Request& request);
boost::asio::awaitable<http::Response> authorize(Deps& deps, const http::Request& request);
boost::asio::awaitable<http::Response> authorize_by_form(Deps& deps, const http::Request& request);
boost::asio::awaitable<http::Response> continue_flow(Deps& deps, const http::Request& request);
boost::asio::awaitable<http::Response> give_token(Deps& deps, const http::Request& request);
boost::asio::awaitable<http::Response> give_userinfo(Deps& deps, const http::Request& request);

}  // namespace inkan::oidc
