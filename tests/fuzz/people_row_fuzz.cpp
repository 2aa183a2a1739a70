// Lines of a file of people: whatever is accepted is written as a line that is read as the same row, and no reason
// repeats the line.
#include "base/check.h"
#include "population/facts.h"
#include "population/people_row.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto row = population::parse_person_row(text);
  if (!row) {
    check(row.error().code == ErrorCode::kInvalidInput, "a line that is no row is refused as input");
    check(text.size() < 80 || row.error().public_text.find(text) == std::string::npos, "a reason is in our own words");
    return 0;
  }
  const std::string line = to_json_text(population::to_json(*row));
  const auto again = population::parse_person_row(line);
  check(again.has_value(), "what was written is read again");
  check(to_json_text(population::to_json(*again)) == line, "and says the same");
  (void)population::check_facts(row->facts, from_unix_seconds(1795420000));
  return 0;
}
