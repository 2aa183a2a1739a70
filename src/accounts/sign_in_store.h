#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "store/database.h"

namespace inkan::accounts {

// FlowRow is a stored SignInRequest and how far it got.
struct FlowRow {
  std::string flow_hash{};
  std::string browser_hash{};
  SignInRequest request{};  // without flow and browser: those are stored as hashes only
  Time asked_at{};
  // The account whose first factor was proven here (or whose session steps up); empty before.
  AccountId account{};
  PersonId person{};
  Time password_at{};
  std::vector<std::string> methods{};
};

void add_flow(store::Batch& batch, const FlowRow& row);
Task<std::optional<FlowRow>> find_flow(store::Database& database, std::string flow_hash, Time now);
// set_flow_account remembers the first factor; Expect::kOne breaks when the flow is gone.
size_t set_flow_account(store::Batch& batch, const FlowRow& row);
// take_flow ends the flow; Expect::kOne breaks when it was finished meanwhile.
size_t take_flow(store::Batch& batch, const std::string& flow_hash);

}  // namespace inkan::accounts
