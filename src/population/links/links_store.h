#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "population/links/link.h"
#include "store/database.h"

// SQL of links. Only this room calls it.
namespace inkan::population::links {

struct SchemeRow {
  bool sex_not_held = false;
  int64_t generation = 1;
  bool auto_link = true;  // of the agency
};
void add_scheme_rows(store::Batch& batch, const Scheme& scheme, bool sex_not_held, const std::string& by, Time now);
Task<std::optional<SchemeRow>> find_scheme(store::Database& database, Scheme scheme);

// NewLink is a link about to be stored, with what it seals.
struct NewLink {
  Link link{};
  int64_t generation = 1;
  std::string record_hash{};
  std::string sealed_record{};
  std::string sealed_stated{};
  std::string follows{};
  std::string row_digest{};
};
// add_link: the batch is undone at the returned statement when the person or the record is linked already, when an
// index of the scheme says so, or when the generation was replaced meanwhile.
size_t add_link(store::Batch& batch, const NewLink& link);

// count_link adds one to the agency's day and, for an automatic link, to its sum; it is undone (at the returned
// statement) for an agency whose automatic linking is suspended, and suspends one that crosses `wrong_rate_max_e12`.
size_t count_link(store::Batch& batch, const std::string& issuer, const std::string& day, int64_t wrong_chance_e12,
                  int64_t wrong_rate_max_e12);
void count_attempt(store::Batch& batch, const std::string& issuer, const std::string& day, bool quarantined);

// move_link changes a link's state from one to another (with those that repeat it); undone when it is in none of them.
struct Move {
  std::string link_id{};
  LinkState from = LinkState::kPending;
  LinkState to = LinkState::kPublished;
  std::string end_reason{};
  Time now{};
};
void move_link(store::Batch& batch, const Move& move);
// hide_visible hides a link that is visible just now and belongs to this person; undone otherwise.
size_t hide_visible(store::Batch& batch, const std::string& link_id, const std::string& person_id, LinkState to,
                    Time now);
// retire_live ends any live link.
size_t retire_live(store::Batch& batch, const std::string& link_id, const std::string& reason, Time now);

struct SealedLink {
  Link link{};
  std::string sealed_record{};
  std::string sealed_stated{};
  std::string wrapped_key{};  // the person's
  std::string follows{};
  std::string root() const { return follows.empty() ? link.id.text() : follows; }
};
Task<std::optional<SealedLink>> find_link(store::Database& database, std::string link_id);
// find_visible gives the published link of a record in the generation in force.
Task<std::optional<Link>> find_visible(store::Database& database, std::string record_hash);
Task<std::vector<Link>> list_visible_of(store::Database& database, std::string person_id);
Task<std::vector<Link>> list_in_state(store::Database& database, std::string person_id, LinkState state);
Task<std::vector<Link>> list_by_method(store::Database& database, Method method, Time from, Time until,
                                       std::string after, int limit);
// list_live pages through all live links in the order of their ids, for the sweep.
Task<std::vector<SealedLink>> list_live(store::Database& database, std::string after, int limit);
Task<std::vector<SealedLink>> list_live_of(store::Database& database, std::string person_id);

// Earlier is what is known of a record: its live link in the generation in force, and persons who said "not mine".
struct Earlier {
  std::string link_id{};
  std::string root{};
  std::string person_id{};
  LinkState state = LinkState::kPublished;
  bool rejected = false;  // retired because it was not theirs
};
Task<std::vector<Earlier>> list_earlier(store::Database& database, std::string record_hash);

Task<std::optional<std::string>> find_wrapped_key(store::Database& database, std::string person_id);
// find_live_repeating gives the live link of the generation in force that is this one or repeats it.
Task<std::optional<SealedLink>> find_live_repeating(store::Database& database, std::string root);
// add_visible_check is undone when the link is not visible at the moment of the commit.
void add_visible_check(store::Batch& batch, const std::string& link_id);
// list_staged pages through what a load staged.
Task<std::vector<SealedLink>> list_staged(store::Database& database, std::string batch_id, std::string after,
                                          int limit);

}  // namespace inkan::population::links
