#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "crypto/jose.h"

namespace inkan::crypto {

// KeyRing is the issuer's signing keys by age: the next one is published before it signs, retired ones stay published
// until nothing they signed can still be valid. A value: rotation gives a new ring, which the caller stores sealed.
class KeyRing {
 public:
  struct Policy {
    SignatureAlgorithm algorithm = SignatureAlgorithm::kES256;
    Duration current_lifetime = std::chrono::days(90);
    Duration published_ahead = std::chrono::hours(24);
    Duration published_after = std::chrono::hours(24);
  };
  static Result<KeyRing> create(const Policy& policy, Time now, Random& random);
  // read/write: JSON text with private keys, for sealing only.
  static Result<KeyRing> read(std::string_view text);
  Secret write() const;
  // rotated returns the ring as it should be at `now`; changed() tells whether it differs from this one.
  Result<KeyRing> rotated(const Policy& policy, Time now, Random& random, /*out*/ bool& changed) const;

  const PrivateKey& current() const;
  json::object published() const;  // JWK set: next, current, retired

 private:
  struct Entry {
    PrivateKey key;
    Time signs_from;
    Time signs_until;
  };
  std::vector<Entry> entries_{};  // oldest first
};

}  // namespace inkan::crypto
