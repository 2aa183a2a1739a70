#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"

namespace inkan::accounts {

// RFC 6238 with what every authenticator app understands: SHA-1, 30 seconds, six digits, 20-byte secret.
inline constexpr size_t kTotpSecretBytes = 20;

int64_t totp_step(Time now);
std::string totp_code(const Secret& secret, int64_t step);

// match_totp gives the step this code belongs to: now, or one step before or after (RFC 6238 §5.2: clock drift).
// nullopt for a wrong code. All three are always computed; the caller sees to it that a step is used once.
std::optional<int64_t> match_totp(const Secret& secret, std::string_view code, Time now);

// totp_key_uri is the text of the QR code.
std::string totp_key_uri(const Secret& secret, std::string_view issuer, std::string_view login_id);

}  // namespace inkan::accounts
