#include "population.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include "population/match/bits.h"

namespace inkan::bench {

namespace {

using population::match::mix;

constexpr size_t kDraws = size_t(1) << 21;
constexpr std::array<std::string_view, 44> kSyllables{"ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ", "コ", "サ",
                                                      "シ", "ス", "セ", "ソ", "タ", "チ", "ツ", "テ", "ト", "ナ", "ニ",
                                                      "ヌ", "ネ", "ノ", "ハ", "ヒ", "フ", "ヘ", "ホ", "マ", "ミ", "ム",
                                                      "メ", "モ", "ヤ", "ユ", "ヨ", "ラ", "リ", "ル", "レ", "ロ", "ワ"};

std::vector<std::vector<std::string>> read_table(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(row);
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

double number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string kanji(uint64_t random) {
  const auto c = char32_t(0x4E00 + random % 3000);
  return {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 0x3F)), char(0x80 | (c & 0x3F))};
}

std::string made_reading(uint64_t random, size_t syllables) {
  std::string text;
  for (size_t i = 0; i < syllables; ++i) text += kSyllables[(random = mix(random, i)) % kSyllables.size()];
  return text;
}

void write_number(std::array<char, 16>& out, std::string_view& view, std::initializer_list<unsigned> numbers) {
  char* at = out.data();
  for (const unsigned n : numbers) {
    if (at != out.data()) *at++ = '-';
    at = std::to_chars(at, out.data() + out.size(), n).ptr;
  }
  view = {out.data(), size_t(at - out.data())};
}

}  // namespace

void SpeedNation::Names::fill(const std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double upto = 0;
  draw.resize(kDraws);
  size_t at = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    upto += weights[i];
    for (; at < kDraws && double(at) < upto / sum * double(kDraws); ++at) draw[at] = uint32_t(i);
  }
  for (; at < kDraws; ++at) draw[at] = uint32_t(weights.size() - 1);
}

