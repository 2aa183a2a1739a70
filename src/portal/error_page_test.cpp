#include "portal/error_page.h"

#include <gtest/gtest.h>

namespace inkan::portal {
namespace {

using http::Request;

Request request_in(std::string language) {
  Request request;
  request.path = "/somewhere";
  request.id = "req-42";
  request.headers.emplace_back("accept-language", std::move(language));
  return request;
}

TEST(ErrorPage, says_what_happened_what_to_do_and_which_request) {
  auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  Error error{ErrorCode::kExpired, "request_uri <has> expired", "row 17 of secrets"};
  http::Response response = error_page(**pages, request_in("en"), error);
  EXPECT_EQ(response.status, 410);
  EXPECT_NE(response.body.find("id=\"error-page\""), std::string::npos);
  EXPECT_NE(response.body.find("Start again from the service you came from"), std::string::npos);
  EXPECT_NE(response.body.find("request_uri &lt;has&gt; expired"), std::string::npos);
  EXPECT_NE(response.body.find("req-42"), std::string::npos);
  EXPECT_NE(response.body.find("<title>This took too long"), std::string::npos);
}

TEST(ErrorPage, never_shows_the_private_detail) {
  auto pages = http::Pages::create("en");
  Error error{ErrorCode::kInternal, "Sorry.", "row 17 of secrets"};
  EXPECT_EQ(error_page(**pages, request_in("en"), error).body.find("row 17"), std::string::npos);
}

TEST(ErrorPage, speaks_the_readers_language_and_takes_a_protocols_status) {
  auto pages = http::Pages::create("en");
  Error error{ErrorCode::kNotFound, "", ""};
  http::Response response = error_page(**pages, request_in("ja"), error, 400);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("lang=\"ja\""), std::string::npos);
  EXPECT_NE(response.body.find("このページはありません"), std::string::npos);
}

TEST(ErrorPage, every_code_has_words_and_an_error_status) {
  auto pages = http::Pages::create("en");
  for (int code = 0; code <= int(ErrorCode::kInternal); ++code) {
    Error error{ErrorCode(code), "", ""};
    EXPECT_GE(error_page(**pages, request_in("ja"), error).status, 400);
  }
}

TEST(ErrorPage, says_when_to_try_again_when_busy) {
  auto pages = http::Pages::create("en");
  Error error{ErrorCode::kUnavailable, "", ""};
  http::Response response = error_page(**pages, request_in("en"), error);
  EXPECT_EQ(response.status, 503);
  ASSERT_NE(response.header("Retry-After"), nullptr);
}

}  // namespace
}  // namespace inkan::portal
