#include "population/life_events.h"

#include <array>

#include "base/name_table.h"

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

}  // namespace

std::string_view to_text(LifeEventKind kind) { return name_in(kKinds, kind); }

std::optional<LifeEventKind> parse_life_event_kind(std::string_view text) {
  return value_in<LifeEventKind>(kKinds, text);
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

Stay stay_on(const PersonFacts& facts, std::string_view day) {
  if (facts.kind != ResidentKind::kForeignResident || !facts.pass_expires) return Stay::kNotLimited;
  // The last day counts whole; of a date that is only partly known, the last day it may mean.
  const std::string last = facts.pass_expires->text();
  return day.substr(0, last.size()) > last ? Stay::kExpired : Stay::kValid;
}

}  // namespace inkan::population
