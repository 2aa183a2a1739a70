#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "store/database.h"

namespace inkan::accounts {

struct PasskeyRow {
  std::string credential_id{};  // raw bytes
  AccountId account{};
  std::string public_key{};  // COSE_Key
  int64_t sign_count = 0;
  bool backup_eligible = false;
  bool backed_up = false;
  std::string transports{};  // separated by spaces
  std::string sealed_name{};
  Time added_at{};
  std::optional<Time> used_at{};
};
Task<std::vector<PasskeyRow>> list_passkeys(store::Database& database, AccountId account);
Task<std::optional<PasskeyRow>> find_passkey(store::Database& database, std::string credential_id);
// add_passkey's Expect::kOne breaks when the credential is registered already, for whomever.
size_t add_passkey(store::Batch& batch, const PasskeyRow& row);
size_t remove_passkey(store::Batch& batch, const AccountId& account, const std::string& credential_id);
// use_passkey moves counter and backup state on; Expect::kOne breaks when the counter moved meanwhile (copied key).
struct PasskeyUse {
  std::string credential_id{};
  int64_t old_count = 0;
  int64_t new_count = 0;
  bool backed_up = false;
  Time now{};
};
size_t use_passkey(store::Batch& batch, const PasskeyUse& use);

struct ChallengeRow {
  std::string challenge_hash{};
  std::string kind{};      // "register" or "sign-in"
  std::string bound_to{};  // hash
  Time expires_at{};
};
void add_challenge(store::Batch& batch, const ChallengeRow& row);
// take_challenge removes the challenge: its Expect::kOne breaks when it is unknown, used, expired, or bound elsewhere.
size_t take_challenge(store::Batch& batch, const ChallengeRow& row, Time now);

}  // namespace inkan::accounts
