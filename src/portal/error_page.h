#pragma once

#include <string>

#include "base/result.h"
#include "http/message.h"
#include "http/pages.h"

namespace inkan::portal {

// status_of gives the HTTP status that pages answer for an error.
int status_of(ErrorCode code);

// error_page makes a whole page with the id `error-page`: what happened and what to do in the reader's language, the
// error's public text, and the request id that helps support to find the log lines. The private detail stays behind.
// It needs only Pages, so that wiring can hand it to oidc and accounts as a function.
http::Response error_page(const http::Pages& pages, const http::Request& request, const Error& error);
// … with another status than the code's own, as protocols demand.
http::Response error_page(const http::Pages& pages, const http::Request& request, const Error& error, int status);

}  // namespace inkan::portal
