#pragma once

#include <memory>
#include <string>

#include "population/links/cases.h"
#include "population/links/links.h"
#include "population/links/sweep.h"
#include "population/test_people.h"

// For the tests of links; the program links none of it.
namespace inkan::population::links {

// Resident is somebody of the test's town, as the register knows them.
struct Resident {
  std::string legal = "山田 太郎";
  std::string kana = "ヤマダ タロウ";
  std::string born = "1980-07-31";
  Sex sex = Sex::kMale;
  std::string street = "東京都江東区豊洲";
  std::string block = "2-2-1";
  std::string unit = "1203";
  std::string household = "h1";
  bool address_protected = false;
};

// hanako_of_next_door is somebody else in everything.
inline Resident hanako_of_next_door() {
  return {.legal = "伊藤 花子",
          .kana = "イトウ ハナコ",
          .born = "1991-01-02",
          .sex = Sex::kFemale,
          .block = "7-7-7",
          .unit = "1",
          .household = "h2"};
}

inline PersonFacts facts_of(const Resident& resident) {
  PersonFacts facts;
  facts.names.push_back({NameKind::kLegal, resident.legal});
  if (!resident.kana.empty()) facts.names.push_back({NameKind::kKana, resident.kana, KanaStatus::kRegistered});
  facts.kind = ResidentKind::kPermanentResident;
  facts.sex = resident.sex;
  facts.born = *PartialDate::parse(resident.born);
  facts.birth_country = "JP";
  facts.nationality = "JP";
  facts.address = {
      .block = resident.block, .unit = resident.unit, .street = resident.street, .postal = "135006", .country = "JP"};
  facts.address_protected = resident.address_protected;
  facts.household = HouseholdId(resident.household);
  return facts;
}

// stated_by is what an agency's form says of this resident: everything, truly.
inline Stated stated_by(const Resident& resident) {
  Stated stated = stated_of(facts_of(resident));
  for (auto& address : stated.addresses) address.is_protected = false;
  stated.kana_status = KanaStatus::kRegistered;
  return stated;
}

// TestLinks is a town with one agency, "city" with the scheme "handbook", and a matcher that knows everybody.
struct TestLinks {
  explicit TestLinks(store::Database& database) : people(database), store_deps(deps_of(database)) {
    links = std::make_unique<Links>(Links::Deps{.database = database,
                                                .master_key = *people.master_key,
                                                .keyed_hash = people.keyed_hash,
                                                .journal = people.journal,
                                                .people = people.people,
                                                .matching = matching,
                                                .clock = people.clock,
                                                .random = people.random,
                                                .log = log});
    cases = std::make_unique<Cases>(*links);
    store::run_task(links->add_scheme({"city", "handbook"}, /*sex_not_held=*/false, {})).value();
  }

  Register::Deps deps_of(store::Database& database) {
    return {database, *people.master_key, people.keyed_hash, people.journal, people.clock, people.random};
  }
  Register::Registration add(const Resident& resident) {
    auto added = people.add(facts_of(resident));
    matching.put(added.id, stated_of(facts_of(resident)));
    return added;
  }
  static Origin origin() {
    return {.operator_id = "clerk-7", .terminal = "counter-3", .document_sha256 = std::string(64, 'a')};
  }
  LinkRequest request(Stated stated, std::string id = "12-345") const {
    LinkRequest wanted;
    wanted.record = {.scheme = {"city", "handbook"}, .id = std::move(id)};
    wanted.stated = std::move(stated);
    wanted.origin = origin();
    return wanted;
  }
  Result<LinkAnswer> link(Stated stated, std::string id = "12-345") const {
    return store::run_task(links->link(request(std::move(stated), std::move(id))));
  }
  Result<LinkAnswer> link_with(const PersonalNumber& number, Stated stated, std::string id = "12-345") const {
    LinkRequest wanted = request(std::move(stated), std::move(id));
    wanted.number = number;
    return store::run_task(links->link(std::move(wanted)));
  }
  std::optional<PersonId> resolve(std::string id = "12-345", std::string issuer = "city") const {
    RecordId record{.scheme = {std::move(issuer), "handbook"}, .id = std::move(id)};
    return store::run_task(links->resolve(std::move(record), {.kind = audit::ActorKind::kService, .id = "clinic"}))
        .value();
  }
  std::vector<Link> visible(const PersonId& person) const {
    return store::run_task(links->list_visible(person)).value();
  }
  std::vector<Case> open_cases() const { return store::run_task(cases->list({}, 0, 100)).value(); }

  TestRegister people;
  Register::Deps store_deps;
  Scan scan{store_deps};
  SilentLog log{};
  MatchService matching{MatchService::Deps{.scan = scan, .keyed_hash = people.keyed_hash, .log = log}};
  std::unique_ptr<Links> links{};
  std::unique_ptr<Cases> cases{};
};

}  // namespace inkan::population::links
