#include <gtest/gtest.h>

#include "http/server_fixture.h"

namespace inkan::http {
namespace {

using namespace std::string_literals;

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

}  // namespace
}  // namespace inkan::http
