#include "portal/words.h"

#include <algorithm>
#include <array>

#include <unicode/locid.h>

namespace inkan::portal {

namespace {

// The scopes with words in web/words/*/attribute.json.
constexpr std::array kScopesWithWords = std::to_array<std::string_view>(
    {"openid", "user.identity", "uinfin", "partialuinfin", "name", "aliasname", "hanyupinyinname", "hanyupinyinaliasname",
     "marriedname", "sex", "race", "dob", "residentialstatus", "nationality", "birthcountry", "regadd", "marital",
     "passtype", "passexpirydate", "passportnumber", "passportexpirydate", "email", "mobileno"});

}  // namespace

std::string fill_word(std::string word, std::string_view variable, std::string_view value) {
  std::string mark = "{{" + std::string(variable) + "}}";
  for (size_t at = 0; (at = word.find(mark, at)) != std::string::npos; at += value.size()) word.replace(at, mark.size(), value);
  return word;
}

std::string pick(const std::map<std::string, std::string>& texts, const http::Language& language) {
  auto found = texts.find(language.tag);
  if (found == texts.end()) found = texts.find("en");
  if (found == texts.end()) found = texts.begin();
  return found == texts.end() ? std::string() : found->second;
}

std::string scope_label(const Reader& reader, std::string_view scope) {
  if (std::find(kScopesWithWords.begin(), kScopesWithWords.end(), scope) == kScopesWithWords.end()) return std::string(scope);
  std::string key = "attribute." + std::string(scope);
  std::replace(key.begin() + std::string_view("attribute.").size(), key.end(), '.', '_');
  return reader.word(key);
}

std::vector<std::string> scope_labels(const Reader& reader, const std::vector<std::string>& scopes) {
  std::vector<std::string> labels;
  for (const std::string& scope : scopes)
    if (scope != "openid") labels.push_back(scope_label(reader, scope));
  return labels;
}

std::string country_name(std::string_view two_letters, const http::Language& language) {
  icu::Locale country("", std::string(two_letters).c_str());
  icu::UnicodeString name;
  country.getDisplayCountry(icu::Locale(language.tag.c_str()), name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? std::string(two_letters) : text;
}

}  // namespace inkan::portal
