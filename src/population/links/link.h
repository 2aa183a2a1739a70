#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/personal_number.h"
#include "base/strong_id.h"
#include "population/match/matcher.h"
#include "population/person.h"
#include "population/stated.h"

namespace inkan::population::links {

using LinkId = StrongId<struct LinkTag>;
using CaseId = StrongId<struct CaseTag>;
using BatchId = StrongId<struct BatchTag>;

// Scheme is one kind of record of one agency: "prefecture-13", "disability-handbook". Two agencies may both issue
// "12-345"; only inside a scheme does an id mean anything (REQ-LINK-8).
struct Scheme {
  std::string issuer{};  // the catalogue's id of the organisation or service; a plain text here
  std::string type{};
  friend bool operator==(const Scheme&, const Scheme&) = default;
};

// RecordId is what an agency calls one of its records. An id that is issued again is a new version, never the old one.
struct RecordId {
  Scheme scheme{};
  std::string id{};
  int64_t version = 1;
};

// Method is how a link came about, weakest last. A hidden link is released only by a method at least as strong as the
// one that made it (REQ-LINK-7).
enum class Method { kChip, kManual, kNumber, kAttributes, kMigration };
bool at_least_as_strong(Method method, Method than);

// Origin is who brought a record, where, and on which paper. All of it is kept with the link (REQ-LINK-5): a database
// constraint refuses a link without.
struct Origin {
  std::string operator_id{};      // officer or client; never a name
  std::string terminal{};         // device, host or file
  std::string second_approver{};  // another officer; needed for Method::kManual
  std::string document_sha256{};  // 64 hex digits: the form, the file
};

// LinkState: only kPublished is ever seen by a resident or another body (REQ-LINK-10).
enum class LinkState { kPending, kPublished, kQuarantined, kDisputed, kRetired };

// Link is a stored link without what it seals.
struct Link {
  LinkId id{};
  Scheme scheme{};
  PersonId person{};
  LinkState state = LinkState::kPending;
  Method method = Method::kAttributes;
  std::string attributes{};  // used: "legal_name birth_date sex address"
  std::string outcomes{};    // "legal_name=EQUAL birth_date=EQUAL address=EQUAL_AFTER_RULE(address-notation)"
  double wrong_chance = 0;   // predicted when it was made
  int64_t comparator_version = 0;
  int64_t model_version = 0;
  Origin origin{};
  BatchId batch{};  // empty: made singly
  Time made_at{};
  std::optional<Time> published_at{};
  std::optional<Time> hidden_at{};
  std::optional<Time> retired_at{};
};

// LinkRequest is an agency's wish: this record is about the person stated.
struct LinkRequest {
  RecordId record{};
  std::optional<PersonalNumber> number{};  // as the person gave it, never looked up for them
  bool from_chip = false;                  // read from the card's chip, not typed
  Stated stated{};
  Origin origin{};
};

// Answer is all that an agency learns. Never a candidate, a count, or why (REQ-LINK-1..4).
enum class Answer {
  kLinked,
  kQuarantine,     // not sure enough: `settles` says what to ask the person for
  kDoesNotMatch,   // a number was given, and the attributes are not of that person
  kRefused,        // nobody known, or an incomplete request
  kAlreadyLinked,  // this very record is linked
};

// Mismatch is why a number was not believed: for the journal and for officers, never for an agency (REQ-LINK-3).
enum class Mismatch { kNumberOfHouseholdMember, kSuperseded, kOtherPerson, kUnknown };

struct LinkAnswer {
  Answer answer = Answer::kRefused;
  std::optional<match::Attribute> settles{};
  LinkId link{};     // set with kLinked
  CaseId case_id{};  // set with kQuarantine; a number to quote, it opens nothing
};

std::string_view to_text(Method method);
std::string_view to_text(LinkState state);
std::string_view to_text(Answer answer);
std::string_view to_text(Mismatch mismatch);
std::optional<Method> parse_method(std::string_view text);
std::optional<LinkState> parse_link_state(std::string_view text);

// check_scheme, check_record, check_origin refuse (kInvalidInput, naming the member) what could not be stored.
Result<Done> check_scheme(const Scheme& scheme);
Result<Done> check_record(const RecordId& record);
Result<Done> check_origin(const Origin& origin);

// check_complete refuses, before anything is looked up, what does not carry exactly {name, birth date, sex, address},
// kana if known, or the same without sex where the scheme does not hold it (REQ-LINK-1). It depends on nothing but the
// request, so neither its answer nor its time says anything about the register.
Result<Done> check_complete(const Stated& stated, bool sex_not_held);

// to_json and stated_from_json keep what was stated byte for byte, for sealing.
json::object to_json(const Stated& stated);
Result<Stated> stated_from_json(const json::object& object);

}  // namespace inkan::population::links
