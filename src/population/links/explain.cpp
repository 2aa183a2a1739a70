#include "population/links/explain.h"

#include <numeric>

#include "population/links/links_store.h"
#include "population/links/seals.h"
#include "population/number_store.h"
#include "population/seal_contexts.h"

namespace inkan::population::links {

namespace {

Explained explain_with(const Links::Deps& deps, const Stated& stated, const std::optional<PersonId>& about) {
  const auto& matcher = deps.matching.matcher();
  const auto said = matcher.explain(stated, deps.terms.match);
  Explained explained;
  explained.zone = said.decision.zone;
  explained.wrong_chance = said.decision.wrong_chance;
  explained.prior_bits = said.prior_bits;
  explained.evidence = said.evidence;
  explained.household_share = said.household_share;
  explained.veto = said.veto.value_or("");
  explained.settles = said.decision.settles;
  if (about) {
    const auto pair = matcher.verify(stated, *about);
    explained.agrees = pair.agrees;
    explained.comes_nearest = said.best && *said.best == *about;
    explained.risk = pair.risk;
  }
  return explained;
}

}  // namespace

double Explained::evidence_bits() const {
  return std::accumulate(evidence.begin(), evidence.end(), 0.0,
                         [](double sum, const match::Evidence& one) { return sum + one.bits; });
}

Task<Explained> explain_record(const Links& links, Stated stated, std::optional<PersonalNumber> number,
                               audit::Actor by) {
  const Links::Deps& deps = links.deps();
  if (auto complete = check_complete(stated, stated.sex_not_held); !complete) co_return pass_on(complete);
  std::optional<PersonId> owner;
  if (number) {
    auto found = co_await find_number(deps.database, number_hash(deps.keyed_hash, *number));
    if (!found) co_return pass_on(found);
    if (!*found || (*found)->state != "current") co_return fail(ErrorCode::kNotFound, "Nobody has this number now.");
    owner = PersonId((*found)->person_id);
  }
  store::Batch batch;
  audit::Event event{.kind = owner ? audit::EventKind::kPersonRead : audit::EventKind::kLinkNotMade,
                     .actor = std::move(by)};
  if (owner) event.person_id = owner->text();
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return explain_with(deps, stated, owner);
}

Task<Explained> explain_link(const Links& links, LinkId link, audit::Actor by) {
  const Links::Deps& deps = links.deps();
  auto sealed = co_await find_link(deps.database, link.text());
  if (!sealed) co_return pass_on(sealed);
  if (!*sealed) co_return fail(ErrorCode::kNotFound, "There is no such link.");
  store::Batch batch;
  if (auto done = journal_change(deps, batch, **sealed, audit::EventKind::kLinkRead, std::move(by)); !done)
    co_return pass_on(done);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  auto stated = open_stated(**sealed, deps.master_key);
  if (!stated) co_return pass_on(stated);
  co_return explain_with(deps, *stated, (*sealed)->link.person);
}

}  // namespace inkan::population::links
