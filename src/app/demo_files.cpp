#include <filesystem>

#include "app/demo.h"
#include "app/files.h"
#include "crypto/x509.h"

namespace inkan::app {

namespace {

// find_or_make_authority keeps one development authority per data directory, so that a browser that trusts it once
// trusts every later start.
Result<crypto::IssuedCertificate> find_or_make_authority(const std::filesystem::path& data, Time now) {
  if (std::filesystem::exists(data / "ca.pem") && std::filesystem::exists(data / "ca.key")) {
    auto certificate = read_file(data / "ca.pem");
    if (!certificate) return pass_on(certificate);
    auto key = read_file(data / "ca.key");
    if (!key) return pass_on(key);
    return crypto::IssuedCertificate{std::move(*certificate), Secret(std::move(*key))};
  }
  auto made = crypto::make_authority("Inkan development authority", now, std::chrono::days(3650));
  if (!made) return pass_on(made);
  if (auto w = write_file(data / "ca.key", made->private_key_pem.reveal(Purpose::kStoreSealed), /*owner_only=*/true);
      !w)
    return pass_on(w);
  if (auto w = write_file(data / "ca.pem", made->certificate_pem, /*owner_only=*/false); !w) return pass_on(w);
  return made;
}

// make_leaf issues the server's certificate anew at each start: it lives 90 days.
Result<Done> make_leaf(const std::filesystem::path& data, const crypto::IssuedCertificate& authority, Time now) {
  const crypto::LeafRequest request{
      .common_name = "localhost", .dns_names = {"localhost"}, .ip_addresses = {"127.0.0.1", "::1"}};
  auto leaf = crypto::issue_certificate(authority, request, now, std::chrono::days(90));
  if (!leaf) return pass_on(leaf);
  auto key = write_file(data / "server.key", leaf->private_key_pem.reveal(Purpose::kStoreSealed), /*owner_only=*/true);
  if (!key) return pass_on(key);
  return write_file(data / "server.pem", leaf->certificate_pem + authority.certificate_pem, /*owner_only=*/false);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string demo_config(const DemoOptions& options) {
  const std::string port = std::to_string(options.port);
  const std::string mtls = std::to_string(options.port + 1);
  auto in_data = [&](const char* name) { return quoted((options.data / name).string()); };
  return "# Written by `inkan demo` at each start. For an installation of your own: inkan config print --defaults\n"
         "[server]\naddress = \"127.0.0.1\"\nport = " +
         port + "\nmtls_port = " + mtls + "\ncertificate = " + in_data("server.pem") +
         "\nprivate_key = " + in_data("server.key") + "\npublic_origin = \"https://localhost:" + port +
         "\"\nmtls_public_origin = \"https://localhost:" + mtls + "\"\nmtls_client_ca = " + in_data("ca.pem") +
         "\nadmin_port = " + std::to_string(options.port + 2) + "\n\n[store]\nengine = " + quoted(options.store) +
         "\npath = " + in_data("inkan.sqlite") + "\nconnection = " + quoted(options.connection) +
         "\n\n[keys]\nmaster_key_file = " + in_data("master.key") +
         "\ncreate_master_key = true\n"
         "\n[match]\nindex = " +
         in_data("match.index") +
         "\n"
         "\n[oidc]\ndefault_level = 1\n"
         "\n[outbound]\nallowed_private = [\"localhost:3080\", \"localhost:" +
         std::to_string(options.library_port) +
         "\"]\n"
         "ca_file = " +
         in_data("ca.pem") + "\n\n[log]\nlevel = \"warning\"\n";
}

}  // namespace

Result<Config> write_demo_files(const DemoOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.data, error);
  if (error) return fail(ErrorCode::kInvalidInput, "Cannot make the directory " + options.data.string() + ".");
  const Time now = SystemClock().now();
  auto authority = find_or_make_authority(options.data, now);
  if (!authority) return pass_on(authority);
  if (auto leaf = make_leaf(options.data, *authority, now); !leaf) return pass_on(leaf);
  const std::string text = demo_config(options);
  if (auto written = write_file(options.data / "inkan.toml", text, /*owner_only=*/true); !written)
    return pass_on(written);
  return load_config(text, (options.data / "inkan.toml").string());
}

}  // namespace inkan::app
