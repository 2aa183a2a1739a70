#include "officers/presence.h"

#include "accounts/code.h"
#include "officers/hashes.h"
#include "officers/limits.h"
#include "officers/officer_store.h"
#include "officers/presence_store.h"

namespace inkan::officers {

namespace {

constexpr const char* kWrongCode =
    "This code does not open anything: it may be mistyped, used or over. The resident can make a new one.";

Task<std::optional<Error>> count_try(const Deps& deps, Officer officer) {
  store::Batch batch;
  const size_t on_duty = add_duty_check(batch, officer, deps.clock.now());
  count_failure(deps, batch, officer.id);
  auto counted = co_await deps.database.commit(std::move(batch));
  if (!counted) co_return pass_on(counted);
  if (counted->outcome) co_return std::nullopt;
  if (counted->broken_expectation == on_duty)
    co_return Error{.code = ErrorCode::kForbidden, .public_text = "You no longer serve as this officer."};
  auto refused = co_await refuse_for_limit(deps, std::move(officer));
  if (!refused) co_return pass_on(refused);
  co_return std::move(*refused);
}

}  // namespace

Task<PresenceCodes::Made> PresenceCodes::make(PersonId person) const {
  const std::string code = accounts::make_code(deps_.random);
  NewPresence presence;
  presence.presence_id = deps_.random.token(16);
  presence.code_hash = presence_hash(deps_.keyed_hash, *accounts::fold_code(code));
  presence.person = std::move(person);
  presence.expires_at = deps_.clock.now() + deps_.lifetime;
  store::Batch batch;
  put_presence(batch, presence);
  auto stored = co_await deps_.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  Made made;
  made.code = Secret(code);
  made.expires_at = presence.expires_at;
  co_return made;
}

Task<Presence> open_presence(const Deps& deps, OnDuty duty, std::string code) {
  if (auto right = need_right(duty, Right::kServe); !right) co_return pass_on(right);
  const auto folded = accounts::fold_code(code);
  if (!folded) co_return fail(ErrorCode::kForbidden, kWrongCode);
  auto refused = co_await count_try(deps, duty.officer);
  if (!refused) co_return pass_on(refused);
  if (*refused) co_return std::unexpected(std::move(**refused));
  PresenceTaking taking;
  taking.code_hash = presence_hash(deps.keyed_hash, *folded);
  taking.officer = duty.officer.id;
  taking.now = deps.clock.now();
  taking.until = taking.now + deps.settings.presence_lifetime;
  store::Batch batch;
  const size_t taken = take_presence(batch, taking);
  forget_failure(deps, batch, duty.officer.id);
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (!stored->outcome) co_return fail(ErrorCode::kForbidden, kWrongCode);
  const store::Row& row = stored->outcome->rows[taken].front();
  co_return Presence{row.text(0), PersonId(row.text(1)), taking.until};
}

Task<std::vector<Presence>> list_presences(const Deps& deps, OnDuty duty) {
  return list_open_presences(deps.database, duty.officer.id, deps.clock.now());
}

Task<Done> close_presence(const Deps& deps, OnDuty duty, std::string presence_id) {
  store::Batch batch;
  remove_presence(batch, presence_id, duty.officer.id);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace inkan::officers
