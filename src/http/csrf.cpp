#include "http/csrf.h"

#include "base/encoding.h"
#include "crypto/hash.h"

namespace inkan::http {

namespace {

constexpr std::string_view kCookie = "__Host-browser";
constexpr size_t kBytes = 32;

bool is_browser_value(std::string_view value) {
  auto bytes = base64url_decode(value);
  return bytes && bytes->size() == kBytes;
}

std::unexpected<Error> refused(std::string detail) {
  return fail(ErrorCode::kForbidden,
              "This form is no longer valid or was not sent from our page. Go back, reload the page and send it again.",
              std::move(detail));
}

}  // namespace

Browser Browser::of(const Request& request, Random& random) {
  auto value = request.cookie(kCookie);
  if (!value || !is_browser_value(*value)) return fresh(random);
  Browser browser;
  browser.value_ = std::move(*value);
  return browser;
}

Browser Browser::fresh(Random& random) {
  Browser browser;
  browser.value_ = random.token(kBytes);
  browser.is_new_ = true;
  return browser;
}

void Browser::attach(Response& response) const {
  if (is_new_) response.set_cookie("browser", value_, CookieOptions());
}

std::string Csrf::token(const Browser& browser) const {
  return base64url_encode(crypto::hmac_sha256(key_, "csrf " + browser.value()));
}

Result<Done> Csrf::check(const Request& request, const Parameters& form) const {
  auto cookie = request.cookie(kCookie);
  if (!cookie || !is_browser_value(*cookie)) return refused("no browser cookie");
  const std::string* given = form.find("csrf");
  if (!given) return refused("no csrf field");
  std::string wanted = base64url_encode(crypto::hmac_sha256(key_, "csrf " + *cookie));
  if (!crypto::equal(wanted, *given)) return refused("wrong csrf field");

  const bool site_known = request.count_header("sec-fetch-site") > 0;
  const std::string* site = request.header("sec-fetch-site");
  if (site_known && (!site || (*site != "same-origin" && *site != "none")))
    return refused("another site by fetch metadata");
  if (request.count_header("origin") > 0) {
    const std::string* origin = request.header("origin");
    // Browsers send "null" for our own forms because of Referrer-Policy: no-referrer (Fetch §3.2, "append a request
    // Origin header"); then fetch metadata, where the browser has it, and the token decide.
    if (!origin || (*origin != own_origin_ && *origin != "null")) return refused("another origin");
  }
  return Done{};
}

}  // namespace inkan::http
