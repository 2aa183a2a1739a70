#include <algorithm>

#include "portal/console/person_view.h"

namespace inkan::portal::console {

namespace {

using population::TimelineEntry;

bool any_protected(const population::PersonFacts& facts) {
  return facts.address_protected ||
         std::ranges::any_of(facts.earlier_addresses, [](const auto& past) { return past.is_protected; });
}

std::vector<Entry> entries_of(const std::vector<TimelineEntry>& timeline) {
  std::vector<Entry> entries;
  for (const TimelineEntry& one : timeline) {
    Entry entry;
    entry.number = one.row.entry;
    entry.kind = to_text(one.row.kind);
    entry.valid_from = one.row.valid_from;
    entry.recorded_at = one.row.recorded_at;
    entry.officer = one.row.officer.id;
    entry.second_officer = one.row.second_officer;
    entry.is_undone = one.is_undone;
    entry.may_be_undone = !one.is_undone && one.row.entry > 1;
    entries.push_back(std::move(entry));
  }
  std::ranges::stable_sort(entries, {}, &Entry::valid_from);
  return entries;
}

// columns_of opens the record as it is known now to have been from the day of each entry that holds; of several on one
// day, each but the last as it was known when it was recorded.
Result<std::vector<population::PersonAsOf>> columns_of(const population::SealedHistory& history,
                                                       const audit::AccessTicket& ticket,
                                                       const std::vector<Entry>& entries) {
  std::vector<population::PersonAsOf> columns;
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    if (entry->is_undone) continue;
    population::AsOf when{.valid_on = entry->valid_from};
    const auto next = std::ranges::find(entry + 1, entries.end(), false, &Entry::is_undone);
    if (next != entries.end() && next->valid_from == entry->valid_from) when.known_at = entry->recorded_at;
    auto then = history.open_as_of(when, ticket);
    if (!then) return pass_on(then);
    columns.push_back(*then ? std::move(**then) : population::PersonAsOf{});
  }
  return columns;
}

}  // namespace

Task<PersonView> load_person_view(const Deps& deps, officers::Opened opened) {
  auto person = opened.person.open(*opened.ticket);
  if (!person) co_return pass_on(person);
  PersonView view;
  view.status = person->status;
  const std::string& digits = person->number.digits();
  view.number_end = digits.substr(digits.size() - 3);
  view.last_updated = person->last_updated;
  view.may_see_protected = opened.may_see_protected;
  view.facts = std::move(person->facts);
  view.has_protected = any_protected(view.facts);
  auto history = co_await deps.history.load(opened.person.id());
  if (!history) co_return pass_on(history);
  if (!*history) co_return view;
  auto timeline = (*history)->open_timeline(*opened.ticket);
  if (!timeline) co_return pass_on(timeline);
  view.entries = entries_of(*timeline);
  auto columns = columns_of(**history, *opened.ticket, view.entries);
  if (!columns) co_return pass_on(columns);
  view.columns = std::move(*columns);
  co_return view;
}

}  // namespace inkan::portal::console
