#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan {

namespace json = boost::json;

// parse_json_object reads one JSON object: valid UTF-8, depth at most 16, no duplicate member names, nothing after it.
// `what` names the text in the error ("client assertion header").
Result<json::object> parse_json_object(std::string_view text, std::string_view what);
Result<json::value> parse_json(std::string_view text, std::string_view what);

// Typed members. find_… gives nullopt when the member is absent *or* of another type; the views live as long as the
// object.
std::optional<std::string_view> find_string(const json::object& object, std::string_view name);
std::optional<int64_t> find_int(const json::object& object, std::string_view name);
std::optional<bool> find_bool(const json::object& object, std::string_view name);
const json::object* find_object(const json::object& object, std::string_view name);
const json::array* find_array(const json::object& object, std::string_view name);

// need_string is find_string that says what is missing.
Result<std::string> need_string(const json::object& object, std::string_view name, std::string_view what);

// to_json_text serialises compactly, members in the order they were added.
std::string to_json_text(const json::value& value);

}  // namespace inkan
