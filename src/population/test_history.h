#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "population/history.h"
#include "population/test_people.h"

// One person and their history. For tests of this folder.
namespace inkan::population {

using store::run_task;
using Entry = int64_t;

inline Address new_home() {
  Address address = sample_citizen().address;
  address.block = "7";
  address.street = "MAPLE LANE";
  address.postal = "460007";
  return address;
}

inline Name legal(std::string text) { return {NameKind::kLegal, std::move(text)}; }

// The clock stands at 2026-11-23 when a person is registered; days() makes a past to record.
class HistoryTest : public testing::TestWithParam<std::string> {
 protected:
  HistoryTest() { id_ = register_.add(sample_citizen()).id; }

  Register::Deps deps() {
    return {**database_,       *register_.master_key, register_.keyed_hash,
            register_.journal, register_.clock,       register_.random};
  }
  static History::Recording on(std::string day, std::string second = "") {
    History::Recording recording;
    recording.registrar.actor = {.kind = audit::ActorKind::kOfficer, .id = "officer-one"};
    recording.registrar.second_officer = std::move(second);
    recording.valid_from = std::move(day);
    return recording;
  }
  Result<int64_t> record(LifeChange change, History::Recording recording) {
    return run_task(history_.record(id_, register_.look(id_), std::move(change), std::move(recording)));
  }
  void days(int count) { register_.clock.advance(std::chrono::days(count)); }
  SealedHistory load() { return *run_task(history_.load(id_)).value(); }
  std::optional<PersonAsOf> as_of(const AsOf& when) { return *load().open_as_of(when, register_.look(id_)); }
  Person now() { return *register_.find(id_).open(register_.look(id_)); }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
  History history_{deps()};
  PersonId id_{};
};

}  // namespace inkan::population
