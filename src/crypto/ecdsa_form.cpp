#include "crypto/ecdsa_form.h"

#include <algorithm>

#include "base/check.h"

namespace inkan::crypto {

namespace {

constexpr unsigned char kSequence = 0x30;
constexpr unsigned char kInteger = 0x02;

std::string_view without_leading_zeros(std::string_view number) {
  while (number.size() > 1 && number[0] == 0) number.remove_prefix(1);
  return number;
}

unsigned char* write_integer(unsigned char* to, std::string_view number) {
  const bool sign_byte = (uint8_t(number[0]) & 0x80) != 0;
  *to++ = kInteger;
  *to++ = static_cast<unsigned char>(number.size() + sign_byte);
  if (sign_byte) *to++ = 0;
  return std::copy(number.begin(), number.end(), to);
}

// take_integer moves past one INTEGER and gives its digits without sign byte.
std::optional<std::string_view> take_integer(std::string_view& der) {
  if (der.size() < 3 || uint8_t(der[0]) != kInteger) return std::nullopt;
  const size_t size = uint8_t(der[1]);
  if (size == 0 || size >= 0x80 || der.size() < 2 + size) return std::nullopt;
  std::string_view number = der.substr(2, size);
  der.remove_prefix(2 + size);
  if ((uint8_t(number[0]) & 0x80) != 0) return std::nullopt;  // negative
  if (number[0] == 0 && number.size() > 1) {
    if ((uint8_t(number[1]) & 0x80) == 0) return std::nullopt;  // a zero too many
    number.remove_prefix(1);
  }
  return number;
}

}  // namespace

DerSignature der_from_raw(std::string_view raw) {
  check(raw.size() >= 2 && raw.size() <= 132 && raw.size() % 2 == 0, "r and s have one length");
  std::string_view r = without_leading_zeros(raw.substr(0, raw.size() / 2));
  std::string_view s = without_leading_zeros(raw.substr(raw.size() / 2));
  const size_t body = 4 + r.size() + s.size() + (uint8_t(r[0]) >> 7) + (uint8_t(s[0]) >> 7);
  DerSignature der;
  unsigned char* to = der.bytes.data();
  *to++ = kSequence;
  if (body >= 0x80) *to++ = 0x81;
  *to++ = static_cast<unsigned char>(body);
  to = write_integer(write_integer(to, r), s);
  der.size = size_t(to - der.bytes.data());
  return der;
}

std::optional<std::string> raw_from_der(std::string_view der, size_t coordinate_size) {
  if (der.size() < 2 || uint8_t(der[0]) != kSequence) return std::nullopt;
  size_t size = uint8_t(der[1]);
  size_t header = 2;
  if (size == 0x81) {
    if (der.size() < 3 || uint8_t(der[2]) < 0x80) return std::nullopt;
    size = uint8_t(der[2]);
    header = 3;
  } else if (size >= 0x80) {
    return std::nullopt;
  }
  if (der.size() != header + size) return std::nullopt;
  der.remove_prefix(header);
  auto r = take_integer(der);
  if (!r) return std::nullopt;
  auto s = take_integer(der);
  if (!s || !der.empty() || r->size() > coordinate_size || s->size() > coordinate_size) return std::nullopt;
  std::string raw(2 * coordinate_size, '\0');
  std::copy(r->begin(), r->end(), raw.begin() + ptrdiff_t(coordinate_size - r->size()));
  std::copy(s->begin(), s->end(), raw.end() - ptrdiff_t(s->size()));
  return raw;
}

}  // namespace inkan::crypto
