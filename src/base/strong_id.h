#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace inkan {

// StrongId is text that names one kind of thing; ids of different kinds do not mix. Not for secrets.
template <typename Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string text) : text_(std::move(text)) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  std::string text_{};
};

}  // namespace inkan

template <typename Tag>
struct std::hash<inkan::StrongId<Tag>> {
  size_t operator()(const inkan::StrongId<Tag>& id) const { return std::hash<std::string>()(id.text()); }
};
