#include "http/words.h"

#include <unicode/locid.h>

namespace inkan::http {

std::string fill_word(std::string word, std::string_view variable, std::string_view value) {
  std::string mark = "{{" + std::string(variable) + "}}";
  for (size_t at = 0; (at = word.find(mark, at)) != std::string::npos; at += value.size())
    word.replace(at, mark.size(), value);
  return word;
}

std::string pick(const std::map<std::string, std::string>& texts, const Language& language) {
  auto found = texts.find(language.tag);
  if (found == texts.end()) found = texts.find("en");
  if (found == texts.end()) found = texts.begin();
  return found == texts.end() ? std::string() : found->second;
}

std::string country_name(std::string_view two_letters, const Language& language) {
  icu::Locale country("", std::string(two_letters).c_str());
  icu::UnicodeString name;
  country.getDisplayCountry(icu::Locale(language.tag.c_str()), name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? std::string(two_letters) : text;
}

}  // namespace inkan::http
