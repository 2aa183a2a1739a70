#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/pages.h"

namespace inkan::http {

// TemplateTags is what a template asks for: variables and, nested, sections.
struct TemplateTags {
  std::vector<std::string> variables{};
  std::vector<std::pair<std::string, TemplateTags>> sections{};
};

// read_tags checks the {{…}} of a template: {{NAME}}, {{#NAME}}, {{/NAME}} and {{! comment}} only, sections balanced.
Result<TemplateTags> read_tags(std::string_view text);
// missing_values lists the variables that the tags use and the data (or an outer level of it) does not give.
std::vector<std::string> missing_values(const TemplateTags& tags, const PageData& data);

// Words are dotted keys to texts of one language.
using Words = std::map<std::string, std::string, std::less<>>;
// read_words adds the strings of a JSON file; a key given twice is refused.
Result<Done> read_words(std::string_view json_text, std::string_view file, Words& words);
// put_words replaces each [[key]] by its word, escaped for HTML but for its {{VARIABLES}}; an unknown key is refused.
Result<std::string> put_words(std::string_view text, const Words& words);

}  // namespace inkan::http
