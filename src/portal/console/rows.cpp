#include "portal/console/rows.h"

#include "base/partial_date.h"
#include "base/text.h"
#include "http/date_words.h"
#include "portal/console/desk.h"
#include "portal/console/fields.h"

namespace inkan::portal::console {

namespace {

std::string_view tag_of(std::string_view status) {
  if (status == "open") return "inkan-tag--open";
  if (status == "approved") return "inkan-tag--good";
  return "inkan-tag--over";
}

std::string value_text(const http::Reader& reader, const Field& field, const json::value& value) {
  if (field.type == Field::Type::kFlag) return reader.word("console.yes");
  const std::string text(value.as_string());
  if (field.type == Field::Type::kChoice) return officer_word(reader, "choice", text);
  const auto date = field.type == Field::Type::kDate ? PartialDate::parse(text) : fail(ErrorCode::kInvalidInput, "");
  return date ? format_date(reader, *date) : text;
}

bool is_address(std::string_view name) {
  for (const std::string_view part : {"block", "street", "floor", "unit", "building", "postal"})
    if (part == name) return true;
  return false;
}

}  // namespace

void fill_proposals(const http::Reader& reader, const std::vector<officers::ProposalRow>& rows, const std::string& name,
                    http::PageData& data) {
  if (rows.empty()) {
    data.show(name + "_NONE");
    return;
  }
  http::PageData& list = data.section(name);
  for (const officers::ProposalRow& row : rows) {
    http::PageData& item = list.section("PROPOSAL");
    const Time at = row.proposed_at.value_or(row.entered_at);
    item.set("ID", row.proposal_id);
    item.set("WHAT", officer_word(reader, "kind", row.kind));
    item.set("STATE", officer_word(reader, "status", row.status));
    item.set("TAG", std::string(tag_of(row.status)));
    item.set("AT", format_moment(reader, at));
    item.set("AT_ISO", iso_instant(at));
  }
}

void fill_lines(const std::vector<Line>& lines, http::PageData& data) {
  for (const Line& line : lines) data.section("LINE").set("LABEL", line.label).set("TEXT", line.text);
}

std::vector<Line> payload_lines(const http::Reader& reader, officers::ProposalKind kind, const json::object& payload,
                                bool may_see_protected) {
  const bool hidden = payload.contains("protected") && !may_see_protected;
  std::vector<Line> lines;
  for (const Field& field : fields_of(kind)) {
    const json::value* value = payload.if_contains(field.name);
    if (value == nullptr) continue;
    const bool masked = hidden && is_address(field.name);
    lines.push_back({officer_word(reader, "field", field.name),
                     masked ? reader.word("console.protected") : value_text(reader, field, *value)});
  }
  return lines;
}

std::string masked_name(std::string_view name) {
  std::string masked;
  bool first = true;
  for (size_t at = 0; at < name.size();) {
    size_t size = 1;
    while (at + size < name.size() && (static_cast<unsigned char>(name[at + size]) & 0xC0) == 0x80) ++size;
    const std::string_view one = name.substr(at, size);
    const bool gap = one == " " || one == "\u3000";
    if (gap || first) {
      masked += one;
    } else {
      masked += '*';
    }
    first = gap;
    at += size;
  }
  return masked;
}

}  // namespace inkan::portal::console
