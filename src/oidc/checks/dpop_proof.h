#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oidc/call.h"
#include "oidc/checks/dpop_nonce.h"
#include "oidc/deps.h"

namespace inkan::oidc {

struct ProofExpectation {
  std::string_view method{};
  std::vector<std::string> urls{};            // any of these, compared normalised
  std::optional<std::string> access_token{};  // then ath must be its hash
  const DpopNonces* nonces = nullptr;         // set: a nonce of ours is demanded
};
struct DpopProof {
  std::string thumbprint{};
  std::string jti{};
  Time accepted_until{};  // the proof cannot be accepted after this; its jti is remembered so long
};
// verify_dpop_proof applies RFC 9449 §4.3 to the request's DPoP header. Errors: kInvalidDpopProof saying what to fix,
// kUseDpopNonce.
Answer<DpopProof> verify_dpop_proof(const http::Request& request, const ProofExpectation& expected, Time now);

// prove_dpop_key verifies the proof of a PAR or token call, puts its jti into the call's batch and its key's
// thumbprint into call.confirmation.
Answer<Done> prove_dpop_key(Call& call, const Deps& deps);

// add_proof_jti puts a proof's jti into a batch; returns the statement's index.
size_t add_proof_jti(store::Batch& batch, const crypto::KeyedHash& keyed, const DpopProof& proof);

}  // namespace inkan::oidc
