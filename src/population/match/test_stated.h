#pragma once

#include <string>

#include "population/stated.h"

namespace inkan::population::match {

// What the tests of this room state about somebody. Empty parts are not stated.
struct Say {
  std::string written = "山田 太郎";
  std::string kana = "ヤマダ タロウ";
  std::string born = "1980-07-31";
  std::string street = "豊洲";
  std::string block = "2-2-1";
  std::string unit{};
  Sex sex = Sex::kMale;
  std::string previous{};
};

inline Stated state(const Say& say) {
  Stated stated{};
  if (!say.written.empty()) stated.names.push_back({NameKind::kLegal, say.written});
  if (!say.kana.empty()) stated.names.push_back({NameKind::kKana, say.kana});
  if (!say.previous.empty()) stated.names.push_back({NameKind::kPrevious, say.previous});
  stated.sex = say.sex;
  if (!say.born.empty()) stated.born = *PartialDate::parse(say.born);
  if (!say.street.empty())
    stated.addresses.push_back(
        {.parts = {.block = say.block, .unit = say.unit, .street = say.street, .postal = "135061", .country = "JP"}});
  return stated;
}

inline PersonId person_id(int number) {
  std::string digits = std::to_string(number);
  return PersonId("00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits);
}

}  // namespace inkan::population::match
