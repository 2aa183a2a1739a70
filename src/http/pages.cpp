#include "http/pages.h"

#include <algorithm>
#include <set>

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include "base/check.h"
#include "base/embedded.h"
#include "base/encoding.h"
#include "base/find_number.h"
#include "http/language.h"
#include "http/template_tags.h"

namespace inkan::http {

namespace {

constexpr std::string_view kTemplates = "web/templates/";
constexpr std::string_view kWords = "web/words/";
constexpr std::string_view kLayout = "web/templates/layout.html";
constexpr std::string_view kParts = "web/templates/parts/";
constexpr std::string_view kBody = "{{>BODY}}";
constexpr std::string_view kPart = "{{>parts/";
constexpr auto kStrip = ctemplate::STRIP_BLANK_LINES;

ctemplate::TemplateString view(std::string_view text) { return {text.data(), text.size()}; }

void fill(ctemplate::TemplateDictionary& dictionary, const PageData& data) {
  for (const auto& [name, value] : data.values) dictionary.SetValue(view(name), view(value));
  for (const auto& [name, repetitions] : data.sections)
    for (const auto& repetition : repetitions) fill(*dictionary.AddSectionDictionary(view(name)), *repetition);
}

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

// put_parts puts web/templates/parts/NAME.html in the place of each {{>parts/NAME}}; parts hold no parts. Words, tags
// and escaping are then those of the page.
Result<std::string> put_parts(std::string text, const std::string& page, const PageFiles& files) {
  for (size_t at = 0; (at = text.find(kPart, at)) != std::string::npos;) {
    const size_t end = text.find("}}", at);
    if (end == std::string::npos) return fail(ErrorCode::kInternal, page + ": a {{>parts/ has no }}");
    const std::string name = text.substr(at + kPart.size(), end - at - kPart.size());
    const auto part = files.find(std::string(kParts) + name + ".html");
    if (part == files.end())
      return fail(ErrorCode::kInternal, page + ": web/templates/parts/" + name + ".html is missing");
    if (part->second.find(kPart) != std::string::npos)
      return fail(ErrorCode::kInternal, page + ": the part '" + name + "' holds a part; parts hold none");
    std::string_view body = part->second;
    while (body.ends_with('\n')) body.remove_suffix(1);
    text.replace(at, end + 2 - at, body);
    at += body.size();
  }
  return text;
}

}  // namespace

PageData& PageData::set(std::string name, std::string value) {
  values.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

PageData& PageData::section(const std::string& name) {
  return *sections[name].emplace_back(std::make_unique<PageData>());
}

struct Pages::Impl {
  std::string default_language{};
  std::vector<std::string> languages{};                     // sorted
  std::map<std::string, Words, std::less<>> words{};        // by language
  std::map<std::string, TemplateTags, std::less<>> tags{};  // by page, of the default language
  ctemplate::TemplateCache templates{};                     // key "<language>/<page>", read-only after create

  Result<Done> load_words(const PageFiles& files);
  Result<Done> check_words() const;
  Result<Done> load_page(const std::string& page, const std::string& layout, const std::string& body);
  void add_automatic(PageData& data, const Language& language) const;
};

// load_words reads web/words/<language>.json and web/words/<language>/<any>.json.
Result<Done> Pages::Impl::load_words(const PageFiles& files) {
  for (const auto& [path, text] : files) {
    if (!path.starts_with(kWords) || !path.ends_with(".json")) continue;
    std::string_view name = std::string_view(path).substr(kWords.size());
    std::string language(name.substr(0, name.find_first_of("/.")));
    auto read = read_words(text, path, words[language]);
    if (!read) return read;
  }
  for (const auto& [language, unused] : words) languages.push_back(language);
  if (!words.contains(default_language))
    return fail(ErrorCode::kInternal, "There are no words for the default language '" + default_language + "'.");
  return Done{};
}

Result<Done> Pages::Impl::check_words() const {
  std::set<std::string, std::less<>> keys;
  for (const auto& [language, own] : words)
    for (const auto& [key, unused] : own) keys.insert(key);
  for (const auto& [language, own] : words)
    for (const std::string& key : keys)
      if (!own.contains(key))
        return fail(ErrorCode::kInternal, "The word '" + key + "' is missing in the language '" + language + "'.");
  return Done{};
}

// load_page makes one template per language: words put in, title put in, body put into the layout. Being one text, its
// escaping is decided by one parse, and rendering is one step.
Result<Done> Pages::Impl::load_page(const std::string& page, const std::string& layout, const std::string& body) {
  std::string title = "[[" + replace_all(page, "/", ".") + ".title]]";
  std::string whole = replace_all(replace_all(layout, "{{TITLE}}", title), kBody, body);
  for (const std::string& language : languages) {
    std::string where = page + " (" + language + "): ";
    auto text = put_words(whole, words.find(language)->second);
    if (!text) return fail(ErrorCode::kInternal, where + text.error().public_text);
    auto read = read_tags(*text);
    if (!read) return fail(ErrorCode::kInternal, where + read.error().public_text);
    if (language == default_language) tags[page] = std::move(*read);
    std::string marked = "{{%AUTOESCAPE context=\"HTML\"}}" + *text;
    if (!templates.StringToTemplateCache(language + "/" + page, marked, kStrip))
      return fail(ErrorCode::kInternal, where + "ctemplate refuses the template; see its message on standard error");
  }
  return Done{};
}

void Pages::Impl::add_automatic(PageData& data, const Language& language) const {
  data.set("LANG", language.tag);
  auto own = data.values.find("TO");
  // ctemplate escapes a part of a URL for HTML only, so the encoding for a query is ours.
  const std::string to = percent_encode(own == data.values.end() ? language.to : own->second);
  data.set("TO", to);
  for (const std::string& tag : languages) {
    PageData& entry = data.section("LANGUAGES");
    entry.set("TAG", tag);
    entry.set("TO", to);
    const Words& texts = words.find(tag)->second;
    auto name = texts.find("layout.language_name");
    entry.set("NAME", name == texts.end() ? tag : name->second);
    entry.show(tag == language.tag ? "CURRENT" : "OTHER");
  }
}

Pages::Pages() : impl_(std::make_unique<Impl>()) {}
Pages::~Pages() = default;

Result<std::unique_ptr<Pages>> Pages::create(std::string default_language) {
  PageFiles files;
  for (std::string_view folder : {kTemplates, kWords})
    for (const std::string& path : list_embedded(folder)) files[path] = find_embedded(path);
  return create_from(files, std::move(default_language));
}

Result<std::unique_ptr<Pages>> Pages::create_from(const PageFiles& files, std::string default_language) {
  std::unique_ptr<Pages> pages(new Pages());
  Impl& impl = *pages->impl_;
  impl.default_language = std::move(default_language);
  auto layout = files.find(std::string(kLayout));
  if (layout == files.end()) return fail(ErrorCode::kInternal, "web/templates/layout.html is missing.");
  if (layout->second.find(kBody) == std::string::npos)
    return fail(ErrorCode::kInternal, "web/templates/layout.html has no place for the page: {{>BODY}}.");
  auto loaded = impl.load_words(files);
  if (loaded) loaded = impl.check_words();
  if (!loaded) return pass_on(loaded);
  for (const auto& [path, text] : files) {
    if (!path.starts_with(kTemplates) || !path.ends_with(".html") || path == kLayout || path.starts_with(kParts))
      continue;
    std::string page = path.substr(kTemplates.size(), path.size() - kTemplates.size() - 5);
    auto body = put_parts(text, page, files);
    if (!body) return pass_on(body);
    loaded = impl.load_page(page, layout->second, *body);
    if (!loaded) return pass_on(loaded);
  }
  impl.templates.Freeze();
  return pages;
}

Response Pages::render(int status, std::string_view page, const Language& language, PageData data) const {
  bool known = std::find(impl_->languages.begin(), impl_->languages.end(), language.tag) != impl_->languages.end();
  Language used = language;
  if (!known) used.tag = impl_->default_language;
  impl_->add_automatic(data, used);
  ctemplate::TemplateDictionary dictionary("page");
  fill(dictionary, data);
  std::string key = used.tag + "/" + std::string(page);
  std::string text;
  bool expanded = impl_->templates.ExpandNoLoad(key, kStrip, &dictionary, nullptr, &text);
  check(expanded, "a page that is rendered has a template");
  Response response = html_response(status, std::move(text));
  response.add_header("Content-Language", used.tag);
  return response;
}

Language Pages::language_of(const Request& request) const {
  Language language;
  language.tag = impl_->default_language;
  language.to = request.path;
  if (request.method == Method::kGet && !request.query_text.empty()) language.to += "?" + request.query_text;
  // REQ-NUM-2: whoever put a personal number into an address does not get it back in a link.
  if (holds_personal_number(language.to)) language.to = holds_personal_number(request.path) ? "/" : request.path;
  if (!is_local_path(language.to)) language.to = "/";
  auto cookie = request.cookie("__Host-lang");
  if (cookie && impl_->words.contains(*cookie)) {
    language.tag = *cookie;
    return language;
  }
  if (const std::string* accept = request.header("accept-language")) {
    std::string chosen = choose_language(*accept, impl_->languages);
    if (!chosen.empty()) language.tag = chosen;
  }
  return language;
}

std::string Pages::word(const Language& language, std::string_view key) const {
  auto words = impl_->words.find(language.tag);
  if (words == impl_->words.end()) words = impl_->words.find(impl_->default_language);
  auto found = words->second.find(key);
  check(found != words->second.end(), "a word that code asks for exists");
  return found->second;
}

std::vector<std::string> Pages::languages() const { return impl_->languages; }

std::vector<std::string> Pages::missing(std::string_view page, const PageData& data) const {
  auto tags = impl_->tags.find(page);
  if (tags == impl_->tags.end()) return {"no such page: " + std::string(page)};
  std::vector<std::string> missing = missing_values(tags->second, data);
  std::erase_if(missing, [](const std::string& name) { return name == "LANG" || name == "TO"; });
  return missing;
}

std::vector<std::string> Pages::pages() const {
  std::vector<std::string> names;
  for (const auto& [name, unused] : impl_->tags) names.push_back(name);
  return names;
}

}  // namespace inkan::http
