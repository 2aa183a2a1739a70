#include "http/pages.h"

#include <gtest/gtest.h>

#include "http/endpoints/language.h"
#include "http/language.h"
#include "http/test_client.h"

namespace inkan::http {
namespace {

PageFiles sample() {
  PageFiles files;
  files["web/templates/layout.html"] =
      "<!DOCTYPE html>\n<html lang=\"{{LANG}}\"><head><title>{{TITLE}} – [[layout.name]]</title></head><body>\n"
      "{{#LANGUAGES}}{{#OTHER}}<a href=\"/language?tag={{TAG}}&amp;to={{TO}}\">{{NAME}}</a>{{/OTHER}}{{/LANGUAGES}}\n"
      "{{>BODY}}\n</body></html>\n";
  files["web/templates/accounts/login.html"] =
      "<p>[[accounts.login.hello]]</p><form><input name=\"csrf\" value=\"{{CSRF}}\"></form>\n"
      "{{#ERROR}}<p id=\"error\" title=\"{{TEXT}}\">{{TEXT}}</p>{{/ERROR}}<a href=\"{{LINK}}\">x</a>\n";
  files["web/words/en/layout.json"] = R"({"layout":{"name":"Inkan","language_name":"English"}})";
  files["web/words/en/accounts.json"] =
      R"({"accounts":{"login":{"title":"Sign in, {{NAME}}","hello":"Hello {{NAME}} & <all>"}}})";
  files["web/words/ja.json"] =
      R"({"layout":{"name":"印鑑","language_name":"日本語"},"accounts":{"login":{"title":"ログイン","hello":"{{NAME}}さん"}}})";
  return files;
}

PageData data() {
  PageData data;
  data.set("CSRF", "token").set("NAME", "<b>Ai</b>").set("LINK", "/x");
  return data;
}

std::string trouble_of(const PageFiles& files) {
  auto made = Pages::create_from(files, "en");
  return made ? "" : made.error().public_text;
}

TEST(Pages, render_words_values_and_layout) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  Language english;
  english.to = "/accounts/login?a=b";
  Response response = (*pages)->render(200, "accounts/login", english, data());
  EXPECT_EQ(*response.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(*response.header("cache-control"), "no-store");
  EXPECT_NE(response.body.find("<html lang=\"en\">"), std::string::npos) << response.body;
  EXPECT_NE(response.body.find("<title>Sign in, &lt;b&gt;Ai&lt;/b&gt; – Inkan</title>"), std::string::npos);
  EXPECT_NE(response.body.find("Hello &lt;b&gt;Ai&lt;/b&gt; &amp; &lt;all&gt;"), std::string::npos) << response.body;
  EXPECT_NE(response.body.find("tag=ja&amp;to=%2Faccounts%2Flogin%3Fa%3Db\">日本語</a>"), std::string::npos)
      << response.body;
  EXPECT_EQ(response.body.find("English"), std::string::npos);
  EXPECT_EQ(response.body.find("id=\"error\""), std::string::npos);
}

TEST(Pages, render_other_languages_and_sections) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  PageData given = data();
  given.section("ERROR").set("TEXT", "\"quoted\" <x>");
  Language japanese;
  japanese.tag = "ja";
  std::string body = (*pages)->render(403, "accounts/login", japanese, std::move(given)).body;
  EXPECT_NE(body.find("<title>ログイン – 印鑑</title>"), std::string::npos) << body;
  EXPECT_NE(body.find("title=\"&quot;quoted&quot; &lt;x&gt;\""), std::string::npos) << body;
  EXPECT_EQ(body.find("<x>"), std::string::npos);
}

TEST(Pages, take_the_way_back_from_the_handler_when_it_says_one) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  PageData given = data();
  given.set("TO", "/start");
  std::string body = (*pages)->render(200, "accounts/login", Language(), std::move(given)).body;
  EXPECT_NE(body.find("to=%2Fstart\""), std::string::npos) << body;
}

TEST(Pages, escape_a_link_that_is_a_script) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  PageData given = data();
  given.set("LINK", "javascript:alert(1)");
  std::string body = (*pages)->render(200, "accounts/login", Language(), std::move(given)).body;
  EXPECT_EQ(body.find("javascript:"), std::string::npos) << body;
}

TEST(Pages, of_the_program_itself_are_complete_in_every_language) {
  auto pages = Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  std::vector<std::string> languages = {"en", "ja"};
  EXPECT_EQ((*pages)->languages(), languages);
}

TEST(Pages, refuse_a_word_that_one_language_lacks) {
  PageFiles files = sample();
  files["web/words/en/more.json"] = R"({"more":{"key":"x"}})";
  std::string trouble = trouble_of(files);
  EXPECT_NE(trouble.find("more.key"), std::string::npos) << trouble;
  EXPECT_NE(trouble.find("'ja'"), std::string::npos) << trouble;
}

TEST(Pages, refuse_a_template_with_an_unknown_word) {
  PageFiles files = sample();
  files["web/templates/accounts/login.html"] += "[[accounts.login.nothing]]";
  EXPECT_NE(trouble_of(files).find("accounts.login.nothing"), std::string::npos);
}

TEST(Pages, refuse_a_page_without_title) {
  PageFiles files = sample();
  files["web/templates/accounts/other.html"] = "x";
  EXPECT_NE(trouble_of(files).find("accounts.other.title"), std::string::npos);
}

