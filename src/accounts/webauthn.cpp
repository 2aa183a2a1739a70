#include "accounts/webauthn.h"

#include "accounts/cbor.h"
#include "accounts/webauthn_signature.h"
#include "base/encoding.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "crypto/jose.h"

namespace inkan::accounts::webauthn {
namespace {

constexpr size_t kHeaderBytes = 37;          // rpIdHash, flags, signCount
constexpr size_t kAttestedHeaderBytes = 18;  // AAGUID, credential id length
constexpr size_t kCredentialIdBytesMax = 1023;
constexpr unsigned kUserPresent = 0x01, kUserVerified = 0x04, kBackupEligible = 0x08, kBackedUp = 0x10,
                   kAttested = 0x40, kExtensions = 0x80;
constexpr size_t kRsaModulusBytes = 256;

std::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::kInvalidInput, "The passkey was not accepted", std::move(why));
}

uint32_t big_endian(std::string_view bytes) {
  uint32_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

// §7.1 steps 5–11 and §7.2 steps 9–14: what the browser says it did.
Result<Done> check_client_data(const Party& party, std::string_view type, std::string_view challenge,
                               std::string_view text) {
  Result<json::object> data = parse_json_object(text, "client data");
  if (!data) return refused("client data is not one JSON object");
  if (find_string(*data, "type") != type) return refused("client data of another type");
  const std::optional<std::string_view> claimed = find_string(*data, "challenge");
  if (!claimed || !crypto::equal(*claimed, base64url_encode(challenge))) return refused("another challenge");
  if (find_string(*data, "origin") != party.origin) return refused("another origin");
  // We do not expect to be embedded: crossOrigin must not be true and topOrigin must be absent.
  if (const json::value* cross = data->if_contains("crossOrigin"); cross != nullptr && *cross != false) {
    return refused("used from inside another site");
  }
  if (data->contains("topOrigin")) return refused("used from inside another site");
  return Done{};
}

// §7.1 steps 13–18 and §7.2 steps 15–19: what the authenticator says.
Result<Done> check_flags(const Party& party, const AuthenticatorData& data) {
  if (!crypto::equal(data.relying_party_hash, crypto::sha256(party.relying_party_id)))
    return refused("another relying party");
  if (!data.user_present) return refused("user not present");
  if (!data.user_verified) return refused("user not verified");
  if (data.backed_up && !data.backup_eligible) return refused("backed up without being eligible");
  return Done{};
}

const std::string* bytes_under(const cbor::Map* map, int64_t key) {
  const cbor::Value* value = cbor::find(map, key);
  return value ? value->bytes() : nullptr;
}

std::optional<int64_t> integer_under(const cbor::Map* map, int64_t key) {
  const cbor::Value* value = cbor::find(map, key);
  if (value == nullptr || value->integer() == nullptr) return std::nullopt;
  return *value->integer();
}

// The key's numbers are judged by crypto, which knows the curves.
Result<Done> check_jwk(json::object jwk) {
  Result<crypto::PublicKey> key = crypto::PublicKey::from_jwk(jwk);
  if (!key) return refused("key refused: " + key.error().public_text);
  return Done{};
}

// RFC 9053 §7.1.1: EC2 keys, P-256 with two coordinates of 32 bytes.
Result<Algorithm> check_ec_key(const cbor::Map* map) {
  const std::string* x = bytes_under(map, -2);
  const std::string* y = bytes_under(map, -3);
  if (integer_under(map, -1) != 1 || x == nullptr || y == nullptr || x->size() != 32 || y->size() != 32 ||
      map->size() != 5) {
    return refused("not a P-256 key");
  }
  Result<Done> checked =
      check_jwk({{"kty", "EC"}, {"crv", "P-256"}, {"x", base64url_encode(*x)}, {"y", base64url_encode(*y)}});
  if (!checked) return pass_on(checked);
  return Algorithm::kES256;
}

// RFC 9053 §7.2: OKP keys, Ed25519 with 32 bytes.
Result<Algorithm> check_okp_key(const cbor::Map* map) {
  const std::string* x = bytes_under(map, -2);
  if (integer_under(map, -1) != 6 || x == nullptr || x->size() != 32 || map->size() != 4)
    return refused("not an Ed25519 key");
  Result<Done> checked = check_jwk({{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", base64url_encode(*x)}});
  if (!checked) return pass_on(checked);
  return Algorithm::kEdDSA;
}

// RFC 8230 §4: RSA keys; the verifying library wants 2048 bits and an exponent of three bytes.
Result<Algorithm> check_rsa_key(const cbor::Map* map) {
  const std::string* n = bytes_under(map, -1);
  const std::string* e = bytes_under(map, -2);
  if (n == nullptr || e == nullptr || n->size() != kRsaModulusBytes || e->size() != 3 || map->size() != 4) {
    return refused("not an RSA key of 2048 bits");
  }
  Result<Done> checked =
      check_jwk({{"kty", "RSA"}, {"n", base64url_encode(*n)}, {"e", base64url_encode(*e)}, {"alg", "RS256"}});
  if (!checked) return pass_on(checked);
  return Algorithm::kRS256;
}

// §6.5.2: AAGUID, id and key in front of what remains. Moves `rest` behind them.
Result<Done> read_attested(std::string_view& rest, AuthenticatorData& data) {
  if (rest.size() < kAttestedHeaderBytes) return refused("attested credential data cut short");
  const size_t length = big_endian(rest.substr(16, 2));
  rest.remove_prefix(kAttestedHeaderBytes);
  // §7.1 step 25: longer ids are refused.
  if (length == 0 || length > kCredentialIdBytesMax || length > rest.size())
    return refused("credential id has a wrong length");
  data.credential_id = rest.substr(0, length);
  rest.remove_prefix(length);
  Result<cbor::Parsed> key = cbor::parse_prefix(rest);
  if (!key || key->value.map() == nullptr) return refused("credential key is not a CBOR map");
  data.public_key = rest.substr(0, key->consumed);
  rest.remove_prefix(key->consumed);
  return Done{};
}

struct AttestationObject {
  std::string format{};
  std::string authenticator_data{};
  cbor::Map statement{};
};

Result<AttestationObject> parse_attestation_object(std::string_view bytes) {
  Result<cbor::Value> value = cbor::parse(bytes);
  if (!value) return refused("attestation object: " + value.error().public_text);
  const cbor::Value* format = cbor::find(value->map(), "fmt");
  const cbor::Value* data = cbor::find(value->map(), "authData");
  const cbor::Value* statement = cbor::find(value->map(), "attStmt");
  if (!format || !format->text() || !data || !data->bytes() || !statement || !statement->map()) {
    return refused("attestation object without its three parts");
  }
  return AttestationObject{*format->text(), *data->bytes(), *statement->map()};
}

// §8.2 self attestation: {alg, sig} by the credential's own key, over authenticator data and client data hash.
Result<Done> check_self_attestation(const Party& party, const AttestationObject& object, const AuthenticatorData& data,
                                    Algorithm algorithm, std::string_view client_data_hash) {
  const cbor::Value* alg = cbor::find(&object.statement, "alg");
  const cbor::Value* signature = cbor::find(&object.statement, "sig");
  if (object.statement.size() != 2 || !alg || !alg->integer() || !signature || !signature->bytes()) {
    return refused("attestation that was not asked for");
  }
  if (*alg->integer() != static_cast<int64_t>(algorithm)) return refused("self attestation of another algorithm");
  SignedBytes signed_bytes;
  signed_bytes.relying_party_id = party.relying_party_id;
  signed_bytes.authenticator_data = object.authenticator_data;
  signed_bytes.client_data_hash = client_data_hash;
  signed_bytes.signature = *signature->bytes();
  return verify_self_attestation(data.public_key, algorithm, signed_bytes);
}

}  // namespace

Result<std::string> challenge_of(std::string_view client_data) {
  Result<json::object> data = parse_json_object(client_data, "client data");
  if (!data) return refused("client data is not one JSON object");
  const std::optional<std::string_view> challenge = find_string(*data, "challenge");
  if (!challenge) return refused("no challenge");
  Result<std::string> raw = base64url_decode(*challenge);
  if (!raw) return refused("challenge is not base64url");
  return raw;
}

Result<Algorithm> check_public_key(std::string_view cose_key) {
  Result<cbor::Value> value = cbor::parse(cose_key);
  if (!value || value->map() == nullptr) return refused("credential key is not a CBOR map");
  const cbor::Map* map = value->map();
  const std::optional<int64_t> type = integer_under(map, 1);
  const std::optional<int64_t> algorithm = integer_under(map, 3);
  if (type == 2 && algorithm == static_cast<int64_t>(Algorithm::kES256)) return check_ec_key(map);
  if (type == 1 && algorithm == static_cast<int64_t>(Algorithm::kEdDSA)) return check_okp_key(map);
  if (type == 3 && algorithm == static_cast<int64_t>(Algorithm::kRS256)) return check_rsa_key(map);
  return refused("key of an algorithm that was not asked for");
}

Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes, bool registration) {
  if (bytes.size() < kHeaderBytes) return refused("authenticator data cut short");
  const auto flags = static_cast<unsigned char>(bytes[32]);
  AuthenticatorData data;
  data.relying_party_hash = bytes.substr(0, 32);
  data.user_present = (flags & kUserPresent) != 0;
  data.user_verified = (flags & kUserVerified) != 0;
  data.backup_eligible = (flags & kBackupEligible) != 0;
  data.backed_up = (flags & kBackedUp) != 0;
  data.sign_count = big_endian(bytes.substr(33, 4));
  if (((flags & kAttested) != 0) != registration) return refused("attested credential data missing or out of place");
  std::string_view rest = bytes.substr(kHeaderBytes);
  if (registration) {
    Result<Done> read = read_attested(rest, data);
    if (!read) return pass_on(read);
  }
  if ((flags & kExtensions) != 0) {
    Result<cbor::Parsed> extensions = cbor::parse_prefix(rest);
    if (!extensions || extensions->value.map() == nullptr) return refused("extensions announced, but not there");
    rest.remove_prefix(extensions->consumed);
  }
  if (!rest.empty()) return refused("bytes behind the authenticator data");
  return data;
}

Result<NewCredential> verify_registration(const Party& party, std::string_view challenge,
                                          const RegistrationResponse& response) {
  Result<Done> client = check_client_data(party, "webauthn.create", challenge, response.client_data);
  if (!client) return pass_on(client);
  Result<AttestationObject> object = parse_attestation_object(response.attestation_object);
  if (!object) return pass_on(object);
  Result<AuthenticatorData> data = parse_authenticator_data(object->authenticator_data, /*registration=*/true);
  if (!data) return pass_on(data);
  Result<Done> flags = check_flags(party, *data);
  if (!flags) return pass_on(flags);
  Result<Algorithm> algorithm = check_public_key(data->public_key);
  if (!algorithm) return pass_on(algorithm);
  if (object->format == "packed") {
    Result<Done> attested =
        check_self_attestation(party, *object, *data, *algorithm, crypto::sha256(response.client_data));
    if (!attested) return pass_on(attested);
  } else if (object->format != "none" || !object->statement.empty()) {
    return refused("attestation that was not asked for");  // §8.7: "none" has an empty statement
  }
  return NewCredential{data->credential_id, data->public_key, data->sign_count, data->backup_eligible, data->backed_up};
}

Result<Assertion> verify_assertion(const Party& party, std::string_view challenge, const KnownCredential& credential,
                                   const AssertionResponse& response) {
  Result<Done> client = check_client_data(party, "webauthn.get", challenge, response.client_data);
  if (!client) return pass_on(client);
  Result<AuthenticatorData> data = parse_authenticator_data(response.authenticator_data, /*registration=*/false);
  if (!data) return pass_on(data);
  Result<Done> flags = check_flags(party, *data);
  if (!flags) return pass_on(flags);
  // §7.2 step 19: eligibility for backup never changes.
  if (data->backup_eligible != credential.backup_eligible) return refused("backup eligibility changed");
  Result<Algorithm> algorithm = check_public_key(credential.public_key);
  if (!algorithm) return pass_on(algorithm);
  SignedBytes signed_bytes;
  signed_bytes.relying_party_id = party.relying_party_id;
  signed_bytes.authenticator_data = response.authenticator_data;
  signed_bytes.client_data_hash = crypto::sha256(response.client_data);
  signed_bytes.signature = response.signature;
  Result<Done> proven = verify_signature(credential.public_key, *algorithm, signed_bytes);
  if (!proven) return pass_on(proven);
  const bool counts = data->sign_count != 0 || credential.sign_count != 0;
  if (counts && data->sign_count <= credential.sign_count) return refused("signature counter did not rise");
  return Assertion{data->sign_count, data->backed_up};
}

}  // namespace inkan::accounts::webauthn
