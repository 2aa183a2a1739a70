#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "population/person.h"
#include "store/database.h"

namespace inkan::population {

using LegalBasisId = StrongId<struct LegalBasisTag>;

// NumberUse is what a law may allow somebody to do with a personal number. What no row of the table allows is refused.
enum class NumberUse {
  kLookUp,   // learn that a number was superseded
  kDisplay,  // show the number itself on a page, a document, in a claim
  kExport,   // write it into a file for another body
};
std::string_view to_text(NumberUse use);
std::optional<NumberUse> parse_number_use(std::string_view text);

// LegalBasis is one row of the table `legal_bases`: data with validity and a citation, brought by two officers. There
// is no setting that stands in for it (REQ-NUM-3).
struct LegalBasis {
  LegalBasisId id{};
  NumberUse use = NumberUse::kLookUp;
  std::string citation{};     // "Number Act art. 9(1), appended table 1, row 30"
  std::string valid_from{};   // YYYY-MM-DD
  std::string valid_until{};  // YYYY-MM-DD, the first day it no longer holds; empty: no end known
};

// NumberRight is the right to use numbers in one way today. Only the table gives one, for a row that is valid now.
// LookupRight and DisplayRight are what functions take.
class NumberRight {
 public:
  const LegalBasisId& basis() const { return basis_; }
  NumberUse use() const { return use_; }

 private:
  friend class LegalTable;
  NumberRight(LegalBasisId basis, NumberUse use) : basis_(std::move(basis)), use_(use) {}
  LegalBasisId basis_{};
  NumberUse use_ = NumberUse::kLookUp;
};

// LegalTable reads and extends the table. Thread-safe.
class LegalTable {
 public:
  struct Deps {
    store::Database& database;
    Clock& clock;
  };
  explicit LegalTable(Deps deps) : deps_(deps) {}

  // find_right answers the right when the table has this row for this use and it is valid today; nullopt else, without
  // saying which of the three failed.
  Task<std::optional<NumberRight>> find_right(LegalBasisId id, NumberUse use) const;
  Task<std::vector<LegalBasis>> list() const;

  // prepare_addition gives the statement that adds a row. kInvalidInput for one that says nothing (no citation, an end
  // before the beginning), kForbidden unless two different officers bring it. A row is never changed: it ends
  // (prepare_end) and another begins.
  struct Officers {
    std::string first{};
    std::string second{};
  };
  Result<store::Batch> prepare_addition(const LegalBasis& basis, const Officers& officers) const;
  Result<store::Batch> prepare_end(const LegalBasisId& id, const std::string& until, const Officers& officers) const;

 private:
  Deps deps_;
};

}  // namespace inkan::population
