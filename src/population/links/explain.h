#pragma once

#include <optional>
#include <string>
#include <vector>

#include "population/links/links.h"

namespace inkan::population::links {

// Explained is the evidence about a record, attribute by attribute, for the register's operators. It tells how what was
// stated compares, never with what: no value of the register and no id of a person is in it.
struct Explained {
  match::Zone zone = match::Zone::kRefuse;
  double wrong_chance = 1;
  double prior_bits = 0;  // log2 of how many people it could be
  std::vector<match::Evidence> evidence{};
  double household_share = 0;
  std::string veto{};
  std::optional<match::Attribute> settles{};
  // Of the person whose number was given, or whom the stored link is about:
  std::optional<bool> agrees{};
  std::optional<bool> comes_nearest{};
  double risk = 0;
  double evidence_bits() const;  // the sum
};

// explain_record says what would be made of a record; with a number, also how its owner compares. Nothing is stored
// but the journal's line. kInvalidInput for an incomplete record, kNotFound for a number that is not in force.
Task<Explained> explain_record(const Links& links, Stated stated, std::optional<PersonalNumber> number,
                               audit::Actor by);
// explain_link says it of a stored link; the look is in the resident's record like every other. kNotFound.
Task<Explained> explain_link(const Links& links, LinkId link, audit::Actor by);

}  // namespace inkan::population::links
