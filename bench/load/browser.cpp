#include "browser.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/text.h"
#include "failure.h"

namespace inkan::bench {
namespace {

constexpr int kStepsMax = 30;

using Attributes = std::map<std::string, std::string>;

struct Tag {
  std::string name{};
  Attributes attributes{};
  size_t end = 0;  // first character behind it

  std::string get(const std::string& attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? "" : found->second;
  }
};

std::string unescape(std::string_view text) {
  static const std::map<std::string, std::string, std::less<>> kNamed = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
  std::string out;
  while (!text.empty()) {
    const size_t end = text.starts_with('&') ? text.find(';') : text.npos;
    if (end == text.npos) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view name = text.substr(1, end - 1);
    if (const auto found = kNamed.find(name); found != kNamed.end()) {
      out += found->second;
    } else if (name.starts_with('#')) {
      const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
      out += static_cast<char>(std::stoi(std::string(name.substr(hex ? 2 : 1)), nullptr, hex ? 16 : 10));
    } else {
      out.append(text.substr(0, end + 1));
    }
    text.remove_prefix(end + 1);
  }
  return out;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// read_attribute takes one attribute off the front of text, which must not start with '>'.
void read_attribute(std::string_view& text, Attributes& into) {
  size_t n = 0;
  while (n < text.size() && !is_space(text[n]) && text[n] != '=' && text[n] != '>') n++;
  const std::string name = ascii_lower(text.substr(0, n));
  text.remove_prefix(std::max<size_t>(n, 1));
  std::string_view value;
  if (n && text.starts_with('=')) {
    text.remove_prefix(1);
    const char quote = text.empty() ? '\0' : text.front();
    if (quote == '"' || quote == '\'') {
      value = text.substr(1, text.find(quote, 1) - 1);
      text.remove_prefix(std::min(value.size() + 2, text.size()));
    } else {
      n = 0;
      while (n < text.size() && !is_space(text[n]) && text[n] != '>') n++;
      value = text.substr(0, n);
      text.remove_prefix(n);
    }
  }
  if (!name.empty() && name != "/") into.emplace(name, unescape(value));
}

// next_tag finds the next opening or closing tag at or behind `from`.
std::optional<Tag> next_tag(std::string_view html, size_t from) {
  const size_t open = html.find('<', from);
  if (open == html.npos) return std::nullopt;
  std::string_view text = html.substr(open + 1);
  size_t n = 0;
  while (n < text.size() && !is_space(text[n]) && text[n] != '>') n++;
  Tag tag{.name = ascii_lower(text.substr(0, n))};
  text.remove_prefix(n);
  while (!text.empty() && text.front() != '>') {
    if (is_space(text.front())) {
      text.remove_prefix(1);
    } else {
      read_attribute(text, tag.attributes);
    }
  }
  tag.end = html.size() - text.size() + (text.empty() ? 0 : 1);
  return tag;
}

struct Form {
  Tag opening{};
  std::vector<Tag> controls{};
};

std::vector<Form> forms_of(const std::string& html) {
  std::vector<Form> forms;
  bool inside = false;
  for (auto tag = next_tag(html, 0); tag; tag = next_tag(html, tag->end)) {
    if (tag->name == "form") {
      forms.push_back({.opening = *tag});
      inside = true;
    } else if (tag->name == "/form") {
      inside = false;
    } else if (inside && (tag->name == "input" || tag->name == "button")) {
      forms.back().controls.push_back(*tag);
    }
  }
  return forms;
}

bool is_button(const Tag& control) {
  const std::string type = ascii_lower(control.get("type"));
  return control.name == "button" ? type.empty() || type == "submit" : type == "submit" || type == "image";
}

}  // namespace

Browser::Browser(SSL_CTX& tls, Answers answers, bool trace) : http_(tls), answers_(std::move(answers)), trace_(trace) {}

void Browser::forget() {
  cookies_.clear();
  http_.close_all();
}

void Browser::keep_cookie(const Url& url, std::string_view line) {
  const auto parts = split(line, ';');
  const size_t equals = parts[0].find('=');
  if (equals == std::string::npos) return;
  Cookie cookie{.host = url.host,
                .path = url.path().substr(0, std::max<size_t>(url.path().rfind('/'), 1)),
                .name = parts[0].substr(0, equals),
                .value = parts[0].substr(equals + 1)};
  bool gone = cookie.value.empty();
  for (size_t i = 1; i < parts.size(); i++) {
    const std::string_view attribute = trim(parts[i]);
    const std::string name = ascii_lower(attribute.substr(0, attribute.find('=')));
    const std::string_view value = attribute.substr(std::min(name.size() + 1, attribute.size()));
    if (name == "path" && value.starts_with('/')) cookie.path = value;
    if (name == "max-age" && parse_int(value).value_or(1) <= 0) gone = true;
    if (name == "expires" && value.contains("1970")) gone = true;
  }
  std::erase_if(cookies_, [&](const Cookie& known) {
    return known.host == cookie.host && known.path == cookie.path && known.name == cookie.name;
  });
  if (!gone) cookies_.push_back(std::move(cookie));
}

std::string Browser::cookie_header(const Url& url) const {
  const std::string path = url.path();
  std::string out;
  for (const Cookie& cookie : cookies_) {
    const bool within =
        path.starts_with(cookie.path) &&
        (path.size() == cookie.path.size() || cookie.path.ends_with('/') || path[cookie.path.size()] == '/');
    if (cookie.host == url.host && within) out += (out.empty() ? "" : "; ") + cookie.name + "=" + cookie.value;
  }
  return out;
}

Response Browser::fetch(const Step& step) {
  const Url url = Url::parse(step.url);
  Fields headers{{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64) load"}, {"Accept", "text/html,*/*;q=0.8"}};
  if (const std::string cookies = cookie_header(url); !cookies.empty()) headers.emplace_back("Cookie", cookies);
  if (step.method == "POST") {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    headers.emplace_back("Origin", url.origin());
  }
  Response response = http_.request(step.method, step.url, headers, step.body);
  for (const auto& [name, value] : response.headers) {
    if (name == "set-cookie") keep_cookie(url, value);
  }
  if (trace_) {
    const std::string* location = response.header("location");
    std::fprintf(stderr, "  browser %s %s -> %d %s\n", step.method.c_str(), clip(step.url, 140).c_str(),
                 response.status, location ? clip(*location, 140).c_str() : "");
  }
  return response;
}

std::optional<Browser::Step> Browser::fill_form(const Url& page, const std::string& html) const {
  const auto answer = [&](const Tag& control) -> const std::string* {
    for (const auto& [name, value] : answers_.values) {
      if (control.get("name") == name || control.get("id") == name) return &value;
    }
    return nullptr;
  };
  const auto wanted = [&](const Tag& control) {
    return is_button(control) && std::ranges::any_of(answers_.buttons, [&](const std::string& button) {
             return control.get("id") == button || control.get("name") == button;
           });
  };
  for (const Form& form : forms_of(html)) {
    const auto known = [&](const Tag& control) { return wanted(control) || (!is_button(control) && answer(control)); };
    if (std::ranges::none_of(form.controls, known)) continue;
    Fields fields;
    const Tag* pressed = nullptr;
    for (const Tag& control : form.controls) {
      if (is_button(control)) {
        if (!pressed || (wanted(control) && !wanted(*pressed))) pressed = &control;
        continue;
      }
      const std::string type = ascii_lower(control.get("type"));
      if (control.get("name").empty() || control.name == "button" || type == "button" || type == "reset") continue;
      if ((type == "checkbox" || type == "radio") && !control.attributes.contains("checked") &&
          !control.attributes.contains("required")) {
        continue;
      }
      const std::string* value = answer(control);
      fields.emplace_back(control.get("name"), value ? *value : control.get("value"));
    }
    if (pressed && !pressed->get("name").empty()) fields.emplace_back(pressed->get("name"), pressed->get("value"));
    return Step{.method = ascii_upper(form.opening.get("method")) == "POST" ? "POST" : "GET",
                .url = page.resolve(form.opening.get("action")),
                .body = form_encode(fields)};
  }
  return std::nullopt;
}

std::string Browser::visit(const std::string& url, std::string_view until_prefix) {
  Step step{.method = "GET", .url = url};
  for (int i = 0; i < kStepsMax; i++) {
    if (step.method == "GET" && !step.body.empty()) {
      step.url += "?" + step.body;
      step.body.clear();
    }
    const Response response = fetch(step);
    const Url here = Url::parse(step.url);
    if (response.status >= 300 && response.status < 400) {
      const std::string* location = response.header("location");
      require(location, "a redirect without Location");
      std::string next = here.resolve(*location);
      if (next.starts_with(until_prefix)) return next;
      step = {.method = "GET", .url = std::move(next)};
      continue;
    }
    require(response.status == 200, here.path() + " answered " + std::to_string(response.status));
    auto next = fill_form(here, response.body);
    require(next.has_value(), "a page without a form we know at " + here.path());
    step = std::move(*next);
  }
  throw Failure("the sign-in does not end");
}

}  // namespace inkan::bench
