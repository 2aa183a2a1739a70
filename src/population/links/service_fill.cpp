#include "population/links/service.h"

namespace inkan::population::links {

namespace {

constexpr int kPage = 1000;

}  // namespace

Task<Done> MatchService::fill() {
  ScanPurpose purpose{.actor = {.kind = audit::ActorKind::kSystem, .id = "matcher"},
                      .purpose = "build the matching index"};
  auto ticket = co_await deps_.scan.begin(std::move(purpose));
  if (!ticket) co_return pass_on(ticket);
  if (!*ticket) co_return fail(ErrorCode::kUnavailable, "The register could not be read.", "no scan ticket");
  PersonId after;
  for (;;) {
    auto page = co_await deps_.scan.read_page(**ticket, after, kPage);
    if (!page) co_return pass_on(page);
    if (page->empty()) break;
    for (const Scanned& person : *page) put(person.id, person.known);
    after = page->back().id;
  }
  position_ = (*ticket)->outbox_position();
  ticket_ = std::move(*ticket);
  deps_.log.info("matcher.filled", {{"people", int64_t(matcher_->size())}});
  co_return Done{};
}

Task<int64_t> MatchService::catch_up() {
  if (!ticket_) co_return fail(ErrorCode::kUnavailable, "The matcher is not filled yet.", "catch_up before fill");
  int64_t people = 0;
  for (;;) {
    auto changes = co_await deps_.scan.list_changes(position_, kPage);
    if (!changes) co_return pass_on(changes);
    if (changes->empty()) co_return people;
    std::vector<PersonId> ids;
    for (const auto& change : *changes) ids.push_back(change.id);
    auto found = co_await deps_.scan.read(*ticket_, ids);
    if (!found) co_return pass_on(found);
    for (const PersonId& id : ids) {
      auto known = std::ranges::find(*found, id, &Scanned::id);
      if (known == found->end()) matcher_->erase(id);
      if (known != found->end()) put(id, known->known);
    }
    people += int64_t(ids.size());
    position_ = std::max(position_.load(), changes->back().position);
  }
}

}  // namespace inkan::population::links
