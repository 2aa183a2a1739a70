#include "lists.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "base/embedded.h"
#include "base/text.h"
#include "letters.h"

namespace inkan::bench {

List::List(std::string_view name) {
  std::string_view text = find_embedded("src/app/nation/data/" + std::string(name) + ".tsv");
  check(!text.empty(), "the lists of the nation are part of the program");
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::vector<std::string_view> cells;
    for (size_t tab; (tab = line.find('\t')) != std::string_view::npos; line.remove_prefix(tab + 1))
      cells.push_back(line.substr(0, tab));
    cells.push_back(line);
    if (header_.empty())
      header_ = std::move(cells);
    else
      rows_.push_back(std::move(cells));
  }
}

std::string_view List::text(size_t row, std::string_view column) const {
  const auto found = std::ranges::find(header_, column);
  check(found != header_.end(), "a list has the columns it is read for");
  return rows_.at(row).at(size_t(found - header_.begin()));
}

double List::number(size_t row, std::string_view column) const { return double(parse_int(text(row, column)).value()); }

std::vector<SplitName> split_readings(const std::vector<Spelling>& names) {
  struct Cut {
    size_t row;
    std::vector<std::string> characters, kana;
  };
  std::vector<Cut> cuts;
  for (size_t row = 0; row < names.size(); ++row) {
    auto characters = letters(names[row].kanji), kana = letters(names[row].kana);
    if (characters.size() == 2 && is_kanji(characters[0]) && is_kanji(characters[1]) && kana.size() >= 2)
      cuts.push_back({row, std::move(characters), std::move(kana)});
  }
  std::unordered_map<std::string, double> likely;
  const auto key = [](const std::string& character, const std::vector<std::string>& kana, size_t from, size_t to) {
    std::string text = character + "|";
    for (size_t i = from; i < to; ++i) text += kana[i];
    return text;
  };
  std::vector<SplitName> split(cuts.size());
  for (int round = 0; round < 4; ++round) {
    std::unordered_map<std::string, double> counts;
    for (size_t c = 0; c < cuts.size(); ++c) {
      const Cut& cut = cuts[c];
      double sum = 0, best = -1;
      std::vector<double> share(cut.kana.size());
      for (size_t at = 1; at < cut.kana.size(); ++at) {
        const auto weight = [&](const std::string& part) {
          const auto found = likely.find(part);
          return round == 0 ? 1.0 : found == likely.end() ? 1e-3 : found->second;
        };
        share[at] = weight(key(cut.characters[0], cut.kana, 0, at)) *
                    weight(key(cut.characters[1], cut.kana, at, cut.kana.size()));
        sum += share[at];
      }
      for (size_t at = 1; at < cut.kana.size(); ++at) {
        const std::string head = key(cut.characters[0], cut.kana, 0, at);
        const std::string tail = key(cut.characters[1], cut.kana, at, cut.kana.size());
        counts[head] += share[at] / sum;
        counts[tail] += share[at] / sum;
        if (share[at] <= best) continue;
        best = share[at];
        split[c] = {{cut.characters[0], head.substr(cut.characters[0].size() + 1)},
                    {cut.characters[1], tail.substr(cut.characters[1].size() + 1)},
                    cut.row};
      }
    }
    likely = std::move(counts);
  }
  return split;
}

namespace {

// order_by gives the rows sorted by a text, for finding equal ones.
template <typename Text>
std::vector<uint32_t> order_by(size_t count, Text text) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) { return std::pair(text(a), a) < std::pair(text(b), b); });
  return order;
}

// pick_equal draws one of the rows with this text, itself left out; own when there is no other.
template <typename Text>
uint32_t pick_equal(const std::vector<uint32_t>& order, Text text, const std::string& wanted, uint32_t own,
                    Draw& draw) {
  const auto low = std::partition_point(order.begin(), order.end(), [&](uint32_t row) { return text(row) < wanted; });
  const auto high = std::partition_point(low, order.end(), [&](uint32_t row) { return text(row) <= wanted; });
  for (int tries = 0; low != high && tries < 4; ++tries) {
    const uint32_t found = low[draw.below(uint32_t(high - low))];
    if (found != own) return found;
  }
  return own;
}

}  // namespace

