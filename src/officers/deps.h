#pragma once

#include <chrono>
#include <string>

#include "audit/journal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "crypto/hash.h"
#include "crypto/sealed.h"
#include "http/metrics.h"
#include "officers/officer.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::officers {

class Cases;
class Effects;

// Settings are the limits of officers; app/config.h fills those that an operator may set.
struct Settings {
  std::string origin{};            // WebAuthn compares it byte for byte
  std::string relying_party_id{};  // the host of `origin`
  std::string name = "Inkan";      // shown by authenticators
  Duration session_idle_max = std::chrono::minutes(15);
  Duration session_lifetime = std::chrono::hours(9);  // one shift
  Duration session_touch_every = std::chrono::minutes(1);
  Duration enrolment_lifetime = std::chrono::hours(72);
  Duration challenge_lifetime = std::chrono::minutes(2);  // REQ-SES-1: how old a proof may be at a commit
  Duration presence_code_lifetime = std::chrono::minutes(10);
  Duration presence_lifetime = std::chrono::minutes(30);
  Duration draft_lifetime = std::chrono::minutes(30);
  int64_t reads_per_hour = 60;
  int64_t reads_per_day = 300;
  int64_t failures_per_hour = 10;
};

// Deps are the services officers stand on. All outlive the routes.
struct Deps {
  store::Database& database;
  const audit::Journal& journal;
  const population::Register& people;
  const crypto::KeyedHash& keyed_hash;
  const crypto::MasterKey& master_key;
  const Cases& cases;
  const Effects& effects;
  Clock& clock;
  Random& random;
  Log& log;
  http::Metrics& metrics;
  Settings settings{};
};

}  // namespace inkan::officers
