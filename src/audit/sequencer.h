#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/merkle.h"
#include "base/clock.h"
#include "base/task.h"
#include "crypto/jose.h"
#include "store/database.h"

namespace inkan::audit {

// Checkpoint says "the journal had so many events, with this root, then"; whoever kept one can be shown later that
// nothing before it was changed. signed_text is a compact JWS of type inkan-checkpoint over {size, root, at}.
struct Checkpoint {
  uint64_t size = 0;
  Time at{};
  std::string signed_text{};
};

// InclusionProof proves that an event is in the tree of `size` leaves (RFC 9162 §2.1.3).
struct InclusionProof {
  uint64_t index = 0;
  uint64_t size = 0;
  std::string leaf_hash{};
  std::vector<std::string> path{};
  std::string root{};
  std::string signed_text{};  // checkpoint of this size
};

// Sequencer puts the journal's events into the Merkle tree. Several may run at once on different nodes: the one that
// comes second loses its batch (kConflict) and nothing else happens. Thread-safe.
class Sequencer {
 public:
  struct Deps {
    store::Database& database;
    Clock& clock;
  };
  explicit Sequencer(Deps deps) : deps_(deps) {}

  // advance gives up to `limit` waiting events their place, stores the frontier and a checkpoint signed with `key`, all
  // in one transaction, and answers how many there were. Call again while it answers `limit`.
  Task<int64_t> advance(crypto::PrivateKey key, int limit) const;
  Task<std::optional<Checkpoint>> find_checkpoint() const;
  // prove gives the proof for the latest checkpoint; nullopt for an unknown event or one that still waits.
  Task<std::optional<InclusionProof>> prove(std::string event_id) const;
  // prove_consistency proves that the latest tree goes on from the one of `old_size` leaves (RFC 9162 §2.1.4).
  // kInvalidInput when there was no such tree.
  Task<std::vector<std::string>> prove_consistency(uint64_t old_size) const;

 private:
  Task<std::vector<std::string>> load_path(std::vector<Span> spans) const;
  Deps deps_;
};

}  // namespace inkan::audit
