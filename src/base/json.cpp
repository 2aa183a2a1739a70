#include "base/json.h"

namespace inkan {

namespace {

constexpr size_t kDepthMax = 16;

// count_members counts the colons outside strings of valid JSON text: one for each member of each object.
size_t count_members(std::string_view text) {
  size_t count = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\')
      ++i;
    else if (c == '"')
      in_string = !in_string;
    else if (c == ':' && !in_string)
      ++count;
  }
  return count;
}

// count_members of a parsed value counts what is left when of two members with one name the parser kept one.
size_t count_members(const json::value& value) {
  size_t count = 0;
  if (const auto* object = value.if_object()) {
    count = object->size();
    for (const auto& member : *object) count += count_members(member.value());
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) count += count_members(item);
  }
  return count;
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::string_view what) {
  auto refuse = [&](const char* why) { return fail(ErrorCode::kInvalidInput, std::string(what) + " " + why); };
  json::parse_options options;  // the parser refuses invalid UTF-8, comments and trailing commas
  options.max_depth = kDepthMax;
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return refuse("is not valid JSON");
  if (count_members(text) != count_members(value)) return refuse("has two members of one name");
  return value;
}

Result<json::object> parse_json_object(std::string_view text, std::string_view what) {
  auto value = parse_json(text, what);
  if (!value) return pass_on(value);
  if (!value->is_object()) return fail(ErrorCode::kInvalidInput, std::string(what) + " is not a JSON object");
  return std::move(value->as_object());
}

std::optional<std::string_view> find_string(const json::object& object, std::string_view name) {
  const json::value* v = object.if_contains(name);
  if (!v || !v->is_string()) return std::nullopt;
  return std::string_view(v->get_string().data(), v->get_string().size());
}

std::optional<int64_t> find_int(const json::object& object, std::string_view name) {
  const json::value* v = object.if_contains(name);
  if (!v) return std::nullopt;
  if (v->is_int64()) return v->get_int64();
  if (v->is_uint64() && v->get_uint64() <= uint64_t(INT64_MAX)) return int64_t(v->get_uint64());
  return std::nullopt;
}

std::optional<bool> find_bool(const json::object& object, std::string_view name) {
  const json::value* v = object.if_contains(name);
  if (!v || !v->is_bool()) return std::nullopt;
  return v->get_bool();
}

const json::object* find_object(const json::object& object, std::string_view name) {
  const json::value* v = object.if_contains(name);
  return v ? v->if_object() : nullptr;
}

const json::array* find_array(const json::object& object, std::string_view name) {
  const json::value* v = object.if_contains(name);
  return v ? v->if_array() : nullptr;
}

Result<std::string> need_string(const json::object& object, std::string_view name, std::string_view what) {
  auto found = find_string(object, name);
  if (!found)
    return fail(ErrorCode::kInvalidInput, std::string(what) + " needs the text member \"" + std::string(name) + "\"");
  return std::string(*found);
}

std::string to_json_text(const json::value& value) { return json::serialize(value); }

}  // namespace inkan