SpeedNation::SpeedNation(uint64_t seed, uint32_t people, const std::string& data) : seed_(seed), people_(people) {
  std::vector<double> weights;
  double listed = 0;
  for (const auto& row : read_table(data + "/japanese_surnames.tsv")) {
    surnames_.words.push_back({row[0], row[1]});
    weights.push_back(number(row[3]));
    listed += weights.back();
  }
  constexpr size_t kSurnames = 100'000;
  // The tail bears two fifths of the people, its commonest name less than the list's rarest.
  for (size_t i = surnames_.words.size(); i < kSurnames; ++i) {
    const uint64_t random = mix(seed, i);
    surnames_.words.push_back({kanji(random) + kanji(random >> 20), made_reading(random, 3 + random % 2)});
    weights.push_back(listed * 0.4 / 0.6 / (double(i) * 5.3));
  }
  surnames_.fill(weights);
  for (size_t sex = 0; sex < 2; ++sex)
    for (size_t cohort = 0; cohort < 4; ++cohort) {
      Names& names = givens_[sex][cohort];
      weights.clear();
      listed = 0;
      const int year = 1935 + int(cohort) * 25;
      for (const auto& row : read_table(data + (sex == 0 ? "/japanese_given_f.tsv" : "/japanese_given_m.tsv"))) {
        if (year + 12 < number(row[4]) || (number(row[5]) != 0 && year - 12 > number(row[5]))) continue;
        names.words.push_back({row[0], row[1]});
        weights.push_back(number(row[3]));
        listed += weights.back();
      }
      constexpr size_t kGivens = 40'000;
      const double tail = 0.35;
      for (size_t i = names.words.size(); i < kGivens; ++i) {
        const uint64_t random = mix(seed ^ (sex * 4 + cohort + 1) << 32, i);
        names.words.push_back({kanji(random) + kanji(random >> 20), made_reading(random % 40'000, 2 + random % 3)});
        weights.push_back(listed * tail / (1 - tail) / (double(i) * 5.8));
      }
      names.fill(weights);
    }
  constexpr size_t kTowns = 120'000;
  weights.clear();
  for (size_t i = 0; i < kTowns; ++i) {
    const uint64_t random = mix(seed, i + (uint64_t(1) << 40));
    towns_.push_back({"市" + std::to_string(i % 2139), kanji(random) + kanji(random >> 20) + "町" + std::to_string(i)});
    // Lognormal: some towns hold a hundred times what others do.
    const double u = std::max(1e-9, double(mix(random, 1) >> 11) * 0x1p-53);
    const double v = double(mix(random, 2) >> 11) * 0x1p-53;
    weights.push_back(std::exp(1.1 * std::sqrt(-2 * std::log(u)) * std::cos(6.283185307 * v)));
  }
  Names towns;
  towns.fill(weights);
  town_draw_ = std::move(towns.draw);
  std::vector<uint32_t> draws(kTowns);
  for (const uint32_t town : town_draw_) ++draws[town];
  for (size_t i = 0; i < kTowns; ++i) {
    const double inhabitants = double(people) * draws[i] / double(town_draw_.size());
    towns_[i].flats = std::max(8u, unsigned(inhabitants * 0.45 / 60));
    towns_[i].houses = std::max(240u, unsigned(inhabitants * 0.55 / 10));
  }
}

void SpeedNation::make(uint32_t index, Person& person) const {
  // Household members lie far apart: index times an odd number, modulo the size, is a permutation when they share no
  // divisor.
  uint64_t step = 2'654'435'761 % people_ | 1;
  while (std::gcd(step, uint64_t(people_)) != 1) step += 2;
  make_at(uint64_t(index) * step % people_, person);
}

void SpeedNation::make_at(uint64_t place, Person& person) const {
  constexpr std::array<uint8_t, 12> kHousehold{0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4};  // sizes 1, 2, 3, 4, 2
  const uint64_t household = mix(seed_, place / 12 * 8 + kHousehold[place % 12]);
  const uint64_t self = mix(seed_ + 1, place);
  const uint64_t more = mix(self, 2);
  auto& entry = person.entry;
  entry = {};
  const bool male = (self & 1) != 0;
  entry.sex = male ? population::Sex::kMale : population::Sex::kFemale;
  const Word& surname = surnames_.pick(household);
  entry.surname = {surname.written, surname.reading};
  const bool twin = place % 12 == 8 && self % 40 == 0;
  const uint64_t birth = twin ? mix(seed_ + 1, place - 1) : self;
  const unsigned year = unsigned(1926 + (birth >> 8) % 100);
  entry.born = {uint16_t(year), uint8_t(1 + (birth >> 24) % 12), uint8_t(1 + (birth >> 32) % 28)};
  const Word& given = givens_[male ? 1 : 0][std::min<size_t>(3, (year - 1923) / 25)].pick(more);
  entry.given = {given.written, given.reading};
  if (!male && year < 2000 && more % 5 < 3) {
    const Word& earlier = surnames_.pick(mix(more, 3));
    entry.previous_surname = {earlier.written, earlier.reading};
  }
  const Town& town = towns_[town_draw_[(household >> 8) % town_draw_.size()]];
  auto& home = entry.addresses[0];
  home.area = town.area;
  home.town = town.name;
  const bool flat = household % 100 < 45;
  const auto block = unsigned((household >> 30) % (flat ? town.flats : town.houses));
  write_number(person.block, home.block, {1 + block % 6, 1 + block % 17, 1 + block});
  if (flat) write_number(person.room, home.room, {unsigned(100 + (household >> 40) % 400)});
  if (more % 100 < 22) {
    const Town& from = towns_[town_draw_[(more >> 8) % town_draw_.size()]];
    auto& before = entry.addresses[1];
    before.area = from.area;
    before.town = from.name;
    write_number(person.earlier_block, before.block, {1 + unsigned(more >> 30) % 6, 1 + unsigned(more >> 36) % 17, 7});
  }
}

void SpeedNation::state(uint32_t index, uint64_t draw, Person& person) const {
  if (mix(draw, 1) % 100 == 0) {
    make_at(uint64_t(people_) + mix(draw, 2) % people_, person);  // nobody in the register
  } else {
    make(index, person);
  }
  auto& entry = person.entry;
  const auto chance = [&](uint64_t which, unsigned of_thousand) { return mix(draw, which + 10) % 1000 < of_thousand; };
  if (chance(1, 200))
    entry.surname.written = entry.given.written = {};
  else if (chance(2, 250))
    entry.surname.reading = entry.given.reading = {};
  if (entry.previous_surname.written.size() > 0 && chance(3, 100)) entry.surname = entry.previous_surname;
  entry.previous_surname = {};
  if (chance(4, 10)) entry.born.day = uint8_t(1 + (entry.born.day + draw % 20) % 28);
  if (chance(5, 100)) entry.sex = population::Sex::kUnknown;
  if (entry.addresses[1].town.size() > 0 && chance(6, 450)) entry.addresses[0] = entry.addresses[1];
  entry.addresses[1] = {};
  if (chance(7, 60)) entry.addresses[0] = {};
  if (chance(8, 20)) entry.addresses[0].block = "99";
  if (chance(9, 15) && !entry.given.reading.empty()) {
    person.made_kana = entry.given.reading;
    const auto syllable = kSyllables[draw % kSyllables.size()];
    person.made_kana.replace(0, syllable.size(), syllable);
    entry.given.reading = person.made_kana;
  }
  gather(person);
}

void SpeedNation::gather(Person& person) {
  auto& entry = person.entry;
  std::vector<std::string_view*> parts;
  for (auto* name : {&entry.surname, &entry.given, &entry.previous_surname})
    parts.insert(parts.end(), {&name->written, &name->reading});
  for (auto& address : entry.addresses)
    parts.insert(parts.end(), {&address.area, &address.town, &address.block, &address.room});
  person.row.clear();
  for (const std::string_view* part : parts) person.row += *part;
  size_t at = 0;
  for (std::string_view* part : parts) {
    *part = std::string_view(person.row).substr(at, part->size());
    at += part->size();
  }
}

std::array<double, 2> SpeedNation::collision_bits() const {
  const auto bits = [](const std::vector<uint32_t>& draw) {
    double sum = 0;
    for (size_t i = 0; i < draw.size();) {
      size_t end = i;
      while (end < draw.size() && draw[end] == draw[i]) ++end;
      sum += std::pow(double(end - i) / double(draw.size()), 2);
      i = end;
    }
    return -std::log2(sum);
  };
  double givens = 0;
  for (const auto& of_sex : givens_)
    for (const Names& names : of_sex) givens += std::exp2(-bits(names.draw));
  return {bits(surnames_.draw), -std::log2(givens / 8)};
}

}  // namespace inkan::bench
