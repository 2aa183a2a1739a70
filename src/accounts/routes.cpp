#include "accounts/routes.h"

#include "accounts/endpoints/endpoints.h"

namespace inkan::accounts {

void add_routes(http::Router& router, const Deps& deps) {
  router.get("/login", page(deps, get_login));
  router.post("/login", page(deps, post_login));
  router.get("/login/otp", page(deps, get_otp));
  router.post("/login/otp", page(deps, post_otp));
  router.get("/login/recovery", page(deps, get_recovery));
  router.post("/login/recovery", page(deps, post_recovery));
  router.get("/login/need-second-factor", page(deps, get_need_second_factor));
  router.get("/login/help", page(deps, get_login_help));
  router.get("/sign-out", page(deps, get_sign_out));
  router.post("/sign-out", page(deps, post_sign_out));
  router.get("/signed-out", page(deps, get_signed_out));

  router.get("/sign-up", page(deps, get_sign_up));
  router.post("/sign-up", page(deps, post_sign_up));
  router.get("/sign-up/login", page(deps, get_sign_up_login));
  router.post("/sign-up/login", page(deps, post_sign_up_login));
  router.get("/sign-up/second-factor", page(deps, get_sign_up_second_factor));

  router.get("/account", page(deps, get_account));
  router.get("/account/password", page(deps, get_password));
  router.post("/account/password", page(deps, post_password));
  router.get("/account/sessions", page(deps, get_sessions));
  router.post("/account/sessions", page(deps, post_sessions));
  router.get("/account/close", page(deps, get_close));
  router.post("/account/close", page(deps, post_close));
  router.get("/account/closed", page(deps, get_closed));
  router.get("/account/totp/add", page(deps, get_totp_add));
  router.post("/account/totp/add", page(deps, post_totp_add));
  router.get("/account/totp/qr.svg", page(deps, get_totp_qr));
  router.get("/account/totp/remove", page(deps, get_totp_remove));
  router.post("/account/totp/remove", page(deps, post_totp_remove));
  router.get("/account/passkeys/add", page(deps, get_passkey_add));
  router.get("/account/passkeys/remove", page(deps, get_passkey_remove));
  router.post("/account/passkeys/remove", page(deps, post_passkey_remove));
  router.get("/account/recovery-codes", page(deps, get_recovery_codes));
  router.post("/account/recovery-codes", page(deps, post_recovery_codes));
  router.get("/account/letter", page(deps, get_letter));
  router.post("/account/letter", page(deps, post_letter));

  router.post("/webauthn/register/options", data(deps, post_register_options));
  router.post("/webauthn/register", data(deps, post_register));
  router.post("/webauthn/sign-in/options", data(deps, post_sign_in_options));
  router.post("/webauthn/sign-in", data(deps, post_sign_in));
}

}  // namespace inkan::accounts
