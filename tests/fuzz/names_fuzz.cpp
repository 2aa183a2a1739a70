// Two names: parts are slices of their text, comparing is symmetric, and every rule is known.
#include "base/check.h"
#include "population/names/compare.h"

namespace {

using namespace inkan::population;
using namespace inkan::population::names;

bool is_slice(std::string_view part, std::string_view text) {
  return part.empty() || (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
}

void check_parts(NameKind kind, std::string_view text) {
  const SplitNames parts = split(kind, text);
  inkan::check(parts.size() >= 1, "a text is at least one name");
  for (const auto& name : parts)
    for (const auto part : {name.whole, name.surname, name.given, name.extra, name.patronymic})
      inkan::check(is_slice(part, text), "a part is a slice of its text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t middle = std::min(text.find('\n'), text.size());
  const std::string_view a = text.substr(0, middle);
  const std::string_view b = text.substr(std::min(middle + 1, text.size()));
  for (const auto kind : {NameKind::kLegal, NameKind::kKana, NameKind::kChinese}) {
    check_parts(kind, a);
    const Comparison forth = compare_names(kind, a, b);
    const Comparison back = compare_names(kind, b, a);
    inkan::check(forth.outcome == back.outcome && forth.rule == back.rule, "comparing is symmetric");
    if (!forth.rule.empty()) (void)find_rule(forth.rule);
    const Comparison self = compare_names(kind, a, a);
    inkan::check(self.outcome == Outcome::kEqual || self.outcome == Outcome::kNotComparable,
                 "a name is equal to itself");
  }
  return 0;
}
