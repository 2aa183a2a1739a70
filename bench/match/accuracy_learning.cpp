#include <cstdio>

#include "accuracy_evaluation.h"
#include "population/match/base.h"
#include "population/match/em.h"
#include "population/match/statement.h"

namespace inkan::bench {

namespace match = population::match;

namespace {

void print_share(const char* name, double assumed, double learnt) {
  std::printf("    %-28s assumed %8.5f  learnt %8.5f\n", name, assumed, learnt);
}

}  // namespace

void print_learning(const std::string& base_path, uint64_t statements, const Source& source) {
  auto base = match::Base::open(base_path);
  if (!base) return;
  const match::Index index(std::move(*base));
  match::Observations observations;
  match::Candidates candidates;
  for (uint64_t batch = 0; observations.size() < statements; ++batch) {
    const auto records = source(batch);
    if (!records) break;
    for (const AgencyRecord& record : *records) {
      const match::Statement statement(record.stated);
      match::Query query;
      encode_stated(index.dictionaries(), statement.entry(), index.people(), query);
      look_up(index, query, candidates, /*thorough=*/true);
      observe(index.model(), candidates, observations);
    }
  }
  const match::Shares assumed = shares_of(index.model());
  const match::Learnt learnt = learn(observations, assumed, {.people = double(index.world())});
  const auto share = [](const match::Shares& shares, match::Field field, auto level) {
    return shares.m[size_t(field)][size_t(level)];
  };
  std::printf("\n== learnt from %zu records of the normal file without their truth: %s after %d rounds\n",
              observations.size(), learnt.converged ? "converged" : "not converged", learnt.rounds);
  print_share("about nobody here", assumed.stranger, learnt.shares.stranger);
  const auto show = [&](const char* name, match::Field field, auto level) {
    print_share(name, share(assumed, field, level), share(learnt.shares, field, level));
  };
  using match::BirthLevel;
  using match::Field;
  using match::NameLevel;
  using match::PlaceLevel;
  show("surname differs", Field::kSurname, NameLevel::kDifferent);
  show("given name differs", Field::kGiven, NameLevel::kDifferent);
  show("given name similar", Field::kGiven, NameLevel::kSimilar);
  show("date of birth exact", Field::kBorn, BirthLevel::kExact);
  show("date of birth differs", Field::kBorn, BirthLevel::kDifferent);
  show("dwelling", Field::kPlace, PlaceLevel::kDwelling);
  show("earlier address", Field::kPlace, PlaceLevel::kPreviousBlock);
  show("another address", Field::kPlace, PlaceLevel::kDifferent);
}

}  // namespace inkan::bench
