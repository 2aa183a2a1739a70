// The cost of each cryptographic step, and of the steps of one FAPI login together: through our own interface
// (login_floor/ours) and as bare OpenSSL calls with every key and context ready (login_floor/bare). Quote the ratio of
// the two from one run; single figures move with the machine.

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/content_cipher.h"
#include "crypto/ecdsa_form.h"
#include "crypto/hash.h"
#include "crypto/jose.h"
#include "crypto/key_agreement.h"

namespace {

using namespace inkan;
using namespace inkan::crypto;

constexpr SignatureAlgorithm kAllowed[] = {SignatureAlgorithm::kES256};
constexpr size_t kPayloadSize = 1024;  // of a userinfo answer before encryption

json::object claims_of(size_t size) {
  json::object claims;
  claims["iss"] = "https://id.example";
  claims["sub"] = "7b0ac1d2-0000-4000-8000-000000000000";
  claims["aud"] = "client";
  claims["iat"] = 1'800'000'000;
  claims["exp"] = 1'800'000'120;
  claims["jti"] = "AAAAAAAAAAAAAAAAAAAAAA";
  if (size > 250) claims["data"] = std::string(size - 250, 'x');
  return claims;
}

// Fixture is everything a server has ready before a login arrives, and what the client sends.
struct Fixture {
  PrivateKey issuer = PrivateKey::generate(SignatureAlgorithm::kES256, "issuer").value();
  PrivateKey client = PrivateKey::generate(SignatureAlgorithm::kES256, "client").value();
  PrivateKey proof_key = PrivateKey::generate(SignatureAlgorithm::kES256, "").value();
  PrivateKey recipient = PrivateKey::generate(KeyManagement::kEcdhEsA256Kw, "P-256", "enc").value();
  std::string assertion = sign(client, "JWT", claims_of(0)).value();
  std::string proof = make_proof();
  json::object id_claims = claims_of(300);
  json::object userinfo = claims_of(kPayloadSize);

  std::string make_proof() const {
    json::object header;
    header["typ"] = "dpop+jwt";
    header["alg"] = "ES256";
    json::object jwk = proof_key.public_key().to_jwk();
    for (const char* name : {"use", "alg"}) jwk.erase(name);
    header["jwk"] = jwk;
    json::object claims;
    claims["htm"] = "POST";
    claims["htu"] = "https://id.example/token";
    claims["iat"] = 1'800'000'000;
    claims["jti"] = "AAAAAAAAAAAAAAAAAAAAAA";
    std::string input = base64url_encode(to_json_text(header)) + "." + base64url_encode(to_json_text(claims));
    return input + "." + base64url_encode(raw_signature(proof_key, input));
  }
  static std::string raw_signature(const PrivateKey& key, std::string_view input) {
    std::string hashed = sha256(input);
    EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.impl().key.get(), nullptr));
    unsigned char der[kDerSignatureMax];
    size_t size = sizeof der;
    EVP_PKEY_sign_init(context.get());
    EVP_PKEY_sign(context.get(), der, &size, in(hashed), hashed.size());
    return raw_from_der({reinterpret_cast<char*>(der), size}, 32).value();
  }
};

const Fixture& fixture() {
  static const Fixture made;
  return made;
}

void es256_sign(benchmark::State& state) {
  const auto& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(sign(f.issuer, "JWT", f.id_claims));
}
BENCHMARK(es256_sign)->Unit(benchmark::kMicrosecond);

void es256_verify(benchmark::State& state) {
  const auto& f = fixture();
  for (auto _ : state) {
    auto jws = UnverifiedJws::parse(f.assertion);
    check(verify(*jws, f.client.public_key(), kAllowed).has_value(), "the assertion is right");
  }
}
BENCHMARK(es256_verify)->Unit(benchmark::kMicrosecond);

void es256_verify_bytes(benchmark::State& state) {
  const auto& f = fixture();
  std::string message(200, 'x'), signature = Fixture::raw_signature(f.client, message);
  for (auto _ : state)
    check(verify_bytes(f.client.public_key(), SignatureAlgorithm::kES256, message, signature).has_value(), "right");
}
BENCHMARK(es256_verify_bytes)->Unit(benchmark::kMicrosecond);

void jws_parse_only(benchmark::State& state) {
  const auto& f = fixture();
  for (auto _ : state) benchmark::DoNotOptimize(UnverifiedJws::parse(f.proof));
}
BENCHMARK(jws_parse_only)->Unit(benchmark::kMicrosecond);

void key_import(benchmark::State& state) {
  json::object jwk = fixture().proof_key.public_key().to_jwk();
  for (auto _ : state) benchmark::DoNotOptimize(PublicKey::from_jwk(jwk));
}
BENCHMARK(key_import)->Unit(benchmark::kMicrosecond);

void jwe_encrypt(benchmark::State& state, ContentEncryption encryption) {
  const auto& f = fixture();
  std::string text(kPayloadSize, 'x');
  for (auto _ : state)
    benchmark::DoNotOptimize(encrypt(f.recipient.public_key(), KeyManagement::kEcdhEsA256Kw, encryption, "JWT", text));
}
BENCHMARK_CAPTURE(jwe_encrypt, a256gcm, ContentEncryption::kA256Gcm)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(jwe_encrypt, a256cbc_hs512, ContentEncryption::kA256CbcHs512)->Unit(benchmark::kMicrosecond);

