#include "population/record_patch.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace inkan::population {

namespace {

using Elements = std::vector<json::object>;

// Keys say by which members an element is known again, the surest first. An event may have changed the others.
struct ListKind {
  std::string_view member;
  std::array<std::array<std::string_view, 2>, 3> keys;
};
constexpr ListKind kNames{"names", {{{"kind", "text"}, {"text", "text"}, {"kind", "kind"}}}};
constexpr ListKind kResidences{"residences", {{{"address", "from"}, {"address", "address"}, {"from", "from"}}}};
constexpr std::array<std::string_view, 5> kListMembers{"names", "address", "address_from", "address_protected",
                                                       "earlier_addresses"};

bool is_scalar(std::string_view name) { return std::ranges::find(kListMembers, name) == kListMembers.end(); }

bool agree(const json::object& a, const json::object& b, std::string_view name) {
  const json::value* in_a = a.if_contains(name);
  const json::value* in_b = b.if_contains(name);
  return in_a && in_b ? *in_a == *in_b : in_a == in_b;
}

// A name is [kind, text, more] in the record and one flat object here.
Elements names_of(const json::object& record) {
  Elements names;
  for (const auto& value : record.at("names").as_array()) {
    const json::array& parts = value.as_array();
    json::object name{{"kind", parts.at(0)}, {"text", parts.at(1)}};
    if (parts.size() > 2)
      for (const auto& [member, more] : parts.at(2).as_object()) name[member] = more;
    names.push_back(std::move(name));
  }
  return names;
}

void put_names(json::object& record, const Elements& names) {
  json::array array;
  for (json::object name : names) {
    json::array parts{name.at("kind"), name.at("text")};
    name.erase("kind");
    name.erase("text");
    if (!name.empty()) parts.emplace_back(std::move(name));
    array.emplace_back(std::move(parts));
  }
  record["names"] = std::move(array);
}

Elements residences_of(const json::object& record) {
  json::object today{{"address", record.at("address")}};
  if (const json::value* from = record.if_contains("address_from")) today["from"] = *from;
  if (record.contains("address_protected")) today["protected"] = true;
  Elements residences{std::move(today)};
  if (const json::array* earlier = find_array(record, "earlier_addresses"))
    for (const auto& past : *earlier) residences.push_back(past.as_object());
  return residences;
}

void put_residences(json::object& record, const Elements& residences) {
  for (const auto name : {"address_from", "address_protected", "earlier_addresses"}) record.erase(name);
  const json::object& today = residences.front();
  record["address"] = today.at("address");
  if (const json::value* from = today.if_contains("from")) record["address_from"] = *from;
  if (today.contains("protected")) record["address_protected"] = true;
  json::array earlier;
  for (size_t i = 1; i < residences.size(); ++i) earlier.emplace_back(residences[i]);
  if (!earlier.empty()) record["earlier_addresses"] = std::move(earlier);
}

// add_differences puts "set" and "unset" into an object, for the members of `from` and `to` that are wanted.
template <typename Wanted>
void add_differences(const json::object& from, const json::object& to, Wanted wanted, json::object& out) {
  json::object set;
  json::array unset;
  for (const auto& [name, value] : to)
    if (wanted(name) && !agree(from, to, name)) set[name] = value;
  for (const auto& [name, value] : from)
    if (wanted(name) && !to.contains(name)) unset.emplace_back(name);
  if (!set.empty()) out["set"] = std::move(set);
  if (!unset.empty()) out["unset"] = std::move(unset);
}

void put_right(json::object& object, const json::object& edit) {
  if (const json::object* set = find_object(edit, "set"))
    for (const auto& [name, value] : *set) object[name] = value;
  if (const json::array* unset = find_array(edit, "unset"))
    for (const auto& name : *unset)
      if (name.is_string()) object.erase(std::string_view(name.get_string()));
}

// find_like finds the element known by the first keys that any has; `usable` leaves out those taken already.
template <typename Usable>
std::optional<size_t> find_like(const Elements& elements, const json::object& wanted, const ListKind& kind,
                                size_t keys_count, Usable usable) {
  for (size_t k = 0; k < keys_count; ++k)
    for (size_t i = 0; i < elements.size(); ++i)
      if (usable(i) && agree(elements[i], wanted, kind.keys[k][0]) && agree(elements[i], wanted, kind.keys[k][1]))
        return i;
  return std::nullopt;
}

// pair_up gives for each element of `to` the one of `from` that it puts right: equal ones first, then today's residence
// with today's, then those that share a key.
std::vector<std::optional<size_t>> pair_up(const Elements& from, const Elements& to, const ListKind& kind) {
  std::vector<std::optional<size_t>> pairs(to.size());
  std::vector<bool> taken(from.size());
  auto take = [&](size_t i, std::optional<size_t> found) {
    if (!found) return;
    pairs[i] = found;
    taken[*found] = true;
  };
  auto usable = [&](size_t i) { return !taken[i]; };
  for (size_t i = 0; i < to.size(); ++i)
    for (size_t j = 0; j < from.size() && !pairs[i]; ++j)
      if (!taken[j] && from[j] == to[i]) take(i, j);
  for (size_t keys = 1; keys <= kind.keys.size(); ++keys)
    for (size_t i = 0; i < to.size(); ++i)
      if (!pairs[i]) take(i, find_like(from, to[i], kind, keys, usable));
  if (&kind == &kResidences && !pairs[0] && !taken[0]) take(0, 0);
  return pairs;
}

void add_edits(const Elements& from, const Elements& to, const ListKind& kind, json::object& patch) {
  const auto pairs = pair_up(from, to, kind);
  const auto everything = [](std::string_view) { return true; };
  json::array edits;
  for (size_t j = 0; j < from.size(); ++j)
    if (std::ranges::find(pairs, std::optional(j)) == pairs.end()) {
      json::object edit;
      edit["remove"] = from[j];
      edits.emplace_back(std::move(edit));
    }
  for (size_t i = 0; i < to.size(); ++i) {
    const bool becomes_today = &kind == &kResidences && i == 0 && pairs[0] != std::optional<size_t>(0);
    json::object edit;
    if (!pairs[i]) {
      edit["add"] = to[i];
    } else if (becomes_today || from[*pairs[i]] != to[i]) {
      edit["of"] = from[*pairs[i]];
      add_differences(from[*pairs[i]], to[i], everything, edit);
    }
    if (becomes_today) edit["today"] = true;
    if (!edit.empty()) edits.emplace_back(std::move(edit));
  }
  if (!edits.empty()) patch[kind.member] = std::move(edits);
}

// An earlier residence goes before the first that began before it: the latest stands first.
Elements::iterator place_of(Elements& residences, const json::object& added) {
  const auto began = find_string(added, "from").value_or("");
  auto place = residences.begin();
  if (place != residences.end()) ++place;
  while (place != residences.end() && find_string(*place, "from").value_or("") >= began) ++place;
  return place;
}

void add_element(Elements& elements, const json::object& edit, const json::object& added, const ListKind& kind) {
  if (std::ranges::find(elements, added) != elements.end()) return;
  if (&kind == &kNames) {
    elements.push_back(added);
  } else if (edit.contains("today")) {
    elements.insert(elements.begin(), added);
  } else {
    elements.insert(place_of(elements, added), added);
  }
}

void apply_edit(Elements& elements, const json::object& edit, const ListKind& kind) {
  const auto all = [](size_t) { return true; };
  if (const json::object* gone = find_object(edit, "remove")) {
    if (const auto there = find_like(elements, *gone, kind, /*keys_count=*/1, all))
      elements.erase(elements.begin() + std::ptrdiff_t(*there));
  } else if (const json::object* added = find_object(edit, "add")) {
    add_element(elements, edit, *added, kind);
  } else if (const json::object* was = find_object(edit, "of")) {
    // Of names that a person may have many of, one that is gone says nothing about the others.
    const auto name_kind = find_string(*was, "kind").value_or("");
    const bool many = name_kind == "previous" || name_kind == "alias";
    auto there = find_like(elements, *was, kind, many ? 2 : kind.keys.size(), all);
    if (!there && !elements.empty() && &kind == &kResidences) there = 0;
    json::object right = there ? elements[*there] : *was;
    put_right(right, edit);
    if (there) elements.erase(elements.begin() + std::ptrdiff_t(*there));
    const size_t place = edit.contains("today") ? 0 : there.value_or(elements.size());
    elements.insert(elements.begin() + std::ptrdiff_t(place), std::move(right));
  }
}

Elements edited(Elements elements, const json::object& patch, const ListKind& kind) {
  if (const json::array* edits = find_array(patch, kind.member))
    for (const auto& edit : *edits)
      if (const json::object* one = edit.if_object()) apply_edit(elements, *one, kind);
  return elements;
}

}  // namespace

json::object patch_between(const PersonFacts& from, const PersonFacts& to) {
  const json::object before = from.to_json();
  const json::object after = to.to_json();
  json::object patch;
  add_differences(before, after, is_scalar, patch);
  add_edits(names_of(before), names_of(after), kNames, patch);
  add_edits(residences_of(before), residences_of(after), kResidences, patch);
  return patch;
}

Result<PersonFacts> apply_patch(const PersonFacts& facts, const json::object& patch) {
  json::object record = facts.to_json();
  put_right(record, patch);  // corrections of before had whole lists among their members
  const Elements names = edited(names_of(record), patch, kNames);
  const Elements residences = edited(residences_of(record), patch, kResidences);
  const auto is_legal = [](const json::object& name) { return name.at("kind") == "legal"; };
  if (residences.empty() || std::ranges::count_if(names, is_legal) != 1)
    return fail(ErrorCode::kConflict, "This correction does not fit the record as it has become.");
  put_names(record, names);
  put_residences(record, residences);
  return PersonFacts::from_json(record);
}

}  // namespace inkan::population
