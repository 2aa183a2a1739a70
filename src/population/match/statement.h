#pragma once

#include <array>

#include "population/match/entry.h"
#include "population/names/address.h"
#include "population/names/split.h"
#include "population/stated.h"

namespace inkan::population::match {

// Statement is what is stated about a person, cut into the parts that are compared. Views into the Stated it was made
// from, and into itself: it is not copied, and the Stated must outlive it.
class Statement {
 public:
  explicit Statement(const Stated& stated);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  const EntryText& entry() const { return entry_; }

 private:
  void take_names(const Stated& stated);
  void take_previous(const names::SplitName& name);
  void take_address(const StatedAddress& address);

  EntryText entry_{};
  std::array<names::ParsedAddress, 3> addresses_{};
  size_t address_count_ = 0;
};

}  // namespace inkan::population::match
