#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/task.h"
#include "portal/visitor.h"

namespace inkan::portal {

// RecordView is which lines of the access record somebody wants to see.
enum class RecordView {
  kAll,   // everything but the resident's own looks
  kData,  // who saw or received data
  kSignIns,
  kConsents,
  kAccount,  // account and authenticators
  kOwn,      // the resident's own looks
  kEverything,
};
std::optional<RecordView> parse_record_view(std::string_view text);
std::string_view to_text(RecordView view);
// belongs says whether a line is part of a view.
bool belongs(RecordView view, audit::EventKind kind, audit::ActorKind by);

// Reason is why some scopes may be given: texts by language.
struct Reason {
  std::vector<std::string> scopes{};
  std::map<std::string, std::string> purpose{};
  std::map<std::string, std::string> legal_basis{};
};

// RecordEntry is one line of the access record, opened for its resident.
struct RecordEntry {
  std::string event_id{};
  Time at{};
  audit::EventKind kind = audit::EventKind::kPersonRead;
  audit::ActorKind by = audit::ActorKind::kSystem;
  std::string client_id{};
  std::map<std::string, std::string> client_name{};  // by language, of a removed one too; empty without a service
  std::vector<Reason> reasons{};                     // scopes grouped by purpose and law
  std::string channel{};
  std::optional<int64_t> tree_index{};
  bool readable = true;  // false: the sealed details failed their check
};

struct RecordQuery {
  RecordView view = RecordView::kAll;
  std::optional<Time> before{};
  size_t count_max = 20;
  size_t looked_at_max = 2000;  // events read at most: a page may come back short, but no request reads without end
};
struct RecordPage {
  std::vector<RecordEntry> entries{};
  std::optional<Time> next{};  // `before` of the following page; absent on the last
};
// load_record reads the access record, newest first. When it stops before the end, `next` says where to go on.
Task<RecordPage> load_record(const Deps& deps, OwnView view, RecordQuery query);

// group_reasons puts scopes with the same purpose and law together, as the client's entitlements say today.
std::vector<Reason> group_reasons(const catalogue::Client* client, const std::vector<std::string>& scopes);
// reasons_of_note reads what was true when it happened from the sealed details of an event.
std::vector<Reason> reasons_of_note(const json::object& note);

}  // namespace inkan::portal
