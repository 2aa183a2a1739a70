#pragma once

#include <cstdint>
#include <vector>

#include "agency_records.h"

namespace inkan::bench {

// Singapore is a smaller nation beside the Japanese one: Chinese under dialect and pinyin spellings, Malays with
// patronymics, Tamils with s/o, d/o and initials, and people with Western names. Families of four share a home. Any
// person follows from (seed, index). Like its sibling it shares no code with the engine.
class Singapore {
 public:
  Singapore(uint64_t seed, uint64_t people);
  uint64_t size() const { return people_; }
  // known is what the register says of a person.
  population::Stated known(uint64_t index) const;
  // make_records writes records on the four of a family; `draw_seed` varies the mistakes.
  std::vector<AgencyRecord> make_records(uint64_t family, uint64_t draw_seed) const;

 private:
  struct Person;
  struct Names;
  Person make(uint64_t index) const;
  population::Stated write(const Person& person) const;
  AgencyRecord write_record(const Person& person, Draw& draw) const;
  std::string address(uint64_t home) const;

  uint64_t seed_;
  uint64_t people_;
  std::vector<std::pair<std::string, std::string>> streets_{};  // name, postal sector
  List chinese_surnames_, chinese_given_, dialect_given_, malay_m_, malay_f_, tamil_m_, tamil_f_, latin_m_, latin_f_,
      latin_surnames_;
  Weights chinese_surname_weights_, chinese_given_weights_, dialect_weights_, malay_m_weights_, malay_f_weights_,
      tamil_m_weights_, tamil_f_weights_, latin_m_weights_, latin_f_weights_, latin_surname_weights_;
};

}  // namespace inkan::bench
