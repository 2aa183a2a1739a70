#include "catalogue/client_directory.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include "store/outbox.h"
#include "store/test_run.h"

namespace inkan::catalogue {
namespace {

constexpr std::string_view kKey =
    R"({"kty":"EC","crv":"P-256","kid":"sig","use":"sig","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

// KeyHost answers every connection on loopback with the text it holds.
class KeyHost {
 public:
  KeyHost() : acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}), thread_([this] { serve(); }) {}
  ~KeyHost() {
    stopping_ = true;
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket wake(io);
    boost::system::error_code ignored;
    wake.connect(acceptor_.local_endpoint(), ignored);
    wake.close(ignored);
    thread_.join();
  }
  std::string authority() const { return "localhost:" + std::to_string(acceptor_.local_endpoint().port()); }
  void answer(std::string status, std::string body) {
    std::scoped_lock lock(mutex_);
    text_ = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  std::atomic<int> asked{0};

 private:
  void serve() {
    while (!stopping_) {
      boost::asio::ip::tcp::socket socket(io_);
      boost::system::error_code failed;
      acceptor_.accept(socket, failed);
      if (stopping_ || failed) continue;
      boost::asio::streambuf request;
      boost::asio::read_until(socket, request, "\r\n\r\n", failed);
      if (failed) continue;
      ++asked;
      std::scoped_lock lock(mutex_);
      boost::asio::write(socket, boost::asio::buffer(text_), failed);
    }
  }
  boost::asio::io_context io_{};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_{};  // guards text_
  std::string text_{};
  std::thread thread_;
};

class ClientDirectoryTest : public testing::TestWithParam<std::string> {
 protected:
  json::object registration(std::string name = "Shop") {
    json::object object = *parse_json_object(
        R"({"client_id": "shop", "inkan_kind": "myinfo", "redirect_uris": ["https://shop.example/cb"], "scope": "openid name",
      "inkan_entitlements": [{"scope": "name", "purpose": {"en": "p"}, "legal_basis": {"en": "l"}}]})",
        "registration");
    object["client_name"] = name;
    object["jwks"] = json::object{{"keys", json::array{*parse_json_object(kKey, "key")}}};
    return object;
  }
  json::object registration_by_uri() {
    json::object object = registration();
    object.erase("jwks");
    object["jwks_uri"] = "http://" + host.authority() + "/jwks";
    return object;
  }
  ClientDirectory node() {
    return ClientDirectory(ClientDirectory::Deps{**database, journal, outbound, clock, random, log});
  }
  std::shared_ptr<const Client> find(ClientDirectory& directory) {
    ClientId id("shop");
    return store::run_task(directory.find(id)).value();
  }
  Result<std::shared_ptr<const crypto::JwkSet>> keys(ClientDirectory& directory, bool refetch = false) {
    return store::run_task(directory.keys(find(directory), refetch));
  }
  Result<Done> add(ClientDirectory& directory, json::object object) {
    audit::Actor actor;
    return store::run_task(directory.add(std::move(object), actor));
  }
  Result<Done> remove(ClientDirectory& directory) {
    audit::Actor actor;
    ClientId id("shop");
    return store::run_task(directory.remove(id, actor));
  }

  KeyHost host{};
  std::unique_ptr<store::TestDatabase> database = store::open_test_database(GetParam());
  FakeClock clock{from_unix_seconds(1'795'420'000)};
  SystemRandom random{};
  SilentLog log{};
  audit::Journal journal{**database, clock, random};
  http::Outbound outbound{http::Outbound::Rules{.allowed_private = {host.authority()}}, log};
};
INSTANTIATE_TEST_SUITE_P(Engines, ClientDirectoryTest, testing::ValuesIn(store::test_engines()));

TEST_P(ClientDirectoryTest, finds_what_was_added_and_nothing_else) {
  ClientDirectory directory = node();
  EXPECT_EQ(find(directory), nullptr);
  ASSERT_TRUE(add(directory, registration()));
  EXPECT_EQ(find(directory)->display_name("en"), "Shop");
  EXPECT_EQ(store::run_task(directory.list())->size(), 1u);
  EXPECT_EQ(*store::run_task(directory.show(ClientId("shop"))).value(), registration());
  EXPECT_FALSE(store::run_task(directory.show(ClientId("other"))).value());
}

TEST_P(ClientDirectoryTest, stores_nothing_of_a_refused_registration) {
  ClientDirectory directory = node();
  json::object bad = registration();
  bad["scope"] = "openid sex";
  auto added = add(directory, bad);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(find(directory), nullptr);
}

TEST_P(ClientDirectoryTest, changes_reach_other_nodes_within_a_second) {
  ClientDirectory one = node(), two = node();
  ASSERT_TRUE(add(one, registration()));
  EXPECT_EQ(find(two)->display_name("en"), "Shop");
  ASSERT_TRUE(add(one, registration("Store")));
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(find(two)->display_name("en"), "Store");
  EXPECT_EQ(find(two)->revision, 2);
  ASSERT_TRUE(remove(one));
  EXPECT_EQ(find(one), nullptr);
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(find(two), nullptr);
  EXPECT_TRUE(store::run_task(two.list())->empty());
}

TEST_P(ClientDirectoryTest, keeps_the_names_of_a_removed_service_and_invents_none) {
  ClientDirectory directory = node();
  ClientId id("shop");
  EXPECT_TRUE(store::run_task(directory.find_names(id))->empty());
  ASSERT_TRUE(add(directory, registration("Store")));
  EXPECT_EQ(store::run_task(directory.find_names(id))->at("en"), "Store");
  ASSERT_TRUE(remove(directory));
  EXPECT_EQ(store::run_task(directory.find_names(id))->at("en"), "Store");
  EXPECT_EQ(find(directory), nullptr);
}

TEST_P(ClientDirectoryTest, removal_is_news_and_happens_once) {
  ClientDirectory directory = node();
  EXPECT_EQ(remove(directory).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(add(directory, registration()));
  ASSERT_TRUE(remove(directory));
  EXPECT_EQ(remove(directory).error().code, ErrorCode::kNotFound);
  auto news = store::run_task(store::read_outbox(**database, "test", "client.removed", 10));
  ASSERT_EQ(news->size(), 1u);
  EXPECT_EQ(news->front().subject, "shop");
  ASSERT_TRUE(add(directory, registration()));
  EXPECT_NE(find(directory), nullptr) << "a removed service may come back";
}

TEST_P(ClientDirectoryTest, fetches_keys_once_an_hour_and_once_a_minute_on_demand) {
  host.answer("200 OK", "{\"keys\": [" + std::string(kKey) + "]}");
  ClientDirectory directory = node();
  ASSERT_TRUE(add(directory, registration_by_uri()));
  auto first = keys(directory);
  ASSERT_TRUE(first) << first.error().public_text;
  EXPECT_EQ((*first)->keys().size(), 1u);
  ASSERT_TRUE(keys(directory));
  ASSERT_TRUE(keys(directory, /*refetch=*/true));
  EXPECT_EQ(host.asked, 1);
  clock.advance(std::chrono::minutes(1));
  ASSERT_TRUE(keys(directory, /*refetch=*/true));
  EXPECT_EQ(host.asked, 2);
  clock.advance(std::chrono::minutes(59));
  ASSERT_TRUE(keys(directory));
  EXPECT_EQ(host.asked, 2);
  clock.advance(std::chrono::minutes(2));
  ASSERT_TRUE(keys(directory));
  EXPECT_EQ(host.asked, 3);
}

TEST_P(ClientDirectoryTest, keeps_the_last_good_keys_when_a_fetch_fails) {
  host.answer("200 OK", "{\"keys\": [" + std::string(kKey) + "]}");
  ClientDirectory directory = node();
  ASSERT_TRUE(add(directory, registration_by_uri()));
  ASSERT_TRUE(keys(directory));
  for (const std::string body : {"{\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\"}]}", "not json"}) {
    host.answer("200 OK", body);
    clock.advance(std::chrono::hours(2));
    auto kept = keys(directory);
    ASSERT_TRUE(kept) << body;
    EXPECT_EQ((*kept)->keys().size(), 1u);
  }
  host.answer("500 Oops", "");
  clock.advance(std::chrono::hours(2));
  EXPECT_TRUE(keys(directory));
}

TEST_P(ClientDirectoryTest, says_why_keys_could_not_be_read_and_does_not_hammer) {
  host.answer("404 Not Found", "");
  ClientDirectory directory = node();
  ASSERT_TRUE(add(directory, registration_by_uri()));
  auto failed = keys(directory);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(failed.error().public_text.find("status 404"), std::string::npos) << failed.error().public_text;
  EXPECT_FALSE(keys(directory));
  EXPECT_EQ(host.asked, 1);
  host.answer("200 OK", "{\"keys\": [" + std::string(kKey) + "]}");
  clock.advance(std::chrono::seconds(5));
  EXPECT_TRUE(keys(directory));
}

TEST_P(ClientDirectoryTest, one_request_fetches_while_the_others_wait) {
  host.answer("200 OK", "{\"keys\": [" + std::string(kKey) + "]}");
  ClientDirectory directory = node();
  ASSERT_TRUE(add(directory, registration_by_uri()));
  std::vector<Task<std::shared_ptr<const crypto::JwkSet>>> tasks;
  for (int i = 0; i < 40; ++i) tasks.push_back(directory.keys(find(directory), /*refetch=*/i % 2 == 1));
  for (const auto& answer : store::run_tasks(std::move(tasks))) EXPECT_TRUE(answer) << answer.error().public_text;
  EXPECT_EQ(host.asked, 1);
}

TEST_P(ClientDirectoryTest, refuses_private_addresses_that_are_not_allowed) {
  ClientDirectory directory = node();
  json::object object = registration_by_uri();
  object["jwks_uri"] = "https://127.0.0.1:1/jwks";
  ASSERT_TRUE(add(directory, object));
  EXPECT_FALSE(keys(directory));
}

}  // namespace
}  // namespace inkan::catalogue
