#include "crypto/compact.h"

#include "base/encoding.h"

namespace inkan::crypto {

namespace {
constexpr size_t kHeaderSizeMax = 4 * 1024;
}

Result<json::object> parse_compact_header(std::string_view base64url_text, std::string_view what) {
  auto refuse = [&](const char* why) { return fail(ErrorCode::kInvalidInput, std::string(what) + " " + why); };
  if (base64url_text.size() > kHeaderSizeMax * 4 / 3 + 1) return refuse("is larger than 4 KiB");
  auto text = base64url_decode(base64url_text);
  if (!text) return refuse("is not base64url");
  auto header = parse_json_object(*text, what);
  if (!header) return pass_on(header);
  // RFC 7515 §4.1.11, RFC 7516 §4.1.13: an extension that must be understood and is not, refuses the whole; no
  // extension is known here, so `crit` itself is refused. RFC 7797 §6: so is `b64`.
  if (header->contains("crit")) return refuse("has crit; no extension is supported");
  if (header->contains("b64")) return refuse("has b64; unencoded payloads are not supported");
  // RFC 7515 §4.1.1, §4.1.4, §4.1.9, §4.1.10: text where the members are there at all. Read as absent, a kid that is no
  // text would offer the token to every key of its client.
  for (std::string_view name : {"alg", "enc", "kid", "typ", "cty"})
    if (header->contains(name) && !find_string(*header, name))
      return refuse("has a member that must be text and is not");
  return header;
}

}  // namespace inkan::crypto
