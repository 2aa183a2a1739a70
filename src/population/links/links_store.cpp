#include "population/links/links_store.h"

// The columns of a Link, in the order read_link wants them.
#define LINK_COLUMNS                                                                                           \
  "l.link_id, l.issuer, l.type, l.person_id, l.state, l.method, l.attributes, l.outcomes, l.wrong_chance_e12," \
  " l.comparator_version, l.model_version, l.operator, l.terminal, l.second_approver, l.document_sha256,"      \
  " l.batch_id, l.made_at, l.published_at, l.hidden_at, l.retired_at"
// Live: of the generation in force, and of no load that is under way. Residents and other bodies see what is published
// of it.
#define LINK_VISIBLE "l.state = 'published' AND " LINK_LIVE
#define LINK_LIVE                                                                                               \
  "l.retired_at IS NULL AND EXISTS (SELECT 1 FROM link_schemes s WHERE s.issuer = l.issuer AND s.type = l.type" \
  " AND s.generation = l.generation) AND (l.batch_id = '' OR EXISTS (SELECT 1 FROM link_batches b WHERE"        \
  " b.batch_id = l.batch_id AND b.state = 'applied'))"
#define SEALED_COLUMNS LINK_COLUMNS ", l.sealed_record, l.sealed_stated, p.wrapped_key, l.follows"

