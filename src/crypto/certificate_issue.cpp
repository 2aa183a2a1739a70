#include <openssl/asn1.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/random.h"
#include "crypto/keys.h"
#include "crypto/x509.h"

namespace inkan::crypto {

namespace {

constexpr auto kLeafLifetimeMax = std::chrono::days(825);  // more is refused by browsers, for private authorities too
constexpr auto kAuthorityLifetimeMax = std::chrono::days(3653);
constexpr size_t kCommonNameMax = 64;  // RFC 5280, ub-common-name
constexpr size_t kNamesMax = 64;
constexpr size_t kSerialSize = 16;

using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;

std::unexpected<Error> failed() {
  return fail(ErrorCode::kInternal, "A certificate could not be made.", openssl_error());
}
std::unexpected<Error> refuse(const char* why) {
  return fail(ErrorCode::kInvalidInput, std::string("The certificate cannot be issued: ") + why);
}

bool is_dns_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.empty() || name.size() > 253 || name.front() == '.' || name.back() == '.') return false;
  return name.find("..") == name.npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == name.npos;
}

bool set_subject(X509_NAME* name, std::string_view common_name) {
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, in(common_name), int(common_name.size()), -1,
                                    0) == 1;
}

bool set_time(ASN1_TIME* field, Time at) {
  return ASN1_TIME_set(field, std::chrono::system_clock::to_time_t(from_unix_seconds(unix_seconds(at)))) != nullptr;
}

