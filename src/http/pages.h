#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace inkan::http {

// Language of a page: "en", "ja", …; chosen by the cookie __Host-lang, then Accept-Language, then the default.
struct Language {
  std::string tag = "en";
};

// PageData fills a template: variables, and repeated or optional sections ({{#NAME}}…{{/NAME}}). Values are escaped
// by context by ctemplate; there is no way to put raw HTML in.
class PageData {
 public:
  PageData& set(std::string name, std::string value);
  // section adds one repetition and returns it for filling; show adds an empty one.
  PageData& section(const std::string& name);
  void show(const std::string& name) { section(name); }

  std::map<std::string, std::string> values{};
  std::map<std::string, std::vector<std::unique_ptr<PageData>>> sections{};
};

// Pages renders web/templates/<area>/<page>.html with the words of web/words/<language>.json. In templates and in
// words, [[area.key]] stands for a word; words may hold {{VARIABLES}}. Every page is wrapped by layout.html, which gets
// LANG, TITLE (= [[<area>.<page>.title]]), the language switch, and CSRF is the hidden field {{CSRF}} that forms include.
// create() reads and checks everything: a key missing in one language, or an unknown template variable syntax, refuses the start.
class Pages {
 public:
  static Result<std::unique_ptr<Pages>> create(std::string default_language);
  ~Pages();
  // page: "accounts/login". The result is a whole document with the right headers and status.
  Response render(int status, std::string_view page, const Language& language, PageData data) const;
  Language language_of(const Request& request) const;
  // word gives one translated text, for the few places outside templates (HTTP error pages, mails).
  std::string word(const Language& language, std::string_view key) const;
  std::vector<std::string> languages() const;

 private:
  Pages();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::http
