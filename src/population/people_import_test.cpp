#include "population/people_import.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "population/history.h"
#include "population/people_export.h"
#include "population/people_row.h"
#include "population/test_people.h"
#include "population/test_rival.h"

namespace inkan::population {
namespace {

using store::run_task;

PersonFacts named(std::string name, const char* born) {
  PersonFacts facts = sample_citizen();
  facts.names.clear();
  facts.names.push_back({NameKind::kLegal, std::move(name)});
  facts.born = *PartialDate::parse(born);
  return facts;
}

std::string line_of(const PersonFacts& facts, LifeEventKind event = LifeEventKind::kArrival) {
  PersonRow row;
  row.event = event;
  row.valid_from = "2026-11-20";
  row.facts = facts;
  return to_json_text(to_json(row));
}

// people gives so many, all different in name and date of birth.
std::vector<std::string> people(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    std::string name = "PERSON ";
    for (int rest = i + 1; rest > 0; rest /= 26) name += char('A' + rest % 26);
    lines.push_back(line_of(named(name, i % 2 ? "1980-01-02" : "1980-03")));
  }
  return lines;
}

Task<Done> stop_after(int& commits_left) {
  if (commits_left-- > 0) co_return Done{};
  co_return fail(ErrorCode::kUnavailable, "The program was stopped.");
}

class PeopleImportTest : public testing::TestWithParam<std::string> {
 protected:
  PeopleImportTest() {
    std::string name = GetParam() + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ranges::replace(name, '/', '_');
    path_ = (std::filesystem::temp_directory_path() / (name + register_.random.token(6) + ".jsonl")).string();
  }
  ~PeopleImportTest() override { std::filesystem::remove(path_); }

