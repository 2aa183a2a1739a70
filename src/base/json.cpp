#include "base/json.h"

#include <algorithm>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "base/text.h"

namespace inkan {

namespace {

constexpr size_t kDepthMax = 16;

// NameHandler looks for duplicate names in a pass of its own, because a parsed object keeps only one of two
// equal names. Names arrive here unescaped, so "a" and "\\u0061" are the same.
struct NameHandler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::vector<std::vector<std::string>> open{};
  std::string key{};
  bool duplicate = false;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    auto& names = open.back();
    if (std::find(names.begin(), names.end(), key) != names.end()) duplicate = true;
    names.push_back(std::move(key));
    key.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

Result<json::value> parse_json(std::string_view text, std::string_view what) {
  auto refuse = [&](const char* why) { return fail(ErrorCode::kInvalidInput, std::string(what) + " " + why); };
  if (!is_utf8(text)) return refuse("is not valid UTF-8");
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return refuse("is not valid JSON");
  json::basic_parser<NameHandler> names(options);
  names.write_some(false, text.data(), text.size(), error);
  if (error) return refuse("is not valid JSON");
  if (names.handler().duplicate) return refuse("has two members of one name");
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
    return fail(ErrorCode::kInvalidInput,
                std::string(what) + " needs the text member \"" + std::string(name) + "\"");
  return std::string(*found);
}

std::string to_json_text(const json::value& value) { return json::serialize(value); }

}  // namespace inkan
