#include "oidc/pipeline.h"

#include "oidc/checks/all.h"

namespace inkan::oidc {

namespace {

using Quick = Answer<Done> (*)(Call&, const Deps&);
using Waiting = boost::asio::awaitable<Answer<Done>> (*)(Call&, Deps&);

// Rule is a row of the table: a check that needs no waiting, or one that does.
struct Rule {
  Quick quick = nullptr;
  Waiting waiting = nullptr;
  bool par = false;
  bool token = false;
};
constexpr bool kYes = true;
constexpr bool kNo = false;

// Who is asking comes first, so that strangers learn nothing about a registration; then what is cheap; the proof's
// signature last. Userinfo has no client authentication: its few rules stand in endpoints/userinfo.cpp.
constexpr Rule kRules[] = {
    // clang-format off
    //                                                  PAR   token
    {check_form, nullptr,                               kYes, kYes},
    {check_no_client_secret, nullptr,                   kYes, kYes},
    {nullptr, check_client,                             kYes, kYes},
    {check_client_certificate, nullptr,                 kYes, kYes},
    {nullptr, check_client_assertion,                   kYes, kYes},
    {check_no_request_object, nullptr,                  kYes, kNo},
    {check_response_type, nullptr,                      kYes, kNo},
    {check_redirect_uri, nullptr,                       kYes, kNo},
    {check_pkce, nullptr,                               kYes, kNo},
    {check_scope, nullptr,                              kYes, kNo},
    {check_state_and_nonce, nullptr,                    kYes, kNo},
    {check_level, nullptr,                              kYes, kNo},
    {check_prompt, nullptr,                             kYes, kNo},
    {check_context, nullptr,                            kYes, kNo},
    {check_key_at_par, nullptr,                         kYes, kNo},
    // clang-format on
    // At the token endpoint the key is proven inside the grant, after the cheap look at the code or refresh token.
};

}  // namespace

boost::asio::awaitable<Answer<Done>> run_pipeline(Call& call, Deps& deps) {
  for (const Rule& rule : kRules) {
    bool applies = call.endpoint == Endpoint::kPar ? rule.par : rule.token;
    if (!applies) continue;
    if (rule.quick != nullptr) {
      auto verdict = rule.quick(call, deps);
      if (!verdict) co_return verdict;
    } else {
      auto verdict = co_await rule.waiting(call, deps);
      if (!verdict) co_return verdict;
    }
  }
  co_return Done{};
}

}  // namespace inkan::oidc
