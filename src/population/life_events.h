#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "population/person.h"

namespace inkan::population {

// LifeEventKind is what happened to a person, or was found out. kRegistration begins a record of which the register
// does not know whether it began by birth or arrival (taken over from another register).
enum class LifeEventKind {
  kRegistration,
  kBirth,
  kArrival,
  kMove,
  kNameChange,
  kMarriage,
  kCorrection,
  kStayExtension,
  kAddressProtection,
  kDeparture,
  kReturn,
  kDeath,
  kUndo,
};
std::string_view to_text(LifeEventKind kind);
std::optional<LifeEventKind> parse_life_event_kind(std::string_view text);

// What each event changes. The day on which it takes effect stands beside it (LifeEvent::valid_from).
struct Move {
  Address address{};
  HouseholdId household{};  // empty: unchanged
  bool is_protected = false;
};
// NameChange: each name given takes the place of the one of its kind; the old legal name stays as a previous one.
struct NameChange {
  std::vector<Name> names{};
};
// Marriage changes the marital status (a published code) and, where the law has it so, names. The spouse has an event
// of their own: append both batches.
struct Marriage {
  std::string marital_status = "2";
  std::vector<Name> names{};
  std::optional<PersonId> spouse{};
};
// Correction says what should have stood in the record from valid_from on: the whole record as it is right. What
// differs from the record as of that day is what the event changes. A reason is mandatory.
struct Correction {
  PersonFacts right{};
  std::string reason{};
};
struct StayExtension {
  std::string pass_type{};  // empty: unchanged
  std::optional<PartialDate> pass_expires{};
};
// AddressProtection begins for every address of the record, earlier ones too, and moves along. Its end frees the
// address of today only: an earlier one may be a refuge, and is freed by a correction.
struct AddressProtection {
  bool is_protected = true;
};
struct Departure {};
struct Return {
  std::optional<Address> address{};
};
struct Death {};
// Undo takes back an earlier entry: it never happened. Undoing an undo brings the entry back.
struct Undo {
  int64_t entry = 0;
  std::string reason{};
};

using LifeChange = std::variant<Move, NameChange, Marriage, Correction, StayExtension, AddressProtection, Departure,
                                Return, Death, Undo>;
LifeEventKind kind_of(const LifeChange& change);

// to_json and life_change_from_json: how a proposal keeps a change (sealed) until a second officer approves it.
// kInvalidInput, saying what is wrong, for anything to_json would not have written of a change that says something:
// members that the change does not have, values of another type, a missing reason.
json::object to_json(const LifeChange& change);
Result<LifeChange> life_change_from_json(const json::object& object);

// Period of stay of a foreign resident, decided when read and never stored.
enum class Stay { kNotLimited, kValid, kExpired };
Stay stay_on(const PersonFacts& facts, std::string_view day);  // day: YYYY-MM-DD

}  // namespace inkan::population
