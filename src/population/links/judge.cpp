#include "population/links/judge.h"

#include "population/names/compare.h"

namespace inkan::population::links {

namespace {

using match::Attribute;
using names::Outcome;

bool is_stated(const match::Evidence& evidence) {
  return evidence.comparison.outcome != Outcome::kNotComparable || evidence.comparison.rule != "not-stated";
}

std::string outcomes_of(const std::vector<match::Evidence>& all) {
  std::string out;
  for (const auto& evidence : all) {
    if (!is_stated(evidence)) continue;
    if (!out.empty()) out += ' ';
    out += std::string(match::to_text(evidence.attribute)) + "=" +
           std::string(names::to_text(evidence.comparison.outcome));
    if (!evidence.comparison.rule.empty()) out += "(" + std::string(evidence.comparison.rule) + ")";
  }
  return out;
}

std::string attributes_of(const std::vector<match::Evidence>& all) {
  std::string out;
  for (const auto& evidence : all) {
    if (!is_stated(evidence)) continue;
    if (!out.empty()) out += ' ';
    out += match::to_text(evidence.attribute);
  }
  return out;
}

// A value that is not even equal to itself holds ●, 〓 and the like: it is never compared, whatever else agrees.
bool cannot_be_compared(const Stated& stated) {
  for (const Name& name : stated.names)
    if (names::compare_names(name.kind, name.text, name.text).outcome == Outcome::kNotComparable) return true;
  return false;
}

Judged begin(const match::Explanation& said, const Stated& stated) {
  Judged judged;
  judged.best = said.best;
  judged.settles = said.decision.settles;
  judged.wrong_chance = said.decision.wrong_chance;
  judged.model_version = said.decision.model_version;
  judged.attributes = attributes_of(said.evidence);
  judged.outcomes = outcomes_of(said.evidence);
  judged.reason = said.veto.value_or("not-sure");
  judged.not_comparable = cannot_be_compared(stated);
  if (judged.not_comparable) judged.reason = "not-comparable";
  return judged;
}

bool contradicts(const std::vector<match::Evidence>& all) {
  for (const auto& evidence : all) {
    const bool decisive = evidence.attribute == Attribute::kLegalName || evidence.attribute == Attribute::kBirthDate ||
                          evidence.attribute == Attribute::kSex;
    if (decisive && evidence.comparison.outcome == Outcome::kDifferent) return true;
  }
  return false;
}

}  // namespace

Judged judge_by_attributes(const match::Matcher& matcher, const Stated& stated, const match::Terms& terms) {
  const auto said = matcher.explain(stated, terms);
  Judged judged = begin(said, stated);
  switch (said.decision.zone) {
    case match::Zone::kLink:
      judged.answer = judged.not_comparable ? Answer::kQuarantine : Answer::kLinked;
      break;
    case match::Zone::kQuarantine:
      judged.answer = Answer::kQuarantine;
      break;
    case match::Zone::kRefuse:
      judged.answer = judged.not_comparable ? Answer::kQuarantine : Answer::kRefused;
      break;
  }
  if (judged.answer == Answer::kLinked) judged.person = said.decision.person;
  return judged;
}

Judged judge_by_number(const match::Matcher& matcher, const Stated& stated, const PersonId& owner,
                       const match::Terms& terms) {
  const auto said = matcher.explain(stated, terms);
  const auto pair = matcher.verify(stated, owner);
  Judged judged = begin(said, stated);
  judged.method = Method::kNumber;
  judged.attributes += judged.attributes.empty() ? "number" : " number";
  judged.outcomes += judged.outcomes.empty() ? "number=EQUAL" : " number=EQUAL";
  const bool is_owner = said.best && *said.best == owner;
  if (judged.not_comparable) {
    judged.answer = Answer::kQuarantine;
  } else if (is_owner && pair.agrees && !contradicts(said.evidence)) {
    // A number makes a link surer, it does not loosen the limit of one link: else an agency's first link could cross
    // the bound on all of them.
    judged.wrong_chance = kWrongNumberShare * std::min(1.0, pair.risk);
    const bool sure = judged.wrong_chance <= terms.wrong_chance_max;
    judged.answer = sure ? Answer::kLinked : Answer::kQuarantine;
    if (sure) judged.person = owner;
  } else if (is_owner && !contradicts(said.evidence)) {
    judged.answer = Answer::kQuarantine;
  } else {
    judged.answer = Answer::kDoesNotMatch;
  }
  return judged;
}

}  // namespace inkan::population::links
