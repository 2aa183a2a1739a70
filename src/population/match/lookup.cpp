#include "population/match/lookup.h"

#include <algorithm>

#include "population/match/lookup_steps.h"
#include "population/names/utf8.h"

namespace inkan::population::match {

namespace {

constexpr Bits kNever = 2000 * kBit;

bool continues_character(char c) { return (uint8_t(c) & 0xC0) == 0x80; }

// differ_by_one: one character put in, left out or replaced, in names of any length: さな and さほ.
bool differ_by_one(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return false;
  const size_t shorter = std::min(a.size(), b.size());
  size_t before = 0;
  while (before < shorter && a[before] == b[before]) ++before;
  while (before > 0 && ((before < a.size() && continues_character(a[before])) ||
                        (before < b.size() && continues_character(b[before]))))
    --before;
  size_t behind = 0;
  while (behind < shorter - before && a[a.size() - 1 - behind] == b[b.size() - 1 - behind]) ++behind;
  while (behind > 0 && continues_character(a[a.size() - behind])) --behind;
  const auto characters = [](std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return !continues_character(c); });
  };
  return characters(a.substr(before, a.size() - before - behind)) <= 1 &&
         characters(b.substr(before, b.size() - before - behind)) <= 1;
}

// share_character: 尚也 and 尚哉, of which the one may be read as the other.
bool share_character(std::string_view a, std::string_view b) {
  const char* const end = a.data() + a.size();
  for (const char* at = a.data(); at < end;) {
    const char* const from = at;
    names::take_utf8(at, end);
    if (b.find(std::string_view(from, at)) != std::string_view::npos) return true;
  }
  return false;
}

// is_like tells whether a slip could have made the stated given name of this one: of twins that is enough for a person
// to look, unless spelling and reading were both stated and are exactly the other's. Where the reading alone is stated,
// the twin's spelling may have been misread as it.
bool is_like(const Index& index, const Query& query, const Record& best, const Candidate& twin) {
  const NameLevel level = twin.levels.given;
  if (level == NameLevel::kNotComparable) return false;
  if (level != NameLevel::kDifferent) return true;
  const Record& record = index.record(twin.ordinal);
  const Dictionary& words = index.dictionaries().givens;
  if (query.given.written == kNone && record.given_written != kNone) {
    const Readings readings = words.readings(uint32_t(record.given_written));
    if (std::ranges::find(readings, query.given.reading_sound) != readings.end()) return true;
    if (share_character(words.text(uint32_t(best.given_written)), words.text(uint32_t(record.given_written))))
      return true;
  }
  return differ_by_one(query.given.reading_text, words.text(uint32_t(record.given_reading))) ||
         differ_by_one(query.given.written_text, words.text(uint32_t(record.given_written)));
}

// The same town, but other numbers in it: a namesake born on the same day may live there.
bool is_elsewhere_in_town(const Query& query, const Levels& levels, const Record& record) {
  const bool stated = query.places[levels.place_index].place.block != 0;
  return (levels.place == PlaceLevel::kTown && stated && record.block != 0) ||
         (levels.place == PlaceLevel::kPreviousTown && stated && record.previous_block != 0);
}

