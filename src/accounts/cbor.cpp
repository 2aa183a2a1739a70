#include "accounts/cbor.h"

#include <optional>

#include "base/text.h"

namespace inkan::accounts::cbor {
namespace {

constexpr int kDepthMax = 4;
constexpr uint64_t kEntriesMax = 256;

struct Head {
  int major = 0;
  uint64_t argument = 0;
};

std::unexpected<Error> broken(const char* what) { return fail(ErrorCode::kInvalidInput, std::string("CBOR: ") + what); }

bool same(const Value& a, const Value& b) {
  if (a.integer() && b.integer()) return *a.integer() == *b.integer();
  if (a.text() && b.text()) return *a.text() == *b.text();
  return false;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  size_t position() const { return position_; }

  Result<Value> item(int depth) {
    if (depth > kDepthMax) return broken("nested too deep");
    Result<Head> read = head();
    if (!read) return pass_on(read);
    switch (read->major) {
      case 0:
        return integer(read->argument, /*negative=*/false);
      case 1:
        return integer(read->argument, /*negative=*/true);
      case 2:
        return string(read->argument, /*text=*/false);
      case 3:
        return string(read->argument, /*text=*/true);
      case 4:
        return array(read->argument, depth);
      case 5:
        return map(read->argument, depth);
      case 7:
        return simple(read->argument);
      default:
        return broken("tags are not used here");
    }
  }

 private:
  // RFC 8949 §3: the initial byte and its argument; §4.2.1: in the shortest form.
  Result<Head> head() {
    if (position_ >= bytes_.size()) return broken("ends too early");
    const auto initial = static_cast<unsigned char>(bytes_[position_++]);
    Head read{.major = initial >> 5};
    const int info = initial & 0x1f;
    if (info < 24) {
      read.argument = static_cast<uint64_t>(info);
      return read;
    }
    if (info > 27 || read.major == 7) return broken("indefinite lengths, floats and reserved forms are not used here");
    const size_t width = size_t{1} << (info - 24);
    if (bytes_.size() - position_ < width) return broken("ends too early");
    for (size_t i = 0; i < width; ++i)
      read.argument = read.argument << 8 | static_cast<unsigned char>(bytes_[position_++]);
    const uint64_t least = width == 1 ? 24 : uint64_t{1} << (4 * width);
    if (read.argument < least) return broken("a number is not in its shortest form");
    return read;
  }

  Result<Value> integer(uint64_t argument, bool negative) {
    if (argument > static_cast<uint64_t>(INT64_MAX)) return broken("a number is too large");
    const auto value = static_cast<int64_t>(argument);
    return Value{negative ? -1 - value : value};
  }

  Result<Value> string(uint64_t length, bool text) {
    if (bytes_.size() - position_ < length) return broken("ends too early");
    std::string content(bytes_.substr(position_, length));
    position_ += length;
    if (!text) return Value{ByteString{std::move(content)}};
    if (!is_utf8(content)) return broken("a text is not UTF-8");
    return Value{std::move(content)};
  }

  Result<Value> array(uint64_t count, int depth) {
    if (count > kEntriesMax) return broken("too many entries");
    Array entries;
    for (uint64_t i = 0; i < count; ++i) {
      Result<Value> entry = item(depth + 1);
      if (!entry) return pass_on(entry);
      entries.push_back(std::move(*entry));
    }
    return Value{std::move(entries)};
  }

  Result<Value> map(uint64_t count, int depth) {
    if (count > kEntriesMax) return broken("too many entries");
    Map entries;
    for (uint64_t i = 0; i < count; ++i) {
      Result<Value> key = item(depth + 1);
      if (!key) return pass_on(key);
      if (!key->integer() && !key->text()) return broken("a key is neither number nor text");
      for (const auto& [earlier, unused] : entries) {
        if (same(earlier, *key)) return broken("a key comes twice");
      }
      Result<Value> value = item(depth + 1);
      if (!value) return pass_on(value);
      entries.emplace_back(std::move(*key), std::move(*value));
    }
    return Value{std::move(entries)};
  }

  Result<Value> simple(uint64_t argument) {
    switch (argument) {
      case 20:
        return Value{false};
      case 21:
        return Value{true};
      case 22:
        return Value{Null{}};
      default:
        return broken("an unknown simple value");
    }
  }

  std::string_view bytes_;  // lives only as long as the call of parse
  size_t position_ = 0;
};

}  // namespace

const std::string* Value::bytes() const {
  const ByteString* string = std::get_if<ByteString>(&held);
  return string ? &string->bytes : nullptr;
}

const Value* find(const Map* map, std::string_view key) {
  if (map == nullptr) return nullptr;
  for (const auto& [name, value] : *map) {
    if (name.text() && *name.text() == key) return &value;
  }
  return nullptr;
}

const Value* find(const Map* map, int64_t key) {
  if (map == nullptr) return nullptr;
  for (const auto& [name, value] : *map) {
    if (name.integer() && *name.integer() == key) return &value;
  }
  return nullptr;
}

Result<Parsed> parse_prefix(std::string_view bytes) {
  Reader reader(bytes);
  Result<Value> value = reader.item(1);
  if (!value) return pass_on(value);
  return Parsed{std::move(*value), reader.position()};
}

Result<Value> parse(std::string_view bytes) {
  Result<Parsed> parsed = parse_prefix(bytes);
  if (!parsed) return pass_on(parsed);
  if (parsed->consumed != bytes.size()) return broken("something follows the item");
  return std::move(parsed->value);
}

}  // namespace inkan::accounts::cbor
