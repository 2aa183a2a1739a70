#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "population/links/links.h"

namespace inkan::population::links {

// Flaw is a rule of the store that does not hold, or work that was interrupted and that the next run ends.
struct Flaw {
  std::string rule{};     // "link-of-nobody"
  std::string meaning{};  // for the operator
  bool unfinished = false;
  int64_t count = 0;
  std::vector<std::string> examples{};  // ids of links, batches, cases; some persons' ids, never their data
};

// FsckReport is what was looked at and what is wrong with it.
struct FsckReport {
  int64_t people = 0;
  int64_t links = 0;
  int64_t rules = 0;
  std::vector<Flaw> flaws{};
  bool clean() const;  // nothing but unfinished work
  json::object to_json() const;
};

// check_store compares the index of this node with the register, person by person, and the links with the rules that
// no single row can hold: nothing dangles, provenance is whole, no load is half applied, and what may be seen is
// exactly what was published. It changes nothing but the journal (a scan). Run it while nobody writes: a change made
// meanwhile may be reported as a flaw.
Task<FsckReport> check_store(const Links& links, const Scan& scan);

}  // namespace inkan::population::links
