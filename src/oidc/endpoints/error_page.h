#pragma once

#include "http/message.h"
#include "oidc/deps.h"
#include "oidc/protocol_error.h"

namespace inkan::oidc {

// error_page is what a resident sees when we must not send them back to the service: 400 (503 when we are busy),
// element id `error-page`, with what to do next, and below it the error for the service's developers.
http::Response error_page(Deps& deps, const http::Request& request, const ProtocolError& error);

}  // namespace inkan::oidc
