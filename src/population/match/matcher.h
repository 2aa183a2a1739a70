#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "population/match/terms.h"
#include "population/names/outcome.h"
#include "population/stated.h"

namespace inkan::population::match {

// Zone is what may happen with a record: link it, put it before a person, or answer that it is nobody we know.
enum class Zone { kLink, kQuarantine, kRefuse };

enum class Attribute {
  kLegalName,
  kKana,
  kRomanised,
  kPreviousName,
  kBirthDate,
  kSex,
  kAddress,
  kPreviousAddress,
  kPhone,
  kCard
};

// Decision is all that an agency may learn. It never names a candidate that is not linked (REQ-LINK-2, REQ-LINK-4).
struct Decision {
  Zone zone = Zone::kRefuse;
  std::optional<PersonId> person{};    // only with kLink
  double wrong_chance = 1.0;           // calibrated chance that this person is not the one
  std::optional<Attribute> settles{};  // only with kQuarantine: what to ask for next
  uint32_t model_version = 0;
};

// Evidence is what one attribute says about the best candidate, in bits (base-2 log of the likelihood ratio).
struct Evidence {
  Attribute attribute = Attribute::kLegalName;
  names::Comparison comparison{};
  double bits = 0;
};

// Explanation is for the register's own officers and commands only; it holds a candidate.
struct Explanation {
  Decision decision{};
  std::optional<PersonId> best{};
  std::vector<Evidence> evidence{};
  double prior_bits = 0;              // -log2 of how many people it could be
  std::optional<std::string> veto{};  // rule that forbids linking, whatever the score
  double household_share = 0;         // posterior that it is somebody else of the same dwelling
  int candidates = 0;
};

// PairRisk is the verdict on one stored link (the sweep).
struct PairRisk {
  double risk = 0;  // P(family member or namesake) / P(this person); rank by it
  bool agrees = false;
};

class Base;

// Matcher holds the index over everybody: an immutable base, memory-mapped, and a small delta in memory. Reads take no
// lock and do no I/O; a rebuild or an update never stops them. Thread-safe. Answers follow only from who is in it, not
// from the order in which they came, nor from what is in the base and what in the delta.
class Matcher {
 public:
  // make_empty starts without anybody; what add() brings is in the delta.
  static std::unique_ptr<Matcher> make_empty();
  // open maps a base written by rebuild or by a Builder (builder.h). kCorrupt when the file is damaged or of another
  // version: then rebuild it from the store.
  static Result<std::unique_ptr<Matcher>> open(const std::string& path);
  // of_base takes a base that is open already (base.h), with the residence its opener chose.
  static std::unique_ptr<Matcher> of_base(std::unique_ptr<Base> base);
  ~Matcher();

  Decision decide(const Stated& stated, const Terms& terms) const;
  Explanation explain(const Stated& stated, const Terms& terms) const;
  PairRisk verify(const Stated& stated, const PersonId& person) const;
  // find_possible lists people who may be the one stated, most likely first: for enrolment's duplicate check and the
  // queue of cases, never for an answer to an agency.
  std::vector<PersonId> find_possible(const Stated& stated, size_t limit) const;

  // put adds a person or replaces what is known of them; visible to the next call. erase forgets one.
  void put(const PersonId& person, const Stated& known);
  void erase(const PersonId& person);
  size_t size() const;
  // holds tells whether exactly this is in the index about the person: whether put would change nothing.
  bool holds(const PersonId& person, const Stated& known) const;
  // changes counts what came, changed and went since the base was written: when to rebuild.
  size_t changes() const;

  // rebuild writes everybody as a new base to `path` (a new file, put in the old one's place only when it is whole on
  // the disk) and goes on with it. Look-ups and updates go on meanwhile; one rebuild at a time. kInvalidInput when a
  // person's id is no UUID, kUnavailable when the file cannot be written: the matcher then stays as it was.
  Result<Done> rebuild(const std::string& path);

 private:
  struct State;
  explicit Matcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

std::string_view to_text(Zone zone);
std::string_view to_text(Attribute attribute);

}  // namespace inkan::population::match
