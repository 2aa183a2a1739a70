#include "population/people_export.h"

#include "population/people_row.h"
#include "population/scan.h"

namespace inkan::population {

namespace {

constexpr int kPage = 500;

std::string line_of(Scan::Exported person) {
  PersonRow row;
  row.event = person.began;
  row.valid_from = std::move(person.valid_from);
  row.facts = std::move(person.facts);
  json::object object = to_json(row);
  if (person.status != PersonStatus::kAlive) object["status"] = to_text(person.status);
  if (person.number) object["number"] = person.number->digits();
  return to_json_text(object);
}

}  // namespace

Task<int64_t> export_people(Register::Deps deps, PeopleExportOptions options,
                            std::function<Result<Done>(const std::string&)> each_line) {
  if (options.officer.id.empty()) co_return fail(ErrorCode::kForbidden, "An export needs the officer who asks for it.");
  std::optional<NumberRight> right;
  std::string purpose = "export people";
  if (options.numbers) {
    const LegalTable table({deps.database, deps.clock});
    auto found = co_await table.find_right(*options.numbers, NumberUse::kExport);
    if (!found) co_return pass_on(found);
    if (!*found) co_return fail(ErrorCode::kForbidden, "No legal basis of this id allows numbers in a file today.");
    right = std::move(*found);
    purpose += " with numbers, legal basis " + right->basis().text();
  }
  const Scan scan(deps);
  const ScanPurpose asked{.actor = std::move(options.officer), .purpose = std::move(purpose)};
  auto ticket = co_await scan.begin(asked);
  if (!ticket) co_return pass_on(ticket);
  int64_t count = 0;
  for (PersonId after;;) {
    auto people = co_await scan.read_exports(**ticket, after, kPage, right);
    if (!people) co_return pass_on(people);
    if (people->empty()) co_return count;
    after = people->back().id;
    for (auto& person : *people) {
      if (auto written = each_line(line_of(std::move(person))); !written) co_return pass_on(written);
      ++count;
    }
  }
}

}  // namespace inkan::population
