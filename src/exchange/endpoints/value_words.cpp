#include "exchange/endpoints/value_words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/partial_date.h"
#include "base/text.h"
#include "exchange/sources/envelope.h"
#include "http/date_words.h"

namespace inkan::exchange {

namespace {

using population::CodeTable;

// The group of words of a code table, in web/words/*/value.json.
std::string_view word_group(CodeTable table) {
  switch (table) {
    case CodeTable::kSex:
      return "sex";
    case CodeTable::kRace:
      return "race";
    case CodeTable::kMaritalStatus:
      return "marital";
    case CodeTable::kPassType:
      return "passtype";
    case CodeTable::kResidentialStatus:
      return "residentialstatus";
    case CodeTable::kCountry:
      return {};  // countries have their names from the Unicode data
    case CodeTable::kNationality:
      return {};
  }
  return {};
}

constexpr std::array kCodedScopes{
    std::pair(std::string_view("sex"), CodeTable::kSex),
    std::pair(std::string_view("race"), CodeTable::kRace),
    std::pair(std::string_view("marital"), CodeTable::kMaritalStatus),
    std::pair(std::string_view("passtype"), CodeTable::kPassType),
    std::pair(std::string_view("residentialstatus"), CodeTable::kResidentialStatus),
    std::pair(std::string_view("nationality"), CodeTable::kNationality),
    std::pair(std::string_view("birthcountry"), CodeTable::kCountry),
};

// part reads {"name": {"value": …}}.
std::string part(const json::object& group, std::string_view name) {
  const json::object* leaf = find_object(group, name);
  return leaf ? std::string(find_string(*leaf, "value").value_or("")) : std::string();
}

// An address at home does not name the country.
std::string address_in_words(const json::object& address) {
  std::vector<std::string> parts;
  const auto add = [&parts](std::string text) {
    if (!text.empty()) parts.push_back(std::move(text));
  };
  if (find_string(address, "type") == "UNFORMATTED") {
    add(part(address, "line1"));
    add(part(address, "line2"));
    return join(parts, ", ");
  }
  const std::string block = part(address, "block");
  add(block.empty() ? part(address, "street") : block + " " + part(address, "street"));
  if (const std::string unit = part(address, "unit"); !unit.empty()) add("#" + part(address, "floor") + "-" + unit);
  add(part(address, "building"));
  add(part(address, "postal"));
  return join(parts, ", ");
}

}  // namespace

std::string code_in_words(const http::Reader& reader, CodeTable table, std::string_view code) {
  if (!population::is_known_code(table, code)) return std::string(code);
  if (word_group(table).empty()) return http::country_name(code, reader.language);
  std::string key = "value." + std::string(word_group(table)) + ".";
  for (const char c : ascii_lower(code)) {
    if (c == '+')
      key += "_plus";
    else
      key += c;
  }
  return reader.word(key);
}

std::string value_in_words(const http::Reader& reader, std::string_view scope, const json::object& envelope) {
  if (scope == "regadd") return address_in_words(envelope);
  const auto coded = std::ranges::find(kCodedScopes, scope, [](const auto& entry) { return entry.first; });
  if (coded != kCodedScopes.end())
    return code_in_words(reader, coded->second, find_string(envelope, "code").value_or(""));
  std::string text = readable_text(envelope).value_or("");
  if (scope == "uinfin" || scope == "partialuinfin") return spaced_number(text);
  if (scope != "dob" && scope != "passexpirydate" && scope != "passportexpirydate") return text;
  const auto date = PartialDate::parse(text);
  return date ? http::format_date(reader, *date) : text;
}

std::string spaced_number(std::string_view digits) {
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += ' ';
    text += digits[i] == '*' ? "\u2022" : std::string(1, digits[i]);
  }
  return text;
}

}  // namespace inkan::exchange
