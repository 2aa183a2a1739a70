#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "browser.h"
#include "http.h"
#include "jose.h"

namespace inkan::bench {

// Provider is what the discovery document and the key set of the server under load say.
struct Provider {
  std::string issuer{}, pushed{}, authorization{}, token{}, userinfo{};
  std::vector<PublicKey> keys{};

  static Provider discover(HttpClient& http, const std::string& issuer);
};

// RelyingParty is the one service in whose name all virtual users sign in.
struct RelyingParty {
  std::string id{}, redirect_uri{}, scope{};
  Key signing{};
  std::string signing_id{};
  Key decryption{};
  bool expect_encrypted = true;   // ID token and userinfo
  std::vector<Key> proof_keys{};  // a login takes the next one

  void load_keys(const std::string& file);
};

enum Step { kPushed, kAuthorize, kToken, kUserinfo, kWhole, kSteps };
inline constexpr std::array<const char*, kSteps> kStepNames{"par", "authorize", "token", "userinfo", "login"};
using Milliseconds = std::array<double, kSteps>;

// VirtualUser is one browser and one connection of the relying party's back end; one thread.
class VirtualUser {
 public:
  struct Options {
    bool fresh_session = false;  // sign in from nothing every time
    bool trace = false;
  };

  VirtualUser(SSL_CTX& tls, const Provider& provider, const RelyingParty& party, Answers answers, Options options);

  // login does one whole FAPI 2.0 login and checks everything that comes back.
  Milliseconds login();
  void start_over();  // after a failure
  // code_is_single_use signs in and redeems the code twice; false if the server let that pass.
  bool code_is_single_use();

 private:
  struct Started {
    std::string verifier{}, nonce{}, state{};
  };
  struct Tokens {
    std::string access_token{};
    std::string subject{};
  };

  std::string push(const Started& started, EVP_PKEY& proof_key);
  std::string authorize(const Started& started, const std::string& request_uri);
  Fields code_fields(const Started& started, const std::string& code) const;
  Tokens redeem(const Started& started, const std::string& code, EVP_PKEY& proof_key);
  void read_userinfo(const Tokens& tokens, EVP_PKEY& proof_key);

  EVP_PKEY& next_proof_key();
  std::string proof(EVP_PKEY& key, std::string_view method, const std::string& url,
                    std::string_view access_token) const;
  Response back_channel(std::string_view method, const std::string& url, const Fields& fields, EVP_PKEY& proof_key,
                        std::string_view access_token);
  json::object open(const std::string& token, bool may_be_plain) const;

  const Provider* provider_;  // both outlive every user
  const RelyingParty* party_;
  Browser browser_;
  HttpClient http_;
  Options options_;
  size_t next_key_ = 0;
  std::string dpop_nonce_{};
};

}  // namespace inkan::bench
