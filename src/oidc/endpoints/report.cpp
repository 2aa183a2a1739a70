#include "oidc/endpoints/report.h"

namespace inkan::oidc {

void report_refusal(Deps& deps, std::string_view endpoint, const ProtocolError& error, const http::Request& request,
                    std::string_view client_id) {
  deps.metrics.count(endpoint, to_text(error.code));
  bool ours = error.code == Code::kServerError || error.code == Code::kTemporarilyUnavailable;
  if (ours) {
    deps.log.error("oidc_failed", {{"endpoint", endpoint},
                                   {"code", to_text(error.code)},
                                   {"client", client_id},
                                   {"request", request.id},
                                   {"detail", error.private_detail}});
  } else {
    deps.log.info(
        "oidc_refused",
        {{"endpoint", endpoint}, {"code", to_text(error.code)}, {"client", client_id}, {"request", request.id}});
  }
}

}  // namespace inkan::oidc
