#include "accounts/code.h"

namespace inkan::accounts {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kLength = 16;
constexpr size_t kGroup = 4;

std::optional<char> fold_character(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  if (kAlphabet.find(c) == std::string_view::npos) return std::nullopt;
  return c;
}

}  // namespace

std::string make_code(Random& random) {
  std::string code;
  for (size_t i = 0; i < kLength; ++i) {
    if (i > 0 && i % kGroup == 0) code += '-';
    code += kAlphabet[random.below(kAlphabet.size())];
  }
  return code;
}

std::optional<std::string> fold_code(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const std::optional<char> one = fold_character(c);
    if (!one || folded.size() == kLength) return std::nullopt;
    folded += *one;
  }
  if (folded.size() != kLength) return std::nullopt;
  return folded;
}

}  // namespace inkan::accounts
