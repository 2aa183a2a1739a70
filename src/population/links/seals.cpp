#include "population/links/seals.h"

#include "population/seal_contexts.h"

namespace inkan::population::links {

namespace {

std::string stated_context(const LinkId& id) { return "links.sealed_stated:" + id.text(); }
std::string record_context(const LinkId& id) { return "links.sealed_record:" + id.text(); }
std::string case_key_context(const CaseId& id) { return "link_cases.wrapped_key:" + id.text(); }
std::string case_context(const CaseId& id) { return "link_cases.sealed:" + id.text(); }

json::object record_to_json(const RecordId& record) { return {{"id", record.id}, {"version", record.version}}; }

Result<RecordId> record_from_json(const json::object& object, const Scheme& scheme) {
  auto id = find_string(object, "id");
  auto version = find_int(object, "version");
  if (!id || !version) return fail(ErrorCode::kCorrupt, "A record's id could not be read.", "sealed record of a link");
  return RecordId{.scheme = scheme, .id = std::string(*id), .version = *version};
}

Result<json::object> open_object(const SealedLink& link, const std::string& sealed, const std::string& context,
                                 const crypto::MasterKey& master) {
  auto key = unwrap_person_key(master, link.link.person, link.wrapped_key);
  if (!key) return pass_on(key);
  auto text = key->open(sealed, context);
  if (!text) return pass_on(text);
  return parse_json_object(*text, "sealed text of a link");
}

}  // namespace

Result<crypto::DataKey> unwrap_person_key(const crypto::MasterKey& master, const PersonId& person,
                                          std::string_view wrapped) {
  return master.unwrap(wrapped, key_context(person));
}

void seal_link(NewLink& link, const RecordId& record, const Stated& stated, const crypto::DataKey& key,
               Random& random) {
  link.sealed_record = key.seal(to_json_text(record_to_json(record)), record_context(link.link.id), random);
  link.sealed_stated = key.seal(to_json_text(to_json(stated)), stated_context(link.link.id), random);
}

Result<Stated> open_stated(const SealedLink& link, const crypto::MasterKey& master) {
  auto object = open_object(link, link.sealed_stated, stated_context(link.link.id), master);
  if (!object) return pass_on(object);
  return stated_from_json(*object);
}

Result<RecordId> open_record(const SealedLink& link, const crypto::MasterKey& master) {
  auto object = open_object(link, link.sealed_record, record_context(link.link.id), master);
  if (!object) return pass_on(object);
  return record_from_json(*object, link.link.scheme);
}

std::string seal_note(const Link& link, const crypto::DataKey& key, Random& random) {
  const json::object note{{"link_id", link.id.text()}, {"issuer", link.scheme.issuer}, {"type", link.scheme.type}};
  return key.seal(to_json_text(note), note_context(link.person), random);
}

SealedCase seal_case(const CaseId& id, const RecordId& record, const Stated& stated, const crypto::MasterKey& master,
                     Random& random) {
  const auto key = crypto::DataKey::generate(random);
  json::object content{{"record", record_to_json(record)}, {"stated", to_json(stated)}};
  return {.wrapped_key = master.wrap(key, case_key_context(id)),
          .sealed = key.seal(to_json_text(content), case_context(id), random)};
}

Result<CaseContent> open_case(const CaseId& id, const Scheme& scheme, const SealedCase& sealed,
                              const crypto::MasterKey& master) {
  auto key = master.unwrap(sealed.wrapped_key, case_key_context(id));
  if (!key) return pass_on(key);
  auto text = key->open(sealed.sealed, case_context(id));
  if (!text) return pass_on(text);
  auto object = parse_json_object(*text, "sealed text of a case");
  if (!object) return pass_on(object);
  const json::object* record = find_object(*object, "record");
  const json::object* stated = find_object(*object, "stated");
  if (!record || !stated) return fail(ErrorCode::kCorrupt, "A case could not be read.", "sealed text of a case");
  auto record_id = record_from_json(*record, scheme);
  auto said = stated_from_json(*stated);
  if (!record_id) return pass_on(record_id);
  if (!said) return pass_on(said);
  return CaseContent{std::move(*record_id), std::move(*said)};
}

}  // namespace inkan::population::links
