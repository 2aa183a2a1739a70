#pragma once

#include <cstdint>
#include <string_view>

namespace inkan::population::names {

// take_utf8 reads the character at `at` and moves behind it. What is not UTF-8 (overlong, surrogate, cut off) is read
// as U+FFFD, one byte at a time. `at` is before `end`.
inline char32_t take_utf8(const char*& at, const char* end) {
  const auto first = uint8_t(*at);
  if (first < 0x80) {
    ++at;
    return first;
  }
  const auto next = [&](int i) { return char32_t(uint8_t(at[i])) ^ 0x80; };  // 0 to 0x3F when it continues
  const auto left = end - at;
  if (first >= 0xE0 && first < 0xF0 && left >= 3 && (next(1) | next(2)) < 0x40) [[likely]] {
    const char32_t c = char32_t(first & 0x0F) << 12 | next(1) << 6 | next(2);
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
      at += 3;
      return c;
    }
  } else if (first >= 0xC2 && first < 0xE0 && left >= 2 && next(1) < 0x40) {
    const char32_t c = char32_t(first & 0x1F) << 6 | next(1);
    at += 2;
    return c;
  } else if (first >= 0xF0 && first < 0xF5 && left >= 4 && (next(1) | next(2) | next(3)) < 0x40) {
    const char32_t c = char32_t(first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3);
    if (c >= 0x10000 && c <= 0x10FFFF) {
      at += 4;
      return c;
    }
  }
  ++at;
  return 0xFFFD;
}

// put_utf8 writes a character and moves behind it; four bytes must be free.
inline void put_utf8(char*& out, char32_t c) {
  if (c < 0x80) {
    *out++ = char(c);
  } else if (c < 0x800) {
    *out++ = char(0xC0 | c >> 6);
    *out++ = char(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = char(0xE0 | c >> 12);
    *out++ = char(0x80 | (c >> 6 & 0x3F));
    *out++ = char(0x80 | (c & 0x3F));
  } else {
    *out++ = char(0xF0 | c >> 18);
    *out++ = char(0x80 | (c >> 12 & 0x3F));
    *out++ = char(0x80 | (c >> 6 & 0x3F));
    *out++ = char(0x80 | (c & 0x3F));
  }
}

template <typename String>
void append_utf8(String& text, char32_t c) {
  char bytes[4];
  char* end = bytes;
  put_utf8(end, c);
  text.append(bytes, size_t(end - bytes));
}

}  // namespace inkan::population::names
