#include "population/record_patch.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "population/test_history.h"

namespace inkan::population {
namespace {

PastAddress past(const char* street, const char* from, const char* until) {
  PastAddress one;
  one.address = sample_citizen().address;
  one.address.street = street;
  one.from = *PartialDate::parse(from);
  one.until = *PartialDate::parse(until);
  return one;
}

// same compares two records, names in any order.
void expect_same(PersonFacts a, PersonFacts b) {
  for (auto* facts : {&a, &b})
    std::ranges::sort(facts->names, {}, [](const Name& n) { return std::pair(n.kind, n.text); });
  EXPECT_EQ(to_json_text(a.to_json()), to_json_text(b.to_json()));
}

TEST(RecordPatch, holds_only_the_parts_that_differ) {
  PersonFacts right = sample_citizen();
  right.names[1].text = "TAN MEI LIN";
  right.race = "MY";
  right.passport_number.clear();
  EXPECT_EQ(
      to_json_text(patch_between(sample_citizen(), right)),
      R"({"set":{"race":"MY"},"unset":["passport_number"],"names":[{"of":{"kind":"romanised","text":"CHEN MEILING"},)"
      R"("set":{"text":"TAN MEI LIN"}}]})");
  EXPECT_TRUE(patch_between(right, right).empty());
}

TEST(RecordPatch, leads_from_any_record_to_any_other) {
  std::vector<PersonFacts> records(9, sample_citizen());
  records[1].names[0].text = "LIM MEI LING";
  records[2].names.pop_back();
  records[2].names.push_back({NameKind::kAlias, "MAY TAN"});
  records[2].names.push_back({NameKind::kAlias, "MAE TAN"});
  records[3].names[0] = {NameKind::kPrevious, "TAN MEI LING"};
  records[3].names.push_back({NameKind::kLegal, "LIM MEI LING"});
  records[3].names[0].until = *PartialDate::parse("2020-01-01");
  records[4].address.street = "MAPLE LANE";
  records[4].address_from = *PartialDate::parse("2020-01-01");
  records[5].earlier_addresses = {past("B", "2010-01-01", "2020-01-01"), past("A", "2000-01-01", "2010-01-01")};
  records[6].earlier_addresses = {past("B", "2011-01-01", "2020-01-01")};
  records[6].address_protected = true;
  records[7].address = past("B", "2010-01-01", "2020-01-01").address;
  records[7].earlier_addresses = {past("BEDOK NORTH AVENUE 4", "2000-01-01", "2010-01-01")};
  records[8] = sample_foreign_resident();
  for (const auto& from : records)
    for (const auto& to : records) {
      const auto patched = apply_patch(from, patch_between(from, to));
      ASSERT_TRUE(patched.has_value());
      expect_same(*patched, to);
    }
}

TEST(RecordPatch, an_element_that_moved_into_the_past_is_put_right_where_it_stands) {
  PersonFacts right = sample_citizen();
  right.names[0].text = "TAN MEI LIN";
  right.address.unit = "129";
  const auto patch = patch_between(sample_citizen(), right);
  PersonFacts later = sample_citizen();
  later.names[0] = {NameKind::kPrevious, "TAN MEI LING"};
  later.names.push_back({NameKind::kLegal, "LIM MEI LING"});
  later.earlier_addresses = {{.address = later.address, .until = *PartialDate::parse("2026-11-25")}};
  later.address.street = "MAPLE LANE";
  const auto patched = apply_patch(later, patch);
  ASSERT_TRUE(patched.has_value());
  EXPECT_EQ(patched->legal_name(), "LIM MEI LING");
  EXPECT_EQ(patched->find_name(NameKind::kPrevious), "TAN MEI LIN");
  EXPECT_EQ(patched->address.street, "MAPLE LANE");
  EXPECT_EQ(patched->address.unit, sample_citizen().address.unit);
  EXPECT_EQ(patched->earlier_addresses[0].address.unit, "129");
}

TEST(RecordPatch, a_previous_name_that_is_gone_leaves_the_others_alone) {
  PersonFacts from = sample_citizen();
  from.names.push_back({NameKind::kPrevious, "A"});
  PersonFacts right = from;
  right.names.back().text = "A1";
  PersonFacts later = sample_citizen();
  later.names.push_back({NameKind::kPrevious, "B"});
  const auto patched = apply_patch(later, patch_between(from, right));
  const auto has = [&](std::string_view text) {
    return std::ranges::find(patched->names, text, &Name::text) != patched->names.end();
  };
  EXPECT_TRUE(has("B"));
  EXPECT_TRUE(has("A1"));
  EXPECT_FALSE(has("A"));
}

TEST(RecordPatch, reads_corrections_of_before_which_held_whole_lists) {
  const auto old = parse_json_object(R"({"set":{"names":[["legal","LIM MEI LING"]]},"unset":["race"]})", "test");
  const auto patched = apply_patch(sample_citizen(), *old);
  ASSERT_TRUE(patched.has_value());
  EXPECT_EQ(patched->names.size(), 1u);
  EXPECT_TRUE(patched->race.empty());
}

TEST(RecordPatch, refuses_to_leave_a_record_without_its_legal_name) {
  const auto patch = parse_json_object(R"({"names":[{"remove":{"kind":"legal","text":"TAN MEI LING"}}]})", "test");
  EXPECT_EQ(apply_patch(sample_citizen(), *patch).error().code, ErrorCode::kConflict);
  const auto second = parse_json_object(R"({"names":[{"add":{"kind":"legal","text":"LIM MEI LING"}}]})", "test");
  EXPECT_EQ(apply_patch(sample_citizen(), *second).error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace inkan::population