std::string_view veto_of(const Index& index, const Query& query, const Candidates& candidates, size_t best_index) {
  const Candidate& best = candidates[best_index];
  const Levels& levels = best.levels;
  if (levels.swapped) return "names-in-each-others-place";
  if (levels.given == NameLevel::kNotComparable) return "given-name-not-comparable";
  if (levels.given == NameLevel::kDifferent) return "given-name-differs";
  // A slip seldom makes a name that somebody else bears: MARY is not GARY, and ゆき not ゆうき.
  const auto is_borne = [](const QueryName& name) { return name.reading != kNone && name.reading != kUnseen; };
  if (levels.given == NameLevel::kSimilar && is_borne(query.given)) return "given-name-differs";
  // A slip in an otherwise perfect record is rarer than a form on which two people are mixed, of whom the dates happen
  // to have two parts in common; and without a date a child with its parent's name is the parent.
  if (levels.born == BirthLevel::kNotComparable) return "birth-date-not-stated";
  if (levels.born != BirthLevel::kExact && levels.born != BirthLevel::kPartial &&
      levels.born != BirthLevel::kPartialYear)
    return "birth-date-differs";
  if (levels.sex == SexLevel::kDifferent) return "sex-differs";
  if (!holds(levels.surname) && levels.surname != NameLevel::kSimilar && levels.surname != NameLevel::kPrevious &&
      levels.surname != NameLevel::kNotComparable && levels.place != PlaceLevel::kDwelling)
    return "surname-differs-elsewhere";
  // No address, or one that agrees with none that is known: a hit on a part of the attributes, be the name ever so rare
  // (REQ-LINK-2). Who is not registered may have a namesake born on the same day who is.
  if (levels.place == PlaceLevel::kNotComparable) return "address-not-stated";
  if (levels.place == PlaceLevel::kDifferent || levels.place == PlaceLevel::kArea) return "address-differs";
  const Record& record = index.record(best.ordinal);
  if (is_elsewhere_in_town(query, levels, record)) return "address-differs";
  // Two Latin words may stand in either order, so the one that differs may be the given name.
  const bool another_word =
      levels.surname == NameLevel::kDifferent || (levels.surname == NameLevel::kSimilar && is_borne(query.surname));
  if (another_word && record.surname_written == kNone) return "latin-name-differs";
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& other = candidates[i];
    if (i == best_index) continue;
    // Whose name was stated in full, spelling and reading, is not the twin with another spelling and another reading.
    if (levels.given == NameLevel::kExact && !holds(other.levels.given)) continue;
    const Record& beside = index.record(other.ordinal);
    if (beside.born == record.born && record.town != kNone && beside.town == record.town &&
        beside.block == record.block && beside.room == record.room && is_like(index, query, record, other))
      return "twin-in-dwelling";
  }
  if (candidates.full()) return "too-many-candidates";
  return {};
}

// What speaks for a record of which the date and the sex are somebody else's: all but these. Nothing does where
// neither was stated.
Bits mixed_bits(const Candidate& candidate) {
  const Score& score = candidate.score;
  const bool stated =
      candidate.levels.born != BirthLevel::kNotComparable || candidate.levels.sex != SexLevel::kNotComparable;
  return stated ? score.surname + score.given + score.place : -kNever;
}

}  // namespace

bool is_clear(const Index& index, const Query& query, const Candidates& candidates, const Verdict& verdict) {
  if (index.delta().size() != 0) return false;
  if (verdict.best < 0 || verdict.wrong_chance > 1e-6 || !verdict.veto.empty()) return false;
  const Candidate& best = candidates[size_t(verdict.best)];
  if (best.ordinal >= index.base().size() || !query.born.complete()) return false;
  // Without a reading everybody is found only if all that the spelling has were looked at.
  if (query.given.reading == kNone && query.given.sounds.back() != 0) return false;
  const Record& record = index.record(best.ordinal);
  return record.twin_near == 0 && record.namesake_near == 0 && best.levels.born == BirthLevel::kExact &&
         best.levels.place <= PlaceLevel::kBlock && holds(best.levels.surname) && holds(best.levels.given);
}

Verdict judge(const Index& index, const Query& query, const Candidates& candidates) {
  const Model& model = index.model();
  const double people = double(index.world());
  const double of_person = (1 - model.stranger - model.relative) / people;
  const double of_relative = model.relative / people;
  Verdict verdict{};
  const double nobody = model.stranger + model.unfound;
  double relatives = 0;
  double others = 0;
  double mixed = 0;
  double best = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const double person = weight(candidates[i].score.person()) * of_person;
    relatives += weight(candidates[i].score.household) * of_relative;
    if (person > best) {
      others += best;
      best = person;
      mixed = of_person * model.mixed * weight(mixed_bits(candidates[i]));
      verdict.best = int32_t(i);
    } else {
      others += person;
    }
  }
  if (verdict.best < 0) return verdict;
  const double wrong = others + relatives + mixed + nobody;
  const double total = best + wrong;
  verdict.best_chance = best / total;
  verdict.wrong_chance = wrong / total;
  verdict.household_chance = relatives / total;
  verdict.veto = veto_of(index, query, candidates, size_t(verdict.best));
  return verdict;
}

