#include "baselines.h"

#include <algorithm>

#include "base/check.h"
#include "letters.h"

namespace inkan::bench {

namespace {

constexpr uint64_t kMemoryFor = 130'000'000;

uint64_t key_of(std::string_view name, int32_t born) {
  uint64_t hash = uint64_t(uint32_t(born)) + 1;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(hash);
}

uint32_t rest_of(bool male, const Home& home) {
  const uint64_t place =
      mix(uint64_t(home.town) << 24 | uint64_t(home.chome) << 16 | uint64_t(home.block) << 8 | home.house);
  return uint32_t(place) << 1 | (male ? 1U : 0U);
}

}  // namespace

std::string_view to_text(Baseline baseline) {
  static constexpr std::string_view kNames[] = {"unique name and date", "unique name, date, sex", "four fields exact"};
  return kNames[size_t(baseline)];
}

Baselines::Baselines(const Population& nation) {
  check(nation.size() < kMemoryFor, "a nation that fits into memory");
  by_kana_.reserve(nation.size());
  by_kanji_.reserve(nation.size());
  for (uint64_t cell = 0; cell < nation.cells(); ++cell) {
    for (const Resident& person : nation.make_cell(cell)) {
      if (person.origin != Origin::kJapanese) continue;
      const Spelling family = nation.surname(person, person.surname), own = nation.given(person);
      const uint32_t rest = rest_of(person.male, person.home);
      by_kana_.push_back({key_of(family.kana + own.kana, person.born), uint32_t(person.index), rest});
      by_kanji_.push_back({key_of(family.kanji + own.kanji, person.born), uint32_t(person.index), rest});
    }
  }
  const auto order = [](const Row& a, const Row& b) { return a.key < b.key; };
  std::ranges::sort(by_kana_, order);
  std::ranges::sort(by_kanji_, order);
}

std::optional<uint64_t> Baselines::link(const AgencyRecord& record, Baseline baseline) const {
  if (!record.stated.born) return std::nullopt;
  const auto& born = *record.stated.born;
  const int32_t day = day_of(born.year(), born.month().value_or(1), born.day().value_or(1));
  const population::Name* name = nullptr;
  for (const auto& stated : record.stated.names)
    if (stated.kind == population::NameKind::kKana || (name == nullptr && stated.kind == population::NameKind::kLegal))
      name = &stated;
  if (name == nullptr) return std::nullopt;
  const auto& rows = name->kind == population::NameKind::kKana ? by_kana_ : by_kanji_;
  const uint64_t key = key_of(plain_name(name->text), day);
  const bool stated_sex = record.stated.sex != population::Sex::kUnknown;
  const bool male = record.stated.sex == population::Sex::kMale;
  const bool exact = baseline == Baseline::kFourFieldsExact;
  if (exact && (!stated_sex || record.home.town == Home::kNowhere)) return std::nullopt;
  std::optional<uint64_t> found;
  for (auto row = std::ranges::lower_bound(rows, key, {}, &Row::key); row != rows.end() && row->key == key; ++row) {
    if (baseline != Baseline::kUniqueNameAndDate && stated_sex && (row->rest & 1) != (male ? 1U : 0U)) continue;
    if (exact && row->rest != rest_of(male, record.home)) continue;
    if (found) return std::nullopt;
    found = row->index;
  }
  return found;
}

}  // namespace inkan::bench
