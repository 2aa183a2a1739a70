#include "officers/roster.h"

#include "accounts/code.h"
#include "base/text.h"
#include "officers/hashes.h"

namespace inkan::officers {

namespace {

constexpr size_t kNameCharactersMax = 100;
constexpr size_t kUserHandleBytes = 32;

std::string key_context(const OfficerId& id) { return "officers.wrapped_key:" + id.text(); }
std::string name_context(const OfficerId& id) { return "officers.sealed_name:" + id.text(); }

// The command line has no session: the line names the officer whom it is about.
audit::Event operator_event(audit::EventKind kind, const OfficerId& id) {
  audit::Event event;
  event.kind = kind;
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = id.text()};
  return event;
}

Invitation put_invitation(const Deps& deps, store::Batch& batch, const OfficerId& id) {
  const std::string code = accounts::make_code(deps.random);
  Invitation invitation{.officer = id, .code = Secret(code)};
  invitation.expires_at = deps.clock.now() + deps.settings.enrolment_lifetime;
  put_enrolment(batch, id, enrolment_hash(deps.keyed_hash, *accounts::fold_code(code)), invitation.expires_at);
  return invitation;
}

}  // namespace

Task<Invitation> add_officer(const Deps& deps, NewOfficer officer) {
  const std::string name(trim(officer.name));
  if (name.empty() || !is_utf8(name) || utf8_length(name) > kNameCharactersMax)
    co_return fail(ErrorCode::kInvalidInput, "An officer's name is text of 1 to 100 characters.");
  const crypto::DataKey key = crypto::DataKey::generate(deps.random);
  OfficerRow row;
  row.id = OfficerId(deps.random.uuid());
  row.role = officer.role;
  row.jurisdiction = officer.jurisdiction.text();
  row.user_handle = deps.random.bytes(kUserHandleBytes);
  row.wrapped_key = deps.master_key.wrap(key, key_context(row.id));
  row.sealed_name = key.seal(name, name_context(row.id), deps.random);
  row.added_at = deps.clock.now();
  store::Batch batch;
  add_officer_row(batch, row);
  Invitation invitation = put_invitation(deps, batch, row.id);
  deps.journal.record(batch, operator_event(audit::EventKind::kOfficerAdded, row.id));
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return invitation;
}

Task<Invitation> invite_again(const Deps& deps, OfficerId id) {
  auto row = co_await find_officer_row(deps.database, id);
  if (!row) co_return pass_on(row);
  if (!*row || (*row)->status == OfficerStatus::kRemoved)
    co_return fail(ErrorCode::kNotFound, "There is no officer with this id. `inkan officer list` shows them.");
  store::Batch batch;
  Invitation invitation = put_invitation(deps, batch, id);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return invitation;
}

Task<Done> remove_officer(const Deps& deps, OfficerId id) {
  store::Batch batch;
  remove_officer_row(batch, id, deps.clock.now());
  deps.journal.record(batch, operator_event(audit::EventKind::kOfficerRemoved, id));
  auto removed = co_await deps.database.commit(std::move(batch));
  if (!removed) co_return pass_on(removed);
  if (!removed->outcome)
    co_return fail(ErrorCode::kNotFound, "There is no officer with this id. `inkan officer list` shows them.");
  co_return Done{};
}

Result<Done> check_may_act(const std::optional<OfficerRow>& row, Right right) {
  const auto refuse = [](const char* text) { return fail(ErrorCode::kForbidden, text); };
  if (!row) return refuse("There is no officer of this id; see `inkan officer list`.");
  switch (row->status) {
    case OfficerStatus::kInvited:
      return refuse("This officer was invited and has not enrolled a passkey yet: until then they cannot act.");
    case OfficerStatus::kRemoved:
      return refuse("This officer was removed.");
    case OfficerStatus::kActive:
      break;
  }
  if (!may(row->role, right)) return refuse("This officer's role may not do this.");
  return Done{};
}

Result<Officer> open_officer(const Deps& deps, const OfficerRow& row) {
  auto jurisdiction = Jurisdiction::parse(row.jurisdiction);
  if (!jurisdiction) return fail(ErrorCode::kCorrupt, "An officer could not be read.", "jurisdiction of officers");
  auto key = deps.master_key.unwrap(row.wrapped_key, key_context(row.id));
  if (!key) return pass_on(key);
  auto name = key->open(row.sealed_name, name_context(row.id));
  if (!name) return pass_on(name);
  Officer officer;
  officer.id = row.id;
  officer.role = row.role;
  officer.jurisdiction = std::move(*jurisdiction);
  officer.status = row.status;
  officer.name = std::move(*name);
  officer.added_at = row.added_at;
  return officer;
}

Task<std::vector<Officer>> list_officers(const Deps& deps) {
  auto rows = co_await list_officer_rows(deps.database);
  if (!rows) co_return pass_on(rows);
  std::vector<Officer> officers;
  for (const OfficerRow& row : *rows) {
    auto officer = open_officer(deps, row);
    if (!officer) co_return pass_on(officer);
    officers.push_back(std::move(*officer));
  }
  co_return officers;
}

}  // namespace inkan::officers
