#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "population/links/link.h"

// Rows of an agency's file: CSV (RFC 4180) with a header line, or one JSON object a line, with the same members.
// Strict: what is not exactly that is refused, with what would be right.
namespace inkan::population::links {

// kColumns in the order in which a row's digest takes them. record_id, legal_name, birth_date and row_digest must be
// there; so must sex, unless the scheme does not hold it, and an address: as one line or in parts.
inline constexpr std::string_view kColumns[] = {"record_id", "record_version", "number",        "legal_name", "kana",
                                                "romanised", "previous_name",  "birth_date",    "sex",        "address",
                                                "block",     "building",       "floor",         "unit",       "street",
                                                "postal",    "country",        "document_date", "row_digest"};
inline constexpr size_t kColumnCount = std::size(kColumns);

// RawRow holds the members in the order of kColumns; empty: absent.
struct RawRow {
  std::string values[kColumnCount]{};
};

struct Row {
  RecordId record{};
  std::optional<PersonalNumber> number{};
  Stated stated{};
  std::string digest{};
  bool digest_agrees = false;
};

// row_digest is SHA-256, in hexadecimal, over "name=value" and a line feed for each member that is not empty, in the
// order of kColumns without the digest itself: whoever exports a row makes it there and then, so that a column pasted
// one line further down is found.
std::string row_digest(const RawRow& raw);
// read_record gives the meaning of a record that comes by itself; what is missing is for Links::link to refuse and to
// journal. kInvalidInput names the member, never its content.
Result<Row> read_record(const RawRow& raw, const Scheme& scheme);
// read_row is read_record for a row of a file: also refused where something is missing.
Result<Row> read_row(const RawRow& raw, const Scheme& scheme, bool sex_not_held);

// split_csv_line splits one record (without its line end) into fields; kInvalidInput for a stray or open quote.
Result<std::vector<std::string>> split_csv_line(std::string_view line);
// Header says which field of a CSV line is which column.
struct Header {
  std::vector<size_t> columns{};
};
Result<Header> read_header(std::string_view line);
Result<RawRow> raw_row_of_csv(const Header& header, std::string_view line);
Result<RawRow> raw_row_of_json(std::string_view line);

}  // namespace inkan::population::links
