#include "population/match/matcher.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>

#include "population/match/features.h"
#include "population/match/generation.h"
#include "population/match/lookup.h"
#include "population/match/reach.h"
#include "population/match/statement.h"

namespace inkan::population::match {

struct Matcher::State {
  explicit State(std::unique_ptr<Index> first) : index(std::move(first)) {}
  Reach<Index> index;
  std::mutex writing;     // put, erase, and the moment in which a new generation takes over
  std::mutex rebuilding;  // one rebuild at a time; taken before `writing`
};

namespace {

std::string_view rule_of(NameLevel level) {
  switch (level) {
    case NameLevel::kExact:
      return {};
    case NameLevel::kWrittenSimilarReading:
      return "reading-alike";
    case NameLevel::kWrittenOnly:
      return "written-only";
    case NameLevel::kReadingOnly:
      return "reading-only";
    case NameLevel::kRomanised:
      return "romaji-spelling";
    case NameLevel::kReordered:
      return "name-order";
    case NameLevel::kReadingWrittenDiffers:
      return "reading-same-written-differs";
    case NameLevel::kWrittenReadingDiffers:
      return "written-same-reading-differs";
    case NameLevel::kSimilar:
      return "one-slip";
    case NameLevel::kPrevious:
      return "previous-surname";
    case NameLevel::kDifferent:
      return {};
    case NameLevel::kNotComparable:
      return "not-stated";
  }
  return {};
}

names::Comparison comparison_of(NameLevel level) {
  using names::Outcome;
  if (level == NameLevel::kNotComparable) return {Outcome::kNotComparable, rule_of(level)};
  if (level == NameLevel::kExact) return {Outcome::kEqual, {}};
  if (level == NameLevel::kDifferent) return {Outcome::kDifferent, {}};
  return {Outcome::kEqualAfterRule, rule_of(level)};
}

names::Comparison comparison_of(BirthLevel level) {
  using names::Outcome;
  switch (level) {
    case BirthLevel::kExact:
      return {Outcome::kEqual, {}};
    case BirthLevel::kPartial:
    case BirthLevel::kPartialYear:
      return {Outcome::kNotComparable, "unknown-part"};
    case BirthLevel::kNotComparable:
      return {Outcome::kNotComparable, "not-stated"};
    case BirthLevel::kSwapped:
    case BirthLevel::kDay:
    case BirthLevel::kMonth:
    case BirthLevel::kYearSlip:
    case BirthLevel::kEra:
    case BirthLevel::kYear:
    case BirthLevel::kDifferent:
      return {Outcome::kDifferent, {}};
  }
  return {};
}

names::Comparison comparison_of(PlaceLevel level) {
  using names::Outcome;
  switch (level) {
    case PlaceLevel::kDwelling:
      return {Outcome::kEqual, {}};
    case PlaceLevel::kBlock:
      return {Outcome::kEqualAfterRule, "room-not-stated"};
    case PlaceLevel::kPreviousBlock:
      return {Outcome::kEqualAfterRule, "previous-address"};
    case PlaceLevel::kOtherRoom:
    case PlaceLevel::kTown:
    case PlaceLevel::kPreviousTown:
    case PlaceLevel::kArea:
    case PlaceLevel::kDifferent:
      return {Outcome::kDifferent, {}};
    case PlaceLevel::kNotComparable:
      return {Outcome::kNotComparable, "not-stated"};
  }
  return {};
}

names::Comparison comparison_of(SexLevel level) {
  using names::Outcome;
  if (level == SexLevel::kNotComparable) return {Outcome::kNotComparable, "not-stated"};
  return {level == SexLevel::kSame ? Outcome::kEqual : Outcome::kDifferent, {}};
}

// What to ask for next: what is missing and would say most.
Attribute settles(const Query& query, const Candidate& best, std::string_view veto) {
  if (veto == "twin-in-dwelling") return Attribute::kCard;
  const Levels& levels = best.levels;
  if (!query.given.stated() || levels.given == NameLevel::kNotComparable) return Attribute::kLegalName;
  if (!query.born.complete()) return Attribute::kBirthDate;
  if (query.place_count == 0) return Attribute::kAddress;
  if (levels.place >= PlaceLevel::kTown && query.place_count < 2) return Attribute::kPreviousAddress;
  if (levels.surname == NameLevel::kDifferent && !query.previous.stated()) return Attribute::kPreviousName;
  if (query.given.written == kNone) return Attribute::kLegalName;
  if (query.given.reading == kNone) return Attribute::kKana;
  return levels.born == BirthLevel::kExact ? Attribute::kPhone : Attribute::kCard;
}

// A name that holds a substitute character is neither equal to another nor different from it: a person looks at it,
// whatever else agrees (REQ-LINK-6).
constexpr std::string_view kUnreadable = "substitute-character";

std::string_view veto_of(const Statement& statement, const Verdict& verdict) {
  return statement.is_unreadable() ? kUnreadable : verdict.veto;
}

Decision decision_of(const Index& index, const Statement& statement, const Query& query, const Candidates& candidates,
                     const Verdict& verdict, const Terms& terms) {
  Decision decision{.model_version = kModelVersion};
  if (statement.is_unreadable()) {
    decision.zone = Zone::kQuarantine;
    decision.settles = Attribute::kLegalName;
  }
  if (verdict.best < 0) return decision;
  const Candidate& best = candidates[size_t(verdict.best)];
  decision.wrong_chance = verdict.wrong_chance;
  if (statement.is_unreadable()) return decision;
  if (verdict.wrong_chance <= terms.wrong_chance_max && verdict.veto.empty()) {
    decision.zone = Zone::kLink;
    decision.person = index.id(best.ordinal);
  } else if (verdict.best_chance > terms.quarantine_min) {
    decision.zone = Zone::kQuarantine;
    decision.settles = settles(query, best, verdict.veto);
  }
  return decision;
}

void encode(const Index& index, const Statement& statement, Query& query) {
  encode_stated(index.dictionaries(), statement.entry(), index.people(), query);
}

}  // namespace

Matcher::Matcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Matcher::~Matcher() = default;

std::unique_ptr<Matcher> Matcher::make_empty() {
  auto state = std::make_unique<State>(std::make_unique<Index>(std::make_unique<Base>()));
  return std::unique_ptr<Matcher>(new Matcher(std::move(state)));
}

Result<std::unique_ptr<Matcher>> Matcher::open(const std::string& path) {
  auto base = Base::open(path);
  if (!base) return pass_on(base);
  return of_base(std::move(*base));
}

std::unique_ptr<Matcher> Matcher::of_base(std::unique_ptr<Base> base) {
  auto state = std::make_unique<State>(std::make_unique<Index>(std::move(base)));
  return std::unique_ptr<Matcher>(new Matcher(std::move(state)));
}

Decision Matcher::decide(const Stated& stated, const Terms& terms) const {
  const Statement statement(stated);
  const auto index = state_->index.enter();
  Query query;
  encode(*index, statement, query);
  Candidates candidates;
  const Verdict verdict = look_up(*index, query, candidates);
  return decision_of(*index, statement, query, candidates, verdict, terms);
}

Explanation Matcher::explain(const Stated& stated, const Terms& terms) const {
  const Statement statement(stated);
  const auto index = state_->index.enter();
  Query query;
  encode(*index, statement, query);
  Candidates candidates;
  const Verdict verdict = look_up(*index, query, candidates, /*thorough=*/true);
  Explanation explanation{};
  explanation.decision = decision_of(*index, statement, query, candidates, verdict, terms);
  explanation.candidates = int(candidates.size());
  explanation.prior_bits = to_double(log2_of(double(index->world())));
  if (verdict.best < 0) return explanation;
  const Candidate& best = candidates[size_t(verdict.best)];
  explanation.best = index->id(best.ordinal);
  if (const auto veto = veto_of(statement, verdict); !veto.empty()) explanation.veto = std::string(veto);
  explanation.household_share = verdict.household_chance;
  const Levels& levels = best.levels;
  const bool earlier = levels.place == PlaceLevel::kPreviousBlock || levels.place == PlaceLevel::kPreviousTown;
  explanation.evidence = {{levels.surname == NameLevel::kPrevious ? Attribute::kPreviousName : Attribute::kLegalName,
                           comparison_of(levels.surname), to_double(best.score.surname)},
                          {levels.given == NameLevel::kReadingOnly ? Attribute::kKana : Attribute::kLegalName,
                           comparison_of(levels.given), to_double(best.score.given)},
                          {Attribute::kBirthDate, comparison_of(levels.born), to_double(best.score.born)},
                          {Attribute::kSex, comparison_of(levels.sex), to_double(best.score.sex)},
                          {earlier ? Attribute::kPreviousAddress : Attribute::kAddress, comparison_of(levels.place),
                           to_double(best.score.place)}};
  return explanation;
}

PairRisk Matcher::verify(const Stated& stated, const PersonId& person) const {
  const Statement statement(stated);
  const auto index = state_->index.enter();
  const int64_t ordinal = index->find(person);
  if (ordinal < 0) return {.risk = 1, .agrees = false};
  Query query;
  encode(*index, statement, query);
  const PairVerdict verdict = verify_pair(*index, query, uint32_t(ordinal));
  return {.risk = verdict.risk, .agrees = verdict.agrees};
}

std::vector<PersonId> Matcher::find_possible(const Stated& stated, size_t limit) const {
  const Statement statement(stated);
  const auto index = state_->index.enter();
  Query query;
  encode(*index, statement, query);
  Candidates candidates;
  look_up(*index, query, candidates, /*thorough=*/true);
  // Worth a look: what agrees says at least so much more than that somebody of a nation has this name or that street.
  const Bits enough = log2_of(double(index->world())) - bits(20);
  std::vector<const Candidate*> order;
  for (size_t i = 0; i < candidates.size(); ++i)
    if (candidates[i].score.person() >= enough) order.push_back(&candidates[i]);
  std::sort(order.begin(), order.end(),
            [](const Candidate* a, const Candidate* b) { return a->score.person() > b->score.person(); });
  std::vector<PersonId> people;
  for (const Candidate* candidate : order) {
    if (people.size() == limit) break;
    people.push_back(index->id(candidate->ordinal));
  }
  return people;
}

void Matcher::put(const PersonId& person, const Stated& known) {
  const Statement statement(known);
  const std::lock_guard lock(state_->writing);
  state_->index.writer_view().put(person, statement.entry());
}

void Matcher::erase(const PersonId& person) {
  const std::lock_guard lock(state_->writing);
  state_->index.writer_view().erase(person);
}

Result<Done> Matcher::rebuild(const std::string& path) {
  const std::lock_guard one(state_->rebuilding);
  Generation generation;
  {
    const std::lock_guard lock(state_->writing);
    generation = begin_generation(state_->index.writer_view());
  }
  if (auto written = write_generation(generation, path); !written) return written;
  auto base = Base::open(path);
  if (!base) return pass_on(base);
  auto next = std::make_unique<Index>(std::move(*base));
  const std::lock_guard lock(state_->writing);
  carry_over(generation, *next);
  state_->index.replace(std::move(next));
  return Done{};
}

size_t Matcher::size() const { return size_t(state_->index.enter()->people()); }

bool Matcher::holds(const PersonId& person, const Stated& known) const {
  const Statement statement(known);
  const std::lock_guard lock(state_->writing);
  Index& index = state_->index.writer_view();
  const int64_t ordinal = index.find(person);
  if (ordinal < 0) return false;
  const Record held = index.record(uint32_t(ordinal));
  // What follows from the neighbours of a dwelling is not this person's, and is left as it is.
  Record wanted = encode_known(index.dictionaries(), statement.entry(), /*counted=*/false).record;
  wanted.crowd = held.crowd;
  wanted.twin_near = held.twin_near;
  wanted.namesake_near = held.namesake_near;
  using Words = std::array<uint64_t, 4>;
  return std::bit_cast<Words>(wanted) == std::bit_cast<Words>(held);
}

size_t Matcher::changes() const {
  const auto index = state_->index.enter();
  return size_t(index->delta().size()) + index->base().gone_count();
}

std::string_view to_text(Zone zone) {
  switch (zone) {
    case Zone::kLink:
      return "link";
    case Zone::kQuarantine:
      return "quarantine";
    case Zone::kRefuse:
      return "refuse";
  }
  return {};
}

std::string_view to_text(Attribute attribute) {
  switch (attribute) {
    case Attribute::kLegalName:
      return "legal_name";
    case Attribute::kKana:
      return "kana";
    case Attribute::kRomanised:
      return "romanised";
    case Attribute::kPreviousName:
      return "previous_name";
    case Attribute::kBirthDate:
      return "birth_date";
    case Attribute::kSex:
      return "sex";
    case Attribute::kAddress:
      return "address";
    case Attribute::kPreviousAddress:
      return "previous_address";
    case Attribute::kPhone:
      return "phone";
    case Attribute::kCard:
      return "card";
  }
  return {};
}

}  // namespace inkan::population::match
