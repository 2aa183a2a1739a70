#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/partial_date.h"
#include "base/personal_number.h"
#include "base/result.h"
#include "base/strong_id.h"
#include "population/kana_status.h"

namespace inkan::population {

using PersonId = StrongId<struct PersonTag>;  // UUID; never leaves the register and its journal
using HouseholdId = StrongId<struct HouseholdTag>;

enum class ResidentKind { kCitizen, kPermanentResident, kForeignResident };
enum class Sex { kFemale, kMale, kUnknown };
// kAnnulled: the registration itself was undone (a duplicate, an error); the record stays, its number stays burnt.
enum class PersonStatus { kAlive, kDeceased, kDeparted, kAnnulled };

// NameKind: a person has one legal name and any number of others.
enum class NameKind { kLegal, kKana, kRomanised, kChinese, kTamil, kAlias, kMarried, kPrevious };
struct Name {
  NameKind kind = NameKind::kLegal;
  std::string text{};                          // UTF-8, byte for byte as registered
  KanaStatus kana_status = KanaStatus::kNone;  // of kana names
  std::optional<PartialDate> kana_status_on{};
  std::optional<PartialDate> from{};
  std::optional<PartialDate> until{};  // the first day it was no longer borne
  std::string source{};                // "residence card", "family register"; may be empty
};

struct Address {
  std::string block{};
  std::string building{};
  std::string floor{};
  std::string unit{};
  std::string street{};
  std::string postal{};
  std::string country = "SG";
};

// PastAddress is where somebody lived before. A protected one (violence, threats) is shown to nobody without the right,
// and never in a reason, a candidate or a log (REQ-MATCH-7).
struct PastAddress {
  Address address{};
  std::optional<PartialDate> from{};
  std::optional<PartialDate> until{};
  bool is_protected = false;
};

// Names of these values in the register's JSON and tables.
std::string_view to_text(ResidentKind kind);
std::string_view to_text(Sex sex);  // the published code: F, M, U
std::string_view to_text(PersonStatus status);
std::string_view to_text(NameKind kind);
std::optional<ResidentKind> parse_resident_kind(std::string_view text);
std::optional<Sex> parse_sex(std::string_view text);
std::optional<PersonStatus> parse_person_status(std::string_view text);
std::optional<NameKind> parse_name_kind(std::string_view text);

// PersonFacts is what the register says of a person (sealed as one JSON text per person).
struct PersonFacts {
  std::vector<Name> names{};
  ResidentKind kind = ResidentKind::kCitizen;
  Sex sex = Sex::kUnknown;
  std::optional<PartialDate> born{};
  std::string birth_country{};  // two letters
  std::string nationality{};    // two letters
  std::string race{};           // Myinfo code, may be empty
  Address address{};
  std::optional<PartialDate> address_from{};
  bool address_protected = false;
  std::vector<PastAddress> earlier_addresses{};  // latest first
  HouseholdId household{};
  std::string marital_status{};               // Myinfo code, may be empty
  std::string pass_type{};                    // foreign residents
  std::optional<PartialDate> pass_expires{};  // the period of stay's last day
  std::string passport_number{};              // citizens, may be empty
  std::optional<PartialDate> passport_expires{};

  // legal_name: check_facts has made sure that there is one; a record without it is our bug.
  const std::string& legal_name() const;
  std::optional<std::string> find_name(NameKind kind) const;
  // to_json leaves out what is empty; from_json answers kCorrupt for anything to_json would not have written.
  json::object to_json() const;
  static Result<PersonFacts> from_json(const json::object& object);
};

// Person is an opened record: number and facts. Exists only in memory of whoever held a ticket.
struct Person {
  PersonId id{};
  PersonalNumber number;
  PersonStatus status = PersonStatus::kAlive;
  PersonFacts facts{};
  std::string last_updated{};  // YYYY-MM-DD
};

}  // namespace inkan::population
