#pragma once

#include <expected>
#include <string>
#include <utility>

namespace inkan {

// ErrorCode says what kind of failure happened; each protocol maps it to its own codes in one table.
enum class ErrorCode {
  kInvalidInput,     // the caller sent something wrong; the public text says what and what would be right
  kNotFound,         // nothing there that this caller may know of
  kConflict,         // an expectation of a batch did not hold (already used, already exists, superseded)
  kUnauthenticated,  // who is asking is not known or not proven
  kForbidden,        // known, but may not
  kExpired,          // was valid once
  kTooMany,          // a limit was reached; try later
  kUnavailable,      // a part we need is down or full; try later
  kTimeout,          // the deadline of the request passed
  kCorrupt,          // stored or received data failed its integrity check
  kInternal,         // our bug or our configuration
};

// Error carries a code, a text that may be shown to the caller, and a detail that only the log may hold.
// Neither text may hold a secret or personal data.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string public_text{};
  std::string private_detail{};
};

template <typename T>
using Result = std::expected<T, Error>;

// Done is the value of a Result that has nothing to say but "it worked".
struct Done {};

// fail makes the unexpected half of a Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string public_text,
                                                 std::string private_detail = {}) {
  return std::unexpected(Error{code, std::move(public_text), std::move(private_detail)});
}

// pass_on hands the error of one Result to another Result type: `if (!x) return pass_on(x);`
template <typename T>
[[nodiscard]] std::unexpected<Error> pass_on(std::expected<T, Error>& result) {
  return std::unexpected(std::move(result.error()));
}
template <typename T>
[[nodiscard]] std::unexpected<Error> pass_on(std::expected<T, Error>&& result) {
  return std::unexpected(std::move(result.error()));
}

// to_text names a code for logs and metrics.
constexpr const char* to_text(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid_input";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kUnauthenticated:
      return "unauthenticated";
    case ErrorCode::kForbidden:
      return "forbidden";
    case ErrorCode::kExpired:
      return "expired";
    case ErrorCode::kTooMany:
      return "too_many";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kTimeout:
      return "timeout";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace inkan
