#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/task.h"
#include "http/message.h"
#include "portal/deps.h"

namespace inkan::portal {

// Visitor is one request of a resident who is signed in.
struct Visitor {
  accounts::SignedIn resident{};
  http::Browser browser{};
  http::Language language{};
};

// ResidentPage is a page for a signed-in resident; its errors become error pages in with_resident.
using ResidentPage = Task<http::Response> (*)(const Deps&, const http::Request&, Visitor);

// with_resident runs the page when there is a living session, and leads into sign-in (and back here) when there is
// none.
boost::asio::awaitable<http::Response> with_resident(const Deps& deps, const http::Request& request, ResidentPage page);

// OwnView is the resident's right to see their own record during one request.
struct OwnView {
  population::SealedPerson person{};
  audit::AccessTicket ticket;
};
// open_own_view journals that the resident looked (`what`: "home", "record", "data", "number"), then hands out the
// view. Nothing can be decrypted when the journal row could not be stored.
Task<OwnView> open_own_view(const Deps& deps, accounts::SignedIn resident, std::string what);

// page_data begins the data of a signed-in page: navigation and the form token.
http::PageData page_data(const Deps& deps, const Visitor& visitor);

// check_form refuses (kForbidden) a form that did not come from our page in this browser.
Result<Done> check_form(const Deps& deps, const http::Request& request);

}  // namespace inkan::portal
