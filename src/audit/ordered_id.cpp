#include "audit/ordered_id.h"

#include "base/encoding.h"

namespace inkan::audit {

std::string ordered_id(Time now, Random& random) {
  const auto milliseconds = uint64_t(unix_micros(now) / 1000);
  std::string b = random.bytes(16);
  for (int i = 0; i < 6; ++i) b[size_t(i)] = char(uint8_t(milliseconds >> (40 - 8 * i)));
  b[6] = char((uint8_t(b[6]) & 0x0F) | 0x70);
  b[8] = char((uint8_t(b[8]) & 0x3F) | 0x80);
  const std::string h = hex_encode(b);
  return h.substr(0, 8) + "-" + h.substr(8, 4) + "-" + h.substr(12, 4) + "-" + h.substr(16, 4) + "-" + h.substr(20);
}

}  // namespace inkan::audit
