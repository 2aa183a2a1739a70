#pragma once

#include <string>
#include <string_view>

#include "exchange/sources/source.h"

namespace inkan::exchange {

// kAccountSource serves the contacts that residents gave and confirmed themselves.
extern const Source kAccountSource;

// PhoneParts is a phone number taken apart: country code and the rest.
struct PhoneParts {
  std::string country{};
  std::string number{};
};
// split_phone takes digits with country code. A country code it does not know stays part of the number.
PhoneParts split_phone(std::string_view digits);

}  // namespace inkan::exchange
