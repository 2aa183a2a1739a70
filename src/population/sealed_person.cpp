#include "population/register.h"
#include "population/seal_contexts.h"

namespace inkan::population {

Result<crypto::DataKey> SealedPerson::unwrap() const { return master_->unwrap(wrapped_key_, key_context(id_)); }

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
