#include "app/config.h"

#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <variant>

#include <toml++/toml.h>

#include "base/text.h"

namespace inkan::app {

namespace {

struct Whole {
  int64_t Config::* field;
  int64_t fallback;
  int64_t least;
  int64_t most;
};
struct Text {
  std::string Config::* field;
  std::string_view fallback;
  std::vector<std::string_view> choices{};  // empty: free text
};
struct Flag {
  bool Config::* field;
  bool fallback;
};
struct List {
  std::vector<std::string> Config::* field;
};

// Property is one setting: where it is in the file, what it means, and what it may be.
struct Property {
  std::string_view table;
  std::string_view key;
  std::string_view meaning;
  std::variant<Whole, Text, Flag, List> kind;
};

const std::vector<Property>& properties() {
  using C = Config;
  static const std::vector<Property> all = {
      {"server", "address", "Address the public ports listen on.", Text{&C::server_address, "0.0.0.0"}},
      {"server", "port", "Public HTTPS port.", Whole{&C::server_port, 8443, 1, 65535}},
      {"server", "mtls_port", "HTTPS port that asks for client certificates (RFC 8705); 0 switches it off.",
       Whole{&C::server_mtls_port, 0, 0, 65535}},
      {"server", "certificate", "File with the certificate chain (PEM).", Text{&C::server_certificate, ""}},
      {"server", "private_key", "File with the private key (PEM).", Text{&C::server_private_key, ""}},
      {"server", "public_origin", "How browsers and services reach this server, without a slash at the end.",
       Text{&C::server_public_origin, "https://localhost:8443"}},
      {"server", "mtls_public_origin", "The same for the port that asks for client certificates.",
       Text{&C::server_mtls_public_origin, "https://localhost:8444"}},
      {"server", "mtls_client_ca",
       "File with the authorities (PEM) that vouch for certificates of tls_client_auth services; empty: that method is "
       "not offered.",
       Text{&C::server_mtls_client_ca, ""}},
      {"server", "admin_address", "Address of the admin port (/livez, /readyz, /metrics; plain HTTP, keep it private).",
       Text{&C::server_admin_address, "127.0.0.1"}},
      {"server", "admin_port", "Admin port.", Whole{&C::server_admin_port, 9080, 1, 65535}},
      {"server", "threads", "I/O threads; 0 means one per core.", Whole{&C::server_threads, 0, 0, 256}},
      {"server", "trusted_proxies", "Addresses of proxies whose X-Forwarded-For is believed.",
       List{&C::server_trusted_proxies}},
      {"limits", "header_bytes", "Largest request head in bytes; more is answered 431.",
       Whole{&C::limits_header_bytes, 32768, 1024, 1048576}},
      {"limits", "header_count", "Most header fields in a request; more is answered 431.",
       Whole{&C::limits_header_count, 100, 8, 1000}},
      {"limits", "body_bytes", "Largest request body in bytes; more is answered 413.",
       Whole{&C::limits_body_bytes, 65536, 1024, 16777216}},
      {"limits", "connections", "Most open connections; one more is answered 503 and closed.",
       Whole{&C::limits_connections, 10000, 1, 1000000}},
      {"limits", "header_seconds", "Time for a request's head to arrive; longer is answered 408.",
       Whole{&C::limits_header_seconds, 10, 1, 300}},
      {"limits", "request_seconds", "Time for a whole request; the work below gets this deadline.",
       Whole{&C::limits_request_seconds, 30, 1, 600}},
      {"limits", "idle_seconds", "Time a kept-alive connection may rest.", Whole{&C::limits_idle_seconds, 75, 1, 3600}},
      {"limits", "shutdown_seconds", "Time that requests in flight get to finish after a stop signal.",
       Whole{&C::limits_shutdown_seconds, 10, 0, 600}},
      {"store", "engine", "Where data lives: sqlite (one file, embedded) or postgres.",
       Text{&C::store_engine, "sqlite", {"sqlite", "postgres"}}},
      {"store", "path", "SQLite: the database file.", Text{&C::store_path, "inkan.sqlite"}},
      {"store", "connection", "PostgreSQL: libpq connection string.", Text{&C::store_connection, ""}},
      {"store", "connections_per_thread", "PostgreSQL: connections of each I/O thread.",
       Whole{&C::store_connections_per_thread, 2, 1, 64}},
      {"store", "waiting_batches", "Writes that may wait; one more is answered 503 with Retry-After.",
       Whole{&C::store_waiting_batches, 4096, 16, 1000000}},
      {"keys", "master_key_file", "File with the master key under which all personal data is sealed (mode 0600).",
       Text{&C::keys_master_key_file, "master.key"}},
      {"keys", "create_master_key", "Make the master key file when it does not exist (first start).",
       Flag{&C::keys_create_master_key, false}},
      {"keys", "signing_days", "How long one signing key signs before the next takes over.",
       Whole{&C::keys_signing_days, 90, 1, 3650}},
      {"match", "index",
       "File of this node's matching index, made from the register when it is not there (mode 0600, holds no seal: "
       "keep "
       "it on an encrypted disk); empty: memory only.",
       Text{&C::match_index, "match.index"}},
      {"oidc", "issuer_path", "Path of the issuer below public_origin.", Text{&C::oidc_issuer_path, "/fapi"}},
      {"oidc", "default_level", "Level of assurance when neither request nor client names one (1, 2).",
       Whole{&C::oidc_default_level, 2, 1, 2}},
      {"accounts", "session_idle_minutes", "A session unused for so long ends.",
       Whole{&C::accounts_session_idle_minutes, 30, 1, 1440}},
      {"accounts", "session_absolute_hours", "A session ends after so long in any case.",
       Whole{&C::accounts_session_absolute_hours, 12, 1, 720}},
      {"accounts", "password_threads", "Threads that hash passwords (each uses about 20 MiB).",
       Whole{&C::accounts_password_threads, 1, 1, 64}},
      {"officers", "session_idle_minutes", "An officer's session unused for so long ends.",
       Whole{&C::officers_session_idle_minutes, 15, 1, 120}},
      {"officers", "session_absolute_hours", "An officer's session ends after so long in any case.",
       Whole{&C::officers_session_absolute_hours, 9, 1, 24}},
      {"officers", "reads_per_hour",
       "Records one officer may open in an hour; one more is refused and raises an alarm.",
       Whole{&C::officers_reads_per_hour, 60, 1, 1000}},
      {"officers", "reads_per_day", "The same for a day.", Whole{&C::officers_reads_per_day, 300, 1, 10000}},
      {"officers", "failures_per_hour",
       "Wrong codes and comparisons that do not agree, in an hour; one more is refused and raises an alarm.",
       Whole{&C::officers_failures_per_hour, 10, 1, 100}},
      {"outbound", "allowed_private",
       "Hosts (host:port) on private addresses from which key sets may be fetched, also over http; development only.",
       List{&C::outbound_allowed_private}},
      {"outbound", "ca_file", "Further certificate authorities (PEM) trusted for outbound calls.",
       Text{&C::outbound_ca_file, ""}},
      {"pages", "default_language", "Language of pages for browsers that ask for none we have.",
       Text{&C::pages_default_language, "en"}},
      {"log", "level", "Least level written: debug, info, warning, error.",
       Text{&C::log_level, "info", {"debug", "info", "warning", "error"}}},
  };
  return all;
}

std::string full_key(const Property& property) { return std::string(property.table) + "." + std::string(property.key); }

std::string bounds_of(const Whole& whole) {
  return "a whole number from " + std::to_string(whole.least) + " to " + std::to_string(whole.most);
}

std::string choices_of(const Text& text) {
  std::string out = "one of";
  for (auto choice : text.choices) out += " \"" + std::string(choice) + "\"";
  return out;
}

Result<Done> refuse(std::string_view source, const Property& property, const std::string& wanted) {
  return fail(ErrorCode::kInvalidInput, std::string(source) + ": " + full_key(property) + " must be " + wanted + ".");
}

// read_property takes one value out of the file, or its default.
Result<Done> read_property(const Property& property, const toml::table& file, std::string_view source, Config& config) {
  auto node = file[property.table][property.key];
  if (const auto* whole = std::get_if<Whole>(&property.kind)) {
    config.*whole->field = whole->fallback;
    if (!node) return Done{};
    auto value = node.is_integer() ? node.value<int64_t>() : std::nullopt;
    if (!value || *value < whole->least || *value > whole->most) return refuse(source, property, bounds_of(*whole));
    config.*whole->field = *value;
  } else if (const auto* text = std::get_if<Text>(&property.kind)) {
    config.*text->field = std::string(text->fallback);
    if (!node) return Done{};
    auto value = node.is_string() ? node.value<std::string>() : std::nullopt;
    if (!value) return refuse(source, property, "text in quotes");
    if (!text->choices.empty() && std::ranges::find(text->choices, *value) == text->choices.end())
      return refuse(source, property, choices_of(*text));
    config.*text->field = *value;
  } else if (const auto* flag = std::get_if<Flag>(&property.kind)) {
    config.*flag->field = flag->fallback;
    if (!node) return Done{};
    if (!node.is_boolean()) return refuse(source, property, "true or false");
    config.*flag->field = *node.value<bool>();
  } else if (const auto* list = std::get_if<List>(&property.kind)) {
    if (!node) return Done{};
    if (!node.is_array()) return refuse(source, property, "a list of texts");
    for (const auto& item : *node.as_array()) {
      if (!item.is_string()) return refuse(source, property, "a list of texts");
      (config.*list->field).push_back(*item.value<std::string>());
    }
  }
  return Done{};
}

// check_known refuses tables and keys that no property declares, with the nearest name as a hint.
Result<Done> check_known(const toml::table& file, std::string_view source) {
  std::set<std::string> tables;
  std::set<std::string> keys;
  for (const Property& property : properties()) {
    tables.insert(std::string(property.table));
    keys.insert(full_key(property));
  }
  for (const auto& [table, node] : file) {
    const std::string name(table.str());
    if (!tables.contains(name) || !node.is_table())
      return fail(ErrorCode::kInvalidInput, std::string(source) + ": unknown table [" + name +
                                                "]. Known tables: " + join({tables.begin(), tables.end()}, ", ") + ".");
    for (const auto& [key, value] : *node.as_table()) {
      const std::string full = name + "." + std::string(key.str());
      if (keys.contains(full)) continue;
      std::vector<std::string> siblings;
      for (const auto& known : keys)
        if (known.starts_with(name + ".")) siblings.push_back(known.substr(name.size() + 1));
      return fail(ErrorCode::kInvalidInput, std::string(source) + ": unknown key " + full + ". [" + name +
                                                "] may hold: " + join(siblings, ", ") + ".");
    }
  }
  return Done{};
}

// check_together holds the rules that concern more than one setting.
Result<Done> check_together(const Config& config, std::string_view source) {
  auto no = [&](std::string why) {
    return fail(ErrorCode::kInvalidInput, std::string(source) + ": " + std::move(why));
  };
  if (!config.server_public_origin.starts_with("https://") || config.server_public_origin.ends_with("/"))
    return no("server.public_origin must start with https:// and end without a slash.");
  if (!config.oidc_issuer_path.starts_with("/") || config.oidc_issuer_path.ends_with("/"))
    return no("oidc.issuer_path must start with a slash and end without one, like \"/fapi\".");
  if (config.store_engine == "postgres" && config.store_connection.empty())
    return no(
        "store.connection is needed with store.engine = \"postgres\", like \"host=/var/run/postgresql dbname=inkan\".");
  if (config.server_certificate.empty() || config.server_private_key.empty())
    return no("server.certificate and server.private_key must name PEM files.");
  return Done{};
}

std::string toml_text(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

std::string toml_list(const std::vector<std::string>& items) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(toml_text(item));
  return "[" + join(parts, ", ") + "]";
}

std::string value_of(const Property& property, const Config& config) {
  if (const auto* whole = std::get_if<Whole>(&property.kind)) return std::to_string(config.*whole->field);
  if (const auto* text = std::get_if<Text>(&property.kind)) return toml_text(config.*text->field);
  if (const auto* flag = std::get_if<Flag>(&property.kind)) return config.*flag->field ? "true" : "false";
  return toml_list(config.*std::get<List>(property.kind).field);
}

std::string allowed_of(const Property& property) {
  if (const auto* whole = std::get_if<Whole>(&property.kind)) return bounds_of(*whole);
  if (const auto* text = std::get_if<Text>(&property.kind)) return text->choices.empty() ? "text" : choices_of(*text);
  if (std::holds_alternative<Flag>(property.kind)) return "true or false";
  return "a list of texts";
}

Config defaults() {
  Config config;
  for (const Property& property : properties()) (void)read_property(property, {}, "", config);
  return config;
}

}  // namespace

Result<Config> load_config(std::string_view toml_text, std::string_view source) {
  toml::table file;
  try {
    file = toml::parse(toml_text);
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << source << ": line " << error.source().begin.line << ": " << error.description();
    return fail(ErrorCode::kInvalidInput, where.str());
  }
  if (auto known = check_known(file, source); !known) return pass_on(known);
  Config config;
  for (const Property& property : properties())
    if (auto read = read_property(property, file, source, config); !read) return pass_on(read);
  if (auto fits = check_together(config, source); !fits) return pass_on(fits);
  return config;
}

Result<Config> load_config_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, "Cannot read the configuration file " + path + ".");
  std::ostringstream text;
  text << in.rdbuf();
  return load_config(text.str(), path);
}

std::string print_config(const Config& config) {
  std::string out;
  std::string_view table;
  for (const Property& property : properties()) {
    if (property.table != table) {
      table = property.table;
      out += (out.empty() ? "[" : "\n[") + std::string(table) + "]\n";
    }
    out += "# " + std::string(property.meaning) + "\n" + std::string(property.key) + " = " +
           value_of(property, config) + "\n";
  }
  return out;
}

std::string config_reference() {
  const Config fallback = defaults();
  std::string out =
      "# Configuration\n\nGenerated by `inkan config reference`; do not edit. `inkan serve --config FILE` reads TOML; "
      "an "
      "unknown key, a wrong type or a value out of bounds refuses the start. `inkan config check FILE` says whether a "
      "file is right, `inkan config print FILE` what is in force.\n";
  std::string_view table;
  for (const Property& property : properties()) {
    if (property.table != table) {
      table = property.table;
      out += "\n## [" + std::string(table) + "]\n\n| key | meaning | allowed | default |\n| --- | --- | --- | --- |\n";
    }
    out += "| `" + std::string(property.key) + "` | " + std::string(property.meaning) + " | " + allowed_of(property) +
           " | `" + value_of(property, fallback) + "` |\n";
  }
  return out;
}

}  // namespace inkan::app
