#include "population/stated.h"

namespace inkan::population {

Stated stated_of(const PersonFacts& facts) {
  Stated stated;
  stated.names = facts.names;
  stated.sex = facts.sex;
  stated.born = facts.born;
  StatedAddress today;
  today.parts = facts.address;
  today.from = facts.address_from;
  today.is_protected = facts.address_protected;
  stated.addresses.push_back(std::move(today));
  for (const auto& past : facts.earlier_addresses) {
    StatedAddress earlier;
    earlier.parts = past.address;
    earlier.from = past.from;
    earlier.until = past.until;
    earlier.is_protected = past.is_protected;
    stated.addresses.push_back(std::move(earlier));
  }
  return stated;
}

}  // namespace inkan::population
