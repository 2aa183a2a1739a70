#pragma once

#include <boost/asio/awaitable.hpp>

#include "exchange/deps.h"
#include "http/message.h"

namespace inkan::exchange {

// consent_page answers GET /consent?flow=…: who asks for which data, why, under which law, with the values. Only in the
// browser and for the account the question was made for. A question that was answered leads on to where it came from.
boost::asio::awaitable<http::Response> consent_page(const Deps& deps, const http::Request& request);

// consent_answer answers POST /consent: exactly one of consent-allow and consent-deny, "yes". A second answer changes
// nothing and leads on as the first did.
boost::asio::awaitable<http::Response> consent_answer(const Deps& deps, const http::Request& request);

}  // namespace inkan::exchange
