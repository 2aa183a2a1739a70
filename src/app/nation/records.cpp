#include "app/nation/records.h"

#include "app/nation/generator.h"
#include "base/json.h"
#include "population/links/row.h"

namespace inkan::app::nation {

namespace {

namespace links = population::links;
using population::NameKind;

std::string name_of(const population::PersonFacts& facts, NameKind kind) {
  for (const population::Name& name : facts.names)
    if (name.kind == kind) return name.text;
  return {};
}

json::object record_of(const population::PersonFacts& facts, int64_t place) {
  const population::Address& address = facts.address;
  json::object record{{"record_id", "R-" + std::to_string(place)},
                      {"legal_name", facts.legal_name()},
                      {"kana", name_of(facts, NameKind::kKana)},
                      {"romanised", name_of(facts, NameKind::kRomanised)},
                      {"birth_date", facts.born ? facts.born->text() : std::string()},
                      {"sex", population::to_text(facts.sex)},
                      {"block", address.block},
                      {"building", address.building},
                      {"floor", address.floor},
                      {"unit", address.unit},
                      {"street", address.street},
                      {"postal", address.postal},
                      {"country", address.country}};
  return record;
}

}  // namespace

void print_records(uint64_t seed, int64_t people, const std::function<void(const std::string&)>& line) {
  const Generator generator(seed);
  int64_t place = 0;
  for (int64_t index = 0; place < people; ++index) {
    for (const population::PersonFacts& facts : generator.household(index)) {
      if (place == people) return;
      json::object record = record_of(facts, place++);
      auto raw = links::raw_row_of_json(to_json_text(record));
      if (!raw) continue;
      record["row_digest"] = links::row_digest(*raw);
      line(to_json_text(record));
    }
  }
}

}  // namespace inkan::app::nation
