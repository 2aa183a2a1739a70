#include "population/legal_basis.h"

#include <array>

#include "base/name_table.h"
#include "base/partial_date.h"
#include "base/text.h"
#include "population/number_store.h"

namespace inkan::population {

namespace {

constexpr size_t kIdMax = 64;
constexpr size_t kCitationMax = 200;

constexpr std::array kUses{
    std::pair(NumberUse::kLookUp, std::string_view("look_up")),
    std::pair(NumberUse::kDisplay, std::string_view("display")),
    std::pair(NumberUse::kExport, std::string_view("export")),
};

bool is_day(std::string_view text) {
  auto day = PartialDate::parse(text);
  return day && day->complete();
}

Result<Done> check_officers(const LegalTable::Officers& officers) {
  if (officers.first.empty() || officers.second.empty() || officers.first == officers.second)
    return fail(ErrorCode::kForbidden, "A row of the legal table needs two different officers.");
  return Done{};
}

Result<Done> check_basis(const LegalBasis& basis) {
  if (basis.id.empty() || basis.id.text().size() > kIdMax)
    return fail(ErrorCode::kInvalidInput, "A legal basis has an id of 1 to 64 characters.");
  if (trim(basis.citation).empty() || utf8_length(basis.citation) > kCitationMax)
    return fail(ErrorCode::kInvalidInput, "A legal basis cites the law it stands on, in at most 200 characters.");
  if (!is_day(basis.valid_from)) return fail(ErrorCode::kInvalidInput, "valid_from is a day: YYYY-MM-DD.");
  if (!basis.valid_until.empty() && !is_day(basis.valid_until))
    return fail(ErrorCode::kInvalidInput, "valid_until is a day, YYYY-MM-DD, or empty.");
  if (!basis.valid_until.empty() && basis.valid_until <= basis.valid_from)
    return fail(ErrorCode::kInvalidInput, "A legal basis ends after it begins.");
  return Done{};
}

}  // namespace

std::string_view to_text(NumberUse use) { return name_in(kUses, use); }

std::optional<NumberUse> parse_number_use(std::string_view text) { return value_in<NumberUse>(kUses, text); }

Task<std::optional<NumberRight>> LegalTable::find_right(LegalBasisId id, NumberUse use) const {
  auto row = co_await find_basis(deps_.database, id.text(), std::string(to_text(use)), iso_date(deps_.clock.now()));
  if (!row) co_return pass_on(row);
  std::optional<NumberRight> right;
  if (*row) right = NumberRight(std::move(id), use);
  co_return right;
}

Task<std::vector<LegalBasis>> LegalTable::list() const {
  auto rows = co_await list_bases(deps_.database);
  if (!rows) co_return pass_on(rows);
  std::vector<LegalBasis> bases;
  for (auto& row : *rows) {
    const auto use = parse_number_use(row.use);
    if (!use) co_return fail(ErrorCode::kCorrupt, "The legal table could not be read.", "number_use of legal_bases");
    bases.push_back({LegalBasisId(std::move(row.id)), *use, std::move(row.citation), std::move(row.valid_from),
                     std::move(row.valid_until)});
  }
  co_return bases;
}

Result<store::Batch> LegalTable::prepare_addition(const LegalBasis& basis, const Officers& officers) const {
  if (auto good = check_officers(officers); !good) return pass_on(good);
  if (auto good = check_basis(basis); !good) return pass_on(good);
  store::Batch batch;
  StoredBasis row{basis.id.text(), std::string(to_text(basis.use)), basis.citation, basis.valid_from,
                  basis.valid_until};
  add_basis(batch, std::move(row), officers.first, officers.second, unix_micros(deps_.clock.now()));
  return batch;
}

Result<store::Batch> LegalTable::prepare_end(const LegalBasisId& id, const std::string& until,
                                             const Officers& officers) const {
  if (auto good = check_officers(officers); !good) return pass_on(good);
  if (!is_day(until)) return fail(ErrorCode::kInvalidInput, "The end of a legal basis is a day: YYYY-MM-DD.");
  // What the law allowed yesterday was allowed: an end does not reach into the past.
  if (until < iso_date(deps_.clock.now()))
    return fail(ErrorCode::kInvalidInput, "A legal basis ends today or later, not in the past.");
  store::Batch batch;
  add_basis_end(batch, id.text(), until, officers.first + " " + officers.second);
  return batch;
}

}  // namespace inkan::population
