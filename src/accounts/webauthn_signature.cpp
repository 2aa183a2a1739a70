#include "accounts/webauthn_signature.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <memory>

#include "accounts/cbor.h"

namespace inkan::accounts::webauthn {
namespace {

struct FreeFido {
  void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
  void operator()(es256_pk_t* key) const { es256_pk_free(&key); }
  void operator()(eddsa_pk_t* key) const { eddsa_pk_free(&key); }
  void operator()(rs256_pk_t* key) const { rs256_pk_free(&key); }
};
template <typename T>
using Owned = std::unique_ptr<T, FreeFido>;

std::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::kInvalidInput, "The passkey was not accepted", std::move(why));
}

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

// The key's numbers one after the other, as libfido2 takes them: x‖y, x, or n‖e.
std::string key_material(std::string_view cose_key, Algorithm algorithm) {
  Result<cbor::Value> key = cbor::parse(cose_key);
  if (!key) return {};
  const auto part = [&](int64_t name) {
    const cbor::Value* value = cbor::find(key->map(), name);
    return value && value->bytes() ? *value->bytes() : std::string();
  };
  switch (algorithm) {
    case Algorithm::kES256:
      return part(-2) + part(-3);
    case Algorithm::kEdDSA:
      return part(-2);
    case Algorithm::kRS256:
      return part(-1) + part(-2);
  }
  return {};
}

template <typename Key>
bool verifies(const fido_assert_t* assertion, Key* key, int (*fill)(Key*, const void*, size_t), int cose_algorithm,
              const std::string& material) {
  const Owned<Key> owned(key);
  if (!owned || fill(owned.get(), material.data(), material.size()) != FIDO_OK) return false;
  return fido_assert_verify(assertion, 0, cose_algorithm, owned.get()) == FIDO_OK;
}

bool fill_assertion(fido_assert_t* assertion, const SignedBytes& s) {
  const std::string& data = s.authenticator_data;
  return fido_assert_set_clientdata_hash(assertion, raw(s.client_data_hash), s.client_data_hash.size()) == FIDO_OK &&
         fido_assert_set_rp(assertion, s.relying_party_id.c_str()) == FIDO_OK &&
         fido_assert_set_count(assertion, 1) == FIDO_OK &&
         fido_assert_set_authdata_raw(assertion, 0, raw(data), data.size()) == FIDO_OK &&
         fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
         fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
         fido_assert_set_sig(assertion, 0, raw(s.signature), s.signature.size()) == FIDO_OK;
}

}  // namespace

Result<Done> verify_signature(std::string_view cose_key, Algorithm algorithm, const SignedBytes& signed_bytes) {
  const Owned<fido_assert_t> assertion(fido_assert_new());
  if (!assertion || signed_bytes.signature.empty() || !fill_assertion(assertion.get(), signed_bytes)) {
    return refused("assertion cannot be read");
  }
  const std::string material = key_material(cose_key, algorithm);
  bool right = false;
  switch (algorithm) {
    case Algorithm::kES256:
      right = verifies(assertion.get(), es256_pk_new(), es256_pk_from_ptr, COSE_ES256, material);
      break;
    case Algorithm::kEdDSA:
      right = verifies(assertion.get(), eddsa_pk_new(), eddsa_pk_from_ptr, COSE_EDDSA, material);
      break;
    case Algorithm::kRS256:
      right = verifies(assertion.get(), rs256_pk_new(), rs256_pk_from_ptr, COSE_RS256, material);
      break;
  }
  if (!right) return refused("signature is wrong");
  return Done{};
}

Result<Done> verify_self_attestation(std::string_view cose_key, Algorithm algorithm, const SignedBytes& signed_bytes) {
  struct FreeCredential {
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
  };
  const std::unique_ptr<fido_cred_t, FreeCredential> credential(fido_cred_new());
  const std::string& data = signed_bytes.authenticator_data;
  const std::string& hash = signed_bytes.client_data_hash;
  const bool filled =
      credential && !signed_bytes.signature.empty() && !cose_key.empty() &&
      fido_cred_set_type(credential.get(), static_cast<int>(algorithm)) == FIDO_OK &&
      fido_cred_set_clientdata_hash(credential.get(), raw(hash), hash.size()) == FIDO_OK &&
      fido_cred_set_rp(credential.get(), signed_bytes.relying_party_id.c_str(), nullptr) == FIDO_OK &&
      fido_cred_set_authdata_raw(credential.get(), raw(data), data.size()) == FIDO_OK &&
      fido_cred_set_fmt(credential.get(), "packed") == FIDO_OK &&
      fido_cred_set_sig(credential.get(), raw(signed_bytes.signature), signed_bytes.signature.size()) == FIDO_OK;
  if (!filled) return refused("attestation cannot be read");
  if (fido_cred_verify_self(credential.get()) != FIDO_OK) return refused("self attestation is wrong");
  return Done{};
}

}  // namespace inkan::accounts::webauthn