TEST(Pages, refuse_tags_that_could_switch_escaping_off_or_break) {
  for (std::string tag : {"{{NAME:none}}", "{{%AUTOESCAPE context=\"TEXT\"}}", "{{>OTHER}}", "{{name}}", "{{#A}}",
                          "{{/A}}", "{{#A}}{{#B}}{{/A}}{{/B}}", "{{NAME", "{{=<% %>=}}"}) {
    PageFiles files = sample();
    files["web/templates/accounts/login.html"] += tag;
    EXPECT_NE(trouble_of(files), "") << tag;
  }
}

TEST(Pages, put_parts_into_the_pages_that_ask_for_them) {
  PageFiles files = sample();
  files["web/templates/parts/hint.html"] = "<p id=\"hint\">{{HINT}} [[accounts.login.hello]]</p>\n";
  files["web/templates/accounts/login.html"] += "{{>parts/hint}}<hr>{{>parts/hint}}";
  auto pages = Pages::create_from(files, "en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  PageData data;
  data.set("NAME", "Ann").set("HINT", "<b>");
  const std::string body = (*pages)->render(200, "accounts/login", Language{.tag = "en"}, std::move(data)).body;
  const std::string hint = "<p id=\"hint\">&lt;b&gt; Hello Ann &amp; &lt;all&gt;</p>";
  EXPECT_NE(body.find(hint + "<hr>" + hint), std::string::npos) << body;
}

TEST(Pages, refuse_parts_that_are_missing_broken_or_nested) {
  for (const char* tag : {"{{>parts/nothing}}", "{{>parts/", "{{>parts/outer}}"}) {
    PageFiles files = sample();
    files["web/templates/parts/inner.html"] = "x";
    files["web/templates/parts/outer.html"] = "{{>parts/inner}}";
    files["web/templates/accounts/login.html"] += tag;
    EXPECT_NE(trouble_of(files), "") << tag;
  }
}

TEST(Pages, refuse_a_default_language_without_words_and_a_layout_without_body) {
  EXPECT_FALSE(Pages::create_from(sample(), "fr"));
  PageFiles files = sample();
  files["web/templates/layout.html"] = "<html></html>";
  EXPECT_NE(trouble_of(files), "");
}

TEST(Pages, list_what_a_template_wants_and_the_data_lacks) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  EXPECT_TRUE((*pages)->missing("accounts/login", data()).empty());
  PageData given = data();
  given.values.erase("CSRF");
  given.show("ERROR");
  std::vector<std::string> wanted = {"CSRF", "ERROR.TEXT"};
  EXPECT_EQ((*pages)->missing("accounts/login", given), wanted);
}

TEST(Pages, choose_the_language_by_cookie_then_header_then_default) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  Request request;
  request.path = "/a";
  request.query_text = "b=c";
  EXPECT_EQ((*pages)->language_of(request).tag, "en");
  EXPECT_EQ((*pages)->language_of(request).to, "/a?b=c");
  request.headers.emplace_back("accept-language", "fr, en;q=0.3, ja-JP;q=0.8");
  EXPECT_EQ((*pages)->language_of(request).tag, "ja");
  request.headers.emplace_back("cookie", "__Host-lang=en");
  EXPECT_EQ((*pages)->language_of(request).tag, "en");
  request.headers.back().second = "__Host-lang=xx";
  EXPECT_EQ((*pages)->language_of(request).tag, "ja");
}

TEST(Language, is_chosen_by_quality) {
  std::vector<std::string> offered = {"en", "ja"};
  EXPECT_EQ(choose_language("ja", offered), "ja");
  EXPECT_EQ(choose_language("ja;q=0.5, en", offered), "en");
  EXPECT_EQ(choose_language("ja;q=0, en;q=0.001", offered), "en");
  EXPECT_EQ(choose_language("jav, fr", offered), "");
  EXPECT_EQ(choose_language("ja;q=9", offered), "");
  EXPECT_EQ(choose_language("", offered), "");
}

TEST(LanguageEndpoint, sets_the_cookie_and_leads_back) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  Router router;
  add_language_route(router, **pages);
  Request request;
  request.path = "/language";
  request.query_text = "tag=ja&to=%2Faccounts%2Flogin%3Fa%3Db";
  Response response = run_handler(router, request);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(*response.header("location"), "/accounts/login?a=b");
  EXPECT_TRUE(response.header("set-cookie")->starts_with("__Host-lang=ja; "));
}

TEST(LanguageEndpoint, refuses_foreign_targets_and_unknown_languages) {
  auto pages = Pages::create_from(sample(), "en");
  ASSERT_TRUE(pages);
  Router router;
  add_language_route(router, **pages);
  for (std::string query :
       {"tag=xx&to=/", "tag=ja", "tag=ja&to=https://evil.example", "tag=ja&to=//evil.example",
        "tag=ja&to=/%5Cevil.example", "tag=ja&to=/%0d%0aSet-Cookie:x", "tag=ja&to=/&to=/", "tag=ja&to=/%09/x"}) {
    Request request;
    request.path = "/language";
    request.query_text = query;
    EXPECT_EQ(run_handler(router, request).status, 400) << query;
  }
}

}  // namespace
}  // namespace inkan::http
