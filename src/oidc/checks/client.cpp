#include "oidc/checks/all.h"

namespace inkan::oidc {

namespace {

// shown gives what was sent back to its sender, who has to find the mistake.
std::string shown(std::string_view sent) { return "'" + std::string(sent.substr(0, 64)) + "'"; }

// claimed_client_id: the form's client_id, else the unproven issuer of the assertion; the two must agree. It only says
// whose keys to try.
Answer<std::string> claimed_client_id(Call& call) {
  std::string client_id(call.form.get("client_id"));
  std::string_view assertion = call.form.get("client_assertion");
  if (assertion.empty()) {
    if (client_id.empty()) return refuse(Code::kInvalidClient, "client_id is missing.");
    return client_id;
  }
  auto jws = crypto::UnverifiedJws::parse(assertion);
  if (!jws) return refuse(Code::kInvalidClient, "client_assertion is not a signed JWT: " + jws.error().public_text);
  call.assertion = std::move(*jws);
  auto issuer = call.assertion->claimed_issuer();
  if (!issuer || issuer->empty())
    return refuse(Code::kInvalidClient, "client_assertion has no iss; it must be your client_id.");
  // The wire contract does not have client_id at the token endpoint; where it is sent, it must be the same.
  if (!client_id.empty() && client_id != *issuer) {
    return refuse(Code::kInvalidClient, "client_id is " + shown(client_id) + ", but iss of client_assertion is " +
                                            shown(*issuer) + ". They must be the same.");
  }
  return *issuer;
}

}  // namespace

boost::asio::awaitable<Answer<Done>> check_client(Call& call, Deps& deps) {
  // RFC 9126 §2.1: client_id is a parameter of the authorization request.
  if (call.endpoint == Endpoint::kPar && call.form.get("client_id").empty()) {
    co_return refuse(Code::kInvalidRequest, "client_id is missing.");
  }
  auto client_id = claimed_client_id(call);
  if (!client_id) co_return pass_error(client_id);
  catalogue::ClientId id(*client_id);
  auto client = co_await deps.clients.find(std::move(id));
  if (!client) co_return our_fault(client.error());
  if (*client == nullptr) {
    co_return refuse(Code::kInvalidClient, "There is no active client with client_id " + shown(*client_id) + ".");
  }
  call.client = std::move(*client);
  co_return Done{};
}

}  // namespace inkan::oidc
