#pragma once

#include <string>
#include <vector>

#include "app/nation/table.h"
#include "population/person.h"

namespace inkan::app::nation {

// Addresses draws places to live: invented streets of this nation, and towns of Japan for some Japanese families.
// Immutable.
class Addresses {
 public:
  Addresses();
  population::Address pick_home(Random& random) const;
  population::Address pick_japanese(Random& random) const;

 private:
  struct Street {
    std::string_view town{};
    std::string_view sector{};
    std::string_view name{};
    std::string_view kind{};
    int number_from = 0;
    int number_to = 0;
    uint64_t index = 0;
  };
  struct Town {
    std::string postal{};
    std::string name{};
  };
  Weighted<Street> streets_{};
  Weighted<Town> towns_{};
};

}  // namespace inkan::app::nation
