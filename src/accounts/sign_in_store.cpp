#include "accounts/sign_in_store.h"

#include "base/text.h"

namespace inkan::accounts {
namespace {

using store::Bytes;
using store::Expect;
using store::Value;

}  // namespace

void add_flow(store::Batch& batch, const FlowRow& row) {
  const SignInRequest& request = row.request;
  batch.add(
      "INSERT INTO sign_in_requests (flow_hash, browser_hash, level_needed, fresh, client_id, client_names, "
      "context_type, "
      "context_message, return_to, asked_at, expires_at, leads_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
      "$11, $12)",
      {Bytes{row.flow_hash}, Bytes{row.browser_hash}, int64_t{request.level_needed}, int64_t{request.fresh ? 1 : 0},
       request.client_id, request.client_names, request.context_type, request.context_message, request.return_to,
       unix_micros(row.asked_at), unix_micros(request.expires_at), request.leads_to},
      Expect::kOne);
}

Task<std::optional<FlowRow>> find_flow(store::Database& database, std::string flow_hash, Time now) {
  std::vector<Value> parameters;
  parameters.emplace_back(Bytes{flow_hash});
  parameters.emplace_back(unix_micros(now));
  Result<std::optional<store::Row>> found = co_await database.query_one(
      "SELECT browser_hash, level_needed, fresh, client_id, client_names, context_type, context_message, return_to, "
      "asked_at, "
      "expires_at, account_id, person_id, password_at, methods, leads_to FROM sign_in_requests WHERE flow_hash = $1 "
      "AND expires_at > $2",
      std::move(parameters));
  if (!found) co_return pass_on(found);
  if (!*found) co_return std::nullopt;
  const store::Row& row = **found;
  FlowRow flow;
  flow.flow_hash = std::move(flow_hash);
  flow.browser_hash = row.bytes(0);
  flow.request.level_needed = static_cast<int>(row.integer(1));
  flow.request.fresh = row.integer(2) != 0;
  flow.request.client_id = row.text(3);
  flow.request.client_names = row.text(4);
  flow.request.context_type = row.text(5);
  flow.request.context_message = row.text(6);
  flow.request.return_to = row.text(7);
  flow.asked_at = from_unix_micros(row.integer(8));
  flow.request.expires_at = from_unix_micros(row.integer(9));
  flow.request.leads_to = row.text(14);
  if (!row.is_null(10)) {
    flow.account = AccountId(row.text(10));
    flow.person = PersonId(row.text(11));
    flow.password_at = from_unix_micros(row.integer(12));
    flow.methods = split(row.text(13), ' ');
  }
  co_return flow;
}

size_t set_flow_account(store::Batch& batch, const FlowRow& row) {
  return batch.add(
      "UPDATE sign_in_requests SET account_id = $2, person_id = $3, password_at = $4, methods = $5 WHERE flow_hash = "
      "$1",
      {Bytes{row.flow_hash}, row.account.text(), row.person.text(), unix_micros(row.password_at),
       join(row.methods, " ")},
      Expect::kOne);
}

size_t take_flow(store::Batch& batch, const std::string& flow_hash) {
  return batch.add("DELETE FROM sign_in_requests WHERE flow_hash = $1", {Bytes{flow_hash}}, Expect::kOne);
}

}  // namespace inkan::accounts
