#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace inkan::population {

// FreshProof shows that whom a write is about (or the officer who makes it) identified themselves a moment ago, after
// the data was entered (REQ-SES-1), in the session that still holds the same card (REQ-SES-2). Functions that attach
// something to a person take one; only accept() makes it.
class FreshProof {
 public:
  // Claim is what the server's session knows, never what a form says.
  struct Claim {
    std::string subject{};   // account, officer or person id of who identified themselves
    Time proven_at{};        // when the authenticator was used
    std::string presence{};  // handle of the card or passkey session seen then; empty where there is none
  };
  struct Demand {
    std::string subject{};  // who it has to be
    Time entered_at{};      // when the data of the write was entered
    Time now{};
    Duration age_max = std::chrono::seconds(60);
    std::string presence{};  // what was present when the data was entered
  };
  // accept: kForbidden for another subject or another presence (the caller ends the session and stores nothing),
  // kExpired when the proof is older than age_max, from the future, or from before the data was entered.
  static Result<FreshProof> accept(const Claim& claim, const Demand& demand);

  const std::string& subject() const { return subject_; }
  Time proven_at() const { return proven_at_; }

 private:
  FreshProof(std::string subject, Time proven_at) : subject_(std::move(subject)), proven_at_(proven_at) {}
  std::string subject_{};
  Time proven_at_{};
};

}  // namespace inkan::population
