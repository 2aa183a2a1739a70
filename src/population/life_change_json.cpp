#include <algorithm>
#include <initializer_list>

#include "population/life_events.h"
#include "population/person_json.h"

// How a proposal keeps a change until a second officer decides: each kind has its members and no others.
namespace inkan::population {

namespace {

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

enum class Needed { kYes, kNo };

// Members takes the members of a change out of its object and keeps what was wrong first. Its texts name our own
// members only, never what was given.
class Members {
 public:
  Members(const json::object& object, LifeEventKind kind, std::initializer_list<std::string_view> known)
      : object_(object), kind_(to_text(kind)) {
    for (const auto& [name, value] : object)
      if (name != "kind" && std::ranges::find(known, std::string_view(name)) == known.end())
        refuse("has a member that no " + kind_ + " has");
  }

  std::string text(std::string_view name, Needed needed) {
    const json::value* value = find(name, needed);
    const json::string* found = value ? value->if_string() : nullptr;
    if (value && (!found || found->empty())) refuse(quoted(name) + " is not a text");
    return found ? std::string(*found) : std::string();
  }
  bool flag(std::string_view name, Needed needed) {
    const json::value* value = find(name, needed);
    if (value && !value->is_bool()) refuse(quoted(name) + " is neither true nor false");
    return value && value->is_bool() && value->get_bool();
  }
  int64_t integer(std::string_view name) {
    const json::value* value = find(name, Needed::kYes);
    if (value && !value->is_int64()) refuse(quoted(name) + " is not a whole number");
    return value && value->is_int64() ? value->get_int64() : 0;
  }
  std::optional<PartialDate> date(std::string_view name) {
    const std::string written = text(name, Needed::kNo);
    if (written.empty()) return std::nullopt;
    auto day = PartialDate::parse(written);
    if (!day) refuse(quoted(name) + " is not a date");
    return day ? std::optional(*day) : std::nullopt;
  }
  std::optional<Address> address(Needed needed) {
    const json::value* value = find("address", needed);
    if (!value) return std::nullopt;
    Address read;
    const json::object* object = value->if_object();
    if (!object || !read_address(*object, read)) refuse("is wrong: \"address\" cannot be read as one");
    return read;
  }
  std::vector<Name> names(Needed needed) {
    std::vector<Name> read;
    const json::value* value = find("names", needed);
    if (!value) return read;
    const json::array* array = value->if_array();
    if (!array || array->empty())
      refuse("is wrong: \"names\" is not a list of names");
    else
      for (const auto& one : *array)
        if (!read_name(one, read.emplace_back())) refuse("is wrong: \"names\" holds something that is no name");
    return read;
  }
  std::optional<PersonFacts> facts(std::string_view name) {
    const json::value* value = find(name, Needed::kYes);
    if (!value) return std::nullopt;
    auto read = value->is_object() ? PersonFacts::from_json(value->get_object())
                                   : Result<PersonFacts>(fail(ErrorCode::kCorrupt, ""));
    if (!read) refuse(quoted(name) + " cannot be read as a record");
    return read ? std::optional(std::move(*read)) : std::nullopt;
  }

  // done gives the change, or what was wrong first.
  template <typename Change>
  Result<LifeChange> done(Change change) {
    if (!problem_.empty()) return fail(ErrorCode::kInvalidInput, "The change \"" + kind_ + "\" " + problem_ + ".");
    return LifeChange(std::move(change));
  }

 private:
  static std::string quoted(std::string_view name) { return "is wrong: \"" + std::string(name) + "\""; }
  const json::value* find(std::string_view name, Needed needed) {
    const json::value* value = object_.if_contains(name);
    if (!value && needed == Needed::kYes) refuse("lacks \"" + std::string(name) + "\"");
    return value;
  }
  void refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  const json::object& object_;
  std::string kind_;
  std::string problem_{};
};

Result<LifeChange> read_move(const json::object& object) {
  Members members(object, LifeEventKind::kMove, {"address", "household", "protected"});
  Move move;
  move.address = members.address(Needed::kYes).value_or(Address{});
  move.household = HouseholdId(members.text("household", Needed::kNo));
  move.is_protected = members.flag("protected", Needed::kNo);
  return members.done(std::move(move));
}

Result<LifeChange> read_name_change(const json::object& object) {
  Members members(object, LifeEventKind::kNameChange, {"names"});
  return members.done(NameChange{members.names(Needed::kYes)});
}

Result<LifeChange> read_marriage(const json::object& object) {
  Members members(object, LifeEventKind::kMarriage, {"marital_status", "names", "spouse"});
  Marriage marriage;
  marriage.marital_status = members.text("marital_status", Needed::kYes);
  marriage.names = members.names(Needed::kNo);
  if (auto spouse = members.text("spouse", Needed::kNo); !spouse.empty()) marriage.spouse = PersonId(std::move(spouse));
  return members.done(std::move(marriage));
}

Result<LifeChange> read_correction(const json::object& object) {
  Members members(object, LifeEventKind::kCorrection, {"right", "reason"});
  Correction correction;
  if (auto right = members.facts("right")) correction.right = std::move(*right);
  correction.reason = members.text("reason", Needed::kYes);
  return members.done(std::move(correction));
}

Result<LifeChange> read_stay(const json::object& object) {
  Members members(object, LifeEventKind::kStayExtension, {"pass_type", "pass_expires"});
  StayExtension stay;
  stay.pass_type = members.text("pass_type", Needed::kNo);
  stay.pass_expires = members.date("pass_expires");
  return members.done(std::move(stay));
}

Result<LifeChange> read_protection(const json::object& object) {
  Members members(object, LifeEventKind::kAddressProtection, {"protected"});
  return members.done(AddressProtection{members.flag("protected", Needed::kYes)});
}

Result<LifeChange> read_return(const json::object& object) {
  Members members(object, LifeEventKind::kReturn, {"address"});
  return members.done(Return{members.address(Needed::kNo)});
}

Result<LifeChange> read_undo(const json::object& object) {
  Members members(object, LifeEventKind::kUndo, {"entry", "reason"});
  Undo undo;
  undo.entry = members.integer("entry");
  undo.reason = members.text("reason", Needed::kYes);
  return members.done(std::move(undo));
}

template <typename Change>
Result<LifeChange> read_bare(const json::object& object, LifeEventKind kind) {
  return Members(object, kind, {}).done(Change{});
}

}  // namespace

json::object to_json(const LifeChange& change) {
  json::object out;
  out["kind"] = to_text(kind_of(change));
  std::visit(ToJson{out}, change);
  return out;
}

Result<LifeChange> life_change_from_json(const json::object& object) {
  const auto unknown = [] {
    return fail(ErrorCode::kInvalidInput, "The change has no \"kind\" that changes a record.");
  };
  const auto kind = parse_life_event_kind(find_string(object, "kind").value_or(""));
  if (!kind) return unknown();
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
      return read_protection(object);
    case LifeEventKind::kDeparture:
      return read_bare<Departure>(object, *kind);
    case LifeEventKind::kReturn:
      return read_return(object);
    case LifeEventKind::kDeath:
      return read_bare<Death>(object, *kind);
    case LifeEventKind::kUndo:
      return read_undo(object);
    case LifeEventKind::kRegistration:
    case LifeEventKind::kBirth:
    case LifeEventKind::kArrival:
      break;  // these begin a record and change none
  }
  return unknown();
}

}  // namespace inkan::population
