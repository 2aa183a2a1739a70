#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace inkan::population {

// CodeTable names a published code table (reference: Myinfo code tables).
enum class CodeTable { kSex, kRace, kMaritalStatus, kPassType, kResidentialStatus, kCountry, kNationality };

// find_code_text gives the official text of a code ("F" → "FEMALE"); nullopt for a code the table does not have.
std::optional<std::string> find_code_text(CodeTable table, std::string_view code);
bool is_known_code(CodeTable table, std::string_view code);

}  // namespace inkan::population
