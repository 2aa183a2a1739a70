#include "exchange/sources/account_source.h"

#include <array>

#include "exchange/sources/envelope.h"

namespace inkan::exchange {

namespace {

constexpr std::array<std::string_view, 2> kScopes{"email", "mobileno"};

// Country codes of the nation and those its residents bring most often; none is the beginning of another.
constexpr std::array<std::string_view, 18> kCountryCodes{"65", "81", "60", "86", "852", "886", "91", "62", "63",
                                                         "66", "84", "82", "61", "64",  "44",  "49", "33", "1"};

json::object answer(std::string_view scope, const Opened& opened) {
  const std::string& updated = opened.person.last_updated;
  if (scope == "email") {
    if (opened.account.email.empty()) return unavailable_envelope(updated);
    return value_envelope(opened.account.email, Origin::kVerifiedByAccount, updated);
  }
  if (opened.account.mobile.empty()) return unavailable_envelope(updated);
  const PhoneParts phone = split_phone(opened.account.mobile);
  json::object members;
  members["prefix"] = value_leaf("+");
  members["areacode"] = value_leaf(phone.country);
  members["nbr"] = value_leaf(phone.number);
  return enveloped(std::move(members), Origin::kVerifiedByAccount, updated);
}

}  // namespace

PhoneParts split_phone(std::string_view digits) {
  for (const auto code : kCountryCodes)
    if (digits.starts_with(code)) return {std::string(code), std::string(digits.substr(code.size()))};
  return {"", std::string(digits)};
}

const Source kAccountSource{"account", kScopes, answer};

}  // namespace inkan::exchange
