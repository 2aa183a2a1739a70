#pragma once

#include "officers/cases.h"
#include "officers/proposals.h"
#include "population/links/cases.h"

namespace inkan::officers {

// LinkCases shows the queue of population/links to officers. A case belongs to the area whose code is its issuer (a
// municipality works on its own records); an agency without an area is worked on by officers of all areas.
class LinkCases final : public Cases {
 public:
  explicit LinkCases(const population::links::Cases& cases) : cases_(cases) {}
  Task<std::vector<Case>> list_open(Jurisdiction jurisdiction, int limit) const override;
  Task<std::optional<Case>> find(std::string case_id) const override;
  Task<CaseRecord> load_record(std::string case_id, Officer officer) const override;

 private:
  const population::links::Cases& cases_;
};

// LinkRulings carries an approved ruling out: the proposer is the link's operator, the approver its second officer, so
// that the database's own rule about four eyes holds too.
class LinkRulings final : public Effects {
 public:
  explicit LinkRulings(const population::links::Cases& cases) : cases_(cases) {}
  Task<std::string> version_of(PersonId person) const override;
  Task<store::Batch> prepare(EffectOrder order) const override;

 private:
  const population::links::Cases& cases_;
};

}  // namespace inkan::officers
