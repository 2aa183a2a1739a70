#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace inkan::oidc {

// Code is every error this provider says, named as the specifications name it; the table in protocol_error.cpp gives
// text and status.
enum class Code {
  kInvalidRequest,
  kInvalidClient,
  kInvalidGrant,
  kInvalidScope,
  kUnauthorizedClient,
  kUnsupportedGrantType,
  kUnsupportedResponseType,
  kInvalidRequestUri,
  kInvalidDpopProof,
  kUseDpopNonce,
  kInvalidToken,
  kAccessDenied,
  kLoginRequired,
  kConsentRequired,
  kUpstreamDependencyError,
  kServerError,
  kTemporarilyUnavailable,
};

// ProtocolError is what a caller is told. The description says what was wrong and what would be right; it never holds
// a secret and is cut to the characters RFC 6749 §5.2 allows when it is written.
struct ProtocolError {
  Code code = Code::kServerError;
  std::string description{};
  std::string private_detail{};  // for the log
};

template <typename T>
using Answer = std::expected<T, ProtocolError>;

[[nodiscard]] inline std::unexpected<ProtocolError> refuse(Code code, std::string description) {
  return std::unexpected(ProtocolError{code, std::move(description), {}});
}
template <typename T>
[[nodiscard]] std::unexpected<ProtocolError> pass_error(Answer<T>& answer) {
  return std::unexpected(std::move(answer.error()));
}
// our_fault turns a failure of a part we need into server_error or temporarily_unavailable.
[[nodiscard]] std::unexpected<ProtocolError> our_fault(const Error& error);

std::string_view to_text(Code code);
// legal_description replaces what RFC 6749 §5.2 does not allow in error_description (quotes, backslash, controls and
// everything that is not ASCII) and personal numbers, which a sender may have put where they do not belong (REQ-NUM-2).
std::string legal_description(std::string_view text);

// error_response is the JSON answer of PAR and token (RFC 6749 §5.2), with the request id for the help desk.
http::Response error_response(const ProtocolError& error, const http::Request& request);
// resource_error_response is userinfo's: also WWW-Authenticate (RFC 6750 §3, RFC 9449 §7.1).
http::Response resource_error_response(const ProtocolError& error, const http::Request& request,
                                       std::string_view scheme);

}  // namespace inkan::oidc
