#include "population/match/base.h"

#include <sys/mman.h>

#include "base/encoding.h"

namespace inkan::population::match {

std::optional<RawId> raw_id(std::string_view uuid) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (uuid.size() != kShape.size()) return std::nullopt;
  RawId id{};
  size_t digits = 0;
  for (size_t i = 0; i < uuid.size(); ++i) {
    const char c = uuid[i];
    if (kShape[i] == '-') {
      if (c != '-') return std::nullopt;
      continue;
    }
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (value < 0) return std::nullopt;
    id[digits / 2] = uint8_t(id[digits / 2] << 4 | value);
    ++digits;
  }
  return id;
}

std::string text_of(const RawId& id) {
  const std::string hex = hex_encode(std::string_view(reinterpret_cast<const char*>(id.data()), id.size()));
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
         hex.substr(20);
}

Base::~Base() {
  if (mapping_ != nullptr) munmap(mapping_, bytes_);
}

PersonId Base::id(uint32_t ordinal) const { return ids_.empty() ? PersonId() : PersonId(text_of(ids_[ordinal])); }

int64_t Base::find(const PersonId& id) const {
  if (ids_.empty()) return -1;
  const std::optional<RawId> raw = raw_id(id.text());
  if (!raw) return -1;
  const uint64_t hash = hash_text(std::string_view(reinterpret_cast<const char*>(raw->data()), raw->size()), 7);
  __extension__ using Wide = unsigned __int128;
  const auto bucket = size_t(Wide(hash) * (id_starts_.size() - 1) >> 64);
  for (uint32_t at = id_starts_[bucket]; at < id_starts_[bucket + 1]; ++at)
    if (ids_[id_order_[at]] == *raw && !gone(id_order_[at])) return id_order_[at];
  return -1;
}

void Base::remove(uint32_t ordinal) {
  gone_[ordinal / 64].fetch_or(uint64_t(1) << (ordinal % 64), std::memory_order_acq_rel);
  gone_count_.fetch_add(1, std::memory_order_acq_rel);
}

}  // namespace inkan::population::match
