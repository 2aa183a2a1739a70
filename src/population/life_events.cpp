#include "population/life_events.h"

#include <array>

#include "base/check.h"
#include "population/person_json.h"

namespace inkan::population {

namespace {

constexpr std::array kKinds{
    std::pair(LifeEventKind::kRegistration, std::string_view("registration")),
    std::pair(LifeEventKind::kBirth, std::string_view("birth")),
    std::pair(LifeEventKind::kArrival, std::string_view("arrival")),
    std::pair(LifeEventKind::kMove, std::string_view("move")),
    std::pair(LifeEventKind::kNameChange, std::string_view("name_change")),
    std::pair(LifeEventKind::kMarriage, std::string_view("marriage")),
    std::pair(LifeEventKind::kCorrection, std::string_view("correction")),
    std::pair(LifeEventKind::kStayExtension, std::string_view("stay_extension")),
    std::pair(LifeEventKind::kAddressProtection, std::string_view("address_protection")),
    std::pair(LifeEventKind::kDeparture, std::string_view("departure")),
    std::pair(LifeEventKind::kReturn, std::string_view("return")),
    std::pair(LifeEventKind::kDeath, std::string_view("death")),
    std::pair(LifeEventKind::kUndo, std::string_view("undo")),
};

std::unexpected<Error> corrupt(const char* detail) {
  return fail(ErrorCode::kCorrupt, "The change could not be read.", detail);
}

json::array names_json(const std::vector<Name>& names) {
  json::array array;
  for (const auto& name : names) array.emplace_back(to_json(name));
  return array;
}

struct ToJson {
  json::object& out;

