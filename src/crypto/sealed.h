#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace inkan::crypto {

// DataKey seals the fields of one person (or one system record) with XChaCha20-Poly1305. `context` (table, column, row
// id) is authenticated, so that a sealed value cannot be moved to another row.
class DataKey {
 public:
  // generate makes a key from 32 random bytes.
  static DataKey generate(Random& random);
  // The constructor takes 32 bytes; another size is our bug and stops the process.
  explicit DataKey(Secret bytes);
  // seal gives a version byte, a random nonce of 24 bytes, and the ciphertext with its tag: 41 bytes more than the
  // text.
  std::string seal(std::string_view plaintext, std::string_view context, Random& random) const;
  Result<std::string> open(std::string_view sealed, std::string_view context) const;  // kCorrupt when altered or moved
  const Secret& bytes() const { return bytes_; }

 private:
  Secret bytes_{};
};

// MasterKey wraps data keys and derives the server's own keys. The default keeps it in a file; an HSM implements the
// same three calls. Thread-safe.
class MasterKey {
 public:
  virtual ~MasterKey() = default;
  virtual std::string wrap(const DataKey& key, std::string_view context) const = 0;
  virtual Result<DataKey> unwrap(std::string_view wrapped, std::string_view context) const = 0;
  // derive gives a 32-byte key for one named purpose ("keyed-hash", "csrf", …): HKDF-SHA-256 (RFC 5869).
  virtual Secret derive(std::string_view purpose) const = 0;
};

// open_master_key_file reads 32 bytes (base64url text) from a file that only its owner can read (mode 0600, else
// refused); with create, makes it first when it does not exist.
Result<std::unique_ptr<MasterKey>> open_master_key_file(const std::filesystem::path& path, bool create, Random& random);
// master_key_from_bytes is for tests.
std::unique_ptr<MasterKey> master_key_from_bytes(Secret bytes);

}  // namespace inkan::crypto
