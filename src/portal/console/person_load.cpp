#include "portal/console/person_view.h"

namespace inkan::portal::console {

Task<PersonView> load_person_view(const Deps&, officers::Opened opened) {
  auto person = opened.person.open(*opened.ticket);
  if (!person) co_return pass_on(person);
  PersonView view;
  view.status = person->status;
  const std::string& digits = person->number.digits();
  view.number_end = digits.substr(digits.size() - 3);
  view.last_updated = person->last_updated;
  view.may_see_protected = opened.may_see_protected;
  view.facts = std::move(person->facts);
  co_return view;
}

}  // namespace inkan::portal::console
