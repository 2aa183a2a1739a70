#include "accuracy_evaluation.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include "bounds.h"

namespace inkan::bench {

using population::match::Decision;
using population::match::Zone;

void Tally::add(const Tally& other) {
  records += other.records;
  present += other.present;
  candidates += other.candidates;
  linked += other.linked;
  wrong += other.wrong;
  quarantined += other.quarantined;
  quarantined_present += other.quarantined_present;
  on_top += other.on_top;
  refused += other.refused;
  predicted_wrong += other.predicted_wrong;
}

void MixResult::add(MixResult other) {
  all.add(other.all);
  clean.add(other.clean);
  for (size_t i = 0; i < kFlaws; ++i) by_flaw[i].add(other.by_flaw[i]);
  for (size_t i = 0; i < kBins; ++i) {
    bins[i].records += other.bins[i].records;
    bins[i].wrong += other.bins[i].wrong;
    bins[i].predicted += other.bins[i].predicted;
  }
  for (size_t i = 0; i < 3; ++i) {
    baseline_linked[i] += other.baseline_linked[i];
    baseline_wrong[i] += other.baseline_wrong[i];
  }
  std::ranges::move(other.wrong_links, std::back_inserter(wrong_links));
  std::ranges::move(other.missed, std::back_inserter(missed));
  std::ranges::move(other.lost, std::back_inserter(lost));
}

std::string describe_record(const population::Stated& stated) {
  std::string text;
  for (const auto& name : stated.names) text += std::string(population::to_text(name.kind)) + "=" + name.text + " ";
  text += "born=" + (stated.born ? stated.born->text() : std::string("-"));
  text += " sex=" + std::string(population::to_text(stated.sex));
  for (const auto& address : stated.addresses) text += " @" + address.line;
  return text;
}

namespace {

std::string flaws_of(const AgencyRecord& record) {
  std::string text;
  for (size_t i = 0; i < kFlaws; ++i)
    if (record.has(Flaw(i))) text += (text.empty() ? "" : ", ") + std::string(to_text(Flaw(i)));
  return text.empty() ? "no flaw" : text;
}

// Judge asks about one record and counts the answer.
class Judge {
 public:
  Judge(const Evaluation& evaluation, MixResult& result) : evaluation_(evaluation), result_(result) {}

  void judge(const AgencyRecord& record) {
    const Decision decision = evaluation_.matcher.decide(record.stated, evaluation_.terms);
    Tally tally{.records = 1, .present = record.truth ? 1U : 0U};
    std::optional<uint64_t> best;
    double wrong_chance = decision.wrong_chance;
    if (decision.zone == Zone::kLink) {
      best = index_of(*decision.person);
      tally.linked = 1;
      tally.predicted_wrong = decision.wrong_chance;
      tally.wrong = best != record.truth ? 1 : 0;
      tally.candidates = record.truth && best == record.truth ? 1 : 0;
      if (tally.wrong != 0) tell_wrong(record, *best);
    } else {
      const auto explanation = evaluation_.matcher.explain(record.stated, evaluation_.terms);
      if (explanation.best) best = index_of(*explanation.best);
      wrong_chance = explanation.decision.wrong_chance;
      if (decision.zone == Zone::kQuarantine) {
        tally.quarantined = 1;
        tally.quarantined_present = tally.present;
        tally.on_top = record.truth && best == record.truth ? 1 : 0;
      } else {
        tally.refused = 1;
      }
    }
    if (record.truth && record.flaws == 0 && tally.linked == 0) tell(record, result_.lost);
    if (record.truth && tally.candidates == 0) {
      tally.candidates = best == record.truth || is_candidate(record) ? 1 : 0;
      if (tally.candidates == 0) tell(record, result_.missed);
    }
    count(record, tally, best, wrong_chance);
    compare_baselines(record);
  }

 private:
  bool is_candidate(const AgencyRecord& record) const {
    for (const auto& id : evaluation_.matcher.find_possible(record.stated, 128))
      if (index_of(id) == *record.truth) return true;
    return false;
  }

