#include "portal/console/case_view.h"

#include "http/date_words.h"
#include "portal/console/desk.h"
#include "portal/data_rows.h"

namespace inkan::portal::console {

namespace {

using officers::ProposalKind;
using population::names::Outcome;

std::string_view tag_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kEqual:
    case Outcome::kEqualAfterRule:
      return "inkan-tag--good";
    case Outcome::kDifferent:
      return "inkan-tag--bad";
    case Outcome::kNotComparable:
      return "inkan-tag--over";
  }
  return "inkan-tag--over";
}

}  // namespace

std::vector<Line> stated_lines(const http::Reader& reader, const population::Stated& stated) {
  std::vector<Line> lines;
  for (const population::Name& name : stated.names)
    lines.push_back({officer_word(reader, "name", to_text(name.kind)), name.text});
  if (stated.born) lines.push_back({reader.word("attribute.dob"), format_date(reader, *stated.born)});
  if (stated.sex != population::Sex::kUnknown)
    lines.push_back({reader.word("attribute.sex"), officer_word(reader, "choice", to_text(stated.sex))});
  for (const population::StatedAddress& address : stated.addresses)
    lines.push_back({reader.word("attribute.regadd"),
                     address.line.empty() ? address_line(address.parts, reader.language) : address.line});
  return lines;
}

void fill_outcome(const http::Reader& reader, const officers::CaseOutcome& outcome, http::PageData& item) {
  item.set("ATTRIBUTE", officer_word(reader, "attribute", outcome.attribute));
  item.set("CODE", std::string(to_text(outcome.comparison.outcome)));
  item.set("TAG", std::string(tag_of(outcome.comparison.outcome)));
  item.set("IN_WORDS", officer_word(reader, "outcome", to_text(outcome.comparison.outcome)));
  if (!outcome.comparison.rule.empty()) item.section("RULE").set("RULE_ID", std::string(outcome.comparison.rule));
}

json::object outcome_json(const officers::CaseOutcome& outcome) {
  json::object object;
  object["attribute"] = outcome.attribute;
  object["outcome"] = to_text(outcome.comparison.outcome);
  if (!outcome.comparison.rule.empty()) object["rule"] = outcome.comparison.rule;
  return object;
}

std::vector<ProposalKind> rulings_for(const officers::Case& one) {
  if (one.kind == "attempt") return {ProposalKind::kDismissCase};
  return {ProposalKind::kReleaseLink, ProposalKind::kRetireLink};
}

}  // namespace inkan::portal::console
