#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http.h"

namespace inkan::bench {

// Answers is what the person at the browser knows: values by field name or id, and the buttons to press.
struct Answers {
  Fields values{};
  std::vector<std::string> buttons{"consent-allow", "login-submit", "otp-submit"};
};

// Browser follows redirects, keeps cookies and submits plain HTML forms. It runs no script and loads no assets.
class Browser {
 public:
  Browser(SSL_CTX& tls, Answers answers, bool trace);

  // visit goes to url and fills in what it meets until the server redirects to a URL with the given prefix;
  // that URL is returned and not visited.
  std::string visit(const std::string& url, std::string_view until_prefix);
  void forget();  // cookies and connections

 private:
  struct Cookie {
    std::string host, path, name, value;
  };
  struct Step {
    std::string method, url, body;
  };

  Response fetch(const Step& step);
  void keep_cookie(const Url& url, std::string_view line);
  std::string cookie_header(const Url& url) const;
  std::optional<Step> fill_form(const Url& page, const std::string& html) const;

  HttpClient http_;
  Answers answers_;
  bool trace_ = false;
  std::vector<Cookie> cookies_{};
};

}  // namespace inkan::bench
