#include "population/match/builder.h"

#include <algorithm>
#include <future>

#include "population/match/base_file.h"
#include "population/match/filing.h"
#include "population/match/terms.h"
#include "population/match/word_writer.h"

namespace inkan::population::match {

namespace {

struct IdIndex {
  std::vector<uint32_t> starts{};
  std::vector<uint32_t> order{};
};

// Persons by their id: a counting sort by bucket of the id's hash, four to a bucket.
IdIndex index_ids(std::span<const RawId> ids) {
  __extension__ using Wide = unsigned __int128;
  const size_t buckets = ids.size() / 4 + 1;
  const auto bucket_of = [&](const RawId& id) {
    const std::string_view text(reinterpret_cast<const char*>(id.data()), id.size());
    return size_t(Wide(hash_text(text, 7)) * buckets >> 64);
  };
  IdIndex index;
  index.starts.assign(buckets + 2, 0);
  for (const RawId& id : ids) ++index.starts[bucket_of(id) + 2];
  for (size_t i = 2; i < index.starts.size(); ++i) index.starts[i] += index.starts[i - 1];
  index.order.resize(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) index.order[index.starts[bucket_of(ids[i]) + 1]++] = uint32_t(i);
  index.starts.pop_back();
  return index;
}

Result<Done> write_words(FileWriter& writer, Section section, const WordSections& words) {
  const size_t first = size_t(section);
  const std::array<std::span<const char>, 6> parts{
      bytes_of(std::span(words.slots)),    bytes_of(std::span(words.sounds)),    bytes_of(std::span(words.readings)),
      bytes_of(std::span(words.rarities)), bytes_of(std::span(words.text_ends)), std::span<const char>(words.texts)};
  for (size_t i = 0; i < parts.size(); ++i)
    if (auto written = writer.write(first + i, parts[i]); !written) return written;
  return Done{};
}

Result<Done> write_key(FileWriter& writer, Key key, const Filed& filed) {
  if (auto written = writer.write(size_t(Section::kStarts) + size_t(key), bytes_of(filed.starts)); !written)
    return written;
  return writer.write(size_t(Section::kPostings) + size_t(key), bytes_of(filed.postings));
}

Result<Done> write_ids(FileWriter& writer, std::span<const RawId> ids) {
  if (ids.empty()) return Done{};
  const IdIndex index = index_ids(ids);
  if (auto written = writer.write(size_t(Section::kIds), bytes_of(ids)); !written) return written;
  if (auto written = writer.write(size_t(Section::kIdStarts), bytes_of(std::span(index.starts))); !written)
    return written;
  return writer.write(size_t(Section::kIdOrder), bytes_of(std::span(index.order)));
}

}  // namespace

Result<Done> write_base(const BaseContent& content, const std::string& path) {
  FileWriter writer;
  if (auto opened = writer.open(path); !opened) return opened;
  {
    Filing filing(*content.dictionaries, content.records, content.threads);
    // A key goes to the disk while the next one is filed.
    std::future<Result<Done>> writing;
    // By block first: it marks the records.
    for (const Key key : {Key::kBlock, Key::kBornGiven, Key::kBornSurname, Key::kBornArea, Key::kName}) {
      filing.file(key);
      if (writing.valid())
        if (auto written = writing.get(); !written) return written;
      writing = std::async(std::launch::async,
                           [&writer, key, filed = filing.filed()] { return write_key(writer, key, filed); });
    }
    if (auto written = writing.get(); !written) return written;
  }
  if (auto written = writer.write(size_t(Section::kRecords), bytes_of(content.records)); !written) return written;
  const WordCounts counts(content.records, content.words, content.threads);
  const Dictionaries& dictionaries = *content.dictionaries;
  const size_t people = content.records.size();
  if (auto written = write_words(writer, Section::kSurnames,
                                 make_words(dictionaries.surnames, content.words[0], counts.surnames(), people));
      !written)
    return written;
  if (auto written = write_words(writer, Section::kGivens,
                                 make_words(dictionaries.givens, content.words[1], counts.givens(), people));
      !written)
    return written;
  if (auto written = write_words(writer, Section::kTowns,
                                 make_towns(dictionaries.towns, content.words[2], counts.towns(), people));
      !written)
    return written;
  if (auto written = write_ids(writer, content.ids); !written) return written;
  if (auto written = writer.write(size_t(Section::kModel), bytes_of(std::span(&content.model, 1))); !written)
    return written;
  return writer.finish({.model_version = kModelVersion,
                        .fold_version = names::kFoldVersion,
                        .record_size = sizeof(Record),
                        .people = people});
}

Builder::Builder(const Options& options)
    : records_(options.people_max), ids_(options.with_ids ? options.people_max : 0), options_(options) {}

bool Builder::add(const EntryText& entry, const RawId& id) {
  const Encoded person = encode_known(dictionaries_, entry, /*counted=*/false);
  const uint32_t ordinal = next_.fetch_add(1, std::memory_order_acq_rel);
  if (ordinal >= options_.people_max) {
    next_.fetch_sub(1, std::memory_order_acq_rel);
    return false;
  }
  records_[ordinal] = person.record;
  if (options_.with_ids) ids_[ordinal] = id;
  return true;
}

Result<Done> Builder::finish(const std::string& path) {
  const size_t people = size();
  return write_base(
      {.records = records_.first(people),
       .ids = options_.with_ids ? std::span<const RawId>(ids_.first(people)) : std::span<const RawId>(),
       .dictionaries = &dictionaries_,
       .words = {dictionaries_.surnames.count(), dictionaries_.givens.count(), dictionaries_.towns.count()},
       .model = options_.model,
       .threads = options_.threads},
      path);
}

}  // namespace inkan::population::match
