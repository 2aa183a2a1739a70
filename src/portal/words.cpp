#include "portal/words.h"

#include <algorithm>
#include <array>

namespace inkan::portal {

namespace {

// The scopes with words in web/words/*/attribute.json.
constexpr std::array kScopesWithWords = std::to_array<std::string_view>({"openid",
                                                                         "user.identity",
                                                                         "uinfin",
                                                                         "partialuinfin",
                                                                         "name",
                                                                         "aliasname",
                                                                         "hanyupinyinname",
                                                                         "hanyupinyinaliasname",
                                                                         "marriedname",
                                                                         "sex",
                                                                         "race",
                                                                         "dob",
                                                                         "residentialstatus",
                                                                         "nationality",
                                                                         "birthcountry",
                                                                         "regadd",
                                                                         "marital",
                                                                         "passtype",
                                                                         "passexpirydate",
                                                                         "passportnumber",
                                                                         "passportexpirydate",
                                                                         "email",
                                                                         "mobileno"});

// The kinds of record with words in web/words/*/portal.json, portal.links.types.
constexpr std::array kRecordTypesWithWords = std::to_array<std::string_view>(
    {"health-insurance", "pension", "mutual-aid-pension", "workers-compensation", "disability-handbook",
     "public-money-account", "vaccination", "driving-licence", "family-support"});

}  // namespace

std::string scope_label(const Reader& reader, std::string_view scope) {
  if (std::find(kScopesWithWords.begin(), kScopesWithWords.end(), scope) == kScopesWithWords.end())
    return std::string(scope);
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

std::string record_type_label(const Reader& reader, std::string_view type) {
  if (std::ranges::find(kRecordTypesWithWords, type) == kRecordTypesWithWords.end())
    return fill_word(reader.word("portal.links.type_other"), "CODE", type);
  std::string name(type);
  std::ranges::replace(name, '-', '_');
  return reader.word("portal.links.types." + name);
}

}  // namespace inkan::portal
