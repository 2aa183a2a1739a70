#include "population/match/generation.h"

#include "population/match/builder.h"

namespace inkan::population::match {

namespace {

void carry_words(const Dictionary& from, uint32_t written, Dictionary& to) {
  for (uint32_t index = written - from.base().count(); index < from.added().size(); ++index) {
    const WordList::Item& item = from.added()[index];
    const Dictionary::Found found = to.add(item.hash, item.text, item.sound);
    to.count_bearer(found, 0);
    for (const auto& reading : item.readings)
      if (const uint32_t sound = reading.load(std::memory_order_relaxed); sound != 0) to.add_reading(found.id, sound);
  }
}

}  // namespace

Generation begin_generation(Index& index) {
  index.watch_removals();
  const Dictionaries& words = index.dictionaries();
  return {&index, index.delta().size(), {words.surnames.count(), words.givens.count(), words.towns.count()}};
}

Result<Done> write_generation(const Generation& generation, const std::string& path) {
  const Index& index = *generation.index;
  const Base& base = index.base();
  const size_t people_max = size_t(base.size()) + generation.delta_size;
  HugeArray<Record> records(people_max);
  HugeArray<RawId> ids(people_max);
  size_t people = 0;
  for (uint32_t i = 0; i < people_max; ++i) {
    if (index.gone(i)) continue;
    const std::optional<RawId> id = raw_id(index.id(i).text());
    if (!id)
      return fail(ErrorCode::kInvalidInput,
                  "a person's id in the matching index is no UUID; it must be one to be kept");
    Record record = index.record(i);
    record.twin_near = record.namesake_near = 0;  // found out anew
    records[people] = record;
    ids[people++] = *id;
  }
  return write_base({.records = records.first(people),
                     .ids = ids.first(people),
                     .dictionaries = &index.dictionaries(),
                     .words = generation.words,
                     .model = index.model()},
                    path);
}

void carry_over(const Generation& generation, Index& next) {
  const Index& index = *generation.index;
  const Dictionaries& words = index.dictionaries();
  carry_words(words.surnames, generation.words[0], next.dictionaries().surnames);
  carry_words(words.givens, generation.words[1], next.dictionaries().givens);
  carry_words(words.towns, generation.words[2], next.dictionaries().towns);
  for (const PersonId& id : index.removals()) next.erase(id);
  const Delta& delta = index.delta();
  for (uint32_t i = generation.delta_size; i < delta.size(); ++i) {
    if (delta.gone(i)) continue;
    next.put_record(delta[i].id, {delta[i].record, traits_of(index.dictionaries(), delta[i].record)});
  }
}

}  // namespace inkan::population::match
