#include "http/server.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <future>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/test_client.h"

namespace inkan::http {
namespace {

namespace asio = boost::asio;
using namespace std::string_literals;

asio::awaitable<Response> hello(const Request& request) {
  std::string body = "hello " + request.path + " from " + request.peer_address;
  co_return text_response(200, "text/plain", body);
}
asio::awaitable<Response> echo(const Request& request) { co_return text_response(200, "text/plain", request.body); }
asio::awaitable<Response> certificate(const Request& request) {
  co_return text_response(200, "application/octet-stream", request.client_certificate);
}
asio::awaitable<Response> throws(const Request&) {
  throw std::runtime_error("private detail");
  co_return Response();
}
asio::awaitable<Response> splits(const Request&) {
  Response response;
  response.set_header("x-evil", "a\r\nSet-Cookie: b=c");
  co_return response;
}
asio::awaitable<Response> own_policy(const Request&) {
  Response response = html_response(200, "x");
  response.set_header("content-security-policy", page_policy("https://client.example/back"));
  co_return response;
}
// slow waits until the test lets it go on.
asio::awaitable<Response> slow(const Request&, std::promise<void>& begun, std::shared_future<void>& go_on) {
  begun.set_value();
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  while (go_on.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return text_response(200, "text/plain", "finished");
}

// CountingLog remembers event names.
class CountingLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
    std::lock_guard lock(mutex_);
    text_ += event;
    for (const LogField& field : fields) {
      text_ += std::string(" ") + std::string(field.name) + "=";
      if (const auto* value = std::get_if<std::string_view>(&field.value)) text_ += *value;
    }
    text_ += "\n";
  }
  std::string text() {
    std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_{};
  std::string text_{};
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    router_.get("/hello", hello);
    router_.get("/people/{id}", hello);
    router_.post("/echo", echo);
    router_.get("/certificate", certificate);
    router_.get("/throws", throws);
    router_.get("/splits", splits);
    router_.get("/policy", own_policy);
    router_.get("/slow", [this](const Request& request) { return slow(request, begun_, go_on_); });
  }
  TestServer& start() {
    options_.log = &log_;
    server_ = std::make_unique<TestServer>(router_, options_);
    return *server_;
  }
  TestServer& start_tls() {
    options_.certificate = &certificate_;
    return start();
  }
  TestClient client() {
    TestClient::Options options;
    options.tls = options_.certificate != nullptr;
    return TestClient(server_->port(), options);
  }
  // raw sends bytes on a new connection and gives the answer.
  TestAnswer raw(std::string_view bytes) {
    TestClient one = client();
    EXPECT_TRUE(one.connect());
    one.send(bytes);
    return one.receive();
  }

  Router router_{};
  CountingLog log_{};
  TestCertificate certificate_{"localhost"};
  TestServer::Options options_{};
  std::promise<void> begun_{};
  std::promise<void> release_{};
  std::shared_future<void> go_on_ = release_.get_future().share();
  std::unique_ptr<TestServer> server_{};
};

TEST_F(ServerTest, answers_over_one_kept_connection) {
  start();
  TestClient one = client();
  ASSERT_TRUE(one.connect());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(one.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    TestAnswer answer = one.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello /hello from 127.0.0.1");
    EXPECT_EQ(answer.header("connection"), "");
    EXPECT_NE(answer.header("x-request-id"), "");
    EXPECT_NE(answer.header("date"), "");
  }
}

TEST_F(ServerTest, answers_pipelined_requests_in_order) {
  start();
  TestClient one = client();
  ASSERT_TRUE(one.connect());
  one.send(
      "GET /people/1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET "
      "/people/2 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(one.receive().body, "hello /people/1 from 127.0.0.1");
  EXPECT_EQ(one.receive().body, "abc");
  EXPECT_EQ(one.receive().body, "hello /people/2 from 127.0.0.1");
}

TEST_F(ServerTest, sends_security_headers_and_lets_a_handler_name_its_own) {
  start_tls();
  TestClient one = client();
  TestAnswer answer = one.get("/hello");
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(answer.header("x-frame-options"), "DENY");
  EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
  EXPECT_EQ(answer.header("content-security-policy"), page_policy(""));
  EXPECT_EQ(answer.header("strict-transport-security"), "") << "localhost must not be pinned to https";
  TestAnswer own = one.get("/policy");
  EXPECT_TRUE(own.header("content-security-policy").ends_with("https://client.example"));
  EXPECT_EQ(std::count_if(own.headers.begin(), own.headers.end(),
                          [](const auto& header) { return header.first == "content-security-policy"; }),
            1);
}

TEST_F(ServerTest, sends_hsts_for_real_hosts_over_tls_only) {
  start_tls();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: id.example\r\n\r\n").header("strict-transport-security"),
            "max-age=31536000");
  options_.certificate = nullptr;
  start();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: id.example\r\n\r\n").header("strict-transport-security"), "");
}

TEST_F(ServerTest, head_answers_the_length_without_the_body) {
  start();
  TestClient one = client();
  ASSERT_TRUE(one.connect());
  one.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  TestAnswer head = one.receive(/*head=*/true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "27");
  EXPECT_EQ(one.receive().body, "hello /hello from 127.0.0.1");
}

TEST_F(ServerTest, says_404_and_405_with_the_methods) {
  start();
  TestClient one = client();
  EXPECT_EQ(one.get("/nothing").status, 404);
  TestAnswer wrong = one.get("/echo");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "POST");
}

