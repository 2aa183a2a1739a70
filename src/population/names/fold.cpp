#include "population/names/fold.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <cstring>

#include "population/names/fold_table.h"
#include "population/names/name_tables.inc"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

// The longest a character may become in one step (ﷺ); a character is written only while so much is free.
constexpr size_t kSlack = 40;
static_assert(kFoldMax > 2 * kSlack);

uint32_t strict_entry(char32_t c) {
  return kEntries[kStrictIndex[c / table::kPageSize] * table::kPageSize + c % table::kPageSize];
}

// voiced is か to が with semi false, は to ぱ with semi true; 0 when the kana has no such form.
constexpr char32_t voiced(char32_t c, bool semi) {
  const bool ha = c >= U'は' && c <= U'ほ' && (c - U'は') % 3 == 0;
  if (semi) return ha ? c + 2 : 0;
  if (ha) return c + 1;
  if (c >= U'か' && c <= U'ち') return (c - U'か') % 2 == 0 ? c + 1 : 0;
  if (c == U'つ' || c == U'て' || c == U'と') return c + 1;
  if (c == U'う') return U'ゔ';
  if (c == U'ゝ') return U'ゞ';
  if (c == U'わ') return U'ヷ';
  if (c == U'ゐ') return U'ヸ';
  if (c == U'ゑ') return U'ヹ';
  if (c == U'を') return U'ヺ';
  return 0;
}

// Writer is the key while it is being written.
struct Writer {
  char* begin;
  char* out;
  char* limit;
  uint8_t scripts = 0;
  bool comparable = true;
  bool normalise = false;  // met a character that combines

  void copy(const char* bytes, size_t size) {
    std::memcpy(out, bytes, size);
    out += size;
  }
  char32_t last_kana() const {
    if (out - begin < 3 || uint8_t(out[-3]) != 0xE3) return 0;
    const char32_t c = 0x3000 | char32_t(uint8_t(out[-2]) & 0x3F) << 6 | (uint8_t(out[-1]) & 0x3F);
    return c >= 0x3041 && c <= 0x30FF ? c : 0;
  }
  void voice(bool semi) {
    const char32_t c = voiced(last_kana(), semi);
    if (c == 0) return;
    out -= 3;
    put_utf8(out, c);
  }
  void dash() {
    const char32_t before = last_kana();
    if (before != 0 && before != U'ん') put_utf8(out, U'ー');
  }
};

void write_special(Writer& writer, uint32_t entry, const char* at, size_t size) {
  switch (entry >> table::kActionShift) {
    case table::kPlain:  // 一 of a kana name that follows no kana
      std::memcpy(writer.out, &entry, 4);
      writer.out += entry >> table::kLengthShift & 3;
      break;
    case table::kCopy:
      writer.copy(at, size);
      break;
    case table::kExpand: {
      const uint32_t place = entry & 0xFFFFFF;
      const uint32_t start = kExpansionStarts[place];
      std::memcpy(writer.out, kExpansionBytes + start, kExpansionStarts[place + 1] - start);
      writer.out += kExpansionStarts[place + 1] - start;
      break;
    }
    case table::kVoicing:
      return writer.voice(/*semi=*/false);
    case table::kSemiVoicing:
      return writer.voice(/*semi=*/true);
    case table::kNormalise:
      writer.normalise = true;
      writer.copy(at, size);
      break;
    case table::kSubstitute:
      writer.comparable = false;
      put_utf8(writer.out, 0xFFFD);
      break;
    case table::kDash:
      writer.dash();
      break;
  }
}

