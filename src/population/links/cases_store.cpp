#include "population/links/cases_store.h"

#define CASE_COLUMNS                                                                                          \
  "case_id, kind, issuer, type, link_id, person_id, reason, settles, risk_e12, opened_at, due_at, closed_at," \
  " verdict"

// What a load stages is nobody's work before it is applied.
#define CASE_SHOWN                                                                                                \
  "(batch_id = '' OR EXISTS (SELECT 1 FROM link_batches b WHERE b.batch_id = link_cases.batch_id AND b.state <> " \
  "'staging'))"

namespace inkan::population::links {

namespace {

Result<Case> read_case(const store::Row& row) {
  auto kind = parse_case_kind(row.text(1));
  if (!kind) return fail(ErrorCode::kCorrupt, "A case could not be read.", "kind of link_cases");
  Case found;
  found.id = CaseId(row.text(0));
  found.kind = *kind;
  found.scheme = {row.text(2), row.text(3)};
  found.link = LinkId(row.text(4));
  found.person = PersonId(row.text(5));
  found.reason = row.text(6);
  found.settles = row.text(7);
  found.risk = double(row.integer(8)) * 1e-12;
  found.opened_at = from_unix_micros(row.integer(9));
  found.due_at = from_unix_micros(row.integer(10));
  if (auto closed = row.maybe_integer(11)) found.closed_at = from_unix_micros(*closed);
  found.verdict = row.text(12);
  return found;
}

}  // namespace

void add_case(store::Batch& batch, const NewCase& n) {
  const Case& about = n.about;
  batch.add(
      "INSERT INTO link_cases (case_id, kind, issuer, type, link_id, batch_id, person_id, reason, settles, risk_e12,"
      " opened_at, due_at, wrapped_key, sealed, verdict, closed_by, second_approver)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '') ON CONFLICT DO NOTHING",
      {about.id.text(), std::string(to_text(about.kind)), about.scheme.issuer, about.scheme.type, about.link.text(),
       n.batch.text(), about.person.text(), about.reason, about.settles, int64_t(about.risk * 1e12),
       unix_micros(about.opened_at), unix_micros(about.due_at), store::Bytes{n.content.wrapped_key},
       store::Bytes{n.content.sealed}});
}

void close_case(store::Batch& batch, const Case& about, Verdict verdict, const Origin& by, Time now) {
  batch.add(
      "UPDATE link_cases SET closed_at = $1, verdict = $2, closed_by = $3, second_approver = $4"
      " WHERE case_id = $5 AND closed_at IS NULL",
      {unix_micros(now), std::string(to_text(verdict)), by.operator_id, by.second_approver, about.id.text()},
      store::Expect::kOne);
}

Task<std::optional<StoredCase>> find_case(store::Database& database, std::string case_id) {
  std::vector<store::Value> parameters{std::move(case_id)};
  auto row = co_await database.query_one(
      "SELECT " CASE_COLUMNS ", wrapped_key, sealed FROM link_cases WHERE case_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredCase> found;
  if (*row) {
    auto about = read_case(**row);
    if (!about) co_return pass_on(about);
    StoredCase stored;
    stored.about = std::move(*about);
    stored.content.wrapped_key = (*row)->bytes(13);
    stored.content.sealed = (*row)->bytes(14);
    found = std::move(stored);
  }
  co_return found;
}

Task<std::vector<Case>> list_cases(store::Database& database, Cases::Filter filter, int skip, int limit) {
  std::vector<store::Value> parameters{int64_t(filter.open), filter.issuer.value_or(""),
                                       filter.kind ? std::string(to_text(*filter.kind)) : std::string(), int64_t(limit),
                                       int64_t(skip)};
  // GCC 12: no conditional that awaits.
  const std::string_view open =
      "SELECT " CASE_COLUMNS " FROM link_cases WHERE closed_at IS NULL AND " CASE_SHOWN
      " AND $1 = 1 AND ($2 = '' OR issuer = $2)"
      " AND ($3 = '' OR kind = $3) ORDER BY risk_e12 DESC, opened_at DESC, case_id LIMIT $4 OFFSET $5";
  const std::string_view closed = "SELECT " CASE_COLUMNS
                                  " FROM link_cases WHERE closed_at IS NOT NULL AND $1 = 0 AND ($2 = '' OR issuer = $2)"
                                  " AND ($3 = '' OR kind = $3) ORDER BY closed_at DESC, case_id LIMIT $4 OFFSET $5";
  auto rows = co_await database.query(filter.open ? open : closed, std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<Case> cases;
  for (const auto& row : *rows) {
    auto found = read_case(row);
    if (!found) co_return pass_on(found);
    cases.push_back(std::move(*found));
  }
  co_return cases;
}

Task<int64_t> count_open_cases(store::Database& database) {
  auto row = co_await database.query_one("SELECT COUNT(*) FROM link_cases WHERE closed_at IS NULL AND " CASE_SHOWN, {});
  if (!row) co_return pass_on(row);
  co_return (*row)->integer(0);
}

void add_wrong_audit(store::Batch& batch, const std::string& audit_id, const Link& link, Time now) {
  batch.add(
      "INSERT INTO link_audits (audit_id, link_id, issuer, weight_e12, drawn_at, answered_at, wrong)"
      " SELECT $1, $2, $3, 1000000000000 / CASE WHEN links < 1 THEN 1 ELSE links END, $4, $4, 1 FROM link_agencies"
      " WHERE issuer = $3",
      {audit_id, link.id.text(), link.scheme.issuer, unix_micros(now)});
}

}  // namespace inkan::population::links
