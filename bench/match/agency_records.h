#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accuracy_population.h"

// What agencies hold about people: records made from the synthetic nation with the mistakes that real files have. Who
// each is about is known. Shares no code with the engine.
namespace inkan::bench {

// Mix is a kind of agency file (reference linkage §4; the last three are ours).
enum class Mix {
  kNormal,       // an ordinary agency's file
  kDirty,        // every mistake three times as often, 5 % not in the register
  kTwins,        // normal mistakes, but only twins and their households
  kNameAndDate,  // no address and no sex
  kAbsent,       // nobody is in the register; 60 % belong to a registered household
  kScripts,      // the name written another way: variants, half width, selectors, ●, romaji
  kAdversarial,  // made to look like somebody else
};
inline constexpr Mix kMixes[] = {Mix::kNormal, Mix::kDirty,   Mix::kTwins,      Mix::kNameAndDate,
                                 Mix::kAbsent, Mix::kScripts, Mix::kAdversarial};
std::string_view to_text(Mix mix);

// Flaw is one thing about a record that makes it harder; a record may have several.
enum class Flaw : uint8_t {
  kKanaOnly,
  kKanjiOnly,
  kVariant,
  kWrongKanji,
  kWrongReading,
  kKanaTypo,
  kDateMissing,
  kDateWrong,
  kSexMissing,
  kSexWrong,
  kAddressBefore,
  kAddressUnknown,
  kAddressMissing,
  kBlockWrong,
  kSurnameBefore,
  kFieldsSwapped,
  kSelector,
  kSubstitute,
  kRomaji,
  kHiragana,
  kForeign,
  kAlias,
  kRelative,
  kStranger,
  kNamesakeSameDate,
  kSameReadingKin,
  kMixedFamily,
  kShiftedColumn,
};
inline constexpr size_t kFlaws = 28;
std::string_view to_text(Flaw flaw);

struct AgencyRecord {
  population::Stated stated{};
  std::optional<uint64_t> truth{};  // index of the person; nothing: whoever this is, they are not in the register
  uint32_t flaws = 0;
  Home home{};  // the address that was written, so that a baseline can be given a perfect parser; or nowhere
  bool has(Flaw flaw) const { return (flaws >> int(flaw) & 1) != 0; }
};

// Agency writes records. Deterministic: the same (seed, mix, cell) gives the same records.
class Agency {
 public:
  Agency(const Population& nation, uint64_t seed) : nation_(nation), seed_(seed) {}
  // make_records writes about `count` records on people of this cell (fewer when the cell has nobody of that kind).
  std::vector<AgencyRecord> make_records(Mix mix, uint64_t cell, int count) const;

 private:
  const Population& nation_;
  uint64_t seed_;
};

}  // namespace inkan::bench
