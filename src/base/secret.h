#pragma once

#include <cstring>

#include <string>
#include <string_view>
#include <utility>

namespace inkan {

// Purpose says why a secret is looked at; each use is greppable.
enum class Purpose { kCompute, kStoreSealed, kShowOnceToOwner, kTest };

// Secret holds bytes that must not be printed, compared with == or copied by accident; wiped on destruction.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      bytes_ = std::move(other.bytes_);
      other.wipe();
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(); }

  bool operator==(const Secret&) const = delete;
  Secret copy() const { return Secret(bytes_); }
  size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  // reveal is the one door to the bytes; the view lives as long as this object.
  std::string_view reveal(Purpose) const { return bytes_; }

 private:
  void wipe() {
    if (!bytes_.empty()) explicit_bzero(bytes_.data(), bytes_.size());
    bytes_.clear();
  }
  std::string bytes_{};
};

}  // namespace inkan
