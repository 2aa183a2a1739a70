#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "population/enrolment_keys.h"
#include "population/fresh_proof.h"
#include "population/life_events.h"
#include "population/register.h"
#include "population/stated.h"

namespace inkan::population {

using EnrolmentCaseId = StrongId<struct EnrolmentCaseTag>;

// Application is a person who is to be registered, as an officer entered it.
struct Application {
  PersonFacts facts{};
  LifeEventKind event = LifeEventKind::kArrival;  // kBirth, kArrival or kRegistration
  std::string valid_from{};                       // YYYY-MM-DD: day of the birth or arrival
  Registrar registrar{};
  std::string batch_id{};  // the import it belongs to; empty at a counter
};

// Enrolled is the whole answer. Held: nothing was registered, no number was issued, a second officer has to decide the
// case. It holds nothing that the applicant did not state (REQ-LINK-4).
struct Enrolled {
  std::optional<PersonId> person{};
  std::optional<PersonalNumber> number{};
  std::vector<Collision> collisions{};
  std::string masked_case{};  // "…-7K2M", to read to a colleague
  bool needs_second_officer() const { return !person.has_value(); }
};

// EnrolmentCase is a held application as the second officer finds it.
struct EnrolmentCase {
  EnrolmentCaseId id{};
  std::vector<Collision> collisions{};
  std::string officer{};
  Time opened_at{};
  Application application{};
};

// Enrolment is how people enter the register one by one: check, duplicate check, number. Thread-safe.
class Enrolment {
 public:
  struct Deps {
    Register::Deps store;
    const Register& people;
    // may_be_known answers whether the one stated may be somebody of the register: the matcher's word (match/matcher.h:
    // a decision that is not kRefuse). Without it, only the exact keys of the store are asked.
    std::function<bool(const Stated&)> may_be_known{};
  };
  explicit Enrolment(Deps deps) : deps_(std::move(deps)) {}

  // enrol registers, or holds the application when there is a collision. With a second officer in the registrar it is
  // still held: the second looks at the case with their own eyes. kInvalidInput as check_facts; kForbidden when the
  // proof is not the registrar's.
  Task<Enrolled> enrol(Application application, FreshProof proof) const;

  // The steps of enrol, for whoever stores several applications in one batch: a file, whose document stands for the
  // proof. check is kInvalidInput and kForbidden as enrol. keys_of says what nobody before may have, in the register or
  // earlier in the batch; find_collisions asks the register. prepare registers, or holds when there is a collision; a
  // batch breaks when a number or a key was taken meanwhile: find and prepare again.
  struct Prepared {
    Enrolled answer{};
    std::string case_id{};  // of a held one
    store::Batch batch{};
  };
  Result<Done> check(const Application& application) const;
  std::vector<EnrolmentKey> keys_of(const Application& application) const;
  Task<std::vector<Collision>> find_collisions(Application application) const;
  Result<Prepared> prepare(const Application& application, std::vector<Collision> collisions) const;

  Task<std::vector<EnrolmentCase>> list_cases(int limit) const;
  Task<std::optional<EnrolmentCase>> find_case(EnrolmentCaseId id) const;
  // prepare_approval gives the batch that registers a held application: the case is closed in the same batch, so a case
  // registers one person at most. kForbidden when the approver entered it, or the proof is not the approver's.
  Result<Register::Registration> prepare_approval(const EnrolmentCase& held, const audit::Actor& approver,
                                                  const FreshProof& proof) const;
  Task<Enrolled> approve(EnrolmentCaseId id, audit::Actor approver, FreshProof proof) const;
  // refuse closes the case: it was somebody we know. The reason is mandatory, and sealed: it may name people. kConflict
  // when the case is closed already, kInvalidInput without a reason.
  Task<Done> refuse(EnrolmentCaseId id, audit::Actor officer, std::string reason) const;
  // find_refusal_reason gives the reason of a refused case; nullopt for every other case. For officers.
  Task<std::optional<std::string>> find_refusal_reason(EnrolmentCaseId id) const;

 private:
  Deps deps_;
};

// MaskedPerson is whom a write is about, for the screen that asks "is it this one?" (REQ-SES-3): made from the record,
// never from a form.
struct MaskedPerson {
  std::string name{};        // "T** M** L***"
  std::string number{};      // "*********018"
  std::string birth_year{};  // empty when unknown
};
MaskedPerson masked(const Person& person);

}  // namespace inkan::population
