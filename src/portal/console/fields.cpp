#include "portal/console/fields.h"

#include <algorithm>
#include <array>

#include "base/partial_date.h"
#include "base/text.h"

namespace inkan::portal::console {

namespace {

using officers::ProposalKind;
using Type = Field::Type;

constexpr std::array<std::string_view, 3> kSexes{"F", "M", "U"};
constexpr std::array<std::string_view, 3> kLeaks{"leaked", "delivered_to_another", "used_by_another"};

constexpr std::array kMove{
    Field{.name = "valid_from", .type = Type::kDate, .required = true, .characters_max = 10},
    Field{.name = "block", .characters_max = 10},
    Field{.name = "street", .required = true},
    Field{.name = "floor", .characters_max = 3},
    Field{.name = "unit", .characters_max = 5},
    Field{.name = "building"},
    Field{.name = "postal", .required = true, .characters_max = 10},
    Field{.name = "protected", .type = Type::kFlag},
};
constexpr std::array kNameChange{
    Field{.name = "valid_from", .type = Type::kDate, .required = true, .characters_max = 10},
    Field{.name = "legal_name", .required = true},
    Field{.name = "kana"},
    Field{.name = "romanised"},
};
constexpr std::array kCorrection{
    Field{.name = "valid_from", .type = Type::kDate, .required = true, .characters_max = 10},
    Field{.name = "legal_name"},
    Field{.name = "born", .type = Type::kDate, .characters_max = 10},
    Field{.name = "sex", .type = Type::kChoice, .choices = kSexes},
    Field{.name = "reason", .required = true, .characters_max = 500},
};
constexpr std::array kProtection{
    Field{.name = "valid_from", .type = Type::kDate, .required = true, .characters_max = 10},
    Field{.name = "protected", .type = Type::kFlag},
};
constexpr std::array kDeath{Field{.name = "valid_from", .type = Type::kDate, .required = true, .characters_max = 10}};
constexpr std::array kUndo{
    Field{.name = "entry", .required = true, .characters_max = 9},
    Field{.name = "reason", .required = true, .characters_max = 500},
};
constexpr std::array kReplacement{
    Field{.name = "leak", .type = Type::kChoice, .required = true, .choices = kLeaks},
};

bool is_good(const Field& field, const std::string& text) {
  if (!is_utf8(text) || utf8_length(text) > field.characters_max) return false;
  switch (field.type) {
    case Type::kText:
      return field.name != "entry" || is_digits(text);
    case Type::kDate: {
      const auto date = PartialDate::parse(text);
      return date && (date->complete() || field.name == "born");
    }
    case Type::kChoice:
      return std::ranges::find(field.choices, text) != field.choices.end();
    case Type::kFlag:
      return text == "yes";
  }
  return false;
}

}  // namespace

std::span<const Field> fields_of(ProposalKind kind) {
  switch (kind) {
    case ProposalKind::kMove:
      return kMove;
    case ProposalKind::kNameChange:
      return kNameChange;
    case ProposalKind::kCorrection:
      return kCorrection;
    case ProposalKind::kAddressProtection:
      return kProtection;
    case ProposalKind::kDeath:
      return kDeath;
    case ProposalKind::kUndo:
      return kUndo;
    case ProposalKind::kNumberReplacement:
      return kReplacement;
    case ProposalKind::kReleaseLink:
    case ProposalKind::kRetireLink:
    case ProposalKind::kDismissCase:
      return {};
  }
  return {};
}

Entered read_fields(ProposalKind kind, const http::Parameters& fields) {
  Entered entered;
  for (const Field& field : fields_of(kind)) {
    const std::string text(trim(fields.get(field.name)));
    if (text.empty()) {
      if (field.required) entered.wrong.push_back(field.name);
      continue;
    }
    if (!is_good(field, text)) {
      entered.wrong.push_back(field.name);
      continue;
    }
    if (field.type == Type::kFlag) {
      entered.payload[field.name] = true;
    } else {
      entered.payload[field.name] = text;
    }
  }
  return entered;
}

}  // namespace inkan::portal::console
