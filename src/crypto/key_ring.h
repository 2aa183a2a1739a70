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
  // create makes a ring of one key that signs from now on. Fails for algorithms that sign nothing (RS256).
  static Result<KeyRing> create(const Policy& policy, Time now, Random& random);
  // read takes what write gave; kCorrupt for anything else.
  static Result<KeyRing> read(std::string_view text);
  // write gives JSON text with private keys, for sealing only.
  Secret write() const;
  // rotated returns the ring as it should be at `now`; changed() tells whether it differs from this one.
  Result<KeyRing> rotated(const Policy& policy, Time now, Random& random, /*out*/ bool& changed) const;

  // current is the key to sign with, as of the last rotation; lives as long as this ring.
  const PrivateKey& current() const;
  json::object published() const;  // JWK set: next, current, retired

 private:
  struct Entry {
    PrivateKey key;
    Time signs_from{};
    Time signs_until{};  // of a retired key: when it really stopped, however late the rotation ran
  };
  static Result<Entry> make_entry(const Policy& policy, Time from, Random& random);
  Result<bool> prepare_next(const Policy& policy, Time now, Random& random);
  bool promote(const Policy& policy, Time now);
  bool forget_old(const Policy& policy, Time now);

  std::vector<Entry> entries_{};  // oldest first; never empty once made
  size_t current_ = 0;
};

}  // namespace inkan::crypto
