#include "oidc/oidc_store.h"

#include "base/text.h"

namespace inkan::oidc {

using store::Bytes;
using store::Expect;
using store::Value;

namespace {

std::vector<Value> one_key(std::string bytes) {
  std::vector<Value> parameters;
  parameters.emplace_back(Bytes{std::move(bytes)});
  return parameters;
}

// slice_edge gives the lower edge of a slice of the key space as two bytes; keys are uniformly spread.
std::string slice_edge(int slice, int slices) {
  int edge = 0x10000 / slices * slice;
  return {static_cast<char>(edge >> 8 & 0xff), static_cast<char>(edge & 0xff)};
}

}  // namespace

void add_sign_in(store::Batch& batch, const SignIn& sign_in) {
  batch.add(
      "INSERT INTO oidc_sign_in (sign_in_hash, client_id, request, expires_at, kept_until) VALUES ($1, $2, $3, $4, $4)",
      {Bytes{sign_in.sign_in_hash}, sign_in.client.text(), sign_in.request.to_text(), unix_micros(sign_in.expires_at)},
      Expect::kOne);
}

Task<std::optional<SignIn>> find_sign_in(store::Database& database, std::string sign_in_hash) {
  auto parameters = one_key(sign_in_hash);
  auto row = co_await database.query_one(
      "SELECT client_id, request, code_hash, account_id, person_id, authenticated_at, level, methods, expires_at "
      "FROM oidc_sign_in WHERE sign_in_hash = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  const store::Row& found = **row;
  auto request = PushedRequest::from_text(found.text(1));
  if (!request) co_return pass_on(request);
  SignIn sign_in;
  sign_in.sign_in_hash = std::move(sign_in_hash);
  sign_in.client = catalogue::ClientId(found.text(0));
  sign_in.request = std::move(*request);
  sign_in.expires_at = from_unix_micros(found.integer(8));
  if (!found.is_null(2)) {
    sign_in.code_hash = found.bytes(2);
    sign_in.account = accounts::AccountId(found.text(3));
    sign_in.person = accounts::PersonId(found.text(4));
    sign_in.authenticated_at = from_unix_micros(found.integer(5));
    sign_in.level = static_cast<int>(found.integer(6));
    sign_in.methods = split(found.text(7), ' ');
  }
  co_return std::optional<SignIn>(std::move(sign_in));
}

size_t complete_sign_in(store::Batch& batch, const SignIn& completed, Time now) {
  return batch.add(
      "UPDATE oidc_sign_in SET code_hash = $2, account_id = $3, person_id = $4, authenticated_at = $5, level = $6, "
      "methods = $7, expires_at = $8, kept_until = $8 "
      "WHERE sign_in_hash = $1 AND code_hash IS NULL AND kept_until > $9",
      {Bytes{completed.sign_in_hash}, Bytes{completed.code_hash}, completed.account.text(), completed.person.text(),
       unix_micros(completed.authenticated_at), int64_t{completed.level}, join(completed.methods, " "),
       unix_micros(completed.expires_at), unix_micros(now)},
      Expect::kOne);
}

void take_pushed_request(store::Batch& batch, const std::string& sign_in_hash) {
  batch.add("DELETE FROM oidc_sign_in WHERE sign_in_hash = $1 AND code_hash IS NULL", one_key(sign_in_hash),
            Expect::kOne);
}

void keep_for_flow(store::Batch& batch, const std::string& sign_in_hash, Time kept_until) {
  batch.add("UPDATE oidc_sign_in SET kept_until = $2 WHERE sign_in_hash = $1 AND code_hash IS NULL",
            {Bytes{sign_in_hash}, unix_micros(kept_until)}, Expect::kOne);
}

size_t take_code(store::Batch& batch, const std::string& sign_in_hash, const std::string& code_hash) {
  return batch.add("DELETE FROM oidc_sign_in WHERE sign_in_hash = $1 AND code_hash = $2",
                   {Bytes{sign_in_hash}, Bytes{code_hash}}, Expect::kOne);
}

void add_flow(store::Batch& batch, const Flow& flow) {
  batch.add(
      "INSERT INTO oidc_flow (flow_hash, sign_in_hash, browser_hash, started_at, expires_at) VALUES ($1, $2, $3, $4, "
      "$5)",
      {Bytes{flow.flow_hash}, Bytes{flow.sign_in_hash}, Bytes{flow.browser_hash}, unix_micros(flow.started_at),
       unix_micros(flow.expires_at)},
      Expect::kOne);
}

Task<std::optional<Flow>> find_flow(store::Database& database, std::string flow_hash) {
  auto parameters = one_key(flow_hash);
  auto row = co_await database.query_one(
      "SELECT sign_in_hash, browser_hash, started_at, expires_at FROM oidc_flow WHERE flow_hash = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  Flow flow;
  flow.flow_hash = std::move(flow_hash);
  flow.sign_in_hash = (*row)->bytes(0);
  flow.browser_hash = (*row)->bytes(1);
  flow.started_at = from_unix_micros((*row)->integer(2));
  flow.expires_at = from_unix_micros((*row)->integer(3));
  co_return std::optional<Flow>(std::move(flow));
}

void remove_flow(store::Batch& batch, const std::string& flow_hash) {
  batch.add("DELETE FROM oidc_flow WHERE flow_hash = $1", one_key(flow_hash));
}

void add_token(store::Batch& batch, const Token& token) {
  batch.add(
      "INSERT INTO oidc_token (sign_in_hash, token_hash, kind, client_id, account_id, person_id, scope, confirmation, "
      "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {Bytes{token.sign_in_hash}, Bytes{token.token_hash}, static_cast<int64_t>(token.kind), token.client.text(),
       token.account.text(), token.person.text(), join(token.scopes, " "), token.confirmation,
       unix_micros(token.expires_at)},
      Expect::kOne);
}

Task<std::optional<Token>> find_token(store::Database& database, std::string sign_in_hash, std::string token_hash,
                                      TokenKind kind) {
  std::vector<Value> parameters;
  parameters.emplace_back(Bytes{sign_in_hash});
  parameters.emplace_back(Bytes{token_hash});
  parameters.emplace_back(static_cast<int64_t>(kind));
  auto row = co_await database.query_one(
      "SELECT client_id, account_id, person_id, scope, confirmation, expires_at FROM oidc_token "
      "WHERE sign_in_hash = $1 AND token_hash = $2 AND kind = $3",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  const store::Row& found = **row;
  Token token;
  token.sign_in_hash = std::move(sign_in_hash);
  token.token_hash = std::move(token_hash);
  token.kind = kind;
  token.client = catalogue::ClientId(found.text(0));
  token.account = accounts::AccountId(found.text(1));
  token.person = accounts::PersonId(found.text(2));
  token.scopes = split(found.text(3), ' ');
  token.confirmation = found.text(4);
  token.expires_at = from_unix_micros(found.integer(5));
  co_return std::optional<Token>(std::move(token));
}

size_t hold_token(store::Batch& batch, const Token& token) {
  return batch.add("UPDATE oidc_token SET expires_at = expires_at WHERE sign_in_hash = $1 AND token_hash = $2",
                   {Bytes{token.sign_in_hash}, Bytes{token.token_hash}}, Expect::kOne);
}

void revoke_tokens(store::Batch& batch, const std::string& sign_in_hash) {
  batch.add("DELETE FROM oidc_token WHERE sign_in_hash = $1", one_key(sign_in_hash));
}

void remove_expired_slice(store::Batch& batch, Time now, int slice, int slices) {
  std::string low = slice_edge(slice, slices);
  // The last slice has no upper edge that two bytes could say; 33 bytes of 0xff are above every key.
  std::string high = slice + 1 == slices ? std::string(33, '\xff') : slice_edge(slice + 1, slices);
  std::vector<Value> parameters{Bytes{low}, Bytes{high}, unix_micros(now)};
  batch.add("DELETE FROM oidc_sign_in WHERE sign_in_hash >= $1 AND sign_in_hash < $2 AND kept_until < $3", parameters);
  batch.add("DELETE FROM oidc_flow WHERE flow_hash >= $1 AND flow_hash < $2 AND expires_at < $3", parameters);
  batch.add("DELETE FROM oidc_token WHERE sign_in_hash >= $1 AND sign_in_hash < $2 AND expires_at < $3", parameters);
}

}  // namespace inkan::oidc
