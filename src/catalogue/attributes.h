#pragma once

#include <span>
#include <string_view>

namespace inkan::catalogue {

// Attribute is a scope that stands for a piece of data (reference: Myinfo catalogue). Words for people are at
// [[attribute.<scope>]] in web/words.
struct Attribute {
  std::string_view scope;      // "uinfin", "name", "regadd", "vehicles.make"
  bool login_may_ask = false;  // login clients: openid, user.identity, name, email, mobileno
  bool served = true;          // false: known in the catalogue, no source here yet: answered `unavailable`
  bool myinfo_may_ask = true;  // all but user.identity, which only login services get
};
std::span<const Attribute> attributes();
// find_attribute gives nullptr for a scope that is not in the catalogue; "openid" is no attribute.
const Attribute* find_attribute(std::string_view scope);
// context_types lists the published authentication context types, with their published spelling.
std::span<const std::string_view> context_types();
bool is_context_type(std::string_view text);

}  // namespace inkan::catalogue