  Register::Deps deps(store::Database& database) {
    return {database,          *register_.master_key, register_.keyed_hash,
            register_.journal, register_.clock,       register_.random};
  }
  void write(const std::vector<std::string>& lines) {
    std::ofstream out(path_, std::ios::binary);
    for (const auto& line : lines) out << line << "\n";
  }
  PeopleImportOptions options() const {
    PeopleImportOptions made;
    made.path = path_;
    made.officer = {audit::ActorKind::kOfficer, "officer-1"};
    made.source_document_sha256 = std::string(64, 'd');
    made.lines_at_once = 3;
    return made;
  }
  Result<PeopleImportReport> import_on(store::Database& database, PeopleImportOptions options) {
    others_.clear();
    const auto store = deps(database);
    const Enrolment enrolment(Enrolment::Deps{.store = store, .people = register_.people});
    const PeopleImport files(PeopleImport::Deps{.store = store, .enrolment = enrolment});
    return run_task(files.run(
        std::move(options), [](const PeopleImportProgress&) {},
        [this](const NotRegistered& one) { others_.push_back(one); }));
  }
  // run_rival imports the whole file once, on another thread, as another program would.
  Task<Done> run_rival(bool& ran) {
    if (std::exchange(ran, true)) co_return Done{};
    std::thread([this] { EXPECT_TRUE(import().has_value()); }).join();
    co_return Done{};
  }
  Result<PeopleImportReport> import() { return import_on(**database_, options()); }
  std::vector<std::string> exported(std::optional<LegalBasisId> numbers = {}) {
    std::vector<std::string> lines;
    PeopleExportOptions wanted{.officer = {audit::ActorKind::kOfficer, "officer-1"}, .numbers = std::move(numbers)};
    auto count = run_task(export_people(deps(**database_), std::move(wanted), [&](const std::string& line) {
      lines.push_back(line);
      return Result<Done>(Done{});
    }));
    EXPECT_EQ(*count, int64_t(lines.size()));
    std::ranges::sort(lines);
    return lines;
  }
  int64_t count() { return *run_task(register_.people.count()); }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
  std::string path_{};
  std::vector<NotRegistered> others_{};
};

TEST_P(PeopleImportTest, REQ_MATCH_1_what_is_imported_is_exported_byte_for_byte) {
  std::vector<std::string> lines = people(5);
  // A compatibility ideograph that even NFC would change, a variation sequence, and a character outside the BMP.
  for (const char* name : {"\uFA19\uFA1B 太郎", "辻\U000E0100 花子", "\U00020BB7田 一郎"}) {
    PersonFacts facts = sample_foreign_resident();
    facts.names[0].text = name;
    facts.born.reset();
    lines.push_back(line_of(facts, LifeEventKind::kRegistration));
  }
  write(lines);
  const auto report = import();
  ASSERT_TRUE(report.has_value()) << report.error().public_text;
  EXPECT_EQ(report->registered, 8);
  EXPECT_TRUE(report->finished);
  EXPECT_TRUE(others_.empty());
  std::ranges::sort(lines);
  EXPECT_EQ(exported(), lines);
}

TEST_P(PeopleImportTest, the_history_begins_with_the_event_officer_and_document_of_the_file) {
  write({line_of(sample_citizen(), LifeEventKind::kBirth)});
  ASSERT_TRUE(import().has_value());
  const auto id = run_task((*database_)->query("SELECT person_id FROM persons", {}))->at(0).text(0);
  const auto history = run_task(History(deps(**database_)).load(PersonId(id)));
  EXPECT_EQ((*history)->entries()[0].kind, LifeEventKind::kBirth);
  EXPECT_EQ((*history)->entries()[0].valid_from, "2026-11-20");
  EXPECT_EQ((*history)->entries()[0].officer.id, "officer-1");
  EXPECT_EQ((*history)->entries()[0].source_document_sha256, std::string(64, 'd'));
}

TEST_P(PeopleImportTest, a_finished_file_adds_nothing_again_and_reports_what_it_came_to) {
  auto lines = people(4);
  lines.push_back("{");
  write(lines);
  ASSERT_TRUE(import().has_value());
  const auto again = import();
  EXPECT_TRUE(again->was_finished);
  EXPECT_EQ(again->registered, 4);
  EXPECT_EQ(again->rejected, 1);
  ASSERT_EQ(others_.size(), 1u);
  EXPECT_EQ(others_[0].line, 5);
  EXPECT_EQ(count(), 4);
}

TEST_P(PeopleImportTest, every_bad_line_is_told_by_number_and_reason_and_without_its_content) {
  PersonFacts nowhere = named("XYLOPHONE QUILL", "1980-01-02");
  nowhere.address.country = "??";
  PersonFacts unborn = named("XYLOPHONE QUILL", "2031-01-02");
  PersonFacts nameless = named("", "1980-01-02");
  const std::string good = line_of(named("XYLOPHONE QUILL", "1980-01-02"));
  const auto with = [&](const char* member, json::value value) {
    json::object object = *parse_json_object(good, "test");
    object[member] = std::move(value);
    return to_json_text(object);
  };
  struct Case {
    std::string line;
    std::string says;
  };
  const std::vector<Case> cases{
      {"{\"XYLOPHONE\"", ""},
      {"[]", "The line is not a JSON object"},
      {with("number", "123456789018"), "\"number\" is not taken over: numbers are drawn by the register."},
      {with("status", "deceased"),
       "\"status\" is not taken over: register the person, then record what happened to them."},
      {with("XYLOPHONE", 1), "There is a member that a line of people does not have."},
      {with("event", "death"), "\"event\" is birth, arrival or registration."},
      {with("event", 7), "\"event\" is birth, arrival or registration."},
      {with("valid_from", "2026-11"), "\"valid_from\" is the day of the event, YYYY-MM-DD."},
      {with("valid_from", "2026-11-24"), "The day of the event is YYYY-MM-DD, today or earlier."},
      {with("facts", "XYLOPHONE"), "\"facts\" is missing or no object."},
      {with("facts", json::object()), "\"facts\" cannot be read as a record: names."},
      {line_of(nowhere), "Country of the address is not a code of the published table."},
      {line_of(unborn), "Date of birth is in the future."},
      {line_of(nameless), "A name is empty."},
      {std::string(kPersonLineMax + 10, 'x'), "The line is longer than 64 KiB."},
  };
  std::vector<std::string> lines{good};
  for (const auto& one : cases) lines.push_back(one.line);
  lines.push_back("");  // an empty line is none
  write(lines);
  const auto report = import();
  ASSERT_TRUE(report.has_value()) << report.error().public_text;
  EXPECT_EQ(report->registered, 1);
  EXPECT_EQ(report->rejected, int64_t(cases.size()));
  ASSERT_EQ(others_.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(others_[i].line, int64_t(i + 2));
    EXPECT_FALSE(others_[i].held);
    EXPECT_TRUE(cases[i].says.empty() || others_[i].text == cases[i].says) << others_[i].text;
    EXPECT_EQ(others_[i].text.find("XYLOPHONE"), std::string::npos);
    EXPECT_EQ(others_[i].text.find("123456789018"), std::string::npos);
  }
}

TEST_P(PeopleImportTest, REQ_CARD_4_who_is_like_somebody_is_held_for_a_second_officer_and_listed) {
  register_.add(named("KNOWN PERSON", "1980-01-02"));  // entered by another way than enrolment
  write({line_of(named("KNOWN PERSON", "1980-01-02")), line_of(named("TWICE PERSON", "1981-01-02")),
         line_of(named("TWICE PERSON", "1982-01-02")), line_of(named("ONLY PERSON", "1983-01-02"))});
  const auto report = import();
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->registered, 2);
  EXPECT_EQ(report->held, 2);
  ASSERT_EQ(others_.size(), 2u);
  EXPECT_TRUE(others_[0].held && others_[1].held);
  EXPECT_EQ(others_[0].text, "same_name_and_birth_date");
  EXPECT_EQ(others_[1].line, 3);
  EXPECT_EQ(others_[1].text, "same_name_same_day same_name_same_batch");
  const Enrolment enrolment(Enrolment::Deps{.store = deps(**database_), .people = register_.people});
  const auto held = run_task(enrolment.find_case(EnrolmentCaseId(others_[1].case_id)));
  ASSERT_TRUE(held.has_value() && held->has_value());
  EXPECT_EQ((*held)->application.facts.legal_name(), "TWICE PERSON");
  EXPECT_EQ((*held)->application.registrar.source_document_sha256, std::string(64, 'd'));
}

