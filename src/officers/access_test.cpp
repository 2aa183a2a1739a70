#include "officers/access.h"

#include <gtest/gtest.h>

#include "officers/test_office.h"

namespace inkan::officers {
namespace {

class OfficerAccessTest : public testing::TestWithParam<std::string> {
 protected:
  int64_t reads() { return office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'person_read'"); }
  Result<Opened> by_command(const OfficerId& officer, const std::string& reason = "counter 4") {
    CommandLook look{.person = office.resident, .command = "inkan people show", .reason = reason};
    return office.run(open_person_by_command(office.deps, officer, std::move(look)));
  }
  TestOffice office{GetParam()};
};

TEST_P(OfficerAccessTest, REQ_OPR_1_a_presence_code_opens_one_record_to_one_officer_once) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const Colleague mori = office.hire(Role::kRegistrar);
  const std::string code = office.presence_code(office.resident);
  const auto presence = office.run(open_presence(office.deps, *office.duty_of(aoki), code));
  ASSERT_TRUE(presence);
  EXPECT_EQ(presence->person, office.resident);
  EXPECT_EQ(office.run(open_presence(office.deps, *office.duty_of(mori), code)).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(office.run(open_presence(office.deps, *office.duty_of(aoki), code)).error().code, ErrorCode::kForbidden);
  const auto opened = office.look(aoki, presence_basis(*presence));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->person.open(*opened->ticket).value().id, office.resident);
  EXPECT_EQ(office.look(mori, presence_basis(*presence)).error().code, ErrorCode::kExpired);
}

TEST_P(OfficerAccessTest, REQ_OPR_1_without_presence_or_case_nothing_opens) {
  const Colleague aoki = office.hire(Role::kReviewer);
  EXPECT_EQ(office.look(aoki, Basis{Basis::Kind::kPresence, office.resident.text()}).error().code, ErrorCode::kExpired);
  EXPECT_EQ(office.look(aoki, Basis{Basis::Kind::kCase, office.resident.text()}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(office.look(aoki, Basis{Basis::Kind::kProposal, "x"}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reads(), 0);
}

TEST_P(OfficerAccessTest, code_runs_out_and_so_does_what_it_opened) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const std::string code = office.presence_code(office.resident);
  office.nation.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(office.run(open_presence(office.deps, *office.duty_of(aoki), code)).error().code, ErrorCode::kForbidden);
  office.deps.settings.session_idle_max = std::chrono::hours(2);
  const Presence presence = office.serve(aoki);
  office.nation.clock.advance(office.deps.settings.presence_lifetime);
  EXPECT_EQ(office.look(aoki, presence_basis(presence)).error().code, ErrorCode::kExpired);
}

TEST_P(OfficerAccessTest, new_code_replaces_the_one_nobody_took) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const std::string old = office.presence_code(office.resident);
  office.presence_code(office.resident);
  EXPECT_EQ(office.run(open_presence(office.deps, *office.duty_of(aoki), old)).error().code, ErrorCode::kForbidden);
}

TEST_P(OfficerAccessTest, closed_presence_opens_nothing) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const Presence presence = office.serve(aoki);
  ASSERT_EQ(office.run(list_presences(office.deps, *office.duty_of(aoki))).value().size(), 1u);
  ASSERT_TRUE(office.run(close_presence(office.deps, *office.duty_of(aoki), presence.id)));
  EXPECT_EQ(office.look(aoki, presence_basis(presence)).error().code, ErrorCode::kExpired);
  EXPECT_TRUE(office.run(list_presences(office.deps, *office.duty_of(aoki))).value().empty());
}

TEST_P(OfficerAccessTest, every_read_is_in_the_journal_before_anything_opens) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  office.nation.clock.advance(std::chrono::seconds(1));
  const auto opened = office.look(aoki, presence_basis(office.serve(aoki)));
  ASSERT_TRUE(opened);
  const auto events =
      office.run(office.nation.journal.list_for_person(office.resident.text(), std::nullopt, 10)).value();
  EXPECT_EQ(events.front().kind, audit::EventKind::kPersonRead);
  EXPECT_EQ(events.front().actor.kind, audit::ActorKind::kOfficer);
  EXPECT_EQ(events.front().actor.id, aoki.id.text());
  const json::object note = opened->person.open_note(events.front().sealed, *opened->ticket).value();
  EXPECT_EQ(note.at("purpose_code").as_string(), "view");
  EXPECT_TRUE(std::string(note.at("basis").as_string()).starts_with("presence:"));
}

TEST_P(OfficerAccessTest, auditor_opens_nobody) {
  const Colleague auditor = office.hire(Role::kAuditor);
  EXPECT_EQ(office.run(open_presence(office.deps, *office.duty_of(auditor), office.presence_code(office.resident)))
                .error()
                .code,
            ErrorCode::kForbidden);
}

TEST_P(OfficerAccessTest, case_opens_only_in_its_jurisdiction_and_while_open) {
  Case one;
  one.id = "case-1";
  one.jurisdiction = "SG-46";
  one.person = office.resident;
  office.cases.all.emplace(one.id, one);
  const Basis basis{Basis::Kind::kCase, one.id};
  EXPECT_TRUE(office.look(office.hire(Role::kReviewer, "SG-46"), basis));
  EXPECT_TRUE(office.look(office.hire(Role::kReviewer, "all"), basis));
  EXPECT_EQ(office.look(office.hire(Role::kReviewer, "SG-01"), basis).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(office.look(office.hire(Role::kRegistrar, "SG-46"), basis).error().code, ErrorCode::kForbidden);
  office.cases.all.at(one.id).open = false;
  EXPECT_EQ(office.look(office.hire(Role::kReviewer, "SG-46"), basis).error().code, ErrorCode::kNotFound);
}

TEST_P(OfficerAccessTest, case_without_candidate_opens_nobody) {
  Case one;
  one.id = "case-1";
  one.jurisdiction = "SG-46";
  office.cases.all.emplace(one.id, one);
  EXPECT_EQ(office.look(office.hire(Role::kReviewer), Basis{Basis::Kind::kCase, one.id}).error().code,
            ErrorCode::kForbidden);
}

TEST_P(OfficerAccessTest, REQ_OPR_1_a_honey_record_read_raises_the_alarm_at_once) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  const Colleague chief = office.hire(Role::kSupervisor);
  const Presence presence = office.serve(aoki);
  ASSERT_TRUE(office.look(aoki, presence_basis(presence)));
  EXPECT_TRUE(office.run(list_alarms(office.deps, *office.duty_of(chief), 10)).value().empty());
  ASSERT_TRUE(office.run(add_honey(office.deps, office.resident)));
  ASSERT_TRUE(office.look(aoki, presence_basis(presence))) << "the reader notices nothing";
  const auto alarms = office.run(list_alarms(office.deps, *office.duty_of(chief), 10)).value();
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_EQ(alarms.front().kind, AlarmKind::kHoneyRead);
  EXPECT_EQ(alarms.front().officer, aoki.id);
  EXPECT_EQ(alarms.front().at, office.nation.clock.now()) << "within the request, REQ-OPR-1 asks for a minute";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'alarm_raised'"), 1);
  EXPECT_NE(office.metrics.text().find("honey_read"), std::string::npos);
}

TEST_P(OfficerAccessTest, honey_cannot_be_told_from_the_store) {
  ASSERT_TRUE(office.run(add_honey(office.deps, office.resident)));
  const auto rows = office.run((*office.database)->query("SELECT mark FROM honey_records", {})).value();
  EXPECT_EQ(rows.front().bytes(0).size(), 32u);
  EXPECT_NE(rows.front().bytes(0), crypto::sha256(office.resident.text())) << "without the key there is no guessing";
}

TEST_P(OfficerAccessTest, alarms_are_shown_and_settled_by_whom_they_concern) {
  const Colleague aoki = office.hire(Role::kSupervisor, "SG-46");
  const Colleague chief = office.hire(Role::kSupervisor, "SG-46");
  const Colleague elsewhere = office.hire(Role::kSupervisor, "SG-01");
  const Colleague auditor = office.hire(Role::kAuditor, "all");
  ASSERT_TRUE(office.run(add_honey(office.deps, office.resident)));
  ASSERT_TRUE(office.look(aoki, presence_basis(office.serve(aoki))));
  const auto alarms = office.run(list_alarms(office.deps, *office.duty_of(auditor), 10)).value();
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_TRUE(office.run(list_alarms(office.deps, *office.duty_of(elsewhere), 10)).value().empty());
  const Colleague clerk = office.hire(Role::kRegistrar);
  EXPECT_EQ(office.run(list_alarms(office.deps, *office.duty_of(clerk), 10)).error().code, ErrorCode::kForbidden);
  const std::string id = alarms.front().id;
  EXPECT_EQ(office.run(settle_alarm(office.deps, *office.duty_of(auditor), id)).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(office.run(settle_alarm(office.deps, *office.duty_of(aoki), id)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(office.run(settle_alarm(office.deps, *office.duty_of(elsewhere), id)).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(office.run(settle_alarm(office.deps, *office.duty_of(chief), id)));
  EXPECT_EQ(office.run(settle_alarm(office.deps, *office.duty_of(chief), id)).error().code, ErrorCode::kConflict);
}

TEST_P(OfficerAccessTest, REQ_DB_1_reads_past_the_limit_do_not_happen_in_the_database) {
  office.deps.settings.reads_per_hour = 3;
  const Colleague aoki = office.hire(Role::kRegistrar);
  const Colleague chief = office.hire(Role::kSupervisor);
  const Presence presence = office.serve(aoki);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(office.look(aoki, presence_basis(presence)));
  EXPECT_EQ(office.look(aoki, presence_basis(presence)).error().code, ErrorCode::kTooMany);
  EXPECT_EQ(reads(), 3) << "a refused read opened nothing and is no read";
  const auto alarms = office.run(list_alarms(office.deps, *office.duty_of(chief), 10)).value();
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_EQ(alarms.front().kind, AlarmKind::kLimitReached);
  office.deps.settings.session_idle_max = std::chrono::hours(2);
  office.deps.settings.presence_lifetime = std::chrono::hours(4);
  office.nation.clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(office.look(aoki, presence_basis(office.serve(aoki))));
}

TEST_P(OfficerAccessTest, limit_of_the_day_holds_over_the_hours) {
  office.deps.settings.reads_per_hour = 2;
  office.deps.settings.reads_per_day = 3;
  office.deps.settings.session_idle_max = std::chrono::hours(3);
  const Colleague aoki = office.hire(Role::kRegistrar);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(office.look(aoki, presence_basis(office.serve(aoki))));
  office.nation.clock.advance(std::chrono::hours(1));
  ASSERT_TRUE(office.look(aoki, presence_basis(office.serve(aoki))));
  EXPECT_EQ(office.look(aoki, presence_basis(office.serve(aoki))).error().code, ErrorCode::kTooMany);
}

TEST_P(OfficerAccessTest, REQ_OPR_1_wrong_codes_are_counted_and_stop_the_officer) {
  office.deps.settings.failures_per_hour = 3;
  const Colleague aoki = office.hire(Role::kRegistrar);
  const auto guess = [&](const std::string& code) {
    return office.run(open_presence(office.deps, *office.duty_of(aoki), code)).error().code;
  };
  for (const char* code : {"0000-0000-0000-0001", "0000-0000-0000-0002", "0000-0000-0000-0003"})
    EXPECT_EQ(guess(code), ErrorCode::kForbidden);
  EXPECT_EQ(guess(office.presence_code(office.resident)), ErrorCode::kTooMany) << "even the right one";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms WHERE kind = 'limit_reached'"), 1);
}

TEST_P(OfficerAccessTest, right_codes_cost_no_failures) {
  office.deps.settings.failures_per_hour = 1;
  const Colleague aoki = office.hire(Role::kRegistrar);
  for (int i = 0; i < 3; ++i) office.serve(aoki);
}

TEST_P(OfficerAccessTest, REQ_MATCH_7_only_a_supervisor_with_a_reason_sees_a_protected_address) {
  const Colleague clerk = office.hire(Role::kRegistrar);
  const Colleague chief = office.hire(Role::kSupervisor);
  const Basis of_clerk = presence_basis(office.serve(clerk));
  const Basis of_chief = presence_basis(office.serve(chief));
  EXPECT_FALSE(office.look(clerk, of_clerk)->may_see_protected);
  EXPECT_EQ(office.look(clerk, of_clerk, "court order 12").error().code, ErrorCode::kForbidden);
  EXPECT_FALSE(office.look(chief, of_chief)->may_see_protected);
  EXPECT_EQ(office.look(chief, of_chief, "because").error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(office.look(chief, of_chief, "court order 12")->may_see_protected);
}

TEST_P(OfficerAccessTest, REQ_DB_1_looks_by_command_and_at_the_console_count_against_one_limit) {
  office.deps.settings.reads_per_hour = 2;
  const Colleague aoki = office.hire(Role::kRegistrar);
  const Presence presence = office.serve(aoki);
  ASSERT_TRUE(office.look(aoki, presence_basis(presence)));
  ASSERT_TRUE(by_command(aoki.id));
  EXPECT_EQ(by_command(aoki.id).error().code, ErrorCode::kTooMany);
  EXPECT_EQ(office.look(aoki, presence_basis(presence)).error().code, ErrorCode::kTooMany);
  EXPECT_EQ(reads(), 2) << "a refused read opened nothing and is no read";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms WHERE kind = 'limit_reached'"), 2);
}

TEST_P(OfficerAccessTest, REQ_OPR_1_a_honey_record_read_by_command_raises_the_alarm_at_once) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  ASSERT_TRUE(by_command(aoki.id));
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms"), 0);
  ASSERT_TRUE(office.run(add_honey(office.deps, office.resident)));
  ASSERT_TRUE(by_command(aoki.id)) << "the reader notices nothing";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms WHERE kind = 'honey_read'"), 1);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'alarm_raised'"), 1);
}

TEST_P(OfficerAccessTest, a_look_by_command_is_in_the_record_with_its_reason) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  office.nation.clock.advance(std::chrono::seconds(1));
  const auto opened = by_command(aoki.id);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->person.open(*opened->ticket)->id, office.resident);
  EXPECT_FALSE(opened->may_see_protected);
  const auto events =
      office.run(office.nation.journal.list_for_person(office.resident.text(), std::nullopt, 10)).value();
  EXPECT_EQ(events.front().kind, audit::EventKind::kPersonRead);
  EXPECT_EQ(events.front().actor.id, aoki.id.text());
  const json::object note = opened->person.open_note(events.front().sealed, *opened->ticket).value();
  EXPECT_EQ(note.at("page").as_string(), "inkan people show");
  EXPECT_EQ(note.at("reason").as_string(), "counter 4");
}

TEST_P(OfficerAccessTest, a_command_opens_nothing_for_who_may_not_act_without_a_reason_or_for_nobody) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  EXPECT_EQ(by_command(office.invite(Role::kRegistrar).officer).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(by_command(office.hire(Role::kAuditor).id).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(by_command(aoki.id, "").error().code, ErrorCode::kInvalidInput);
  CommandLook nobody{.person = PersonId("nobody"), .command = "inkan people show", .reason = "counter 4"};
  EXPECT_EQ(office.run(open_person_by_command(office.deps, aoki.id, std::move(nobody))).error().code,
            ErrorCode::kNotFound);
  ASSERT_TRUE(office.run(remove_officer(office.deps, aoki.id)));
  EXPECT_EQ(by_command(aoki.id).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(reads(), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, OfficerAccessTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
