#include "accounts/totp.h"

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/hash.h"

namespace inkan::accounts {
namespace {

constexpr int64_t kStepSeconds = 30;
constexpr size_t kDigits = 6;

}  // namespace

int64_t totp_step(Time now) { return unix_seconds(now) / kStepSeconds; }

// RFC 4226 §5.3: dynamic truncation of HMAC-SHA-1 over the counter in eight bytes, big endian.
std::string totp_code(const Secret& secret, int64_t step) {
  std::string counter(8, '\0');
  for (size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<char>((static_cast<uint64_t>(step) >> (8 * i)) & 0xff);
  const std::string mac = crypto::sha1_hmac(secret, counter);
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(mac[i])); };
  const size_t offset = byte(19) & 0x0f;
  uint32_t number = (byte(offset) & 0x7f) << 24 | byte(offset + 1) << 16 | byte(offset + 2) << 8 | byte(offset + 3);
  std::string code(kDigits, '0');
  for (size_t i = kDigits; i-- > 0; number /= 10) code[i] = static_cast<char>('0' + number % 10);
  return code;
}

std::optional<int64_t> match_totp(const Secret& secret, std::string_view code, Time now) {
  if (code.size() != kDigits || !is_digits(code)) return std::nullopt;
  const int64_t current = totp_step(now);
  std::optional<int64_t> matched;
  for (const int64_t step : {current - 1, current, current + 1}) {
    if (crypto::equal(totp_code(secret, step), code)) matched = step;
  }
  return matched;
}

std::string totp_key_uri(const Secret& secret, std::string_view issuer, std::string_view login_id) {
  return "otpauth://totp/" + percent_encode(issuer) + ":" + percent_encode(login_id) +
         "?secret=" + base32_encode(secret.reveal(Purpose::kShowOnceToOwner)) + "&issuer=" + percent_encode(issuer) +
         "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace inkan::accounts
