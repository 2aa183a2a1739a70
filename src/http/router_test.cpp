#include "http/router.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

boost::asio::awaitable<Response> nothing(const Request&) { co_return Response(); }

Router sample() {
  Router router;
  router.get("/", nothing);
  router.get("/clients", nothing);
  router.post("/clients", nothing);
  router.get("/clients/{id}", nothing);
  router.get("/clients/new", nothing);
  router.post("/clients/{id}/keys/{key}", nothing);
  return router;
}

TEST(Router, finds_literals_and_values) {
  Router router = sample();
  EXPECT_EQ(router.match(Method::kGet, "/").route, "/");
  EXPECT_EQ(router.match(Method::kGet, "/clients/new").route, "/clients/new");
  auto match = router.match(Method::kPost, "/clients/a b/keys/7");
  ASSERT_TRUE(match.handler);
  EXPECT_EQ(match.route, "/clients/{id}/keys/{key}");
  EXPECT_EQ(match.path_values.at("id"), "a b");
  EXPECT_EQ(match.path_values.at("key"), "7");
}

TEST(Router, finds_nothing_beside_the_patterns) {
  Router router = sample();
  for (std::string_view path :
       {"/client", "/clients/", "/clients//keys/7", "/clients/a/keys", "/clients/a/keys/7/8", "//"}) {
    auto match = router.match(Method::kPost, path);
    EXPECT_FALSE(match.handler) << path;
    EXPECT_EQ(match.allow, "") << path;
  }
}

TEST(Router, names_the_methods_of_a_path_when_the_method_is_wrong) {
  Router router = sample();
  auto match = router.match(Method::kDelete, "/clients");
  EXPECT_FALSE(match.handler);
  EXPECT_EQ(match.allow, "GET, HEAD, POST");
  EXPECT_EQ(router.match(Method::kGet, "/clients/a/keys/7").allow, "POST");
}

TEST(Router, get_answers_head) {
  Router router = sample();
  EXPECT_TRUE(router.match(Method::kHead, "/clients").handler);
  EXPECT_FALSE(router.match(Method::kHead, "/clients/a/keys/7").handler);
}

TEST(RouterDeathTest, a_route_is_added_once) {
  Router router = sample();
  EXPECT_DEATH(router.get("/clients", nothing), "a route is added once");
}

}  // namespace
}  // namespace inkan::http
