#include "http/date_words.h"
#include "portal/pages.h"
#include "portal/record.h"
#include "portal/record_words.h"

namespace inkan::portal {

namespace {

// Allowed is an active consent with the service it was given to.
struct Allowed {
  exchange::Consent consent{};
  std::shared_ptr<const catalogue::Client> client{};  // shared with the directory's cache; nullptr: removed since
};

Task<std::vector<Allowed>> load_allowed(const Deps& deps, accounts::AccountId account) {
  auto consents = co_await deps.consents.list(account);
  if (!consents) co_return pass_on(consents);
  std::vector<Allowed> all;
  for (exchange::Consent& consent : *consents) {
    if (consent.withdrawn_at) continue;
    auto client = co_await deps.clients.find(consent.client);
    if (!client) co_return pass_on(client);
    Allowed allowed;
    allowed.consent = std::move(consent);
    allowed.client = std::move(*client);
    all.push_back(std::move(allowed));
  }
  co_return all;
}

void fill_allowed(const Reader& reader, const Allowed& allowed, http::PageData& item) {
  item.set("ID", allowed.consent.consent_id);
  item.set("SERVICE", allowed.client ? allowed.client->display_name(reader.language.tag)
                                     : fill_word(reader.word("portal.record.removed_service"), "ID",
                                                 allowed.consent.client.text()));
  item.set("AT", format_moment(reader, allowed.consent.given_at));
  item.set("AT_ISO", iso_instant(allowed.consent.given_at));
  fill_reasons(reader, group_reasons(allowed.client.get(), allowed.consent.scopes), item);
}

std::string consent_id_of(const http::Request& request) {
  auto found = request.path_values.find("id");
  return found == request.path_values.end() ? std::string() : found->second;
}

}  // namespace

Task<http::Response> consents_page(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto all = co_await load_allowed(deps, visitor.resident.account);
  if (!all) co_return pass_on(all);
  Reader reader{deps.pages, visitor.language};
  http::PageData data = page_data(deps, visitor);
  auto query = request.query();
  if (query && query->has("withdrawn")) data.show("WITHDRAWN");
  if (all->empty()) data.show("EMPTY");
  for (const Allowed& allowed : *all) fill_allowed(reader, allowed, data.section("CONSENT"));
  co_return deps.pages.render(200, "portal/consents", visitor.language, std::move(data));
}

Task<http::Response> withdraw_page(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto all = co_await load_allowed(deps, visitor.resident.account);
  if (!all) co_return pass_on(all);
  const std::string id = consent_id_of(request);
  for (const Allowed& allowed : *all) {
    if (allowed.consent.consent_id != id) continue;
    Reader reader{deps.pages, visitor.language};
    http::PageData data = page_data(deps, visitor);
    fill_allowed(reader, allowed, data);
    co_return deps.pages.render(200, "portal/withdraw", visitor.language, std::move(data));
  }
  co_return fail(ErrorCode::kNotFound, "There is no active consent with this id.");
}

Task<http::Response> withdraw_consent(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto checked = check_form(deps, request);
  if (!checked) co_return pass_on(checked);
  auto withdrawn =
      co_await deps.consents.withdraw(visitor.resident.account, visitor.resident.person, consent_id_of(request));
  if (!withdrawn) co_return pass_on(withdrawn);
  co_return http::redirect("/portal/consents?withdrawn=1");
}

}  // namespace inkan::portal
