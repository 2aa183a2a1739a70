#include "officers/compare.h"

#include "officers/limits.h"
#include "officers/officer_store.h"
#include "population/names/rules.h"

namespace inkan::officers {

namespace {

namespace names = population::names;

// Not inlined: GCC 12 would see a read past the end of its text inside the coroutine, which is none.
[[gnu::noinline]] Result<Done> check_complete(const population::Stated& stated) {
  if (!stated.names.empty() && stated.born && !stated.addresses.empty()) return Done{};
  return fail(ErrorCode::kInvalidInput,
              "Name, date of birth and address are needed, all three, as the resident states them.");
}

// count_try counts before it is known whether it agrees, so that parallel guesses all count.
Task<std::optional<Error>> count_try(const Deps& deps, Officer officer) {
  store::Batch batch;
  count_failure(deps, batch, officer.id);
  auto counted = co_await deps.database.commit(std::move(batch));
  if (!counted) co_return pass_on(counted);
  if (counted->outcome) co_return std::nullopt;
  auto refused = co_await refuse_for_limit(deps, std::move(officer));
  if (!refused) co_return pass_on(refused);
  co_return std::move(*refused);
}

Task<Done> take_back_try(const Deps& deps, OfficerId officer) {
  store::Batch batch;
  forget_failure(deps, batch, officer);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

bool is_stated(const names::Comparison& comparison) { return comparison.rule != "not-stated"; }

CompareAnswer answer_of(const population::PersonFacts& facts, const population::Stated& stated) {
  const names::Comparisons compared = names::compare(population::stated_of(facts), stated);
  CompareAnswer answer;
  // The resident is here or the case names them: as good as a number.
  answer.agreement = names::agreement(compared, stated.sex_not_held, names::RuleStrength::kWithNumber);
  for (size_t i = 0; i < names::kComparedCount; ++i) {
    const auto attribute = static_cast<names::Compared>(i);
    if (!is_stated(compared.of(attribute))) continue;
    answer.outcomes.push_back({std::string(to_text(attribute)), compared.of(attribute)});
  }
  return answer;
}

}  // namespace

Task<CompareAnswer> compare_person(const Deps& deps, OnDuty duty, Basis basis, population::Stated stated) {
  if (auto complete = check_complete(stated); !complete) co_return pass_on(complete);
  auto refused = co_await count_try(deps, duty.officer);
  if (!refused) co_return pass_on(refused);
  if (*refused) co_return std::unexpected(std::move(**refused));
  Look look;
  look.basis = std::move(basis);
  look.purpose = "compare";
  auto opened = co_await open_person(deps, duty, std::move(look));
  if (!opened) co_return pass_on(opened);
  auto person = opened->person.open(*opened->ticket);
  if (!person) co_return pass_on(person);
  CompareAnswer answer = answer_of(person->facts, stated);
  if (answer.agreement == names::Agreement::kAgree) {
    auto taken_back = co_await take_back_try(deps, duty.officer.id);
    if (!taken_back) co_return pass_on(taken_back);
  }
  co_return answer;
}

}  // namespace inkan::officers
