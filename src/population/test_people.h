#pragma once

#include <memory>
#include <string>

#include "audit/journal.h"
#include "crypto/hash.h"
#include "crypto/sealed.h"
#include "population/register.h"
#include "store/test_run.h"

// For tests of every folder; the program links none of it.
namespace inkan::population {

inline PersonFacts sample_citizen() {
  PersonFacts facts;
  facts.names.push_back({NameKind::kLegal, "TAN MEI LING"});
  facts.names.push_back({NameKind::kRomanised, "CHEN MEILING"});
  facts.names.push_back({NameKind::kChinese, "陈美玲"});
  facts.kind = ResidentKind::kCitizen;
  facts.sex = Sex::kFemale;
  facts.born = *PartialDate::parse("1990-04-17");
  facts.birth_country = "SG";
  facts.nationality = "SG";
  facts.race = "CN";
  facts.address.block = "102";
  facts.address.floor = "09";
  facts.address.unit = "128";
  facts.address.street = "BEDOK NORTH AVENUE 4";
  facts.address.postal = "460102";
  facts.marital_status = "2";
  facts.passport_number = "K1234567E";
  facts.passport_expires = *PartialDate::parse("2030-01-31");
  return facts;
}

inline PersonFacts sample_foreign_resident() {
  PersonFacts facts = sample_citizen();
  facts.names.clear();
  facts.names.push_back({NameKind::kLegal, "田中 美咲"});
  facts.names.push_back({NameKind::kKana, "タナカ ミサキ"});
  facts.names.push_back({NameKind::kRomanised, "TANAKA MISAKI"});
  facts.kind = ResidentKind::kForeignResident;
  facts.born = *PartialDate::parse("1988-11");
  facts.birth_country = "JP";
  facts.nationality = "JP";
  facts.race = "JP";
  facts.pass_type = "P1Pass";
  facts.pass_expires = *PartialDate::parse("2028-03-31");
  facts.passport_number.clear();
  facts.passport_expires.reset();
  return facts;
}

// register_now registers a person and waits for it. (A Registration has no empty value, which co_spawn would need.)
inline Task<std::optional<Register::Registration>> registration_of(const Register& people, PersonFacts facts,
                                                                   Registrar registrar) {
  auto added = co_await people.register_person(std::move(facts), std::move(registrar));
  if (!added) co_return pass_on(added);
  std::optional<Register::Registration> found(std::move(*added));
  co_return found;
}
inline Result<Register::Registration> register_now(const Register& people, PersonFacts facts, Registrar registrar) {
  auto added = store::run_task(registration_of(people, std::move(facts), std::move(registrar)));
  if (!added) return pass_on(added);
  return std::move(**added);
}

// TestRegister is a register over a test database, with fixed keys and its own clock.
struct TestRegister {
  explicit TestRegister(store::Database& database)
      : journal(database, clock, random),
        people(Register::Deps{database, *master_key, keyed_hash, journal, clock, random}) {}

  // add registers a person; failure ends the test program.
  Register::Registration add(PersonFacts facts) { return register_now(people, std::move(facts), Registrar{}).value(); }
  // look gives a ticket as an officer's look would.
  audit::AccessTicket look(const PersonId& id) {
    audit::Event event;
    event.person_id = id.text();
    return *store::run_task(journal.commit_access({}, std::move(event)))->ticket;
  }
  SealedPerson find(const PersonId& id) { return *store::run_task(people.find(id)).value(); }

  FakeClock clock{from_unix_seconds(1795420000)};  // 2026-11-23
  SystemRandom random{};
  std::unique_ptr<crypto::MasterKey> master_key = crypto::master_key_from_bytes(Secret(std::string(32, 'm')));
  crypto::KeyedHash keyed_hash{Secret(std::string(32, 'h'))};
  audit::Journal journal;
  Register people;
};

}  // namespace inkan::population