namespace inkan::population::links {

namespace {

constexpr size_t kLinkColumns = 20;

std::optional<Time> maybe_time(const store::Row& row, size_t column) {
  auto value = row.maybe_integer(column);
  return value ? std::optional(from_unix_micros(*value)) : std::nullopt;
}

Result<Link> read_link(const store::Row& row) {
  auto state = parse_link_state(row.text(4));
  auto method = parse_method(row.text(5));
  if (!state || !method) return fail(ErrorCode::kCorrupt, "A link could not be read.", "state or method of links");
  Link link;
  link.id = LinkId(row.text(0));
  link.scheme = {row.text(1), row.text(2)};
  link.person = PersonId(row.text(3));
  link.state = *state;
  link.method = *method;
  link.attributes = row.text(6);
  link.outcomes = row.text(7);
  link.wrong_chance = double(row.integer(8)) * 1e-12;
  link.comparator_version = row.integer(9);
  link.model_version = row.integer(10);
  link.origin = {.operator_id = row.text(11),
                 .terminal = row.text(12),
                 .second_approver = row.text(13),
                 .document_sha256 = row.text(14)};
  if (!row.text(15).empty()) link.batch = BatchId(row.text(15));
  link.made_at = from_unix_micros(row.integer(16));
  link.published_at = maybe_time(row, 17);
  link.hidden_at = maybe_time(row, 18);
  link.retired_at = maybe_time(row, 19);
  return link;
}

Result<SealedLink> read_sealed(const store::Row& row) {
  auto link = read_link(row);
  if (!link) return pass_on(link);
  SealedLink sealed;
  sealed.link = std::move(*link);
  sealed.sealed_record = row.bytes(kLinkColumns);
  sealed.sealed_stated = row.bytes(kLinkColumns + 1);
  sealed.wrapped_key = row.bytes(kLinkColumns + 2);
  sealed.follows = row.text(kLinkColumns + 3);
  return sealed;
}

template <typename T>
Result<std::vector<T>> read_all(const store::Rows& rows, Result<T> (*read)(const store::Row&)) {
  std::vector<T> all;
  for (const auto& row : rows) {
    auto one = read(row);
    if (!one) return pass_on(one);
    all.push_back(std::move(*one));
  }
  return all;
}

Task<std::vector<Link>> query_links(store::Database& database, std::string_view sql,
                                    std::vector<store::Value> parameters) {
  auto rows = co_await database.query(sql, std::move(parameters));
  if (!rows) co_return pass_on(rows);
  co_return read_all(*rows, read_link);
}

Task<std::vector<SealedLink>> query_sealed(store::Database& database, std::string_view sql,
                                           std::vector<store::Value> parameters) {
  auto rows = co_await database.query(sql, std::move(parameters));
  if (!rows) co_return pass_on(rows);
  co_return read_all(*rows, read_sealed);
}

}  // namespace

void add_scheme_rows(store::Batch& batch, const Scheme& scheme, bool sex_not_held, const std::string& by, Time now) {
  batch.add(
      "INSERT INTO link_schemes (issuer, type, sex_not_held, generation, added_at) VALUES ($1, $2, $3, 1, $4)"
      " ON CONFLICT (issuer, type) DO NOTHING",
      {scheme.issuer, scheme.type, int64_t(sex_not_held), unix_micros(now)}, store::Expect::kOne);
  batch.add(
      "INSERT INTO link_agencies (issuer, auto_link, links, predicted_e12, audited, estimate_e12, lower_e12, upper_e12,"
      " changed_at, changed_by, reason) VALUES ($1, 'on', 0, 0, 0, 0, 0, 1000000000000, $2, $3, '')"
      " ON CONFLICT (issuer) DO NOTHING",
      {scheme.issuer, unix_micros(now), by});
}

Task<std::optional<SchemeRow>> find_scheme(store::Database& database, Scheme scheme) {
  std::vector<store::Value> parameters{std::move(scheme.issuer), std::move(scheme.type)};
  auto row = co_await database.query_one(
      "SELECT s.sex_not_held, s.generation, a.auto_link FROM link_schemes s JOIN link_agencies a"
      " ON a.issuer = s.issuer WHERE s.issuer = $1 AND s.type = $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<SchemeRow> found;
  if (*row) {
    SchemeRow scheme_row;
    scheme_row.sex_not_held = (*row)->integer(0) != 0;
    scheme_row.generation = (*row)->integer(1);
    scheme_row.auto_link = (*row)->text(2) == "on";
    found = scheme_row;
  }
  co_return found;
}

size_t add_link(store::Batch& batch, const NewLink& n) {
  const Link& link = n.link;
  const auto hidden = link.hidden_at ? store::Value(unix_micros(*link.hidden_at)) : store::Value();
  const auto published = link.published_at ? store::Value(unix_micros(*link.published_at)) : store::Value();
  return batch.add(
      "INSERT INTO links (link_id, issuer, type, generation, batch_id, person_id, record_hash, sealed_record,"
      " sealed_stated, state, follows, made_at, published_at, hidden_at, end_reason, method, attributes, outcomes,"
      " comparator_version, model_version, wrong_chance_e12, operator, terminal, second_approver, document_sha256,"
      " row_digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, CAST($13 AS BIGINT),"
      " CAST($14 AS BIGINT), '', $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
      {link.id.text(),
       link.scheme.issuer,
       link.scheme.type,
       n.generation,
       link.batch.text(),
       link.person.text(),
       store::Bytes{n.record_hash},
       store::Bytes{n.sealed_record},
       store::Bytes{n.sealed_stated},
       std::string(to_text(link.state)),
       n.follows,
       unix_micros(link.made_at),
       published,
       hidden,
       std::string(to_text(link.method)),
       link.attributes,
       link.outcomes,
       link.comparator_version,
       link.model_version,
       int64_t(link.wrong_chance * 1e12),
       link.origin.operator_id,
       link.origin.terminal,
       link.origin.second_approver,
       link.origin.document_sha256,
       n.row_digest},
      store::Expect::kOne);
}

size_t count_link(store::Batch& batch, const std::string& issuer, const std::string& day, int64_t wrong_chance_e12,
                  int64_t wrong_rate_max_e12) {
  const size_t index = batch.add(
      "UPDATE link_agencies SET links = links + 1, predicted_e12 = predicted_e12 + $2,"
      " auto_link = CASE WHEN predicted_e12 + $2 > $3 * (links + 1) THEN 'suspended' ELSE auto_link END,"
      " reason = CASE WHEN predicted_e12 + $2 > $3 * (links + 1) THEN 'predicted' ELSE reason END"
      " WHERE issuer = $1 AND auto_link = 'on'",
      {issuer, wrong_chance_e12, wrong_rate_max_e12}, store::Expect::kOne);
  batch.add(
      "INSERT INTO link_days (issuer, day, linked, quarantined, refused, predicted_e12) VALUES ($1, $2, 1, 0, 0, $3)"
      " ON CONFLICT (issuer, day) DO UPDATE SET linked = link_days.linked + 1,"
      " predicted_e12 = link_days.predicted_e12 + excluded.predicted_e12",
      {issuer, day, wrong_chance_e12});
  return index;
}

void count_attempt(store::Batch& batch, const std::string& issuer, const std::string& day, bool quarantined) {
  batch.add(
      "INSERT INTO link_days (issuer, day, linked, quarantined, refused, predicted_e12) VALUES ($1, $2, 0, $3, $4, 0)"
      " ON CONFLICT (issuer, day) DO UPDATE SET quarantined = link_days.quarantined + excluded.quarantined,"
      " refused = link_days.refused + excluded.refused",
      {issuer, day, int64_t(quarantined), int64_t(!quarantined)});
}

void move_link(store::Batch& batch, const Move& move) {
  const store::Value now = unix_micros(move.now);
  const bool hides = move.to == LinkState::kQuarantined || move.to == LinkState::kDisputed;
  batch.add(
      "UPDATE links SET state = $1,"
      " published_at = CASE WHEN $1 = 'published' THEN COALESCE(published_at, $2) ELSE published_at END,"
      " hidden_at = CASE WHEN $5 = 1 THEN $2 WHEN $1 = 'published' THEN NULL ELSE hidden_at END,"
      " retired_at = CASE WHEN $1 = 'retired' THEN $2 ELSE NULL END, end_reason = $6"
      " WHERE link_id = $3 AND state = $4 AND retired_at IS NULL",
      {std::string(to_text(move.to)), now, move.link_id, std::string(to_text(move.from)), int64_t(hides),
       move.end_reason},
      store::Expect::kOne);
}

size_t hide_visible(store::Batch& batch, const std::string& link_id, const std::string& person_id, LinkState to,
                    Time now) {
  return batch.add(
      "UPDATE links AS l SET state = $1, hidden_at = $2 WHERE l.link_id = $3 AND l.person_id = $4 AND " LINK_VISIBLE,
      {std::string(to_text(to)), unix_micros(now), link_id, person_id}, store::Expect::kOne);
}

size_t retire_live(store::Batch& batch, const std::string& link_id, const std::string& reason, Time now) {
  return batch.add(
      "UPDATE links SET state = 'retired', retired_at = $1, end_reason = $2 WHERE link_id = $3 AND retired_at IS NULL",
      {unix_micros(now), reason, link_id}, store::Expect::kOne);
}

Task<std::optional<SealedLink>> find_link(store::Database& database, std::string link_id) {
  std::vector<store::Value> parameters{std::move(link_id)};
  auto found = co_await query_sealed(database,
                                     "SELECT " SEALED_COLUMNS
                                     " FROM links l JOIN persons p ON p.person_id = l.person_id WHERE l.link_id = $1",
                                     std::move(parameters));
  if (!found) co_return pass_on(found);
  std::optional<SealedLink> link;
  if (!found->empty()) link = std::move(found->front());
  co_return link;
}

Task<std::optional<Link>> find_visible(store::Database& database, std::string record_hash) {
  std::vector<store::Value> parameters{store::Bytes{std::move(record_hash)}};
  auto found =
      co_await query_links(database, "SELECT " LINK_COLUMNS " FROM links l WHERE l.record_hash = $1 AND " LINK_VISIBLE,
                           std::move(parameters));
  if (!found) co_return pass_on(found);
  std::optional<Link> link;
  if (!found->empty()) link = std::move(found->front());
  co_return link;
}

Task<std::vector<Link>> list_visible_of(store::Database& database, std::string person_id) {
  return query_links(database,
                     "SELECT " LINK_COLUMNS " FROM links l WHERE l.person_id = $1 AND " LINK_VISIBLE
                     " ORDER BY l.link_id DESC",
                     {std::move(person_id)});
}

Task<std::vector<Link>> list_in_state(store::Database& database, std::string person_id, LinkState state) {
  return query_links(database,
                     "SELECT " LINK_COLUMNS
                     " FROM links l WHERE l.person_id = $1 AND l.state = $2 AND EXISTS (SELECT 1"
                     " FROM link_schemes s WHERE s.issuer = l.issuer AND s.type = l.type AND s.generation ="
                     " l.generation) ORDER BY l.link_id DESC",
                     {std::move(person_id), std::string(to_text(state))});
}

Task<std::vector<Link>> list_by_method(store::Database& database, Method method, Time from, Time until,
                                       std::string after, int limit) {
  return query_links(
      database,
      "SELECT " LINK_COLUMNS
      " FROM links l WHERE l.method = $1 AND l.made_at >= $2 AND l.made_at < $3"
      " AND l.link_id > $4 ORDER BY l.made_at, l.link_id LIMIT $5",
      {std::string(to_text(method)), unix_micros(from), unix_micros(until), std::move(after), int64_t(limit)});
}

Task<std::vector<SealedLink>> list_live(store::Database& database, std::string after, int limit) {
  return query_sealed(database,
                      "SELECT " SEALED_COLUMNS
                      " FROM links l JOIN persons p ON p.person_id = l.person_id"
                      " WHERE l.link_id > $1 AND " LINK_LIVE " ORDER BY l.link_id LIMIT $2",
                      {std::move(after), int64_t(limit)});
}

Task<std::vector<SealedLink>> list_live_of(store::Database& database, std::string person_id) {
  return query_sealed(database,
                      "SELECT " SEALED_COLUMNS
                      " FROM links l JOIN persons p ON p.person_id = l.person_id"
                      " WHERE l.person_id = $1 AND " LINK_LIVE,
                      {std::move(person_id)});
}

Task<std::vector<Earlier>> list_earlier(store::Database& database, std::string record_hash) {
  std::vector<store::Value> parameters{store::Bytes{std::move(record_hash)}};
  auto rows = co_await database.query(
      "SELECT l.link_id, l.follows, l.person_id, l.state, l.end_reason FROM links l WHERE l.record_hash = $1 AND"
      " (l.end_reason = 'not-mine' OR (l.retired_at IS NULL AND EXISTS (SELECT 1 FROM link_schemes s WHERE"
      " s.issuer = l.issuer AND s.type = l.type AND s.generation = l.generation)))",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<Earlier> all;
  for (const auto& row : *rows) {
    Earlier earlier;
    earlier.link_id = row.text(0);
    earlier.root = row.text(1).empty() ? row.text(0) : row.text(1);
    earlier.person_id = row.text(2);
    earlier.state = parse_link_state(row.text(3)).value_or(LinkState::kQuarantined);
    earlier.rejected = row.text(4) == "not-mine";
    all.push_back(std::move(earlier));
  }
  co_return all;
}

Task<std::optional<std::string>> find_wrapped_key(store::Database& database, std::string person_id) {
  std::vector<store::Value> parameters{std::move(person_id)};
  auto row = co_await database.query_one("SELECT wrapped_key FROM persons WHERE person_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<std::string> key;
  if (*row) key = (*row)->bytes(0);
  co_return key;
}

Task<std::optional<SealedLink>> find_live_repeating(store::Database& database, std::string root) {
  std::vector<store::Value> parameters{std::move(root)};
  auto found = co_await query_sealed(database,
                                     "SELECT " SEALED_COLUMNS
                                     " FROM links l JOIN persons p ON p.person_id = l.person_id"
                                     " WHERE (l.link_id = $1 OR l.follows = $1) AND " LINK_LIVE,
                                     std::move(parameters));
  if (!found) co_return pass_on(found);
  std::optional<SealedLink> link;
  if (!found->empty()) link = std::move(found->front());
  co_return link;
}

void add_visible_check(store::Batch& batch, const std::string& link_id) {
  batch.add("SELECT 1 FROM links l WHERE l.link_id = $1 AND " LINK_VISIBLE, {link_id}, store::Expect::kOne);
}

Task<std::vector<SealedLink>> list_staged(store::Database& database, std::string batch_id, std::string after,
                                          int limit) {
  return query_sealed(
      database,
      "SELECT " SEALED_COLUMNS
      " FROM links l JOIN persons p ON p.person_id = l.person_id WHERE l.batch_id = $1 AND l.batch_id <>"
      " '' AND l.link_id > $2 AND l.retired_at IS NULL ORDER BY l.link_id LIMIT $3",
      {std::move(batch_id), std::move(after), int64_t(limit)});
}

}  // namespace inkan::population::links
