#pragma once

#include "http/message.h"
#include "oidc/deps.h"
#include "oidc/protocol_error.h"

namespace inkan::oidc {

// report_refusal logs and counts an error before it is sent: endpoint, code, client; never what was sent to us.
void report_refusal(Deps& deps, std::string_view endpoint, const ProtocolError& error, const http::Request& request,
                    std::string_view client_id);

}  // namespace inkan::oidc