TEST_P(PeopleImportTest, a_dry_run_says_the_same_and_stores_nothing) {
  auto lines = people(7);
  lines.push_back(lines[0]);
  lines.push_back("{}");
  write(lines);
  auto dry = options();
  dry.dry_run = true;
  const auto report = import_on(**database_, dry);
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->registered, 7);
  EXPECT_EQ(report->held, 1);
  EXPECT_EQ(report->rejected, 1);
  EXPECT_EQ(others_.size(), 2u);
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(import()->registered, 7);
}

TEST_P(PeopleImportTest, interrupted_anywhere_it_goes_on_and_nobody_is_lost_or_doubled) {
  auto lines = people(10);
  lines.insert(lines.begin() + 4, "{}");
  write(lines);
  // Somebody else's commits fail: the import stops as a killed program would, between two transactions.
  for (int commits = 0;; ++commits) {
    int left = commits;
    RivalDatabase stopping(**database_, /*times=*/1000, [&left]() -> Task<Done> { return stop_after(left); });
    if (import_on(stopping, options()).has_value()) break;
    ASSERT_LT(commits, 50);
  }
  const auto report = import();
  EXPECT_TRUE(report->was_finished);
  EXPECT_EQ(report->registered, 10);
  EXPECT_EQ(report->rejected, 1);
  EXPECT_EQ(count(), 10);
  lines.erase(lines.begin() + 4);
  std::ranges::sort(lines);
  EXPECT_EQ(exported(), lines);
}

TEST_P(PeopleImportTest, of_two_imports_of_one_file_at_once_one_is_refused_and_nobody_is_doubled) {
  write(people(6));
  bool rival_ran = false;
  RivalDatabase rival(**database_, /*times=*/3, [&]() -> Task<Done> { return run_rival(rival_ran); });
  const auto slower = import_on(rival, options());
  ASSERT_FALSE(slower.has_value());
  EXPECT_EQ(slower.error().code, ErrorCode::kConflict);
  EXPECT_EQ(count(), 6);
}

