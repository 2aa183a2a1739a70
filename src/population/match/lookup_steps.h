#pragma once

#include <algorithm>

#include "population/match/lookup.h"
#include "population/match/probes.h"

// The steps of a look-up, shared by one at a time (lookup.cpp) and many side by side (batch.cpp).
namespace inkan::population::match {

inline void prefetch(const void* address) { __builtin_prefetch(address, 0, 3); }

// Range is where in a key's postings a probe looks.
struct Range {
  uint32_t begin;
  uint32_t end;
};

// A probe takes three rounds of memory: where its bucket is, the postings in it, the records they name. Each round asks
// for everything it needs before any of it is waited for.
template <typename List>
void ask_starts(const Base& base, const List& probes) {
  if (base.size() == 0) return;
  for (const Probe& probe : probes) {
    const Filed& filed = base.filed(probe.key);
    prefetch(&filed.starts[filed.bucket_of(probe.hash)]);
  }
}

template <typename List>
void ask_postings(const Base& base, const List& probes, Range* ranges) {
  if (base.size() == 0) return;
  for (size_t i = 0; i < probes.size(); ++i) {
    const Filed& filed = base.filed(probes[i].key);
    const size_t bucket = filed.bucket_of(probes[i].hash);
    ranges[i] = {filed.starts[bucket], filed.starts[bucket + 1]};
    if (ranges[i].end - ranges[i].begin > probes[i].at_most) ranges[i].end = ranges[i].begin;
    const Posting* first = filed.postings.data() + ranges[i].begin;
    prefetch(first);
    if (ranges[i].end > ranges[i].begin + 4) prefetch(filed.postings.data() + ranges[i].end - 1);
  }
}

template <typename List>
void ask_records(const Index& index, const List& probes, const Range* ranges, Candidates& candidates) {
  const Base& base = index.base();
  if (base.size() != 0) {
    for (size_t i = 0; i < probes.size(); ++i) {
      base.scan(probes[i], ranges[i].begin, ranges[i].end, [&](uint32_t ordinal) {
        if (candidates.add(ordinal)) prefetch(&base.record(ordinal));
      });
    }
  }
  const Delta& delta = index.delta();
  if (delta.size() == 0) return;
  for (const Probe& probe : probes) delta.for_each(probe, [&](uint32_t place) { candidates.add(base.size() + place); });
}

template <size_t kMax>
void collect(const Index& index, const ProbeList<kMax>& probes, Candidates& candidates) {
  std::array<Range, kMax> ranges;  // not initialised: set for each probe
  ask_starts(index.base(), probes);
  ask_postings(index.base(), probes, ranges.data());
  ask_records(index, probes, ranges.data(), candidates);
}

inline Scoring scoring_of(const Index& index) {
  return {index.model(), index.dictionaries(), index.people(), log2_of(double(index.world()))};
}

// score_from scores the candidates that were not scored yet, and drops who has gone.
inline void score_from(const Index& index, const Query& query, size_t first, Candidates& candidates) {
  const Scoring scoring = scoring_of(index);
  size_t kept = first;
  for (size_t i = first; i < candidates.size(); ++i) {
    Candidate candidate = candidates[i];
    const Record& record = index.record(candidate.ordinal);
    if (index.gone(candidate.ordinal)) continue;
    candidate.levels = compare(index.dictionaries(), query, record);
    candidate.score = score(scoring, query, record, candidate.levels);
    candidates[kept++] = candidate;
  }
  candidates.shrink(kept);
}

// judge makes the verdict of candidates that are scored.
Verdict judge(const Index& index, const Query& query, const Candidates& candidates);

// is_clear tells whether looking on cannot change the answer. All who share date of birth and given name are among the
// candidates. A rival would have to live in the same dwelling with the same date of birth or the same given name, and
// the record says that there is nobody; anybody else is less likely by 2^-40 than the one found.
bool is_clear(const Index& index, const Query& query, const Candidates& candidates, const Verdict& verdict);

// judge_rest scores and judges the candidates from `first` on, whom the further probes found, looks for more where that
// is not enough, and meets the twins of the best one.
Verdict judge_rest(const Index& index, const Query& query, size_t first, Candidates& candidates, bool thorough);

}  // namespace inkan::population::match
