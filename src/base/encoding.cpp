#include "base/encoding.h"

#include <array>
#include <cstdint>

namespace inkan {

namespace {

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kHex = "0123456789abcdef";

constexpr std::array<int8_t, 256> reverse_of(std::string_view alphabet) {
  std::array<int8_t, 256> table{};
  for (auto& entry : table) entry = -1;
  for (size_t i = 0; i < alphabet.size(); ++i) table[uint8_t(alphabet[i])] = int8_t(i);
  return table;
}

constexpr auto kBase64UrlReverse = reverse_of(kBase64Url);
constexpr auto kBase64Reverse = reverse_of(kBase64);
constexpr auto kBase32Reverse = reverse_of(kBase32);

// encode_bits writes each group of `width` bits as one letter.
std::string encode_bits(std::string_view bytes, std::string_view alphabet, int width) {
  std::string out;
  out.reserve((bytes.size() * 8 + width - 1) / width);
  uint32_t accumulator = 0;
  int bits = 0;
  for (char c : bytes) {
    accumulator = accumulator << 8 | uint8_t(c);
    bits += 8;
    while (bits >= width) {
      bits -= width;
      out += alphabet[accumulator >> bits & ((1u << width) - 1)];
    }
  }
  if (bits > 0) out += alphabet[accumulator << (width - bits) & ((1u << width) - 1)];
  return out;
}

// decode_bits accepts only what encode_bits writes: known letters, no spare letter, unused bits zero.
Result<std::string> decode_bits(std::string_view text, const std::array<int8_t, 256>& reverse, int width,
                                const char* name) {
  std::string out;
  out.reserve(text.size() * width / 8);
  uint32_t accumulator = 0;
  int bits = 0;
  for (char c : text) {
    int value = reverse[uint8_t(c)];
    if (value < 0) return fail(ErrorCode::kInvalidInput, std::string("is not ") + name + ": character not allowed");
    accumulator = accumulator << width | uint32_t(value);
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      out += char(accumulator >> bits & 0xFF);
    }
  }
  if (bits >= width || (accumulator & ((1u << bits) - 1)) != 0)
    return fail(ErrorCode::kInvalidInput, std::string("is not ") + name + ": length or last character is wrong");
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string base64url_encode(std::string_view bytes) { return encode_bits(bytes, kBase64Url, 6); }
Result<std::string> base64url_decode(std::string_view text) {
  return decode_bits(text, kBase64UrlReverse, 6, "base64url");
}

std::string base64_encode(std::string_view bytes) {
  std::string out = encode_bits(bytes, kBase64, 6);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return fail(ErrorCode::kInvalidInput, "is not base64: length is not a multiple of four");
  size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  return decode_bits(text, kBase64Reverse, 6, "base64");
}

std::string hex_encode(std::string_view bytes) { return encode_bits(bytes, kHex, 4); }

Result<std::string> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return fail(ErrorCode::kInvalidInput, "is not hexadecimal: odd length");
  std::string out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    int high = hex_value(text[i]);
    int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return fail(ErrorCode::kInvalidInput, "is not hexadecimal");
    out += char(high << 4 | low);
  }
  return out;
}

std::string base32_encode(std::string_view bytes) { return encode_bits(bytes, kBase32, 5); }
Result<std::string> base32_decode(std::string_view text) { return decode_bits(text, kBase32Reverse, 5, "base32"); }

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kUpperHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + 16);
  for (char c : text) {
    bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      out += '%';
      out += kUpperHex[uint8_t(c) >> 4];
      out += kUpperHex[uint8_t(c) & 15];
    }
  }
  return out;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) {
      c = ' ';
    } else if (c == '%') {
      if (i + 2 >= text.size()) return fail(ErrorCode::kInvalidInput, "has a cut percent escape");
      int high = hex_value(text[i + 1]);
      int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return fail(ErrorCode::kInvalidInput, "has a broken percent escape");
      c = char(high << 4 | low);
      i += 2;
    }
    if (c == '\0') return fail(ErrorCode::kInvalidInput, "holds a NUL");
    out += c;
  }
  return out;
}

}  // namespace inkan
