#include "app/core.h"

namespace inkan::app {

namespace {

LogLevel level_of(const std::string& text) {
  if (text == "debug") return LogLevel::kDebug;
  if (text == "warning") return LogLevel::kWarning;
  if (text == "error") return LogLevel::kError;
  return LogLevel::kInfo;
}

}  // namespace

Core::Core(Config c) : config(std::move(c)), log(level_of(config.log_level)) {}

Core::~Core() {
  if (database) database->close();
}

Result<std::unique_ptr<Core>> open_core(const Config& config) {
  auto core = std::make_unique<Core>(config);
  auto master = crypto::open_master_key_file(config.keys_master_key_file, config.keys_create_master_key, core->random);
  if (!master) return pass_on(master);
  core->master_key = std::move(*master);
  core->keyed_hash = std::make_unique<crypto::KeyedHash>(core->master_key->derive("keyed-hash"));

  const store::OpenOptions options{.engine = config.store_engine,
                                   .path = config.store_path,
                                   .connection = config.store_connection,
                                   .connections_per_thread = int(config.store_connections_per_thread),
                                   .waiting_batches_max = size_t(config.store_waiting_batches)};
  auto database = store::open(options, /*migrate=*/true, core->log);
  if (!database) return pass_on(database);
  core->database = std::move(*database);

  core->journal = std::make_unique<audit::Journal>(*core->database, core->clock, core->random);
  core->people = std::make_unique<population::Register>(population::Register::Deps{.database = *core->database,
                                                                                   .master_key = *core->master_key,
                                                                                   .keyed_hash = *core->keyed_hash,
                                                                                   .journal = *core->journal,
                                                                                   .clock = core->clock,
                                                                                   .random = core->random});
  core->outbound = std::make_unique<http::Outbound>(
      http::Outbound::Rules{.allowed_private = config.outbound_allowed_private, .ca_file = config.outbound_ca_file},
      core->log);
  core->clients =
      std::make_unique<catalogue::ClientDirectory>(catalogue::ClientDirectory::Deps{.database = *core->database,
                                                                                    .journal = *core->journal,
                                                                                    .outbound = *core->outbound,
                                                                                    .clock = core->clock,
                                                                                    .random = core->random,
                                                                                    .log = core->log});
  return core;
}

}  // namespace inkan::app