namespace {

// guess looks for what a slip of the pen may have made of the stated date and names.
Verdict guess(const Index& index, const Query& query, Candidates& candidates, const Verdict& verdict) {
  const size_t before = candidates.size();
  const Dictionaries& words = index.dictionaries();
  const auto read_as = [](const Dictionary& other, const QueryName& name) {
    return name.written_hash == 0 ? Readings{} : other.readings(other.find(name.written_hash).id);
  };
  const OtherSounds others{.surname = words.surnames.readings(query.surname.written),
                           .given = words.givens.readings(query.given.written),
                           .surname_as_given = read_as(words.givens, query.surname),
                           .given_as_surname = read_as(words.surnames, query.given)};
  candidates.stop_counting();
  Probes wide;
  wide_probes(query, others, wide);
  collect(index, wide, candidates);
  wide.clear();
  guess_probes(query, others, wide);
  collect(index, wide, candidates);
  if (candidates.size() == before) return verdict;
  score_from(index, query, before, candidates);
  return judge(index, query, candidates);
}

// meet_twins looks, before the best one is linked, at who lives in the same dwelling and was born on the same day, be
// their names what they may: the other probes pass over those who agree in no name.
Verdict meet_twins(const Index& index, const Query& query, Candidates& candidates, const Verdict& verdict) {
  if (verdict.best < 0 || verdict.best_chance < 0.5 || !verdict.veto.empty()) return verdict;
  const uint32_t ordinal = candidates[size_t(verdict.best)].ordinal;
  const Record& record = index.record(ordinal);
  const bool marked = ordinal < index.base().size() && index.delta().size() == 0;
  if (record.town == kNone || (marked && record.twin_near == 0)) return verdict;
  ProbeList<1> probes;
  dwelling_probe(record, index.dictionaries().towns.sound(uint32_t(record.town)), probes);
  const size_t before = candidates.size();
  candidates.count_again();  // a twin for whom there is no room is missed
  collect(index, probes, candidates);
  if (candidates.size() == before && !candidates.full()) return verdict;
  score_from(index, query, before, candidates);
  return judge(index, query, candidates);
}

}  // namespace

Verdict judge_rest(const Index& index, const Query& query, size_t first, Candidates& candidates, bool thorough) {
  score_from(index, query, first, candidates);
  Verdict verdict = judge(index, query, candidates);
  if (thorough || verdict.best_chance <= 0.5) verdict = guess(index, query, candidates, verdict);
  return meet_twins(index, query, candidates, verdict);
}

Verdict look_up(const Index& index, const Query& query, Candidates& candidates, bool thorough) {
  candidates.clear();
  Probes probes;
  first_probes(query, probes);
  collect(index, probes, candidates);
  score_from(index, query, 0, candidates);
  const Verdict verdict = judge(index, query, candidates);
  if (!thorough && is_clear(index, query, candidates, verdict)) return verdict;

  probes.clear();
  further_probes(query, probes);
  const size_t scored = candidates.size();
  collect(index, probes, candidates);
  return judge_rest(index, query, scored, candidates, thorough);
}

PairVerdict verify_pair(const Index& index, const Query& query, uint32_t ordinal) {
  const Model& model = index.model();
  const Record& record = index.record(ordinal);
  const Levels levels = compare(index.dictionaries(), query, record);
  const Score evidence = score(scoring_of(index), query, record, levels);
  const double people = double(index.world());
  const double person = weight(evidence.person()) * (1 - model.stranger - model.relative) / people;
  const double relative = weight(evidence.household) * model.relative / people;
  PairVerdict verdict{};
  verdict.risk = (relative + model.stranger) / (person + relative + model.stranger);
  // Who has moved or married is still the same person: address and surname alone make no mislink.
  verdict.agrees = !levels.swapped && levels.given != NameLevel::kDifferent &&
                   levels.given != NameLevel::kNotComparable && levels.born != BirthLevel::kDifferent &&
                   (levels.surname != NameLevel::kDifferent || levels.place <= PlaceLevel::kBlock) &&
                   verdict.risk < 0.5;
  return verdict;
}

}  // namespace inkan::population::match
