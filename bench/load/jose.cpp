#include "jose.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>

#include "base/encoding.h"
#include "base/text.h"
#include "failure.h"

namespace inkan::bench {
namespace {

template <auto F>
struct Free {
  template <typename T>
  void operator()(T* p) const {
    F(p);
  }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;

constexpr size_t kCoordinateSize = 32;
constexpr size_t kSha256Size = 32;

const unsigned char* in(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* out(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string decode(std::string_view text) {
  auto bytes = base64url_decode(text);
  require(bytes.has_value(), "broken base64url");
  return std::move(*bytes);
}

json::object decode_object(std::string_view text) {
  auto object = parse_json_object(decode(text), "JOSE");
  require(object.has_value(), "not a JSON object");
  return std::move(*object);
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto value = find_string(object, name);
  require(value.has_value(), "no member " + std::string(name));
  return std::string(*value);
}

const EVP_MD* sha256_method() {
  static EVP_MD* method = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  return method;
}

const EVP_CIPHER* cipher(const char* name) {
  static EVP_CIPHER* const known[] = {
      EVP_CIPHER_fetch(nullptr, "AES-128-WRAP", nullptr), EVP_CIPHER_fetch(nullptr, "AES-192-WRAP", nullptr),
      EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr), EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr),
      EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr)};
  for (const EVP_CIPHER* candidate : known) {
    if (EVP_CIPHER_is_a(candidate, name)) return candidate;
  }
  throw Failure(std::string("no cipher ") + name);
}

std::string big_endian(uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
  return text;
}

std::string sized(std::string_view text) { return big_endian(text.size(), 4).append(text); }

// RFC 7518 §4.6.2, at most one hash block of key.
std::string concat_kdf(std::string_view secret, std::string_view alg, std::string_view apu, std::string_view apv,
                       size_t bytes) {
  require(bytes <= kSha256Size, "key too long");
  std::string input = big_endian(1, 4).append(secret);
  input += sized(alg) + sized(apu) + sized(apv) + big_endian(8 * bytes, 4);
  return sha256(input).substr(0, bytes);
}

// agree checks that their point is on the curve unless they are known to us and were checked before.
std::string agree(EVP_PKEY& mine, EVP_PKEY& theirs, bool check) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, &mine, nullptr));
  std::string secret(kCoordinateSize, '\0');
  size_t size = secret.size();
  require(EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer_ex(context.get(), &theirs, check) == 1 &&
              EVP_PKEY_derive(context.get(), out(secret), &size) == 1,
          "key agreement failed");
  return secret;
}

// cipher_run does one pass of a cipher that needs no tag.
std::string cipher_run(const char* name, bool encrypt, std::string_view key, std::string_view iv,
                       std::string_view data) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  std::string result(data.size() + 32, '\0');
  int size = 0;
  int rest = 0;
  require(
      EVP_CipherInit_ex2(context.get(), cipher(name), in(key), iv.empty() ? nullptr : in(iv), encrypt, nullptr) == 1 &&
          EVP_CipherUpdate(context.get(), out(result), &size, in(data), static_cast<int>(data.size())) == 1 &&
          EVP_CipherFinal_ex(context.get(), out(result) + size, &rest) == 1,
      std::string(name) + " failed");
  result.resize(static_cast<size_t>(size + rest));
  return result;
}

struct Sealed {
  std::string ciphertext{};
  std::string tag{};
};

Sealed gcm_seal(std::string_view key, std::string_view iv, std::string_view aad, std::string_view plaintext) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  Sealed sealed{.ciphertext = std::string(plaintext.size(), '\0'), .tag = std::string(16, '\0')};
  int size = 0;
  require(EVP_EncryptInit_ex2(context.get(), cipher("AES-256-GCM"), in(key), in(iv), nullptr) == 1 &&
              EVP_EncryptUpdate(context.get(), nullptr, &size, in(aad), static_cast<int>(aad.size())) == 1 &&
              EVP_EncryptUpdate(context.get(), out(sealed.ciphertext), &size, in(plaintext),
                                static_cast<int>(plaintext.size())) == 1 &&
              EVP_EncryptFinal_ex(context.get(), out(sealed.ciphertext) + size, &size) == 1 &&
              EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, sealed.tag.data()) == 1,
          "A256GCM failed");
  return sealed;
}

std::string gcm_open(std::string_view key, std::string_view iv, std::string_view aad, Sealed sealed) {
  require(key.size() == 32 && iv.size() == 12 && sealed.tag.size() == 16, "wrong sizes for A256GCM");
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string plaintext(sealed.ciphertext.size(), '\0');
  int size = 0;
  require(EVP_DecryptInit_ex2(context.get(), cipher("AES-256-GCM"), in(key), in(iv), nullptr) == 1 &&
              EVP_DecryptUpdate(context.get(), nullptr, &size, in(aad), static_cast<int>(aad.size())) == 1 &&
              EVP_DecryptUpdate(context.get(), out(plaintext), &size, in(sealed.ciphertext),
                                static_cast<int>(sealed.ciphertext.size())) == 1 &&
              EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, 16, sealed.tag.data()) == 1 &&
              EVP_DecryptFinal_ex(context.get(), out(plaintext) + size, &size) == 1,
          "A256GCM: the tag does not fit");
  return plaintext;
}

