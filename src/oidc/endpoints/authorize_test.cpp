#include <gtest/gtest.h>

#include "oidc/test_provider.h"

namespace inkan::oidc {
namespace {

class AuthorizeTest : public testing::TestWithParam<std::string> {
 protected:
  // consent answers the question of the page the browser was sent to, as the resident would.
  std::string answer(const TestBrowser& browser, const std::string& location, exchange::Decision decision,
                     const Service& service) {
    exchange::Answer said;
    said.flow = parameter(location, "flow");
    said.browser = browser.cookie("__Host-browser");
    said.account = provider.world.account;
    said.decision = decision;
    catalogue::ClientId id(service.id);
    auto client = store::run_task(provider.clients.find(id)).value();
    auto done = store::run_task(provider.world.consents.answer(std::move(said), client));
    EXPECT_TRUE(done) << (done ? "" : done.error().public_text);
    return "/fapi/auth/continue?flow=" + parameter(location, "flow");
  }
  // consented leaves a resident who is signed in and has consented.
  void consented() {
    provider.sign_in();
    TestBrowser browser(provider);
    std::string page = location_of(browser.authorize(library, library.pushed()));
    browser.open(answer(browser, page, exchange::Decision::kAllowed, library));
  }
  std::string pushed_with(const std::string& name, const std::string& value) {
    Form form = library.par_form();
    form[name] = value;
    return library.pushed(form);
  }
  static bool is_error_page(const http::Response& response) {
    return response.status == 400 && response.body.find("id=\"error-page\"") != std::string::npos;
  }

