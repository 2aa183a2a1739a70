#include "http/date_words.h"
#include "officers/access.h"
#include "officers/presence.h"
#include "portal/console/pages.h"
#include "portal/console/person_view.h"

namespace inkan::portal::console {

namespace {

using http::Reader;
using officers::Basis;
using officers::Right;

std::string presence_of(const http::Request& request) { return request.path_values.find("presence")->second; }

Task<officers::Opened> open_for(const Deps& deps, const Desk& desk, std::string presence, std::string reason) {
  officers::Look look;
  look.basis = Basis{Basis::Kind::kPresence, std::move(presence)};
  look.purpose = "view";
  look.reason = std::move(reason);
  return officers::open_person(deps.officers, desk.duty, std::move(look));
}

Task<http::Response> person_page(const Deps& deps, Desk desk, std::string presence, std::string reason) {
  auto opened = co_await open_for(deps, desk, presence, std::move(reason));
  if (!opened) co_return pass_on(opened);
  auto view = co_await load_person_view(deps, std::move(*opened));
  if (!view) co_return pass_on(view);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  data.set("PRESENCE_ID", presence);
  fill_person(reader, *view, data);
  fill_timeline(reader, *view, data);
  const bool may_unmask = desk.duty.may(Right::kUnmaskAddress) && view->has_protected && !view->may_see_protected;
  if (may_unmask) data.show("UNMASK");
  if (desk.duty.may(Right::kPropose)) {
    http::PageData& ways = data.section("PROPOSE");
    for (const std::string_view kind :
         {"move", "name_change", "correction", "address_protection", "death", "number_replacement"})
      ways.section("WAY").set("KIND", std::string(kind)).set("LABEL", officer_word(reader, "kind", kind));
  }
  co_return show(deps, desk, "console/person", std::move(data));
}

}  // namespace

Task<http::Response> get_presence(const Deps& deps, const http::Request&, Desk desk) {
  if (auto right = need_right(desk.duty, Right::kServe); !right) co_return pass_on(right);
  co_return show(deps, desk, "console/presence", page_data(deps, desk));
}

Task<http::Response> post_presence(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  auto presence = co_await officers::open_presence(deps.officers, desk.duty, std::string(fields->get("code")));
  if (presence) co_return http::redirect("/console/people/" + presence->id);
  if (presence.error().code != ErrorCode::kForbidden || !desk.duty.may(Right::kServe)) co_return pass_on(presence);
  http::PageData data = page_data(deps, desk);
  data.show("WRONG");
  co_return show(deps, desk, "console/presence", std::move(data), 400);
}

Task<http::Response> post_presence_close(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  auto closed = co_await officers::close_presence(deps.officers, std::move(desk.duty), presence_of(request));
  if (!closed) co_return pass_on(closed);
  co_return http::redirect("/console");
}

Task<http::Response> get_person(const Deps& deps, const http::Request& request, Desk desk) {
  return person_page(deps, std::move(desk), presence_of(request), {});
}

Task<http::Response> post_person_address(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  auto reason = need_field(*fields, "reason", 500);
  if (!reason) co_return pass_on(reason);
  co_return co_await person_page(deps, std::move(desk), presence_of(request), std::move(*reason));
}

}  // namespace inkan::portal::console
