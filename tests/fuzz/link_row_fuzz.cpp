// Rows of agencies' files, CSV and JSON: whatever is accepted is complete, says its own digest, and means the same when
// it is written back in the other format.
#include "base/check.h"
#include "population/links/row.h"

namespace links = inkan::population::links;

namespace {

const links::Scheme kScheme{.issuer = "city", .type = "handbook"};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// again_as_csv writes the row with every column in order and reads it once more.
void again_as_csv(const links::RawRow& raw, const links::Row& row) {
  std::string header;
  std::string line;
  for (size_t i = 0; i < links::kColumnCount; ++i) {
    header += (i == 0 ? "" : ",") + std::string(links::kColumns[i]);
    line += (i == 0 ? "" : ",") + quoted(raw.values[i]);
  }
  const auto columns = links::read_header(header);
  inkan::check(columns.has_value(), "the header of all columns is a header");
  const auto again = links::raw_row_of_csv(*columns, line);
  inkan::check(again.has_value(), "what was accepted can be written as CSV");
  const auto same = links::read_row(*again, kScheme, row.stated.sex_not_held);
  inkan::check(same && same->digest_agrees == row.digest_agrees && same->record.id == row.record.id,
               "and means the same");
}

void look(const inkan::Result<links::RawRow>& raw) {
  if (!raw) return;
  (void)links::read_record(*raw, kScheme);
  for (const bool sex_not_held : {false, true}) {
    const auto row = links::read_row(*raw, kScheme, sex_not_held);
    if (!row) continue;
    inkan::check(links::check_complete(row->stated, sex_not_held).has_value(), "what is accepted is complete");
    inkan::check(row->digest_agrees == (row->digest == links::row_digest(*raw)), "a row knows its digest");
    inkan::check(links::check_record(row->record).has_value(), "the record can be stored");
    again_as_csv(*raw, *row);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  look(links::raw_row_of_json(text));
  // The first line is the header, the second the row.
  const size_t end = text.find('\n');
  const auto header = links::read_header(text.substr(0, end));
  if (!header || end == std::string_view::npos) return 0;
  look(links::raw_row_of_csv(*header, text.substr(end + 1)));
  return 0;
}
