#include "guard/single_use.h"

namespace inkan::guard {

size_t add_single_use(store::Batch& batch, std::string_view kind, std::string_view key_hash, Time expires_at) {
  return batch.add("INSERT INTO single_use (key_hash, kind, expires_at) VALUES ($1, $2, $3)",
                   {store::Bytes{std::string(key_hash)}, std::string(kind), unix_micros(expires_at)},
                   store::Expect::kOne);
}

namespace {
// Nodes share the rows but not the clock: one that is ahead must not remove what another would still accept.
constexpr Duration kClocksApartMax = std::chrono::minutes(1);
}  // namespace

void remove_expired_single_use(store::Batch& batch, Time now) {
  // A slice of the key space at a time, so that no sign-in waits behind a long clean-up; keys are uniformly spread.
  constexpr int kSlices = 64;
  const int slice = static_cast<int>(unix_seconds(now) % kSlices);
  const auto edge = [](int at) { return std::string(1, static_cast<char>(at * (256 / kSlices))); };
  // Nothing of one byte is above the last slice; 33 bytes of 0xff are above every key.
  const std::string end = slice + 1 == kSlices ? std::string(33, '\xff') : edge(slice + 1);
  batch.add("DELETE FROM single_use WHERE key_hash >= $1 AND key_hash < $2 AND expires_at <= $3",
            {store::Bytes{edge(slice)}, store::Bytes{end}, unix_micros(now - kClocksApartMax)});
}

}  // namespace inkan::guard
