#include "app/demo_links.h"

#include "app/nation/generator.h"
#include "base/encoding.h"
#include "base/run_task.h"
#include "crypto/hash.h"
#include "population/stated.h"

namespace inkan::app {

namespace {

namespace links = population::links;
using population::Stated;

const links::Scheme kScheme{.issuer = "SG-46", .type = "family-support"};

// What an agency's form says of somebody: everything, as the register has it.
Stated form_of(const population::PersonFacts& facts) {
  Stated stated = population::stated_of(facts);
  stated.addresses.resize(1);
  stated.addresses.front().is_protected = false;
  return stated;
}

links::LinkRequest request(int place, Stated stated) {
  links::LinkRequest wanted;
  wanted.record = {.scheme = kScheme, .id = "FS-" + std::to_string(1000 + place)};
  wanted.stated = std::move(stated);
  wanted.origin = {.operator_id = "clerk-7",
                   .terminal = "counter-3",
                   .document_sha256 = hex_encode(crypto::sha256("form " + std::to_string(place)))};
  return wanted;
}

Result<Done> bring(const links::Links& all, links::LinkRequest wanted) {
  auto told = run_task(all.link(std::move(wanted)));
  if (!told) return pass_on(told);
  return Done{};
}

// unprintable is a form on which the first letter of the legal name could not be printed (REQ-LINK-6).
Stated unprintable(Stated stated) {
  for (population::Name& name : stated.names)
    if (name.kind == population::NameKind::kLegal) name.text = "●" + name.text.substr(1);
  return stated;
}

// half_dated is a form with the year of birth alone and no room.
Stated half_dated(Stated stated) {
  stated.born = *PartialDate::of(stated.born->year(), std::nullopt, std::nullopt);
  stated.addresses.front().parts.floor.clear();
  stated.addresses.front().parts.unit.clear();
  return stated;
}

}  // namespace

Result<Done> seed_demo_links(Matching& matching, const std::vector<nation::NamedResident>& named, uint64_t seed) {
  if (auto filled = fill_matching(matching); !filled) return filled;
  const links::Links& all = matching.links;
  const audit::Actor by{.kind = audit::ActorKind::kOfficer, .id = "operator"};
  auto added = run_task(all.add_scheme(kScheme, /*sex_not_held=*/false, by));
  if (!added && added.error().code != ErrorCode::kConflict) return pass_on(added);
  const auto facts = nation::Generator(seed).household(0);
  // The three who have accounts are linked by their number and find the record in the portal.
  for (int i = 0; i < 3; ++i) {
    links::LinkRequest wanted = request(i, form_of(facts[size_t(i)]));
    wanted.number = named[size_t(i)].number;
    if (auto brought = bring(all, std::move(wanted)); !brought) return brought;
  }
  // Three that no program may decide: the officers' queue is not empty.
  links::LinkRequest others_number = request(3, form_of(facts[3]));
  others_number.number = named[4].number;
  if (auto brought = bring(all, std::move(others_number)); !brought) return brought;
  if (auto brought = bring(all, request(4, unprintable(form_of(facts[4])))); !brought) return brought;
  if (auto brought = bring(all, request(5, half_dated(form_of(facts[3])))); !brought) return brought;
  // The first start of the server finds the file and need not read the register again.
  return matching.service.wants_rebuild() ? matching.service.rebuild() : Result<Done>(Done{});
}

}  // namespace inkan::app
