// Codecs: bytes survive, and a text that is accepted is the only text of its bytes (no second spelling of a token).
#include "base/check.h"
#include "base/encoding.h"
#include "base/text.h"

using namespace inkan;

namespace {

using Encode = std::string (*)(std::string_view);
using Decode = Result<std::string> (*)(std::string_view);

void check_codec(Encode encode, Decode decode, std::string_view text) {
  auto back = decode(encode(text));
  check(back.has_value() && *back == text, "bytes survive");
  if (auto bytes = decode(text)) check(encode(*bytes) == text, "an accepted text is the one text of its bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  check_codec(base64url_encode, base64url_decode, text);
  check_codec(base64_encode, base64_decode, text);
  check_codec(base32_encode, base32_decode, text);
  check(hex_decode(hex_encode(text)).value() == text, "bytes survive");
  if (auto bytes = hex_decode(text))
    check(hex_encode(*bytes) == ascii_lower(text), "hexadecimal differs in case alone");

  auto back = percent_decode(percent_encode(text), /*plus_is_space=*/false);
  check(back.has_value() == (text.find('\0') == std::string_view::npos), "NUL alone is refused");
  check(!back || *back == text, "text survives");
  for (bool form : {false, true}) {
    auto decoded = percent_decode(text, form);
    if (!decoded) continue;
    check(decoded->find('\0') == std::string::npos, "no NUL comes out");
    check(percent_decode(percent_encode(*decoded), form) == *decoded, "decoded text survives");
  }
  return 0;
}
