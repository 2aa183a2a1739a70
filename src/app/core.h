#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "audit/journal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "catalogue/client_directory.h"
#include "crypto/hash.h"
#include "crypto/sealed.h"
#include "http/outbound.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::app {

// Core is what every command that touches data needs: keys, store, journal, register, catalogue. Built once, in this
// order, and taken down in reverse; members refer to each other.
struct Core {
  Config config;
  SystemClock clock{};
  SystemRandom random{};
  JsonLog log;
  std::unique_ptr<crypto::MasterKey> master_key{};
  std::unique_ptr<crypto::KeyedHash> keyed_hash{};
  std::unique_ptr<store::Database> database{};
  std::unique_ptr<audit::Journal> journal{};
  std::unique_ptr<population::Register> people{};
  std::unique_ptr<http::Outbound> outbound{};
  std::unique_ptr<catalogue::ClientDirectory> clients{};

  explicit Core(Config c);
  ~Core();
};

// open_core reads keys and opens the store, bringing its schema up to date. Errors say which file or setting is wrong.
Result<std::unique_ptr<Core>> open_core(const Config& config);

}  // namespace inkan::app
