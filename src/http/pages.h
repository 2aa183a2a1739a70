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
// `to` is the local path (with query, when it was a GET) that the language switch leads back to; language_of fills it.
struct Language {
  std::string tag = "en";
  std::string to = "/";
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

// PageFiles is path to text of web/templates/ and web/words/; tests make their own.
using PageFiles = std::map<std::string, std::string>;

// Pages renders web/templates/<area>/<page>.html with the words of web/words/<language>/*.json (or <language>.json):
// nested objects, read as dotted keys. In templates and in words, [[area.key]] stands for a word; words may hold
// {{VARIABLES}} and are plain text: markup in them is escaped. Every page takes the place of {{>BODY}} in layout.html.
// Given to every page: LANG, TITLE (= [[<area>.<page>.title]]), TO
// (Language::to unless the handler set its own TO; percent-encoded, for a query), and for each language a section
// LANGUAGES with TAG, NAME ([[layout.language_name]] of that language), TO and an inner section CURRENT or OTHER. Forms
// include the hidden field csrf with {{CSRF}}, which the handler sets. create() reads and checks everything: a key
// missing in one language, modifiers (they could turn escaping off), unbalanced sections or markup that ctemplate
// cannot escape refuse the start, naming the file.
class Pages {
 public:
  static Result<std::unique_ptr<Pages>> create(std::string default_language);
  static Result<std::unique_ptr<Pages>> create_from(const PageFiles& files, std::string default_language);
  ~Pages();
  // render fills a page ("accounts/login"); an unknown page is our bug and stops the program. The result is a whole
  // document with the right headers and status.
  Response render(int status, std::string_view page, const Language& language, PageData data) const;
  Language language_of(const Request& request) const;
  // word gives one translated text, for the few places outside templates (HTTP error pages, mails).
  std::string word(const Language& language, std::string_view key) const;
  std::vector<std::string> languages() const;
  // missing lists, for tests, what the template would use and the data does not give: "NAME" or "SECTION.NAME".
  // Sections that are not shown need nothing. An unknown page is reported as such.
  std::vector<std::string> missing(std::string_view page, const PageData& data) const;
  std::vector<std::string> pages() const;

 private:
  Pages();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::http
