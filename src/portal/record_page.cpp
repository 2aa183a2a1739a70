#include <array>

#include "base/text.h"
#include "portal/pages.h"
#include "portal/record.h"
#include "portal/record_words.h"

namespace inkan::portal {

namespace {

constexpr size_t kDownloadMax = 20000;  // lines in one file

constexpr std::array kTabs{RecordView::kAll,      RecordView::kData,    RecordView::kSignIns,
                           RecordView::kConsents, RecordView::kAccount, RecordView::kOwn};

// read_query reads ?show=…&before=… (microseconds); `otherwise` is shown without `show`.
Result<RecordQuery> read_query(const http::Request& request, RecordView otherwise) {
  auto parameters = request.query();
  if (!parameters) return pass_on(parameters);
  RecordQuery query;
  query.view = otherwise;
  if (const std::string* show = parameters->find("show")) {
    auto view = parse_record_view(*show);
    if (!view)
      return fail(ErrorCode::kInvalidInput,
                  "'show' must be one of all, data, sign-ins, consents, account, own, everything.");
    query.view = *view;
  }
  if (const std::string* before = parameters->find("before")) {
    auto micros = parse_int(*before);
    if (!micros || *micros < 0) return fail(ErrorCode::kInvalidInput, "'before' must be a time in microseconds.");
    query.before = from_unix_micros(*micros);
  }
  return query;
}

std::string tab_word(RecordView view) {
  std::string name(to_text(view));
  for (char& c : name)
    if (c == '-') c = '_';
  return "portal.record.show_" + name;
}

void fill_tabs(const Reader& reader, RecordView shown, http::PageData& data) {
  for (RecordView view : kTabs) {
    http::PageData& tab = data.section("TAB");
    http::PageData& kind = tab.section(view == shown ? "CURRENT" : "OTHER");
    kind.set("SHOW", std::string(to_text(view)));
    kind.set("LABEL", reader.word(tab_word(view)));
  }
}

json::object texts_json(const std::map<std::string, std::string>& texts) {
  json::object object;
  for (const auto& [language, text] : texts) object[language] = text;
  return object;
}

json::object entry_json(const RecordEntry& entry) {
  json::object object;
  object["event_id"] = entry.event_id;
  object["at"] = iso_instant(entry.at);
  object["at_microseconds"] = unix_micros(entry.at);
  object["kind"] = std::string(audit::to_text(entry.kind));
  object["by"] = entry.by == audit::ActorKind::kResident  ? "resident"
                 : entry.by == audit::ActorKind::kService ? "service"
                 : entry.by == audit::ActorKind::kOfficer ? "officer"
                                                          : "system";
  if (!entry.client_id.empty()) {
    json::object service;
    service["client_id"] = entry.client_id;
    service["name"] = texts_json(entry.client_name);
    object["service"] = std::move(service);
  }
  json::array reasons;
  for (const Reason& reason : entry.reasons) {
    json::object item;
    json::array scopes;
    for (const std::string& scope : reason.scopes) scopes.emplace_back(scope);
    item["scopes"] = std::move(scopes);
    item["purpose"] = texts_json(reason.purpose);
    item["legal_basis"] = texts_json(reason.legal_basis);
    reasons.push_back(std::move(item));
  }
  if (!reasons.empty()) object["data"] = std::move(reasons);
  if (!entry.channel.empty()) object["channel"] = entry.channel;
  // The place in the Merkle tree lets the resident ask for a proof that the line was never changed.
  if (entry.tree_index) object["tree_index"] = *entry.tree_index;
  return object;
}

}  // namespace

Task<http::Response> record_page(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto query = read_query(request, RecordView::kAll);
  if (!query) co_return pass_on(query);
  auto view = co_await open_own_view(deps, visitor.resident, "record");
  if (!view) co_return pass_on(view);
  auto record = co_await load_record(deps, std::move(*view), *query);
  if (!record) co_return pass_on(record);

  Reader reader{deps.pages, visitor.language};
  http::PageData data = page_data(deps, visitor);
  fill_tabs(reader, query->view, data);
  if (record->entries.empty()) data.show("EMPTY");
  if (!record->entries.empty()) {
    http::PageData& list = data.section("LIST");
    for (const RecordEntry& entry : record->entries) fill_entry(reader, entry, list.section("ENTRY"));
  }
  if (query->before) data.section("NEWEST").set("SHOW", std::string(to_text(query->view)));
  if (record->next) {
    http::PageData& older = data.section("OLDER");
    older.set("SHOW", std::string(to_text(query->view)));
    older.set("BEFORE", std::to_string(unix_micros(*record->next)));
  }
  co_return deps.pages.render(200, "portal/record", visitor.language, std::move(data));
}

Task<http::Response> record_download(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto query = read_query(request, RecordView::kEverything);
  if (!query) co_return pass_on(query);
  query->count_max = query->looked_at_max = kDownloadMax;
  auto view = co_await open_own_view(deps, visitor.resident, "record.json");
  if (!view) co_return pass_on(view);
  auto record = co_await load_record(deps, std::move(*view), *query);
  if (!record) co_return pass_on(record);
  json::object document;
  document["made_at"] = iso_instant(deps.clock.now());
  document["show"] = std::string(to_text(query->view));
  json::array events;
  for (const RecordEntry& entry : record->entries) events.push_back(entry_json(entry));
  document["events"] = std::move(events);
  // A record longer than one file goes on at /portal/record.json?before=…
  if (record->next) document["next_before"] = unix_micros(*record->next);
  http::Response response = http::json_response(200, document);
  response.set_header("Content-Disposition", "attachment; filename=\"inkan-access-record.json\"");
  co_return response;
}

}  // namespace inkan::portal