// write_key is the hot path: what it changes for every character lives in registers, the rare actions write through
// the Writer.
template <bool kKanaName>
void write_key(Writer& writer, std::string_view text, const uint16_t* index) {
  const char* at = text.data();
  const char* const end = at + text.size();
  char* out = writer.out;
  uint32_t scripts = 0;
  while (at < end) {
    if (out > writer.limit) {
      writer.comparable = false;
      break;
    }
    const char* const start = at;
    const char32_t c = take_utf8(at, end);
    const uint32_t entry = kEntries[index[c / table::kPageSize] * table::kPageSize + c % table::kPageSize];
    const bool long_mark = kKanaName && c == U'一';
    scripts |= 1U << (entry >> table::kScriptShift & 7);
    if (entry < table::kCopy << table::kActionShift && !long_mark) [[likely]] {
      std::memcpy(out, &entry, 4);  // little endian: the low bytes first
      out += entry >> table::kLengthShift & 3;
      continue;
    }
    writer.out = out;
    if (long_mark && writer.last_kana() != 0)
      writer.dash();
    else
      write_special(writer, entry, start, size_t(at - start));
    out = writer.out;
  }
  writer.out = out;
  writer.scripts |= uint8_t(scripts >> 1);
}

std::string casefold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  if (U_SUCCESS(status))
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink, nullptr, status);
  return result;
}

Writer writer_for(FoldBuffer& buffer) {
  return Writer{buffer.data(), buffer.data(), buffer.data() + buffer.size() - kSlack};
}

template <bool kKanaName>
Folded fold_with(std::string_view text, FoldBuffer& buffer, const uint16_t* index) {
  Writer writer = writer_for(buffer);
  write_key<kKanaName>(writer, text, index);
  // Dropping a dash can bring two characters together that combine, so the second pass may need a third.
  for (int pass = 0; writer.normalise && pass < 2; ++pass) {
    const std::string_view again = pass == 0 ? text : std::string_view(writer.begin, size_t(writer.out - writer.begin));
    if (pass == 0 && text.size() > 4 * kFoldMax) writer.comparable = false;
    const bool comparable = writer.comparable;
    const std::string normal = casefold(again.substr(0, 4 * kFoldMax));
    writer = writer_for(buffer);
    write_key<kKanaName>(writer, normal, index);
    writer.comparable = writer.comparable && comparable;
  }
  return {std::string_view(writer.begin, size_t(writer.out - writer.begin)), writer.scripts, writer.comparable};
}

// The form of a kana that somebody who mistypes may have meant: unvoiced and large.
constexpr char32_t plain_kana(char32_t c) {
  constexpr std::u32string_view kFrom =
      U"がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽぁぃぅぇぉっゃゅょゎゔゐゑをゕゖヷヸヹヺゞ";
  constexpr std::u32string_view kTo =
      U"かきくけこさしすせそたしすてとはひふへほはひふへほあいうえおつやゆよわういえおかけわいえおゝ";
  static_assert(kFrom.size() == kTo.size());
  for (size_t i = 0; i < kFrom.size(); ++i)
    if (kFrom[i] == c) return kTo[i];
  return c;
}

constexpr char32_t vowel_of(char32_t c) {
  constexpr std::u32string_view kRows[] = {U"あかさたなはまやらわ", U"いきしちにひみりいゐ", U"うくすつぬふむゆる",
                                           U"えけせてねへめれゑ", U"おこそとのほもよろを"};
  constexpr std::u32string_view kVowels = U"あいうえお";
  for (size_t i = 0; i < 5; ++i)
    if (kRows[i].find(c) != std::u32string_view::npos) return kVowels[i];
  return 0;
}

// What fold_phonetic has to know of a kana, from U+3041 on: its plain form, and the vowel it ends on.
struct KanaSound {
  uint16_t plain = 0;
  uint16_t vowel = 0;
};
constexpr char32_t kFirstKana = 0x3041;
constexpr char32_t kKanaEnd = 0x30FF;

constexpr auto make_sounds() {
  std::array<KanaSound, kKanaEnd - kFirstKana> sounds{};
  for (size_t i = 0; i < sounds.size(); ++i) {
    const char32_t plain = plain_kana(char32_t(kFirstKana + i));
    sounds[i] = {uint16_t(plain), uint16_t(vowel_of(plain))};
  }
  return sounds;
}
constexpr auto kSounds = make_sounds();