bool set_serial(X509* certificate) {
  // RFC 5280 §4.1.2.2: positive, at most 20 octets; random, so that two authorities of one name do not collide.
  SystemRandom random;
  std::string bytes = random.bytes(kSerialSize);
  bytes[0] = char((uint8_t(bytes[0]) & 0x7F) | 0x40);
  std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(in(bytes), int(bytes.size()), nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

// add_extension writes one extension from OpenSSL's own notation; values are literals, never input.
bool add_extension(X509* issuer, X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool add_name(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (!name) return false;
  GENERAL_NAME_set0_value(name, type, value);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

// alternative_names builds the SAN from values, not from text, so that no name can smuggle in another.
Result<Names> alternative_names(const LeafRequest& request) {
  Names names(GENERAL_NAMES_new());
  for (const auto& dns : request.dns_names) {
    if (!is_dns_name(dns)) return refuse("a DNS name is not one.");
    ASN1_IA5STRING* text = ASN1_IA5STRING_new();
    if (!text || ASN1_STRING_set(text, dns.data(), int(dns.size())) != 1 || !add_name(names.get(), GEN_DNS, text))
      return failed();
  }
  for (const auto& address : request.ip_addresses) {
    ASN1_OCTET_STRING* bytes = a2i_IPADDRESS(address.c_str());
    forget_openssl_errors();
    if (!bytes) return refuse("an IP address is not one.");
    if (!add_name(names.get(), GEN_IPADD, bytes)) return failed();
  }
  return names;
}

// Draft is a certificate before its signature.
struct Draft {
  Certificate certificate{};
  EvpKey key{};
};

Result<Draft> start(std::string_view common_name, Time now, Duration lifetime) {
  if (common_name.empty() || common_name.size() > kCommonNameMax) return refuse("the common name has 1 to 64 bytes.");
  Draft draft{Certificate(X509_new()), generate_ec(KeyKind::kP256)};
  X509* certificate = draft.certificate.get();
  if (!certificate || !draft.key || X509_set_version(certificate, X509_VERSION_3) != 1 || !set_serial(certificate) ||
      !set_subject(X509_get_subject_name(certificate), common_name) ||
      !set_time(X509_getm_notBefore(certificate), now) ||
      !set_time(X509_getm_notAfter(certificate), now + lifetime - std::chrono::seconds(1)) ||
      X509_set_pubkey(certificate, draft.key.get()) != 1)
    return failed();
  return draft;
}

Result<IssuedCertificate> finish(const Draft& draft, EVP_PKEY* signer) {
  if (X509_sign(draft.certificate.get(), signer, digest_of(Hash::kSha256)) <= 0) return failed();
  Bio certificate(BIO_new(BIO_s_mem())), key(BIO_new(BIO_s_secmem()));
  if (!certificate || !key || PEM_write_bio_X509(certificate.get(), draft.certificate.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key.get(), draft.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return failed();
  char* at = nullptr;
  long size = BIO_get_mem_data(certificate.get(), &at);
  IssuedCertificate issued{std::string(at, size_t(size)), {}};
  size = BIO_get_mem_data(key.get(), &at);
  issued.private_key_pem = Secret(std::string(at, size_t(size)));
  return issued;
}

Result<Draft> read_authority(const IssuedCertificate& authority) {
  std::string_view key_text = authority.private_key_pem.reveal(Purpose::kCompute);
  Bio certificate(BIO_new_mem_buf(authority.certificate_pem.data(), int(authority.certificate_pem.size())));
  Bio key(BIO_new_mem_buf(key_text.data(), int(key_text.size())));
  Draft read{Certificate(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)),
             EvpKey(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr))};
  forget_openssl_errors();
  const bool usable = read.certificate && read.key &&
                      X509_check_private_key(read.certificate.get(), read.key.get()) == 1 &&
                      X509_check_ca(read.certificate.get()) == 1;
  forget_openssl_errors();
  if (!usable) return refuse("the authority's certificate and key do not belong together, or it is no authority.");
  return read;
}

}  // namespace

Result<IssuedCertificate> make_authority(std::string_view common_name, Time now, Duration lifetime) {
  if (lifetime < std::chrono::minutes(1) || lifetime > kAuthorityLifetimeMax)
    return refuse("the lifetime is out of bounds.");
  auto draft = start(common_name, now, lifetime);
  if (!draft) return pass_on(draft);
  X509* certificate = draft->certificate.get();
  // RFC 5280 §4.2.1.9, §4.2.1.3: an authority that signs leaves only.
  if (X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) != 1 ||
      !add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(certificate, certificate, NID_subject_key_identifier, "hash") ||
      !add_extension(certificate, certificate, NID_authority_key_identifier, "keyid:always"))
    return failed();
  return finish(*draft, draft->key.get());
}

Result<IssuedCertificate> issue_certificate(const IssuedCertificate& authority, const LeafRequest& request, Time now,
                                            Duration lifetime) {
  if (lifetime < std::chrono::minutes(1) || lifetime > kLeafLifetimeMax)
    return refuse("a leaf lives at most 825 days.");
  const size_t names_count = request.dns_names.size() + request.ip_addresses.size();
  if (names_count > kNamesMax) return refuse("there are more than 64 names.");
  // RFC 9525 §2: a server is known by its SAN; the common name is no name of a host.
  if (!request.client && names_count == 0) return refuse("a server needs a DNS name or an IP address.");
  auto issuer = read_authority(authority);
  if (!issuer) return pass_on(issuer);
  auto names = alternative_names(request);
  if (!names) return pass_on(names);
  auto draft = start(request.common_name, now, lifetime);
  if (!draft) return pass_on(draft);
  X509* certificate = draft->certificate.get();
  X509* signer = issuer->certificate.get();
  if (X509_set_issuer_name(certificate, X509_get_subject_name(signer)) != 1 ||
      !add_extension(signer, certificate, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(signer, certificate, NID_key_usage, "critical,digitalSignature") ||
      !add_extension(signer, certificate, NID_ext_key_usage, request.client ? "clientAuth" : "serverAuth") ||
      !add_extension(signer, certificate, NID_subject_key_identifier, "hash") ||
      !add_extension(signer, certificate, NID_authority_key_identifier, "keyid:always") ||
      (names_count > 0 && X509_add1_ext_i2d(certificate, NID_subject_alt_name, names->get(), 0, 0) != 1))
    return failed();
  return finish(*draft, issuer->key.get());
}

}  // namespace inkan::crypto
