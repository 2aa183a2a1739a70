#include "exchange/shape.h"

#include <algorithm>

#include "exchange/sources/all.h"
#include "exchange/sources/envelope.h"

namespace inkan::exchange {

namespace {

constexpr std::string_view kHomeCountryCode = "65";

// Singapore numbers go without the country code, all others whole (reference: singpass.md §2.7).
std::string mobile_claim(std::string_view digits) {
  const PhoneParts phone = split_phone(digits);
  return phone.country == kHomeCountryCode ? phone.number : std::string(digits);
}

}  // namespace

std::vector<std::string> scopes_in_id_token(catalogue::ClientKind kind, const std::vector<std::string>& scopes) {
  std::vector<std::string> carried;
  for (const auto& scope : scopes) {
    const bool login_data = scope == "user.identity" || scope == "email" || scope == "mobileno";
    if (scope == "name" || (kind == catalogue::ClientKind::kLogin && login_data)) carried.push_back(scope);
  }
  return carried;
}

std::vector<std::string> scopes_in_userinfo(const std::vector<std::string>& scopes) {
  std::vector<std::string> carried;
  for (const auto& scope : scopes)
    if (scope != "openid" && scope != "user.identity") carried.push_back(scope);
  return carried;
}

json::object sub_attributes(const std::vector<std::string>& scopes, const Opened& opened) {
  json::object claims;
  for (const auto& scope : scopes) {
    if (scope == "user.identity") {
      claims["account_type"] = "standard";
      claims["identity_number"] = opened.person.number.digits();
      claims["identity_coi"] = "SG";
    } else if (scope == "name") {
      claims["name"] = opened.person.facts.legal_name();
    } else if (scope == "email" && !opened.account.email.empty()) {
      claims["email"] = opened.account.email;
    } else if (scope == "mobileno" && !opened.account.mobile.empty()) {
      claims["mobileno"] = mobile_claim(opened.account.mobile);
    }
  }
  return claims;
}

json::object person_info(const std::vector<std::string>& scopes, const Opened& opened) {
  json::object info;
  for (const auto& scope : scopes) {
    const Source* source = find_source(scope);
    if (source)
      info[scope] = source->answer(scope, opened);
    else
      info[scope.substr(0, scope.find('.'))] = unavailable_envelope(opened.person.last_updated);
  }
  return info;
}

}  // namespace inkan::exchange
