#pragma once

#include <string>

#include "base/random.h"
#include "crypto/sealed.h"
#include "population/links/link.h"
#include "population/links/links_store.h"

// What is sealed of links and cases, and under which key. Only for this room: what a person's key seals is opened here
// for verifying by the machine, whose runs are journalled; for eyes only with a ticket.
namespace inkan::population::links {

Result<crypto::DataKey> unwrap_person_key(const crypto::MasterKey& master, const PersonId& person,
                                          std::string_view wrapped);

// seal_link fills the sealed members of a link whose id and person are set.
void seal_link(NewLink& link, const RecordId& record, const Stated& stated, const crypto::DataKey& key, Random& random);
Result<Stated> open_stated(const SealedLink& link, const crypto::MasterKey& master);
Result<RecordId> open_record(const SealedLink& link, const crypto::MasterKey& master);
// seal_note seals a journal note about a link under its person's key.
std::string seal_note(const Link& link, const crypto::DataKey& key, Random& random);

// A case has a key of its own: an attempt belongs to nobody.
struct SealedCase {
  std::string wrapped_key{};
  std::string sealed{};
};
SealedCase seal_case(const CaseId& id, const RecordId& record, const Stated& stated, const crypto::MasterKey& master,
                     Random& random);
struct CaseContent {
  RecordId record{};
  Stated stated{};
};
Result<CaseContent> open_case(const CaseId& id, const Scheme& scheme, const SealedCase& sealed,
                              const crypto::MasterKey& master);

}  // namespace inkan::population::links
