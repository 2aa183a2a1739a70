#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "population/register.h"

namespace inkan::population {

// Collision is why one officer is not enough (REQ-CARD-4). It says that there is somebody alike, never who.
enum class Collision {
  kSameNameSameDay,        // somebody of this name was enrolled today
  kSameNameSameHousehold,  // somebody of this name lives there
  kSameNameSameBatch,      // the same name twice in one import
  kSameNameAndBirthDate,   // somebody in the register has this name and date of birth
  kPossibleDuplicate,      // the matcher thinks this may be somebody we know
};
std::string_view to_text(Collision collision);
std::optional<Collision> parse_collision(std::string_view text);

// EnrolmentKey is what two people have in common who are alike: a keyed hash of a folded name with something else. It
// is stored with the version of the folding, and says that there is somebody, never who: beside it stands who holds it,
// as a keyed hash of the person's id.
struct EnrolmentKey {
  Collision collision = Collision::kSameNameSameDay;
  std::string hash{};
};

// Alike is what keys are made of.
struct Alike {
  std::string legal_name{};
  HouseholdId household{};
  std::optional<PartialDate> born{};
};
Alike alike_of(const PersonFacts& facts);
// lasting_keys are those of a record: name and household, name and date of birth.
std::vector<EnrolmentKey> lasting_keys(const Alike& alike, const crypto::KeyedHash& keyed_hash);
// standing_keys are the lasting ones that a record has in its status: a household only of who lives there, none of an
// annulled registration. Who died or left keeps name and date of birth: an applicant like them may be them.
std::vector<EnrolmentKey> standing_keys(Alike alike, PersonStatus status, const crypto::KeyedHash& keyed_hash);
// passing_keys are those of an enrolment: name and day, name and import.
std::vector<EnrolmentKey> passing_keys(const std::string& legal_name, const std::string& day,
                                       const std::string& batch_id, const crypto::KeyedHash& keyed_hash);

// hold_keys adds the statements after which the person holds these keys and no others. A key that nobody else holds
// goes with them; one of an older folding stays until all are made anew, because who else has it is not known.
void hold_keys(store::Batch& batch, const PersonId& person, const std::vector<EnrolmentKey>& keys,
               const crypto::KeyedHash& keyed_hash);
// hold_new_keys is hold_keys for somebody who is registered in this batch. With `must_be_new` the batch breaks when
// somebody has one of them already, or one of `passing`.
void hold_new_keys(store::Batch& batch, const PersonId& person, const std::vector<EnrolmentKey>& lasting,
                   const std::vector<EnrolmentKey>& passing, bool must_be_new, const crypto::KeyedHash& keyed_hash);

// EnrolmentKeys keeps the keys of the whole register. People who enter by enrolment bring theirs in the same
// transaction, and every life event sets those of its person; who entered otherwise (the loader of a nation) gets
// theirs from here. Keys of an older folding find nobody any more: the first catch_up of a program that folds names
// anew makes all of them again, and drops the old ones. Until then a day's or an import's namesakes of before are not
// seen.
class EnrolmentKeys {
 public:
  explicit EnrolmentKeys(Register::Deps deps) : deps_(deps) {}

  // catch_up makes the keys that are missing, and answers how many people it read; it tells `progress`, if there is
  // one, after each commit. Interrupted, it goes on where its last commit stopped. To be called before a check that has
  // to know everybody.
  Task<int64_t> catch_up(audit::Actor actor, std::function<void(int64_t)> progress) const;

 private:
  Register::Deps deps_;
};

}  // namespace inkan::population
