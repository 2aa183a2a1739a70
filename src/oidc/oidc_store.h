#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "catalogue/client.h"
#include "oidc/pushed_request.h"
#include "store/database.h"

namespace inkan::oidc {

// SignIn is the row from pushed request to code. Expiry is the caller's to decide: expires_at is of the request_uri
// while there is no code, of the code afterwards.
struct SignIn {
  std::string sign_in_hash{};
  catalogue::ClientId client{};
  PushedRequest request{};
  std::string code_hash{};  // empty: not completed
  accounts::AccountId account{};
  accounts::PersonId person{};
  Time authenticated_at{};
  int level = 0;
  std::vector<std::string> methods{};
  Time expires_at{};
};

void add_sign_in(store::Batch& batch, const SignIn& sign_in);
// find_sign_in gives what is stored, whatever its age; nullopt when there is none (never was, refused, or code used).
Task<std::optional<SignIn>> find_sign_in(store::Database& database, std::string sign_in_hash);
// complete_sign_in turns the pushed request into a code: exactly once, before the pages time out (Expect::kOne).
size_t complete_sign_in(store::Batch& batch, const SignIn& completed, Time now);
// take_pushed_request ends a request that got an error instead of a code (Expect::kOne).
void take_pushed_request(store::Batch& batch, const std::string& sign_in_hash);
// keep_for_flow lets an uncompleted request outlive its request_uri while its resident is on our pages (Expect::kOne).
void keep_for_flow(store::Batch& batch, const std::string& sign_in_hash, Time kept_until);
// take_code removes the row with this very code: exactly once (Expect::kOne). Returns the statement's index.
size_t take_code(store::Batch& batch, const std::string& sign_in_hash, const std::string& code_hash);

// Flow is one visit to our pages, bound to a browser.
struct Flow {
  std::string flow_hash{};
  std::string sign_in_hash{};
  std::string browser_hash{};
  Time started_at{};
  Time expires_at{};
};
void add_flow(store::Batch& batch, const Flow& flow);
Task<std::optional<Flow>> find_flow(store::Database& database, std::string flow_hash);
void remove_flow(store::Batch& batch, const std::string& flow_hash);

enum class TokenKind { kAccess = 1, kRefresh = 2 };
struct Token {
  std::string sign_in_hash{};
  std::string token_hash{};
  TokenKind kind = TokenKind::kAccess;
  catalogue::ClientId client{};
  accounts::AccountId account{};
  accounts::PersonId person{};
  std::vector<std::string> scopes{};
  std::string confirmation{};  // key thumbprint (DPoP) or x5t#S256 (mTLS) of access tokens; empty for refresh tokens
  Time expires_at{};
};
void add_token(store::Batch& batch, const Token& token);
// find_token gives a token of this kind, whatever its age.
Task<std::optional<Token>> find_token(store::Database& database, std::string sign_in_hash, std::string token_hash,
                                      TokenKind kind);
// hold_token makes a batch fail when the token is gone by then (Expect::kOne): a refresh must not outrun a revocation.
// Returns the statement's index.
size_t hold_token(store::Batch& batch, const Token& token);
// revoke_tokens ends everything that one sign-in gave.
void revoke_tokens(store::Batch& batch, const std::string& sign_in_hash);

// remove_expired_slice deletes what is past use in one of `slices` parts of each table, so that each run is short. Rows
// are spread evenly because their keys are hashes. No index on time is needed.
void remove_expired_slice(store::Batch& batch, Time now, int slice, int slices);

}  // namespace inkan::oidc
