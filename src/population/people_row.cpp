#include "population/people_row.h"

#include "base/text.h"

namespace inkan::population {

namespace {

std::unexpected<Error> refuse(std::string text) { return fail(ErrorCode::kInvalidInput, std::move(text)); }

Result<Done> check_members(const json::object& object) {
  for (const auto& [name, value] : object) {
    if (name == "number") return refuse("\"number\" is not taken over: numbers are drawn by the register.");
    if (name == "status")
      return refuse("\"status\" is not taken over: register the person, then record what happened to them.");
    if (name != "event" && name != "valid_from" && name != "facts")
      return refuse("There is a member that a line of people does not have.");
  }
  return Done{};
}

bool begins_a_record(LifeEventKind kind) {
  return kind == LifeEventKind::kRegistration || kind == LifeEventKind::kBirth || kind == LifeEventKind::kArrival;
}

}  // namespace

Result<PersonRow> parse_person_row(std::string_view line) {
  if (line.size() > kPersonLineMax) return refuse("The line is longer than 64 KiB.");
  auto object = parse_json_object(line, "The line");
  if (!object) return refuse(std::move(object.error().public_text));
  if (auto known = check_members(*object); !known) return pass_on(known);
  const auto event = parse_life_event_kind(find_string(*object, "event").value_or(""));
  if (!event || !begins_a_record(*event)) return refuse("\"event\" is birth, arrival or registration.");
  PersonRow row;
  row.event = *event;
  row.valid_from = find_string(*object, "valid_from").value_or("");
  auto day = PartialDate::parse(row.valid_from);
  if (!day || !day->complete()) return refuse("\"valid_from\" is the day of the event, YYYY-MM-DD.");
  const json::object* facts = find_object(*object, "facts");
  if (!facts) return refuse("\"facts\" is missing or no object.");
  auto read = PersonFacts::from_json(*facts);
  // The detail is one of our own words for a part of the record, never its content.
  if (!read) return refuse("\"facts\" cannot be read as a record: " + read.error().private_detail + ".");
  row.facts = std::move(*read);
  return row;
}

json::object to_json(const PersonRow& row) {
  json::object object;
  object["event"] = to_text(row.event);
  object["valid_from"] = row.valid_from;
  object["facts"] = row.facts.to_json();
  return object;
}

}  // namespace inkan::population
