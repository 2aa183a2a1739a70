#include "oidc/standing.h"

namespace inkan::oidc {

std::vector<std::string> data_scopes(const std::vector<std::string>& scopes) {
  std::vector<std::string> data;
  for (const std::string& scope : scopes) {
    if (scope != "openid") data.push_back(scope);
  }
  return data;
}

Task<bool> person_is_alive(Deps& deps, accounts::PersonId person) {
  auto found = co_await deps.people.find(std::move(person));
  if (!found) co_return pass_on(found);
  co_return found->has_value() && (*found)->status() == population::PersonStatus::kAlive;
}

Task<bool> account_is_active(Deps& deps, accounts::AccountId account) {
  auto found = co_await deps.accounts.find(std::move(account), /*with_contacts=*/false);
  if (!found) co_return pass_on(found);
  co_return found->has_value() && (*found)->status == accounts::AccountStatus::kActive;
}

Task<bool> has_consent(Deps& deps, accounts::AccountId account, catalogue::ClientId client,
                       std::vector<std::string> scopes, Time since) {
  std::vector<std::string> data = data_scopes(scopes);
  if (data.empty()) co_return true;
  auto covered = co_await deps.consents.covers_since(std::move(account), std::move(client), std::move(data), since);
  co_return covered;
}

}  // namespace inkan::oidc
