#include "base/encoding.h"
#include "base/random.h"
#include "crypto/compact.h"
#include "crypto/content_cipher.h"
#include "crypto/key_agreement.h"

namespace inkan::crypto {

namespace {

constexpr size_t kSizeMax = 256 * 1024;
constexpr size_t kPartyInfoMax = 256;

std::unexpected<Error> refuse(std::string why) {
  return fail(ErrorCode::kInvalidInput, "The encrypted token (JWE) " + why);
}
// One answer for every failure that depends on a key, so that none tells which step failed.
std::unexpected<Error> cannot_open() {
  return fail(ErrorCode::kCorrupt, "The encrypted token (JWE) cannot be decrypted with this key.");
}

std::string header_text(const PublicKey& recipient, const CurveFacts& curve, KeyManagement algorithm,
                        ContentEncryption encryption, std::string_view content_type, std::string_view point) {
  std::string text;
  text.reserve(384);
  text.append(R"({"alg":")").append(to_text(algorithm));
  text.append(R"(","enc":")").append(to_text(encryption)).append("\"");
  if (!recipient.key_id().empty()) text.append(R"(,"kid":)").append(to_json_text(json::value(recipient.key_id())));
  text.append(R"(,"epk":{"kty":"EC","crv":")").append(curve.name);
  text.append(R"(","x":")").append(base64url_encode(point.substr(1, curve.coordinate_size)));
  text.append(R"(","y":")").append(base64url_encode(point.substr(1 + curve.coordinate_size))).append("\"}");
  if (!content_type.empty()) text.append(R"(,"cty":)").append(to_json_text(json::value(content_type)));
  return text.append("}");
}

// Opening are the parts of a received JWE, checked for form.
struct Opening {
  ContentEncryption encryption = ContentEncryption::kA256Gcm;
  EvpKey ephemeral{};
  std::string producer{};
  std::string recipient{};
  std::string_view associated{};
  std::string wrapped{};
  std::string iv{};
  std::string ciphertext{};
  std::string tag{};
};

Result<std::string> party_info(const json::object& header, std::string_view name) {
  if (!header.contains(name)) return std::string();
  auto text = find_string(header, name);
  auto bytes = text ? base64url_decode(*text) : Result<std::string>(refuse(""));
  if (!bytes || bytes->size() > kPartyInfoMax) return refuse("has an " + std::string(name) + " of the wrong form");
  return bytes;
}

Result<EvpKey> ephemeral_key(const json::object& header, const CurveFacts& curve) {
  // RFC 7518 §4.6.1.1: a public key on the curve of the recipient, and nothing private in it.
  const json::object* jwk = find_object(header, "epk");
  if (!jwk) return refuse("has no epk");
  if (find_string(*jwk, "kty") != "EC" || find_string(*jwk, "crv") != curve.name || jwk->contains("d"))
    return refuse("has an epk that is not a public key on the curve of the recipient");
  auto x = base64url_decode(find_string(*jwk, "x").value_or(""));
  auto y = base64url_decode(find_string(*jwk, "y").value_or(""));
  if (!x || !y || x->size() != curve.coordinate_size || y->size() != curve.coordinate_size)
    return refuse("has an epk with coordinates of the wrong form");
  EvpKey key = import_point(curve, "\x04" + *x + *y);
  if (!key) return refuse("has an epk that is not on its curve");
  return key;
}

Result<Done> read_header(const PrivateKey& key, const CurveFacts& curve, std::string_view text, Opening& opening) {
  auto header = parse_compact_header(text, "The token header");
  if (!header) return pass_on(header);
  // RFC 8725 §3.6: compressed plaintext is refused.
  if (header->contains("zip")) return refuse("is compressed, which is not supported");
  auto named = find_string(*header, "alg");
  if (!named || parse_key_management(*named) != key.public_key().key_management())
    return refuse("has an alg that is not that of the key");
  auto encryption = parse_content_encryption(find_string(*header, "enc").value_or(""));
  if (!encryption) return refuse("has an enc that is not supported; use A256GCM or A256CBC-HS512");
  auto ephemeral = ephemeral_key(*header, curve);
  if (!ephemeral) return pass_on(ephemeral);
  auto producer = party_info(*header, "apu");
  if (!producer) return pass_on(producer);
  auto recipient = party_info(*header, "apv");
  if (!recipient) return pass_on(recipient);
  opening.encryption = *encryption;
  opening.ephemeral = std::move(*ephemeral);
  opening.producer = std::move(*producer);
  opening.recipient = std::move(*recipient);
  opening.associated = text;
  return Done{};
}

Result<Done> read_parts(const std::array<std::string_view, 5>& parts, Opening& opening) {
  auto wrapped = base64url_decode(parts[1]);
  auto iv = base64url_decode(parts[2]);
  auto ciphertext = base64url_decode(parts[3]);
  auto tag = base64url_decode(parts[4]);
  if (!wrapped || !iv || !ciphertext || !tag) return refuse("has a part that is not base64url");
  auto sizes = content_sizes(opening.encryption);
  if (wrapped->size() != sizes.key + 8 || iv->size() != sizes.iv || tag->size() != sizes.tag)
    return refuse("has an encrypted key, IV or tag of the wrong size");
  opening.wrapped = std::move(*wrapped);
  opening.iv = std::move(*iv);
  opening.ciphertext = std::move(*ciphertext);
  opening.tag = std::move(*tag);
  return Done{};
}

}  // namespace

Result<std::string> encrypt(const PublicKey& recipient, KeyManagement algorithm, ContentEncryption encryption,
                            std::string_view content_type, std::string_view plaintext) {
  const CurveFacts* curve = find_curve(recipient.impl().kind);
  if (!curve || !recipient.key_management()) return fail(ErrorCode::kInvalidInput, "The key is not for encryption.");
  if (recipient.impl().names_algorithm && recipient.key_management() != algorithm)
    return fail(ErrorCode::kInvalidInput, "The key is for another key management algorithm.");
  auto failed = [] { return fail(ErrorCode::kInternal, "The token could not be encrypted.", openssl_error()); };
  EvpKey ephemeral = generate_ec(curve->kind);
  Wiped<kCoordinateSizeMax> z;
  if (!ephemeral || !agree(ephemeral.get(), recipient.impl().key.get(), *curve, z)) return failed();
  Wiped<kKekSizeMax> kek;
  const size_t kek_size = wrapping_key_size(algorithm);
  concat_kdf(z.view(curve->coordinate_size), to_text(algorithm), PartyInfo{}, kek_size, kek);
  const auto sizes = content_sizes(encryption);
  Wiped<kContentKeySizeMax> content_key;
  std::array<char, 16> iv;
  SystemRandom random;
  random.fill(std::as_writable_bytes(std::span(content_key.bytes, sizes.key)));
  random.fill(std::as_writable_bytes(std::span(iv.data(), sizes.iv)));
  auto wrapped = wrap_key(kek.view(kek_size), content_key.view(sizes.key));
  if (!wrapped) return failed();
  std::string compact = base64url_encode(
      header_text(recipient, *curve, algorithm, encryption, content_type, point_of(ephemeral.get(), *curve)));
  auto made = encrypt_content(encryption, {content_key.view(sizes.key), {iv.data(), sizes.iv}, compact}, plaintext);
  if (!made) return failed();
  compact.reserve(compact.size() + 4 + (wrapped->size() + sizes.iv + made->ciphertext.size() + sizes.tag) * 4 / 3 + 8);
  compact.append(".").append(base64url_encode(*wrapped));
  compact.append(".").append(base64url_encode({iv.data(), sizes.iv}));
  compact.append(".").append(base64url_encode(made->ciphertext));
  compact.append(".").append(base64url_encode(made->tag));
  return compact;
}

Result<std::string> decrypt(const PrivateKey& key, std::string_view compact) {
  if (compact.size() > kSizeMax) return refuse("is larger than 256 KiB");
  const CurveFacts* curve = find_curve(key.public_key().impl().kind);
  const auto algorithm = key.public_key().key_management();
  if (!curve || !algorithm) return fail(ErrorCode::kInvalidInput, "The key is not for decryption.");
  // RFC 7516 §7.1
  auto parts = split_compact<5>(compact);
  if (!parts) return refuse("is not five parts separated by dots");
  Opening opening;
  if (auto read = read_header(key, *curve, (*parts)[0], opening); !read) return pass_on(read);
  if (auto read = read_parts(*parts, opening); !read) return pass_on(read);
  Wiped<kCoordinateSizeMax> z;
  if (!agree(key.impl().key.get(), opening.ephemeral.get(), *curve, z)) return cannot_open();
  Wiped<kKekSizeMax> kek;
  const size_t kek_size = wrapping_key_size(*algorithm);
  concat_kdf(z.view(curve->coordinate_size), to_text(*algorithm), {opening.producer, opening.recipient}, kek_size, kek);
  Wiped<kContentKeySizeMax> content_key;
  if (!unwrap_key(kek.view(kek_size), opening.wrapped, content_key)) return cannot_open();
  auto plaintext = decrypt_content(
      opening.encryption, {content_key.view(content_sizes(opening.encryption).key), opening.iv, opening.associated},
      opening.ciphertext, opening.tag);
  if (!plaintext) return cannot_open();
  return *std::move(plaintext);
}

}  // namespace inkan::crypto