// lengthens tells whether a kana only makes the vowel before it longer: おお, おう, えい, ええ, うう.
constexpr bool lengthens(char32_t vowel, char32_t c) {
  if (c == U'ー') return true;
  if (vowel == 0) return false;
  return (c == vowel && c != U'い') || (vowel == U'お' && c == U'う') || (vowel == U'え' && c == U'い');
}

template <typename Function>
std::string in_own_string(const Function& function) {
  FoldBuffer buffer;
  return std::string(function(buffer));
}

}  // namespace

Folded fold(std::string_view text, FoldBuffer& buffer) {
  return fold_with</*kKanaName=*/false>(text, buffer, kFoldIndex);
}
Folded fold_strict(std::string_view text, FoldBuffer& buffer) {
  return fold_with</*kKanaName=*/false>(text, buffer, kStrictIndex);
}
Folded fold_kana(std::string_view text, FoldBuffer& buffer) {
  return fold_with</*kKanaName=*/true>(text, buffer, kFoldIndex);
}

std::string_view fold_phonetic(std::string_view folded, FoldBuffer& buffer) {
  const char* at = folded.data();
  const char* const end = at + folded.size();
  char* out = buffer.data();
  const char* const limit = buffer.data() + buffer.size() - 4;
  char32_t vowel = 0;
  while (at < end && out <= limit) {
    const char32_t c = take_utf8(at, end);
    const KanaSound sound = c >= kFirstKana && c < kKanaEnd ? kSounds[c - kFirstKana] : KanaSound{};
    const char32_t plain = sound.plain == 0 ? c : sound.plain;
    if (lengthens(vowel, plain)) continue;
    put_utf8(out, plain);
    vowel = sound.vowel;
  }
  return {buffer.data(), size_t(out - buffer.data())};
}

std::string fold(std::string_view text) {
  return in_own_string([&](FoldBuffer& buffer) { return fold(text, buffer).key; });
}
std::string fold_kana(std::string_view text) {
  return in_own_string([&](FoldBuffer& buffer) { return fold_kana(text, buffer).key; });
}
std::string fold_phonetic(std::string_view folded) {
  return in_own_string([&](FoldBuffer& buffer) { return fold_phonetic(folded, buffer); });
}

bool is_not_comparable(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end)
    if (strict_entry(take_utf8(at, end)) >> table::kActionShift == table::kSubstitute) return true;
  return false;
}

char32_t l1_class(char32_t character) {
  if (character > 0x10FFFF) return character;
  const uint32_t entry =
      kEntries[kFoldIndex[character / table::kPageSize] * table::kPageSize + character % table::kPageSize];
  if ((entry >> table::kScriptShift & 7) != table::kHanScript) return character;
  switch (entry >> table::kActionShift) {
    case table::kPlain:  // three bytes
      return (entry & 0x0F) << 12 | (entry >> 8 & 0x3F) << 6 | (entry >> 16 & 0x3F);
    case table::kExpand: {
      const auto* const at = reinterpret_cast<const char*>(kExpansionBytes) + kExpansionStarts[entry & 0xFFFFFF];
      const char* first = at;
      return take_utf8(first, at + 4);
    }
    default:
      return character;
  }
}

std::span<const char32_t> neighbours(char32_t character) {
  const auto found = std::ranges::lower_bound(kNeighbourHeads, character);
  if (found == std::end(kNeighbourHeads) || *found != character) return {};
  const auto place = size_t(found - std::begin(kNeighbourHeads));
  return std::span(kNeighbours).subspan(kNeighbourStarts[place], kNeighbourStarts[place + 1] - kNeighbourStarts[place]);
}

bool is_neighbour(char32_t a, char32_t b) { return std::ranges::find(neighbours(a), b) != neighbours(a).end(); }

bool is_simplified(char32_t character) { return std::ranges::binary_search(kSimplified, character); }

}  // namespace inkan::population::names
