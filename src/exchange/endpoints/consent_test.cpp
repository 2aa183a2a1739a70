#include "exchange/endpoints/consent.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "exchange/endpoints/value_words.h"
#include "exchange/routes.h"
#include "exchange/sources/all.h"
#include "exchange/test_exchange.h"
#include "http/test_client.h"

namespace inkan::exchange {
namespace {

using store::run_task;

class ConsentPageTest : public testing::Test {
 protected:
  void SetUp() override {
    browser_ = http::Browser::fresh(exchange_.people.random);
    exchange_.browser = browser_.value();
    ASSERT_TRUE(run_task(clients_.add(exchange_.registration, audit::Actor{})).has_value());
    accounts::SignedIn signed_in;
    signed_in.account = exchange_.account;
    signed_in.person = exchange_.person;
    sessions_.signed_in = signed_in;
    add_routes(router_, deps_);
    exchange_.ask(exchange_.question("f1", {"openid", "uinfin", "name", "sex", "marriedname", "noa"}));
  }

  http::Request request(http::Method method) {
    http::Request request;
    request.method = method;
    request.path = "/consent";
    request.headers.emplace_back("cookie", "__Host-browser=" + browser_.value());
    return request;
  }
  http::Response get(std::string flow, std::string language = "en") {
    auto asked = request(http::Method::kGet);
    asked.query_text = "flow=" + flow;
    asked.headers.emplace_back("accept-language", language);
    return http::run_handler(router_, asked);
  }
  http::Response post(std::string fields) {
    auto asked = request(http::Method::kPost);
    asked.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    asked.headers.emplace_back("origin", "https://localhost:8443");
    asked.body = fields + "&csrf=" + percent_encode(csrf_.token(browser_));
    return http::run_handler(router_, asked);
  }
  Decision decision() { return *run_task(exchange_.consents.decision("f1", exchange_.account)); }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database("sqlite");
  TestExchange exchange_{**database_};
  SilentLog log_{};
  http::Outbound outbound_{http::Outbound::Rules{}, log_};
  catalogue::ClientDirectory clients_{catalogue::ClientDirectory::Deps{
      **database_, exchange_.people.journal, outbound_, exchange_.people.clock, exchange_.people.random, log_}};
  FakeSessions sessions_{};
  std::unique_ptr<http::Pages> pages_ = std::move(http::Pages::create("en").value());
  http::Csrf csrf_{Secret(std::string(32, 'c')), "https://localhost:8443"};
  Deps deps_{
      exchange_.consents, exchange_.releases, clients_, sessions_, *pages_, csrf_, exchange_.people.random, log_};
  http::Router router_{};
  http::Browser browser_{};
};

bool holds(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

TEST_F(ConsentPageTest, says_who_asks_for_what_why_and_under_which_law) {
  const auto page = get("f1");
  EXPECT_EQ(page.status, 200);
  const std::string number = spaced_number(exchange_.number);
  for (std::string_view text :
       {std::string_view("Library card asks for your data"), std::string_view("TAN MEI LING"),
        std::string_view("Female"), std::string_view(number), std::string_view("To issue your card"),
        std::string_view("Library Act, section 5"), std::string_view("To send &lt;b&gt;letters&lt;/b&gt;"),
        std::string_view("Not on record"), std::string_view(R"(id="consent-allow" name="consent-allow" value="yes")"),
        std::string_view(R"(id="consent-deny" name="consent-deny" value="yes")")})
    EXPECT_TRUE(holds(page, text)) << text << "\n" << page.body;
  EXPECT_EQ(exchange_.events(audit::EventKind::kPersonRead).size(), 1u);
}

TEST_F(ConsentPageTest, speaks_japanese_and_falls_back_to_english_for_laws_without_translation) {
  const auto page = get("f1", "ja");
  for (const char* text :
       {"図書館カードがあなたの情報の提供を求めています", "カードの発行", "Library Act, section 4", "同意する"})
    EXPECT_TRUE(holds(page, text)) << text;
}

TEST_F(ConsentPageTest, policy_lets_the_form_lead_to_the_client_and_nowhere_else) {
  const auto page = get("f1");
  ASSERT_NE(page.header("content-security-policy"), nullptr);
  EXPECT_TRUE(page.header("content-security-policy")
                  ->ends_with("form-action 'self' https://library.example http://localhost:3080"))
      << *page.header("content-security-policy");
}

TEST_F(ConsentPageTest, allowing_leads_back_and_is_remembered) {
  const auto answer = post("flow=f1&consent-allow=yes");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(*answer.header("location"), "/fapi/continue");
  EXPECT_EQ(decision(), Decision::kAllowed);
  EXPECT_TRUE(exchange_.covered({"uinfin", "name"}));
}

TEST_F(ConsentPageTest, answer_of_one_account_is_none_of_another) {
  post("flow=f1&consent-allow=yes");
  EXPECT_EQ(*run_task(exchange_.consents.decision("f1", accounts::AccountId("somebody-else"))), Decision::kNone);
}

TEST_F(ConsentPageTest, refusing_leads_back_and_gives_nothing) {
  EXPECT_EQ(post("flow=f1&consent-deny=yes").status, 303);
  EXPECT_EQ(decision(), Decision::kDenied);
  EXPECT_FALSE(exchange_.covered({"name"}));
}

TEST_F(ConsentPageTest, second_answer_leads_on_but_changes_nothing) {
  post("flow=f1&consent-deny=yes");
  const auto again = post("flow=f1&consent-allow=yes");
  EXPECT_EQ(again.status, 303);
  EXPECT_EQ(decision(), Decision::kDenied);
  EXPECT_EQ(get("f1").status, 303);
}

TEST_F(ConsentPageTest, neither_button_or_both_is_no_answer) {
  for (const char* fields : {"flow=f1", "flow=f1&consent-allow=yes&consent-deny=yes", "flow=f1&consent-allow=1"})
    EXPECT_EQ(post(fields).status, 400) << fields;
  EXPECT_EQ(decision(), Decision::kNone);
}

TEST_F(ConsentPageTest, other_browser_sees_and_changes_nothing) {
  browser_ = http::Browser::fresh(exchange_.people.random);
  const auto page = get("f1");
  EXPECT_EQ(page.status, 403);
  EXPECT_TRUE(holds(page, "consent-other-browser"));
  EXPECT_FALSE(holds(page, "TAN MEI LING"));
  EXPECT_EQ(post("flow=f1&consent-allow=yes").status, 403);
  EXPECT_EQ(decision(), Decision::kNone);
}

TEST_F(ConsentPageTest, other_account_and_no_session_see_and_change_nothing) {
  sessions_.signed_in->account = accounts::AccountId("somebody-else");
  EXPECT_EQ(get("f1").status, 403);
  EXPECT_EQ(post("flow=f1&consent-allow=yes").status, 403);
  sessions_.signed_in.reset();
  const auto page = get("f1");
  EXPECT_EQ(page.status, 403);
  EXPECT_TRUE(holds(page, "consent-other-account"));
  EXPECT_EQ(post("flow=f1&consent-allow=yes").status, 403);
  EXPECT_EQ(decision(), Decision::kNone);
}

TEST_F(ConsentPageTest, expired_unknown_and_removed_services_get_a_clear_page) {
  EXPECT_EQ(get("f2").status, 410);
  EXPECT_EQ(get("").status, 410);
  exchange_.people.clock.advance(std::chrono::minutes(5));
  ASSERT_TRUE(run_task(clients_.remove(exchange_.client->id, audit::Actor{})).has_value());
  EXPECT_EQ(get("f1").status, 410);
  exchange_.people.clock.advance(std::chrono::minutes(5));
  const auto page = get("f1");
  EXPECT_EQ(page.status, 410);
  EXPECT_TRUE(holds(page, "consent-expired"));
  EXPECT_EQ(post("flow=f1&consent-allow=yes").status, 410);
}

TEST_F(ConsentPageTest, forms_of_other_sites_are_refused) {
  auto forged = request(http::Method::kPost);
  forged.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  forged.headers.emplace_back("origin", "https://evil.example");
  forged.body = "flow=f1&consent-allow=yes&csrf=" + percent_encode(csrf_.token(browser_));
  EXPECT_EQ(http::run_handler(router_, forged).status, 403);
  auto tokenless = request(http::Method::kPost);
  tokenless.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  tokenless.headers.emplace_back("origin", "https://localhost:8443");
  tokenless.body = "flow=f1&consent-allow=yes";
  EXPECT_EQ(http::run_handler(router_, tokenless).status, 403);
  EXPECT_EQ(decision(), Decision::kNone);
}

TEST(ConsentWords, exist_for_every_scope_that_a_source_serves) {
  auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages.has_value()) << pages.error().public_text;
  for (const std::string& tag : (*pages)->languages()) {
    http::Language language;
    language.tag = tag;
    for (const Source* source : kSources)
      for (const auto scope : source->scopes)
        EXPECT_FALSE((*pages)->word(language, "attribute." + std::string(scope)).empty()) << scope;
  }
}

}  // namespace
}  // namespace inkan::exchange
