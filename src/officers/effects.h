#pragma once

#include "officers/proposals.h"
#include "population/numbers.h"

namespace inkan::officers {

// RegisterEffects carries proposals about people out through the register's own functions: the proposer is the officer
// of the event, the approver its second officer. Rulings about cases go to `rulings`.
class RegisterEffects final : public Effects {
 public:
  struct Deps {
    const population::Numbers& numbers;
    const Effects& life_events;  // officers/life_effects.h
    const Effects& rulings;      // about cases
  };
  explicit RegisterEffects(Deps deps) : deps_(deps) {}
  Task<std::string> version_of(PersonId person) const override;
  Task<store::Batch> prepare(EffectOrder order) const override;

 private:
  Deps deps_;
};

// NoEffects refuses every proposal (kUnavailable): for programs and tests without what would carry them out.
class NoEffects final : public Effects {
 public:
  Task<std::string> version_of(PersonId person) const override;
  Task<store::Batch> prepare(EffectOrder order) const override;
};

}  // namespace inkan::officers
