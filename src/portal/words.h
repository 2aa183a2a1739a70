#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/words.h"

namespace inkan::portal {

using http::fill_word;
using http::Reader;

// scope_label says in words what a scope stands for; a scope without words (not served here) is shown by its own name.
std::string scope_label(const Reader& reader, std::string_view scope);
// scope_labels gives the labels in the order of the scopes; `openid` says nothing to a person and is left out.
std::vector<std::string> scope_labels(const Reader& reader, const std::vector<std::string>& scopes);
// record_type_label says in words what kind of record an agency linked (docs/links.md lists those with words); any
// other is shown by the agency's own code.
std::string record_type_label(const Reader& reader, std::string_view type);

}  // namespace inkan::portal
