#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/database.h"

namespace inkan::store {

// News travels upwards by the outbox: a folder below writes a row in the same batch as the change, jobs in app hand it
// to the folders above. Delivery is at least once and in order per topic; handlers must be idempotent.
struct OutboxMessage {
  int64_t position = 0;
  std::string topic{};    // "person.died", "client.removed", "account.closed"
  std::string subject{};  // id of what changed
};
// add_outbox adds the row to a batch.
void add_outbox(Batch& batch, std::string_view topic, std::string_view subject, Time now);
// read_outbox reads up to `limit` messages of a topic after the consumer's position; confirm moves the position.
Task<std::vector<OutboxMessage>> read_outbox(Database& database, std::string consumer, std::string topic, int limit);
void confirm_outbox(Batch& batch, std::string_view consumer, std::string_view topic, int64_t position);

}  // namespace inkan::store
