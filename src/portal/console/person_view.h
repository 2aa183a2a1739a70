#pragma once

#include <string>
#include <vector>

#include "officers/access.h"
#include "population/history.h"
#include "portal/console/deps.h"
#include "portal/console/rows.h"

namespace inkan::portal::console {

// Entry is one event of a person's history, as the timeline shows it.
struct Entry {
  int64_t number = 0;
  std::string kind{};        // word key console.life.<kind>
  std::string valid_from{};  // YYYY-MM-DD
  Time recorded_at{};
  std::string officer{};  // id
  std::string second_officer{};
  bool is_undone = false;
  bool may_be_undone = false;
};

// PersonView is a person as an officer on duty may see them: number masked, protected addresses masked unless the look
// had the right and a reason.
struct PersonView {
  population::PersonStatus status = population::PersonStatus::kAlive;
  population::PersonFacts facts{};
  std::string number_end{};
  std::string last_updated{};
  bool has_protected = false;
  bool may_see_protected = false;
  std::vector<Entry> entries{};                   // in the order of valid_from
  std::vector<population::PersonAsOf> columns{};  // the record from each entry that holds, in their order
};
Task<PersonView> load_person_view(const Deps& deps, officers::Opened opened);

void fill_person(const http::Reader& reader, const PersonView& view, http::PageData& data);
// fill_timeline fills the picture (SVG: sizes, columns, lanes) and the table beside it that says the same.
void fill_timeline(const http::Reader& reader, const PersonView& view, http::PageData& data);

json::object person_json(const PersonView& view);

}  // namespace inkan::portal::console
