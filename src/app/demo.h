#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/core.h"
#include "base/result.h"

namespace inkan::app {

// DemoOptions is what `inkan demo` takes: where everything is kept, which nation, which ports.
struct DemoOptions {
  int64_t port = 8443;
  std::filesystem::path data = "data";
  int64_t people = 10000;
  uint64_t seed = 1;
  std::string store = "sqlite";
  std::string connection{};  // postgres: libpq connection string
  int64_t library_port = 3000;
};

// write_demo_files makes, once, the development authority (ca.pem), the server's certificate and inkan.toml in the data
// directory; a second start keeps the authority and the keys.
Result<Config> write_demo_files(const DemoOptions& options);

// load_demo_nation registers residents up to `people`, with a progress bar on standard error; continues where it
// stopped.
Result<Done> load_demo_nation(Core& core, const DemoOptions& options);

// seed_demo_accounts opens accounts for the named residents and writes a letter for one who has none yet; what a person
// at the keyboard needs to know is kept in residents.json (mode 0600). Idempotent.
Result<json::object> seed_demo_accounts(Core& core, const DemoOptions& options);

// register_demo_library registers DIR/library-client.json, the demo service made by
// examples/library_card/make_keys.mjs.
Result<Done> register_demo_library(Core& core, const DemoOptions& options);

// demo_greeting is the start-up text.
std::string demo_greeting(const json::object& residents, const DemoOptions& options);

}  // namespace inkan::app
