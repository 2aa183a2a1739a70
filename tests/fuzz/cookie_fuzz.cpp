// Cookie headers: the first byte splits the input into two headers; a value that is found is made of cookie-octets.
#include "base/check.h"
#include "http/csrf.h"
#include "http/language.h"
#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan;
  if (size < 1) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  size_t split = std::min<size_t>(data[0], text.size());
  http::Request request;
  request.headers.emplace_back("cookie", text.substr(0, split));
  request.headers.emplace_back("cookie", text.substr(split));
  if (auto value = request.cookie("__Host-browser"))
    for (char c : *value) check(c > 0x20 && c < 0x7F && c != ';' && c != ',' && c != '"' && c != '\\', "cookie-octets");
  SeededRandom random(1);
  http::Browser browser = http::Browser::of(request, random);
  check(browser.value().size() == 43, "a browser value has 43 characters");
  http::choose_language(text, {"en", "ja"});
  return 0;
}