// RFC 7518 §5.2.2.1: the tag of A256CBC-HS512 is the first half of an HMAC-SHA-512.
std::string cbc_tag(std::string_view mac_key, std::string_view iv, std::string_view aad, std::string_view ciphertext) {
  std::string input;
  input.append(aad).append(iv).append(ciphertext).append(big_endian(8 * aad.size(), 8));
  std::string mac(64, '\0');
  unsigned size = 0;
  HMAC(EVP_sha512(), mac_key.data(), static_cast<int>(mac_key.size()), in(input), input.size(), out(mac), &size);
  return mac.substr(0, 32);
}

Sealed cbc_seal(std::string_view key, std::string_view iv, std::string_view aad, std::string_view plaintext) {
  Sealed sealed{.ciphertext = cipher_run("AES-256-CBC", /*encrypt=*/true, key.substr(32), iv, plaintext)};
  sealed.tag = cbc_tag(key.substr(0, 32), iv, aad, sealed.ciphertext);
  return sealed;
}

std::string cbc_open(std::string_view key, std::string_view iv, std::string_view aad, const Sealed& sealed) {
  require(key.size() == 64 && iv.size() == 16 && sealed.tag.size() == 32, "wrong sizes for A256CBC-HS512");
  const std::string tag = cbc_tag(key.substr(0, 32), iv, aad, sealed.ciphertext);
  require(CRYPTO_memcmp(tag.data(), sealed.tag.data(), tag.size()) == 0, "A256CBC-HS512: the tag does not fit");
  return cipher_run("AES-256-CBC", /*encrypt=*/false, key.substr(32), iv, sealed.ciphertext);
}

std::string random_bytes(size_t n) {
  std::string bytes(n, '\0');
  require(RAND_bytes(out(bytes), static_cast<int>(n)) == 1, "no randomness");
  return bytes;
}

}  // namespace

Key make_key() { return Key(EVP_EC_gen("P-256")); }

Key key_from_jwk(const json::object& jwk) {
  require(text_of(jwk, "kty") == "EC" && text_of(jwk, "crv") == "P-256", "not a P-256 key");
  const std::string point = "\x04" + decode(text_of(jwk, "x")) + decode(text_of(jwk, "y"));
  const std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  Number secret;
  if (const auto d = find_string(jwk, "d")) {
    const std::string bytes = decode(*d);
    secret.reset(BN_bin2bn(in(bytes), static_cast<int>(bytes.size()), nullptr));
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
  }
  const std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(build.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &key, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                                parameters.get()) == 1,
          "not a point of P-256");
  return Key(key);
}

json::object jwk_of(const EVP_PKEY& key, bool with_private) {
  std::array<char, 1 + 2 * kCoordinateSize> point{};
  size_t size = 0;
  require(EVP_PKEY_get_octet_string_param(&key, OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(point.data()),
                                          point.size(), &size) == 1 &&
              size == point.size(),
          "cannot export a key");
  json::object jwk{{"kty", "EC"},
                   {"crv", "P-256"},
                   {"x", base64url_encode({point.data() + 1, kCoordinateSize})},
                   {"y", base64url_encode({point.data() + 1 + kCoordinateSize, kCoordinateSize})}};
  if (with_private) {
    BIGNUM* raw = nullptr;
    require(EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_PRIV_KEY, &raw) == 1, "no private key");
    const Number secret(raw);
    std::string d(kCoordinateSize, '\0');
    BN_bn2binpad(secret.get(), out(d), kCoordinateSize);
    jwk["d"] = base64url_encode(d);
  }
  return jwk;
}

std::string sha256(std::string_view data) {
  std::string digest(kSha256Size, '\0');
  require(EVP_Digest(data.data(), data.size(), out(digest), nullptr, sha256_method(), nullptr) == 1, "SHA-256 failed");
  return digest;
}

std::string random_text(size_t bytes) { return base64url_encode(random_bytes(bytes)); }

std::string es256_sign(EVP_PKEY& key, std::string_view message) {
  const DigestContext context(EVP_MD_CTX_new());
  std::array<unsigned char, 80> der{};
  size_t size = der.size();
  require(EVP_DigestSignInit(context.get(), nullptr, sha256_method(), nullptr, &key) == 1 &&
              EVP_DigestSign(context.get(), der.data(), &size, in(message), message.size()) == 1,
          "ES256 signing failed");
  const unsigned char* position = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(size)));
  std::string raw(2 * kCoordinateSize, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out(raw), kCoordinateSize);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out(raw) + kCoordinateSize, kCoordinateSize);
  return raw;
}