  void count(const AgencyRecord& record, const Tally& tally, std::optional<uint64_t> best, double wrong_chance) {
    result_.all.add(tally);
    if (record.flaws == 0) result_.clean.add(tally);
    for (size_t i = 0; i < kFlaws; ++i)
      if (record.has(Flaw(i))) result_.by_flaw[i].add(tally);
    if (!best || wrong_chance > 1) return;
    const double decade = wrong_chance <= 0 ? double(kBins) : -std::log10(wrong_chance);
    Bin& bin = result_.bins[std::min(kBins - 1, size_t(std::max(0.0, decade)))];
    ++bin.records;
    bin.wrong += best != record.truth ? 1 : 0;
    bin.predicted += wrong_chance;
  }

  void compare_baselines(const AgencyRecord& record) {
    if (evaluation_.baselines == nullptr) return;
    for (const Baseline baseline : kBaselines) {
      const auto linked = evaluation_.baselines->link(record, baseline);
      if (!linked) continue;
      ++result_.baseline_linked[size_t(baseline)];
      result_.baseline_wrong[size_t(baseline)] += linked != record.truth ? 1 : 0;
    }
  }

  void tell_wrong(const AgencyRecord& record, uint64_t person) {
    if (result_.wrong_links.size() >= evaluation_.examples) return;
    std::string text = "[" + flaws_of(record) + "]\n    record: " + describe_record(record.stated) +
                       "\n    linked: " + describe_record(evaluation_.describe(person));
    if (record.truth) text += "\n    is:     " + describe_record(evaluation_.describe(*record.truth));
    const auto explanation = evaluation_.matcher.explain(record.stated, evaluation_.terms);
    text += "\n    wrong chance " + std::to_string(explanation.decision.wrong_chance * 1e9) + "e-9, prior " +
            std::to_string(explanation.prior_bits) + " bits";
    for (const auto& evidence : explanation.evidence)
      text += ", " + std::string(population::match::to_text(evidence.attribute)) + " " + std::to_string(evidence.bits);
    result_.wrong_links.push_back(std::move(text));
  }

  void tell(const AgencyRecord& record, std::vector<std::string>& examples) {
    if (examples.size() >= evaluation_.examples) return;
    const auto veto = evaluation_.matcher.explain(record.stated, evaluation_.terms).veto;
    examples.push_back("[" + flaws_of(record) + "] " + veto.value_or("") +
                       "\n    record: " + describe_record(record.stated) +
                       "\n    is:     " + describe_record(evaluation_.describe(*record.truth)));
  }

  const Evaluation& evaluation_;
  MixResult& result_;
};

}  // namespace

Source source_of(const Population& nation, Mix mix, uint64_t seed) {
  const uint64_t cells = nation.cells();
  return [&nation, mix, seed, cells](uint64_t at) -> std::optional<std::vector<AgencyRecord>> {
    // Ten people of a cell in one round; the twins' file takes all it finds, and a small nation has few.
    if (mix == Mix::kTwins && at >= 64 * cells) return std::nullopt;
    const uint64_t round = at / cells;
    const uint64_t cell = (at % cells * 0x9e3779b1ULL + round) % cells;
    return Agency(nation, seed + 1000 * round).make_records(mix, cell, 10);
  };
}

MixResult evaluate(const Evaluation& evaluation, Mix mix, uint64_t records, const Source& source) {
  const auto start = std::chrono::steady_clock::now();
  std::atomic<uint64_t> next{0}, made{0};
  MixResult result{.mix = mix};
  std::mutex lock;
  const auto work = [&] {
    MixResult own{.mix = mix};
    Judge judge(evaluation, own);
    while (made.load(std::memory_order_relaxed) < records) {
      const auto batch = source(next.fetch_add(1, std::memory_order_relaxed));
      if (!batch) break;
      for (const auto& record : *batch) judge.judge(record);
      made.fetch_add(batch->size(), std::memory_order_relaxed);
    }
    const std::lock_guard guard(lock);
    result.add(std::move(own));
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < evaluation.threads; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace inkan::bench
