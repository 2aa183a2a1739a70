#include <gtest/gtest.h>

#include "http/server_fixture.h"

namespace inkan::http {
namespace {

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
