#include "http/date_words.h"
#include "portal/pages.h"
#include "portal/words.h"

namespace inkan::portal {

namespace {

namespace links = population::links;

constexpr int kViewersMax = 50;

// agency_name: a registered service by its name, any other issuer by its code.
Task<std::string> agency_name(const Deps& deps, const Reader& reader, std::string issuer) {
  auto client = co_await deps.clients.find(catalogue::ClientId(issuer));
  if (!client) co_return pass_on(client);
  if (*client) co_return (*client)->display_name(reader.language.tag);
  co_return fill_word(reader.word("portal.links.agency_code"), "CODE", issuer);
}

std::string viewer_word(const Reader& reader, audit::ActorKind kind) {
  switch (kind) {
    case audit::ActorKind::kResident:
      return reader.word("portal.links.by_resident");
    case audit::ActorKind::kService:
      return reader.word("portal.links.by_service");
    case audit::ActorKind::kOfficer:
      return reader.word("portal.links.by_officer");
    case audit::ActorKind::kSystem:
      return reader.word("portal.links.by_system");
  }
  return {};
}

Task<Done> fill_link(const Deps& deps, const Reader& reader, links::Link link, http::PageData& item) {
  auto agency = co_await agency_name(deps, reader, link.scheme.issuer);
  if (!agency) co_return pass_on(agency);
  const Time since = link.published_at.value_or(link.made_at);
  item.set("ID", link.id.text());
  item.set("AGENCY", *agency);
  item.set("TYPE", record_type_label(reader, link.scheme.type));
  item.set("AT", format_moment(reader, since));
  item.set("AT_ISO", iso_instant(since));
  item.set("METHOD", reader.word("portal.links.method_" + std::string(to_text(link.method))));
  co_return Done{};
}

// fill_viewers lists who saw the record while it could be seen (REQ-LINK-11).
Task<Done> fill_viewers(const Deps& deps, const Reader& reader, links::Link link, OwnView view, http::PageData& item) {
  auto viewers = co_await deps.links.list_viewers(std::move(link), view.person, view.ticket, kViewersMax);
  if (!viewers) co_return pass_on(viewers);
  if (viewers->empty()) item.show("NOBODY");
  if (viewers->empty()) co_return Done{};
  http::PageData& list = item.section("VIEWERS");
  for (const auto& viewer : *viewers) {
    http::PageData& line = list.section("VIEWER");
    std::string who = viewer_word(reader, viewer.who.kind);
    if (viewer.who.kind == audit::ActorKind::kService) {
      auto name = co_await agency_name(deps, reader, viewer.who.id);
      if (!name) co_return pass_on(name);
      who = std::move(*name);
    }
    line.set("WHO", who);
    line.set("SEEN", format_moment(reader, viewer.at));
    line.set("SEEN_ISO", iso_instant(viewer.at));
  }
  co_return Done{};
}

}  // namespace

Task<http::Response> links_page(const Deps& deps, const http::Request& request, Visitor visitor) {
  auto visible = co_await deps.links.list_visible(visitor.resident.person);
  if (!visible) co_return pass_on(visible);
  auto disputed = co_await deps.links.list_disputed(visitor.resident.person);
  if (!disputed) co_return pass_on(disputed);
  auto view = co_await open_own_view(deps, visitor.resident, "links");
  if (!view) co_return pass_on(view);
  const Reader reader{deps.pages, visitor.language};
  http::PageData data = page_data(deps, visitor);
  auto query = request.query();
  if (query && query->has("hidden")) data.show("HIDDEN");
  if (visible->empty()) data.show("EMPTY");
  for (const links::Link& link : *visible) {
    auto filled = co_await fill_link(deps, reader, link, data.section("LINK"));
    if (!filled) co_return pass_on(filled);
  }
  if (!disputed->empty()) {
    http::PageData& section = data.section("DISPUTED");
    for (const links::Link& link : *disputed) {
      http::PageData& item = section.section("OPEN");
      auto filled = co_await fill_link(deps, reader, link, item);
      if (!filled) co_return pass_on(filled);
      const Time due = link.hidden_at.value_or(link.made_at) + deps.links.deps().terms.not_mine_time_max;
      item.set("DUE", format_moment(reader, due));
      item.set("DUE_ISO", iso_instant(due));
      auto seen = co_await fill_viewers(deps, reader, link, *view, item);
      if (!seen) co_return pass_on(seen);
    }
  }
  co_return deps.pages.render(200, "portal/links", visitor.language, std::move(data));
}

Task<http::Response> dispute_link(const Deps& deps, const http::Request& request, Visitor visitor) {
  if (auto checked = check_form(deps, request); !checked) co_return pass_on(checked);
  const auto id = request.path_values.find("id");
  links::LinkId link(id == request.path_values.end() ? std::string() : id->second);
  audit::Actor by{.kind = audit::ActorKind::kResident, .id = visitor.resident.account.text()};
  auto opened = co_await deps.links.dispute(visitor.resident.person, std::move(link), std::move(by));
  if (!opened) co_return pass_on(opened);
  co_return http::redirect("/portal/links?hidden=1");
}

}  // namespace inkan::portal
