#include <gtest/gtest.h>

#include "http/test_client.h"
#include "officers/test_office.h"
#include "portal/console/routes.h"
#include "portal/console/rows.h"

namespace inkan::portal::console {
namespace {

using officers::Colleague;
using officers::Role;

// ConsoleTest is the console over one office; a request carries the cookie of a colleague, or of nobody.
class ConsoleTest : public testing::TestWithParam<std::string> {
 protected:
  ConsoleTest() { add_routes(router, deps); }

  http::Request request(http::Method method, const std::string& path, const std::string& cookie) const {
    http::Request request;
    request.method = method;
    request.path = path;
    request.headers.emplace_back(
        "cookie", "__Host-browser=" + browser + (cookie.empty() ? std::string() : "; __Host-officer=" + cookie));
    request.headers.emplace_back("accept-language", "en");
    return request;
  }
  std::string token() {
    const http::Request probe = request(http::Method::kGet, "/", "");
    return csrf.token(http::Browser::of(probe, office.nation.random));
  }
  http::Response get(const std::string& path, const std::string& cookie = "") {
    return http::run_handler(router, request(http::Method::kGet, path, cookie));
  }
  http::Response post(const std::string& path, const std::string& cookie, std::string body, bool genuine = true) {
    http::Request sent = request(http::Method::kPost, path, cookie);
    sent.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    sent.body = "csrf=" + (genuine ? token() : std::string("guess")) + (body.empty() ? body : "&" + body);
    return http::run_handler(router, sent);
  }
  http::Response post_json(const std::string& path, const std::string& cookie, const json::object& body,
                           bool genuine = true) {
    http::Request sent = request(http::Method::kPost, path, cookie);
    sent.headers.emplace_back("content-type", "application/json");
    sent.headers.emplace_back("x-csrf-token", genuine ? token() : std::string("guess"));
    sent.body = to_json_text(body);
    return http::run_handler(router, sent);
  }
  static std::string location(const http::Response& response) {
    const std::string* found = response.header("location");
    return found == nullptr ? std::string() : *found;
  }

  officers::TestOffice office{GetParam()};
  std::unique_ptr<http::Pages> pages = std::move(*http::Pages::create("en"));
  http::Csrf csrf{Secret(std::string(32, 'c')), "https://example.org"};
  std::string browser = std::string(43, 'A');
  population::History history{office.register_deps()};
  Deps deps{office.deps, history, *pages, csrf};
  http::Router router{};
};

TEST_P(ConsoleTest, without_a_session_every_page_leads_to_sign_in_and_every_answer_is_401) {
  for (const char* path :
       {"/console", "/console/reads", "/console/alarms", "/console/presences", "/console/people/x",
        "/console/people/x/compare", "/console/people/x/propose/move", "/console/proposals", "/console/proposals/x",
        "/console/proposals/x/approve", "/console/cases", "/console/cases/x"})
    EXPECT_EQ(location(get(path)), "/console/sign-in") << path;
  for (const char* path : {"/console/api/session", "/console/api/people/x", "/console/api/proposals",
                           "/console/api/cases", "/console/api/cases/x", "/console/api/alarms"})
    EXPECT_EQ(get(path).status, 401) << path;
  EXPECT_EQ(post_json("/console/api/presences", "", {}).status, 401);
  EXPECT_EQ(post_json("/console/passkey/commit", "", {}).status, 401);
}

TEST_P(ConsoleTest, resident_session_is_worth_nothing_here) {
  http::Request sent = request(http::Method::kGet, "/console", "");
  sent.headers.front().second += "; __Host-session=" + std::string(43, 'B');
  EXPECT_EQ(location(http::run_handler(router, sent)), "/console/sign-in");
}

TEST_P(ConsoleTest, forms_of_other_sites_change_nothing) {
  const Colleague aoki = office.hire(Role::kSupervisor);
  const std::string code = office.presence_code(office.resident);
  EXPECT_EQ(post("/console/presences", aoki.cookie, "code=" + code, /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/alarms/x/settle", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/people/x/close", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/people/x/address", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/people/x/compare", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/people/x/propose/move", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/cases/x/rule", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post("/console/sign-out", aoki.cookie, "", /*genuine=*/false).status, 403);
  EXPECT_EQ(post_json("/console/api/presences", aoki.cookie, {{"code", code}}, /*genuine=*/false).status, 403);
  EXPECT_EQ(post_json("/console/passkey/commit/options", aoki.cookie, {}, /*genuine=*/false).status, 403);
}

TEST_P(ConsoleTest, code_of_the_resident_leads_to_their_record_with_the_number_masked) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const http::Response opened =
      post("/console/presences", aoki.cookie, "code=" + office.presence_code(office.resident));
  ASSERT_EQ(opened.status, 303);
  EXPECT_EQ(location(opened).find(office.resident.text()), std::string::npos) << "no id of a person in an address";
  const http::Response page = get(location(opened), aoki.cookie);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("TAN MEI LING"), std::string::npos);
  const std::string digits =
      office.nation.find(office.resident).open(office.nation.look(office.resident))->number.digits();
  EXPECT_EQ(page.body.find(digits), std::string::npos);
  EXPECT_NE(page.body.find(digits.substr(9)), std::string::npos);
}

TEST_P(ConsoleTest, wrong_code_is_answered_with_a_page_that_says_so) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const http::Response page = post("/console/presences", aoki.cookie, "code=0000-0000-0000-0000");
  EXPECT_EQ(page.status, 400);
  EXPECT_NE(page.body.find("govuk-error-summary"), std::string::npos);
}

