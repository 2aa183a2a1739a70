#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "http/message.h"
#include "officers/proposals.h"

namespace inkan::portal::console {

// Field is one input of the form of a proposal: its name is the member of the payload, the id of the input, and the end
// of its words (console.field.<name>, console.hint.<name>).
struct Field {
  enum class Type { kText, kDate, kChoice, kFlag };
  std::string_view name;
  Type type = Type::kText;
  bool required = false;
  size_t characters_max = 100;
  std::span<const std::string_view> choices{};  // kChoice: codes; words console.choice.<code>
};
// fields_of gives the form of a kind of proposal; empty for rulings, which say nothing but their kind.
std::span<const Field> fields_of(officers::ProposalKind kind);

// Entered is what a form or a program sent: the payload, and the names of fields that are missing or wrong.
struct Entered {
  json::object payload{};
  std::vector<std::string_view> wrong{};
};
Entered read_fields(officers::ProposalKind kind, const http::Parameters& fields);

}  // namespace inkan::portal::console
