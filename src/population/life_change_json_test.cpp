#include <gtest/gtest.h>

#include "population/test_history.h"

namespace inkan::population {
namespace {

TEST(LifeEvents, a_change_survives_its_way_through_json) {
  const LifeChange changes[] = {Move{new_home(), HouseholdId("h"), true},
                                NameChange{{legal("A B")}},
                                Marriage{"2", {legal("A B")}, PersonId("spouse")},
                                Correction{sample_citizen(), "why"},
                                StayExtension{"P1Pass", *PartialDate::parse("2030-01")},
                                AddressProtection{false},
                                Departure{},
                                Return{new_home()},
                                Death{},
                                Undo{3, "why"}};
  for (const auto& change : changes) {
    const auto round = life_change_from_json(to_json(change));
    ASSERT_TRUE(round.has_value()) << to_json_text(to_json(change));
    EXPECT_EQ(to_json(*round), to_json(change));
  }
}

TEST(LifeEvents, refuses_json_that_is_no_change_and_says_why) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case cases[] = {
      {"{}", R"(The change has no "kind" that changes a record.)"},
      {R"({"kind":"birth"})", R"(The change has no "kind" that changes a record.)"},
      {R"({"kind":7})", R"(The change has no "kind" that changes a record.)"},
      {R"({"kind":"death","on":"2026-11-23"})", R"(The change "death" has a member that no death has.)"},
      {R"({"kind":"departure","address":{}})", R"(The change "departure" has a member that no departure has.)"},
      {R"({"kind":"move"})", R"(The change "move" lacks "address".)"},
      {R"({"kind":"move","address":"here"})", R"(The change "move" is wrong: "address" cannot be read as one.)"},
      {R"({"kind":"move","address":{"country":"SG","planet":"x"}})",
       R"(The change "move" is wrong: "address" cannot be read as one.)"},
      {R"({"kind":"move","address":{"country":"SG"},"protected":1})",
       R"(The change "move" is wrong: "protected" is neither true nor false.)"},
      {R"({"kind":"move","address":{"country":"SG"},"household":7})",
       R"(The change "move" is wrong: "household" is not a text.)"},
      {R"({"kind":"name_change"})", R"(The change "name_change" lacks "names".)"},
      {R"({"kind":"name_change","names":[]})", R"(The change "name_change" is wrong: "names" is not a list of names.)"},
      {R"({"kind":"name_change","names":[["legal"]]})",
       R"(The change "name_change" is wrong: "names" holds something that is no name.)"},
      {R"({"kind":"name_change","names":[["legal","A",{"spoken":"x"}]]})",
       R"(The change "name_change" is wrong: "names" holds something that is no name.)"},
      {R"({"kind":"marriage"})", R"(The change "marriage" lacks "marital_status".)"},
      {R"({"kind":"marriage","marital_status":"2","spouse":""})",
       R"(The change "marriage" is wrong: "spouse" is not a text.)"},
      {R"({"kind":"correction","reason":"x"})", R"(The change "correction" lacks "right".)"},
      {R"({"kind":"correction","right":{},"reason":"x"})",
       R"(The change "correction" is wrong: "right" cannot be read as a record.)"},
      {R"({"kind":"stay_extension","pass_expires":"soon"})",
       R"(The change "stay_extension" is wrong: "pass_expires" is not a date.)"},
      {R"({"kind":"stay_extension","pass_type":7})",
       R"(The change "stay_extension" is wrong: "pass_type" is not a text.)"},
      {R"({"kind":"address_protection"})", R"(The change "address_protection" lacks "protected".)"},
      {R"({"kind":"return","address":7})", R"(The change "return" is wrong: "address" cannot be read as one.)"},
      {R"({"kind":"undo","reason":"x"})", R"(The change "undo" lacks "entry".)"},
      {R"({"kind":"undo","entry":"1","reason":"x"})", R"(The change "undo" is wrong: "entry" is not a whole number.)"},
      {R"({"kind":"undo","entry":1})", R"(The change "undo" lacks "reason".)"},
  };
  for (const auto& one : cases) {
    const auto read = life_change_from_json(*parse_json_object(one.text, "test"));
    ASSERT_FALSE(read.has_value()) << one.text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidInput) << one.text;
    EXPECT_EQ(read.error().public_text, one.says);
  }
}

TEST(LifeEvents, a_correction_without_a_reason_is_refused) {
  json::object correction = to_json(LifeChange(Correction{sample_citizen(), "why"}));
  correction.erase("reason");
  EXPECT_EQ(life_change_from_json(correction).error().public_text, R"(The change "correction" lacks "reason".)");
  correction["reason"] = "";
  EXPECT_EQ(life_change_from_json(correction).error().public_text,
            R"(The change "correction" is wrong: "reason" is not a text.)");
}

TEST(PersonFacts, refuses_a_record_with_members_that_nobody_reads) {
  const json::object good = sample_citizen().to_json();
  ASSERT_TRUE(PersonFacts::from_json(good).has_value());
  json::object more = good;
  more["shoe_size"] = "42";
  EXPECT_EQ(PersonFacts::from_json(more).error().code, ErrorCode::kCorrupt);
  json::object deeper = good;
  deeper["address"].as_object()["planet"] = "earth";
  EXPECT_EQ(PersonFacts::from_json(deeper).error().code, ErrorCode::kCorrupt);
  json::object typed = good;
  typed["address_protected"] = "yes";
  EXPECT_EQ(PersonFacts::from_json(typed).error().code, ErrorCode::kCorrupt);
  json::object listed = good;
  listed["earlier_addresses"] = "none";
  EXPECT_EQ(PersonFacts::from_json(listed).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace inkan::population
