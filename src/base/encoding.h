#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan {

// Strict codecs: no padding where the standard has none, no stray bits, no white space; refusal, never repair.
std::string base64url_encode(std::string_view bytes);  // RFC 7515 §2: no padding
Result<std::string> base64url_decode(std::string_view text);
std::string base64_encode(std::string_view bytes);  // RFC 4648 §4, padded
Result<std::string> base64_decode(std::string_view text);
std::string hex_encode(std::string_view bytes);  // lower case
Result<std::string> hex_decode(std::string_view text);
std::string base32_encode(std::string_view bytes);  // RFC 4648 §6, no padding (TOTP key URIs)
Result<std::string> base32_decode(std::string_view text);

// percent_encode escapes all but the unreserved characters of RFC 3986 §2.3.
std::string percent_encode(std::string_view text);
// percent_decode refuses broken escapes and NUL; with plus_is_space it reads form values.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace inkan
