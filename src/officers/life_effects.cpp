#include "officers/life_effects.h"

#include "base/text.h"

namespace inkan::officers {

namespace {

using population::LifeChange;
using population::NameKind;

std::string member(const json::object& payload, std::string_view name) {
  return std::string(find_string(payload, name).value_or(""));
}

population::Address address_of(const json::object& payload) {
  population::Address address;
  address.block = member(payload, "block");
  address.street = member(payload, "street");
  address.floor = member(payload, "floor");
  address.unit = member(payload, "unit");
  address.building = member(payload, "building");
  address.postal = member(payload, "postal");
  return address;
}

population::Name name_of(NameKind kind, std::string text) {
  population::Name name;
  name.kind = kind;
  name.text = std::move(text);
  return name;
}

population::NameChange name_change_of(const json::object& payload) {
  population::NameChange change;
  for (const auto& [field, kind] : {std::pair("legal_name", NameKind::kLegal), std::pair("kana", NameKind::kKana),
                                    std::pair("romanised", NameKind::kRomanised)})
    if (std::string text = member(payload, field); !text.empty())
      change.names.push_back(name_of(kind, std::move(text)));
  return change;
}

// A correction is the record as it was on that day, with what was wrong put right.
Result<LifeChange> correction_of(const json::object& payload, population::PersonFacts facts) {
  if (const std::string legal = member(payload, "legal_name"); !legal.empty())
    for (population::Name& name : facts.names)
      if (name.kind == NameKind::kLegal) name.text = legal;
  if (const std::string born = member(payload, "born"); !born.empty()) {
    auto date = PartialDate::parse(born);
    if (!date) return pass_on(date);
    facts.born = *date;
  }
  if (const auto sex = population::parse_sex(member(payload, "sex"))) facts.sex = *sex;
  return population::Correction{std::move(facts), member(payload, "reason")};
}

Result<LifeChange> undo_of(const json::object& payload) {
  const auto entry = parse_int(member(payload, "entry"));
  if (!entry) return fail(ErrorCode::kInvalidInput, "The number of the entry is digits.");
  return population::Undo{*entry, member(payload, "reason")};
}

Result<LifeChange> change_of(const EffectOrder& order, const population::SealedHistory& history) {
  const json::object& payload = order.payload;
  const bool is_protected = find_bool(payload, "protected").value_or(false);
  switch (order.kind) {
    case ProposalKind::kMove: {
      population::Move move;
      move.address = address_of(payload);
      move.is_protected = is_protected;
      return move;
    }
    case ProposalKind::kNameChange:
      return name_change_of(payload);
    case ProposalKind::kCorrection: {
      population::AsOf when;
      when.valid_on = member(payload, "valid_from");
      auto then = history.open_as_of(when, *order.opened.ticket);
      if (!then) return pass_on(then);
      if (!*then) return fail(ErrorCode::kInvalidInput, "The record does not reach back to that day.");
      return correction_of(payload, std::move((*then)->facts));
    }
    case ProposalKind::kAddressProtection:
      return population::AddressProtection{is_protected};
    case ProposalKind::kDeath:
      return population::Death{};
    case ProposalKind::kUndo:
      return undo_of(payload);
    case ProposalKind::kNumberReplacement:
    case ProposalKind::kReleaseLink:
    case ProposalKind::kRetireLink:
    case ProposalKind::kDismissCase:
      break;
  }
  return fail(ErrorCode::kInternal, "", "not a life event");
}

Task<store::Batch> prepare_life_event(const population::History& history, EffectOrder order) {
  auto record = co_await history.load(order.opened.person.id());
  if (!record) co_return pass_on(record);
  if (!*record) co_return fail(ErrorCode::kConflict, "The record is not there any more.");
  auto change = change_of(order, **record);
  if (!change) co_return pass_on(change);
  population::History::Recording recording;
  recording.registrar.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = order.proposer.text()};
  recording.registrar.second_officer = order.approver.text();
  recording.valid_from = member(order.payload, "valid_from");
  if (recording.valid_from.empty()) recording.valid_from = iso_date(order.entered_at);
  auto prepared = history.prepare(**record, *order.opened.ticket, *change, recording);
  if (!prepared) co_return pass_on(prepared);
  co_return std::move(prepared->batch);
}

}  // namespace

Task<std::string> LifeEventEffects::version_of(PersonId person) const {
  auto record = co_await history_.load(std::move(person));
  if (!record) co_return pass_on(record);
  if (!*record) co_return std::string();
  co_return std::to_string((*record)->entries().size());
}

Task<store::Batch> LifeEventEffects::prepare(EffectOrder order) const {
  return prepare_life_event(history_, std::move(order));
}

}  // namespace inkan::officers
