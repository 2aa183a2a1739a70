#include "app/demo.h"

#include <cmath>
#include <cstdio>

#include "accounts/sign_up.h"
#include "app/demo_links.h"
#include "app/files.h"
#include "app/nation/loader.h"
#include "app/site.h"
#include "base/encoding.h"
#include "base/run_task.h"
#include "base/text.h"
#include "officers/access.h"
#include "officers/roster.h"

namespace inkan::app {

namespace {

// What the named residents sign in with. Everybody may read it: the people are invented.
struct DemoLogin {
  const char* login_id;
  const char* password;
};
constexpr DemoLogin kLogins[] = {{"mei.ling", "plum-harbour-lantern-71"},
                                 {"haruka", "crane-paper-river-48"},
                                 {"nur.aisyah", "orchid-ferry-morning-36"}};

nation::LoadOptions load_options(const DemoOptions& options) {
  return {.seed = options.seed, .people = options.people};
}

void print_progress(const nation::Progress& progress) {
  constexpr int kWidth = 30;
  const int filled = progress.total > 0 ? int(progress.done * kWidth / progress.total) : kWidth;
  const std::string bar = std::string(size_t(filled), '#') + std::string(size_t(kWidth - filled), '.');
  const auto left = std::chrono::ceil<std::chrono::seconds>(progress.left).count();
  std::fprintf(stderr, "\r  [%s] %lld of %lld residents, %.0f a second, %lld s left   ", bar.c_str(),
               static_cast<long long>(progress.done), static_cast<long long>(progress.total), progress.per_second,
               static_cast<long long>(left));
  if (progress.done >= progress.total) std::fprintf(stderr, "\n");
}

json::object resident_entry(const nation::NamedResident& resident, const DemoLogin& login, const std::string& secret) {
  return {{"name", resident.legal_name},          {"about", resident.about},
          {"login_id", login.login_id},           {"password", login.password},
          {"totp_secret", base32_encode(secret)}, {"personal_number", resident.number.digits()}};
}

// open_accounts opens the three accounts and answers what residents.json keeps.
Result<json::array> open_accounts(Core& core, const accounts::Deps& deps,
                                  const std::vector<nation::NamedResident>& named) {
  json::array entries;
  for (size_t i = 0; i < std::size(kLogins); ++i) {
    const std::string secret = core.random.bytes(20);
    accounts::DemoAccount account{.person = named[i].person,
                                  .login_id = kLogins[i].login_id,
                                  .password = kLogins[i].password,
                                  .totp_secret = secret,
                                  .email = std::string(kLogins[i].login_id) + "@example.test",
                                  .mobile = "659123456" + std::to_string(i)};
    auto opened = run_task(accounts::create_account_for_demo(deps, std::move(account)));
    if (!opened) return pass_on(opened);
    entries.push_back(resident_entry(named[i], kLogins[i], secret));
  }
  return entries;
}

Result<json::array> write_letters(const accounts::Deps& deps, const std::vector<nation::NamedResident>& named) {
  json::array letters;
  for (size_t i = std::size(kLogins); i < named.size(); ++i) {
    auto code = run_task(accounts::create_activation(deps, named[i].person));
    if (!code) return pass_on(code);
    letters.push_back(json::object{{"name", named[i].legal_name},
                                   {"personal_number", named[i].number.digits()},
                                   {"activation_code", code->reveal(Purpose::kShowOnceToOwner)}});
  }
  return letters;
}

// hire_officers adds two officers, so that four eyes can be tried, and a supervisor; they enrol with the printed links.
Result<json::array> hire_officers(const officers::Deps& deps) {
  const std::pair<const char*, officers::Role> wanted[] = {{"Aoki Ren", officers::Role::kRegistrar},
                                                           {"Siti Rahimah", officers::Role::kReviewer},
                                                           {"Rajan Pillai", officers::Role::kSupervisor}};
  json::array hired;
  for (const auto& [name, role] : wanted) {
    officers::NewOfficer officer{.name = name, .role = role};
    auto invitation = run_task(officers::add_officer(deps, std::move(officer)));
    if (!invitation) return pass_on(invitation);
    const std::string code(invitation->code.reveal(Purpose::kShowOnceToOwner));
    hired.push_back(json::object{
        {"name", name}, {"role", to_text(role)}, {"enrol", deps.settings.origin + "/console/enrol#code=" + code}});
  }
  return hired;
}

}  // namespace

Result<Done> load_demo_nation(Core& core, const DemoOptions& options) {
  return nation::load(*core.database, *core.people, core.clock, load_options(options), print_progress);
}

Result<json::object> seed_demo_accounts(Core& core, const DemoOptions& options) {
  const auto file = options.data / "residents.json";
  if (std::filesystem::exists(file)) {
    auto text = read_file(file);
    if (!text) return pass_on(text);
    return parse_json_object(*text, file.string());
  }
  auto site = make_site(core);
  if (!site) return pass_on(site);
  auto named = nation::named_residents(*core.database, *core.people, load_options(options));
  if (!named) return pass_on(named);
  auto residents = open_accounts(core, *(*site)->accounts_deps, *named);
  if (!residents) return pass_on(residents);
  auto letters = write_letters(*(*site)->accounts_deps, *named);
  if (!letters) return pass_on(letters);
  auto officers = hire_officers(*(*site)->officers_deps);
  if (!officers) return pass_on(officers);
  // One of the named residents is honey; which one is written down nowhere.
  auto honey = run_task(officers::add_honey(*(*site)->officers_deps, named->back().person));
  if (!honey) return pass_on(honey);
  if (auto linked = seed_demo_links(*(*site)->matching, *named, options.seed); !linked) return pass_on(linked);
  json::object all{{"issuer", core.config.issuer()},
                   {"residents", std::move(*residents)},
                   {"letters", std::move(*letters)},
                   {"officers", std::move(*officers)}};
  if (auto written = write_file(file, to_json_text(all) + "\n", /*owner_only=*/true); !written) return pass_on(written);
  return all;
}

Result<Done> register_demo_library(Core& core, const DemoOptions& options) {
  const auto file = options.data / "library-client.json";
  if (!std::filesystem::exists(file)) return Done{};
  auto text = read_file(file);
  if (!text) return pass_on(text);
  auto registration = parse_json_object(*text, file.string());
  if (!registration) return pass_on(registration);
  const audit::Actor operator_actor{.kind = audit::ActorKind::kOfficer, .id = "operator"};
  return run_task(core.clients->add(std::move(*registration), operator_actor));
}

std::string demo_greeting(const json::object& residents, const DemoOptions& options) {
  const std::string origin = "https://localhost:" + std::to_string(options.port);
  std::string out =
      "\nInkan, the digital identity of a simulated nation of " + std::to_string(options.people) + ".\n\n";
  out += "  Residents' pages   " + origin + "/\n";
  out += "  Demo service       http://localhost:" + std::to_string(options.library_port) + "/  (get a library card)\n";
  out += "  Issuer             " + origin + "/fapi\n";
  out += "  CA certificate     " + (options.data / "ca.pem").string() +
         "  (trust it in your browser, or accept the warning)\n";
  out += "  Configuration      " + (options.data / "inkan.toml").string() + "\n\n";
  out += "Sign in as (a password is level 1; add a one-time code from the secret for level 2):\n";
  if (const auto* list = find_array(residents, "residents"))
    for (const auto& entry : *list) {
      const auto& one = entry.as_object();
      out += "  " + std::string(find_string(one, "login_id").value_or("")) + "  " +
             std::string(find_string(one, "password").value_or("")) + "  " +
             std::string(find_string(one, "totp_secret").value_or("")) + "  " +
             std::string(find_string(one, "about").value_or("")) + "\n";
    }
  if (const auto* letters = find_array(residents, "letters"); letters && !letters->empty()) {
    const auto& one = letters->front().as_object();
    out += "\nOr open an account at " + origin + "/sign-up with the letter to " +
           std::string(find_string(one, "name").value_or("")) + ":\n  personal number " +
           std::string(find_string(one, "personal_number").value_or("")) + ", activation code " +
           std::string(find_string(one, "activation_code").value_or("")) + "\n";
  }
  if (const auto* officers = find_array(residents, "officers"); officers && !officers->empty()) {
    out += "\nOfficers' console   " + origin + "/console  (each link enrols one passkey, once)\n";
    for (const auto& entry : *officers) {
      const auto& one = entry.as_object();
      out += "  " + std::string(find_string(one, "role").value_or("")) + "  " +
             std::string(find_string(one, "enrol").value_or("")) + "\n";
    }
  }
  return out + "\nCtrl-C stops. The next start on the same directory keeps everything.\n";
}

}  // namespace inkan::app
