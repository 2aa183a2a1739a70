#pragma once

#include "officers/proposals.h"
#include "population/history.h"

namespace inkan::officers {

// LifeEventEffects carries out what happens to a record through time: the proposer is the officer of the event, the
// approver its second officer.
class LifeEventEffects final : public Effects {
 public:
  explicit LifeEventEffects(const population::History& history) : history_(history) {}
  // version_of is how many events the record is made of.
  Task<std::string> version_of(PersonId person) const override;
  Task<store::Batch> prepare(EffectOrder order) const override;

 private:
  const population::History& history_;
};

}  // namespace inkan::officers
