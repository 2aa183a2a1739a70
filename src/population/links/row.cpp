#include "population/links/row.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/hash.h"

namespace inkan::population::links {

namespace {

enum Column : size_t {
  kRecordId,
  kRecordVersion,
  kNumber,
  kLegalName,
  kKana,
  kRomanised,
  kPreviousName,
  kBirthDate,
  kSex,
  kAddress,
  kBlock,
  kBuilding,
  kFloor,
  kUnit,
  kStreet,
  kPostal,
  kCountry,
  kDocumentDate,
  kRowDigest
};
static_assert(kRowDigest + 1 == kColumnCount);

constexpr size_t kValueMax = 500;

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::kInvalidInput, std::move(why)); }

std::optional<size_t> column_of(std::string_view name) {
  for (size_t i = 0; i < kColumnCount; ++i)
    if (kColumns[i] == name) return i;
  return std::nullopt;
}

Result<Done> check_values(const RawRow& raw) {
  for (size_t i = 0; i < kColumnCount; ++i) {
    const std::string& value = raw.values[i];
    const bool control = std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (value.size() > kValueMax || control || !is_utf8(value))
      return refuse(std::string(kColumns[i]) + " must be UTF-8 text of at most 500 bytes without control characters.");
  }
  return Done{};
}

void add_name(Stated& stated, NameKind kind, const std::string& text) {
  if (!text.empty()) stated.names.push_back({kind, text});
}

Result<Done> read_dates(const RawRow& raw, Stated& stated) {
  if (!raw.values[kBirthDate].empty()) {
    auto born = PartialDate::parse(raw.values[kBirthDate]);
    if (!born) return refuse("birth_date must be YYYY-MM-DD (or YYYY-MM, YYYY where no more is known).");
    stated.born = *born;
  }
  if (raw.values[kDocumentDate].empty()) return Done{};
  auto written = PartialDate::parse(raw.values[kDocumentDate]);
  if (!written) return refuse("document_date must be YYYY-MM-DD.");
  stated.document_date = *written;
  return Done{};
}

}  // namespace

std::string row_digest(const RawRow& raw) {
  std::string text;
  for (size_t i = 0; i < kRowDigest; ++i)
    if (!raw.values[i].empty()) text += std::string(kColumns[i]) + "=" + raw.values[i] + "\n";
  return hex_encode(crypto::sha256(text));
}

Result<Row> read_record(const RawRow& raw, const Scheme& scheme) {
  if (auto good = check_values(raw); !good) return pass_on(good);
  Row row;
  row.record = {.scheme = scheme, .id = raw.values[kRecordId]};
  if (!raw.values[kRecordVersion].empty()) {
    auto version = parse_int(raw.values[kRecordVersion]);
    if (!version || *version < 1) return refuse("record_version must be a whole number from 1.");
    row.record.version = *version;
  }
  if (auto good = check_record(row.record); !good) return pass_on(good);
  if (!raw.values[kNumber].empty()) {
    auto number = PersonalNumber::parse(raw.values[kNumber]);
    if (!number) return refuse("number must be a personal number of 12 digits with its check digit.");
    row.number = std::move(*number);
  }
  add_name(row.stated, NameKind::kLegal, raw.values[kLegalName]);
  add_name(row.stated, NameKind::kKana, raw.values[kKana]);
  add_name(row.stated, NameKind::kRomanised, raw.values[kRomanised]);
  add_name(row.stated, NameKind::kPrevious, raw.values[kPreviousName]);
  row.stated.kana_status = KanaStatus::kRegistered;
  if (auto good = read_dates(raw, row.stated); !good) return pass_on(good);
  if (!raw.values[kSex].empty()) {
    auto sex = parse_sex(raw.values[kSex]);
    if (!sex || *sex == Sex::kUnknown) return refuse("sex must be F or M.");
    row.stated.sex = *sex;
  }
  StatedAddress address;
  address.line = raw.values[kAddress];
  address.parts = {.block = raw.values[kBlock],
                   .building = raw.values[kBuilding],
                   .floor = raw.values[kFloor],
                   .unit = raw.values[kUnit],
                   .street = raw.values[kStreet],
                   .postal = raw.values[kPostal],
                   .country = raw.values[kCountry]};
  row.stated.addresses.push_back(std::move(address));
  row.digest = raw.values[kRowDigest];
  row.digest_agrees = row.digest == row_digest(raw);
  return row;
}

