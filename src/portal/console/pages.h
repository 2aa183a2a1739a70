#pragma once

#include "portal/console/desk.h"

namespace inkan::portal::console {

// Who it is: passkey pages and their JSON.
Task<http::Response> get_enrol(const Deps& deps, const http::Request& request);
Task<http::Response> post_enrol_options(const Deps& deps, const http::Request& request);
Task<http::Response> post_enrol(const Deps& deps, const http::Request& request);
Task<http::Response> get_sign_in(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_in_options(const Deps& deps, const http::Request& request);
Task<http::Response> post_sign_in(const Deps& deps, const http::Request& request);
Task<http::Response> get_sign_out(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_sign_out(const Deps& deps, const http::Request& request, Desk desk);
// post_commit_options and post_commit are the proof at a commit; member `flow` is "propose:ID", "approve:ID",
// "reject:ID".
Task<http::Response> post_commit_options(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_commit(const Deps& deps, const http::Request& request, Desk desk);

// What waits.
Task<http::Response> get_home(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_reads(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_alarms(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_alarm(const Deps& deps, const http::Request& request, Desk desk);

// A resident before the desk.
Task<http::Response> get_presence(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_presence(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_presence_close(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_person(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_person_address(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_compare(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_compare(const Deps& deps, const http::Request& request, Desk desk);

// Proposals.
Task<http::Response> get_propose(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_propose(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_proposals(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_proposal(const Deps& deps, const http::Request& request, Desk desk);
// get_commit_page asks for the fresh proof: the last path segment is the act (propose, approve, reject).
Task<http::Response> get_commit_page(const Deps& deps, const http::Request& request, Desk desk);

// Cases.
Task<http::Response> get_cases(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> get_case(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> post_ruling(const Deps& deps, const http::Request& request, Desk desk);

// The same as JSON, for programs of an office.
Task<http::Response> api_session(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_presence(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_person(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_compare(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_propose(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_proposals(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_cases(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_case(const Deps& deps, const http::Request& request, Desk desk);
Task<http::Response> api_alarms(const Deps& deps, const http::Request& request, Desk desk);

}  // namespace inkan::portal::console
