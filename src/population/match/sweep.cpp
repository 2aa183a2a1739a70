#include "population/match/sweep.h"

#include "population/match/lookup.h"

namespace inkan::population::match {

namespace {

// agrees_in_all: both say the same, word for word. Most links do, and then their risk hangs on little.
bool agrees_in_all(const Record& a, const Record& b) {
  return a.surname_written == b.surname_written && a.surname_reading == b.surname_reading &&
         a.given_written == b.given_written && a.given_reading == b.given_reading && a.born == b.born &&
         a.town == b.town && a.block == b.block && a.room == b.room && a.sex == b.sex;
}

}  // namespace

void sweep(const Index& index, std::span<const StoredLink> links, std::span<float> risks) {
  constexpr size_t kAhead = 24;
  const Dictionaries& dictionaries = index.dictionaries();
  const uint64_t people = index.people();
  for (size_t i = 0; i < links.size(); ++i) {
    if (i + kAhead < links.size()) __builtin_prefetch(&index.record(links[i + kAhead].ordinal), 0, 3);
    const StoredLink& link = links[i];
    const Record& record = index.record(link.ordinal);
    if (agrees_in_all(link.stated, record) && record.given_reading != kNone && record.town != kNone &&
        record.block != 0) {
      risks[i] = 0;
      continue;
    }
    Query query;
    encode_record(dictionaries, link.stated, people, query);
    risks[i] = float(verify_pair(index, query, link.ordinal).risk);
  }
}

}  // namespace inkan::population::match