Surnames::Surnames() {
  const List list("japanese_surnames");
  std::vector<double> weights;
  double listed = 0;
  for (size_t row = 0; row < list.size(); ++row) {
    names_.push_back({std::string(list.text(row, "kanji")), std::string(list.text(row, "katakana")),
                      std::string(list.text(row, "romanised"))});
    weights.push_back(list.number(row, "weight"));
    listed += weights.back();
  }
  // The list's weights are parts per million; what is missing to a million lies in the tail, falling as rank^-1.6.
  constexpr double kTailPower = 1.6;
  constexpr size_t kSurnames = 100'000;
  const auto split = split_readings(names_);
  std::vector<double> frequency;
  for (const auto& name : split) frequency.push_back(std::pow(weights[name.row], 0.4));
  const Weights part(frequency);
  std::unordered_set<std::string> taken;
  for (const auto& name : names_) taken.insert(name.kanji);
  Draw draw(0x5eed);
  const size_t first = names_.size();
  double tail = 0;
  for (size_t rank = first; rank < kSurnames; ++rank) tail += std::pow(double(rank), -kTailPower);
  for (size_t rank = first; rank < kSurnames; ++rank) {
    Spelling name;
    do {
      const Part head = split[part.pick(draw)].head;
      const bool three = draw.chance(0.15);
      const Part middle = three ? split[part.pick(draw)].head : Part{};
      const Part end = split[part.pick(draw)].tail;
      name = {head.kanji + middle.kanji + end.kanji, head.kana + middle.kana + end.kana, ""};
    } while (!taken.insert(name.kanji).second);
    names_.push_back(std::move(name));
    weights.push_back((1e6 - listed) * std::pow(double(rank), -kTailPower) / tail);
  }
  weights_ = Weights(weights);
  by_kana_ = order_by(names_.size(), [&](uint32_t id) { return names_[id].kana; });
  by_kanji_ = order_by(names_.size(), [&](uint32_t id) { return names_[id].kanji; });
}

uint32_t Surnames::find_same_kana(uint32_t id, Draw& draw) const {
  return pick_equal(by_kana_, [&](uint32_t i) { return names_[i].kana; }, names_.at(id).kana, id, draw);
}

uint32_t Surnames::find_same_kanji(uint32_t id, Draw& draw) const {
  return pick_equal(by_kanji_, [&](uint32_t i) { return names_[i].kanji; }, names_.at(id).kanji, id, draw);
}

namespace {

// Ids of given names: bit 31 male, bit 30 made up; then a row, or 15 bits of head and 15 of tail.
constexpr uint32_t kMale = 1U << 31, kMadeUp = 1U << 30;
// Share of the list among those born in a cohort; the rest is made up. Set so that the collision of spellings falls
// from 0.0025 among the oldest to 0.0005 among the youngest, as Japanese birth statistics show.
constexpr double kListed[2][6] = {{0.86, 1.0, 1.0, 0.97, 0.80, 0.52}, {0.97, 1.0, 1.0, 0.97, 0.78, 0.52}};
constexpr int kCohortMiddle[6] = {1932, 1950, 1966, 1980, 1997, 2013};

}  // namespace

int GivenNames::cohort_of(int birth_year) {
  return birth_year < 1942   ? 0
         : birth_year < 1958 ? 1
         : birth_year < 1973 ? 2
         : birth_year < 1989 ? 3
         : birth_year < 2005 ? 4
                             : 5;
}

