#pragma once

#include <string>

#include "base/random.h"
#include "base/secret.h"
#include "http/message.h"

namespace inkan::http {

// Browser is the anonymous browser cookie (__Host-browser, 32 random bytes, session cookie, SameSite=Lax): flows are
// bound to its hash, and the token of its forms is an HMAC over it. It says nothing about who signs in,
// and it is replaced at sign-in and sign-out (session fixation).
class Browser {
 public:
  // of reads the cookie or makes a new value; attach() then sets it on the response when it is new.
  static Browser of(const Request& request, Random& random);
  // fresh makes a new value whatever the request holds: at sign-in and sign-out.
  static Browser fresh(Random& random);
  void attach(Response& response) const;
  const std::string& value() const { return value_; }
  bool is_new() const { return is_new_; }

 private:
  std::string value_{};
  bool is_new_ = false;
};

// Csrf makes and checks the hidden field `csrf`. check refuses (kForbidden) a missing cookie, a wrong or missing field,
// and a request whose Origin or Sec-Fetch-Site says another site. own_origin is "https://host:port" as browsers send
// it.
class Csrf {
 public:
  Csrf(Secret key, std::string own_origin) : key_(std::move(key)), own_origin_(std::move(own_origin)) {}
  std::string token(const Browser& browser) const;
  Result<Done> check(const Request& request, const Parameters& form) const;

 private:
  Secret key_;
  std::string own_origin_;
};

}  // namespace inkan::http
