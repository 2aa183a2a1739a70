#pragma once

#include <array>
#include <string_view>

namespace inkan::http {

// SecurityHeader is one header that every response carries unless the handler names it itself.
struct SecurityHeader {
  std::string_view name;
  std::string_view line;  // "Name: value\r\n"
};

// kSecurityHeaders follow the OWASP secure headers list; the policy forbids inline script and foreign origins.
inline constexpr std::array<SecurityHeader, 6> kSecurityHeaders = {{
    {"X-Content-Type-Options", "X-Content-Type-Options: nosniff\r\n"},
    {"Referrer-Policy", "Referrer-Policy: no-referrer\r\n"},
    {"Content-Security-Policy",
     "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
     "'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'\r\n"},
    {"X-Frame-Options", "X-Frame-Options: DENY\r\n"},
    {"Cross-Origin-Opener-Policy", "Cross-Origin-Opener-Policy: same-origin\r\n"},
    {"Permissions-Policy",
     "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
     "publickey-credentials-get=(self), publickey-credentials-create=(self)\r\n"},
}};

// kStrictTransport is sent over TLS for real host names only. Browsers remember it for a host whatever the port: on
// "localhost" it would turn every other development service there into https.
inline constexpr SecurityHeader kStrictTransport = {"Strict-Transport-Security",
                                                    "Strict-Transport-Security: max-age=31536000\r\n"};

}  // namespace inkan::http
