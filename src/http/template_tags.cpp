#include "http/template_tags.h"

#include <algorithm>
#include <set>

#include "base/json.h"

namespace inkan::http {

namespace {

constexpr int kWordDepthMax = 4;

bool is_name(std::string_view name) {
  if (name.empty()) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::unexpected<Error> bad_tag(std::string_view tag) {
  return fail(ErrorCode::kInternal, "Template tag not allowed: {{" + std::string(tag.substr(0, 60)) + "}}");
}

void add_object(const json::object& object, const std::string& prefix, Words& words, std::string& trouble) {
  for (const auto& member : object) {
    std::string key = prefix + std::string(member.key());
    if (const auto* inner = member.value().if_object()) {
      add_object(*inner, key + ".", words, trouble);
    } else if (const auto* text = member.value().if_string()) {
      if (!words.emplace(key, std::string(text->data(), text->size())).second) trouble = key + " is there twice";
    } else {
      trouble = key + " is not a text";
    }
  }
}

// escape_word makes HTML text (or attribute text) of a word and leaves {{VARIABLES}} for ctemplate.
std::string escape_word(std::string_view word) {
  std::string out;
  for (size_t i = 0; i < word.size(); ++i) {
    switch (word[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += word[i];
    }
  }
  return out;
}

Result<std::string> put_words_to(std::string_view text, const Words& words, int depth) {
  std::string out;
  while (true) {
    size_t start = text.find("[[");
    out += text.substr(0, start);
    if (start == std::string_view::npos) return out;
    size_t end = text.find("]]", start);
    if (end == std::string_view::npos) return fail(ErrorCode::kInternal, "a [[ is not closed");
    std::string_view key = text.substr(start + 2, end - start - 2);
    auto word = words.find(key);
    if (word == words.end())
      return fail(ErrorCode::kInternal, "the word '" + std::string(key.substr(0, 80)) + "' is missing");
    if (depth == kWordDepthMax) return fail(ErrorCode::kInternal, "words contain each other: " + std::string(key));
    auto inner = put_words_to(escape_word(word->second), words, depth + 1);
    if (!inner) return inner;
    out += *inner;
    text.remove_prefix(end + 2);
  }
}

void collect_missing(const TemplateTags& tags, const PageData& data, std::vector<const PageData*>& levels,
                     const std::string& prefix, std::set<std::string>& missing) {
  levels.push_back(&data);
  for (const std::string& name : tags.variables) {
    bool given = std::any_of(levels.begin(), levels.end(), [&](const PageData* l) { return l->values.contains(name); });
    if (!given) missing.insert(prefix + name);
  }
  for (const auto& [name, inner] : tags.sections) {
    auto found = data.sections.find(name);
    if (found == data.sections.end()) continue;
    for (const auto& repetition : found->second)
      collect_missing(inner, *repetition, levels, prefix + name + ".", missing);
  }
  levels.pop_back();
}

}  // namespace

Result<TemplateTags> read_tags(std::string_view text) {
  TemplateTags root;
  std::vector<std::pair<std::string, TemplateTags>> open;
  size_t at = 0;
  while ((at = text.find("{{", at)) != std::string_view::npos) {
    size_t end = text.find("}}", at);
    if (end == std::string_view::npos) return fail(ErrorCode::kInternal, "a {{ is not closed");
    std::string_view tag = text.substr(at + 2, end - at - 2);
    at = end + 2;
    if (tag.starts_with('!')) continue;
    TemplateTags& here = open.empty() ? root : open.back().second;
    bool marked = tag.starts_with('#') || tag.starts_with('/');
    std::string_view name = marked ? tag.substr(1) : tag;
    if (!is_name(name)) return bad_tag(tag);
    if (!marked) {
      here.variables.emplace_back(name);
    } else if (tag.front() == '#') {
      open.emplace_back(std::string(name), TemplateTags());
    } else {
      if (open.empty() || open.back().first != name) return bad_tag(tag);
      auto closed = std::move(open.back());
      open.pop_back();
      (open.empty() ? root : open.back().second).sections.push_back(std::move(closed));
    }
  }
  if (!open.empty()) return fail(ErrorCode::kInternal, "Template section not closed: " + open.back().first);
  return root;
}

std::vector<std::string> missing_values(const TemplateTags& tags, const PageData& data) {
  std::vector<const PageData*> levels;
  std::set<std::string> missing;
  collect_missing(tags, data, levels, "", missing);
  return {missing.begin(), missing.end()};
}

Result<Done> read_words(std::string_view json_text, std::string_view file, Words& words) {
  auto object = parse_json_object(json_text, file);
  if (!object) return pass_on(object);
  std::string trouble;
  add_object(*object, "", words, trouble);
  if (!trouble.empty()) return fail(ErrorCode::kInternal, std::string(file) + ": " + trouble);
  return Done{};
}

Result<std::string> put_words(std::string_view text, const Words& words) { return put_words_to(text, words, 0); }

}  // namespace inkan::http
