// Stated as JSON, for sealing: byte for byte what was received.
#include "population/links/link.h"

namespace inkan::population::links {

namespace {

void put_text(json::object& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}
void put_date(json::object& object, const char* name, const std::optional<PartialDate>& date) {
  if (date) object[name] = date->text();
}

json::object address_to_json(const StatedAddress& address) {
  json::object out;
  put_text(out, "line", address.line);
  put_text(out, "block", address.parts.block);
  put_text(out, "building", address.parts.building);
  put_text(out, "floor", address.parts.floor);
  put_text(out, "unit", address.parts.unit);
  put_text(out, "street", address.parts.street);
  put_text(out, "postal", address.parts.postal);
  put_text(out, "country", address.parts.country);
  put_date(out, "from", address.from);
  put_date(out, "until", address.until);
  return out;
}

std::string text_of(const json::object& object, std::string_view name) {
  return std::string(find_string(object, name).value_or(""));
}

// read_date gives nothing for what is absent; false for what is no date.
bool read_date(const json::object& object, std::string_view name, std::optional<PartialDate>& out) {
  auto text = find_string(object, name);
  if (!text) return true;
  auto date = PartialDate::parse(*text);
  if (date) out = *date;
  return date.has_value();
}

bool read_address(const json::object& object, StatedAddress& out) {
  out.line = text_of(object, "line");
  out.parts.block = text_of(object, "block");
  out.parts.building = text_of(object, "building");
  out.parts.floor = text_of(object, "floor");
  out.parts.unit = text_of(object, "unit");
  out.parts.street = text_of(object, "street");
  out.parts.postal = text_of(object, "postal");
  out.parts.country = text_of(object, "country");
  return read_date(object, "from", out.from) && read_date(object, "until", out.until);
}

bool read_name(const json::object& object, Name& out) {
  auto kind = parse_name_kind(text_of(object, "kind"));
  if (!kind) return false;
  out.kind = *kind;
  out.text = text_of(object, "text");
  return true;
}

std::unexpected<Error> corrupt() {
  return fail(ErrorCode::kCorrupt, "What was stated could not be read.", "stated text of a link or case");
}

}  // namespace

json::object to_json(const Stated& stated) {
  json::object out;
  json::array names;
  for (const Name& name : stated.names)
    names.push_back(json::object{{"kind", population::to_text(name.kind)}, {"text", name.text}});
  out["names"] = std::move(names);
  out["kana_status"] = population::to_text(stated.kana_status);
  out["sex"] = population::to_text(stated.sex);
  out["sex_not_held"] = stated.sex_not_held;
  put_date(out, "born", stated.born);
  json::array addresses;
  for (const auto& address : stated.addresses) addresses.push_back(address_to_json(address));
  out["addresses"] = std::move(addresses);
  put_date(out, "document_date", stated.document_date);
  return out;
}

Result<Stated> stated_from_json(const json::object& object) {
  Stated stated;
  const json::array* names = find_array(object, "names");
  const json::array* addresses = find_array(object, "addresses");
  auto sex = parse_sex(text_of(object, "sex"));
  auto kana_status = parse_kana_status(text_of(object, "kana_status"));
  if (!names || !addresses || !sex || !kana_status) return corrupt();
  stated.sex = *sex;
  stated.kana_status = *kana_status;
  stated.sex_not_held = find_bool(object, "sex_not_held").value_or(false);
  for (const auto& entry : *names) {
    Name name;
    if (!entry.is_object() || !read_name(entry.as_object(), name)) return corrupt();
    stated.names.push_back(std::move(name));
  }
  for (const auto& entry : *addresses) {
    StatedAddress address;
    if (!entry.is_object() || !read_address(entry.as_object(), address)) return corrupt();
    stated.addresses.push_back(std::move(address));
  }
  if (!read_date(object, "born", stated.born) || !read_date(object, "document_date", stated.document_date))
    return corrupt();
  return stated;
}

}  // namespace inkan::population::links
