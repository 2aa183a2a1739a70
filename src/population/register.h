#pragma once

#include <optional>
#include <string>

#include "audit/journal.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "crypto/hash.h"
#include "crypto/sealed.h"
#include "population/life_events.h"
#include "population/person.h"
#include "store/database.h"

namespace inkan::population {

struct StoredPerson;

// SealedPerson is a record as stored: it can be carried about, but opened only with a ticket for this very person.
class SealedPerson {
 public:
  const PersonId& id() const { return id_; }
  PersonStatus status() const { return status_; }
  // open decrypts number and facts; kForbidden for a ticket of somebody else, kCorrupt for altered data.
  Result<Person> open(const audit::AccessTicket& ticket) const;
  const std::string& last_updated() const { return last_updated_; }  // YYYY-MM-DD
  // seal_note seals details about this person (journal entries) under the person's key; open_note reads them.
  Result<std::string> seal_note(const json::object& details, Random& random) const;
  Result<json::object> open_note(std::string_view sealed, const audit::AccessTicket& ticket) const;

 private:
  friend class Register;
  friend class Numbers;
  friend class History;
  friend class SealedHistory;
  friend class Scan;
  // of makes one from its row; kCorrupt for a status that is none.
  static Result<SealedPerson> of(PersonId id, StoredPerson row, const crypto::MasterKey& master);
  Result<PersonFacts> open_facts() const;
  Result<crypto::DataKey> unwrap() const;
  PersonId id_{};
  PersonStatus status_ = PersonStatus::kAlive;
  std::string sealed_number_{};
  std::string sealed_facts_{};
  std::string last_updated_{};
  std::string wrapped_key_{};
  const crypto::MasterKey* master_ = nullptr;  // outlives every request
};

// Registrar is the officer (or system, for the simulated nation) who registers, on which document, and the second
// officer where the law or a collision wants one; never the same as the first.
struct Registrar {
  audit::Actor actor{};
  std::string source_document_sha256{};  // hex; empty in the simulated nation
  std::string second_officer{};
};
// check_registrar: kInvalidInput for a hash that is none, kForbidden for a second officer who is the first.
Result<Done> check_registrar(const Registrar& registrar);

// Beginning is the event that begins a record, and its day; without one the day of the registration.
struct Beginning {
  LifeEventKind event = LifeEventKind::kRegistration;  // kRegistration, kBirth or kArrival
  std::string valid_from{};                            // YYYY-MM-DD
};
// check_beginning: kInvalidInput for an event that begins no record and for a day that is none or is to come.
Result<Done> check_beginning(const Beginning& beginning, Time now);

// Register is the one door to the population. Thread-safe.
class Register {
 public:
  struct Deps {
    store::Database& database;
    const crypto::MasterKey& master_key;
    const crypto::KeyedHash& keyed_hash;
    const audit::Journal& journal;
    Clock& clock;
    Random& random;
  };
  explicit Register(Deps deps) : deps_(deps) {}

  // prepare_registration checks the facts and gives the statements that register the person under a fresh number, with
  // the first entry of their history: the path of an officer at a counter and of the nation's loader alike. The number
  // is drawn, never derived: from `random`, while keys and nonces always come from the register's own. The batch fails
  // at `number_statement` when the number was issued before, to whomever: draw again.
  struct Registration {
    PersonId id{};
    PersonalNumber number;
    store::Batch batch{};
    size_t number_statement = 0;
  };
  Result<Registration> prepare_registration(const PersonFacts& facts, const Registrar& registrar, Random& random,
                                            Beginning beginning = {}) const;
  // register_person prepares and commits; a number that was issued before is drawn again, eight times at most.
  Task<Registration> register_person(PersonFacts facts, Registrar registrar, Beginning beginning) const;
  // Without a beginning the record begins today. (An overload: GCC 12 destroys a defaulted argument of a coroutine
  // twice.)
  Task<Registration> register_person(PersonFacts facts, Registrar registrar) const;

  // find gives the sealed record; nullopt when there is none.
  Task<std::optional<SealedPerson>> find(PersonId id) const;
  // find_by_number looks up by keyed hash. For activation and the loader; it answers an id, never data. Superseded
  // numbers answer nullopt here.
  Task<std::optional<PersonId>> find_by_number(PersonalNumber number) const;
  Task<int64_t> count() const;

  // record_status writes down that a person died, left or came back, with its journal row, and tells the folders above
  // by the outbox (topic "person.status"). kConflict when the person has this status already or does not exist.
  Task<Done> record_status(PersonId id, PersonStatus status, Registrar registrar) const;
  // expect_alive makes a batch fail at the returned index when the person is not alive at the moment of the commit.
  static size_t expect_alive(store::Batch& batch, const PersonId& id);

 private:
  Deps deps_;
};

}  // namespace inkan::population
