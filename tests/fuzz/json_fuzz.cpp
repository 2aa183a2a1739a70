// JSON: what is accepted is UTF-8 without a name twice, and reads the same after it was written.
#include <cmath>

#include "base/check.h"
#include "base/json.h"
#include "base/text.h"

using namespace inkan;

namespace {

// has_fraction finds numbers that are no 64-bit integers. None of our formats has one: their last digit may change when
// they are read again, and those too large become infinite.
bool has_fraction(const json::value& value) {
  if (value.is_double()) return true;
  if (const auto* array = value.if_array()) return std::any_of(array->begin(), array->end(), has_fraction);
  if (const auto* object = value.if_object())
    return std::any_of(object->begin(), object->end(), [](const auto& member) { return has_fraction(member.value()); });
  return false;
}

int depth_of(const json::value& value) {
  int below = 0;
  if (const auto* array = value.if_array())
    for (const auto& item : *array) below = std::max(below, depth_of(item));
  else if (const auto* object = value.if_object())
    for (const auto& member : *object) below = std::max(below, depth_of(member.value()));
  else
    return 0;
  return below + 1;
}

void check_members(const json::object& object) {
  for (const auto& member : object) {
    const std::string_view name = member.key();
    const auto text = find_string(object, name);
    const auto number = find_int(object, name);
    check(text.has_value() == member.value().is_string(), "a text is found by its name");
    check(!(text && number), "a member has one type");
    check((find_object(object, name) != nullptr) == member.value().is_object(), "an object is found by its name");
    check((find_array(object, name) != nullptr) == member.value().is_array(), "an array is found by its name");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto value = parse_json(text, "text");
  auto object = parse_json_object(text, "text");
  check(object.has_value() == (value && value->is_object()), "both readers agree");
  if (!value) return 0;
  check(is_utf8(text), "what is accepted is UTF-8");
  check(depth_of(*value) <= 16, "no deeper than 16");
  if (has_fraction(*value)) return 0;
  const std::string written = to_json_text(*value);
  check(is_utf8(written), "what is written is UTF-8");
  auto again = parse_json(written, "text");
  check(again.has_value(), "what is written can be read");
  check(*again == *value, "what is read again is the same");
  if (object) {
    check_members(*object);
    if (!object->empty()) {
      std::string twice = written;
      twice.insert(1, to_json_text(json::value(object->begin()->key())) + ":0,");
      check(!parse_json(twice, "text"), "a name twice is refused");
    }
  }
  return 0;
}
