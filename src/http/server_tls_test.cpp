#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "http/server_fixture.h"

namespace inkan::http {
namespace {

TEST_F(ServerTest, sends_hsts_for_real_hosts_over_tls_only) {
  start_tls();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: id.example\r\n\r\n").header("strict-transport-security"),
            "max-age=31536000");
  options_.certificate = nullptr;
  start();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: id.example\r\n\r\n").header("strict-transport-security"), "");
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

// A subject in a certificate of one's own making must not pass for one that an authority vouched for.
TEST_P(MutualTlsTest, trusts_only_certificates_that_an_authority_vouches_for) {
  TestCertificate vouched("a client"), pretender("a client");
  auto trusted = [&](const TestCertificate& shown, bool resume) {
    TestClient::Options options;
    options.certificate = &shown;
    options.tls_version_max = GetParam();
    options.resume = resume;
    TestClient client(server_->port(), options);
    auto answer = client.get("/certificate");
    EXPECT_EQ(answer.body, shown.der());
    if (resume) {
      client.close();
      answer = client.get("/certificate");
      EXPECT_TRUE(client.session_was_resumed());
    }
    return answer.header("x-trusted");
  };
  options_.ask_client_certificate = true;
  start_tls();
  EXPECT_EQ(trusted(vouched, false), "no") << "without authorities nobody is";
  options_.client_ca_file = vouched.files().certificate_chain_file;
  start_tls();
  for (bool resume : {false, true}) {
    EXPECT_EQ(trusted(vouched, resume), "yes");
    EXPECT_EQ(trusted(pretender, resume), "no");
  }
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

}  // namespace
}  // namespace inkan::http
