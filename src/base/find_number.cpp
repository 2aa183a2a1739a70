#include "base/find_number.h"

#include "base/personal_number.h"

namespace inkan {

namespace {

constexpr size_t kDigits = 12;

// next_number gives where the next one begins, from `at` on; npos when there is none.
size_t next_number(std::string_view text, size_t at) {
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - at == kDigits && PersonalNumber::parse(text.substr(at, kDigits))) return at;
    at = end + 1;
  }
  return std::string_view::npos;
}

}  // namespace

bool holds_personal_number(std::string_view text) { return next_number(text, 0) != std::string_view::npos; }

std::string without_personal_numbers(std::string_view text) {
  std::string out;
  size_t from = 0;
  for (size_t at; (at = next_number(text, from)) != std::string_view::npos; from = at + kDigits) {
    out += text.substr(from, at - from);
    out += "(a personal number)";
  }
  return out += text.substr(from);
}

}  // namespace inkan
