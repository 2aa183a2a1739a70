#include "officers/hashes.h"

namespace inkan::officers {

std::string session_hash(const crypto::KeyedHash& keyed, std::string_view cookie) {
  return keyed.of("officer session", cookie);
}
std::string enrolment_hash(const crypto::KeyedHash& keyed, std::string_view folded_code) {
  return keyed.of("officer enrolment", folded_code);
}
std::string presence_hash(const crypto::KeyedHash& keyed, std::string_view folded_code) {
  return keyed.of("presence code", folded_code);
}
std::string challenge_hash(const crypto::KeyedHash& keyed, std::string_view challenge) {
  return keyed.of("officer challenge", challenge);
}
std::string browser_hash(const crypto::KeyedHash& keyed, std::string_view browser) {
  return keyed.of("officer browser", browser);
}
std::string honey_mark(const crypto::KeyedHash& keyed, const population::PersonId& person) {
  return keyed.of("honey record", person.text());
}

}  // namespace inkan::officers
