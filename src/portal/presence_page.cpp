#include "http/date_words.h"
#include "portal/pages.h"
#include "portal/words.h"

namespace inkan::portal {

Task<http::Response> presence_page(const Deps& deps, const http::Request&, Visitor visitor) {
  http::PageData data = page_data(deps, visitor);
  data.show("BEFORE");
  co_return deps.pages.render(200, "portal/presence", visitor.language, std::move(data));
}

Task<http::Response> make_presence_code(const Deps& deps, const http::Request& request, Visitor visitor) {
  if (auto checked = check_form(deps, request); !checked) co_return pass_on(checked);
  auto made = co_await deps.presence_codes.make(visitor.resident.person);
  if (!made) co_return pass_on(made);
  const Reader reader{deps.pages, visitor.language};
  http::PageData data = page_data(deps, visitor);
  http::PageData& code = data.section("CODE");
  code.set("DIGITS", std::string(made->code.reveal(Purpose::kShowOnceToOwner)));
  code.set("UNTIL", http::format_moment(reader, made->expires_at));
  co_return deps.pages.render(200, "portal/presence", visitor.language, std::move(data));
}

}  // namespace inkan::portal
