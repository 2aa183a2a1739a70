#include "portal/agency/link_record.h"

#include <algorithm>

#include "oidc/endpoints/client_answer.h"
#include "oidc/pipeline.h"
#include "population/links/row.h"

namespace inkan::portal::agency {

namespace {

namespace links = population::links;
using boost::asio::awaitable;
using oidc::Answer;
using oidc::Call;
using oidc::Code;

// authenticate proves who is asking by the rules of the token endpoint, and uses the assertion up: it is good for one
// request, also one that is refused later.
awaitable<Answer<Done>> authenticate(Call& call, oidc::Deps& deps) {
  auto verdict = co_await oidc::run_pipeline(call, deps);
  if (!verdict) co_return verdict;
  if (call.batch.empty()) co_return Done{};
  auto result = co_await deps.database.commit(std::move(call.batch));
  if (!result) co_return oidc::our_fault(result.error());
  if (!result->broken_expectation) co_return Done{};
  auto used = call.used_before(*result->broken_expectation);
  if (used) co_return std::unexpected(std::move(*used));
  co_return oidc::refuse(Code::kServerError, "An error on our side. The request id names it in our log.");
}

// What went wrong in the agency's terms; a text about input names a member, never its content.
std::unexpected<oidc::ProtocolError> refusal_of(const Error& error) {
  if (error.code == ErrorCode::kInvalidInput) return oidc::refuse(Code::kInvalidRequest, error.public_text);
  if (error.code == ErrorCode::kNotFound)
    return oidc::refuse(Code::kUnauthorizedClient, "This kind of record is not declared for this client.");
  return oidc::our_fault(error);
}

links::RawRow raw_of(const http::Parameters& form) {
  links::RawRow raw;
  for (size_t i = 0; i < links::kColumnCount; ++i) raw.values[i] = std::string(form.get(links::kColumns[i]));
  return raw;
}

json::object to_json(const links::LinkAnswer& told) {
  std::string answer(to_text(told.answer));
  std::ranges::replace(answer, ' ', '_');
  json::object body{{"answer", answer}};
  if (told.settles) body["settles"] = to_text(*told.settles);
  if (!told.link.empty()) body["link"] = told.link.text();
  if (!told.case_id.empty()) body["case"] = told.case_id.text();
  return body;
}

awaitable<Answer<json::object>> link(Call& call, const Deps& deps) {
  auto proven = co_await authenticate(call, deps.oidc);
  if (!proven) co_return oidc::pass_error(proven);
  links::Scheme scheme{.issuer = call.client->id.text(), .type = std::string(call.form.get("type"))};
  auto row = links::read_record(raw_of(call.form), scheme);
  if (!row) co_return refusal_of(row.error());
  links::LinkRequest wanted;
  wanted.record = std::move(row->record);
  wanted.number = std::move(row->number);
  wanted.stated = std::move(row->stated);
  wanted.origin.operator_id = call.form.get("operator");
  wanted.origin.terminal = call.form.get("terminal");
  wanted.origin.document_sha256 = call.form.get("document_sha256");
  auto told = co_await deps.links.link(std::move(wanted));
  if (!told) co_return refusal_of(told.error());
  co_return to_json(*told);
}

awaitable<Answer<json::object>> resolve(Call& call, const Deps& deps) {
  auto proven = co_await authenticate(call, deps.oidc);
  if (!proven) co_return oidc::pass_error(proven);
  links::RawRow raw;
  for (size_t i = 0; i < links::kColumnCount; ++i)
    if (links::kColumns[i].starts_with("record_")) raw.values[i] = std::string(call.form.get(links::kColumns[i]));
  links::Scheme scheme{.issuer = call.client->id.text(), .type = std::string(call.form.get("type"))};
  auto row = links::read_record(raw, scheme);
  if (!row) co_return refusal_of(row.error());
  audit::Actor reader{.kind = audit::ActorKind::kService, .id = call.client->id.text()};
  auto person = co_await deps.links.resolve(std::move(row->record), std::move(reader));
  if (!person) co_return refusal_of(person.error());
  json::object body{{"available", person->has_value()}};
  co_return body;
}

}  // namespace

awaitable<http::Response> post_link(const Deps& deps, const http::Request& request) {
  Call call{.request = request, .endpoint = oidc::Endpoint::kToken, .now = deps.oidc.clock.now()};
  auto answer = co_await link(call, deps);
  co_return oidc::client_answer(deps.oidc, call, "links", 200, answer);
}

awaitable<http::Response> post_resolve(const Deps& deps, const http::Request& request) {
  Call call{.request = request, .endpoint = oidc::Endpoint::kToken, .now = deps.oidc.clock.now()};
  auto answer = co_await resolve(call, deps);
  co_return oidc::client_answer(deps.oidc, call, "links", 200, answer);
}

}  // namespace inkan::portal::agency
