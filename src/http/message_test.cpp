#include "http/message.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

TEST(Parameters, decodes_names_and_values) {
  auto form = Parameters::parse("a=1&b%20c=%E3%81%82+x&empty=&bare");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->get("a"), "1");
  EXPECT_EQ(form->get("b c"), "あ x");
  EXPECT_TRUE(form->has("empty"));
  EXPECT_TRUE(form->has("bare"));
  EXPECT_FALSE(form->has("absent"));
  EXPECT_EQ(form->get("absent"), "");
}

TEST(Parameters, refuses_a_name_that_comes_twice) {
  auto form = Parameters::parse("a=1&b=2&a=1");
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(form.error().public_text.find("'a'"), std::string::npos);
  EXPECT_FALSE(Parameters::parse("a=1&%61=2"));
}

TEST(Parameters, refuses_what_is_not_strict) {
  for (std::string_view text : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%c0%80", "%ed%a0%80=1"})
    EXPECT_FALSE(Parameters::parse(text)) << text;
}

TEST(Parameters, takes_200_pairs_and_refuses_201) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "n" + std::to_string(i) + "=1&";
  EXPECT_TRUE(Parameters::parse(text));
  EXPECT_FALSE(Parameters::parse(text + "more=1"));
}

Request with_header(std::string name, std::string value) {
  Request request;
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

TEST(Request, reads_a_form_only_under_its_content_type) {
  Request request = with_header("content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
  request.body = "a=b";
  ASSERT_TRUE(request.form());
  EXPECT_EQ(request.form()->get("a"), "b");
  for (std::string type : {"application/json", "text/plain", "application/x-www-form-urlencodedx"}) {
    Request other = with_header("content-type", type);
    other.body = "a=b";
    EXPECT_FALSE(other.form()) << type;
  }
  EXPECT_FALSE(Request().form());
}

TEST(Request, reads_cookies_by_exact_name) {
  Request request = with_header("cookie", "a=1; __Host-b=two; c=x=y");
  EXPECT_EQ(request.cookie("__Host-b"), "two");
  EXPECT_EQ(request.cookie("c"), "x=y");
  EXPECT_EQ(request.cookie("b"), std::nullopt);
  EXPECT_EQ(request.cookie("__host-b"), std::nullopt);
}

TEST(Request, a_cookie_with_two_values_counts_as_absent) {
  EXPECT_EQ(with_header("cookie", "a=1; a=2").cookie("a"), std::nullopt);
  EXPECT_EQ(with_header("cookie", "a=1; a=1").cookie("a"), "1");
  Request request = with_header("cookie", "a=1");
  request.headers.emplace_back("cookie", "a=2");
  EXPECT_EQ(request.cookie("a"), std::nullopt);
  EXPECT_EQ(with_header("cookie", "a=\"1\"").cookie("a"), std::nullopt);
}

TEST(Request, a_repeated_header_has_no_single_value) {
  Request request = with_header("dpop", "a");
  EXPECT_EQ(*request.header("dpop"), "a");
  request.headers.emplace_back("dpop", "a");
  EXPECT_EQ(request.header("dpop"), nullptr);
  EXPECT_EQ(request.count_header("dpop"), 2u);
}

TEST(Response, cookies_are_host_bound_secure_and_not_for_scripts) {
  Response response;
  CookieOptions options;
  response.set_cookie("session", "abc", options);
  EXPECT_EQ(*response.header("set-cookie"), "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  options.strict_same_site = true;
  options.max_age = std::chrono::seconds(60);
  response.set_cookie("session", "def", options);
  ASSERT_EQ(response.headers.size(), 1u);
  EXPECT_EQ(response.headers[0].second, "__Host-session=def; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60");
  response.clear_cookie("session");
  ASSERT_EQ(response.headers.size(), 1u);
  EXPECT_NE(response.headers[0].second.find("Max-Age=0"), std::string::npos);
}

TEST(Response, redirects_answer_303) {
  Response response = redirect("/next");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(*response.header("Location"), "/next");
}

TEST(PagePolicy, names_only_the_origin_of_the_form_target) {
  std::string own = page_policy("");
  EXPECT_TRUE(own.ends_with("form-action 'self'")) << own;
  EXPECT_TRUE(own.starts_with("default-src 'none'; script-src 'self'")) << own;
  std::string client = page_policy("https://Client.example:8443/callback?x=1");
  EXPECT_TRUE(client.ends_with("form-action 'self' https://client.example:8443")) << client;
}

TEST(PagePolicy, adds_nothing_for_what_is_not_a_web_origin) {
  for (std::string_view target :
       {"javascript:alert(1)", "https://a;script-src 'unsafe-inline'", "myapp://callback", "https://a;b/", "https://*/",
        "https://a:8443=b@client.example/", "/local", "data:text/html,x"})
    EXPECT_EQ(page_policy(target), page_policy("")) << target;
}

}  // namespace
}  // namespace inkan::http