  std::unique_ptr<store::TestDatabase> database = store::open_test_database(GetParam());
  TestProvider provider{**database};
  Service library{provider};
  TestBrowser browser{provider};
};
INSTANTIATE_TEST_SUITE_P(Engines, AuthorizeTest, testing::ValuesIn(store::test_engines()));

TEST_P(AuthorizeTest, leads_through_sign_in_and_consent_back_to_the_service) {
  http::Response first = browser.authorize(library, library.pushed());
  EXPECT_EQ(first.status, 303);
  EXPECT_TRUE(location_of(first).starts_with("/login?flow="));
  ASSERT_TRUE(provider.sign_in_requests.asked);
  const accounts::SignInRequest& asked = *provider.sign_in_requests.asked;
  EXPECT_EQ(asked.client_id, "library");
  EXPECT_EQ(asked.client_names, R"({"en":"Library"})");
  EXPECT_EQ(asked.level_needed, 1);
  EXPECT_FALSE(asked.fresh);
  EXPECT_EQ(asked.browser, browser.cookie("__Host-browser"));
  EXPECT_EQ(asked.return_to, "/fapi/auth/continue?flow=" + asked.flow);

  provider.sign_in();
  browser.forget_browser_cookie();  // replaced at sign-in
  http::Response second = browser.open(asked.return_to);
  EXPECT_EQ(second.status, 303);
  std::string page = location_of(second);
  EXPECT_TRUE(page.starts_with("/consent?flow=")) << page;

  http::Response third = browser.open(answer(browser, page, exchange::Decision::kAllowed, library));
  EXPECT_EQ(third.status, 303);
  std::string back = location_of(third);
  EXPECT_TRUE(back.starts_with("https://library.example/cb?x=1&code=")) << back;
  EXPECT_EQ(parameter(back, "state"), "state-1");
  EXPECT_EQ(parameter(back, "iss"), "https://id.example.test/fapi");
  EXPECT_EQ(parameter(back, "code").size(), 64u);
}

TEST_P(AuthorizeTest, is_silent_with_session_and_consent_in_one_batch) {
  consented();
  std::string uri = library.pushed();
  int before = provider.database.commits;
  http::Response response = browser.authorize(library, uri);
  EXPECT_EQ(provider.database.commits, before + 1);
  EXPECT_FALSE(parameter(location_of(response), "code").empty());
  EXPECT_EQ(response.header("set-cookie"), nullptr);
}

TEST_P(AuthorizeTest, sends_no_state_back_when_none_was_sent) {
  consented();
  Form form = library.par_form();
  form.erase("state");
  std::string back = location_of(browser.authorize(library, library.pushed(form)));
  EXPECT_EQ(back.find("state="), std::string::npos) << back;
  EXPECT_FALSE(parameter(back, "code").empty());
}

TEST_P(AuthorizeTest, ignores_everything_beside_the_two_parameters) {
  consented();
  std::string uri = library.pushed();
  std::string back =
      location_of(browser.open("/fapi/auth?client_id=library&request_uri=" + percent_encode(uri) +
                               "&state=other&nonce=other&redirect_uri=https%3A%2F%2Fevil.example&response_type=token"));
  EXPECT_TRUE(back.starts_with("https://library.example/cb?x=1&code="));
  EXPECT_EQ(parameter(back, "state"), "state-1");
}

TEST_P(AuthorizeTest, refuses_requests_that_were_not_pushed_here) {
  for (const std::string address :
       {"/fapi/auth", "/fapi/auth?client_id=library",
        "/fapi/"
        "auth?client_id=library&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Flibrary.example%2Fcb%3Fx%"
        "3D1",
        "/fapi/auth?client_id=library&request_uri=https%3A%2F%2Fevil.example",
        "/fapi/auth?client_id=library&request_uri=urn:ietf:params:oauth:request_uri:AAAA"}) {
    EXPECT_TRUE(is_error_page(browser.open(address))) << address;
  }
}

TEST_P(AuthorizeTest, refuses_a_request_uri_of_another_client_or_repeated_parameters) {
  consented();
  Service shop(provider, "shop");
  std::string uri = library.pushed();
  EXPECT_TRUE(is_error_page(browser.authorize(shop, uri)));
  EXPECT_TRUE(
      is_error_page(browser.open("/fapi/auth?client_id=library&client_id=library&request_uri=" + percent_encode(uri))));
  EXPECT_FALSE(parameter(location_of(browser.authorize(library, uri)), "code").empty())
      << "the mistake of another does not use it up";
}

TEST_P(AuthorizeTest, loads_twice_before_completion_and_never_after) {
  std::string uri = library.pushed();
  EXPECT_TRUE(location_of(browser.authorize(library, uri)).starts_with("/login"));
  EXPECT_TRUE(location_of(browser.authorize(library, uri)).starts_with("/login"));
  TestBrowser other(provider);
  EXPECT_TRUE(location_of(other.authorize(library, uri)).starts_with("/login"));
  consented();
  EXPECT_FALSE(parameter(location_of(browser.authorize(library, uri)), "code").empty());
  http::Response again = browser.authorize(library, uri);
  EXPECT_TRUE(is_error_page(again));
  EXPECT_NE(again.body.find("invalid_request_uri"), std::string::npos);
}

TEST_P(AuthorizeTest, two_flows_of_one_request_give_one_code) {
  provider.sign_in();
  std::string uri = library.pushed();
  std::string one = location_of(browser.authorize(library, uri));
  std::string two = location_of(browser.authorize(library, uri));
  std::string first = answer(browser, one, exchange::Decision::kAllowed, library);
  EXPECT_FALSE(parameter(location_of(browser.open(first)), "code").empty());
  EXPECT_TRUE(is_error_page(browser.open("/fapi/auth/continue?flow=" + parameter(two, "flow"))));
  EXPECT_TRUE(is_error_page(browser.open(first)));
}

TEST_P(AuthorizeTest, a_request_uri_expires_but_a_visit_in_time_may_take_longer) {
  std::string uri = library.pushed();
  EXPECT_TRUE(location_of(browser.authorize(library, uri)).starts_with("/login"));
  std::string proceed = provider.sign_in_requests.asked->return_to;
  provider.advance(std::chrono::seconds(61));
  http::Response late = browser.authorize(library, uri);
  EXPECT_TRUE(is_error_page(late));
  EXPECT_NE(late.body.find("invalid_request_uri"), std::string::npos);
  consented();
  EXPECT_FALSE(parameter(location_of(browser.open(proceed)), "code").empty());
  provider.advance(std::chrono::minutes(15));
  EXPECT_TRUE(is_error_page(browser.open(proceed)));
}

TEST_P(AuthorizeTest, a_visit_ends_after_fifteen_minutes) {
  browser.authorize(library, library.pushed());
  std::string proceed = provider.sign_in_requests.asked->return_to;
  provider.advance(std::chrono::minutes(15));
  provider.sign_in();
  EXPECT_TRUE(is_error_page(browser.open(proceed)));
}

TEST_P(AuthorizeTest, a_flow_belongs_to_the_browser_it_began_in) {
  browser.authorize(library, library.pushed());
  std::string proceed = provider.sign_in_requests.asked->return_to;
  provider.sign_in();
  TestBrowser thief(provider);
  EXPECT_TRUE(is_error_page(thief.open(proceed)));
  thief.authorize(library, library.pushed());  // gives the thief a cookie of their own
  EXPECT_TRUE(is_error_page(thief.open(proceed)));
  EXPECT_TRUE(is_error_page(browser.open("/fapi/auth/continue?flow=AAAAAAAAAAAAAAAAAAAAAA")));
  EXPECT_EQ(browser.open(proceed).status, 303);
}

TEST_P(AuthorizeTest, refusal_goes_back_with_state_and_iss_and_uses_the_request_up) {
  provider.sign_in();
  std::string uri = library.pushed();
  std::string page = location_of(browser.authorize(library, uri));
  std::string back = location_of(browser.open(answer(browser, page, exchange::Decision::kDenied, library)));
  EXPECT_EQ(parameter(back, "error"), "access_denied");
  EXPECT_EQ(parameter(back, "state"), "state-1");
  EXPECT_EQ(parameter(back, "iss"), "https://id.example.test/fapi");
  EXPECT_EQ(parameter(back, "code"), "");
  EXPECT_TRUE(is_error_page(browser.authorize(library, uri)));
}

TEST_P(AuthorizeTest, cancelling_the_sign_in_is_a_refusal) {
  browser.authorize(library, library.pushed());
  std::string back = location_of(browser.open(provider.sign_in_requests.asked->return_to + "&cancelled=1"));
  EXPECT_EQ(parameter(back, "error"), "access_denied");
}

TEST_P(AuthorizeTest, prompt_none_answers_instead_of_asking) {
  std::string back = location_of(browser.authorize(library, pushed_with("prompt", "none")));
  EXPECT_EQ(parameter(back, "error"), "login_required");
  EXPECT_EQ(parameter(back, "iss"), "https://id.example.test/fapi");
  provider.sign_in();
  back = location_of(browser.authorize(library, pushed_with("prompt", "none")));
  EXPECT_EQ(parameter(back, "error"), "consent_required");
  consented();
  back = location_of(browser.authorize(library, pushed_with("prompt", "none")));
  EXPECT_FALSE(parameter(back, "code").empty());
}

TEST_P(AuthorizeTest, prompt_login_asks_again_and_is_satisfied_by_a_sign_in_since) {
  consented();
  provider.advance(std::chrono::seconds(5));
  EXPECT_TRUE(location_of(browser.authorize(library, pushed_with("prompt", "login"))).starts_with("/login"));
  EXPECT_TRUE(provider.sign_in_requests.asked->fresh);
  EXPECT_TRUE(location_of(browser.open(provider.sign_in_requests.asked->return_to)).starts_with("/login"))
      << "the old session is not enough";
  provider.sign_in();
  EXPECT_FALSE(parameter(location_of(browser.open(provider.sign_in_requests.asked->return_to)), "code").empty());
}

TEST_P(AuthorizeTest, prompt_consent_asks_again) {
  consented();
  std::string page = location_of(browser.authorize(library, pushed_with("prompt", "consent")));
  EXPECT_TRUE(page.starts_with("/consent"));
  EXPECT_FALSE(
      parameter(location_of(browser.open(answer(browser, page, exchange::Decision::kAllowed, library))), "code")
          .empty());
}

TEST_P(AuthorizeTest, max_age_asks_for_a_fresh_sign_in) {
  consented();
  provider.advance(std::chrono::seconds(30));
  EXPECT_FALSE(parameter(location_of(browser.authorize(library, pushed_with("max_age", "60"))), "code").empty());
  EXPECT_TRUE(location_of(browser.authorize(library, pushed_with("max_age", "10"))).starts_with("/login"));
  provider.sign_in();
  provider.advance(std::chrono::seconds(20));
  EXPECT_FALSE(parameter(location_of(browser.open(provider.sign_in_requests.asked->return_to)), "code").empty());
}

TEST_P(AuthorizeTest, a_higher_level_asks_for_more) {
  consented();
  provider.session.level = 1;
  provider.sign_in();
  EXPECT_TRUE(location_of(browser.authorize(library, pushed_with("acr_values", "urn:singpass:authentication:loa:2")))
                  .starts_with("/login"));
  EXPECT_EQ(provider.sign_in_requests.asked->level_needed, 2);
  EXPECT_TRUE(location_of(browser.open(provider.sign_in_requests.asked->return_to)).starts_with("/login"));
  provider.session.level = 2;
  provider.sign_in();
  EXPECT_FALSE(parameter(location_of(browser.open(provider.sign_in_requests.asked->return_to)), "code").empty());
}

TEST_P(AuthorizeTest, a_removed_client_gets_no_code) {
  consented();
  std::string uri = library.pushed();
  audit::Actor actor;
  ASSERT_TRUE(store::run_task(provider.clients.remove(catalogue::ClientId("library"), actor)));
  EXPECT_TRUE(is_error_page(browser.authorize(library, uri)));
}

TEST_P(AuthorizeTest, nothing_is_sent_to_an_address_no_longer_registered) {
  consented();
  for (const json::object& change : {json::object{{"redirect_uris", json::array{"https://library.example/new"}}},
                                     json::object{{"scope", "openid name"}}}) {
    json::object registration = library.registration;
    std::string uri = library.pushed();
    provider.advance(std::chrono::seconds(2));
    for (const auto& [name, value] : change) registration[name] = value;
    provider.add_client(registration);
    EXPECT_TRUE(is_error_page(browser.authorize(library, uri)));
    provider.advance(std::chrono::seconds(2));
    provider.add_client(library.registration);
  }
}

TEST_P(AuthorizeTest, REQ_NUM_2_a_form_does_not_put_a_personal_number_into_an_address) {
  http::Response posted = provider.send(
      Service::form_request("/fapi/auth", {{"client_id", "123456789018"}, {"request_uri", "urn:x"}}, std::nullopt));
  EXPECT_EQ(posted.status, 400);
  EXPECT_EQ(posted.header("location"), nullptr);
  EXPECT_EQ(posted.body.find("123456789018"), std::string::npos);
}

TEST_P(AuthorizeTest, head_uses_nothing_up_and_post_becomes_get) {
  consented();
  std::string uri = library.pushed();
  http::Request head;
  head.method = http::Method::kHead;
  head.path = "/fapi/auth";
  head.query_text = "client_id=library&request_uri=" + percent_encode(uri);
  int before = provider.database.commits;
  EXPECT_NE(provider.send(head).status, 303);
  EXPECT_EQ(provider.database.commits, before);
  http::Response posted = provider.send(
      Service::form_request("/fapi/auth", {{"client_id", "library"}, {"request_uri", uri}}, std::nullopt));
  EXPECT_EQ(posted.status, 303);
  EXPECT_FALSE(parameter(location_of(browser.open(location_of(posted))), "code").empty());
}

}  // namespace
}  // namespace inkan::oidc
