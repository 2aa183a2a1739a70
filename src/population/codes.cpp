#include "population/codes.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/text.h"

namespace inkan::population {

namespace {

struct Code {
  std::string_view code;
  std::string_view text;
};

constexpr std::array kSexes{Code{"F", "FEMALE"}, Code{"M", "MALE"}, Code{"U", "UNKNOWN"}};

constexpr std::array kRaces{
    Code{"CN", "CHINESE"},    Code{"MY", "MALAY"},     Code{"IN", "INDIAN"},     Code{"TM", "TAMIL"},
    Code{"EU", "EURASIAN"},   Code{"JP", "JAPANESE"},  Code{"KR", "KOREAN"},     Code{"PH", "FILIPINO"},
    Code{"ID", "INDONESIAN"}, Code{"TH", "THAI"},      Code{"VN", "VIETNAMESE"}, Code{"BG", "BANGLADESHI"},
    Code{"MM", "BURMESE"},    Code{"CA", "CAUCASIAN"}, Code{"XX", "OTHERS"},
};

constexpr std::array kMaritalStatuses{Code{"1", "SINGLE"}, Code{"2", "MARRIED"}, Code{"3", "WIDOWED"},
                                      Code{"5", "DIVORCED"}};

constexpr std::array kPassTypes{
    Code{"RPass", "Work Permit"},
    Code{"SPass", "S Pass"},
    Code{"P1Pass", "Employment Pass (P1)"},
    Code{"P2Pass", "Employment Pass (P2)"},
    Code{"QPass", "Employment Pass (Q1)"},
    Code{"PEP", "Personalised Employment Pass"},
    Code{"WHP", "Work Holiday Pass"},
    Code{"TEP", "Training Employment Pass"},
    Code{"Entre", "EntrePass"},
    Code{"OVE", "Overseas Networks & Expertise Pass"},
    Code{"DP", "Dependant Pass"},
    Code{"LTVP", "Long Term Visit Pass"},
    Code{"LTVP+", "Long Term Visit Pass Plus"},
    Code{"LOC", "Letter of Consent"},
    Code{"MWP", "Miscellaneous Work Pass"},
    Code{"STP", "Student Pass"},
    Code{"IEO", "Immigration Exemption Order"},
};

constexpr std::array kResidentialStatuses{Code{"A", "ALIEN"}, Code{"C", "CITIZEN"}, Code{"P", "PR"},
                                          Code{"U", "UNKNOWN"}, Code{"N", "NOT APPLICABLE"}};

// Countries whose registered texts differ from the general ones, or whose people have a name of their own.
struct Country {
  std::string_view code;
  std::string_view name;
  std::string_view people;
};
constexpr std::array kCountries{
    Country{"SG", "SINGAPORE", "SINGAPORE CITIZEN"},
    Country{"JP", "JAPAN", "JAPANESE"},
    Country{"MY", "MALAYSIA", "MALAYSIAN"},
    Country{"CN", "CHINA", "CHINESE"},
    Country{"HK", "HONG KONG", "CHINESE/HONGKONG SAR"},
    Country{"MO", "MACAU", "MACAO"},
    Country{"TW", "TAIWAN", "TAIWANESE"},
    Country{"IN", "INDIA", "INDIAN"},
    Country{"LK", "SRI LANKA", "SRI LANKAN"},
    Country{"BD", "BANGLADESH", "BANGLADESHI"},
    Country{"ID", "INDONESIA", "INDONESIAN"},
    Country{"PH", "PHILIPPINES", "FILIPINO"},
    Country{"TH", "THAILAND", "THAI"},
    Country{"VN", "VIETNAM", "VIETNAMESE"},
    Country{"MM", "MYANMAR", "MYANMAR"},
    Country{"KR", "KOREA, SOUTH", "KOREAN, SOUTH"},
    Country{"BN", "BRUNEI", "BRUNEIAN"},
    Country{"AU", "AUSTRALIA", "AUSTRALIAN"},
    Country{"NZ", "NEW ZEALAND", "NEW ZEALANDER"},
    Country{"GB", "UNITED KINGDOM", "BRITISH"},
    Country{"IE", "IRELAND", "IRISH"},
    Country{"US", "UNITED STATES", "AMERICAN"},
    Country{"CA", "CANADA", "CANADIAN"},
    Country{"DE", "GERMANY", "GERMAN"},
    Country{"FR", "FRANCE", "FRENCH"},
    Country{"IT", "ITALY", "ITALIAN"},
    Country{"ES", "SPAIN", "SPANISH"},
    Country{"NL", "NETHERLANDS", "NETHERLANDER"},
    Country{"SE", "SWEDEN", "SWEDISH"},
    Country{"CH", "SWITZERLAND", "SWISS"},
    Country{"BR", "BRAZIL", "BRAZILIAN"},
    Country{"RU", "RUSSIA", "RUSSIAN"},
    Country{"UA", "UKRAINE", "UKRAINIAN"},
    Country{"NP", "NEPAL", "NEPALESE"},
    Country{"PK", "PAKISTAN", "PAKISTANI"},
    Country{"KH", "CAMBODIA", "CAMBODIAN"},
};

std::optional<std::string> find_in(std::span<const Code> table, std::string_view code) {
  const auto found = std::ranges::find(table, code, &Code::code);
  if (found == table.end()) return std::nullopt;
  return std::string(found->text);
}

// other_countries are the rest of ISO 3166-1, with the English names the Unicode data has.
const std::map<std::string, std::string, std::less<>>& other_countries() {
  static const auto kOthers = [] {
    std::map<std::string, std::string, std::less<>> names;
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      icu::UnicodeString name;
      icu::Locale("", *code).getDisplayCountry(icu::Locale::getEnglish(), name);
      std::string text;
      name.toUpper(icu::Locale::getEnglish()).toUTF8String(text);
      names.emplace(*code, std::move(text));
    }
    return names;
  }();
  return kOthers;
}

std::optional<std::string> find_country(std::string_view code, bool people) {
  const auto found = std::ranges::find(kCountries, code, &Country::code);
  if (found != kCountries.end()) return std::string(people ? found->people : found->name);
  const auto& others = other_countries();
  const auto other = others.find(code);
  if (other == others.end()) return std::nullopt;
  return other->second;
}

}  // namespace

std::optional<std::string> find_code_text(CodeTable table, std::string_view code) {
  switch (table) {
    case CodeTable::kSex:
      return find_in(kSexes, code);
    case CodeTable::kRace:
      return find_in(kRaces, code);
    case CodeTable::kMaritalStatus:
      return find_in(kMaritalStatuses, code);
    case CodeTable::kPassType:
      return find_in(kPassTypes, code);
    case CodeTable::kResidentialStatus:
      return find_in(kResidentialStatuses, code);
    case CodeTable::kCountry:
      return find_country(code, /*people=*/false);
    case CodeTable::kNationality:
      return find_country(code, /*people=*/true);
  }
  return std::nullopt;
}

bool is_known_code(CodeTable table, std::string_view code) { return find_code_text(table, code).has_value(); }

}  // namespace inkan::population
