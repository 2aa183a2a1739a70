#include <filesystem>

#include "base/check.h"
#include "population/links/base_position.h"
#include "population/links/service.h"

namespace inkan::population::links {

namespace {

constexpr int kPage = 1000;

}  // namespace

// open_base takes the file when it belongs to this register and is not newer than its outbox: a register that was put
// back from a copy has lost changes which the file still holds.
bool MatchService::open_base(int64_t newest) {
  if (deps_.path.empty() || !std::filesystem::exists(deps_.path)) return false;
  const auto position = read_base_position(deps_.path, deps_.keyed_hash);
  if (!position || *position > newest) {
    deps_.log.warning("matcher.base_not_ours");
    return false;
  }
  auto opened = match::Matcher::open(deps_.path);
  if (!opened) {
    deps_.log.warning("matcher.base_unreadable", {{"code", to_text(opened.error().code)}});
    return false;
  }
  matcher_ = std::move(*opened);
  position_ = *position;
  has_file_ = true;
  return true;
}

Task<Done> MatchService::read_everybody() {
  PersonId after;
  for (;;) {
    auto page = co_await deps_.scan.read_page(*ticket_, after, kPage);
    if (!page) co_return pass_on(page);
    if (page->empty()) break;
    for (const Scanned& person : *page) put(person.id, person.known);
    after = page->back().id;
  }
  position_ = ticket_->outbox_position();
  co_return Done{};
}

Task<Done> MatchService::fill() {
  ScanPurpose purpose{.actor = {.kind = audit::ActorKind::kSystem, .id = "matcher"},
                      .purpose = "build the matching index"};
  auto ticket = co_await deps_.scan.begin(std::move(purpose));
  if (!ticket) co_return pass_on(ticket);
  if (!*ticket) co_return fail(ErrorCode::kUnavailable, "The register could not be read.", "no scan ticket");
  ticket_ = std::move(*ticket);
  const bool opened = open_base(ticket_->outbox_position());
  if (!opened) {
    auto read = co_await read_everybody();
    if (!read) co_return pass_on(read);
  }
  auto caught_up = co_await catch_up();
  if (!caught_up) co_return pass_on(caught_up);
  deps_.log.info("matcher.filled", {{"people", int64_t(matcher_->size())}, {"from_file", opened ? "yes" : "no"}});
  co_return Done{};
}

Task<std::vector<PersonId>> MatchService::take_changes() {
  if (!ticket_) co_return fail(ErrorCode::kUnavailable, "The matcher is not filled yet.", "take_changes before fill");
  auto changes = co_await deps_.scan.list_changes(position_, kPage);
  if (!changes) co_return pass_on(changes);
  std::vector<PersonId> ids;
  for (const auto& change : *changes) ids.push_back(change.id);
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  auto found = co_await deps_.scan.read(*ticket_, ids);
  if (!found) co_return pass_on(found);
  // Both are in one order: who is missing among those found was annulled.
  auto known = found->begin();
  for (const PersonId& id : ids) {
    if (known != found->end() && known->id == id)
      put(id, (known++)->known);
    else
      matcher_->erase(id);
  }
  check(known == found->end(), "a scan gives the people it was asked for, in the order asked for");
  if (!changes->empty()) position_ = std::max(position_.load(), changes->back().position);
  co_return ids;
}

Task<int64_t> MatchService::catch_up() {
  int64_t people = 0;
  for (;;) {
    auto taken = co_await take_changes();
    if (!taken) co_return pass_on(taken);
    if (taken->empty()) co_return people;
    people += int64_t(taken->size());
  }
}

}  // namespace inkan::population::links
