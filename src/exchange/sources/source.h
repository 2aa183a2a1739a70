#pragma once

#include <span>
#include <string_view>

#include "accounts/account.h"
#include "base/json.h"
#include "population/person.h"

namespace inkan::exchange {

// Opened is what a release has in hand when it asks the sources: a person opened with a ticket, and their account.
struct Opened {
  const population::Person& person;
  const accounts::AccountDirectory::Account& account;
};

// Source is one holder of data: which scopes it serves, and how it shapes each (reference: singpass.md §2.8 and §3).
// The answer is a whole envelope; what the source does not have of this person is an `unavailable` envelope.
struct Source {
  std::string_view name;
  std::span<const std::string_view> scopes;
  json::object (*answer)(std::string_view scope, const Opened& opened);
};

}  // namespace inkan::exchange
