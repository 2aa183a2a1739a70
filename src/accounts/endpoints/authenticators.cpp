#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/manage.h"
#include "accounts/manage.h"
#include "accounts/qr_code.h"
#include "accounts/totp.h"
#include "base/encoding.h"

namespace inkan::accounts {
namespace {

// Base32 in groups of four, for typing.
std::string grouped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
  return out;
}

View totp_view(const Secret& secret) {
  View view = own_view("accounts/totp_add");
  view.data.set("SECRET", grouped(base32_encode(secret.reveal(Purpose::kShowOnceToOwner))));
  return view;
}

View codes_view(std::string_view section) {
  View view = own_view("accounts/recovery_codes");
  view.data.show(std::string(section));
  return view;
}

}  // namespace

Task<http::Response> get_totp_add(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Secret> secret = co_await offer_totp(deps, std::move(*entry->session));
  if (!secret) co_return pass_on(secret);
  co_return show(deps, request, caller_of(deps, request), totp_view(*secret));
}

Task<http::Response> get_totp_qr(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  const AccountId account = entry->session->account;
  Result<Overview> overview = co_await load_overview(deps, account);
  if (!overview) co_return pass_on(overview);
  Result<Secret> secret = co_await offer_totp(deps, std::move(*entry->session));
  if (!secret) co_return pass_on(secret);
  const std::string svg = qr_svg(totp_key_uri(*secret, deps.settings.name, overview->login_id));
  http::Response response = http::text_response(200, "image/svg+xml", svg);
  response.set_header("Cache-Control", "no-store");
  co_return response;
}

Task<http::Response> post_totp_add(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  std::string code(form->fields.get("otp"));
  std::erase(code, ' ');
  Result<bool> accepted = co_await accept_totp(deps, *entry->session, std::move(code));
  if (!accepted) co_return pass_on(accepted);
  if (*accepted) {
    Result<std::string> next = co_await after_enrolment(deps, entry->session->account, "totp_added");
    if (!next) co_return pass_on(next);
    co_return http::redirect(*next);
  }
  Result<Secret> secret = co_await offer_totp(deps, std::move(*entry->session));
  if (!secret) co_return pass_on(secret);
  View view = totp_view(*secret);
  view.status = 422;
  view.errors.add("otp", "accounts.totp_add.wrong");
  co_return show(deps, request, form->caller, std::move(view));
}

Task<http::Response> get_totp_remove(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/totp/remove");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  View view = own_view("accounts/remove");
  view.data.show("TOTP");
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_totp_remove(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/totp/remove");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Done> removed = co_await remove_totp_of(deps, std::move(*entry->session));
  if (!removed) co_return pass_on(removed);
  co_return http::redirect("/account?done=totp_removed");
}

Task<http::Response> get_passkey_add(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  View view = own_view("accounts/passkey_add");
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> get_passkey_remove(const Deps& deps, const http::Request& request) {
  Result<http::Parameters> query = request.query();
  if (!query) co_return pass_on(query);
  const std::string id(query->get("id"));
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/passkeys/remove?id=" + percent_encode(id));
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Overview> overview = co_await load_overview(deps, entry->session->account);
  if (!overview) co_return pass_on(overview);
  for (const Overview::Passkey& passkey : overview->passkeys) {
    if (passkey.id != id) continue;
    View view = own_view("accounts/remove");
    http::PageData& section = view.data.section("PASSKEY");
    section.set("ID", id);
    const http::Language language = deps.pages.language_of(request);
    section.set("NAME",
                passkey.name.empty() ? deps.pages.word(language, "accounts.passkey_add.default_name") : passkey.name);
    co_return show(deps, request, caller_of(deps, request), std::move(view));
  }
  co_return fail(ErrorCode::kNotFound, "No such passkey");
}

Task<http::Response> post_passkey_remove(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  const std::string id(form->fields.get("id"));
  Result<std::string> credential_id = base64url_decode(id);
  if (!credential_id) co_return pass_on(credential_id);
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/passkeys/remove?id=" + percent_encode(id));
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Done> removed = co_await remove_passkey_of(deps, std::move(*entry->session), std::move(*credential_id));
  if (!removed) co_return pass_on(removed);
  co_return http::redirect("/account?done=passkey_removed");
}

Task<http::Response> get_recovery_codes(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  co_return show(deps, request, caller_of(deps, request), codes_view("ASK"));
}

// The one POST that answers with a page: the codes exist in clear only in this answer.
Task<http::Response> post_recovery_codes(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_enrolment_page(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<std::vector<std::string>> codes = co_await make_recovery_codes(deps, std::move(*entry->session));
  if (!codes) co_return pass_on(codes);
  View view = own_view("accounts/recovery_codes");
  http::PageData& shown = view.data.section("CODES_SHOWN");
  for (const std::string& code : *codes) shown.section("CODES").set("CODE", code);
  co_return show(deps, request, form->caller, std::move(view));
}

}  // namespace inkan::accounts
