#include "exchange/endpoints/consent_view.h"

#include <algorithm>
#include <map>

#include "exchange/endpoints/value_words.h"
#include "exchange/sources/all.h"

namespace inkan::exchange {

namespace {

// What no source serves has no words in the catalogue and is named by its scope.
std::string label_of(const http::Reader& reader, const std::string& scope) {
  if (scope != "user.identity" && find_source(scope) == nullptr) return scope;
  std::string key = "attribute." + scope;
  std::replace(key.begin() + ptrdiff_t(std::string_view("attribute.").size()), key.end(), '.', '_');
  return reader.word(key);
}

void fill_line(const http::Reader& reader, const Releases::Line& line, http::PageData& item) {
  item.set("LABEL", label_of(reader, line.scope));
  std::string text =
      line.envelope.empty() ? spaced_number(line.value) : value_in_words(reader, line.scope, line.envelope);
  if (line.unavailable || text.empty())
    item.show("UNAVAILABLE");
  else
    item.section("AVAILABLE").set("VALUE", std::move(text));
}

std::string policy_for(const catalogue::Client& client) {
  std::vector<std::string> origins;
  for (const auto& uri : client.redirect_uris) {
    std::string origin = http::origin_of(uri);
    if (!origin.empty() && std::ranges::find(origins, origin) == origins.end()) origins.push_back(std::move(origin));
  }
  std::string policy = http::page_policy(origins.empty() ? std::string_view() : std::string_view(origins.front()));
  for (size_t i = 1; i < origins.size(); ++i) policy += " " + origins[i];  // form-action stands last
  return policy;
}

}  // namespace

http::Response render_stop(const http::Pages& pages, const http::Request& request, Stop stop) {
  http::PageData data;
  int status = 403;
  switch (stop) {
    case Stop::kExpired:
      data.show("EXPIRED");
      status = 410;
      break;
    case Stop::kOtherBrowser:
      data.show("OTHER_BROWSER");
      break;
    case Stop::kOtherAccount:
      data.show("OTHER_ACCOUNT");
      break;
    case Stop::kNotOurForm:
      data.show("NOT_OUR_FORM");
      break;
    case Stop::kNoAnswer:
      data.show("NO_ANSWER");
      status = 400;
      break;
    case Stop::kBusy:
      data.show("BUSY");
      status = 503;
      break;
  }
  http::Response response = pages.render(status, "exchange/stopped", pages.language_of(request), std::move(data));
  if (status == 503) response.set_header("Retry-After", "5");
  return response;
}

http::Response render_error(const http::Pages& pages, const http::Request& request, const Error& error, Log& log) {
  if (error.code == ErrorCode::kForbidden) return render_stop(pages, request, Stop::kNotOurForm);
  if (error.code == ErrorCode::kInvalidInput) return render_stop(pages, request, Stop::kNoAnswer);
  log.error("consent.failed",
            {{"code", to_text(error.code)}, {"detail", error.private_detail}, {"request", request.id}});
  return render_stop(pages, request, Stop::kBusy);
}

http::Response render_consent(const http::Pages& pages, const http::Request& request, const ConsentView& view) {
  const http::Language language = pages.language_of(request);
  const http::Reader reader{pages, language};
  http::PageData data;
  data.set("SERVICE", view.client.display_name(language.tag));
  data.set("FLOW", view.flow);
  data.set("CSRF", view.csrf);
  if (!view.question.context_message.empty()) data.section("MESSAGE").set("TEXT", view.question.context_message);

  // Data for one purpose under one law stands together, in the order it was asked for.
  std::map<std::pair<std::string, std::string>, http::PageData*> groups;
  for (const auto& line : view.lines) {
    const catalogue::Entitlement* entitlement = view.client.find_entitlement(line.scope);
    const std::string purpose = entitlement ? http::pick(entitlement->purpose, language) : std::string();
    const std::string law = entitlement ? http::pick(entitlement->legal_basis, language) : std::string();
    http::PageData*& group = groups[{purpose, law}];
    if (group == nullptr) {
      group = &data.section("REASON");
      group->set("WHY", purpose);
      group->set("LAW", law);
    }
    fill_line(reader, line, group->section("ITEM"));
  }
  http::Response response = pages.render(200, "exchange/consent", language, std::move(data));
  response.set_header("Content-Security-Policy", policy_for(view.client));
  return response;
}

}  // namespace inkan::exchange
