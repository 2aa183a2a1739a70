#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "officers/deps.h"

namespace inkan::officers {

using population::PersonId;

// PresenceCodes makes the codes with which residents say "I am here, you may look" (REQ-OPR-1). Thread-safe.
class PresenceCodes {
 public:
  struct Deps {
    store::Database& database;
    const crypto::KeyedHash& keyed_hash;
    Clock& clock;
    Random& random;
    Duration lifetime = std::chrono::minutes(10);
  };
  explicit PresenceCodes(Deps deps) : deps_(deps) {}
  struct Made {
    Secret code{};  // shown once to the resident; only its keyed hash is kept
    Time expires_at{};
  };
  // make gives a code for this person and forgets earlier ones that nobody took. The caller knows that it is them.
  Task<Made> make(PersonId person) const;

 private:
  Deps deps_;
};

// Presence is a resident before one officer, for minutes.
struct Presence {
  std::string id{};
  PersonId person{};
  Time until{};
};
// open_presence takes a code: it works once, for one officer, in one statement. kForbidden for a code that is wrong,
// used or over (counted: kTooMany past the limit of failures), and for an officer who may not serve.
Task<Presence> open_presence(const Deps& deps, OnDuty duty, std::string code);
// list_presences gives what is open for this officer now.
Task<std::vector<Presence>> list_presences(const Deps& deps, OnDuty duty);
// close_presence ends it before its time: the resident left.
Task<Done> close_presence(const Deps& deps, OnDuty duty, std::string presence_id);

}  // namespace inkan::officers
