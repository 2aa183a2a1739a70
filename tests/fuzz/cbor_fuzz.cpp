// Whatever bytes come as attestation object, authenticator data or key: an answer, never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "accounts/cbor.h"
#include "accounts/webauthn.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace inkan::accounts;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  (void)cbor::parse(text);
  (void)webauthn::parse_authenticator_data(text, /*registration=*/true);
  (void)webauthn::parse_authenticator_data(text, /*registration=*/false);
  (void)webauthn::check_public_key(text);
  return 0;
}
