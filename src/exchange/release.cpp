#include "exchange/release.h"

#include <algorithm>

#include "exchange/reasons.h"
#include "exchange/shape.h"
#include "exchange/sources/all.h"
#include "exchange/sources/envelope.h"

namespace inkan::exchange {

namespace {

constexpr std::string_view kIdToken = "id_token";

std::unexpected<Error> refused(const char* detail) {
  return fail(ErrorCode::kForbidden, "Data of this person may not be given.", detail);
}

// Subject is whom a release is about, before anything is opened.
struct Subject {
  population::SealedPerson person{};
  accounts::AccountDirectory::Account account{};
};

Task<Subject> load_subject(const Releases::Deps& deps, accounts::AccountId account, accounts::PersonId person,
                           bool with_contacts) {
  auto found_account = co_await deps.accounts.find(account, with_contacts);
  if (!found_account) co_return pass_on(found_account);
  if (!*found_account || (*found_account)->status != accounts::AccountStatus::kActive)
    co_return refused("account not active");
  if ((*found_account)->person != person) co_return refused("account of another person");
  auto found_person = co_await deps.people.find(person);
  if (!found_person) co_return pass_on(found_person);
  if (!*found_person || (*found_person)->status() != population::PersonStatus::kAlive)
    co_return refused("person not alive");
  Subject subject;
  subject.person = std::move(**found_person);
  subject.account = std::move(**found_account);
  co_return subject;
}

bool wants_contacts(const std::vector<std::string>& scopes) {
  return std::ranges::any_of(scopes, [](const std::string& scope) { return scope == "email" || scope == "mobileno"; });
}

bool entitled(const catalogue::Client& client, const std::vector<std::string>& scopes) {
  return std::ranges::all_of(scopes,
                             [&](const std::string& scope) { return client.find_entitlement(scope) != nullptr; });
}

Result<audit::Event> service_event(const ReleaseOrder& order, const Subject& subject, audit::EventKind kind,
                                   const std::vector<std::string>& scopes, Random& random) {
  json::object details = reasons_note(*order.client, scopes);
  details["channel"] = order.channel;
  auto sealed = subject.person.seal_note(details, random);
  if (!sealed) return pass_on(sealed);
  audit::Event event;
  event.kind = kind;
  event.person_id = order.person.text();
  event.actor.kind = audit::ActorKind::kService;
  event.actor.id = order.client->id.text();
  event.client_id = order.client->id.text();
  event.sealed = std::move(*sealed);
  return event;
}

Result<Released> open_and_shape(const Subject& subject, const audit::AccessTicket& ticket, bool in_id_token,
                                const std::vector<std::string>& scopes) {
  Released data;
  if (scopes.empty()) return data;
  auto person = subject.person.open(ticket);
  if (!person) return pass_on(person);
  const Opened opened{*person, subject.account};
  if (in_id_token)
    data.sub_attributes = sub_attributes(scopes, opened);
  else
    data.person_info = person_info(scopes, opened);
  return data;
}

Releases::Line line_of(const std::string& scope, const Opened& opened) {
  Releases::Line line;
  line.scope = scope;
  std::optional<std::string> text;
  if (scope == "user.identity")
    text = opened.person.number.digits();
  else if (const Source* source = find_source(scope)) {
    line.envelope = source->answer(scope, opened);
    text = readable_text(line.envelope);
  }
  line.unavailable = !text;
  line.value = std::move(text).value_or("");
  return line;
}

}  // namespace

Task<Releases::Outcome> Releases::release(store::Batch batch, ReleaseOrder order) const {
  const bool in_id_token = order.channel == kIdToken;
  const std::vector<std::string> scopes =
      in_id_token ? scopes_in_id_token(order.client->kind, order.scopes) : scopes_in_userinfo(order.scopes);
  if (!entitled(*order.client, scopes)) co_return refused("scope without entitlement");
  auto subject = co_await load_subject(deps_, order.account, order.person, wants_contacts(scopes));
  if (!subject) co_return pass_on(subject);

  // A death recorded since load_subject undoes the whole batch.
  const size_t alive = population::Register::expect_alive(batch, order.person);
  const bool data_leaves = !scopes.empty() || !order.also_sign_in;
  const std::vector<std::string> none;
  if (order.also_sign_in && data_leaves) {
    auto sign_in = service_event(order, *subject, audit::EventKind::kSignIn, none, deps_.random);
    if (!sign_in) co_return pass_on(sign_in);
    deps_.journal.record(batch, *sign_in);
  }
  const auto kind = data_leaves ? audit::EventKind::kRelease : audit::EventKind::kSignIn;
  auto event = service_event(order, *subject, kind, scopes, deps_.random);
  if (!event) co_return pass_on(event);
  audit::Event access = std::move(*event);
  auto admission = co_await deps_.journal.commit_access(std::move(batch), std::move(access));
  if (!admission) co_return pass_on(admission);
  if (admission->result.broken_expectation == alive) co_return refused("person not alive at commit");

  Outcome outcome;
  outcome.result = std::move(admission->result);
  if (!admission->ticket) co_return outcome;
  auto data = open_and_shape(*subject, *admission->ticket, in_id_token, scopes);
  if (!data) co_return pass_on(data);
  outcome.data = std::move(*data);
  co_return outcome;
}

Task<std::vector<Releases::Line>> Releases::describe(accounts::PersonId person, accounts::AccountId account,
                                                     std::vector<std::string> scopes) const {
  auto subject = co_await load_subject(deps_, account, person, wants_contacts(scopes));
  if (!subject) co_return pass_on(subject);
  json::object details;
  details["page"] = "consent";
  json::array names(scopes.begin(), scopes.end());
  details["scopes"] = std::move(names);
  auto sealed = subject->person.seal_note(details, deps_.random);
  if (!sealed) co_return pass_on(sealed);
  audit::Event event;
  event.kind = audit::EventKind::kPersonRead;
  event.person_id = person.text();
  event.actor.kind = audit::ActorKind::kResident;
  event.actor.id = account.text();
  event.sealed = std::move(*sealed);
  store::Batch batch;
  auto admission = co_await deps_.journal.commit_access(std::move(batch), std::move(event));
  if (!admission) co_return pass_on(admission);
  if (!admission->ticket) co_return fail(ErrorCode::kInternal, "The data could not be shown.");
  auto opened_person = subject->person.open(*admission->ticket);
  if (!opened_person) co_return pass_on(opened_person);
  const Opened opened{*opened_person, subject->account};
  std::vector<Line> lines;
  for (const auto& scope : scopes)
    if (scope != "openid") lines.push_back(line_of(scope, opened));
  co_return lines;
}

}  // namespace inkan::exchange
