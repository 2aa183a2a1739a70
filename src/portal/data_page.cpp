#include "exchange/endpoints/value_words.h"
#include "http/date_words.h"
#include "portal/data_rows.h"
#include "portal/pages.h"

namespace inkan::portal {

namespace {

Task<http::Response> show_data(const Deps& deps, Visitor visitor, bool with_number) {
  auto account = co_await deps.accounts.find(visitor.resident.account, /*with_contacts=*/true);
  if (!account) co_return pass_on(account);
  if (!account->has_value()) co_return fail(ErrorCode::kNotFound, "The account is closed.");
  auto view = co_await open_own_view(deps, visitor.resident, with_number ? "number" : "data");
  if (!view) co_return pass_on(view);
  auto person = view->person.open(view->ticket);
  if (!person) co_return pass_on(person);

  Reader reader{deps.pages, visitor.language};
  http::PageData data = page_data(deps, visitor);
  if (with_number) data.section("NUMBER_SHOWN").set("NUMBER", exchange::spaced_number(person->number.digits()));
  if (!with_number) data.section("NUMBER_HIDDEN").set("NUMBER", exchange::spaced_number(person->number.masked()));
  fill_groups(reader, data_groups(reader, *person, **account), data);
  auto updated = PartialDate::parse(person->last_updated);
  if (updated) data.section("UPDATED").set("DATE", format_date(reader, *updated));
  co_return deps.pages.render(200, "portal/data", visitor.language, std::move(data));
}

}  // namespace

Task<http::Response> data_page(const Deps& deps, const http::Request&, Visitor visitor) {
  return show_data(deps, std::move(visitor), /*with_number=*/false);
}

Task<http::Response> data_page_with_number(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto checked = check_form(deps, request);
  if (!checked) co_return pass_on(checked);
  co_return co_await show_data(deps, std::move(visitor), /*with_number=*/true);
}

}  // namespace inkan::portal
