#pragma once

#include <boost/asio/awaitable.hpp>

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// run_pipeline applies the rules of the call's endpoint in the order of the table in pipeline.cpp; the first refusal
// ends it. Nothing is written: what must become durable waits in call.batch.
boost::asio::awaitable<Answer<Done>> run_pipeline(Call& call, Deps& deps);

}  // namespace inkan::oidc
