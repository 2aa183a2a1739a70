#include "portal/console/person_view.h"

#include "base/text.h"
#include "http/date_words.h"
#include "portal/console/desk.h"
#include "portal/data_rows.h"

namespace inkan::portal::console {

namespace {

// The picture's measures, in its own units: one unit is one CSS pixel.
constexpr size_t kLabelWidth = 132;
constexpr size_t kColumnWidth = 176;
constexpr size_t kHeadHeight = 76;
constexpr size_t kLaneHeight = 52;
constexpr size_t kBarHeight = 36;
constexpr size_t kMargin = 12;

std::string text_of(size_t number) { return std::to_string(number); }
size_t left_of(size_t column) { return kLabelWidth + column * kColumnWidth; }

std::string date_words(const http::Reader& reader, const std::string& day) {
  const auto date = PartialDate::parse(day);
  return date ? format_date(reader, *date) : day;
}

std::vector<const Entry*> standing(const PersonView& view) {
  std::vector<const Entry*> columns;
  for (const Entry& entry : view.entries)
    if (!entry.is_undone) columns.push_back(&entry);
  return columns;
}

void fill_columns(const http::Reader& reader, const std::vector<const Entry*>& columns, size_t height,
                  http::PageData& picture) {
  for (size_t at = 0; at <= columns.size(); ++at) {
    const bool is_today = at == columns.size();
    http::PageData& column = picture.section("COLUMN");
    const size_t x = is_today ? left_of(at) : left_of(at) + kMargin;
    column.set("X", text_of(x)).set("BOTTOM", text_of(height - kMargin));
    column.set("TEXT_X", text_of(is_today ? x : x + 18));
    column.set("DATE", is_today ? reader.word("console.timeline.today") : date_words(reader, columns[at]->valid_from));
    column.set("WHAT", is_today ? std::string() : officer_word(reader, "life", columns[at]->kind));
    if (is_today) {
      column.show("TODAY");
    } else {
      column.section("DOT").set("NUMBER", std::to_string(columns[at]->number));
    }
  }
}

// Lane is one attribute of the record through time: its text in each column.
struct Lane {
  std::string_view label_key{};
  std::vector<std::string> texts{};
};

std::vector<Lane> lanes_of(const http::Reader& reader, const PersonView& view) {
  Lane name{.label_key = "console.timeline.name"};
  Lane address{.label_key = "console.timeline.address"};
  Lane status{.label_key = "console.timeline.status"};
  const bool masked = view.has_protected && !view.may_see_protected;
  for (const population::PersonAsOf& column : view.columns) {
    name.texts.push_back(column.facts.legal_name());
    address.texts.push_back(masked ? reader.word("console.protected")
                                   : address_line(column.facts.address, reader.language));
    status.texts.push_back(officer_word(reader, "person_status", to_text(column.status)));
  }
  return {name, address, status};
}

// fill_lane draws one bar for as long as the text stays the same.
void fill_lane(const http::Reader& reader, const Lane& lane, size_t row, http::PageData& picture) {
  const size_t y = kHeadHeight + row * kLaneHeight;
  http::PageData& data = picture.section("LANE");
  data.set("LABEL", reader.word(lane.label_key)).set("LABEL_Y", text_of(y + kBarHeight / 2 + 5));
  bool odd = false;
  for (size_t from = 0, until = 0; from < lane.texts.size(); from = until, odd = !odd) {
    while (until < lane.texts.size() && lane.texts[until] == lane.texts[from]) ++until;
    http::PageData& bar = data.section("BAR");
    bar.set("X", text_of(left_of(from) + kMargin)).set("Y", text_of(y));
    bar.set("WIDTH", text_of((until - from) * kColumnWidth - kMargin)).set("HEIGHT", text_of(kBarHeight));
    bar.set("TEXT", lane.texts[from]);
    bar.set("SHADE", odd ? "inkan-timeline__bar--odd" : "inkan-timeline__bar--even");
  }
}

void fill_picture(const http::Reader& reader, const PersonView& view, http::PageData& data) {
  const std::vector<const Entry*> columns = standing(view);
  if (columns.empty()) return;
  const size_t width = left_of(columns.size()) + 40;
  const std::vector<Lane> lanes = lanes_of(reader, view);
  const size_t height = kHeadHeight + lanes.size() * kLaneHeight + kMargin;
  http::PageData& picture = data.section("PICTURE");
  picture.set("WIDTH", text_of(width)).set("HEIGHT", text_of(height));
  fill_columns(reader, columns, height, picture);
  for (size_t row = 0; row < lanes.size(); ++row) fill_lane(reader, lanes[row], row, picture);
}

}  // namespace

void fill_person(const http::Reader& reader, const PersonView& view, http::PageData& data) {
  data.set("NAME", view.facts.legal_name());
  data.set("NUMBER_END", view.number_end);
  data.set("STATUS", officer_word(reader, "person_status", to_text(view.status)));
  std::vector<DataGroup> groups{identity_group(reader, view.facts)};
  const bool masked = view.has_protected && !view.may_see_protected;
  DataGroup where{.heading_key = "portal.data.contact"};
  where.rows.push_back({reader.word("attribute.regadd"),
                        masked ? reader.word("console.protected") : address_line(view.facts.address, reader.language)});
  groups.push_back(std::move(where));
  DataGroup papers = papers_group(reader, view.facts);
  if (!papers.rows.empty()) groups.push_back(std::move(papers));
  fill_groups(reader, groups, data);
}

void fill_timeline(const http::Reader& reader, const PersonView& view, http::PageData& data) {
  if (view.entries.empty()) return;
  http::PageData& timeline = data.section("TIMELINE");
  fill_picture(reader, view, timeline);
  for (const Entry& entry : view.entries) {
    http::PageData& row = timeline.section("EVENT");
    row.set("NUMBER", std::to_string(entry.number));
    row.set("WHAT", officer_word(reader, "life", entry.kind));
    row.set("FROM", date_words(reader, entry.valid_from));
    row.set("AT", format_moment(reader, entry.recorded_at)).set("AT_ISO", iso_instant(entry.recorded_at));
    if (entry.is_undone) row.show("UNDONE");
    if (!entry.second_officer.empty()) row.show("FOUR_EYES");
    if (entry.may_be_undone) row.section("MAY_UNDO").set("ENTRY", std::to_string(entry.number));
  }
}

json::object person_json(const PersonView& view) {
  json::object person;
  person["status"] = to_text(view.status);
  person["number_end"] = view.number_end;
  json::object facts = view.facts.to_json();
  if (view.has_protected && !view.may_see_protected) {
    facts.erase("address");
    facts.erase("earlier_addresses");
    person["address_protected"] = true;
  }
  person["facts"] = std::move(facts);
  json::array timeline;
  for (const Entry& entry : view.entries) {
    json::object row;
    row["entry"] = entry.number;
    row["kind"] = entry.kind;
    row["valid_from"] = entry.valid_from;
    row["recorded_at"] = iso_instant(entry.recorded_at);
    row["four_eyes"] = !entry.second_officer.empty();
    row["undone"] = entry.is_undone;
    timeline.push_back(std::move(row));
  }
  person["timeline"] = std::move(timeline);
  return person;
}

}  // namespace inkan::portal::console
