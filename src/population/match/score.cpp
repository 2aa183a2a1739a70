#include "population/match/score.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "population/names/romanise.h"
#include "population/names/sound.h"

namespace inkan::population::match {

namespace {

constexpr size_t kCharactersMax = 64;

// characters decodes folded (so: valid) UTF-8; longer texts are cut, which makes them differ.
size_t characters(std::string_view text, std::array<char32_t, kCharactersMax>& out) {
  size_t count = 0;
  for (size_t i = 0; i < text.size() && count < kCharactersMax;) {
    const auto lead = uint8_t(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t value = lead & (length == 1 ? 0x7f : 0x3f >> (length - 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) value = value << 6 | (uint8_t(text[i + k]) & 0x3f);
    out[count++] = value;
    i += length;
  }
  return count;
}

// Kana and Latin letters of which the ones spell the others.
bool spell_alike(std::string_view a, std::string_view b) {
  if (names::is_kana(a) && names::is_latin(b)) return names::same_romaji(a, b);
  return names::is_kana(b) && names::is_latin(a) && names::same_romaji(b, a);
}

// The name of one person against the stated one: the ids decide; only for a difference texts are looked at.
NameLevel compare_name(const Dictionary& words, const QueryName& query, uint32_t written, uint32_t reading) {
  const bool both_written = query.written != kNone && written != kNone;
  const bool both_readings = query.reading != kNone && reading != kNone;
  const bool same_written = both_written && query.written == written && written != kUnseen;
  const bool same_reading = both_readings && query.reading == reading && reading != kUnseen;
  if (same_written && same_reading) return NameLevel::kExact;
  if (same_written && !both_readings) return NameLevel::kWrittenOnly;
  if (same_reading) return both_written ? NameLevel::kReadingWrittenDiffers : NameLevel::kReadingOnly;
  if (!both_readings && !both_written) return NameLevel::kNotComparable;
  const bool same_sound = both_readings && query.reading_sound == words.sound(reading);
  if (same_sound && spell_alike(query.reading_text, words.text(reading)))
    return both_written && !same_written ? NameLevel::kReadingWrittenDiffers : NameLevel::kRomanised;
  const bool alike = same_sound || (both_readings && within_one_edit(query.reading_text, words.text(reading)));
  if (same_written) return alike ? NameLevel::kWrittenSimilarReading : NameLevel::kWrittenReadingDiffers;
  return alike ? NameLevel::kSimilar : NameLevel::kDifferent;
}

bool same_name(const QueryName& query, uint32_t written, uint32_t reading) {
  if (query.written != kNone && query.written != kUnseen && query.written == written) return true;
  return query.reading != kNone && query.reading != kUnseen && query.reading == reading;
}

// The dictionaries of surnames and given names do not know each other: texts are compared.
bool is_swapped(const Dictionaries& dictionaries, const Query& query, const Record& record) {
  const auto same = [](const Dictionary& words, std::string_view text, uint64_t id) {
    return !text.empty() && text == words.text(uint32_t(id));
  };
  const bool given_first = same(dictionaries.givens, query.surname.written_text, record.given_written) ||
                           same(dictionaries.givens, query.surname.reading_text, record.given_reading);
  return given_first && (same(dictionaries.surnames, query.given.written_text, record.surname_written) ||
                         same(dictionaries.surnames, query.given.reading_text, record.surname_reading));
}

// Latin words in another order, or cut in another place between surname and given name: LIM KE QING, KE QING LIM.
bool is_reordered(const Dictionaries& dictionaries, const Query& query, const Record& record) {
  if (record.surname_reading == kNone || record.given_reading == kNone) return false;
  const std::string_view stated[] = {query.surname.reading_text, query.given.reading_text};
  if (!names::is_latin(stated[0]) || !names::is_latin(stated[1])) return false;
  if (query.surname.reading_sound + query.given.reading_sound !=
      dictionaries.surnames.sound(uint32_t(record.surname_reading)) +
          dictionaries.givens.sound(uint32_t(record.given_reading)))
    return false;
  const std::string_view surname = dictionaries.surnames.text(uint32_t(record.surname_reading));
  const std::string_view own = dictionaries.givens.text(uint32_t(record.given_reading));
  if (spell_alike(stated[0], own) && spell_alike(stated[1], surname)) return true;  // SHOTA ONO
  const auto together = [](std::string_view a, std::string_view b) { return std::string(a) + std::string(b); };
  const std::string first = together(stated[0], stated[1]);
  const std::string second = together(stated[1], stated[0]);
  const std::string one = together(surname, own);
  const std::string other = together(own, surname);
  return first == one || first == other || second == one || second == other;
}

PlaceLevel compare_places(const Place& query, const Place& record, bool previous) {
  if (record.town == kNone || query.town == kNone) return PlaceLevel::kNotComparable;
  if (record.town != query.town || record.town == kUnseenTown) return PlaceLevel::kDifferent;
  if (query.block == 0 || query.block != record.block) return previous ? PlaceLevel::kPreviousTown : PlaceLevel::kTown;
  if (previous) return PlaceLevel::kPreviousBlock;
  if (query.room == record.room) return PlaceLevel::kDwelling;
  return query.room == 0 || record.room == 0 ? PlaceLevel::kBlock : PlaceLevel::kOtherRoom;
}

void compare_addresses(const Dictionaries& dictionaries, const Query& query, const Record& record, Levels& levels) {
  if (record.town == kNone && record.previous_town == kNone) return;
  const auto take = [&](PlaceLevel level, uint8_t index) {
    if (level >= levels.place) return;
    levels.place = level;
    levels.place_index = index;
  };
  for (uint8_t i = 0; i < query.place_count; ++i) {
    take(compare_places(query.places[i].place, record.place(), false), i);
    take(compare_places(query.places[i].place, record.previous_place(), true), i);
  }
  if (levels.place != PlaceLevel::kDifferent || query.place_count == 0) return;
  if (query.places[0].area_hash == dictionaries.towns.sound(uint32_t(record.town))) levels.place = PlaceLevel::kArea;
}

// Weighed is a name's level with what its evidence depends on.
struct Weighed {
  NameLevel level = NameLevel::kNotComparable;
  Bits rarity_known = 0;  // of the record's reading, where the stated letters have none of their own
  Bits similar_u = 0;
  bool both_written = false;
};

Bits name_bits(const QueryName& query, const Weighed& weighed, const std::array<Bits, kNameLevels>& m) {
  const NameLevel level = weighed.level;
  const Bits share = m[size_t(level)];
  switch (level) {
    case NameLevel::kExact:
      return share + std::max(query.rarity_written, query.rarity_reading);
    case NameLevel::kWrittenSimilarReading:
      return share + query.rarity_written + bits(2);
    case NameLevel::kWrittenOnly:
      return share + query.rarity_written;
    case NameLevel::kReadingOnly:
      return share + query.rarity_reading;
    case NameLevel::kRomanised:
    case NameLevel::kReordered:
      // The letters stand for several readings (ONO: おの, おおの), the words for several names.
      return share + weighed.rarity_known - bits(1);
    case NameLevel::kReadingWrittenDiffers:
      return share + query.rarity_reading + bits(0.5);
    case NameLevel::kWrittenReadingDiffers:
      return share + query.rarity_written + bits(1);
    case NameLevel::kSimilar:
      // Where both are written, and differently, the reading and the writing are wrong at once: rather a brother.
      return share + weighed.similar_u - (weighed.both_written ? bits(10) : 0);
    case NameLevel::kPrevious:
      return share + std::max(query.rarity_written, query.rarity_reading);
    case NameLevel::kDifferent:
      // A slip seldom gives another name that people have: then it is rather another person.
      return query.written != kUnseen && query.reading != kUnseen ? share - bits(3) : share;
    case NameLevel::kNotComparable:
      return 0;
  }
  return 0;
}

Bits place_bits(const Model& model, const Query& query, const Record& record, const Levels& levels, Bits log2_people) {
  const Bits share = model.place_m[size_t(levels.place)];
  const QueryPlace& place = query.places[levels.place_index];
  switch (levels.place) {
    case PlaceLevel::kDwelling:
      return share + log2_people - (record.room != 0 ? bits(1.6) : std::max(Bits(record.crowd) * kBit, bits(1.6)));
    case PlaceLevel::kBlock:
      return share + log2_people - std::max(Bits(record.crowd) * kBit, bits(1.6));
    case PlaceLevel::kPreviousBlock:
      return share + log2_people - bits(4);
    case PlaceLevel::kOtherRoom:
      return share + log2_people - std::max(Bits(record.crowd) * kBit, bits(3));
    case PlaceLevel::kTown:
    case PlaceLevel::kPreviousTown:
      return share + place.rarity_town;
    case PlaceLevel::kArea:
      return share + place.rarity_area;
    case PlaceLevel::kDifferent:
      return share;
    case PlaceLevel::kNotComparable:
      return 0;
  }
  return 0;
}

Bits household_bits(const Model& model, const Levels& levels, const Score& score, Bits rarity_given) {
  Bits sum = score.place;
  if (levels.place >= PlaceLevel::kTown && levels.place != PlaceLevel::kPreviousBlock &&
      levels.place != PlaceLevel::kNotComparable)
    sum += model.household_elsewhere;
  sum += holds(levels.surname) || levels.surname == NameLevel::kNotComparable ? score.surname : model.household_surname;
  switch (levels.given) {
    case NameLevel::kExact:
    case NameLevel::kWrittenSimilarReading:
    case NameLevel::kWrittenOnly:
    case NameLevel::kWrittenReadingDiffers:
      sum += model.household_written;
      break;
    case NameLevel::kReadingOnly:
    case NameLevel::kRomanised:
    case NameLevel::kReordered:
    case NameLevel::kReadingWrittenDiffers:
      // Two of a family read alike by chance, or because one is called after the other.
      sum += std::max(model.household_reading, model.household_named_after + rarity_given);
      break;
    case NameLevel::kSimilar:
      sum += model.household_similar;
      break;
    case NameLevel::kPrevious:
    case NameLevel::kDifferent:
    case NameLevel::kNotComparable:
      break;
  }
  if (levels.born == BirthLevel::kExact) sum += model.household_born - model.born_u[size_t(BirthLevel::kExact)];
  return sum;
}

}  // namespace

bool within_one_edit(std::string_view a_text, std::string_view b_text) {
  if (a_text.empty() || b_text.empty()) return false;
  if (std::max(a_text.size(), b_text.size()) - std::min(a_text.size(), b_text.size()) > 4) return false;
  std::array<char32_t, kCharactersMax> a_buffer;
  std::array<char32_t, kCharactersMax> b_buffer;
  const char32_t* a = a_buffer.data();
  const char32_t* b = b_buffer.data();
  size_t a_size = characters(a_text, a_buffer);
  size_t b_size = characters(b_text, b_buffer);
  if (a_size > b_size) {
    std::swap(a, b);
    std::swap(a_size, b_size);
  }
  if (b_size - a_size > 1 || b_size < 3 || a_size == kCharactersMax) return false;
  size_t i = 0;
  while (i < a_size && a[i] == b[i]) ++i;
  if (a_size < b_size) return std::equal(a + i, a + a_size, b + i + 1);
  if (i == a_size || std::equal(a + i + 1, a + a_size, b + i + 1)) return true;
  return i + 1 < a_size && a[i] == b[i + 1] && a[i + 1] == b[i] && std::equal(a + i + 2, a + a_size, b + i + 2);
}

BirthLevel compare_births(Birth a, Birth b) {
  if (!a.known() || !b.known()) return BirthLevel::kNotComparable;
  if (a == b)
    return a.complete() ? BirthLevel::kExact : a.month() != 0 ? BirthLevel::kPartial : BirthLevel::kPartialYear;
  const bool same_year = a.year() == b.year();
  const bool same_month = a.month() == b.month();
  if (!a.complete() || !b.complete()) {
    if (!same_year) return BirthLevel::kDifferent;
    if (a.month() == 0 || b.month() == 0) return BirthLevel::kPartialYear;
    return same_month ? BirthLevel::kPartial : BirthLevel::kDifferent;
  }
  const bool same_day = a.day() == b.day();
  if (same_year && a.month() == b.day() && a.day() == b.month()) return BirthLevel::kSwapped;
  if (same_year && same_month) return BirthLevel::kDay;
  if (same_year && same_day) return BirthLevel::kMonth;
  if (!same_month || !same_day) return BirthLevel::kDifferent;
  const unsigned apart = a.year() > b.year() ? a.year() - b.year() : b.year() - a.year();
  if (apart == 1 || apart == 10) return BirthLevel::kYearSlip;
  // Between the first years of Meiji (1868), Taisho (1912), Showa (1926), Heisei (1989) and Reiwa (2019).
  for (const unsigned era : {11u, 12u, 13u, 14u, 24u, 25u, 26u, 29u, 30u, 31u, 43u, 44u, 62u, 63u, 64u, 88u})
    if (apart == era) return BirthLevel::kEra;
  return BirthLevel::kYear;
}

Levels compare(const Dictionaries& dictionaries, const Query& query, const Record& record) {
  Levels levels{};
  levels.surname = compare_name(dictionaries.surnames, query.surname, uint32_t(record.surname_written),
                                uint32_t(record.surname_reading));
  if (levels.surname == NameLevel::kDifferent || levels.surname == NameLevel::kSimilar) {
    const bool earlier =
        same_name(query.surname, uint32_t(record.previous_written), uint32_t(record.previous_reading)) ||
        same_name(query.previous, uint32_t(record.surname_written), uint32_t(record.surname_reading)) ||
        same_name(query.previous, uint32_t(record.previous_written), uint32_t(record.previous_reading));
    if (earlier) levels.surname = NameLevel::kPrevious;
  }
  levels.given =
      compare_name(dictionaries.givens, query.given, uint32_t(record.given_written), uint32_t(record.given_reading));
  levels.born = compare_births(query.born, record.birth());
  if (query.sex != 0 && record.sex != 0) levels.sex = query.sex == record.sex ? SexLevel::kSame : SexLevel::kDifferent;
  compare_addresses(dictionaries, query, record, levels);
  if (!holds(levels.surname) && !holds(levels.given) && levels.given != NameLevel::kNotComparable) {
    if (is_reordered(dictionaries, query, record))
      levels.surname = levels.given = NameLevel::kReordered;
    else if (levels.surname == NameLevel::kDifferent && levels.given == NameLevel::kDifferent)
      levels.swapped = is_swapped(dictionaries, query, record);
  }
  return levels;
}

Score score(const Scoring& scoring, const Query& query, const Record& record, const Levels& levels) {
  const Model& model = scoring.model;
  const Dictionaries& dictionaries = scoring.dictionaries;
  const uint64_t total = scoring.people;
  Score result{};
  Weighed surname{.level = levels.surname,
                  .similar_u = bits(8),
                  .both_written = query.surname.written != kNone && record.surname_written != kNone};
  Weighed given{.level = levels.given,
                .rarity_known = query.given.rarity_reading,
                .similar_u = bits(6),
                .both_written = query.given.written != kNone && record.given_written != kNone};
  const auto as_known = [](NameLevel level) {
    return level == NameLevel::kRomanised || level == NameLevel::kReordered;
  };
  if (as_known(surname.level))
    surname.rarity_known = dictionaries.surnames.rarity(uint32_t(record.surname_reading), 0, total);
  if (as_known(given.level))
    given.rarity_known = dictionaries.givens.rarity(uint32_t(record.given_reading), cohort_of(record.birth()), total);
  result.surname = name_bits(query.surname, surname, model.surname_m);
  result.given = name_bits(query.given, given, model.given_m);
  if (levels.swapped) {
    // Never linked (a veto); enough to be seen by somebody.
    result.surname = bits(6);
    result.given = bits(5);
  }
  result.born = model.born_m[size_t(levels.born)] - model.born_u[size_t(levels.born)];
  // Many whose day nobody knows are registered as born on 1 January.
  if (levels.born == BirthLevel::kExact && query.born.month() == 1 && query.born.day() == 1) result.born -= bits(2);
  if (levels.sex != SexLevel::kNotComparable)
    result.sex = levels.sex == SexLevel::kSame ? model.sex_same : model.sex_different;
  result.place = place_bits(model, query, record, levels, scoring.log2_world);
  result.household = household_bits(model, levels, result, given.rarity_known);
  return result;
}

}  // namespace inkan::population::match
