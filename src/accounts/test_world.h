#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "accounts/account.h"
#include "accounts/deps.h"
#include "accounts/directory.h"
#include "accounts/sessions.h"
#include "accounts/sign_in.h"
#include "accounts/sign_up.h"
#include "http/router.h"
#include "population/test_people.h"
#include "store/test_run.h"

// For tests of this folder; the program links none of it.
namespace inkan::accounts {

inline constexpr std::string_view kPassword = "ferry lantern quince 42";

// ScriptedRandom gives the queued bytes to the first requests of their length, else the system's.
class ScriptedRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override {
    if (!queued_.empty() && queued_.front().size() == out.size()) {
      std::memcpy(out.data(), queued_.front().data(), out.size());
      queued_.pop_front();
      return;
    }
    system_.fill(out);
  }
  void queue(std::string bytes) { queued_.push_back(std::move(bytes)); }

 private:
  std::deque<std::string> queued_{};
  SystemRandom system_{};
};

// World is everything accounts stand on, over a fresh database, with the routes added.
struct World {
  explicit World(const std::string& engine);

  // person registers somebody; resident also opens an account (login "mei.ling", kPassword), with this TOTP secret if
  // any.
  population::Register::Registration person();
  AccountId resident(const std::string& login_id = "mei.ling", const std::string& totp_secret = "");
  std::string letter(const PersonId& person);
  int64_t count(std::string_view sql);
  // asks stores a sign-in request of a service for this browser, and gives its flow.
  std::string asks(const std::string& browser, int level, bool fresh = false, const std::string& leads_to = "");

  std::unique_ptr<store::TestDatabase> database;
  population::TestRegister nation;
  ScriptedRandom random{};
  WorkerPool hashing{1, 100};
  std::unique_ptr<http::Pages> pages;
  http::Csrf csrf{Secret(std::string(32, 'c')), "https://example.org"};
  SilentLog log{};
  http::Metrics metrics{};
  Deps deps;
  http::Router router{};
};

// Visit is a browser without JavaScript: it keeps cookies, reads the hidden fields of the last page, and does not
// follow redirects by itself.
class Visit {
 public:
  explicit Visit(World& world) : world_(world) {}

  http::Response get(const std::string& path);
  // post sends the fields together with csrf and flow of the last page.
  http::Response post(const std::string& path, std::vector<std::pair<std::string, std::string>> fields);
  http::Response post_raw(const std::string& path, std::vector<std::pair<std::string, std::string>> fields);
  http::Response post_json(const std::string& path, const json::object& body);
  // follow gets where a 303 leads; anything else is returned as it is.
  http::Response follow(const http::Response& response);

  // open is the page of a new sign-in to a service that needs this level.
  http::Response open(int level, bool fresh = false);
  // sign_in does the password step of such a sign-in.
  http::Response sign_in(int level, const std::string& login_id = "mei.ling", std::string_view password = kPassword);
  http::Response otp(const std::string& code);

  std::optional<SignedIn> session();
  std::string cookie(const std::string& name) const;
  void set_cookie(const std::string& name, const std::string& value) { cookies_[name] = value; }
  std::string hidden(const std::string& name) const;  // hidden field of the last page
  std::string csrf() const;                           // the token in the last page, in a form or at the passkey button
  std::string flow{};
  std::string peer = "198.51.100.7";

 private:
  http::Response send(http::Request request);
  http::Request request_of(http::Method method, const std::string& path);
  World& world_;
  std::map<std::string, std::string> cookies_{};
  std::string page_{};
};

std::string location_of(const http::Response& response);
std::string header_of(const http::Response& response, std::string_view lower_case_name);

}  // namespace inkan::accounts
