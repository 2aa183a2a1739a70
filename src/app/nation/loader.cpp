#include "app/nation/loader.h"

#include <algorithm>
#include <future>

#include "app/nation/generator.h"
#include "app/nation/named.h"
#include "app/nation/progress_store.h"
#include "base/run_task.h"

namespace inkan::app::nation {

namespace {

constexpr int kDrawsMax = 8;

struct Chosen {
  population::PersonFacts facts{};
  int64_t index = 0;  // place in the nation
  Position after{};
};

// Portion is the people of one transaction, ready to be committed.
struct Portion {
  Position before{};
  std::vector<Chosen> people{};
  store::Batch batch{};
};

// Loader is one run. Preparing runs on a thread of its own while the portion before is committed.
class Loader {
 public:
  Loader(store::Database& database, const population::Register& people, const LoadOptions& options)
      : database_(database), people_(people), options_(options), generator_(options.seed) {
    registrar_.actor.kind = audit::ActorKind::kSystem;
    registrar_.actor.id = "nation";
  }

  Result<Portion> prepare(Position from) const {
    Portion portion;
    portion.before = from;
    choose(portion);
    for (const auto& one : portion.people) {
      SeededRandom random = generator_.number_random(one.index);
      auto registration = people_.prepare_registration(one.facts, registrar_, random);
      if (!registration) return pass_on(registration);
      portion.batch.append(std::move(registration->batch));
    }
    if (!portion.people.empty()) set_position(portion.batch, options_.seed, from, portion.people.back().after);
    return portion;
  }

  Result<Done> commit(Portion& portion) const {
    auto stored = database_.commit_blocking(std::move(portion.batch));
    // Among a million numbers a few are drawn twice: then this portion goes in one by one.
    if (!stored && stored.error().code == ErrorCode::kConflict) return commit_one_by_one(portion);
    return stored;
  }

 private:
  void choose(Portion& portion) const {
    Position at = portion.before;
    const int64_t until = std::min(options_.people, at.people + options_.people_at_once);
    while (at.people < until) {
      auto household = generator_.household(at.household);
      const auto size = int64_t(household.size());
      while (at.members < size && at.people < until) {
        Chosen one;
        one.facts = std::move(household[size_t(at.members)]);
        one.index = at.people;
        ++at.people;
        ++at.members;
        if (at.members == size) at = Position{at.people, at.household + 1, 0};
        one.after = at;
        portion.people.push_back(std::move(one));
        if (at.members == 0) break;
      }
    }
  }

  Result<Done> commit_one_by_one(const Portion& portion) const {
    Position before = portion.before;
    for (const auto& one : portion.people) {
      if (auto stored = commit_one(one, before); !stored) return stored;
      before = one.after;
    }
    return Done{};
  }

  Result<Done> commit_one(const Chosen& one, const Position& before) const {
    SeededRandom random = generator_.number_random(one.index);
    for (int draw = 0; draw < kDrawsMax; ++draw) {
      auto registration = people_.prepare_registration(one.facts, registrar_, random);
      if (!registration) return pass_on(registration);
      set_position(registration->batch, options_.seed, before, one.after);
      auto stored = database_.commit_blocking(std::move(registration->batch));
      if (stored || stored.error().code != ErrorCode::kConflict) return stored;
    }
    return fail(ErrorCode::kConflict, "The nation is being loaded by another program.");
  }

  store::Database& database_;
  const population::Register& people_;
  LoadOptions options_;
  Generator generator_;
  population::Registrar registrar_{};
};

Progress progress_of(int64_t done, int64_t at_start, const LoadOptions& options, Duration took) {
  Progress progress;
  progress.done = done;
  progress.total = options.people;
  const double seconds = double(took.count()) / 1e6;
  if (seconds > 0) progress.per_second = double(done - at_start) / seconds;
  if (progress.per_second > 0)
    progress.left = Duration(int64_t(double(options.people - done) / progress.per_second * 1e6));
  return progress;
}

}  // namespace

Result<Done> load(store::Database& database, const population::Register& people, Clock& clock,
                  const LoadOptions& options, const std::function<void(const Progress&)>& report) {
  auto start = load_position(database, options.seed);
  if (!start) return pass_on(start);
  if (start->people >= options.people) return Done{};
  const Time began = clock.now();
  const Loader loader(database, people, options);
  auto prepare = [&loader](Position from) {
    return std::async(std::launch::async, [&loader, from] { return loader.prepare(from); });
  };
  std::future<Result<Portion>> next = prepare(*start);
  for (Position at = *start; at.people < options.people;) {
    Result<Portion> portion = next.get();
    if (!portion) return pass_on(portion);
    at = portion->people.back().after;
    if (at.people < options.people) next = prepare(at);
    if (auto stored = loader.commit(*portion); !stored) return stored;
    report(progress_of(at.people, start->people, options, clock.now() - began));
  }
  return Done{};
}

Result<std::vector<NamedResident>> named_residents(store::Database& database, const population::Register& people,
                                                   const LoadOptions& options) {
  const auto missing = [] { return fail(ErrorCode::kNotFound, "The nation of this seed is not loaded."); };
  const auto facts = named_facts();
  auto position = load_position(database, options.seed);
  if (!position) return pass_on(position);
  if (position->people < int64_t(facts.size())) return missing();
  const Generator generator(options.seed);
  std::vector<NamedResident> named;
  for (size_t i = 0; i < facts.size(); ++i) {
    SeededRandom random = generator.number_random(int64_t(i));
    PersonalNumber number = PersonalNumber::draw(random);
    auto found = run_task(people.find_by_number(number));
    if (!found) return pass_on(found);
    if (!*found) return missing();
    named.push_back({std::move(**found), std::move(number), facts[i].legal_name(), std::string(kNamedAbout[i])});
  }
  return named;
}

}  // namespace inkan::app::nation
