#pragma once

#include "accounts/endpoints/support.h"

namespace inkan::accounts {

// Every page and JSON endpoint of this folder; routes.cpp says which path is whose.
Task<http::Response> get_login(const Deps& deps, const http::Request& request);
Task<http::Response> post_login(const Deps& deps, const http::Request& request);
Task<http::Response> get_login_help(const Deps& deps, const http::Request& request);
Task<http::Response> get_otp(const Deps& deps, const http::Request& request);
Task<http::Response> post_otp(const Deps& deps, const http::Request& request);
Task<http::Response> get_recovery(const Deps& deps, const http::Request& request);
Task<http::Response> post_recovery(const Deps& deps, const http::Request& request);
Task<http::Response> get_need_second_factor(const Deps& deps, const http::Request& request);
Task<http::Response> get_sign_out(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_out(const Deps& deps, const http::Request& request);
Task<http::Response> get_signed_out(const Deps& deps, const http::Request& request);

Task<http::Response> get_sign_up(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_up(const Deps& deps, const http::Request& request);
Task<http::Response> get_sign_up_login(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_up_login(const Deps& deps, const http::Request& request);
Task<http::Response> get_sign_up_second_factor(const Deps& deps, const http::Request& request);

Task<http::Response> get_account(const Deps& deps, const http::Request& request);
Task<http::Response> get_password(const Deps& deps, const http::Request& request);
Task<http::Response> post_password(const Deps& deps, const http::Request& request);
Task<http::Response> get_sessions(const Deps& deps, const http::Request& request);
Task<http::Response> post_sessions(const Deps& deps, const http::Request& request);
Task<http::Response> get_close(const Deps& deps, const http::Request& request);
Task<http::Response> post_close(const Deps& deps, const http::Request& request);
Task<http::Response> get_closed(const Deps& deps, const http::Request& request);

Task<http::Response> get_totp_add(const Deps& deps, const http::Request& request);
Task<http::Response> get_totp_qr(const Deps& deps, const http::Request& request);
Task<http::Response> post_totp_add(const Deps& deps, const http::Request& request);
Task<http::Response> get_totp_remove(const Deps& deps, const http::Request& request);
Task<http::Response> post_totp_remove(const Deps& deps, const http::Request& request);
Task<http::Response> get_passkey_add(const Deps& deps, const http::Request& request);
Task<http::Response> get_passkey_remove(const Deps& deps, const http::Request& request);
Task<http::Response> post_passkey_remove(const Deps& deps, const http::Request& request);
Task<http::Response> get_recovery_codes(const Deps& deps, const http::Request& request);
Task<http::Response> post_recovery_codes(const Deps& deps, const http::Request& request);
Task<http::Response> get_letter(const Deps& deps, const http::Request& request);
Task<http::Response> post_letter(const Deps& deps, const http::Request& request);

Task<http::Response> post_register_options(const Deps& deps, const http::Request& request);
Task<http::Response> post_register(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_in_options(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_in(const Deps& deps, const http::Request& request);

}  // namespace inkan::accounts
