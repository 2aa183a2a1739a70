#include "population/numbers.h"

#include <array>

#include "base/name_table.h"
#include "population/number_store.h"
#include "population/seal_contexts.h"

namespace inkan::population {

namespace {

constexpr int kDrawsMax = 8;

constexpr std::array kReasons{
    std::pair(ReplacementReason::kLeaked, std::string_view("leaked")),
    std::pair(ReplacementReason::kDeliveredToAnother, std::string_view("delivered_to_another")),
    std::pair(ReplacementReason::kUsedByAnother, std::string_view("used_by_another")),
};

std::unexpected<Error> unreadable() {
  return fail(ErrorCode::kCorrupt, "The numbers of this person could not be read.", "person_numbers");
}

}  // namespace

std::string_view to_text(ReplacementReason reason) { return name_in(kReasons, reason); }

std::optional<ReplacementReason> parse_replacement_reason(std::string_view text) {
  return value_in<ReplacementReason>(kReasons, text);
}

Task<NumberAnswer> Numbers::look_up(PersonalNumber number, std::optional<NumberRight> right) const {
  auto row = co_await find_number(deps_.database, number_hash(deps_.keyed_hash, number));
  if (!row) co_return pass_on(row);
  NumberAnswer answer;
  if (!*row) co_return answer;
  if ((*row)->state == "current") {
    answer.standing = NumberStanding::kCurrent;
    answer.person = PersonId(std::move((*row)->person_id));
  } else if (right && right->use() == NumberUse::kLookUp) {
    answer.standing = NumberStanding::kSuperseded;
  }
  co_return answer;
}

Result<Numbers::Replacement> Numbers::prepare_replacement(const SealedPerson& person, const audit::AccessTicket& ticket,
                                                          ReplacementReason reason, const Registrar& registrar,
                                                          const FreshProof& proof) const {
  if (registrar.actor.id.empty() || proof.subject() != registrar.actor.id)
    return fail(ErrorCode::kForbidden, "The officer who replaces a number has to identify themselves for it.");
  // Number Act art. 7(2): the officer decides, and a second one has looked.
  if (registrar.second_officer.empty() || registrar.second_officer == registrar.actor.id)
    return fail(ErrorCode::kForbidden, "Replacing a number needs a second officer, who is another.");
  auto opened = person.open(ticket);
  if (!opened) return pass_on(opened);
  auto key = person.unwrap();
  if (!key) return pass_on(key);
  const Time now = deps_.clock.now();
  const PersonId& id = person.id();
  Replacement replacement{PersonalNumber::draw(deps_.random)};

  Supersession change;
  change.person_id = id.text();
  change.old_hash = number_hash(deps_.keyed_hash, opened->number);
  change.old_sealed = key->seal(opened->number.digits(), old_number_context(id), deps_.random);
  change.new_hash = number_hash(deps_.keyed_hash, replacement.number);
  change.new_sealed = key->seal(replacement.number.digits(), number_context(id), deps_.random);
  change.reason = to_text(reason);
  change.officer = registrar.actor.id;
  change.second_officer = registrar.second_officer;
  change.last_updated = iso_date(now);
  change.at = unix_micros(now);
  replacement.number_statement = add_supersession(replacement.batch, std::move(change));

  json::object note;
  note["reason"] = to_text(reason);
  note["second_officer"] = registrar.second_officer;
  if (!registrar.source_document_sha256.empty()) note["source_document_sha256"] = registrar.source_document_sha256;
  audit::Event event;
  event.kind = audit::EventKind::kNumberReplaced;
  event.person_id = id.text();
  event.actor = registrar.actor;
  event.sealed = key->seal(to_json_text(note), note_context(id), deps_.random);
  deps_.journal.record(replacement.batch, event);
  return replacement;
}

Task<std::optional<Numbers::Replacement>> Numbers::replace(PersonId id, audit::AccessTicket ticket,
                                                           ReplacementReason reason, Registrar registrar,
                                                           FreshProof proof) const {
  for (int draw = 0; draw < kDrawsMax; ++draw) {
    auto person = co_await Register(deps_).find(id);
    if (!person) co_return pass_on(person);
    if (!*person) co_return fail(ErrorCode::kNotFound, "There is no such person in the register.");
    auto prepared = prepare_replacement(**person, ticket, reason, registrar, proof);
    if (!prepared) co_return pass_on(prepared);
    store::Batch batch = prepared->batch;
    auto result = co_await deps_.database.commit(std::move(batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) {
      std::optional<Replacement> done(std::move(*prepared));
      co_return done;
    }
    if (result->broken_expectation != prepared->number_statement)
      co_return fail(ErrorCode::kConflict, "The number was replaced meanwhile. Please look at the record again.");
  }
  co_return fail(ErrorCode::kConflict, "No free number was found. Please try again.");
}

Task<std::vector<NumberPeriod>> Numbers::list(PersonId id, audit::AccessTicket ticket) const {
  auto person = co_await Register(deps_).find(id);
  if (!person) co_return pass_on(person);
  if (!*person) co_return fail(ErrorCode::kNotFound, "There is no such person in the register.");
  auto opened = (*person)->open(ticket);
  if (!opened) co_return pass_on(opened);
  auto key = (*person)->unwrap();
  if (!key) co_return pass_on(key);
  auto rows = co_await list_numbers(deps_.database, id.text());
  if (!rows) co_return pass_on(rows);
  std::vector<NumberPeriod> periods;
  for (auto& row : *rows) {
    NumberPeriod period;
    period.issued_at = from_unix_micros(row.issued_at);
    period.masked = opened->number.masked();
    if (row.state != "current") {
      auto digits = key->open(row.sealed_number, old_number_context(id));
      if (!digits) co_return pass_on(digits);
      auto number = PersonalNumber::parse(*digits);
      period.reason = parse_replacement_reason(row.reason);
      if (!number || !row.superseded_at || !period.reason) co_return unreadable();
      period.masked = number->masked();
      period.superseded_at = from_unix_micros(*row.superseded_at);
      period.officer = std::move(row.officer);
      period.second_officer = std::move(row.second_officer);
    }
    periods.push_back(std::move(period));
  }
  co_return periods;
}

std::string Numbers::shown(const PersonalNumber& number, const std::optional<NumberRight>& right) {
  const bool allowed = right && (right->use() == NumberUse::kDisplay || right->use() == NumberUse::kExport);
  return allowed ? number.digits() : number.masked();
}

}  // namespace inkan::population
