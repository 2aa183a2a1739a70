#include "exchange/sources/envelope.h"

#include <vector>

#include "base/text.h"

namespace inkan::exchange {

namespace {

std::string_view code_of(Origin origin) {
  switch (origin) {
    case Origin::kGovernment:
      return "1";
    case Origin::kProvidedByUser:
      return "2";
    case Origin::kNotApplicable:
      return "3";
    case Origin::kVerifiedByAccount:
      return "4";
  }
  return "3";
}

// part reads {"name": {"value": …}}.
std::string part(const json::object& group, std::string_view name) {
  const json::object* leaf = find_object(group, name);
  return leaf ? std::string(find_string(*leaf, "value").value_or("")) : std::string();
}

std::string join_present(const std::vector<std::string>& parts, std::string_view separator) {
  std::vector<std::string> present;
  for (const auto& text : parts)
    if (!text.empty()) present.push_back(text);
  return join(present, separator);
}

std::string address_text(const json::object& address) {
  if (find_string(address, "type") == "UNFORMATTED")
    return join_present({part(address, "line1"), part(address, "line2")}, ", ");
  std::string unit;
  if (!part(address, "unit").empty()) unit = "#" + join_present({part(address, "floor"), part(address, "unit")}, "-");
  const json::object* country = find_object(address, "country");
  const std::string country_name = country ? std::string(find_string(*country, "desc").value_or("")) : std::string();
  return join_present({part(address, "block"), part(address, "street"), unit, part(address, "building"), country_name,
                       part(address, "postal")},
                      " ");
}

}  // namespace

json::object enveloped(json::object members, Origin origin, std::string_view last_updated) {
  members["source"] = code_of(origin);
  members["classification"] = "C";
  members["lastupdated"] = last_updated;
  return members;
}

json::object value_leaf(std::string_view text) {
  json::object leaf;
  leaf["value"] = text;
  return leaf;
}

json::object value_envelope(std::string_view value, Origin origin, std::string_view last_updated) {
  return enveloped(value_leaf(value), origin, last_updated);
}

json::object code_envelope(population::CodeTable table, std::string_view code, std::string_view last_updated) {
  const auto text = population::find_code_text(table, code);
  if (!text) return unavailable_envelope(last_updated);
  json::object members;
  members["code"] = code;
  members["desc"] = *text;
  return enveloped(std::move(members), Origin::kGovernment, last_updated);
}

json::object unavailable_envelope(std::string_view last_updated) {
  json::object members;
  members["unavailable"] = true;
  return enveloped(std::move(members), Origin::kGovernment, last_updated);
}

std::optional<std::string> readable_text(const json::object& envelope) {
  if (find_bool(envelope, "unavailable").value_or(false)) return std::nullopt;
  if (auto value = find_string(envelope, "value")) return std::string(*value);
  if (auto text = find_string(envelope, "desc")) return std::string(*text);
  if (envelope.contains("nbr"))
    return part(envelope, "prefix") + join_present({part(envelope, "areacode"), part(envelope, "nbr")}, " ");
  return address_text(envelope);
}

}  // namespace inkan::exchange
