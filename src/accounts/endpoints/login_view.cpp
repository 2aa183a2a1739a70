#include "accounts/endpoints/login_view.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/json.h"

namespace inkan::accounts {
namespace {

// The published list of authentication_context_type values, official misspelling included.
constexpr std::array<std::string_view, 44> kContextTypes = {"CPF_CHANGE_PAYMENT_MODE",
                                                            "CPF_CHANGE_DAILY_WITHDRAWAL_LIMIT",
                                                            "CPF_PROFILE_UPDATE",
                                                            "CPF_LINK_BANK_ACCOUNT",
                                                            "CPF_FUNDS_TRANSFER",
                                                            "BANK_CASA_OPENING",
                                                            "BANK_CASA_INITIAL_USAGE",
                                                            "BANK_CARD_APPLICATION",
                                                            "BANK_CARD_INITIAL_USAGE",
                                                            "BANK_LOAN_APPLICATION",
                                                            "BANK_ADD_LOCAL_RECEIPIENT",
                                                            "BANK_ADD_OVERSEAS_RECIPIENT",
                                                            "BANK_INCREASE_TRANSFER_LIMIT",
                                                            "BANK_REPORT_FRAUD_SUSPICIOUS_ACTIVITY",
                                                            "BANK_FUNDS_TRANSFER_LOCAL",
                                                            "BANK_REMIT_MONEY_OVERSEAS",
                                                            "BANK_REPORT_LOST_CARD",
                                                            "BANK_CHANGE_NOTIFICATION_METHOD",
                                                            "BANK_INCREASE_CREDIT_CARD_LIMIT",
                                                            "BANK_REQUEST_CASH_ADVANCE",
                                                            "BANK_INCREASE_INFLOW_OUTFLOW",
                                                            "BANK_ACTIVATE_DORMANT_ACCOUNT",
                                                            "BANK_LOGIN_NEW_DEVICE",
                                                            "BANK_LOGIN_UNFAMILIAR_IP",
                                                            "BANK_UPDATE_USER_INFORMATION",
                                                            "BANK_NEW_DEVICE_REGISTRATION",
                                                            "BANK_UNLOCK_MONEY_LOCK",
                                                            "BANK_GOOGLE_PAY_APPLE_PAY_CARD_ONBOARDING",
                                                            "FI_ACCOUNT_OPENING",
                                                            "FI_LINK_BANK_ACCOUNT",
                                                            "FI_INCREASE_TRANSFER_LIMIT",
                                                            "FI_INCREASE_WITHDRAWAL_LIMIT",
                                                            "FI_INITIATE_DEPOSIT",
                                                            "TELCO_SIM_CARD_APPLICATION",
                                                            "TELCO_SIM_CARD_ACTIVATION",
                                                            "TELCO_CHANGE_ACCOUNT_DETAILS",
                                                            "TELCO_ACTIVATE_ROAMING",
                                                            "TELCO_CHANGE_NOTIFICATION_METHOD",
                                                            "APP_AUTHENTICATION_DEFAULT",
                                                            "APP_PAYMENT_DEFAULT",
                                                            "APP_ACCOUNT_PASSWORD_CHANGE_DEFAULT",
                                                            "APP_ACCOUNT_PASSWORD_RESET_DEFAULT",
                                                            "APP_ACCOUNT_DETAILS_CHANGE_DEFAULT",
                                                            "APP_ONBOARDING_DEFAULT"};

// The client's name in the page's language, else English, else any, else its id.
std::string client_name(const SignInRequest& asked, const http::Language& language) {
  Result<json::object> names = parse_json_object(asked.client_names, "client names");
  if (!names) return asked.client_id;
  if (const auto own = find_string(*names, language.tag)) return std::string(*own);
  if (const auto english = find_string(*names, "en")) return std::string(*english);
  for (const auto& [tag, name] : *names) {
    if (name.is_string()) return std::string(name.get_string());
  }
  return asked.client_id;
}

}  // namespace

bool is_context_type(std::string_view type) { return std::ranges::find(kContextTypes, type) != kContextTypes.end(); }

View flow_view(const Deps& deps, const http::Request& request, std::string_view page, std::string_view path,
               const FlowRow& flow, std::string_view handle) {
  const http::Language language = deps.pages.language_of(request);
  View view;
  view.page = page;
  view.to = with_flow(path, handle);
  view.data.set("FLOW", std::string(handle));
  if (flow.request.client_id.empty()) {
    view.data.show("OWN");
    return view;
  }
  // The form's redirects may run on to the service, when nothing more is to be asked; browsers hold form-action against
  // them.
  view.policy = http::page_policy(flow.request.leads_to);
  http::PageData& asker = view.data.section("ASKER");
  asker.set("CLIENT_NAME", client_name(flow.request, language));
  if (is_context_type(flow.request.context_type)) {
    asker.section("CONTEXT").set("TEXT", deps.pages.word(language, "accounts.context." + flow.request.context_type));
  }
  if (!flow.request.context_message.empty()) asker.section("MESSAGE").set("TEXT", flow.request.context_message);
  return view;
}

http::Response after_step(const Deps& deps, const http::Request& request, const Caller& caller, const FlowRow& flow,
                          std::string_view handle, const Step& step) {
  switch (step.next) {
    case Step::Next::kSignedIn: {
      http::Response response = http::redirect(flow.request.return_to);
      welcome(deps, response, step);
      return response;
    }
    case Step::Next::kOtp:
      return http::redirect(with_flow("/login/otp", handle));
    case Step::Next::kNoSecondFactor:
      return http::redirect(with_flow("/login/need-second-factor", handle));
    case Step::Next::kLocked:
      return locked_page(deps, request, caller, step.retry_after);
    case Step::Next::kWrong:
      break;
  }
  check(false, "a wrong proof is shown on its own form");
  return http::Response();
}

}  // namespace inkan::accounts
