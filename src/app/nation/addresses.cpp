#include "app/nation/addresses.h"

#include "base/text.h"

namespace inkan::app::nation {

namespace {

std::string padded(int number, size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// One building has one postal code: it follows from street and number.
std::string postal_of(std::string_view sector, uint64_t street, int number) {
  const uint64_t mixed = (street * 7919 + uint64_t(number) * 31) % 10'000;
  return std::string(sector) + padded(int(mixed), 4);
}

}  // namespace

Addresses::Addresses() {
  const Table streets("streets");
  for (size_t i = 0; i < streets.size(); ++i)
    streets_.add({.town = streets.text(i, "town"),
                  .sector = streets.text(i, "postal_sector"),
                  .name = streets.text(i, "street"),
                  .kind = streets.text(i, "kind"),
                  .number_from = int(streets.integer(i, "number_from")),
                  .number_to = int(streets.integer(i, "number_to")),
                  .index = i},
                 uint64_t(streets.integer(i, "weight")));
  const Table towns("japanese_places");
  for (size_t i = 0; i < towns.size(); ++i) {
    std::string postal(towns.text(i, "postal_code"));
    postal.insert(3, "-");
    std::string name(towns.text(i, "prefecture"));
    name += towns.text(i, "municipality");
    name += towns.text(i, "town");
    towns_.add({.postal = std::move(postal), .name = std::move(name)}, uint64_t(towns.integer(i, "weight")));
  }
}

population::Address Addresses::pick_home(Random& random) const {
  const Street& street = streets_.pick(random);
  const int number = between(random, street.number_from, street.number_to);
  population::Address address;
  address.block = std::to_string(number);
  address.street = ascii_upper(street.name);
  address.postal = postal_of(street.sector, street.index, number);
  if (street.kind == "house") return address;
  if (street.kind == "condominium") address.building = "THE " + ascii_upper(street.name) + " RESIDENCES";
  address.floor = padded(between(random, 1, street.kind == "flat" ? 25 : 18), 2);
  address.unit = padded(between(random, 1, 480), 2);
  return address;
}

population::Address Addresses::pick_japanese(Random& random) const {
  const Town& town = towns_.pick(random);
  population::Address address;
  address.street = town.name + std::to_string(between(random, 1, 9)) + "-" + std::to_string(between(random, 1, 28)) +
                   "-" + std::to_string(between(random, 1, 20));
  if (chance(random, 3500)) address.unit = std::to_string(between(random, 1, 12) * 100 + between(random, 1, 8));
  address.postal = town.postal;
  address.country = "JP";
  return address;
}

}  // namespace inkan::app::nation
