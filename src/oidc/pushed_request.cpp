#include "oidc/pushed_request.h"

#include "base/text.h"

namespace inkan::oidc {

namespace {

// Short names: the row is written and read at every sign-in. Absent members are the defaults.
void put(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}
void put(json::object& object, std::string_view name, bool value) {
  if (value) object[name] = true;
}
std::string text_of(const json::object& object, std::string_view name) {
  return std::string(find_string(object, name).value_or(""));
}

}  // namespace

std::string PushedRequest::to_text() const {
  json::object object;
  put(object, "r", redirect_uri);
  put(object, "s", join(scopes, " "));
  put(object, "st", state);
  put(object, "n", nonce);
  put(object, "c", code_challenge);
  put(object, "k", dpop_key);
  object["l"] = level;
  put(object, "pl", sign_in_again);
  put(object, "pc", consent_again);
  put(object, "pn", no_pages);
  if (max_age) object["ma"] = *max_age;
  put(object, "ct", context_type);
  put(object, "cm", context_message);
  return to_json_text(object);
}

Result<PushedRequest> PushedRequest::from_text(std::string_view text) {
  auto object = parse_json_object(text, "stored request");
  if (!object) return pass_on(object);
  PushedRequest request;
  request.redirect_uri = text_of(*object, "r");
  request.scopes = split(text_of(*object, "s"), ' ');
  request.state = text_of(*object, "st");
  request.nonce = text_of(*object, "n");
  request.code_challenge = text_of(*object, "c");
  request.dpop_key = text_of(*object, "k");
  auto level = find_int(*object, "l");
  if (!level || request.redirect_uri.empty() || request.code_challenge.empty()) {
    return fail(ErrorCode::kCorrupt, "The stored request is damaged.");
  }
  request.level = static_cast<int>(*level);
  request.sign_in_again = find_bool(*object, "pl").value_or(false);
  request.consent_again = find_bool(*object, "pc").value_or(false);
  request.no_pages = find_bool(*object, "pn").value_or(false);
  request.max_age = find_int(*object, "ma");
  request.context_type = text_of(*object, "ct");
  request.context_message = text_of(*object, "cm");
  return request;
}

}  // namespace inkan::oidc
