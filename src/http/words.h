#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/pages.h"

namespace inkan::http {

// Reader is whom a text is made for: the words and the language.
struct Reader {
  const Pages& pages;
  const Language& language;
  std::string word(std::string_view key) const { return pages.word(language, key); }
};

// fill_word puts a value into a word: fill_word("You signed in to {{SERVICE}}", "SERVICE", name). Values are plain
// text; the template escapes the whole.
std::string fill_word(std::string word, std::string_view variable, std::string_view value);

// pick gives the text for the language, else English, else any, else an empty text.
std::string pick(const std::map<std::string, std::string>& texts, const Language& language);

// country_name gives the name of a country in the reader's language; a code nobody knows is shown as it is.
std::string country_name(std::string_view two_letters, const Language& language);

}  // namespace inkan::http
