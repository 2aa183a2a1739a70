#include "crypto/signature.h"

#include <openssl/rsa.h>
#include <sodium.h>

#include "crypto/ecdsa_form.h"

namespace inkan::crypto {

namespace {

constexpr int kPssSaltSize = 32;  // RFC 7518 §3.5: as long as the digest
constexpr size_t kRsaSignatureMax = 1024;

Hash hash_of(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::kES384:
      return Hash::kSha384;
    case SignatureAlgorithm::kES512:
      return Hash::kSha512;
    case SignatureAlgorithm::kES256:
    case SignatureAlgorithm::kPS256:
    case SignatureAlgorithm::kRS256:
    case SignatureAlgorithm::kEdDSA:
      break;  // EdDSA hashes for itself
  }
  return Hash::kSha256;
}

bool set_padding(EVP_PKEY_CTX* context, SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::kES256:
    case SignatureAlgorithm::kES384:
    case SignatureAlgorithm::kES512:
    case SignatureAlgorithm::kEdDSA:
      return true;
    case SignatureAlgorithm::kRS256:
      return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
             EVP_PKEY_CTX_set_signature_md(context, digest_of(Hash::kSha256)) == 1;
    case SignatureAlgorithm::kPS256:
      return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_signature_md(context, digest_of(Hash::kSha256)) == 1 &&
             EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest_of(Hash::kSha256)) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(context, kPssSaltSize) == 1;
  }
  return false;
}

// signing_context keeps the contexts of the last few keys this thread signed with: the issuer signs nearly everything
// with one key. A context holds its key, so an address cannot come to mean another key.
EVP_PKEY_CTX* signing_context(EVP_PKEY* key, SignatureAlgorithm algorithm) {
  struct Kept {
    EVP_PKEY* key = nullptr;
    EvpKeyContext context{};
  };
  thread_local Kept kept[4];
  thread_local size_t next = 0;
  for (auto& entry : kept)
    if (entry.key == key) return entry.context.get();
  Kept& entry = kept[next++ % 4];
  entry.key = nullptr;
  entry.context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!entry.context || EVP_PKEY_sign_init(entry.context.get()) != 1 || !set_padding(entry.context.get(), algorithm))
    return nullptr;
  entry.key = key;
  return entry.context.get();
}

bool verify_digest(const PublicKey& key, SignatureAlgorithm algorithm, std::string_view message,
                   const unsigned char* signature, size_t size) {
  const Hash hash = hash_of(algorithm);
  unsigned char hashed[kDigestSizeMax];
  digest(hash, {message}, hashed);
  EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.impl().key.get(), nullptr));
  bool right = context && EVP_PKEY_verify_init(context.get()) == 1 && set_padding(context.get(), algorithm) &&
               EVP_PKEY_verify(context.get(), signature, size, hashed, digest_size(hash)) == 1;
  if (!right) forget_openssl_errors();
  return right;
}

bool signature_is_right(const PublicKey& key, SignatureAlgorithm algorithm, std::string_view message,
                        std::string_view signature) {
  if (key.impl().kind == KeyKind::kEd25519) {
    // libsodium refuses S not below the order (RFC 8032 §5.1.7), points of small order and non-canonical keys.
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(in(signature), in(message), message.size(), in(key.impl().ed25519)) == 0;
  }
  if (const CurveFacts* curve = find_curve(key.impl().kind)) {
    // RFC 7518 §3.4: the two numbers in full length, neither more nor less.
    if (signature.size() != 2 * curve->coordinate_size) return false;
    DerSignature der = der_from_raw(signature);
    return verify_digest(key, algorithm, message, der.bytes.data(), der.size);
  }
  return verify_digest(key, algorithm, message, in(signature), signature.size());
}

}  // namespace

Result<Done> verify_bytes(const PublicKey& key, SignatureAlgorithm algorithm, std::string_view message,
                          std::string_view signature) {
  if (key.signature_algorithm() != algorithm)
    return fail(ErrorCode::kInvalidInput, "The key is not for this signature algorithm.");
  if (!signature_is_right(key, algorithm, message, signature))
    return fail(ErrorCode::kUnauthenticated, "The signature is wrong.");
  return Done{};
}

Result<std::string> ecdsa_signature_from_der(const PublicKey& key, std::string_view der) {
  const CurveFacts* curve = find_curve(key.impl().kind);
  auto raw = curve ? raw_from_der(der, curve->coordinate_size) : std::nullopt;
  if (!raw) return fail(ErrorCode::kInvalidInput, "The signature is not the DER form of an ECDSA signature.");
  return *std::move(raw);
}

Result<std::string> sign_bytes(const PrivateKey& key, std::string_view message) {
  const auto algorithm = key.public_key().signature_algorithm();
  if (!algorithm || *algorithm == SignatureAlgorithm::kRS256)
    return fail(ErrorCode::kInternal, "The signature could not be made.", "key is not for signing");
  if (key.public_key().impl().kind == KeyKind::kEd25519) {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(out(signature.data()), nullptr, in(message), message.size(),
                         in(key.impl().ed25519.reveal(Purpose::kCompute)));
    return signature;
  }
  const Hash hash = hash_of(*algorithm);
  unsigned char hashed[kDigestSizeMax];
  digest(hash, {message}, hashed);
  char made[kRsaSignatureMax];
  size_t size = sizeof made;
  EVP_PKEY_CTX* context = signing_context(key.impl().key.get(), *algorithm);
  if (!context || EVP_PKEY_sign(context, out(made), &size, hashed, digest_size(hash)) != 1)
    return fail(ErrorCode::kInternal, "The signature could not be made.", openssl_error());
  const CurveFacts* curve = find_curve(key.public_key().impl().kind);
  if (!curve) return std::string(made, size);
  auto raw = raw_from_der({made, size}, curve->coordinate_size);
  if (!raw) return fail(ErrorCode::kInternal, "The signature could not be made.", "unexpected DER");
  return *std::move(raw);
}

}  // namespace inkan::crypto
