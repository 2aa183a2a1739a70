#pragma once

#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "officers/officer.h"
#include "population/person.h"

namespace inkan::officers {

// Keyed hashes by kind of thing, so that a label is written once. Each gives 32 raw bytes.
std::string session_hash(const crypto::KeyedHash& keyed, std::string_view cookie);
std::string enrolment_hash(const crypto::KeyedHash& keyed, std::string_view folded_code);
std::string presence_hash(const crypto::KeyedHash& keyed, std::string_view folded_code);
std::string challenge_hash(const crypto::KeyedHash& keyed, std::string_view challenge);
std::string browser_hash(const crypto::KeyedHash& keyed, std::string_view browser);
std::string honey_mark(const crypto::KeyedHash& keyed, const population::PersonId& person);

}  // namespace inkan::officers
