#include "population/links/fsck_store.h"

namespace inkan::population::links {

// A query per rule: it gives the ids of what breaks it. `unfinished` is work that a run was stopped in and that the
// next load, sweep or start ends; it is not visible to anybody.
const std::vector<StoreRule>& store_rules() {
  static const std::vector<StoreRule> all = {
      {"link-of-nobody", "A live link belongs to a person of the register.", false,
       "SELECT l.link_id FROM links l LEFT JOIN persons p ON p.person_id = l.person_id"
       " WHERE l.retired_at IS NULL AND p.person_id IS NULL"},
      {"link-without-scheme", "A link belongs to a declared kind of record of a known agency.", false,
       "SELECT l.link_id FROM links l LEFT JOIN link_schemes s ON s.issuer = l.issuer AND s.type = l.type"
       " LEFT JOIN link_agencies a ON a.issuer = l.issuer WHERE s.issuer IS NULL OR a.issuer IS NULL"},
      {"link-without-batch", "A link that came by a file names its load.", false,
       "SELECT l.link_id FROM links l LEFT JOIN link_batches b ON b.batch_id = l.batch_id"
       " WHERE l.batch_id <> '' AND b.batch_id IS NULL"},
      {"link-follows-nothing", "A link that repeats a hidden one names it.", false,
       "SELECT l.link_id FROM links l LEFT JOIN links r ON r.link_id = l.follows"
       " WHERE l.follows <> '' AND r.link_id IS NULL"},
      {"provenance",
       "A link says how it came about: method, attributes, outcomes, versions, operator, terminal, document.", false,
       "SELECT link_id FROM links WHERE method = '' OR attributes = '' OR outcomes = '' OR comparator_version < 1"
       " OR model_version < 1 OR operator = '' OR terminal = '' OR LENGTH(document_sha256) <> 64"
       " OR (batch_id <> '' AND LENGTH(row_digest) <> 64)"
       " OR (method = 'manual' AND (second_approver = '' OR second_approver = operator))"},
      {"aborted-load-left-links", "A load that was refused leaves nothing.", false,
       "SELECT l.link_id FROM links l JOIN link_batches b ON b.batch_id = l.batch_id WHERE b.state = 'aborted'"},
      {"aborted-load-left-cases", "A load that was refused leaves no case.", false,
       "SELECT c.case_id FROM link_cases c JOIN link_batches b ON b.batch_id = c.batch_id WHERE b.state = 'aborted'"},
      {"half-applied", "Of a load that is under way nothing is published.", false,
       "SELECT l.link_id FROM links l JOIN link_batches b ON b.batch_id = l.batch_id"
       " WHERE b.state IN ('staging', 'aborting') AND l.published_at IS NOT NULL"},
      {"published-without-time", "What is published says since when.", false,
       "SELECT l.link_id FROM links l LEFT JOIN link_batches b ON b.batch_id = l.batch_id"
       " WHERE l.state = 'published' AND l.published_at IS NULL AND (l.batch_id = '' OR b.state = 'applied')"},
      {"hidden-without-time", "What is hidden says since when.", false,
       "SELECT link_id FROM links WHERE state IN ('quarantined', 'disputed') AND hidden_at IS NULL"},
      {"hidden-without-case", "What is hidden waits for an officer.", false,
       "SELECT l.link_id FROM links l JOIN link_schemes s ON s.issuer = l.issuer AND s.type = l.type"
       " AND s.generation = l.generation WHERE l.state IN ('quarantined', 'disputed') AND l.retired_at IS NULL"
       " AND NOT EXISTS (SELECT 1 FROM link_cases c WHERE c.closed_at IS NULL AND c.link_id <> ''"
       " AND (c.link_id = l.link_id OR c.link_id = l.follows))"},
      {"case-of-no-link", "An open case about a link names one that exists.", false,
       "SELECT c.case_id FROM link_cases c LEFT JOIN links l ON l.link_id = c.link_id"
       " WHERE c.link_id <> '' AND c.closed_at IS NULL AND l.link_id IS NULL"},
      {"lost-by-replacement", "A link of an earlier generation belongs to a load that was replaced.", false,
       "SELECT l.link_id FROM links l JOIN link_schemes s ON s.issuer = l.issuer AND s.type = l.type"
       " LEFT JOIN link_batches b ON b.batch_id = l.batch_id WHERE l.retired_at IS NULL"
       " AND l.generation < s.generation AND (b.batch_id IS NULL OR b.state <> 'retired')"},
      {"ahead-of-its-scheme", "Only a load that is under way is ahead of the generation in force.", false,
       "SELECT l.link_id FROM links l JOIN link_schemes s ON s.issuer = l.issuer AND s.type = l.type"
       " LEFT JOIN link_batches b ON b.batch_id = l.batch_id WHERE l.generation > s.generation"
       " AND (b.batch_id IS NULL OR b.state NOT IN ('staging', 'aborting'))"},
      {"load-under-way", "A load was interrupted: import the same file again, or abort it.", true,
       "SELECT batch_id FROM link_batches WHERE state IN ('staging', 'aborting')"},
      {"replaced-links-left", "Links of a replaced load are not ended yet: the next sweep does it.", true,
       "SELECT l.link_id FROM links l JOIN link_batches b ON b.batch_id = l.batch_id"
       " WHERE b.state = 'retired' AND l.retired_at IS NULL"},
      {"pending", "A link was stored and not yet verified: the next sweep does it.", true,
       "SELECT link_id FROM links WHERE state = 'pending' AND retired_at IS NULL"},
      {"sweep-under-way", "A sweep was interrupted: the next one goes on.", true,
       "SELECT sweep_id FROM link_sweeps WHERE ended_at IS NULL"},
  };
  return all;
}

Task<std::vector<std::string>> find_broken(store::Database& database, const StoreRule* rule) {
  auto rows = co_await database.query(rule->sql, {});
  if (!rows) co_return pass_on(rows);
  std::vector<std::string> ids;
  for (const auto& row : *rows) ids.push_back(row.text(0));
  co_return ids;
}

Task<int64_t> count_links(store::Database& database) {
  auto row = co_await database.query_one("SELECT COUNT(*) FROM links", {});
  if (!row) co_return pass_on(row);
  co_return (*row)->integer(0);
}

Task<std::vector<BatchSum>> list_batch_sums(store::Database& database) {
  auto rows = co_await database.query(
      "SELECT b.batch_id, b.counts, COUNT(l.link_id) FROM link_batches b LEFT JOIN links l ON l.batch_id = b.batch_id"
      " AND l.batch_id <> '' WHERE b.state <> 'aborted' AND b.state <> 'aborting' GROUP BY b.batch_id, b.counts",
      {});
  if (!rows) co_return pass_on(rows);
  std::vector<BatchSum> all;
  for (const auto& row : *rows) all.push_back({row.text(0), row.text(1), row.integer(2)});
  co_return all;
}

}  // namespace inkan::population::links