Result<Row> read_row(const RawRow& raw, const Scheme& scheme, bool sex_not_held) {
  for (Column needed : {kRecordId, kLegalName, kBirthDate, kRowDigest})
    if (raw.values[needed].empty()) return refuse(std::string(kColumns[needed]) + " is missing.");
  auto row = read_record(raw, scheme);
  if (!row) return row;
  row->stated.sex_not_held = sex_not_held;
  if (auto whole = check_complete(row->stated, sex_not_held); !whole) return pass_on(whole);
  return row;
}

Result<std::vector<std::string>> split_csv_line(std::string_view line) {
  std::vector<std::string> fields(1);
  size_t i = 0;
  while (i < line.size()) {
    if (line[i] == ',') {
      fields.emplace_back();
      ++i;
    } else if (line[i] == '"' && fields.back().empty() && (i == 0 || line[i - 1] == ',')) {
      for (++i;; ++i) {
        if (i >= line.size()) return refuse("A quotation mark is never closed.");
        if (line[i] != '"') {
          fields.back() += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          fields.back() += line[i++];
        } else {
          break;
        }
      }
      ++i;
      if (i < line.size() && line[i] != ',') return refuse("After a closing quotation mark comes a comma.");
    } else {
      if (line[i] == '"') return refuse("A quotation mark stands inside a field that does not begin with one.");
      fields.back() += line[i++];
    }
  }
  return fields;
}

Result<Header> read_header(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  auto names = split_csv_line(line);
  if (!names) return pass_on(names);
  Header header;
  for (const std::string& name : *names) {
    auto column = column_of(name);
    if (!column)
      return refuse(
          "The header has a column that is not known. Known are: record_id, record_version, number, "
          "legal_name, kana, romanised, previous_name, birth_date, sex, address (or block, building, "
          "floor, unit, street, postal, country), document_date, row_digest.");
    if (std::ranges::find(header.columns, *column) != header.columns.end())
      return refuse("The header names " + name + " twice.");
    header.columns.push_back(*column);
  }
  for (Column needed : {kRecordId, kLegalName, kBirthDate, kRowDigest})
    if (std::ranges::find(header.columns, size_t(needed)) == header.columns.end())
      return refuse("The header must name " + std::string(kColumns[needed]) + ".");
  return header;
}

Result<RawRow> raw_row_of_csv(const Header& header, std::string_view line) {
  auto fields = split_csv_line(line);
  if (!fields) return pass_on(fields);
  if (fields->size() != header.columns.size())
    return refuse("The line has " + std::to_string(fields->size()) + " fields, the header " +
                  std::to_string(header.columns.size()) + ".");
  RawRow raw;
  for (size_t i = 0; i < fields->size(); ++i) raw.values[header.columns[i]] = std::move((*fields)[i]);
  return raw;
}

Result<RawRow> raw_row_of_json(std::string_view line) {
  auto object = parse_json_object(line, "line");
  if (!object) return pass_on(object);
  RawRow raw;
  for (const auto& [name, value] : *object) {
    auto column = column_of(std::string_view(name.data(), name.size()));
    if (!column) return refuse("The line has a member that is not known.");
    if (*column == kRecordVersion && value.is_int64()) {
      raw.values[*column] = std::to_string(value.as_int64());
    } else if (value.is_string()) {
      raw.values[*column] = std::string(value.as_string());
    } else {
      return refuse(std::string(kColumns[*column]) + " must be text.");
    }
  }
  return raw;
}

}  // namespace inkan::population::links
