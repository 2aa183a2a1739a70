#include "http/csrf.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

Parameters field(std::string value) {
  std::vector<std::pair<std::string, std::string>> pairs;
  pairs.emplace_back("csrf", std::move(value));
  return Parameters(std::move(pairs));
}

class CsrfTest : public testing::Test {
 protected:
  CsrfTest() {
    request_.headers.emplace_back("cookie", "__Host-browser=" + browser_.value());
    form_ = field(csrf_.token(browser_));
  }
  void header(std::string name, std::string value) { request_.headers.emplace_back(std::move(name), std::move(value)); }

  SeededRandom random_{1};
  Csrf csrf_{Secret(std::string(32, 'k')), "https://id.example"};
  Browser browser_ = Browser::fresh(random_);
  Request request_{};
  Parameters form_{};
};

TEST_F(CsrfTest, accepts_our_own_form) {
  EXPECT_TRUE(csrf_.check(request_, form_));
  header("origin", "https://id.example");
  header("sec-fetch-site", "same-origin");
  EXPECT_TRUE(csrf_.check(request_, form_));
}

TEST_F(CsrfTest, accepts_origin_null_as_no_referrer_makes_it) {
  header("origin", "null");
  header("sec-fetch-site", "same-origin");
  EXPECT_TRUE(csrf_.check(request_, form_));
}

TEST_F(CsrfTest, refuses_a_missing_cookie) {
  request_.headers.clear();
  auto checked = csrf_.check(request_, form_);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kForbidden);
}

TEST_F(CsrfTest, refuses_a_missing_or_wrong_field) {
  EXPECT_FALSE(csrf_.check(request_, Parameters()));
  EXPECT_FALSE(csrf_.check(request_, field("")));
  std::string token = csrf_.token(browser_);
  token[5] = token[5] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(csrf_.check(request_, field(token)));
}

TEST_F(CsrfTest, refuses_the_token_of_another_browser) {
  Browser other = Browser::fresh(random_);
  EXPECT_FALSE(csrf_.check(request_, field(csrf_.token(other))));
}

TEST_F(CsrfTest, refuses_another_origin) {
  header("origin", "https://evil.example");
  EXPECT_FALSE(csrf_.check(request_, form_));
}

TEST_F(CsrfTest, refuses_two_origins) {
  header("origin", "https://id.example");
  header("origin", "https://id.example");
  EXPECT_FALSE(csrf_.check(request_, form_));
}

TEST_F(CsrfTest, refuses_another_site_by_fetch_metadata) {
  for (std::string site : {"cross-site", "same-site", "whatever"}) {
    Request request = request_;
    request.headers.emplace_back("sec-fetch-site", site);
    EXPECT_FALSE(csrf_.check(request, form_)) << site;
  }
}

TEST_F(CsrfTest, browser_keeps_its_cookie_and_is_new_without_a_good_one) {
  Browser again = Browser::of(request_, random_);
  EXPECT_FALSE(again.is_new());
  EXPECT_EQ(again.value(), browser_.value());
  Response response;
  again.attach(response);
  EXPECT_TRUE(response.headers.empty());

  Request bad;
  bad.headers.emplace_back("cookie", "__Host-browser=short");
  Browser made = Browser::of(bad, random_);
  EXPECT_TRUE(made.is_new());
  made.attach(response);
  EXPECT_EQ(*response.header("set-cookie"),
            "__Host-browser=" + made.value() + "; Path=/; Secure; HttpOnly; SameSite=Lax");
}

}  // namespace
}  // namespace inkan::http
