#include "agency_records.h"

#include <gtest/gtest.h>

#include <iostream>

namespace inkan::bench {
namespace {

const Population& nation() {
  static const Population population(3, 64 * 800);
  return population;
}

std::vector<AgencyRecord> records_of(Mix mix) {
  std::vector<AgencyRecord> all;
  const Agency agency(nation(), 5);
  for (uint64_t cell = 0; cell < nation().cells(); ++cell)
    for (auto& record : agency.make_records(mix, cell, 16)) all.push_back(std::move(record));
  return all;
}

double share(const std::vector<AgencyRecord>& records, Flaw flaw) {
  double count = 0;
  for (const auto& record : records) count += record.has(flaw) ? 1 : 0;
  return count / double(records.size());
}

double absent(const std::vector<AgencyRecord>& records) {
  double count = 0;
  for (const auto& record : records) count += record.truth ? 0 : 1;
  return count / double(records.size());
}

TEST(AgencyRecordsTest, normal_file_has_the_mistakes_of_the_reference) {
  const auto records = records_of(Mix::kNormal);
  EXPECT_NEAR(share(records, Flaw::kKanaOnly), 0.196, 0.012);
  EXPECT_NEAR(share(records, Flaw::kKanjiOnly), 0.196, 0.012);
  EXPECT_NEAR(share(records, Flaw::kDateMissing), 0.005, 0.003);
  EXPECT_NEAR(share(records, Flaw::kDateWrong), 0.0095, 0.003);
  EXPECT_NEAR(share(records, Flaw::kSexMissing), 0.10, 0.012);
  EXPECT_NEAR(share(records, Flaw::kAddressMissing), 0.03, 0.004);
  EXPECT_NEAR(share(records, Flaw::kAddressUnknown), 0.03, 0.004);
  EXPECT_NEAR(share(records, Flaw::kFieldsSwapped), 0.003, 0.0015);
  EXPECT_NEAR(absent(records), 0.01, 0.003);
}

TEST(AgencyRecordsTest, dirty_file_has_three_times_as_many) {
  const auto normal = records_of(Mix::kNormal), dirty = records_of(Mix::kDirty);
  for (const Flaw flaw : {Flaw::kDateWrong, Flaw::kAddressUnknown, Flaw::kWrongKanji, Flaw::kSexMissing})
    EXPECT_NEAR(share(dirty, flaw) / share(normal, flaw), 3, 0.9) << to_text(flaw);
  EXPECT_NEAR(absent(dirty), 0.05, 0.005);
}

TEST(AgencyRecordsTest, nobody_in_the_file_of_absent_people_is_registered) {
  const auto records = records_of(Mix::kAbsent);
  EXPECT_EQ(absent(records), 1.0);
  EXPECT_NEAR(share(records, Flaw::kRelative), 0.6, 0.03);
}

TEST(AgencyRecordsTest, twins_file_names_only_people_who_live_with_twins) {
  for (const auto& record : records_of(Mix::kTwins)) {
    if (!record.truth) continue;
    const auto cell = nation().make_cell(*record.truth / Population::kCell);
    const Resident& person = cell[*record.truth % Population::kCell];
    EXPECT_TRUE(std::ranges::any_of(
        cell, [&](const Resident& other) { return other.household == person.household && other.twin; }));
  }
}

TEST(AgencyRecordsTest, same_seed_writes_the_same_records) {
  const Agency a(nation(), 5), b(nation(), 5), other(nation(), 6);
  const auto one = a.make_records(Mix::kDirty, 17, 8), two = b.make_records(Mix::kDirty, 17, 8);
  ASSERT_EQ(one.size(), two.size());
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].truth, two[i].truth);
    ASSERT_EQ(one[i].stated.names.size(), two[i].stated.names.size());
    EXPECT_EQ(one[i].stated.names.front().text, two[i].stated.names.front().text);
  }
}

TEST(AgencyRecordsTest, adversarial_file_holds_every_trap) {
  const auto records = records_of(Mix::kAdversarial);
  for (const Flaw flaw : {Flaw::kNamesakeSameDate, Flaw::kSameReadingKin, Flaw::kMixedFamily, Flaw::kShiftedColumn,
                          Flaw::kFieldsSwapped, Flaw::kSurnameBefore})
    EXPECT_GT(share(records, flaw), 0.005) << to_text(flaw);
}

TEST(AgencyRecordsTest, every_record_states_a_name) {
  for (const Mix mix : kMixes)
    for (const auto& record : records_of(mix)) {
      ASSERT_FALSE(record.stated.names.empty());
      for (const auto& name : record.stated.names) EXPECT_FALSE(name.text.empty());
    }
}

}  // namespace
}  // namespace inkan::bench
