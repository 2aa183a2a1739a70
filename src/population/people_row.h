#pragma once

#include <string>
#include <string_view>

#include "population/life_events.h"
#include "population/person.h"

namespace inkan::population {

inline constexpr size_t kPersonLineMax = 64 * 1024;

// PersonRow is one line of a file of people (JSON Lines): what the register is to say of one person, and how their
// record begins. {"event": "birth" | "arrival" | "registration", "valid_from": "YYYY-MM-DD", "facts": {…}}, facts as
// PersonFacts::to_json writes them.
struct PersonRow {
  LifeEventKind event = LifeEventKind::kRegistration;
  std::string valid_from{};
  PersonFacts facts{};
};

// parse_person_row: kInvalidInput with a reason in our own words, which never repeats the line. Members that would be
// lost are refused, above all "number": numbers are drawn here and never taken over.
Result<PersonRow> parse_person_row(std::string_view line);
// to_json gives the row's members in the order in which they are written; as text they are a line byte for byte the
// same whenever the facts are (REQ-MATCH-1).
json::object to_json(const PersonRow& row);

}  // namespace inkan::population
