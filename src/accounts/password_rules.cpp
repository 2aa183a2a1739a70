#include "accounts/password_rules.h"

#include <zxcvbn.h>

#include <algorithm>

#include "base/text.h"

namespace inkan::accounts {
namespace {

constexpr size_t kCharactersMin = 8;
constexpr size_t kCharactersMax = 128;
constexpr int kScoreMin = 3;

// Thresholds of zxcvbn's authors: 10^3, 10^6, 10^8, 10^10 guesses.
int score_of(double entropy_bits) {
  constexpr double kBitsPerDigit = 3.321928094887362;
  int score = 0;
  for (const double digits : {3.0, 6.0, 8.0, 10.0}) score += entropy_bits >= digits * kBitsPerDigit ? 1 : 0;
  return score;
}

void add_once(std::vector<PasswordFlaw>& flaws, PasswordFlaw flaw) {
  if (std::ranges::find(flaws, flaw) == flaws.end()) flaws.push_back(flaw);
}

void add_flaw_of(int match_type, std::vector<PasswordFlaw>& flaws) {
  switch (match_type & ~MULTIPLE_MATCH) {
    case DICTIONARY_MATCH:
    case DICT_LEET_MATCH:
      add_once(flaws, PasswordFlaw::kCommonWord);
      break;
    case USER_MATCH:
    case USER_LEET_MATCH:
      add_once(flaws, PasswordFlaw::kOwnWords);
      break;
    case REPEATS_MATCH:
      add_once(flaws, PasswordFlaw::kRepeats);
      break;
    case SEQUENCE_MATCH:
      add_once(flaws, PasswordFlaw::kSequence);
      break;
    case SPATIAL_MATCH:
      add_once(flaws, PasswordFlaw::kKeyboard);
      break;
    case DATE_MATCH:
    case YEAR_MATCH:
      add_once(flaws, PasswordFlaw::kDate);
      break;
    default:
      break;
  }
}

Strength estimate(const std::string& text, const std::vector<std::string>& own_words) {
  std::vector<const char*> dictionary;
  for (const std::string& word : own_words) {
    if (!word.empty()) dictionary.push_back(word.c_str());
  }
  dictionary.push_back(nullptr);
  ZxcMatch_t* matches = nullptr;
  const double bits = ZxcvbnMatch(text.c_str(), dictionary.data(), &matches);
  Strength strength{.score = score_of(bits)};
  if (strength.score < kScoreMin) {
    for (const ZxcMatch_t* match = matches; match != nullptr; match = match->Next)
      add_flaw_of(match->Type, strength.flaws);
    if (strength.flaws.empty()) strength.flaws.push_back(PasswordFlaw::kWeak);
  }
  ZxcvbnFreeInfo(matches);
  return strength;
}

}  // namespace

std::string_view to_text(PasswordFlaw flaw) {
  switch (flaw) {
    case PasswordFlaw::kTooShort:
      return "too_short";
    case PasswordFlaw::kTooLong:
      return "too_long";
    case PasswordFlaw::kCommonWord:
      return "common_word";
    case PasswordFlaw::kOwnWords:
      return "own_words";
    case PasswordFlaw::kRepeats:
      return "repeats";
    case PasswordFlaw::kSequence:
      return "sequence";
    case PasswordFlaw::kKeyboard:
      return "keyboard";
    case PasswordFlaw::kDate:
      return "date";
    case PasswordFlaw::kWeak:
      return "weak";
  }
  return "weak";
}

Strength rate_password(const Secret& password, const std::vector<std::string>& own_words) {
  std::string text(password.reveal(Purpose::kCompute));
  const size_t characters = utf8_length(text);
  Strength strength;
  if (characters < kCharactersMin) {
    strength.flaws.push_back(PasswordFlaw::kTooShort);
  } else if (characters > kCharactersMax) {
    strength.flaws.push_back(PasswordFlaw::kTooLong);
  } else {
    strength = estimate(text, own_words);
  }
  explicit_bzero(text.data(), text.size());
  return strength;
}

}  // namespace inkan::accounts
