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
  // is_unreadable: a name holds a character that could not be written (●, 〓, ?).
  bool is_unreadable() const { return unreadable_; }

 private:
  // What a part of a name is compared as. Where there are no surnames the father's name takes its place: both sides
  // state it or neither does.
  struct Cut {
    std::string_view surname{};
    std::string_view given{};
    bool certain = true;
  };
  static Cut cut(const names::SplitName& name);
  void take_names(const Stated& stated);
  void take_previous(const Cut& earlier);
  void take_address(const StatedAddress& address);

  EntryText entry_{};
  bool unreadable_ = false;
  std::array<names::ParsedAddress, 3> addresses_{};
  size_t address_count_ = 0;
};

}  // namespace inkan::population::match