  void operator()(const Move& move) {
    out["address"] = to_json(move.address);
    if (!move.household.empty()) out["household"] = move.household.text();
    if (move.is_protected) out["protected"] = true;
  }
  void operator()(const NameChange& change) { out["names"] = names_json(change.names); }
  void operator()(const Marriage& marriage) {
    out["marital_status"] = marriage.marital_status;
    if (!marriage.names.empty()) out["names"] = names_json(marriage.names);
    if (marriage.spouse) out["spouse"] = marriage.spouse->text();
  }
  void operator()(const Correction& correction) {
    out["right"] = correction.right.to_json();
    out["reason"] = correction.reason;
  }
  void operator()(const StayExtension& stay) {
    if (!stay.pass_type.empty()) out["pass_type"] = stay.pass_type;
    if (stay.pass_expires) out["pass_expires"] = stay.pass_expires->text();
  }
  void operator()(const AddressProtection& protection) { out["protected"] = protection.is_protected; }
  void operator()(const Departure&) {}
  void operator()(const Return& back) {
    if (back.address) out["address"] = to_json(*back.address);
  }
  void operator()(const Death&) {}
  void operator()(const Undo& undo) {
    out["entry"] = undo.entry;
    out["reason"] = undo.reason;
  }
};

bool read_names(const json::object& object, std::vector<Name>& names) {
  const json::array* array = find_array(object, "names");
  if (!array) return object.if_contains("names") == nullptr;
  for (const auto& value : *array)
    if (!read_name(value, names.emplace_back())) return false;
  return true;
}

std::string text_of(const json::object& object, std::string_view name) {
  return std::string(find_string(object, name).value_or(""));
}

Result<LifeChange> read_move(const json::object& object) {
  Move move;
  const json::object* address = find_object(object, "address");
  if (!address || !read_address(*address, move.address)) return corrupt("address of a move");
  move.household = HouseholdId(text_of(object, "household"));
  move.is_protected = find_bool(object, "protected").value_or(false);
  return move;
}

Result<LifeChange> read_name_change(const json::object& object) {
  NameChange change;
  if (!read_names(object, change.names) || change.names.empty()) return corrupt("names of a change");
  return change;
}

Result<LifeChange> read_marriage(const json::object& object) {
  Marriage marriage;
  marriage.marital_status = text_of(object, "marital_status");
  if (marriage.marital_status.empty() || !read_names(object, marriage.names)) return corrupt("marriage");
  if (auto spouse = text_of(object, "spouse"); !spouse.empty()) marriage.spouse = PersonId(std::move(spouse));
  return marriage;
}

Result<LifeChange> read_correction(const json::object& object) {
  const json::object* right = find_object(object, "right");
  if (!right) return corrupt("correction");
  auto facts = PersonFacts::from_json(*right);
  if (!facts) return pass_on(facts);
  return Correction{std::move(*facts), text_of(object, "reason")};
}

Result<LifeChange> read_stay(const json::object& object) {
  StayExtension stay;
  stay.pass_type = text_of(object, "pass_type");
  if (const auto expires = text_of(object, "pass_expires"); !expires.empty()) {
    auto day = PartialDate::parse(expires);
    if (!day) return corrupt("pass_expires");
    stay.pass_expires = *day;
  }
  return stay;
}

Result<LifeChange> read_return(const json::object& object) {
  Return back;
  if (const json::object* address = find_object(object, "address")) {
    back.address.emplace();
    if (!read_address(*address, *back.address)) return corrupt("address of a return");
  }
  return back;
}

Result<LifeChange> read_undo(const json::object& object) {
  const json::value* entry = object.if_contains("entry");
  if (!entry || !entry->is_int64()) return corrupt("entry of an undo");
  return Undo{entry->get_int64(), text_of(object, "reason")};
}

}  // namespace

std::string_view to_text(LifeEventKind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  check(false, "every life event has a name");
  return {};
}

std::optional<LifeEventKind> parse_life_event_kind(std::string_view text) {
  for (const auto& [value, name] : kKinds)
    if (name == text) return value;
  return std::nullopt;
}

LifeEventKind kind_of(const LifeChange& change) {
  struct Kind {
    LifeEventKind operator()(const Move&) { return LifeEventKind::kMove; }
    LifeEventKind operator()(const NameChange&) { return LifeEventKind::kNameChange; }
    LifeEventKind operator()(const Marriage&) { return LifeEventKind::kMarriage; }
    LifeEventKind operator()(const Correction&) { return LifeEventKind::kCorrection; }
    LifeEventKind operator()(const StayExtension&) { return LifeEventKind::kStayExtension; }
    LifeEventKind operator()(const AddressProtection&) { return LifeEventKind::kAddressProtection; }
    LifeEventKind operator()(const Departure&) { return LifeEventKind::kDeparture; }
    LifeEventKind operator()(const Return&) { return LifeEventKind::kReturn; }
    LifeEventKind operator()(const Death&) { return LifeEventKind::kDeath; }
    LifeEventKind operator()(const Undo&) { return LifeEventKind::kUndo; }
  };
  return std::visit(Kind{}, change);
}

json::object to_json(const LifeChange& change) {
  json::object out;
  out["kind"] = to_text(kind_of(change));
  std::visit(ToJson{out}, change);
  return out;
}

Result<LifeChange> life_change_from_json(const json::object& object) {
  const auto kind = parse_life_event_kind(find_string(object, "kind").value_or(""));
  if (!kind) return corrupt("kind of a change");
  switch (*kind) {
    case LifeEventKind::kMove:
      return read_move(object);
    case LifeEventKind::kNameChange:
      return read_name_change(object);
    case LifeEventKind::kMarriage:
      return read_marriage(object);
    case LifeEventKind::kCorrection:
      return read_correction(object);
    case LifeEventKind::kStayExtension:
      return read_stay(object);
    case LifeEventKind::kAddressProtection:
      return AddressProtection{find_bool(object, "protected").value_or(true)};
    case LifeEventKind::kDeparture:
      return Departure{};
    case LifeEventKind::kReturn:
      return read_return(object);
    case LifeEventKind::kDeath:
      return Death{};
    case LifeEventKind::kUndo:
      return read_undo(object);
    case LifeEventKind::kRegistration:
    case LifeEventKind::kBirth:
    case LifeEventKind::kArrival:
      break;  // these begin a record and change none
  }
  return corrupt("kind of a change");
}

Stay stay_on(const PersonFacts& facts, std::string_view day) {
  if (facts.kind != ResidentKind::kForeignResident || !facts.pass_expires) return Stay::kNotLimited;
  // The last day counts whole; of a date that is only partly known, the last day it may mean.
  const std::string last = facts.pass_expires->text();
  return day.substr(0, last.size()) > last ? Stay::kExpired : Stay::kValid;
}

}  // namespace inkan::population