bool es256_verify(EVP_PKEY& key, std::string_view message, std::string_view raw) {
  if (raw.size() != 2 * kCoordinateSize) return false;
  const Signature signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(in(raw), kCoordinateSize, nullptr),
                 BN_bin2bn(in(raw) + kCoordinateSize, kCoordinateSize, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  const DigestContext context(EVP_MD_CTX_new());
  const bool good = size > 0 && EVP_DigestVerifyInit(context.get(), nullptr, sha256_method(), nullptr, &key) == 1 &&
                    EVP_DigestVerify(context.get(), der, static_cast<size_t>(size), in(message), message.size()) == 1;
  OPENSSL_free(der);
  return good;
}

std::string sign_jwt(EVP_PKEY& key, std::string_view header, const json::object& claims) {
  std::string token = base64url_encode(header) + "." + base64url_encode(json::serialize(claims));
  token += "." + base64url_encode(es256_sign(key, token));
  return token;
}

json::object open_jwt(const std::string& token, const std::vector<PublicKey>& keys) {
  const auto parts = split(token, '.');
  require(parts.size() == 3, "not a JWS");
  const json::object header = decode_object(parts[0]);
  require(text_of(header, "alg") == "ES256", "signed with another algorithm than ES256");
  const std::string_view message(token.data(), parts[0].size() + 1 + parts[1].size());
  const std::string signature = decode(parts[2]);
  const auto id = find_string(header, "kid");
  for (const PublicKey& candidate : keys) {
    if ((!id || *id == candidate.id) && es256_verify(*candidate.key, message, signature)) {
      return decode_object(parts[1]);
    }
  }
  throw Failure("a JWS that none of the issuer's keys verifies");
}

std::string open_jwe(EVP_PKEY& key, const std::string& token) {
  const auto parts = split(token, '.');
  require(parts.size() == 5, "not a JWE");
  const json::object header = decode_object(parts[0]);
  const std::string alg = text_of(header, "alg");
  const json::object* ephemeral = find_object(header, "epk");
  require(ephemeral && !header.contains("zip") && !header.contains("crit"), "a JWE header that is not ours to read");
  const char* wrap = alg == "ECDH-ES+A256KW"   ? "AES-256-WRAP"
                     : alg == "ECDH-ES+A192KW" ? "AES-192-WRAP"
                     : alg == "ECDH-ES+A128KW" ? "AES-128-WRAP"
                                               : nullptr;
  require(wrap, "encrypted with " + clip(alg, 40));
  const Key peer = key_from_jwk(*ephemeral);
  const std::string kek =
      concat_kdf(agree(key, *peer, /*check=*/true), alg, decode(find_string(header, "apu").value_or("")),
                 decode(find_string(header, "apv").value_or("")), EVP_CIPHER_get_key_length(cipher(wrap)));
  const std::string cek = cipher_run(wrap, /*encrypt=*/false, kek, "", decode(parts[1]));
  const Sealed sealed{.ciphertext = decode(parts[3]), .tag = decode(parts[4])};
  const std::string enc = text_of(header, "enc");
  if (enc == "A256GCM") return gcm_open(cek, decode(parts[2]), parts[0], sealed);
  require(enc == "A256CBC-HS512", "encrypted with " + clip(enc, 40));
  return cbc_open(cek, decode(parts[2]), parts[0], sealed);
}

std::string make_jwe(EVP_PKEY& recipient, std::string_view enc, std::string_view plaintext) {
  const bool gcm = enc == "A256GCM";
  const Key ephemeral = make_key();
  const json::object header{
      {"alg", "ECDH-ES+A256KW"}, {"enc", enc}, {"cty", "JWT"}, {"epk", jwk_of(*ephemeral, /*with_private=*/false)}};
  const std::string aad = base64url_encode(json::serialize(header));
  const std::string kek = concat_kdf(agree(*ephemeral, recipient, /*check=*/false), "ECDH-ES+A256KW", "", "", 32);
  const std::string cek = random_bytes(gcm ? 32 : 64);
  const std::string iv = random_bytes(gcm ? 12 : 16);
  const Sealed sealed = gcm ? gcm_seal(cek, iv, aad, plaintext) : cbc_seal(cek, iv, aad, plaintext);
  return aad + "." + base64url_encode(cipher_run("AES-256-WRAP", /*encrypt=*/true, kek, "", cek)) + "." +
         base64url_encode(iv) + "." + base64url_encode(sealed.ciphertext) + "." + base64url_encode(sealed.tag);
}

}  // namespace inkan::bench
