#include <algorithm>
#include <memory>
#include <vector>

#include "population/match/lookup.h"
#include "population/match/lookup_steps.h"

namespace inkan::population::match {

namespace {

constexpr size_t kGroup = 24;  // enough misses in flight for any core, and their state stays in L2

// Work is one look-up under way.
struct Work {
  Query query{};
  Probes probes{};
  std::array<Range, Probes::kCapacity> ranges;  // not initialised
  Candidates candidates{};
  Verdict verdict{};
};

void reset(Work& work) {
  std::destroy_at(&work.query);
  std::construct_at(&work.query);
  work.candidates.clear();
  work.probes.clear();
}

// What is left open after the first probes is looked up in full, still side by side.
void run_rest(const Index& index, std::span<Work*> group) {
  for (Work* work : group) {
    work->probes.clear();
    further_probes(work->query, work->probes);
    ask_starts(index.base(), work->probes);
  }
  for (Work* work : group) ask_postings(index.base(), work->probes, work->ranges.data());
  std::array<size_t, kGroup> scored;
  for (size_t i = 0; i < group.size(); ++i) {
    scored[i] = group[i]->candidates.size();
    ask_records(index, group[i]->probes, group[i]->ranges.data(), group[i]->candidates);
  }
  for (size_t i = 0; i < group.size(); ++i) {
    Work& work = *group[i];
    work.verdict = judge_rest(index, work.query, scored[i], work.candidates, /*thorough=*/false);
  }
}

void run_group(const Index& index, std::span<Work> group) {
  for (Work& work : group) {
    first_probes(work.query, work.probes);
    ask_starts(index.base(), work.probes);
  }
  for (Work& work : group) ask_postings(index.base(), work.probes, work.ranges.data());
  for (Work& work : group) ask_records(index, work.probes, work.ranges.data(), work.candidates);
  std::array<Work*, kGroup> open;
  size_t open_count = 0;
  for (Work& work : group) {
    score_from(index, work.query, 0, work.candidates);
    work.verdict = judge(index, work.query, work.candidates);
    if (!is_clear(index, work.query, work.candidates, work.verdict)) open[open_count++] = &work;
  }
  run_rest(index, std::span(open.data(), open_count));
}

// ask_text: the texts of an entry are wanted soon.
void ask_text(const EntryText& entry) {
  for (const NameText* name : {&entry.surname, &entry.given}) {
    prefetch(name->written.data());
    prefetch(name->reading.data());
  }
  prefetch(entry.addresses[0].town.data());
  prefetch(entry.addresses[0].block.data());
}

Answer answer_of(const Work& work) {
  Answer answer{.verdict = work.verdict};
  if (work.verdict.best >= 0) answer.ordinal = work.candidates[size_t(work.verdict.best)].ordinal;
  return answer;
}

}  // namespace

void look_up_batch(const Index& index, std::span<const EntryText> entries, std::span<Answer> answers) {
  const auto works = std::make_unique<std::array<Work, kGroup>>();
  const Dictionaries& dictionaries = index.dictionaries();
  for (size_t first = 0; first < entries.size(); first += kGroup) {
    const std::span<Work> group(works->data(), std::min(kGroup, entries.size() - first));
    for (size_t i = 0; i < group.size(); ++i) {
      reset(group[i]);
      if (first + kGroup + i < entries.size()) ask_text(entries[first + kGroup + i]);
      prepare_stated(dictionaries, entries[first + i], group[i].query);
    }
    for (Work& work : group) finish_stated(dictionaries, index.people(), work.query);
    run_group(index, group);
    for (size_t i = 0; i < group.size(); ++i) answers[first + i] = answer_of(group[i]);
  }
}

void look_up_records(const Index& index, std::span<const uint32_t> ordinals, std::span<Answer> answers) {
  const auto works = std::make_unique<std::array<Work, kGroup>>();
  for (size_t first = 0; first < ordinals.size(); first += kGroup) {
    const std::span<Work> group(works->data(), std::min(kGroup, ordinals.size() - first));
    for (size_t i = 0; i < group.size(); ++i) __builtin_prefetch(&index.record(ordinals[first + i]), 0, 3);
    for (size_t i = 0; i < group.size(); ++i) {
      reset(group[i]);
      encode_record(index.dictionaries(), index.record(ordinals[first + i]), index.people(), group[i].query);
      dedupe_probes(group[i].query, group[i].probes);
      ask_starts(index.base(), group[i].probes);
    }
    for (Work& work : group) ask_postings(index.base(), work.probes, work.ranges.data());
    for (Work& work : group) ask_records(index, work.probes, work.ranges.data(), work.candidates);
    for (size_t i = 0; i < group.size(); ++i) {
      Work& work = group[i];
      work.candidates.drop(ordinals[first + i]);
      score_from(index, work.query, 0, work.candidates);
      work.verdict = judge(index, work.query, work.candidates);
      answers[first + i] = answer_of(work);
    }
  }
}

}  // namespace inkan::population::match
