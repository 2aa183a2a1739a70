#include "http/assets.h"

#include <gtest/gtest.h>

#include "base/embedded.h"
#include "http/test_client.h"

namespace inkan::http {
namespace {

TEST(Assets, know_their_content_type) {
  EXPECT_EQ(content_type_of("main.css"), "text/css; charset=utf-8");
  EXPECT_EQ(content_type_of("a/passkey.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_of("seal.svg"), "image/svg+xml");
  EXPECT_EQ(content_type_of("strange"), "application/octet-stream");
}

TEST(Assets, are_kept_for_ever_only_under_a_content_hash) {
  for (std::string_view name : {"main-4f3a9c1b.js", "chunks/a.0123456789abcdef.css", "main-2OKPFT7Q.js"})
    EXPECT_TRUE(has_content_hash(name)) << name;
  for (std::string_view name :
       {"main.js", "sign-password.js", "main-deadbeef.js", "main-1234.js", "12345678.js", "noending"})
    EXPECT_FALSE(has_content_hash(name)) << name;
}

TEST(Assets, are_served_with_an_etag_that_saves_the_second_answer) {
  Router router;
  add_asset_routes(router, "web/words/");
  auto paths = list_embedded("web/words/");
  ASSERT_FALSE(paths.empty());
  Request request;
  request.path = "/assets/" + paths.front().substr(10);
  Response first = run_handler(router, request);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, find_embedded(paths.front()));
  request.headers.emplace_back("if-none-match", *first.header("etag"));
  Response second = run_handler(router, request);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
  request.headers.back().second = "\"other\"";
  EXPECT_EQ(run_handler(router, request).status, 200);
}

}  // namespace
}  // namespace inkan::http
