#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/task.h"
#include "http/message.h"
#include "portal/deps.h"
#include "portal/visitor.h"

namespace inkan::portal {

// welcome_page answers GET / to everybody: what this is, where to sign in and where to sign up. It reads no session.
boost::asio::awaitable<http::Response> welcome_page(const Deps& deps, const http::Request& request);

// home_page answers GET /portal: greeting, the ways on, the latest lines of the access record.
Task<http::Response> home_page(const Deps& deps, const http::Request& request, Visitor visitor);

// record_page answers GET /portal/record?show=…&before=…: the access record, newest first.
Task<http::Response> record_page(const Deps& deps, const http::Request& request, Visitor visitor);
// record_download answers GET /portal/record.json: the same as a file for programs, own views included.
Task<http::Response> record_download(const Deps& deps, const http::Request& request, Visitor visitor);

// consents_page answers GET /portal/consents: what is allowed to whom now.
Task<http::Response> consents_page(const Deps& deps, const http::Request& request, Visitor visitor);
// withdraw_page answers GET /portal/consents/{id}/withdraw: says what withdrawing does, and asks.
Task<http::Response> withdraw_page(const Deps& deps, const http::Request& request, Visitor visitor);
// withdraw_consent answers its POST; kForbidden without a valid form token, kNotFound for a consent that is not theirs.
Task<http::Response> withdraw_consent(const Deps& deps, const http::Request& request, Visitor visitor);

// data_page answers GET /portal/data: what the register holds, the number masked.
Task<http::Response> data_page(const Deps& deps, const http::Request& request, Visitor visitor);
// data_page_with_number answers its POST: the same with the whole number; kForbidden without a valid form token.
Task<http::Response> data_page_with_number(const Deps& deps, const http::Request& request, Visitor visitor);

// links_page answers GET /portal/links: agencies' records that are linked to the resident, and those they said are not
// theirs, with who saw them.
Task<http::Response> links_page(const Deps& deps, const http::Request& request, Visitor visitor);
// dispute_link answers POST /portal/links/{id}/not-mine: hides the record at once and opens a case (REQ-LINK-11);
// kForbidden without a valid form token, kNotFound for a link that is not theirs or not visible.
Task<http::Response> dispute_link(const Deps& deps, const http::Request& request, Visitor visitor);

// presence_page answers GET /portal/presence: what a presence code does, and a button; its POST shows the code, once.
Task<http::Response> presence_page(const Deps& deps, const http::Request& request, Visitor visitor);
Task<http::Response> make_presence_code(const Deps& deps, const http::Request& request, Visitor visitor);

}  // namespace inkan::portal
