#pragma once

#include <optional>
#include <string>
#include <vector>

#include "officers/presence.h"

// SQL of presences. Nothing here decides.
namespace inkan::officers {

struct NewPresence {
  std::string presence_id{};
  std::string code_hash{};
  PersonId person{};
  Time expires_at{};
};
// put_presence replaces codes of this person that nobody took.
void put_presence(store::Batch& batch, const NewPresence& presence);
// take_presence's Expect::kOne breaks when the code is unknown, used or over; its row is presence_id, person_id.
struct PresenceTaking {
  std::string code_hash{};
  OfficerId officer{};
  Time now{};
  Time until{};
};
size_t take_presence(store::Batch& batch, const PresenceTaking& taking);
Task<std::optional<Presence>> find_presence(store::Database& database, std::string presence_id, OfficerId officer,
                                            Time now);
Task<std::vector<Presence>> list_open_presences(store::Database& database, OfficerId officer, Time now);
// add_presence_check makes the batch fail when the presence is not open for this officer at the commit.
size_t add_presence_check(store::Batch& batch, const std::string& presence_id, const OfficerId& officer, Time now);
void remove_presence(store::Batch& batch, const std::string& presence_id, const OfficerId& officer);

}  // namespace inkan::officers
