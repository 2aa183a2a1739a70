// Form and query parsing: whatever is accepted is valid UTF-8 without NUL, with no name twice.
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto form = inkan::http::Parameters::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!form) return 0;
  std::set<std::string> names;
  for (const auto& [name, value] : form->pairs()) {
    inkan::check(names.insert(name).second, "no parameter occurs twice");
    for (const std::string& text : {name, value}) {
      inkan::check(inkan::is_utf8(text), "parameters are UTF-8");
      inkan::check(text.find('\0') == std::string::npos, "parameters hold no NUL");
    }
    inkan::check(form->get(name) == value, "a parameter is found by its name");
  }
  return 0;
}
