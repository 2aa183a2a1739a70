#include "population/replay.h"

#include <algorithm>

#include "population/record_patch.h"

namespace inkan::population {

namespace {

std::unexpected<Error> unfit(std::string text) { return fail(ErrorCode::kConflict, std::move(text)); }

std::optional<PartialDate> day_of(const std::string& text) {
  auto day = PartialDate::parse(text);
  return day ? std::optional(*day) : std::nullopt;
}

// State is the record while events are applied to it.
struct State {
  PersonStatus status = PersonStatus::kAlive;
  PersonFacts facts{};
};

void move_to(State& state, const Address& address, bool is_protected, const std::string& day) {
  PastAddress past{state.facts.address, state.facts.address_from, day_of(day), state.facts.address_protected};
  state.facts.earlier_addresses.insert(state.facts.earlier_addresses.begin(), std::move(past));
  state.facts.address = address;
  state.facts.address_from = day_of(day);
  state.facts.address_protected = is_protected;
}

void take_names(State& state, const std::vector<Name>& names, const std::string& day) {
  for (Name name : names) {
    if (!name.from) name.from = day_of(day);
    const auto same = std::ranges::find(state.facts.names, name.kind, &Name::kind);
    if (same == state.facts.names.end()) {
      state.facts.names.push_back(std::move(name));
      continue;
    }
    if (name.kind == NameKind::kLegal && same->text != name.text) {
      Name old = *same;
      old.kind = NameKind::kPrevious;
      old.until = day_of(day);
      *same = std::move(name);
      state.facts.names.push_back(std::move(old));
    } else {
      *same = std::move(name);
    }
  }
}

// protect covers earlier addresses too (REQ-MATCH-7): where somebody moved from leads to where they moved to. Ending
// the protection frees the address of today alone; an earlier one may be a refuge, and is freed by a correction.
void protect(PersonFacts& facts) {
  facts.address_protected = true;
  for (auto& past : facts.earlier_addresses) past.is_protected = true;
}

struct Apply {
  State& state;
  const std::string& day;

  Result<Done> operator()(const Move& move) {
    if (state.status != PersonStatus::kAlive) return unfit("Only somebody who lives here moves.");
    // A protected address stays so until AddressProtection ends it: who flees moves.
    move_to(state, move.address, move.is_protected || state.facts.address_protected, day);
    if (state.facts.address_protected) protect(state.facts);
    if (!move.household.empty()) state.facts.household = move.household;
    return Done{};
  }
  Result<Done> operator()(const NameChange& change) {
    if (state.status == PersonStatus::kDeceased) return unfit("The dead do not change their names.");
    take_names(state, change.names, day);
    return Done{};
  }
  Result<Done> operator()(const Marriage& marriage) {
    if (state.status == PersonStatus::kDeceased) return unfit("The dead do not marry.");
    state.facts.marital_status = marriage.marital_status;
    take_names(state, marriage.names, day);
    return Done{};
  }
  // A correction is kept as the parts it changes (record_patch.h), never as the whole record.
  Result<Done> operator()(const Correction&) { return Done{}; }
  Result<Done> operator()(const StayExtension& stay) {
    if (state.facts.kind != ResidentKind::kForeignResident)
      return unfit("Only foreign residents have a period of stay.");
    if (!stay.pass_type.empty()) state.facts.pass_type = stay.pass_type;
    if (stay.pass_expires) state.facts.pass_expires = stay.pass_expires;
    return Done{};
  }
  Result<Done> operator()(const AddressProtection& protection) {
    if (protection.is_protected)
      protect(state.facts);
    else
      state.facts.address_protected = false;
    return Done{};
  }
  Result<Done> operator()(const Departure&) {
    if (state.status != PersonStatus::kAlive) return unfit("Only somebody who lives here departs.");
    state.status = PersonStatus::kDeparted;
    return Done{};
  }
  Result<Done> operator()(const Return& back) {
    if (state.status != PersonStatus::kDeparted) return unfit("Only somebody who departed returns.");
    state.status = PersonStatus::kAlive;
    if (back.address) move_to(state, *back.address, state.facts.address_protected, day);
    return Done{};
  }
  Result<Done> operator()(const Death&) {
    if (state.status == PersonStatus::kDeceased) return unfit("This death is recorded already.");
    state.status = PersonStatus::kDeceased;
    return Done{};
  }
  Result<Done> operator()(const Undo&) { return Done{}; }  // mark_undone has seen to it
};

Result<Done> apply(State& state, const TimelineEntry& entry) {
  if (entry.row.kind == LifeEventKind::kUndo) return Done{};
  if (entry.row.kind == LifeEventKind::kCorrection) {
    auto facts = apply_patch(state.facts, entry.changed);
    if (!facts) return pass_on(facts);
    state.facts = std::move(*facts);
    return Done{};
  }
  auto change = life_change_from_json(entry.changed);
  if (!change) return fail(ErrorCode::kCorrupt, "The record could not be read.", change.error().public_text);
  return std::visit(Apply{state, entry.row.valid_from}, *change);
}

}  // namespace

void mark_undone(std::vector<TimelineEntry>& entries) {
  for (auto& entry : entries) entry.is_undone = false;
  // An undo names an earlier entry, so from the end on every verdict is known before it is needed.
  for (auto undo = entries.rbegin(); undo != entries.rend(); ++undo) {
    if (!undo->row.undoes || undo->is_undone) continue;
    const auto target = std::ranges::find(entries, *undo->row.undoes, [](const auto& e) { return e.row.entry; });
    if (target != entries.end()) target->is_undone = true;
  }
}

Result<PersonAsOf> replay(PersonFacts first, std::vector<TimelineEntry> entries, std::string_view until) {
  mark_undone(entries);
  State state{PersonStatus::kAlive, std::move(first)};
  const bool annulled = !entries.empty() && entries.front().is_undone;
  if (!entries.empty()) entries.erase(entries.begin());  // it began the record, and is applied by starting there
  std::ranges::stable_sort(entries, {}, [](const TimelineEntry& entry) { return entry.row.valid_from; });
  PersonAsOf out;
  out.entries = 1;
  for (const auto& entry : entries) {
    if (entry.is_undone || entry.row.valid_from > until) continue;
    if (annulled && entry.row.kind != LifeEventKind::kUndo)
      return unfit("Other entries build upon this registration: take them back first.");
    if (auto applied = apply(state, entry); !applied) return pass_on(applied);
    ++out.entries;
  }
  out.status = annulled ? PersonStatus::kAnnulled : state.status;
  out.facts = std::move(state.facts);
  return out;
}

}  // namespace inkan::population
