#include "http/outbound.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "http/outbound_rules.h"
#include "http/test_client.h"

namespace inkan::http {
namespace {

namespace asio = boost::asio;

asio::awaitable<Response> keys(const Request&) { co_return text_response(200, "application/json", "{\"keys\":[]}"); }
asio::awaitable<Response> large(const Request&) {
  co_return text_response(200, "application/json", std::string(70000, 'x'));
}
asio::awaitable<Response> elsewhere(const Request&) { co_return redirect("https://localhost/keys"); }
asio::awaitable<Response> missing(const Request&) { co_return text_response(404, "text/plain", "no"); }
asio::awaitable<Response> slow(const Request&) {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  timer.expires_after(std::chrono::milliseconds(300));
  co_await timer.async_wait(asio::use_awaitable);
  co_return text_response(200, "text/plain", "late");
}

class OutboundTest : public testing::Test {
 protected:
  OutboundTest() {
    router_.get("/keys", keys);
    router_.get("/large", large);
    router_.get("/elsewhere", elsewhere);
    router_.get("/missing", missing);
    router_.get("/slow", slow);
    TestServer::Options options;
    options.certificate = &certificate_;
    server_ = std::make_unique<TestServer>(router_, options);
    place_ = "localhost:" + std::to_string(server_->port());
    rules_.allowed_private = {place_, "127.0.0.1:" + std::to_string(server_->port())};
    rules_.ca_file = certificate_.files().certificate_chain_file;
  }

  Result<Outbound::Fetched> get(const std::string& url) {
    asio::io_context context(1);
    Outbound outbound(rules_, log_);
    auto fetched = asio::co_spawn(context, outbound.get(url), asio::use_future);
    context.run();
    return fetched.get();
  }

  SilentLog log_{};
  Router router_{};
  TestCertificate certificate_{"localhost"};
  std::unique_ptr<TestServer> server_{};
  std::string place_{};
  Outbound::Rules rules_{};
};

TEST_F(OutboundTest, fetches_over_verified_tls) {
  auto fetched = get("https://" + place_ + "/keys?x=y");
  ASSERT_TRUE(fetched) << fetched.error().public_text << fetched.error().private_detail;
  EXPECT_EQ(fetched->status, 200);
  EXPECT_EQ(fetched->content_type, "application/json");
  EXPECT_EQ(fetched->body, "{\"keys\":[]}");
  auto absent = get("https://" + place_ + "/missing");
  ASSERT_TRUE(absent);
  EXPECT_EQ(absent->status, 404);
  EXPECT_TRUE(get("https://127.0.0.1:" + std::to_string(server_->port()) + "/keys"));
}

TEST_F(OutboundTest, refuses_a_certificate_it_cannot_verify) {
  rules_.ca_file = "";
  auto fetched = get("https://" + place_ + "/keys");
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().code, ErrorCode::kUnavailable);
}

TEST_F(OutboundTest, refuses_a_certificate_for_another_name) {
  std::string other = "ip6-localhost:" + std::to_string(server_->port());
  std::string alias = "127.0.0.2:" + std::to_string(server_->port());
  rules_.allowed_private = {other, alias};
  EXPECT_FALSE(get("https://" + alias + "/keys"));
}

TEST_F(OutboundTest, refuses_private_addresses_also_behind_a_name) {
  rules_.allowed_private.clear();
  for (std::string url : {"https://" + place_ + "/keys", std::string("https://127.1/"),
                          std::string("https://2130706433/"), std::string("https://0x7f000001/")}) {
    auto fetched = get(url);
    ASSERT_FALSE(fetched) << url;
    EXPECT_EQ(fetched.error().code, ErrorCode::kInvalidInput) << url << fetched.error().public_text;
  }
}

TEST_F(OutboundTest, follows_no_redirect) {
  auto fetched = get("https://" + place_ + "/elsewhere");
  ASSERT_FALSE(fetched);
  EXPECT_NE(fetched.error().public_text.find("redirect"), std::string::npos);
}

TEST_F(OutboundTest, stops_at_the_size_limit) {
  auto fetched = get("https://" + place_ + "/large");
  ASSERT_FALSE(fetched);
  EXPECT_NE(fetched.error().public_text.find("too large"), std::string::npos) << fetched.error().public_text;
}

TEST_F(OutboundTest, stops_at_the_time_limit) {
  rules_.time_max = std::chrono::milliseconds(50);
  auto fetched = get("https://" + place_ + "/slow");
  ASSERT_FALSE(fetched);
  EXPECT_NE(fetched.error().public_text.find("in time"), std::string::npos) << fetched.error().public_text;
}

TEST_F(OutboundTest, says_what_could_not_be_reached) {
  rules_.allowed_private = {"localhost:1"};
  auto fetched = get("https://localhost:1/");
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().code, ErrorCode::kUnavailable);
}

TEST(OutboundUrl, is_https_without_extras) {
  Outbound::Rules rules;
  rules.allowed_private = {"localhost:3080"};
  for (std::string_view url :
       {"https://client.example/jwks", "HTTPS://client.example", "https://client.example:8443/a?b=c",
        "http://localhost:3080/jwks", "https://localhost:3080/jwks", "https://8.8.8.8/", "https://[2606:4700::1111]/"})
    EXPECT_TRUE(check_outbound_url(url, rules)) << url;
  for (std::string_view url : {"http://client.example/jwks",
                               "ftp://client.example/",
                               "https://user@client.example/",
                               "/jwks",
                               "",
                               "https:///jwks",
                               "https://client.example/#x",
                               "https://client.example:0/",
                               "https://client.example:99999/",
                               "https://10.0.0.1/",
                               "https://[::1]/",
                               "https://client.example:8443=a://user@other/x",
                               "https://[::ffff:127.0.0.1]/",
                               "https://127.0.0.1:3080/",
                               "http://localhost:3081/",
                               "http://localhost/",
                               "https://a b/",
                               "https://%6cocalhost/",
                               "file:///etc/passwd",
                               "https://a:b@client.example/",
                               "https://169.254.169.254/latest/meta-data"})
    EXPECT_FALSE(check_outbound_url(url, rules)) << url;
}

TEST(OutboundAddress, is_public_only_outside_every_special_range) {
  for (const char* text :
       {"8.8.8.8", "1.1.1.1", "203.0.114.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2400:cb00::1"})
    EXPECT_TRUE(is_public_address(asio::ip::make_address(text))) << text;
  for (const char* text : {"0.0.0.0",         "10.1.2.3",        "100.64.0.1",  "127.0.0.1",
                           "127.255.255.255", "169.254.169.254", "172.16.0.1",  "172.31.255.255",
                           "192.0.0.1",       "192.0.2.1",       "192.168.1.1", "198.18.0.1",
                           "198.51.100.1",    "203.0.113.1",     "224.0.0.1",   "239.1.1.1",
                           "240.0.0.1",       "255.255.255.255", "::",          "::1",
                           "::ffff:8.8.8.8",  "fe80::1",         "fc00::1",     "fd12::1",
                           "ff02::1",         "2001::1",         "2001:db8::1", "2002:7f00:1::",
                           "64:ff9b::7f00:1", "3fff::1"})
    EXPECT_FALSE(is_public_address(asio::ip::make_address(text))) << text;
}

}  // namespace
}  // namespace inkan::http
