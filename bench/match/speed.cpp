#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "memory_cost.h"
#include "population.h"
#include "population/match/builder.h"
#include "population/match/filing.h"
#include "population/match/lookup.h"
#include "population/match/sweep.h"

// Speed of the matching engine, also as a ratio to what a random cache line costs on this machine in this run.
namespace inkan::bench {
namespace {

using namespace population::match;  // NOLINT: a program of one file

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// CPU seconds of this process: what throughput is counted in, so that neighbours on the machine do not count.
double cpu_seconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

void row(const char* name, double value, const char* unit, double lines, const char* against) {
  std::printf("  %-46s %12.2f %-14s %8.1f %s\n", name, value, unit, lines, against);
}

struct Run {
  const SpeedNation& nation;
  MemoryCost memory;
  std::unique_ptr<Index> index{};
};

std::unique_ptr<Base> build(const SpeedNation& nation, const std::string& path, Residence residence) {
  Builder builder({.people_max = nation.size()});
  auto start = Clock::now();
  double cpu = cpu_seconds();
  run_threads(2, [&](unsigned thread) {
    SpeedNation::Person person;
    const uint64_t half = nation.size() / 2;
    for (uint64_t i = thread == 0 ? 0 : half; i < (thread == 0 ? half : nation.size()); ++i) {
      nation.make(uint32_t(i), person);
      builder.add(person.entry);
    }
  });
  const double text = seconds_since(start);
  const double text_cpu = cpu_seconds() - cpu;
  start = Clock::now();
  cpu = cpu_seconds();
  if (auto done = builder.finish(path); !done) {
    std::printf("%s (%s)\n", done.error().public_text.c_str(), done.error().private_detail.c_str());
    return nullptr;
  }
  const double file = seconds_since(start);
  std::printf(
      "  people made and encoded from text: %.1f s, %.1f CPU s; index built and on the disk: %.1f s, %.1f CPU s\n",
      text, text_cpu, file, cpu_seconds() - cpu);
  start = Clock::now();
  auto base = Base::open(path, residence);
  if (!base) {
    std::printf("%s (%s)\n", base.error().public_text.c_str(), base.error().private_detail.c_str());
    return nullptr;
  }
  std::printf(
      "  opened with every byte checked in %.1f s; %.1f bytes a person, of which words %.1f; ids: none here, 21 "
      "B/person apart\n",
      seconds_since(start), double((*base)->bytes()) / nation.size(), double((*base)->word_bytes()) / nation.size());
  return std::move(*base);
}

double percentile(std::vector<float>& times, double share) {
  const auto at = times.begin() + std::ptrdiff_t(double(times.size() - 1) * share);
  std::nth_element(times.begin(), at, times.end());
  return *at;
}

void measure_one_by_one(const Run& run) {
  constexpr size_t kQueries = 400'000;
  constexpr size_t kAhead = 512;
  std::vector<float> times;
  std::vector<float> small;
  Candidates candidates;
  uint64_t linked = 0;
  uint64_t right = 0;
  uint64_t candidates_seen = 0;
  const auto people = std::make_unique<std::array<SpeedNation::Person, kAhead>>();
  for (size_t first = 0; first < kQueries; first += kAhead) {
    for (size_t i = 0; i < kAhead; ++i)
      run.nation.state(uint32_t(mix(first + i, 9) % run.nation.size()), mix(first + i, 10), (*people)[i]);
    for (size_t i = 0; i < kAhead; ++i) {
      const auto start = Clock::now();
      Query query;
      encode_stated(run.index->dictionaries(), (*people)[i].entry, run.index->people(), query);
      const Verdict verdict = look_up(*run.index, query, candidates);
      times.push_back(float(std::chrono::duration<double, std::nano>(Clock::now() - start).count()));
      candidates_seen += candidates.size();
      if (verdict.wrong_chance > Terms{}.wrong_chance_max || !verdict.veto.empty()) continue;
      ++linked;
      right += 1;
    }
  }
  double sum = 0;
  for (const float t : times) sum += t;
  const auto show = [&](const char* name, double ns) {
    row(name, ns / 1000, "us", ns / run.memory.dependent_ns, "dependent lines");
  };
  show("look-up, text in, decision out: p50", percentile(times, 0.5));
  show("  p90", percentile(times, 0.9));
  show("  p99", percentile(times, 0.99));
  show("  p99.9", percentile(times, 0.999));
  show("  mean", sum / double(times.size()));
  std::printf("  linked %.2f %%, %.2f candidates each\n", 100.0 * double(linked) / double(times.size()),
              double(candidates_seen) / double(times.size()));
}

void measure_batch(const Run& run) {
  constexpr size_t kAhead = 512;
  const auto people = std::make_unique<std::array<SpeedNation::Person, kAhead>>();
  std::vector<EntryText> entries(kAhead);
  std::vector<Answer> answers(kAhead);
  double seconds = 0;
  size_t count = 0;
  for (size_t round = 0; round < 1200; ++round) {
    for (size_t i = 0; i < kAhead; ++i) {
      const uint64_t draw = mix(round * kAhead + i, 19);
      run.nation.state(uint32_t(draw % run.nation.size()), mix(draw, 20), (*people)[i]);
      entries[i] = (*people)[i].entry;
    }
    const double start = cpu_seconds();
    look_up_batch(*run.index, entries, answers);
    seconds += cpu_seconds() - start;
    count += kAhead;
  }
  const double ns = seconds * 1e9 / double(count);
  row("look-ups in batches, one core", double(count) / seconds / 1e6, "M/s", ns / run.memory.independent_ns,
      "lines in flight each");
}

// record_of is what an agency's record looks like once it is encoded with the index's words.
Record record_of(const Query& query) {
  Record record;
  record.surname_written = query.surname.written;
  record.surname_reading = query.surname.reading;
  record.given_written = query.given.written;
  record.given_reading = query.given.reading;
  record.born = query.born.packed();
  record.sex = query.sex;
  if (query.place_count == 0) return record;
  record.town = query.places[0].place.town;
  record.block = query.places[0].place.block;
  record.room = query.places[0].place.room;
  return record;
}

// The links of an agency whose file has the mistakes of the other measurements: whom the engine finds for each record,
// in an order that is not the index's.
void measure_sweep(const Run& run) {
  constexpr size_t kLinks = 1'000'000;
  std::vector<StoredLink> links(kLinks);
  const auto person = std::make_unique<SpeedNation::Person>();
  Candidates candidates;
  for (size_t i = 0; i < kLinks; ++i) {
    run.nation.state(uint32_t(mix(i, 29) % run.nation.size()), mix(i, 31), *person);
    Query query;
    encode_stated(run.index->dictionaries(), person->entry, run.index->people(), query);
    const Verdict verdict = look_up(*run.index, query, candidates);
    const bool planted = i % 1000 == 0 || verdict.best < 0;
    links[i] = {record_of(query),
                planted ? uint32_t(mix(i, 30) % run.nation.size()) : candidates[size_t(verdict.best)].ordinal};
  }
  std::vector<float> risks(kLinks);
  const double start = cpu_seconds();
  sweep(*run.index, links, risks);
  const double seconds = cpu_seconds() - start;
  size_t risky = 0;
  size_t found = 0;
  for (size_t i = 0; i < kLinks; ++i) {
    risky += risks[i] > 0.5F ? 1 : 0;
    found += risks[i] > 0.5F && i % 1000 == 0 ? 1 : 0;
  }
  row("links swept, one core", double(kLinks) / seconds / 1e6, "M/s",
      seconds * 1e9 / double(kLinks) / run.memory.independent_ns, "lines in flight each");
  std::printf("  of %zu planted found %zu; %zu of %zu above a risk of 0.5\n", kLinks / 1000, found, risky, kLinks);
}

// What somebody who came after the base was written takes until the next.
void measure_delta(const Run& run) {
  constexpr uint32_t kPeople = 200'000;
  Index index(std::make_unique<Base>());
  SpeedNation::Person person;
  for (uint32_t i = 0; i < kPeople; ++i) {
    run.nation.make(i % run.nation.size(), person);
    index.put(population::PersonId(text_of(RawId{uint8_t(i), uint8_t(i >> 8), uint8_t(i >> 16), 1})), person.entry);
  }
  std::printf("  delta: %.0f bytes a person, words apart\n", double(index.delta().bytes()) / kPeople);
}

void measure_dedupe(const Run& run) {
  const uint32_t people = run.nation.size();
  const auto per_thread = size_t(std::min<uint32_t>(people, 4'000'000) / 2);
  std::array<uint64_t, 2> doubles{};
  const double start = cpu_seconds();
  run_threads(2, [&](unsigned thread) {
    constexpr size_t kAhead = 4096;
    std::vector<uint32_t> ordinals(kAhead);
    std::vector<Answer> answers(kAhead);
    for (size_t at = 0; at < per_thread; at += kAhead) {
      for (size_t i = 0; i < kAhead; ++i) ordinals[i] = uint32_t((thread * per_thread + at + i) % people);
      look_up_records(*run.index, ordinals, answers);
      for (const Answer& answer : answers)
        doubles[thread] += answer.verdict.best_chance > 0.02 && answer.verdict.veto.empty() ? 1 : 0;
    }
  });
  const double seconds = (cpu_seconds() - start) / 2;
  const double rate = double(per_thread) * 2 / seconds;
  row("register against itself, two cores", rate / 1e6, "M/s", 2e9 / rate / run.memory.independent_ns,
      "lines in flight each");
  std::printf("  all of it: %.1f s; %.1f possible doubles a million\n", people / rate,
              double(doubles[0] + doubles[1]) * 1e6 / double(per_thread * 2));
}

int run(uint32_t people, const std::string& data, const std::string& work, Residence residence) {
  const SpeedNation nation(1, people, data);
  const auto [surnames, givens] = nation.collision_bits();
  std::printf("%u people; two share a surname by %.1f bits, a given name by %.1f\n", people, surnames, givens);
  const std::string path = work + "/match-" + std::to_string(people) + ".index";
  auto base = build(nation, path, residence);
  if (base == nullptr) return 1;
  const MemoryCost memory = measure_memory(std::min<size_t>(size_t(1) << 32, base->bytes()));
  std::printf("  a random cache line here: %.0f ns waited for, %.1f ns with many in flight\n", memory.dependent_ns,
              memory.independent_ns);
  const Run bench{nation, memory, std::make_unique<Index>(std::move(base))};
  measure_one_by_one(bench);
  measure_batch(bench);
  measure_sweep(bench);
  measure_dedupe(bench);
  measure_delta(bench);
  std::filesystem::remove(path);
  return 0;
}

}  // namespace
}  // namespace inkan::bench

// bench_match DATA WORK mapped|copied PEOPLE...
int main(int argc, char** argv) {
  if (argc < 5) {
    std::printf("usage: bench_match DATA WORK mapped|copied PEOPLE...\n");
    return 2;
  }
  const auto residence = std::string_view(argv[3]) == "mapped" ? inkan::population::match::Residence::kMapped
                                                               : inkan::population::match::Residence::kCopied;
  for (int i = 4; i < argc; ++i) {
    const auto people = inkan::parse_int(argv[i]);
    if (!people || *people < 1000 || *people > 200'000'000) return 2;
    if (const int failed = inkan::bench::run(uint32_t(*people), argv[1], argv[2], residence)) return failed;
  }
  return 0;
}
