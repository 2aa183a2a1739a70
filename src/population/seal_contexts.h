#pragma once

#include <string>

#include "crypto/hash.h"
#include "population/person.h"

// What each sealed column is bound to: a value moved to another row or column does not open. Only for this folder.
namespace inkan::population {

inline std::string key_context(const PersonId& id) { return "persons.wrapped_key:" + id.text(); }
inline std::string number_context(const PersonId& id) { return "persons.sealed_number:" + id.text(); }
// A superseded number: another place than the current one, so that neither opens as the other.
inline std::string old_number_context(const PersonId& id) { return "person_numbers.sealed_number:" + id.text(); }
inline std::string facts_context(const PersonId& id) { return "persons.sealed_facts:" + id.text(); }
inline std::string entry_context(const PersonId& id, int64_t entry) {
  return "person_history.sealed:" + id.text() + ":" + std::to_string(entry);
}
inline std::string note_context(const PersonId& id) { return "audit_events.sealed:" + id.text(); }
// A held application and the reason for which it was refused stand in the same columns, one after the other, each under
// a key of its own: neither opens as the other.
inline std::string case_key_context(const std::string& case_id) { return "enrolment_cases.wrapped_key:" + case_id; }
inline std::string case_context(const std::string& case_id) { return "enrolment_cases.sealed:" + case_id; }
inline std::string reason_key_context(const std::string& case_id) {
  return "enrolment_cases.wrapped_key.reason:" + case_id;
}
inline std::string reason_context(const std::string& case_id) { return "enrolment_cases.sealed.reason:" + case_id; }

// number_hash is how every number ever issued is found.
inline std::string number_hash(const crypto::KeyedHash& keyed_hash, const PersonalNumber& number) {
  return keyed_hash.of("personal-number", number.digits());
}

}  // namespace inkan::population