TEST_P(PeopleImportTest, needs_a_file_an_officer_and_a_document_and_the_same_ones_again) {
  write(people(4));
  const auto code = [&](PeopleImportOptions wanted) { return import_on(**database_, wanted).error().code; };
  auto wanted = options();
  wanted.officer.id.clear();
  EXPECT_EQ(code(wanted), ErrorCode::kInvalidInput);
  wanted = options();
  wanted.source_document_sha256.clear();
  EXPECT_EQ(code(wanted), ErrorCode::kInvalidInput);
  wanted.source_document_sha256 = "no hash";
  EXPECT_EQ(code(wanted), ErrorCode::kInvalidInput);
  wanted = options();
  wanted.path += ".absent";
  EXPECT_EQ(code(wanted), ErrorCode::kNotFound);
  int left = 2;
  RivalDatabase stopping(**database_, /*times=*/1000, [&left]() -> Task<Done> { return stop_after(left); });
  ASSERT_FALSE(import_on(stopping, options()).has_value());
  wanted = options();
  wanted.officer.id = "officer-2";
  EXPECT_EQ(code(wanted), ErrorCode::kConflict);
  EXPECT_EQ(import()->registered, 4);
}

TEST_P(PeopleImportTest, REQ_NUM_3_numbers_are_exported_only_on_a_legal_basis_that_holds_today) {
  write({line_of(sample_citizen())});
  ASSERT_TRUE(import().has_value());
  EXPECT_EQ(exported()[0].find("number\":\""), exported()[0].find("passport_number\":\"") + 9);
  PeopleExportOptions wanted{.officer = {audit::ActorKind::kOfficer, "officer-1"}, .numbers = LegalBasisId("law-1")};
  const auto run = [&] {
    std::string line;
    auto done = run_task(export_people(deps(**database_), wanted, [&](const std::string& one) {
      line = one;
      return Result<Done>(Done{});
    }));
    return done ? line : std::string(done.error().code == ErrorCode::kForbidden ? "forbidden" : "error");
  };
  EXPECT_EQ(run(), "forbidden");
  const LegalTable table({**database_, register_.clock});
  const auto add = [&](const char* id, NumberUse use, const char* until) {
    LegalBasis basis{LegalBasisId(id), use, "Number Act art. 9(1)", "2026-01-01", until};
    auto batch = table.prepare_addition(basis, {"officer-1", "officer-2"});
    ASSERT_TRUE(run_task((*database_)->commit_all(std::move(*batch))).has_value());
  };
  add("law-1", NumberUse::kDisplay, "");
  EXPECT_EQ(run(), "forbidden");
  add("law-2", NumberUse::kExport, "2026-11-23");
  wanted.numbers = LegalBasisId("law-2");
  EXPECT_EQ(run(), "forbidden");
  add("law-3", NumberUse::kExport, "");
  wanted.numbers = LegalBasisId("law-3");
  const auto object = parse_json_object(run(), "line");
  const auto number = PersonalNumber::parse(find_string(*object, "number").value_or(""));
  ASSERT_TRUE(number.has_value());
  EXPECT_TRUE(run_task(register_.people.find_by_number(*number))->has_value());
  wanted.officer.id.clear();
  EXPECT_EQ(run(), "forbidden");
}

TEST_P(PeopleImportTest, an_export_is_in_the_journal_and_leaves_out_the_annulled) {
  const auto kept = register_.add(named("KEPT PERSON", "1980-01-02"));
  const auto annulled = register_.add(named("TWICE PERSON", "1980-01-02"));
  History::Recording recording;
  recording.registrar.actor = {audit::ActorKind::kOfficer, "officer-1"};
  recording.valid_from = "2026-11-23";
  const History history(deps(**database_));
  ASSERT_TRUE(run_task(history.record(annulled.id, register_.look(annulled.id), Undo{1, "twice"}, recording)));
  ASSERT_TRUE(run_task(history.record(kept.id, register_.look(kept.id), Death{}, recording)));
  const auto rows = [&] {
    return *run_task(
        (*database_)->query("SELECT actor_id, sealed FROM audit_events WHERE kind = 'register_scanned'", {}));
  };
  PeopleExportOptions wanted{.officer = {audit::ActorKind::kOfficer, "officer-1"}};
  std::string only;
  auto count = run_task(export_people(deps(**database_), wanted, [&](const std::string& line) {
    only = line;
    return Result<Done>(Done{});
  }));
  EXPECT_EQ(*count, 1);
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].text(0), "officer-1");
  EXPECT_EQ(rows()[0].bytes(1), R"({"purpose":"export people"})");
  EXPECT_EQ(find_string(*parse_json_object(only, "line"), "status"), "deceased");
}

INSTANTIATE_TEST_SUITE_P(Engines, PeopleImportTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::population
