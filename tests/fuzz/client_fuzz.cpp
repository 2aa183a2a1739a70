// Client registrations: a refusal says why in readable text; what is accepted keeps the promises of client.h.
#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "catalogue/client.h"
#include "catalogue/redirect_uri.h"
#include "http/message.h"

using namespace inkan;

namespace {

void check_client(const catalogue::Client& client) {
  check(!client.id.empty() && !client.display_name("en").empty(), "a client has an id and a name");
  check(!client.redirect_uris.empty(), "a client has a redirect address");
  for (const std::string& uri : client.redirect_uris) {
    check(catalogue::check_redirect_uri(uri).has_value(), "every redirect address is legal");
    const std::string origin = http::origin_of(uri);
    check(!origin.empty() && http::page_policy(uri).find(origin) != std::string::npos, "a form may lead to it");
  }
  for (const std::string& scope : client.scopes) {
    if (scope == "openid") continue;
    const auto* line = client.find_entitlement(scope);
    check(line && !line->purpose.at("en").empty() && !line->legal_basis.at("en").empty(), "every scope has its law");
  }
  check(std::ranges::find(client.scopes, "openid") != client.scopes.end(), "a client asks for openid");
  check(client.level_max >= client.default_level.value_or(1), "the default level is allowed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto registration = parse_json_object(text, "registration");
  if (!registration) return 0;
  auto client = catalogue::Client::parse(*registration);
  if (!client) {
    const std::string& why = client.error().public_text;
    check(!why.empty() && why.size() < 4000 && is_utf8(why), "a refusal is short and readable");
    return 0;
  }
  check_client(*client);
  auto again = catalogue::Client::parse(*parse_json_object(to_json_text(*registration), "registration"));
  check(again.has_value() && again->id == client->id && again->scopes == client->scopes, "it reads the same again");
  return 0;
}
