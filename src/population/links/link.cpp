#include "population/links/link.h"

#include <array>
#include <utility>

#include "base/name_table.h"
#include "base/text.h"

namespace inkan::population::links {

namespace {

constexpr size_t kTextMax = 200;

constexpr std::array kMethods{std::pair(Method::kChip, std::string_view("chip")),
                              std::pair(Method::kManual, std::string_view("manual")),
                              std::pair(Method::kNumber, std::string_view("number")),
                              std::pair(Method::kAttributes, std::string_view("attributes")),
                              std::pair(Method::kMigration, std::string_view("migration"))};
constexpr std::array kStates{std::pair(LinkState::kPending, std::string_view("pending")),
                             std::pair(LinkState::kPublished, std::string_view("published")),
                             std::pair(LinkState::kQuarantined, std::string_view("quarantined")),
                             std::pair(LinkState::kDisputed, std::string_view("disputed")),
                             std::pair(LinkState::kRetired, std::string_view("retired"))};

bool is_plain(std::string_view text) {
  if (text.empty() || text.size() > kTextMax || !is_utf8(text)) return false;
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return true;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Done> need_plain(std::string_view text, const char* what) {
  if (is_plain(text)) return Done{};
  return fail(ErrorCode::kInvalidInput,
              std::string(what) + " must be 1 to 200 bytes of text without control characters.");
}

bool has_legal_name(const Stated& stated) {
  for (const Name& name : stated.names)
    if (name.kind == NameKind::kLegal && !trim(name.text).empty()) return true;
  return false;
}

bool has_address(const Stated& stated) {
  if (stated.addresses.empty()) return false;
  const StatedAddress& first = stated.addresses.front();
  return !trim(first.line).empty() || !trim(first.parts.street).empty();
}

}  // namespace

bool at_least_as_strong(Method method, Method than) { return int(method) <= int(than); }

std::string_view to_text(Method method) { return name_in(kMethods, method); }
std::string_view to_text(LinkState state) { return name_in(kStates, state); }
std::optional<Method> parse_method(std::string_view text) { return value_in<Method>(kMethods, text); }
std::optional<LinkState> parse_link_state(std::string_view text) { return value_in<LinkState>(kStates, text); }

std::string_view to_text(Answer answer) {
  switch (answer) {
    case Answer::kLinked:
      return "linked";
    case Answer::kQuarantine:
      return "quarantine";
    case Answer::kDoesNotMatch:
      return "does not match";
    case Answer::kRefused:
      return "refused";
    case Answer::kAlreadyLinked:
      return "already linked";
  }
  return {};
}

std::string_view to_text(Mismatch mismatch) {
  switch (mismatch) {
    case Mismatch::kNumberOfHouseholdMember:
      return "NUMBER_OF_HOUSEHOLD_MEMBER";
    case Mismatch::kSuperseded:
      return "SUPERSEDED";
    case Mismatch::kOtherPerson:
      return "OTHER_PERSON";
    case Mismatch::kUnknown:
      return "UNKNOWN";
  }
  return {};
}

Result<Done> check_scheme(const Scheme& scheme) {
  if (auto good = need_plain(scheme.issuer, "The issuer"); !good) return good;
  return need_plain(scheme.type, "The type of record");
}

Result<Done> check_record(const RecordId& record) {
  if (auto good = check_scheme(record.scheme); !good) return good;
  if (auto good = need_plain(record.id, "The record's id"); !good) return good;
  if (record.version < 1) return fail(ErrorCode::kInvalidInput, "The record's version must be 1 or more.");
  return Done{};
}

Result<Done> check_origin(const Origin& origin) {
  if (auto good = need_plain(origin.operator_id, "The operator"); !good) return good;
  if (auto good = need_plain(origin.terminal, "The terminal"); !good) return good;
  if (!origin.second_approver.empty() && origin.second_approver == origin.operator_id)
    return fail(ErrorCode::kInvalidInput, "The second approver must be somebody else than the operator.");
  if (!is_sha256(origin.document_sha256))
    return fail(ErrorCode::kInvalidInput, "The document's SHA-256 must be 64 hexadecimal digits in lower case.");
  return Done{};
}

Result<Done> check_complete(const Stated& stated, bool sex_not_held) {
  std::vector<std::string> missing;
  if (!has_legal_name(stated)) missing.push_back("name");
  if (!stated.born) missing.push_back("birth date");
  if (!sex_not_held && stated.sex == Sex::kUnknown) missing.push_back("sex");
  if (!has_address(stated)) missing.push_back("address");
  if (!missing.empty())
    return fail(ErrorCode::kInvalidInput, "Missing: " + join(missing, ", ") +
                                              ". A record is linked only with name, birth date, sex and address" +
                                              " (without sex only where the scheme does not hold it).");
  if (sex_not_held && stated.sex != Sex::kUnknown)
    return fail(ErrorCode::kInvalidInput, "This scheme does not hold sex; it must be left out.");
  if (stated.addresses.size() > 1)
    return fail(ErrorCode::kInvalidInput, "One address is wanted: the one on the document.");
  return Done{};
}

}  // namespace inkan::population::links
