#pragma once

#include <span>
#include <string_view>

namespace inkan::catalogue {

// Attribute is a scope that stands for a piece of data (reference: Myinfo catalogue). Words for people are at
// [[attribute.<scope>]] in web/words.
struct Attribute {
  std::string_view scope;           // "uinfin", "name", "regadd"
  bool login_may_ask = false;       // login clients: openid, user.identity, name, email, mobileno
  bool served = true;               // false: known in the catalogue, no source here yet: answered `unavailable`
};
std::span<const Attribute> attributes();
const Attribute* find_attribute(std::string_view scope);
// authentication context types of the published list (singpass.md §2.2).
bool is_context_type(std::string_view text);

}  // namespace inkan::catalogue