TEST_P(ConsoleTest, roles_see_what_is_theirs) {
  const Colleague clerk = office.hire(Role::kRegistrar);
  const Colleague auditor = office.hire(Role::kAuditor);
  EXPECT_EQ(get("/console/alarms", clerk.cookie).status, 403);
  EXPECT_EQ(get("/console/cases", clerk.cookie).status, 403);
  EXPECT_EQ(get("/console/presences", auditor.cookie).status, 403);
  EXPECT_EQ(get("/console/people/x/propose/move", auditor.cookie).status, 403);
  EXPECT_EQ(get("/console/alarms", auditor.cookie).status, 200);
  EXPECT_EQ(get("/console/api/alarms", clerk.cookie).status, 403);
  EXPECT_EQ(get("/console/api/cases", clerk.cookie).status, 403);
  EXPECT_EQ(get("/console", auditor.cookie).body.find("open-presence"), std::string::npos);
}

TEST_P(ConsoleTest, what_is_missing_in_a_form_is_said_at_the_field) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const http::Response page = post("/console/people/x/propose/move", aoki.cookie, "valid_from=tomorrow&postal=460102");
  EXPECT_EQ(page.status, 400);
  EXPECT_NE(page.body.find("href=\"#valid_from\""), std::string::npos);
  EXPECT_NE(page.body.find("href=\"#street\""), std::string::npos);
  EXPECT_EQ(page.body.find("href=\"#postal\""), std::string::npos);
  EXPECT_EQ(get("/console/people/x/propose/release_link", aoki.cookie).status, 404);
  EXPECT_EQ(get("/console/people/x/propose/nonsense", aoki.cookie).status, 404);
}

TEST_P(ConsoleTest, REQ_SES_3_the_commit_page_names_whom_masked_and_from_the_record) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const std::string person =
      location(post("/console/presences", aoki.cookie, "code=" + office.presence_code(office.resident)));
  const http::Response entered = post(person + "/propose/move", aoki.cookie,
                                      "valid_from=2026-11-20&street=CLEMENTI+ROAD&postal=129742&whom=SOMEBODY+ELSE");
  ASSERT_EQ(entered.status, 303) << entered.body;
  const http::Response page = get(location(entered), aoki.cookie);
  EXPECT_NE(page.body.find("T** M** L***"), std::string::npos);
  EXPECT_EQ(page.body.find("SOMEBODY ELSE"), std::string::npos);
  EXPECT_NE(page.body.find("CLEMENTI ROAD"), std::string::npos);
  EXPECT_NE(page.body.find("data-flow=\"propose:"), std::string::npos);
}

