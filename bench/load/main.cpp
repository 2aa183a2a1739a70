#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "base/text.h"
#include "failure.h"
#include "measure.h"
#include "run.h"

namespace inkan::bench {
namespace {

struct Options {
  std::string issuer{}, ca_file{}, keys_file{}, accounts_file{}, json_file{};
  RelyingParty party{};
  std::vector<std::string> form{};
  std::vector<int> server_pids{};
  VirtualUser::Options user{};
  Load load{};
  int users = 16;
  int runs = 5;
  long warm_up = 2000;
  bool plain = false;
};

// make_client_keys writes the two key sets of a relying party: one to register, one to keep.
void make_client_keys(const std::string& directory) {
  json::array secret, open;
  for (const auto& [use, alg] : {std::pair{"sig", "ES256"}, {"enc", "ECDH-ES+A256KW"}}) {
    const Key key = make_key();
    for (const bool with_private : {false, true}) {
      json::object jwk = jwk_of(*key, with_private);
      jwk["use"] = use;
      jwk["alg"] = alg;
      jwk["kid"] = std::string("bench-") + use;
      (with_private ? secret : open).push_back(std::move(jwk));
    }
  }
  std::ofstream(directory + "/client.private.jwks.json") << json::object{{"keys", secret}} << "\n";
  std::ofstream(directory + "/client.public.jwks.json") << json::object{{"keys", open}} << "\n";
}

std::pair<std::string, std::string> name_and_value(const std::string& text) {
  const size_t equals = text.find('=');
  require(equals != std::string::npos, "--form wants NAME=VALUE");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

// read_accounts gives each line of the file, "login-id TAB login-password", as the answers of one person.
std::vector<Answers> read_accounts(const Options& options) {
  Answers common;
  for (const std::string& field : options.form) common.values.push_back(name_and_value(field));
  if (options.accounts_file.empty()) return {common};
  std::vector<Answers> people;
  std::ifstream stream(options.accounts_file);
  for (std::string line; std::getline(stream, line);) {
    const auto parts = split(line, '\t');
    require(parts.size() == 2, options.accounts_file + ": want login-id TAB login-password in each line");
    Answers person = common;
    person.values.emplace_back("login-id", parts[0]);
    person.values.emplace_back("login-password", parts[1]);
    people.push_back(std::move(person));
  }
  require(!people.empty(), options.accounts_file + " is empty");
  return people;
}

bool warm_up(Users& users, const Options& options) {
  if (options.warm_up == 0) return true;
  const Outcome outcome = run_load(users, {.logins = options.warm_up});
  std::printf("warm-up: %ld ok, %ld failed\n", outcome.succeeded, outcome.failed);
  for (const auto& [reason, times] : outcome.failures) std::printf("  %ld x %s\n", times, reason.c_str());
  return outcome.succeeded > 0;
}

int run(Options& options) {
  const TlsContext tls = make_tls_context(options.ca_file);
  HttpClient http(*tls);
  const Provider provider = Provider::discover(http, options.issuer);
  options.party.expect_encrypted = !options.plain;
  options.party.load_keys(options.keys_file);
  for (int i = 0; i < 1024; i++) options.party.proof_keys.push_back(make_key());

  const auto people = read_accounts(options);
  Users users;
  for (int i = 0; i < options.users; i++) {
    const Answers& person = people[static_cast<size_t>(i) % people.size()];
    users.push_back(std::make_unique<VirtualUser>(*tls, provider, options.party, person, options.user));
  }
  require(users[0]->code_is_single_use(), "the server redeemed one code twice");
  if (options.user.trace) return 0;
  if (!warm_up(users, options)) return 1;

  print_heading();
  std::vector<Row> rows;
  json::array figures;
  long failed = 0;
  for (int i = 1; i <= options.runs; i++) {
    rows.push_back(measure(users, options.load, options.server_pids));
    print_row(i, rows.back());
    figures.push_back(rows.back().to_json());
    failed += rows.back().outcome.failed;
  }
  print_medians(rows);
  if (!options.json_file.empty()) {
    std::ofstream(options.json_file) << json::object{{"issuer", options.issuer},
                                                     {"users", options.users},
                                                     {"rate", options.load.rate},
                                                     {"runs", figures}}
                                     << "\n";
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace inkan::bench

int main(int argc, char** argv) {
  using namespace inkan::bench;
  Options options;
  std::string directory;
  CLI::App app("Whole FAPI 2.0 logins as load");
  app.require_subcommand(1);

  CLI::App* keys = app.add_subcommand("keygen", "make the key sets of a relying party");
  keys->add_option("DIR", directory)->required()->check(CLI::ExistingDirectory);

  CLI::App* floor = app.add_subcommand("floor", "print the cost of the cryptography of one login on this machine");

  CLI::App* load = app.add_subcommand("run", "sign in, again and again, and measure");
  load->add_option("--issuer", options.issuer)->required();
  load->add_option("--ca", options.ca_file, "PEM file to trust instead of the system's");
  load->add_option("--client-id", options.party.id)->required();
  load->add_option("--jwks", options.keys_file, "client.private.jwks.json of keygen")->required();
  load->add_option("--redirect-uri", options.party.redirect_uri)->required();
  load->add_option("--scope", options.party.scope)->required();
  load->add_option("--form", options.form, "NAME=VALUE to fill in on sign-in pages");
  load->add_option("--accounts", options.accounts_file, "lines of login-id TAB login-password, one to a user in turn");
  load->add_flag("--fresh-session", options.user.fresh_session, "sign in from nothing each time");
  load->add_flag("--plain", options.plain, "accept tokens and userinfo that are not encrypted");
  load->add_option("--users", options.users, "logins in flight")->check(CLI::Range(1, 1024))->capture_default_str();
  load->add_option("--rate", options.load.rate, "logins a second, whatever the server does; 0: as fast as it answers");
  load->add_option("--warm-up", options.warm_up, "logins before measuring")->capture_default_str();
  load->add_option("--logins", options.load.logins, "logins in a run")->capture_default_str();
  load->add_option("--runs", options.runs)->capture_default_str();
  load->add_option("--server-pid", options.server_pids, "processes of the server; children are found");
  load->add_option("--json", options.json_file, "where to keep the figures");
  load->add_flag("--trace", options.user.trace, "show one login and stop");
  CLI11_PARSE(app, argc, argv);

  try {
    if (*keys) {
      make_client_keys(directory);
    } else if (*floor) {
      const double verification = verification_microseconds();
      const double cost = login_floor_microseconds();
      std::printf("crypto of one login %.0f us = %.1f ES256 verifications of %.1f us\n", cost, cost / verification,
                  verification);
    } else {
      return run(options);
    }
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "load: %s\n", failure.what());
    return 1;
  }
  return 0;
}
