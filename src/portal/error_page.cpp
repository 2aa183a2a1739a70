#include "portal/error_page.h"

namespace inkan::portal {

namespace {

// word_group names the words that explain an error to people: error.<group>.what, error.<group>.do.
std::string word_group(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kUnauthenticated:
      return "forbidden";
    case ErrorCode::kForbidden:
      return "forbidden";
    case ErrorCode::kExpired:
      return "expired";
    case ErrorCode::kTooMany:
      return "too_many";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kTimeout:
      return "unavailable";
    case ErrorCode::kCorrupt:
      return "internal";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kUnauthenticated:
      return 403;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kExpired:
      return 410;
    case ErrorCode::kTooMany:
      return 429;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kTimeout:
      return 503;
    case ErrorCode::kCorrupt:
      return 500;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

http::Response error_page(const http::Pages& pages, const http::Request& request, const Error& error) {
  return error_page(pages, request, error, status_of(error.code));
}

http::Response error_page(const http::Pages& pages, const http::Request& request, const Error& error, int status) {
  http::Language language = pages.language_of(request);
  // The address of a form is not a page to come back to.
  if (request.method != http::Method::kGet) language.to = "/";
  std::string group = "error." + word_group(error.code);
  http::PageData data;
  data.set("WHAT", pages.word(language, group + ".what"));
  data.set("DO", pages.word(language, group + ".do"));
  data.set("REQUEST_ID", request.id);
  if (!error.public_text.empty()) data.section("DETAIL").set("TEXT", error.public_text);
  http::Response response = pages.render(status, "error", language, std::move(data));
  if (status == 503 || status == 429) response.set_header("Retry-After", "5");
  return response;
}

}  // namespace inkan::portal
