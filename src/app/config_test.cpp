#include "app/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace inkan::app {
namespace {

constexpr std::string_view kLeast = "[server]\ncertificate = \"a.pem\"\nprivate_key = \"a.key\"\n";

TEST(Config, takes_defaults_for_what_is_not_said) {
  auto config = load_config(kLeast, "it");
  ASSERT_TRUE(config.has_value()) << config.error().public_text;
  EXPECT_EQ(config->server_port, 8443);
  EXPECT_EQ(config->issuer(), "https://localhost:8443/fapi");
  EXPECT_EQ(config->store_engine, "sqlite");
}

TEST(Config, printed_configuration_reads_back_the_same) {
  auto config = load_config(std::string(kLeast) + "trusted_proxies = [\"10.0.0.1\"]\n", "it");
  ASSERT_TRUE(config.has_value());
  auto again = load_config(print_config(*config), "printed");
  ASSERT_TRUE(again.has_value()) << again.error().public_text;
  EXPECT_EQ(print_config(*again), print_config(*config));
}

TEST(Config, refuses_what_it_does_not_know_and_says_what_it_knows) {
  for (const char* bad : {"[sever]\nport = 1\n", "[server]\nprot = 1\n", "port = 1\n", "[server]\nport = \"8443\"\n",
                          "[server]\nport = 0\n", "[server]\nport = 65536\n", "[store]\nengine = \"mysql\"\n",
                          "[server\n", "[server]\npublic_origin = \"http://x\"\n", "[oidc]\nissuer_path = \"fapi\"\n",
                          "[server]\ntrusted_proxies = \"10.0.0.1\"\n", "[keys]\ncreate_master_key = 1\n",
                          "[match]\nindx = \"a\"\n", "[match]\nindex = 1\n"})
    EXPECT_FALSE(load_config(bad, "it").has_value()) << bad;
  auto unknown = load_config("[server]\nprot = 1\n", "my.toml");
  EXPECT_NE(unknown.error().public_text.find("my.toml: unknown key server.prot"), std::string::npos);
  EXPECT_NE(unknown.error().public_text.find("port"), std::string::npos);
}

TEST(Config, postgres_needs_a_connection) {
  EXPECT_FALSE(load_config(std::string(kLeast) + "[store]\nengine = \"postgres\"\n", "it").has_value());
  EXPECT_TRUE(load_config(std::string(kLeast) + "[store]\nengine = \"postgres\"\nconnection = \"dbname=x\"\n", "it")
                  .has_value());
}

TEST(Config, reference_in_docs_is_what_the_program_says) {
  std::ifstream in(std::string(INKAN_SOURCE_DIR) + "/docs/config.md");
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), config_reference()) << "run: inkan config reference > docs/config.md";
}

}  // namespace
}  // namespace inkan::app