void jwe_decrypt(benchmark::State& state) {
  const auto& f = fixture();
  std::string compact = encrypt(f.recipient.public_key(), KeyManagement::kEcdhEsA256Kw, ContentEncryption::kA256Gcm,
                                "JWT", std::string(kPayloadSize, 'x'))
                            .value();
  for (auto _ : state) check(decrypt(f.recipient, compact).has_value(), "it opens");
}
BENCHMARK(jwe_decrypt)->Unit(benchmark::kMicrosecond);

void hash_sha256(benchmark::State& state) {
  std::string text(200, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(sha256(text));
}
BENCHMARK(hash_sha256);

void keyed_hash(benchmark::State& state) {
  KeyedHash hash(Secret(std::string(32, 'k')));
  std::string token(43, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(hash.of("access_token", token));
}
BENCHMARK(keyed_hash);

// One login: PAR (assertion, proof), token (assertion, proof, ID token), userinfo (proof, signed and encrypted answer).
void login_ours(benchmark::State& state) {
  const auto& f = fixture();
  auto check_proof = [&] {
    auto jws = UnverifiedJws::parse(f.proof);
    auto key = PublicKey::from_jwk(*find_object(jws->header(), "jwk"));
    check(verify(*jws, *key, kAllowed).has_value(), "the proof is right");
  };
  auto check_assertion = [&] {
    auto jws = UnverifiedJws::parse(f.assertion);
    check(verify(*jws, f.client.public_key(), kAllowed).has_value(), "the assertion is right");
  };
  auto answer = [&](const json::object& claims) {
    auto compact = sign(f.issuer, "JWT", claims);
    benchmark::DoNotOptimize(
        encrypt(f.recipient.public_key(), KeyManagement::kEcdhEsA256Kw, ContentEncryption::kA256Gcm, "JWT", *compact));
  };
  for (auto _ : state) {
    check_assertion(), check_proof();
    check_assertion(), check_proof(), answer(f.id_claims);
    check_proof(), answer(f.userinfo);
  }
}
BENCHMARK(login_ours)->Name("login_floor/ours")->Unit(benchmark::kMicrosecond);

// Bare is the same mathematics with nothing around it: no JSON, no base64, no allocation of contexts.
struct Bare {
  const Fixture& f = fixture();
  std::string hashed = sha256(std::string(200, 'x'));
  DerSignature assertion = der_from_raw(Fixture::raw_signature(f.client, std::string(200, 'x')));
  DerSignature proof = der_from_raw(Fixture::raw_signature(f.proof_key, std::string(200, 'x')));
  std::string proof_point = point_of(f.proof_key.impl().key.get(), *find_curve("P-256"));
  std::string text = std::string(200, 'x');
  std::string plaintext = std::string(kPayloadSize, 'x');
  EvpKeyContext sign_context{EVP_PKEY_CTX_new_from_pkey(nullptr, f.issuer.impl().key.get(), nullptr)};
  EvpKeyContext verify_context{EVP_PKEY_CTX_new_from_pkey(nullptr, f.client.public_key().impl().key.get(), nullptr)};

  Bare() {
    EVP_PKEY_sign_init(sign_context.get());
    EVP_PKEY_verify_init(verify_context.get());
  }
  void hash() { digest(Hash::kSha256, {text}, out(hashed.data())); }
  void check_assertion() {
    hash();
    check(EVP_PKEY_verify(verify_context.get(), assertion.bytes.data(), assertion.size, in(hashed), 32) == 1, "right");
  }
  void check_proof() {
    hash();
    EvpKey key = import_point(*find_curve("P-256"), proof_point);
    EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    EVP_PKEY_verify_init(context.get());
    check(EVP_PKEY_verify(context.get(), proof.bytes.data(), proof.size, in(hashed), 32) == 1, "right");
  }
  void answer() {
    hash();
    unsigned char der[kDerSignatureMax];
    size_t size = sizeof der;
    check(EVP_PKEY_sign(sign_context.get(), der, &size, in(hashed), 32) == 1, "signed");
    EvpKey ephemeral = generate_ec(KeyKind::kP256);
    Wiped<kCoordinateSizeMax> z;
    check(agree(ephemeral.get(), f.recipient.public_key().impl().key.get(), *find_curve("P-256"), z), "agreed");
    Wiped<kKekSizeMax> kek;
    concat_kdf(z.view(32), "ECDH-ES+A256KW", {}, 32, kek);
    benchmark::DoNotOptimize(wrap_key(kek.view(32), kek.view(32)));
    benchmark::DoNotOptimize(
        encrypt_content(ContentEncryption::kA256Gcm, {kek.view(32), kek.view(12), text}, plaintext));
  }
};

void login_bare(benchmark::State& state) {
  Bare bare;
  for (auto _ : state) {
    bare.check_assertion(), bare.check_proof();
    bare.check_assertion(), bare.check_proof(), bare.answer();
    bare.check_proof(), bare.answer();
  }
}
BENCHMARK(login_bare)->Name("login_floor/bare")->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
