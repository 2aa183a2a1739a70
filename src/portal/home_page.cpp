#include "http/date_words.h"
#include "portal/pages.h"
#include "portal/record.h"
#include "portal/record_words.h"

namespace inkan::portal {

Task<http::Response> home_page(const Deps& deps, const http::Request&, Visitor visitor) {
  auto consents = co_await deps.consents.list(visitor.resident.account);
  if (!consents) co_return pass_on(consents);
  auto view = co_await open_own_view(deps, visitor.resident, "home");
  if (!view) co_return pass_on(view);
  auto person = view->person.open(view->ticket);
  if (!person) co_return pass_on(person);
  RecordQuery latest;
  latest.count_max = 3;
  auto record = co_await load_record(deps, std::move(*view), latest);
  if (!record) co_return pass_on(record);

  Reader reader{deps.pages, visitor.language};
  size_t active = 0;
  for (const exchange::Consent& consent : *consents) active += consent.withdrawn_at ? 0 : 1;
  http::PageData data = page_data(deps, visitor);
  data.set("NAME", person->facts.legal_name());
  data.set("CONSENT_COUNT", std::to_string(active));
  if (record->entries.empty()) data.show("EMPTY");
  if (!record->entries.empty()) {
    http::PageData& list = data.section("LIST");
    for (const RecordEntry& entry : record->entries) {
      http::PageData& item = list.section("ENTRY");
      item.set("TITLE_LINE", event_title(reader, entry));
      item.set("AT", format_moment(reader, entry.at));
      item.set("AT_ISO", iso_instant(entry.at));
    }
  }
  co_return deps.pages.render(200, "portal/home", visitor.language, std::move(data));
}

}  // namespace inkan::portal
