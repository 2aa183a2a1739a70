#include "portal/record.h"

#include <gtest/gtest.h>

#include "portal/record_words.h"

namespace inkan::portal {
namespace {

using audit::ActorKind;
using audit::EventKind;

TEST(RecordViews, parse_only_their_own_names) {
  for (RecordView view : {RecordView::kAll, RecordView::kData, RecordView::kSignIns, RecordView::kConsents,
                          RecordView::kAccount, RecordView::kOwn, RecordView::kEverything})
    EXPECT_EQ(parse_record_view(to_text(view)), view);
  EXPECT_FALSE(parse_record_view("nothing"));
  EXPECT_FALSE(parse_record_view(""));
}

TEST(RecordViews, hide_the_residents_own_looks_but_no_one_elses) {
  EXPECT_FALSE(belongs(RecordView::kAll, EventKind::kPersonRead, ActorKind::kResident));
  EXPECT_FALSE(belongs(RecordView::kData, EventKind::kPersonRead, ActorKind::kResident));
  EXPECT_TRUE(belongs(RecordView::kOwn, EventKind::kPersonRead, ActorKind::kResident));
  EXPECT_TRUE(belongs(RecordView::kAll, EventKind::kPersonRead, ActorKind::kOfficer));
  EXPECT_TRUE(belongs(RecordView::kData, EventKind::kPersonRead, ActorKind::kService));
  EXPECT_FALSE(belongs(RecordView::kOwn, EventKind::kPersonRead, ActorKind::kOfficer));
}

TEST(RecordViews, put_each_kind_where_people_look_for_it) {
  EXPECT_TRUE(belongs(RecordView::kData, EventKind::kRelease, ActorKind::kService));
  EXPECT_TRUE(belongs(RecordView::kSignIns, EventKind::kSignInRefused, ActorKind::kResident));
  EXPECT_TRUE(belongs(RecordView::kConsents, EventKind::kConsentWithdrawn, ActorKind::kResident));
  EXPECT_FALSE(belongs(RecordView::kConsents, EventKind::kRelease, ActorKind::kService));
}

TEST(Reasons, group_scopes_with_the_same_purpose_and_law) {
  catalogue::Client client;
  client.entitlements = {{"name", {{"en", "card"}}, {{"en", "s 12"}}},
                         {"dob", {{"en", "card"}}, {{"en", "s 12"}}},
                         {"regadd", {{"en", "letters"}}, {{"en", "s 14"}}}};
  auto reasons = group_reasons(&client, {"openid", "name", "regadd", "dob"});
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].scopes, (std::vector<std::string>{"name", "dob"}));
  EXPECT_EQ(reasons[1].purpose.at("en"), "letters");
}

TEST(Reasons, of_a_removed_service_keep_the_scopes) {
  auto reasons = group_reasons(nullptr, {"openid", "name"});
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_TRUE(reasons[0].purpose.empty());
}

TEST(Reasons, are_read_from_the_note_as_they_were_then) {
  auto note = parse_json_object(R"({"scopes":["openid","name"],"purpose":{"name":{"en":"card","ja":"カード"}},)"
                                R"("legal_basis":{"name":{"en":"s 12"}}})",
                                "note");
  ASSERT_TRUE(note);
  auto reasons = reasons_of_note(*note);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].purpose.at("ja"), "カード");
  EXPECT_EQ(reasons[0].legal_basis.at("en"), "s 12");
}

TEST(Reasons, of_a_note_without_scopes_are_none) {
  json::object note;
  note["page"] = "home";
  EXPECT_TRUE(reasons_of_note(note).empty());
}

TEST(RecordWords, have_a_sentence_for_every_kind_in_every_language) {
  auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  for (const std::string& tag : (*pages)->languages()) {
    http::Language language{.tag = tag};
    Reader reader{**pages, language};
    for (int kind = 0; kind <= int(EventKind::kCaseClosed); ++kind)
      for (ActorKind by : {ActorKind::kResident, ActorKind::kService, ActorKind::kOfficer, ActorKind::kSystem}) {
        RecordEntry entry;
        entry.kind = EventKind(kind);
        entry.by = by;
        EXPECT_EQ(event_title(reader, entry).find("{{"), std::string::npos);
        entry.client_id = "0123456789abcdef0123456789abcdef";
        entry.client_name["en"] = "Library";
        EXPECT_EQ(event_title(reader, entry).find("{{"), std::string::npos);
      }
  }
}

}  // namespace
}  // namespace inkan::portal
