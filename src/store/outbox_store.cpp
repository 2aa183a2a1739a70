#include "base/check.h"
#include "store/outbox.h"

namespace inkan::store {

void add_outbox(Batch& batch, std::string_view topic, std::string_view subject, Time now) {
  batch.add("INSERT INTO outbox (topic, subject, made_at) VALUES ($1, $2, $3)",
            {std::string(topic), std::string(subject), unix_micros(now)}, Expect::kOne);
}

Task<std::vector<OutboxMessage>> read_outbox(Database& database, std::string consumer, std::string topic, int limit) {
  check(limit > 0, "the limit is positive");
  std::vector<Value> parameters{std::move(consumer), topic, int64_t(limit)};
  Result<Rows> rows = co_await database.query(
      "SELECT position, subject FROM outbox WHERE topic = $2 AND position > "
      "COALESCE((SELECT position FROM outbox_consumers WHERE consumer = $1 AND topic = $2), 0) "
      "ORDER BY position LIMIT $3",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<OutboxMessage> messages;
  for (const Row& row : *rows)
    messages.push_back(OutboxMessage{.position = row.integer(0), .topic = topic, .subject = row.text(1)});
  co_return messages;
}

void confirm_outbox(Batch& batch, std::string_view consumer, std::string_view topic, int64_t position) {
  // The WHERE keeps a consumer that confirms late (after a restart, or twice) from going back.
  batch.add(
      "INSERT INTO outbox_consumers (consumer, topic, position) VALUES ($1, $2, $3) "
      "ON CONFLICT (consumer, topic) DO UPDATE SET position = excluded.position "
      "WHERE outbox_consumers.position < excluded.position",
      {std::string(consumer), std::string(topic), position});
}

}  // namespace inkan::store
