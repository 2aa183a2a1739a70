#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/journal.h"
#include "base/personal_number.h"
#include "base/task.h"
#include "population/fresh_proof.h"
#include "population/legal_basis.h"
#include "population/register.h"

namespace inkan::population {

// ReplacementReason: why a number is replaced (Number Act art. 7(2): it leaked and misuse is to be feared).
enum class ReplacementReason { kLeaked, kDeliveredToAnother, kUsedByAnother };
std::string_view to_text(ReplacementReason reason);
std::optional<ReplacementReason> parse_replacement_reason(std::string_view text);

// NumberStanding is what a look-up answers.
enum class NumberStanding {
  kUnknown,     // never issued; also superseded, for callers without the right to know
  kCurrent,     // the number of `person`
  kSuperseded,  // was somebody's once; whose, and which number came after, is never said
};
struct NumberAnswer {
  NumberStanding standing = NumberStanding::kUnknown;
  std::optional<PersonId> person{};  // only with kCurrent
};

// NumberPeriod is one number of a person, masked.
struct NumberPeriod {
  std::string masked{};
  Time issued_at{};
  std::optional<Time> superseded_at{};
  std::optional<ReplacementReason> reason{};
  std::string officer{};
  std::string second_officer{};
};

// Numbers is the life of personal numbers after the first. A number is stored sealed under the person's key and found
// by keyed hash; it names a person and proves nothing: nothing here takes one instead of a ticket or proof (REQ-NUM-4).
// Thread-safe.
class Numbers {
 public:
  explicit Numbers(Register::Deps deps) : deps_(deps) {}

  // look_up does the same work for every number and caller. Only with a right of NumberUse::kLookUp it tells superseded
  // numbers from unknown ones.
  Task<NumberAnswer> look_up(PersonalNumber number, std::optional<NumberRight> right) const;

  // prepare_replacement gives the statements that supersede the person's number for ever and issue a fresh one. Links,
  // codes, consents and accounts hang on the person id and stay. kForbidden without a second officer, with the first as
  // second, with a ticket of another person, or a proof of somebody else than the registrar. The batch breaks at
  // `number_statement` when the drawn number was issued before (draw again), elsewhere when the number was replaced
  // meanwhile.
  struct Replacement {
    PersonalNumber number;
    store::Batch batch{};
    size_t number_statement = 0;
  };
  Result<Replacement> prepare_replacement(const SealedPerson& person, const audit::AccessTicket& ticket,
                                          ReplacementReason reason, const Registrar& registrar,
                                          const FreshProof& proof) const;
  // replace prepares and commits; a number that was issued before is drawn again.
  Task<std::optional<Replacement>> replace(PersonId id, audit::AccessTicket ticket, ReplacementReason reason,
                                           Registrar registrar, FreshProof proof) const;

  // list gives the person's numbers, oldest first, masked.
  Task<std::vector<NumberPeriod>> list(PersonId id, audit::AccessTicket ticket) const;

  // shown gives the number to whom the law allows to see it (a right of NumberUse::kDisplay or kExport); masked
  // without.
  static std::string shown(const PersonalNumber& number, const std::optional<NumberRight>& right);

 private:
  Register::Deps deps_;
};

}  // namespace inkan::population
