// Accept-Language and X-Forwarded-For: the answer is one of ours, or an address in its one spelling.
#include <algorithm>

#include "base/check.h"
#include "http/forwarded.h"
#include "http/language.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan;
  std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> languages = {"en", "ja"};
  const std::string chosen = http::choose_language(text, languages);
  check(chosen.empty() || std::ranges::find(languages, chosen) != languages.end(), "a language of ours");
  if (chosen.empty())
    check(http::choose_language("fr, " + text.substr(0, 900), {"fr"}) == "fr", "others change nothing");

  static const auto proxies = http::TrustedProxies::create({"127.0.0.1", "::ffff:10.0.0.1"}).value();
  http::Request request;
  request.headers.emplace_back("x-forwarded-for", text);
  check(proxies.client_of("192.0.2.7", request).value() == "192.0.2.7", "a stranger's word does not count");
  if (auto client = proxies.client_of("10.0.0.1", request))
    check(http::normal_address(*client) == *client, "an address has one spelling");
  return 0;
}
