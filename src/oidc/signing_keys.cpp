#include "oidc/signing_keys.h"

#include "base/check.h"
#include "oidc/signing_key_store.h"

namespace inkan::oidc {

namespace {
constexpr std::string_view kContext = "oidc_signing_keys.1";
}

Task<Done> SigningKeys::load() {
  auto found = co_await read();
  if (!found) co_return pass_on(found);
  if (*found) co_return Done{};
  auto ring = crypto::KeyRing::create(policy_, deps_.clock.now(), deps_.random);
  if (!ring) co_return pass_on(ring);
  auto stored = co_await put(std::move(*ring), /*old_version=*/0);
  co_return stored;
}

Task<Done> SigningKeys::reload() {
  auto found = co_await read();
  if (!found) co_return pass_on(found);
  if (!*found) co_return fail(ErrorCode::kInternal, "The signing keys are gone from the database.");
  co_return Done{};
}

Task<Done> SigningKeys::rotate_if_due() {
  std::shared_ptr<const crypto::KeyRing> ring;
  int64_t version = 0;
  {
    std::scoped_lock lock(mutex_);
    ring = ring_;
    version = version_;
  }
  check(ring != nullptr, "load() came first");
  bool changed = false;
  auto rotated = ring->rotated(policy_, deps_.clock.now(), deps_.random, changed);
  if (!rotated) co_return pass_on(rotated);
  if (!changed) co_return Done{};
  auto stored = co_await put(std::move(*rotated), version);
  co_return stored;
}

std::shared_ptr<const crypto::PrivateKey> SigningKeys::current() const {
  std::scoped_lock lock(mutex_);
  check(current_ != nullptr, "load() came first");
  return current_;
}

std::shared_ptr<const std::string> SigningKeys::published() const {
  std::scoped_lock lock(mutex_);
  check(published_ != nullptr, "load() came first");
  return published_;
}

void SigningKeys::adopt(crypto::KeyRing ring, int64_t version) {
  auto shared = std::make_shared<const crypto::KeyRing>(std::move(ring));
  auto text = std::make_shared<const std::string>(to_json_text(shared->published()));
  std::scoped_lock lock(mutex_);
  if (version < version_) return;  // a slow read must not undo a newer one
  ring_ = shared;
  current_ = std::shared_ptr<const crypto::PrivateKey>(shared, &shared->current());
  published_ = std::move(text);
  version_ = version;
}

Task<bool> SigningKeys::read() {
  auto stored = co_await find_ring(deps_.database);
  if (!stored) co_return pass_on(stored);
  if (!*stored) co_return false;
  {
    std::scoped_lock lock(mutex_);
    if (ring_ && version_ >= (*stored)->version) co_return true;
  }
  auto key = deps_.master_key.unwrap((*stored)->wrapped_key, kContext);
  if (!key) co_return pass_on(key);
  auto text = key->open((*stored)->sealed_ring, kContext);
  if (!text) co_return pass_on(text);
  Secret opened(std::move(*text));
  auto ring = crypto::KeyRing::read(opened.reveal(Purpose::kCompute));
  if (!ring) co_return pass_on(ring);
  adopt(std::move(*ring), (*stored)->version);
  co_return true;
}

Task<Done> SigningKeys::put(crypto::KeyRing ring, int64_t old_version) {
  // A fresh data key for each version: a backup of an older row opens nothing newer.
  crypto::DataKey key = crypto::DataKey::generate(deps_.random);
  Secret text = ring.write();
  StoredRing stored{.version = old_version + 1,
                    .wrapped_key = deps_.master_key.wrap(key, kContext),
                    .sealed_ring = key.seal(text.reveal(Purpose::kStoreSealed), kContext, deps_.random)};
  store::Batch batch;
  if (old_version == 0)
    add_ring(batch, stored, deps_.clock.now());
  else
    replace_ring(batch, stored, old_version, deps_.clock.now());
  auto result = co_await deps_.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  if (result->outcome) {
    adopt(std::move(ring), stored.version);
    deps_.log.info("signing_keys_stored", {{"version", stored.version}});
    co_return Done{};
  }
  auto found = co_await read();  // another node was faster; its ring is the ring
  if (!found) co_return pass_on(found);
  if (!*found) co_return fail(ErrorCode::kInternal, "The signing keys are gone from the database.");
  co_return Done{};
}

}  // namespace inkan::oidc
