#include "crypto/key_ring.h"

#include "base/check.h"

namespace inkan::crypto {

namespace {

constexpr size_t kKeyIdSize = 12;  // random bytes
constexpr size_t kKeysMax = 32;
constexpr int64_t kFormat = 1;

std::unexpected<Error> corrupt(const char* why) {
  return fail(ErrorCode::kCorrupt, "The signing keys cannot be read.", std::string("key ring: ") + why);
}

}  // namespace

Result<KeyRing::Entry> KeyRing::make_entry(const Policy& policy, Time from, Random& random) {
  auto key = PrivateKey::generate(policy.algorithm, random.token(kKeyIdSize));
  if (!key) return pass_on(key);
  return Entry{std::move(*key), from, from + policy.current_lifetime};
}

Result<KeyRing> KeyRing::create(const Policy& policy, Time now, Random& random) {
  if (policy.current_lifetime <= policy.published_ahead)
    return fail(ErrorCode::kInternal, "The signing keys cannot be made.",
                "key lifetime is below the time of publishing");
  auto entry = make_entry(policy, now, random);
  if (!entry) return pass_on(entry);
  KeyRing ring;
  ring.entries_.push_back(std::move(*entry));
  return ring;
}

// prepare_next makes the next key in time for everybody to have fetched it before it signs. When it is already late
// (the server slept) or the algorithm changed, the current key goes on for as long as publishing takes.
Result<bool> KeyRing::prepare_next(const Policy& policy, Time now, Random& random) {
  if (current_ + 1 < entries_.size()) return false;
  Entry& last = entries_.back();
  const bool other_algorithm = last.key.public_key().signature_algorithm() != policy.algorithm;
  if (!other_algorithm && now + policy.published_ahead < last.signs_until) return false;
  const Time soonest = now + policy.published_ahead;
  const Time from = other_algorithm ? soonest : std::max(last.signs_until, soonest);
  auto next = make_entry(policy, from, random);
  if (!next) return pass_on(next);
  last.signs_until = from;
  entries_.push_back(std::move(*next));
  return true;
}

// promote lets the next key sign once its time has come.
bool KeyRing::promote(const Policy& policy, Time now) {
  bool changed = false;
  while (current_ + 1 < entries_.size() && entries_[current_ + 1].signs_from <= now) {
    entries_[current_].signs_until = now;
    ++current_;
    entries_[current_].signs_from = now;
    entries_[current_].signs_until = now + policy.current_lifetime;
    changed = true;
  }
  return changed;
}

// forget_old drops retired keys that nothing valid can be signed by any more.
bool KeyRing::forget_old(const Policy& policy, Time now) {
  size_t dropped = 0;
  while (dropped < current_ && entries_[dropped].signs_until + policy.published_after <= now) ++dropped;
  entries_.erase(entries_.begin(), entries_.begin() + ptrdiff_t(dropped));
  current_ -= dropped;
  return dropped > 0;
}

Result<KeyRing> KeyRing::rotated(const Policy& policy, Time now, Random& random, bool& changed) const {
  check(!entries_.empty(), "a ring has a key");
  KeyRing ring = *this;
  changed = ring.promote(policy, now);
  auto prepared = ring.prepare_next(policy, now, random);
  if (!prepared) return pass_on(prepared);
  const bool dropped = ring.forget_old(policy, now);
  changed = changed || *prepared || dropped;
  return ring;
}

const PrivateKey& KeyRing::current() const {
  check(current_ < entries_.size(), "a ring has a current key");
  return entries_[current_].key;
}

json::object KeyRing::published() const {
  json::array keys;
  for (const auto& entry : entries_) keys.push_back(entry.key.public_key().to_jwk());
  json::object set;
  set["keys"] = std::move(keys);
  return set;
}

Secret KeyRing::write() const {
  std::string text =
      R"({"format":)" + std::to_string(kFormat) + R"(,"current":)" + std::to_string(current_) + R"(,"keys":[)";
  for (const auto& entry : entries_) {
    if (&entry != &entries_.front()) text += ',';
    Secret jwk = entry.key.to_jwk_text();
    text.append(R"({"signs_from":)").append(std::to_string(unix_micros(entry.signs_from)));
    text.append(R"(,"signs_until":)").append(std::to_string(unix_micros(entry.signs_until)));
    text.append(R"(,"jwk":)").append(jwk.reveal(Purpose::kStoreSealed)).append("}");
  }
  return Secret(text + "]}");
}

Result<KeyRing> KeyRing::read(std::string_view text) {
  auto object = parse_json_object(text, "key ring");
  if (!object) return corrupt("not JSON");
  auto current = find_int(*object, "current");
  const json::array* keys = find_array(*object, "keys");
  if (find_int(*object, "format") != kFormat || !current || !keys || keys->empty() || keys->size() > kKeysMax)
    return corrupt("another format");
  if (*current < 0 || size_t(*current) >= keys->size()) return corrupt("no current key");
  KeyRing ring;
  ring.current_ = size_t(*current);
  for (const auto& item : *keys) {
    const json::object* entry = item.if_object();
    const json::object* jwk = entry ? find_object(*entry, "jwk") : nullptr;
    if (!jwk) return corrupt("an entry has no key");
    auto from = find_int(*entry, "signs_from");
    auto until = find_int(*entry, "signs_until");
    if (!from || !until) return corrupt("an entry has no times");
    auto key = PrivateKey::from_jwk(*jwk);
    if (!key || !key->public_key().signature_algorithm()) return corrupt("a key is damaged");
    ring.entries_.push_back(Entry{std::move(*key), from_unix_micros(*from), from_unix_micros(*until)});
  }
  return ring;
}

}  // namespace inkan::crypto
