#include "crypto/hash.h"
#include "crypto/x509.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

// RFC 8705 §2.1: tls_client_auth compares the certificate's subject with the registered one.
// RFC 8705 §2.2 is checked together with the keys, in client_assertion.cpp.
Answer<Done> check_client_certificate(Call& call, const Deps&) {
  using catalogue::ClientAuthentication;
  if (call.client->authentication == ClientAuthentication::kPrivateKeyJwt) return Done{};
  if (call.request.client_certificate.empty()) {
    return refuse(Code::kInvalidClient,
                  "No client certificate was presented. Use the mtls_endpoint_aliases of the discovery document.");
  }
  auto current = crypto::certificate_is_current(call.request.client_certificate, call.now);
  if (!current || !*current)
    return refuse(Code::kInvalidClient, "The client certificate is not readable or not valid now.");
  if (call.client->authentication == ClientAuthentication::kSelfSignedTlsClientAuth) return Done{};
  // A subject is what the certificate says of itself: it counts only when an authority of ours vouches for it.
  if (!call.request.client_certificate_trusted) {
    return refuse(
        Code::kInvalidClient,
        "The client certificate is not issued by an authority that this server trusts (server.mtls_client_ca).");
  }
  auto subject = crypto::subject_dn(call.request.client_certificate);
  if (!subject || !crypto::equal(*subject, call.client->tls_subject_dn)) {
    return refuse(Code::kInvalidClient, "The subject of the client certificate is '" +
                                            (subject ? *subject : std::string("unreadable")) + "', registered is '" +
                                            call.client->tls_subject_dn + "'.");
  }
  return Done{};
}

}  // namespace inkan::oidc
