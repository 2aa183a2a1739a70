#include "febrl_model.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "draw.h"

namespace inkan::bench {

std::vector<FebrlRecord> parse_febrl(std::string_view text) {
  std::vector<FebrlRecord> records;
  bool header = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (std::exchange(header, false)) continue;
    const auto cells = split(line, ',');
    if (cells.size() != 11) return {};
    FebrlRecord record{.id = std::string(trim(cells[0]))};
    for (size_t i = 0; i < kColumns; ++i) record.values[i] = ascii_lower(trim(cells[i + 1]));
    records.push_back(std::move(record));
  }
  return records;
}

std::string person_of(const FebrlRecord& record) { return split(record.id, '-').at(1); }

double similarity(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  const size_t reach = std::max<size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  std::array<bool, 128> used{};
  std::array<char, 128> common{};
  if (a.size() > 127 || b.size() > 127) return 0;
  size_t matches = 0;
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = i > reach ? i - reach : 0; j < std::min(b.size(), i + reach + 1); ++j)
      if (!used[j] && a[i] == b[j]) {
        used[j] = true;
        common[matches++] = a[i];
        break;
      }
  if (matches == 0) return 0;
  size_t moved = 0;
  for (size_t j = 0, k = 0; j < b.size(); ++j)
    if (used[j] && b[j] != common[k++]) ++moved;
  const double m = double(matches);
  const double jaro = (m / double(a.size()) + m / double(b.size()) + (m - double(moved) / 2) / m) / 3;
  size_t prefix = 0;
  while (prefix < 4 && prefix < std::min(a.size(), b.size()) && a[prefix] == b[prefix]) ++prefix;
  return jaro + double(prefix) * 0.1 * (1 - jaro);
}

