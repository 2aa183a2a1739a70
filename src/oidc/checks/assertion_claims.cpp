#include "oidc/checks/assertion_claims.h"

#include <algorithm>

#include "oidc/checks/numeric_date.h"
#include "oidc/settings.h"

namespace inkan::oidc {

namespace {

constexpr size_t kJtiLengthMax = 255;

std::unexpected<ProtocolError> wrong(std::string text) {
  return refuse(Code::kInvalidClient, "client_assertion: " + std::move(text));
}

Answer<Done> check_audience(const json::object& claims, const AssertionExpectation& expected) {
  auto found = claims.find("aud");
  if (found == claims.end()) return wrong("aud is missing; it must be '" + expected.issuer + "'.");
  // FAPI 2.0 SP §5.3.2.1: only the issuer identifier, as a single string.
  if (!found->value().is_string()) return wrong("aud must be one text, not a list: '" + expected.issuer + "'.");
  std::string audience(found->value().as_string());
  if (audience == expected.issuer) return Done{};
  if (std::ranges::find(expected.endpoint_urls, audience) != expected.endpoint_urls.end()) return Done{};
  return wrong("aud is '" + audience.substr(0, 200) + "', expected '" + expected.issuer + "'.");
}

// check_dates gives the time of expiry.
Answer<Time> check_dates(const json::object& claims, Time now) {
  auto expires = read_numeric_date(claims, "exp");
  if (!expires) return wrong(expires.error().public_text);
  if (!*expires) return wrong("exp is missing.");
  auto issued = read_numeric_date(claims, "iat");
  if (!issued) return wrong(issued.error().public_text);
  auto not_before = read_numeric_date(claims, "nbf");
  if (!not_before) return wrong(not_before.error().public_text);

  if (**expires <= now) return wrong("it expired " + seconds_between(**expires, now) + " seconds ago by our clock.");
  // FAPI 2.0 SP §5.3.2.1: accept iat and nbf up to 10 s ahead, refuse more than 60 s; ours is 10 s.
  if (*issued && **issued > now + kAheadMax)
    return wrong("iat is " + seconds_between(now, **issued) + " seconds ahead of our clock; at most 10.");
  if (*not_before && **not_before > now + kAheadMax)
    return wrong("nbf is " + seconds_between(now, **not_before) + " seconds ahead of our clock; at most 10.");
  Time counted_from = *issued ? **issued : now;
  if (**expires > counted_from + kAssertionLifetimeMax) {
    return wrong("exp is " + seconds_between(counted_from, **expires) + " seconds after " + (*issued ? "iat" : "now") +
                 "; at most 120.");
  }
  return **expires;
}

}  // namespace

Answer<AssertionFacts> check_assertion_claims(const json::object& claims, const AssertionExpectation& expected,
                                              Time now) {
  // RFC 7523 §3 and RFC 7521 §5.2: iss and sub are the client_id.
  for (std::string_view name : {"iss", "sub"}) {
    auto value = find_string(claims, name);
    if (!value) return wrong(std::string(name) + " is missing; it must be your client_id.");
    if (*value != expected.client_id) return wrong(std::string(name) + " must be '" + expected.client_id + "'.");
  }
  auto audience = check_audience(claims, expected);
  if (!audience) return pass_error(audience);
  auto expires = check_dates(claims, now);
  if (!expires) return pass_error(expires);
  auto jti = find_string(claims, "jti");
  if (!jti || jti->empty()) return wrong("jti is missing; it must be a new random text each time.");
  if (jti->size() > kJtiLengthMax) return wrong("jti is longer than 255 characters.");
  return AssertionFacts{.jti = std::string(*jti), .expires_at = *expires};
}

}  // namespace inkan::oidc
