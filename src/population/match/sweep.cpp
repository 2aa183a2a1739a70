#include "population/match/sweep.h"

#include "population/match/lookup.h"

namespace inkan::population::match {

namespace {

// agrees: what both state is the same word for word, at least one form of either name, the whole date and the block.
// Most links do, and who else could be meant would have to share all of it: no dictionary is opened for them.
bool agrees(const Record& stated, const Record& known) {
  const auto same = [](uint64_t a, uint64_t b) { return a == b || a == 0 || b == 0; };
  const auto both = [](uint64_t a, uint64_t b) { return a == b && a != 0 && a != kUnseen; };
  return same(stated.surname_written, known.surname_written) && same(stated.surname_reading, known.surname_reading) &&
         same(stated.given_written, known.given_written) && same(stated.given_reading, known.given_reading) &&
         (both(stated.surname_written, known.surname_written) || both(stated.surname_reading, known.surname_reading)) &&
         (both(stated.given_written, known.given_written) || both(stated.given_reading, known.given_reading)) &&
         stated.born == known.born && known.birth().complete() && same(stated.sex, known.sex) &&
         both(stated.town, known.town) && stated.town != kUnseenTown && both(stated.block, known.block) &&
         same(stated.room, known.room);
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
    if (agrees(link.stated, record)) {
      risks[i] = 0;
      continue;
    }
    Query query;
    encode_record(dictionaries, link.stated, people, query);
    risks[i] = float(verify_pair(index, query, link.ordinal).risk);
  }
}

}  // namespace inkan::population::match
