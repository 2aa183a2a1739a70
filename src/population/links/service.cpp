#include "population/links/service.h"

#include "population/links/base_position.h"

namespace inkan::population::links {

namespace {

constexpr size_t kChangesMin = 4096;
constexpr size_t kChangesShare = 16;  // a sixteenth of everybody

// Protected addresses are not in the index (REQ-MATCH-7).
Stated without_protected(Stated known) {
  std::erase_if(known.addresses, [](const StatedAddress& address) { return address.is_protected; });
  return known;
}

}  // namespace

void MatchService::put(const PersonId& person, Stated known) {
  matcher_->put(person, without_protected(std::move(known)));
}

bool MatchService::holds(const PersonId& person, Stated known) const {
  return matcher_->holds(person, without_protected(std::move(known)));
}

Result<Done> MatchService::rebuild() {
  if (deps_.path.empty()) return fail(ErrorCode::kInvalidInput, "match.index names no file.");
  // The position first: what comes while the file is written is read again at the next start, never missed.
  const int64_t at = position_.load();
  if (auto written = matcher_->rebuild(deps_.path); !written) return written;
  if (auto noted = write_base_position(deps_.path, at, deps_.keyed_hash); !noted) return noted;
  has_file_ = true;
  deps_.log.info("matcher.rebuilt", {{"people", int64_t(matcher_->size())}});
  return Done{};
}

bool MatchService::wants_rebuild() const {
  if (deps_.path.empty() || matcher_->size() == 0) return false;
  return !has_file_ || matcher_->changes() > std::max(kChangesMin, matcher_->size() / kChangesShare);
}

}  // namespace inkan::population::links
