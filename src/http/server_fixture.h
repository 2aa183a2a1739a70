#pragma once

// The server with its sample routes that the server's tests share.

#include <gtest/gtest.h>

#include <future>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/test_client.h"

namespace inkan::http {

inline boost::asio::awaitable<Response> hello(const Request& request) {
  std::string body = "hello " + request.path + " from " + request.peer_address;
  co_return text_response(200, "text/plain", body);
}
inline boost::asio::awaitable<Response> echo(const Request& request) {
  co_return text_response(200, "text/plain", request.body);
}
inline boost::asio::awaitable<Response> certificate(const Request& request) {
  Response response = text_response(200, "application/octet-stream", request.client_certificate);
  response.set_header("x-trusted", request.client_certificate_trusted ? "yes" : "no");
  co_return response;
}
inline boost::asio::awaitable<Response> throws(const Request&) {
  throw std::runtime_error("private detail");
  co_return Response();
}
inline boost::asio::awaitable<Response> splits(const Request&) {
  Response response;
  response.set_header("x-evil", "a\r\nSet-Cookie: b=c");
  co_return response;
}
inline boost::asio::awaitable<Response> own_policy(const Request&) {
  Response response = html_response(200, "x");
  response.set_header("content-security-policy", page_policy("https://client.example/back"));
  co_return response;
}
// slow waits until the test lets it go on.
inline boost::asio::awaitable<Response> slow(const Request&, std::promise<void>& begun,
                                             std::shared_future<void>& go_on) {
  begun.set_value();
  auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor);
  while (go_on.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
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

}  // namespace inkan::http
