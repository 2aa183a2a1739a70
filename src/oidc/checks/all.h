#pragma once

#include <boost/asio/awaitable.hpp>

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// The rules of pipeline.cpp, one file each. A rule answers Done or the error to send; it may fill in the call.

// Any client request.
Answer<Done> check_form(Call& call, const Deps& deps);
Answer<Done> check_no_client_secret(Call& call, const Deps& deps);
boost::asio::awaitable<Answer<Done>> check_client(Call& call, Deps& deps);
Answer<Done> check_client_certificate(Call& call, const Deps& deps);
boost::asio::awaitable<Answer<Done>> check_client_assertion(Call& call, Deps& deps);

// Pushed authorization requests.
Answer<Done> check_no_request_object(Call& call, const Deps& deps);
Answer<Done> check_response_type(Call& call, const Deps& deps);
Answer<Done> check_redirect_uri(Call& call, const Deps& deps);
Answer<Done> check_pkce(Call& call, const Deps& deps);
Answer<Done> check_scope(Call& call, const Deps& deps);
Answer<Done> check_state_and_nonce(Call& call, const Deps& deps);
Answer<Done> check_level(Call& call, const Deps& deps);
Answer<Done> check_prompt(Call& call, const Deps& deps);
Answer<Done> check_context(Call& call, const Deps& deps);
Answer<Done> check_key_at_par(Call& call, const Deps& deps);

}  // namespace inkan::oidc
