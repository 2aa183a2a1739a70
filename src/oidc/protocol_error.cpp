#include "oidc/protocol_error.h"

#include "base/find_number.h"

namespace inkan::oidc {

namespace {

struct CodeRow {
  std::string_view text;
  int status;           // PAR, token
  int resource_status;  // userinfo
};

// The one table of errors. RFC 6749 §5.2 lets invalid_client be 400 or 401; a 401 would need a challenge (RFC 9110
// §11.6.1), which client libraries read in place of the body that says what to fix. RFC 6750 §3.1, RFC 9449 §7.1: 401.
CodeRow row_of(Code code) {
  // clang-format off
  switch (code) {
    case Code::kInvalidRequest: return {"invalid_request", 400, 400};
    case Code::kInvalidClient: return {"invalid_client", 400, 401};
    case Code::kInvalidGrant: return {"invalid_grant", 400, 400};
    case Code::kInvalidScope: return {"invalid_scope", 400, 400};
    case Code::kUnauthorizedClient: return {"unauthorized_client", 400, 400};
    case Code::kUnsupportedGrantType: return {"unsupported_grant_type", 400, 400};
    case Code::kUnsupportedResponseType: return {"unsupported_response_type", 400, 400};
    case Code::kInvalidRequestUri: return {"invalid_request_uri", 400, 400};
    case Code::kInvalidDpopProof: return {"invalid_dpop_proof", 400, 401};
    case Code::kUseDpopNonce: return {"use_dpop_nonce", 400, 401};
    case Code::kInvalidToken: return {"invalid_token", 400, 401};
    case Code::kAccessDenied: return {"access_denied", 400, 403};
    case Code::kLoginRequired: return {"login_required", 400, 400};
    case Code::kConsentRequired: return {"consent_required", 400, 400};
    case Code::kUpstreamDependencyError: return {"upstream_dependency_error", 400, 502};
    case Code::kServerError: return {"server_error", 500, 500};
    case Code::kTemporarilyUnavailable: return {"temporarily_unavailable", 503, 503};
  }
  // clang-format on
  return {"server_error", 500, 500};
}

http::Response json_error(const ProtocolError& error, const http::Request& request, int status) {
  json::object body;
  body["error"] = std::string(to_text(error.code));
  if (!error.description.empty()) body["error_description"] = legal_description(error.description);
  if (!request.id.empty()) body["request_id"] = request.id;
  http::Response response = http::json_response(status, body);
  response.set_header("Cache-Control", "no-store");
  if (status == 503) response.set_header("Retry-After", "2");
  return response;
}

}  // namespace

std::string_view to_text(Code code) { return row_of(code).text; }

std::unexpected<ProtocolError> our_fault(const Error& error) {
  bool later =
      error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout || error.code == ErrorCode::kTooMany;
  ProtocolError answer{later ? Code::kTemporarilyUnavailable : Code::kServerError,
                       later ? "The service is busy. Please try again in a moment."
                             : "An error on our side. The request id names it in our log.",
                       error.private_detail.empty() ? error.public_text : error.private_detail};
  return std::unexpected(std::move(answer));
}

std::string legal_description(std::string_view text) {
  // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
  std::string legal;
  for (char c : without_personal_numbers(text).substr(0, 1000)) {
    if (c == '"')
      legal += '\'';
    else if (c == '\\')
      legal += '/';
    else if (c < 0x20 || c > 0x7e)
      legal += '?';
    else
      legal += c;
  }
  return legal;
}

http::Response error_response(const ProtocolError& error, const http::Request& request) {
  return json_error(error, request, row_of(error.code).status);
}

http::Response resource_error_response(const ProtocolError& error, const http::Request& request,
                                       std::string_view scheme) {
  http::Response response = json_error(error, request, row_of(error.code).resource_status);
  if (response.status == 401 || response.status == 400) {
    std::string challenge(scheme);
    challenge += " error=\"" + std::string(to_text(error.code)) + "\", error_description=\"" +
                 legal_description(error.description) + "\"";
    if (scheme == "DPoP") challenge += ", algs=\"ES256 ES384 ES512 PS256 EdDSA\"";
    response.set_header("WWW-Authenticate", std::move(challenge));
  }
  return response;
}

}  // namespace inkan::oidc
