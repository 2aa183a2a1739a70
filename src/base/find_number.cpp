#include "base/find_number.h"

#include "base/personal_number.h"

namespace inkan {

bool holds_personal_number(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - at == 12 && PersonalNumber::parse(text.substr(at, 12))) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace inkan
