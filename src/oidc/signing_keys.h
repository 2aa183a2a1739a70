#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/task.h"
#include "crypto/key_ring.h"
#include "crypto/sealed.h"
#include "store/database.h"

namespace inkan::oidc {

// SigningKeys is the issuer's key ring as this node knows it. It lies sealed in the database; every node reloads it
// each minute and publishes new keys long before they sign, so nodes need not agree to the second. Thread-safe.
class SigningKeys {
 public:
  struct Deps {
    store::Database& database;
    const crypto::MasterKey& master_key;
    Clock& clock;
    Random& random;
    Log& log;
  };
  SigningKeys(Deps deps, crypto::KeyRing::Policy policy) : deps_(deps), policy_(policy) {}

  // load reads the ring, or makes the first one. Call before serving; its failure refuses the start.
  Task<Done> load();
  // reload takes over what another node stored. A job calls it each minute.
  Task<Done> reload();
  // rotate_if_due makes and stores the ring that should be at this time. When another node was faster, its ring wins.
  Task<Done> rotate_if_due();

  // current is the key that signs now; published the JWK set as JSON text. Only after load(). Shared with a reload
  // that may replace the ring while a request still signs.
  std::shared_ptr<const crypto::PrivateKey> current() const;
  std::shared_ptr<const std::string> published() const;

 private:
  void adopt(crypto::KeyRing ring, int64_t version);
  Task<bool> read();  // true when there was a ring
  Task<Done> put(crypto::KeyRing ring, int64_t old_version);

  Deps deps_;
  crypto::KeyRing::Policy policy_;
  mutable std::mutex mutex_{};  // guards the four below; never held across an await
  std::shared_ptr<const crypto::KeyRing> ring_{};
  std::shared_ptr<const crypto::PrivateKey> current_{};
  std::shared_ptr<const std::string> published_{};
  int64_t version_ = 0;
};

}  // namespace inkan::oidc