TEST_F(ServerTest, turns_exceptions_into_500_with_the_request_id) {
  start();
  TestClient one = client();
  TestAnswer answer = one.get("/throws");
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find(answer.header("x-request-id")), std::string::npos);
  EXPECT_EQ(answer.body.find("private"), std::string::npos);
  EXPECT_EQ(one.get("/hello").status, 200);
  EXPECT_NE(log_.text().find("handler_failed route=/throws"), std::string::npos);
  EXPECT_EQ(log_.text().find("private detail"), std::string::npos);
}

TEST_F(ServerTest, never_writes_a_header_with_a_line_break) {
  start();
  TestAnswer answer = client().get("/splits");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.header("set-cookie"), "");
}

TEST_F(ServerTest, logs_the_pattern_and_never_the_path_or_query) {
  start();
  client().get("/people/S1234567D?token=secret");
  server_->stop(std::chrono::seconds(1));
  EXPECT_NE(log_.text().find("route=/people/{id}"), std::string::npos);
  EXPECT_EQ(log_.text().find("S1234567D"), std::string::npos);
  EXPECT_EQ(log_.text().find("secret"), std::string::npos);
  EXPECT_NE(server_->metrics().text().find("inkan_http_request_seconds_count{route=\"/people/{id}\",status=\"200\"} 1"),
            std::string::npos)
      << server_->metrics().text();
}