GivenNames::Side GivenNames::make_side(std::string_view name) {
  const List list(name);
  Side side;
  std::vector<double> weights[kCohorts];
  for (size_t row = 0; row < list.size(); ++row) {
    side.names.push_back({std::string(list.text(row, "kanji")), std::string(list.text(row, "katakana")),
                          std::string(list.text(row, "romanised"))});
    const double from = list.number(row, "born_from"), to = list.number(row, "born_to");
    for (int c = 0; c < kCohorts; ++c) {
      const bool usual = from == 0 || (from <= kCohortMiddle[c] && kCohortMiddle[c] <= to);
      weights[c].push_back(list.number(row, "weight") * (usual ? 1.0 : 0.02));
    }
  }
  std::map<std::pair<std::string, std::string>, size_t> heads, tails;
  std::vector<double> head_weights[kCohorts], tail_weights[kCohorts];
  const auto slot = [](auto& index, auto& parts, auto& sums, const Part& part) {
    const auto [found, fresh] = index.try_emplace({part.kanji, part.kana}, index.size());
    if (fresh) {
      parts.push_back(part);
      for (auto& sum : sums) sum.push_back(0);
    }
    return found->second;
  };
  for (const auto& name_split : split_readings(side.names)) {
    const size_t head = slot(heads, side.heads, head_weights, name_split.head);
    const size_t tail = slot(tails, side.tails, tail_weights, name_split.tail);
    for (int c = 0; c < kCohorts; ++c) {
      head_weights[c][head] += weights[c][name_split.row];
      tail_weights[c][tail] += weights[c][name_split.row];
    }
  }
  check(side.heads.size() < 1U << 15 && side.tails.size() < 1U << 15, "head and tail of a name fit an id");
  for (int c = 0; c < kCohorts; ++c) {
    side.listed[c] = Weights(weights[c]);
    side.head[c] = Weights(head_weights[c]);
    side.tail[c] = Weights(tail_weights[c]);
  }
  side.by_kana = order_by(side.names.size(), [&](uint32_t id) { return side.names[id].kana; });
  side.by_kanji = order_by(side.names.size(), [&](uint32_t id) { return side.names[id].kanji; });
  return side;
}

GivenNames::GivenNames() : sides_{make_side("japanese_given_f"), make_side("japanese_given_m")} {}

const GivenNames::Side& GivenNames::side_of(uint32_t id) const { return sides_[(id & kMale) != 0 ? 1 : 0]; }

uint32_t GivenNames::pick(bool male, int birth_year, Draw& draw) const {
  const Side& side = sides_[male ? 1 : 0];
  const int c = cohort_of(birth_year);
  const uint32_t sex = male ? kMale : 0;
  if (draw.chance(kListed[male ? 1 : 0][c])) return sex | side.listed[c].pick(draw);
  const uint32_t head = side.head[c].pick(draw);
  return sex | kMadeUp | head << 15 | side.tail[c].pick(draw);
}

Spelling GivenNames::spelling(uint32_t id) const {
  const Side& side = side_of(id);
  if ((id & kMadeUp) == 0) return side.names[id & 0x3fffffff];
  const Part &head = side.heads[(id >> 15) & 0x7fff], &tail = side.tails[id & 0x7fff];
  return {head.kanji + tail.kanji, head.kana + tail.kana, ""};
}

uint32_t GivenNames::find_same_kana(uint32_t id, Draw& draw) const {
  const Side& side = side_of(id);
  const uint32_t own = (id & kMadeUp) != 0 ? UINT32_MAX : id & 0x3fffffff;
  const uint32_t found =
      pick_equal(side.by_kana, [&](uint32_t i) { return side.names[i].kana; }, spelling(id).kana, own, draw);
  return found == own ? id : (id & kMale) | found;
}

uint32_t GivenNames::find_same_kanji(uint32_t id, Draw& draw) const {
  const Side& side = side_of(id);
  const uint32_t own = (id & kMadeUp) != 0 ? UINT32_MAX : id & 0x3fffffff;
  const uint32_t found =
      pick_equal(side.by_kanji, [&](uint32_t i) { return side.names[i].kanji; }, spelling(id).kanji, own, draw);
  return found == own ? id : (id & kMale) | found;
}

uint32_t GivenNames::find_sharing_head(uint32_t id, int birth_year, Draw& draw) const {
  const Side& side = side_of(id);
  const auto first = letters(spelling(id).kanji).front();
  for (size_t tries = 0; tries < 8; ++tries) {
    const uint32_t head = (id & kMadeUp) != 0 ? (id >> 15) & 0x7fff : draw.below(uint32_t(side.heads.size()));
    if (side.heads[head].kanji != first) continue;
    return (id & kMale) | kMadeUp | head << 15 | side.tail[cohort_of(birth_year)].pick(draw);
  }
  // By way of the list: the first head with this character.
  for (uint32_t head = 0; head < side.heads.size(); ++head)
    if (side.heads[head].kanji == first)
      return (id & kMale) | kMadeUp | head << 15 | side.tail[cohort_of(birth_year)].pick(draw);
  return id;
}

}  // namespace inkan::bench