int edits(std::string_view a, std::string_view b, int limit) {
  if (a.size() > 60 || b.size() > 60 || std::abs(int(a.size()) - int(b.size())) > limit) return limit + 1;
  std::array<std::array<int, 62>, 3> rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = int(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto &above = rows[(i + 2) % 3], &twice = rows[(i + 1) % 3];
    row[0] = int(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], twice[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

FebrlModel::FebrlModel(const std::vector<FebrlRecord>& a, const std::vector<FebrlRecord>& b, bool same_file,
                       const FebrlTerms& terms)
    : a_(a), b_(b), same_file_(same_file), terms_(terms) {
  count_values();
  measure_chance_agreement();
  find_pairs();
  learn();
  std::ranges::sort(pairs_, [](const Pair& x, const Pair& y) { return x.bits > y.bits; });
}

void FebrlModel::count_values() {
  for (size_t column = 0; column < kColumns; ++column) {
    double stated = 0;
    for (const auto* file : {&a_, &b_}) {
      for (const auto& record : *file) {
        if (record.values[column].empty()) continue;
        ++share_[column][record.values[column]];
        ++stated;
      }
      if (same_file_) break;
    }
    for (auto& [value, share] : share_[column]) share /= stated;
  }
}

uint8_t FebrlModel::level(Column column, std::string_view a, std::string_view b) const {
  if (a.empty() || b.empty()) return kMissing;
  if (a == b) return kExact;
  switch (column) {
    case Column::kBorn: {
      const int count = edits(a, b, 2);
      return count == 1 ? kClose : count == 2 ? kNear : kOther;
    }
    case Column::kNumber:
    case Column::kPostcode: {
      const int count = edits(a, b, 2);
      return count == 1 ? kClose : count == 2 && a.size() > 3 ? kNear : kOther;
    }
    case Column::kState:
      return edits(a, b, 1) == 1 ? kClose : kOther;
    case Column::kGiven:
    case Column::kSurname:
    case Column::kStreet:
    case Column::kPlace:
    case Column::kSuburb:
      break;
  }
  const int count = edits(a, b, 3);
  const double alike = similarity(a, b);
  if (count == 1 || (count == 2 && a.size() > 7) || alike >= 0.94) return kClose;
  if (count == 2 || (count == 3 && a.size() > 7) || alike >= 0.86) return kNear;
  // A part of the other: "lower light" in "lower light gardens".
  if (std::min(a.size(), b.size()) > 4 && (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos))
    return kNear;
  return kOther;
}

void FebrlModel::compare(Pair& pair) const {
  const FebrlRecord &a = a_[pair.a], &b = b_[pair.b];
  for (size_t i = 0; i < kColumns; ++i) pair.levels[i] = level(Column(i), a.values[i], b.values[i]);
  const auto try_swap = [&](Column one, Column two, bool& swapped) {
    const size_t i = size_t(one), j = size_t(two);
    const uint8_t cross_i = level(one, a.values[i], b.values[j]), cross_j = level(two, a.values[j], b.values[i]);
    if (cross_i > kClose || cross_j > kClose || pair.levels[i] <= kNear || pair.levels[j] <= kNear) return;
    swapped = true;
    pair.levels[i] = cross_i;
    pair.levels[j] = cross_j;
  };
  try_swap(Column::kGiven, Column::kSurname, pair.names_swapped);
  try_swap(Column::kStreet, Column::kPlace, pair.streets_swapped);
}

void FebrlModel::measure_chance_agreement() {
  Draw draw(4711);
  std::array<double, kColumns> stated{};
  for (auto& column : u_) column.fill(0);
  constexpr int kRandomPairs = 400'000;
  for (int i = 0; i < kRandomPairs; ++i) {
    const auto& a = a_[draw.below(uint32_t(a_.size()))];
    const auto& b = b_[draw.below(uint32_t(b_.size()))];
    if (&a == &b) continue;
    for (size_t c = 0; c < kColumns; ++c) {
      const uint8_t at = level(Column(c), a.values[c], b.values[c]);
      if (at == kMissing) continue;
      ++u_[c][at];
      ++stated[c];
    }
  }
  for (size_t c = 0; c < kColumns; ++c)
    for (auto& share : u_[c]) share = (share + 0.5) / (stated[c] + 2);
}

// find_pairs takes every pair that agrees in two cheap codes: whole values and the heads of values.
void FebrlModel::find_pairs() {
  const auto codes = [](const FebrlRecord& record) {
    std::vector<std::string> out;
    const auto add = [&](const char* tag, std::string_view value) {
      if (!value.empty()) out.push_back(tag + std::string(value));
    };
    add("n", record.of(Column::kGiven));  // names share a tag: they may be swapped
    add("n", record.of(Column::kSurname));
    add("h", record.of(Column::kGiven).substr(0, 3));
    add("h", record.of(Column::kSurname).substr(0, 3));
    add("a", record.of(Column::kStreet));
    add("a", record.of(Column::kPlace));
    add("s", record.of(Column::kSuburb));
    add("p", record.of(Column::kPostcode));
    add("d", record.of(Column::kBorn));
    if (record.of(Column::kBorn).size() == 8) {
      add("y", record.of(Column::kBorn).substr(0, 6));
      add("m", record.of(Column::kBorn).substr(4));
    }
    if (record.of(Column::kStreet).size() > 4)
      add("c", record.of(Column::kNumber) + record.of(Column::kStreet).substr(0, 4));
    return out;
  };
  std::unordered_map<std::string, std::vector<uint32_t>> index;
  for (uint32_t i = 0; i < b_.size(); ++i)
    for (auto& code : codes(b_[i])) index[std::move(code)].push_back(i);
  std::vector<uint8_t> seen(b_.size());
  std::vector<uint32_t> touched;
  for (uint32_t i = 0; i < a_.size(); ++i) {
    for (const auto& code : codes(a_[i])) {
      const auto found = index.find(code);
      if (found == index.end()) continue;
      for (const uint32_t j : found->second) {
        if (same_file_ && j <= i) continue;
        if (seen[j]++ == 0) touched.push_back(j);
      }
    }
    for (const uint32_t j : touched) {
      if (seen[j] >= 2) {
        Pair pair{.a = i, .b = j};
        compare(pair);
        pairs_.push_back(pair);
      }
      seen[j] = 0;
    }
    touched.clear();
  }
}

double FebrlModel::column_bits(const Pair& pair, size_t column) const {
  const uint8_t at = pair.levels[column];
  if (at == kMissing) return 0;
  double by_chance = u_[column][at];
  if (at == kExact) {  // a rare value says more than a common one
    const auto found = share_[column].find(a_[pair.a].values[column]);
    if (found != share_[column].end() && !pair.names_swapped && !pair.streets_swapped)
      by_chance = std::max(found->second, 1e-5);
  }
  return std::log2(m_[column][at] / by_chance);
}

double FebrlModel::score(const Pair& pair) const {
  double bits = 0;
  for (size_t c = 0; c < kColumns; ++c) bits += column_bits(pair, c);
  if (pair.names_swapped) bits += std::log2(terms_.swap_share);
  if (pair.streets_swapped) bits += std::log2(terms_.swap_share);
  return bits;
}

// learn: expectation and maximisation over the candidate pairs; how often values agree by chance stays as measured.
void FebrlModel::learn() {
  for (auto& column : m_) column = {0.85, 0.08, 0.03, 0.04};
  // Of all pairs of records so many may be one person: each record has about one partner.
  const double all = same_file_ ? double(a_.size()) * double(a_.size() - 1) / 2 : double(a_.size()) * double(b_.size());
  prior_ = double(std::min(a_.size(), b_.size())) / all;
  for (int round = 0; round < terms_.rounds; ++round) {
    std::array<std::array<double, kLevels>, kColumns> counts{};
    double same = 0;
    for (Pair& pair : pairs_) {
      pair.bits = score(pair);
      const double odds = prior_ / (1 - prior_) * std::exp2(pair.bits);
      pair.chance = odds / (1 + odds);
      same += pair.chance;
      for (size_t c = 0; c < kColumns; ++c)
        if (pair.levels[c] != kMissing) counts[c][pair.levels[c]] += pair.chance;
    }
    prior_ = std::max(same, 1.0) / all;
    for (size_t c = 0; c < kColumns; ++c) {
      double sum = 0;
      for (const double count : counts[c]) sum += count;
      for (size_t i = 0; i < kLevels; ++i) m_[c][i] = (counts[c][i] + 1) / (sum + 4);
    }
  }
}

}  // namespace inkan::bench