TEST_F(ServerTest, refuses_the_shapes_of_request_smuggling) {
  start();
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  for (std::string rest : std::vector<std::string>{
           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
           "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
           "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
           "Content-Length: 3, 3\r\n\r\nabc",
           "Content-Length: +3\r\n\r\nabc",
           "Content-Length: -3\r\n\r\nabc",
           "Content-Length: 0x3\r\n\r\nabc",
           "Content-Length: 3 \t4\r\n\r\nabc",
           "Content-Length: 99999999999999999999999\r\n\r\nabc",
           "Content-Length:\r\n\r\nabc",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
           "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
           "Content-Length : 3\r\n\r\nabc",
           "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: x\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc",
           "Content-Length: 3\nX: y\r\n\r\nabc",
           "X\rY: z\r\nContent-Length: 3\r\n\r\nabc",
           "X y: z\r\nContent-Length: 3\r\n\r\nabc",
           "X: a"s + '\0' + "b\r\nContent-Length: 3\r\n\r\nabc",
       }) {
    TestAnswer answer = raw(head + rest);
    EXPECT_GE(answer.status, 400) << rest;
    EXPECT_EQ(answer.header("connection"), "close") << rest;
  }
  EXPECT_GE(raw("POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400);
  EXPECT_EQ(raw(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").body, "abcde");
}

TEST_F(ServerTest, refuses_bad_hosts_and_repeated_headers) {
  start();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\n\r\n").status, 400);
  for (std::string rest :
       {"Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n", "Host: \r\n", "Host: a b\r\n", "Host: a/b\r\n",
        "Host: user@a\r\n", "Host: a:x\r\n", "Host: a:\r\n", "Host: a,b\r\n", "Host: [::1\r\n", "Host: :1\r\n",
        "Host: a\r\nAuthorization: x\r\nAuthorization: x\r\n", "Host: a\r\nContent-Type: x\r\nContent-Type: y\r\n"})
    EXPECT_EQ(raw("GET /hello HTTP/1.1\r\n" + rest + "\r\n").status, 400) << rest;
  for (std::string host : {"a", "A.example:8443", "[::1]:80", "127.0.0.1"})
    EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status, 200) << host;
}

TEST_F(ServerTest, normalises_absolute_targets) {
  start();
  EXPECT_EQ(raw("GET http://a/people/%41?x HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello /people/A from 127.0.0.1");
  EXPECT_EQ(raw("GET http://b/hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
}

TEST_F(ServerTest, refuses_targets_that_could_be_read_in_two_ways) {
  start();
  for (std::string target : {"/people/../hello",
                             "/./hello",
                             "/people/%2e%2e/hello",
                             "/people/%2E",
                             "/people/a%2fb",
                             "/people/a%2Fb",
                             "/people/a%5cb",
                             "/people/%00",
                             "/people/%",
                             "/people/%zz",
                             "/people/%ff",
                             "/people/a\\b",
                             "/people/<x>",
                             "/hello#x",
                             "hello",
                             "*",
                             "http://",
                             "http://a@b/hello",
                             "ftp://a/hello",
                             "/people/%0a",
                             "/people/\xC3\xA4"})
    EXPECT_EQ(raw("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").status, 400) << target;
  for (std::string target :
       {"/people/...", "/people/.a", "/people/%E3%81%82", "/people/a+b", "/hello?../..", "/hello?a=%2f"})
    EXPECT_EQ(raw("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").status, 200) << target;
  EXPECT_EQ(raw("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n").status, 400);
  EXPECT_EQ(raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status, 400);
  EXPECT_EQ(raw("\x16\x03\x01\x02garbage\r\n\r\n\r\n").status, 400);
}

TEST_F(ServerTest, says_which_limit_was_passed) {
  options_.limits.header_bytes_max = 1000;
  options_.limits.header_count_max = 5;
  options_.limits.body_bytes_max = 100;
  start();
  TestAnswer answer = raw("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(1100, 'x') + "\r\n\r\n");
  EXPECT_EQ(answer.status, 431);
  EXPECT_NE(answer.body.find("1000 bytes"), std::string::npos) << answer.body;
  answer = raw("GET /hello HTTP/1.1\r\nHost: a\r\na: 1\r\nb: 1\r\nc: 1\r\nd: 1\r\ne: 1\r\n\r\n");
  EXPECT_EQ(answer.status, 431);
  EXPECT_NE(answer.body.find("more than 5"), std::string::npos) << answer.body;
  answer = raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("100 bytes"), std::string::npos) << answer.body;
  answer = raw("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') +
               "\r\n0\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x')).body.size(),
            100u);
}

TEST_F(ServerTest, gives_the_client_its_refusal_although_it_is_still_sending) {
  options_.limits.body_bytes_max = 100;
  start();
  TestAnswer answer =
      raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + std::string(200000, 'x'));
  EXPECT_EQ(answer.status, 413);
}

TEST_F(ServerTest, says_408_to_a_header_or_body_that_comes_too_slowly) {
  options_.limits.header_time_max = std::chrono::milliseconds(40);
  options_.limits.request_time_max = std::chrono::milliseconds(80);
  start();
  TestAnswer answer = raw("GET /hello HTTP/1.1\r\nHo");
  EXPECT_EQ(answer.status, 408);
  EXPECT_NE(answer.body.find("header"), std::string::npos);
  answer = raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(answer.status, 408);
  EXPECT_NE(answer.body.find("request did not arrive"), std::string::npos) << answer.body;
}

TEST_F(ServerTest, closes_silent_connections_without_a_word) {
  options_.limits.header_time_max = std::chrono::milliseconds(40);
  options_.limits.idle_time_max = std::chrono::milliseconds(40);
  start_tls();
  TestClient one = client();
  ASSERT_TRUE(one.connect());
  EXPECT_EQ(one.receive_all(), "");
  ASSERT_TRUE(one.connect());
  one.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(one.receive().status, 200);
  EXPECT_EQ(one.receive_all(), "");
}

TEST_F(ServerTest, ends_a_tls_handshake_that_never_comes) {
  options_.limits.header_time_max = std::chrono::milliseconds(40);
  start_tls();
  TestClient::Options plain;
  plain.tls = false;
  TestClient one(server_->port(), plain);
  ASSERT_TRUE(one.connect());
  EXPECT_EQ(one.receive_all(), "");
}

TEST_F(ServerTest, says_503_above_the_connection_limit) {
  options_.limits.connections_max = 2;
  start_tls();
  TestClient first = client();
  TestClient second = client();
  EXPECT_EQ(first.get("/hello").status, 200);
  EXPECT_EQ(second.get("/hello").status, 200);
  TestClient third = client();
  TestAnswer answer = third.get("/hello");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "5");
  EXPECT_NE(answer.body.find("more than 2 connections"), std::string::npos);
  EXPECT_EQ(first.get("/hello").status, 200);
}

TEST_F(ServerTest, answers_100_continue_before_the_body) {
  start();
  TestClient one = client();
  ASSERT_TRUE(one.connect());
  one.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
  std::thread late([&] { one.send("abc"); });
  std::string all = one.receive_all();
  late.join();
  EXPECT_TRUE(all.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n") ||
              all.starts_with("HTTP/1.1 200 OK\r\n"))
      << all;
  EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: else\r\nContent-Length: 3\r\n\r\nabc").status, 417);
}

TEST_F(ServerTest, believes_x_forwarded_for_from_trusted_peers_only) {
  start();
  EXPECT_EQ(client().get("/hello", {{"X-Forwarded-For", "192.0.2.7"}}).body, "hello /hello from 127.0.0.1");
  options_.trusted_proxies = {"127.0.0.1", "192.0.2.1"};
  start();
  EXPECT_EQ(client().get("/hello", {{"X-Forwarded-For", "10.0.0.1, 192.0.2.7, 192.0.2.1"}}).body,
            "hello /hello from 192.0.2.7");
  EXPECT_EQ(client().get("/hello", {{"X-Forwarded-For", "::ffff:192.0.2.9"}}).body, "hello /hello from 192.0.2.9");
  EXPECT_EQ(client().get("/hello").body, "hello /hello from 127.0.0.1");
  for (std::string value : {"unknown", "192.0.2.7, ", "192.0.2.7:80", "a"})
    EXPECT_EQ(client().get("/hello", {{"X-Forwarded-For", value}}).status, 400) << value;
}

TEST_F(ServerTest, sends_and_reads_large_bodies_over_tls) {
  options_.limits.body_bytes_max = 4 << 20;
  start_tls();
  std::string body(3 << 20, 'x');
  TestAnswer answer = client().request("POST", "/echo", {}, body);
  EXPECT_EQ(answer.body.size(), body.size());
  EXPECT_EQ(answer.body, body);
}

TEST_F(ServerTest, speaks_tls_1_2_and_1_3_and_nothing_older) {
  start_tls();
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestClient::Options options;
    options.tls_version_max = version;
    EXPECT_EQ(TestClient(server_->port(), options).get("/hello").status, 200) << version;
  }
  for (int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    TestClient::Options options;
    options.tls_version_max = version;
    EXPECT_FALSE(TestClient(server_->port(), options).connect()) << version;
  }
}

TEST_F(ServerTest, speaks_http_1_1_by_alpn_and_nothing_else) {
  start_tls();
  TestClient::Options options;
  options.alpn = "http/1.1";
  EXPECT_EQ(TestClient(server_->port(), options).get("/hello").status, 200);
  options.alpn = "h2";
  EXPECT_FALSE(TestClient(server_->port(), options).connect());
}

TEST_F(ServerTest, takes_only_forward_secret_aead_suites_in_tls_1_2) {
  start_tls();
  TestClient::Options options;
  options.tls_version_max = TLS1_2_VERSION;
  options.suites = "ECDHE-ECDSA-AES256-GCM-SHA384";
  EXPECT_EQ(TestClient(server_->port(), options).get("/hello").status, 200);
  for (std::string suites :
       {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-CCM8"}) {
    options.suites = suites;
    EXPECT_FALSE(TestClient(server_->port(), options).connect()) << suites;
  }
}

TEST_F(ServerTest, serves_and_stops_on_several_threads) {
  options_.threads = 3;
  start();
  std::vector<std::thread> users;
  std::atomic<int> good{0};
  for (int i = 0; i < 6; ++i)
    users.emplace_back([this, &good] {
      for (int k = 0; k < 20; ++k) {
        TestClient one = client();
        for (int n = 0; n < 3; ++n) good += one.get("/hello").status == 200;
      }
    });
  for (std::thread& user : users) user.join();
  EXPECT_EQ(good.load(), 6 * 20 * 3);
  server_->stop(std::chrono::seconds(5));
  EXPECT_NE(server_->metrics().text().find("inkan_http_connections 0"), std::string::npos);
}

TEST_F(ServerTest, does_not_share_a_port_with_another_server) {
  start();
  boost::asio::io_context one(1);
  boost::asio::io_context two(1);
  SystemClock clock;
  SystemRandom random;
  Metrics metrics;
  Server::Deps deps{router_, clock, random, log_, metrics};
  Server server(deps, Limits());
  std::vector<boost::asio::io_context*> contexts = {&one, &two};
  Listener listener;
  listener.address = "127.0.0.1";
  listener.port = server_->port();
  auto result = server.listen(contexts, listener);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().public_text.find(std::to_string(listener.port)), std::string::npos);
}

Response page_for_people(const Request&, int status) {
  if (status == 405) throw std::runtime_error("x");
  return html_response(status, "<h1>sorry</h1>");
}

TEST_F(ServerTest, shows_people_the_error_page_and_programs_plain_text) {
  router_.set_error_page(page_for_people);
  start();
  HeaderList person = {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  EXPECT_EQ(client().get("/nothing", person).body, "<h1>sorry</h1>");
  EXPECT_EQ(client().get("/throws", person).status, 500);
  EXPECT_EQ(client().get("/throws", person).body, "<h1>sorry</h1>");
  TestAnswer fallen = client().get("/echo", person);
  EXPECT_EQ(fallen.status, 405);
  EXPECT_EQ(fallen.header("allow"), "POST");
  EXPECT_EQ(client().get("/nothing").body, "There is nothing at this address.\n");
}

TEST_F(ServerTest, refuses_plain_http_on_a_tls_port) {
  start_tls();
  TestClient::Options plain;
  plain.tls = false;
  TestClient one(server_->port(), plain);
  ASSERT_TRUE(one.connect());
  one.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(one.receive_all().find("HTTP/1.1 200"), std::string::npos);
}

class MutualTlsTest : public ServerTest, public testing::WithParamInterface<int> {};

TEST_P(MutualTlsTest, hands_over_the_client_certificate_also_after_resumption) {
  options_.ask_client_certificate = true;
  start_tls();
  TestCertificate own("a client");
  TestClient::Options options;
  options.certificate = &own;
  options.tls_version_max = GetParam();
  options.resume = true;
  TestClient with(server_->port(), options);
  EXPECT_EQ(with.get("/certificate").body, own.der());
  EXPECT_FALSE(with.session_was_resumed());
  with.close();
  EXPECT_EQ(with.get("/certificate").body, own.der());
  EXPECT_TRUE(with.session_was_resumed());
}
INSTANTIATE_TEST_SUITE_P(Versions, MutualTlsTest, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

TEST_F(ServerTest, leaves_the_certificate_empty_when_none_is_shown_or_asked_for) {
  options_.ask_client_certificate = true;
  start_tls();
  EXPECT_EQ(client().get("/certificate").body, "");
  options_.ask_client_certificate = false;
  start_tls();
  TestCertificate own("a client");
  TestClient::Options options;
  options.certificate = &own;
  EXPECT_EQ(TestClient(server_->port(), options).get("/certificate").body, "");
}

TEST_F(ServerTest, stop_finishes_the_request_in_flight_and_closes_the_idle) {
  start_tls();
  TestClient idle = client();
  EXPECT_EQ(idle.get("/hello").status, 200);
  TestClient busy = client();
  ASSERT_TRUE(busy.connect());
  busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  begun_.get_future().wait();
  std::thread stopper([&] { server_->stop(std::chrono::seconds(10)); });
  EXPECT_EQ(idle.receive_all(), "");
  EXPECT_FALSE(client().connect());
  release_.set_value();
  TestAnswer answer = busy.receive();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_EQ(answer.header("connection"), "close");
  busy.close();
  stopper.join();
}

TEST_F(ServerTest, refuses_to_listen_with_wrong_files_or_addresses) {
  boost::asio::io_context context(1);
  SystemClock clock;
  SystemRandom random;
  Metrics metrics;
  Server::Deps deps{router_, clock, random, log_, metrics};
  Server server(deps, Limits());
  std::vector<boost::asio::io_context*> contexts = {&context};
  Listener listener;
  listener.tls = TlsFiles{"/nowhere/certificate.pem", "/nowhere/key.pem"};
  auto result = server.listen(contexts, listener);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().public_text.find("/nowhere/certificate.pem"), std::string::npos);
  TestCertificate other("other");
  listener.tls = TlsFiles{certificate_.files().certificate_chain_file, other.files().private_key_file};
  EXPECT_FALSE(server.listen(contexts, listener));
  listener.tls.reset();
  listener.address = "localhost";
  EXPECT_FALSE(server.listen(contexts, listener));
  listener.address = "192.0.2.1";
  EXPECT_FALSE(server.listen(contexts, listener));
  listener.address = "127.0.0.1";
  listener.trusted_proxies = {"proxy.example"};
  EXPECT_FALSE(server.listen(contexts, listener));
}

}  // namespace
}  // namespace inkan::http
