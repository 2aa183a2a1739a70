#pragma once

#include <string>

#include "base/json.h"
#include "base/task.h"
#include "http/router.h"
#include "http/words.h"
#include "officers/officer.h"
#include "portal/console/deps.h"

namespace inkan::portal::console {

// Desk is one request of an officer on duty.
struct Desk {
  officers::OnDuty duty{};
  http::Browser browser{};
  http::Language language{};
};

// OfficerPage is a page or JSON answer for an officer on duty.
using OfficerPage = Task<http::Response> (*)(const Deps&, const http::Request&, Desk);
// for_officer leads into sign-in where there is no living session, and shows errors as pages. api_for_officer answers
// 401 and JSON errors instead: {"error": code, "message": text}.
http::Handler for_officer(const Deps& deps, OfficerPage page);
http::Handler api_for_officer(const Deps& deps, OfficerPage answer);

// for_anybody and data_for_anybody are the same without a session: sign-in and enrolment.
using OpenPage = Task<http::Response> (*)(const Deps&, const http::Request&);
http::Handler for_anybody(const Deps& deps, OpenPage page);
http::Handler data_for_anybody(const Deps& deps, OpenPage answer);

// page_data begins the data of a signed-in page: navigation by the officer's rights, and the form token.
http::PageData page_data(const Deps& deps, const Desk& desk);
http::Response show(const Deps& deps, const Desk& desk, std::string_view page, http::PageData data, int status = 200);

// read_form gives the fields of a form that came from our page in this browser; kForbidden else.
Result<http::Parameters> read_form(const Deps& deps, const http::Request& request);
// read_posted reads JSON from our own script (member `csrf`) or from an API client (header x-csrf-token).
Result<json::object> read_posted(const Deps& deps, const http::Request& request);

// need_field gives a field trimmed; kInvalidInput naming it when it is missing, empty or longer than `characters_max`.
Result<std::string> need_field(const http::Parameters& fields, std::string_view name, size_t characters_max);

http::Response location_response(std::string_view location);

// officer_word gives the word console.<group>.<key>; keys come from closed sets of ours.
std::string officer_word(const http::Reader& reader, std::string_view group, std::string_view key);

}  // namespace inkan::portal::console
