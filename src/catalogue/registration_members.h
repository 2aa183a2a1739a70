#pragma once

#include <string>
#include <string_view>

namespace inkan::catalogue {

// is_registration_member tells whether a registration file may hold this member: what parse reads, and descriptive
// RFC 7591 members that are kept and not used.
bool is_registration_member(std::string_view member);
// suggestion_for gives "; did you mean …?" for a member that looks like a known one, else nothing.
std::string suggestion_for(std::string_view member);

}  // namespace inkan::catalogue
