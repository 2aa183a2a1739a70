#include "http/assets.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/encoding.h"
#include "crypto/hash.h"

namespace inkan::http {

namespace {

// Asset points into the program's own bytes.
struct Asset {
  std::string_view bytes;
  std::string_view content_type;
  std::string cache_control;
  std::string etag;
};

Response serve(const Asset& asset, const Request& request) {
  Response response;
  response.add_header("Cache-Control", asset.cache_control);
  response.add_header("ETag", asset.etag);
  const std::string* known = request.header("if-none-match");
  if (known && *known == asset.etag) {
    response.status = 304;
    return response;
  }
  response.add_header("Content-Type", std::string(asset.content_type));
  response.body = asset.bytes;
  return response;
}

boost::asio::awaitable<Response> answer(const Asset& asset, const Request& request) { co_return serve(asset, request); }

bool is_hash(std::string_view text) {
  if (text.size() < 8) return false;
  bool digit = false;
  bool hex = true;
  bool upper = true;
  for (char c : text) {
    bool is_digit = c >= '0' && c <= '9';
    digit |= is_digit;
    hex &= is_digit || (c >= 'a' && c <= 'f');
    upper &= is_digit || (c >= 'A' && c <= 'Z');
  }
  return digit && (hex || upper);
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
      {".map", "application/json"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"}};
  for (const auto& [ending, type] : kTypes)
    if (file_name.ends_with(ending)) return type;
  return "application/octet-stream";
}

bool has_content_hash(std::string_view file_name) {
  size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string_view stem = file_name.substr(0, dot);
  size_t mark = stem.find_last_of("-.");
  return mark != std::string_view::npos && is_hash(stem.substr(mark + 1));
}

void add_asset_routes(Router& router, std::string_view folder) {
  for (const std::string& path : list_embedded(folder)) {
    std::string name = path.substr(folder.size());
    std::string_view bytes = find_embedded(path);
    std::string tag = "\"" + base64url_encode(crypto::sha256(bytes).substr(0, 12)) + "\"";
    bool forever = has_content_hash(name);
    auto asset = std::make_shared<Asset>(  // held by the handler and its copies
        Asset{bytes, content_type_of(name), forever ? "public, max-age=31536000, immutable" : "public, no-cache", tag});
    router.get("/assets/" + name, [asset](const Request& request) { return answer(*asset, request); });
  }
}

}  // namespace inkan::http
