#pragma once

#include <string>
#include <vector>

#include "base/log.h"
#include "catalogue/client.h"
#include "exchange/consent.h"
#include "exchange/release.h"
#include "http/pages.h"

namespace inkan::exchange {

// Stop is why the consent page shows no question.
enum class Stop { kExpired, kOtherBrowser, kOtherAccount, kNotOurForm, kNoAnswer, kBusy };
http::Response render_stop(const http::Pages& pages, const http::Request& request, Stop stop);
// render_error is the page for an error from below; what is not the resident's doing goes to the log.
http::Response render_error(const http::Pages& pages, const http::Request& request, const Error& error, Log& log);

// ConsentView is what the page shows; its references live as long as the call.
struct ConsentView {
  const catalogue::Client& client;
  const OpenQuestion& question;
  const std::vector<Releases::Line>& lines;
  std::string flow{};
  std::string csrf{};
};
// render_consent groups the data by purpose and law. The policy of the page names the client's redirect origins,
// because browsers apply form-action to the redirects that follow the form.
http::Response render_consent(const http::Pages& pages, const http::Request& request, const ConsentView& view);

}  // namespace inkan::exchange
