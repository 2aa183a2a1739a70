#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "agency_records.h"

namespace inkan::bench {

// Baseline is a rule by which offices link today. All of them get names without the noise of typography, and a perfect
// address parser, so that what is compared is the rule.
enum class Baseline {
  kUniqueNameAndDate,     // one hit: take it (what insurers did in 2021)
  kUniqueNameDateAndSex,  // MOSIP's demographic check
  kFourFieldsExact,       // name, date, sex and block address all equal (the rule after the general inspection)
};
inline constexpr Baseline kBaselines[] = {Baseline::kUniqueNameAndDate, Baseline::kUniqueNameDateAndSex,
                                          Baseline::kFourFieldsExact};
std::string_view to_text(Baseline baseline);

// Baselines is the register sorted by name and date: 32 bytes a person.
class Baselines {
 public:
  explicit Baselines(const Population& nation);
  // link gives whom the rule would link, right or wrong.
  std::optional<uint64_t> link(const AgencyRecord& record, Baseline baseline) const;

 private:
  struct Row {
    uint64_t key = 0;
    uint32_t index = 0;
    uint32_t rest = 0;  // sex and a hash of the block address
  };
  std::vector<Row> by_kana_{}, by_kanji_{};
};

}  // namespace inkan::bench