TEST_P(ConsoleTest, REQ_LINK_4_pages_and_api_of_a_case_hold_nothing_that_was_not_stated) {
  officers::Case one;
  one.id = "case-1";
  one.kind = "sweep";
  one.jurisdiction = "SG-46";
  one.agency = "Momiji City";
  one.person = office.resident;
  office.cases.all.emplace(one.id, one);
  population::Name stated;
  stated.text = "TAN MAY LING";
  office.cases.record.stated.names.push_back(stated);
  office.cases.record.outcomes.push_back({"legal_name", {population::names::Outcome::kDifferent, ""}});
  const Colleague reviewer = office.hire(Role::kReviewer, "SG-46");
  for (const char* path : {"/console/cases/case-1", "/console/api/cases/case-1"}) {
    const http::Response answer = get(path, reviewer.cookie);
    ASSERT_EQ(answer.status, 200) << path;
    EXPECT_NE(answer.body.find("TAN MAY LING"), std::string::npos);
    EXPECT_NE(answer.body.find("DIFFERENT"), std::string::npos);
    for (const char* known : {"TAN MEI LING", "BEDOK", "460102", "陈美玲"})
      EXPECT_EQ(answer.body.find(known), std::string::npos) << path << " tells " << known;
    EXPECT_EQ(answer.body.find(office.resident.text()), std::string::npos);
  }
  EXPECT_EQ(get("/console/cases/case-1", office.hire(Role::kReviewer, "SG-01").cookie).status, 404);
}

TEST_P(ConsoleTest, api_serves_a_resident_like_the_pages_do) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const json::object session = json::parse(get("/console/api/session", aoki.cookie).body).as_object();
  EXPECT_EQ(session.at("role").as_string(), "registrar");
  const http::Response opened =
      post_json("/console/api/presences", aoki.cookie, {{"code", office.presence_code(office.resident)}});
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string person =
      "/console/api/people/" + std::string(json::parse(opened.body).as_object().at("presence").as_string());
  const json::object record = json::parse(get(person, aoki.cookie).body).as_object();
  EXPECT_EQ(record.at("status").as_string(), "alive");
  EXPECT_EQ(record.at("number_end").as_string().size(), 3u);
  const http::Response compared =
      post_json(person + "/compare", aoki.cookie,
                {{"name", "LIM AH KOW"}, {"born", "1950-01-01"}, {"address", "1 NOWHERE STREET 000000"}});
  ASSERT_EQ(compared.status, 200) << compared.body;
  EXPECT_EQ(json::parse(compared.body).as_object().at("answer").as_string(), "disagree");
  EXPECT_EQ(post_json(person + "/compare", aoki.cookie, {{"name", "LIM AH KOW"}}).status, 400);
  EXPECT_EQ(post_json(person + "/proposals", aoki.cookie, {{"kind", "nonsense"}}).status, 400);
  EXPECT_EQ(post_json("/console/api/presences", aoki.cookie, {{"code", "0000-0000-0000-0000"}}).status, 403);
  EXPECT_EQ(post_json("/console/api/presences", aoki.cookie, {}).status, 400);
}

TEST_P(ConsoleTest, commit_says_which_flow_is_right) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  for (const char* flow : {"", "propose", "propose:", "delete:x"})
    EXPECT_EQ(post_json("/console/passkey/commit/options", aoki.cookie, {{"flow", flow}}).status, 400) << flow;
}

TEST_P(ConsoleTest, signing_out_ends_the_session) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  EXPECT_EQ(post("/console/sign-out", aoki.cookie, "").status, 303);
  EXPECT_EQ(location(get("/console", aoki.cookie)), "/console/sign-in");
}

TEST_P(ConsoleTest, names_are_masked_but_for_their_first_letters) {
  EXPECT_EQ(masked_name("TAN MEI LING"), "T** M** L***");
  EXPECT_EQ(masked_name("田中 美咲"), "田* 美*");
  EXPECT_EQ(masked_name(""), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, ConsoleTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::portal::console
