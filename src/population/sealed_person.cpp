#include "population/register.h"
#include "population/register_store.h"
#include "population/seal_contexts.h"

namespace inkan::population {

Result<SealedPerson> SealedPerson::of(PersonId id, StoredPerson row, const crypto::MasterKey& master) {
  const auto status = parse_person_status(row.status);
  if (!status) return fail(ErrorCode::kCorrupt, "The record could not be read.", "status of persons");
  SealedPerson person;
  person.id_ = std::move(id);
  person.status_ = *status;
  person.wrapped_key_ = std::move(row.wrapped_key);
  person.sealed_number_ = std::move(row.sealed_number);
  person.sealed_facts_ = std::move(row.sealed_facts);
  person.last_updated_ = std::move(row.last_updated);
  person.master_ = &master;
  return person;
}

Result<crypto::DataKey> SealedPerson::unwrap() const { return master_->unwrap(wrapped_key_, key_context(id_)); }

Result<PersonFacts> SealedPerson::open_facts() const {
  auto key = unwrap();
  if (!key) return pass_on(key);
  auto text = key->open(sealed_facts_, facts_context(id_));
  if (!text) return pass_on(text);
  auto object = parse_json_object(*text, "record");
  if (!object) return fail(ErrorCode::kCorrupt, "The record could not be read.", "sealed text of persons");
  return PersonFacts::from_json(*object);
}

Result<Person> SealedPerson::open(const audit::AccessTicket& ticket) const {
  if (ticket.person_id() != id_.text())
    return fail(ErrorCode::kForbidden, "This record may not be opened.", "ticket of another person");
  auto key = unwrap();
  if (!key) return pass_on(key);
  auto digits = key->open(sealed_number_, number_context(id_));
  if (!digits) return pass_on(digits);
  auto text = key->open(sealed_facts_, facts_context(id_));
  if (!text) return pass_on(text);
  auto number = PersonalNumber::parse(*digits);
  auto object = parse_json_object(*text, "record");
  if (!number || !object) return fail(ErrorCode::kCorrupt, "The record could not be read.", "sealed text of persons");
  auto facts = PersonFacts::from_json(*object);
  if (!facts) return pass_on(facts);
  return Person{id_, std::move(*number), status_, std::move(*facts), last_updated_};
}

Result<std::string> SealedPerson::seal_note(const json::object& details, Random& random) const {
  auto key = unwrap();
  if (!key) return pass_on(key);
  return key->seal(to_json_text(details), note_context(id_), random);
}

Result<json::object> SealedPerson::open_note(std::string_view sealed, const audit::AccessTicket& ticket) const {
  if (ticket.person_id() != id_.text())
    return fail(ErrorCode::kForbidden, "This record may not be opened.", "ticket of another person");
  auto key = unwrap();
  if (!key) return pass_on(key);
  auto text = key->open(sealed, note_context(id_));
  if (!text) return pass_on(text);
  return parse_json_object(*text, "note");
}

}  // namespace inkan::population
