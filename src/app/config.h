#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace inkan::app {

// Config is what an operator may set. Every field is declared once in config.cpp with its description, default and
// bounds; docs/config.md and `inkan config print` come from that table. Immutable after loading.
struct Config {
  // [server]
  std::string server_address{};
  int64_t server_port = 0;
  int64_t server_mtls_port = 0;
  std::string server_certificate{};
  std::string server_private_key{};
  std::string server_public_origin{};
  std::string server_mtls_public_origin{};
  std::string server_mtls_client_ca{};
  std::string server_admin_address{};
  int64_t server_admin_port = 0;
  int64_t server_threads = 0;
  std::vector<std::string> server_trusted_proxies{};
  // [limits]
  int64_t limits_header_bytes = 0;
  int64_t limits_header_count = 0;
  int64_t limits_body_bytes = 0;
  int64_t limits_connections = 0;
  int64_t limits_header_seconds = 0;
  int64_t limits_request_seconds = 0;
  int64_t limits_idle_seconds = 0;
  int64_t limits_shutdown_seconds = 0;
  // [store]
  std::string store_engine{};
  std::string store_path{};
  std::string store_connection{};
  int64_t store_connections_per_thread = 0;
  int64_t store_waiting_batches = 0;
  // [keys]
  std::string keys_master_key_file{};
  bool keys_create_master_key = false;
  int64_t keys_signing_days = 0;
  // [match]
  std::string match_index{};
  // [oidc]
  std::string oidc_issuer_path{};
  int64_t oidc_default_level = 0;
  // [accounts]
  int64_t accounts_session_idle_minutes = 0;
  int64_t accounts_session_absolute_hours = 0;
  int64_t accounts_password_threads = 0;
  // [officers]
  int64_t officers_session_idle_minutes = 0;
  int64_t officers_session_absolute_hours = 0;
  int64_t officers_reads_per_hour = 0;
  int64_t officers_reads_per_day = 0;
  int64_t officers_failures_per_hour = 0;
  // [outbound]
  std::vector<std::string> outbound_allowed_private{};
  std::string outbound_ca_file{};
  // [pages]
  std::string pages_default_language{};
  // [log]
  std::string log_level{};

  std::string issuer() const { return server_public_origin + oidc_issuer_path; }
};

// load_config reads TOML text. An unknown key, a wrong type or a value out of bounds refuses, naming the key, what
// was found and what would be right. `source` names the file in errors.
Result<Config> load_config(std::string_view toml_text, std::string_view source);
Result<Config> load_config_file(const std::string& path);

// print_config writes the effective configuration as TOML with each description as comment.
std::string print_config(const Config& config);
// config_reference writes docs/config.md.
std::string config_reference();

}  // namespace inkan::app
