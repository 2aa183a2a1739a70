#include "oidc/endpoints/error_page.h"

#include "oidc/endpoints/report.h"

namespace inkan::oidc {

http::Response error_page(Deps& deps, const http::Request& request, const ProtocolError& error) {
  report_refusal(deps, "auth", error, request, {});
  http::PageData data;
  data.set("CODE", std::string(to_text(error.code)));
  data.set("DESCRIPTION", legal_description(error.description));
  data.set("REQUEST_ID", request.id);
  bool busy = error.code == Code::kTemporarilyUnavailable || error.code == Code::kServerError;
  if (busy)
    data.show("BUSY");
  else if (error.code == Code::kInvalidRequestUri)
    data.show("EXPIRED");
  else
    data.show("WRONG");
  http::Response response =
      deps.pages.render(busy ? 503 : 400, "oidc/error", deps.pages.language_of(request), std::move(data));
  response.set_header("Cache-Control", "no-store");
  return response;
}

}  // namespace inkan::oidc
