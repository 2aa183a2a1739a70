#pragma once

#include <string>

#include "population/person.h"

// What each sealed column is bound to: a value moved to another row or column does not open. Only for this folder.
namespace inkan::population {

inline std::string key_context(const PersonId& id) { return "persons.wrapped_key:" + id.text(); }
inline std::string number_context(const PersonId& id) { return "persons.sealed_number:" + id.text(); }
inline std::string facts_context(const PersonId& id) { return "persons.sealed_facts:" + id.text(); }
inline std::string note_context(const PersonId& id) { return "audit_events.sealed:" + id.text(); }

}  // namespace inkan::population
