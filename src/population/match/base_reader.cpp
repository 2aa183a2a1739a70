#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "population/match/base.h"
#include "population/match/base_file.h"
#include "population/match/filing.h"
#include "population/match/terms.h"

namespace inkan::population::match {

namespace {

std::unexpected<Error> damaged(const char* what) {
  return fail(ErrorCode::kCorrupt, "the matching index is damaged or of another version: rebuild it from the register",
              what);
}

bool sections_fit(const FileHeader& header, size_t size) {
  if (header.file_size != size) return false;
  return std::all_of(header.parts.begin(), header.parts.end(), [&](const FileHeader::Part& part) {
    return part.size == 0 || (part.offset >= kFilePage && part.offset % kFilePage == 0 && part.offset <= size &&
                              part.size <= size - part.offset);
  });
}

}  // namespace

// BaseReader cuts the mapped file into views and checks that what follows from each other does.
class BaseReader {
 public:
  BaseReader(Base& base, const FileHeader& header) : base_(base), header_(header) {}

  bool checksums_hold() const {
    std::atomic<size_t> next{0};
    std::atomic<bool> hold{true};
    run_threads(2, [&](unsigned) {
      for (size_t i = next++; i < kSections; i = next++)
        if (header_.parts[i].size != 0 && checksum_of(view<char>(i)) != header_.parts[i].checksum) hold = false;
    });
    return hold;
  }

  bool read() {
    base_.records_ = view<Record>(size_t(Section::kRecords));
    if (base_.records_.size() != header_.people || header_.people > 0xf0000000) return false;
    for (size_t key = 0; key < kKeys; ++key) {
      Filed& filed = base_.filed_[key];
      filed.starts = view<uint32_t>(size_t(Section::kStarts) + key);
      filed.postings = view<Posting>(size_t(Section::kPostings) + key);
      if (filed.starts.size() < 2 || filed.starts.back() != filed.postings.size()) return false;
    }
    base_.surnames_ = words(Section::kSurnames);
    base_.givens_ = words(Section::kGivens);
    base_.towns_ = words(Section::kTowns);
    base_.ids_ = view<RawId>(size_t(Section::kIds));
    base_.id_starts_ = view<uint32_t>(size_t(Section::kIdStarts));
    base_.id_order_ = view<uint32_t>(size_t(Section::kIdOrder));
    const auto model = view<Model>(size_t(Section::kModel));
    if (model.size() != 1) return false;
    base_.model_ = model[0];
    for (size_t i = size_t(Section::kSurnames); i < size_t(Section::kIds); ++i)
      base_.word_bytes_ += header_.parts[i].size;
    base_.gone_ = std::make_unique<std::atomic<uint64_t>[]>(base_.records_.size() / 64 + 1);
    return base_.ids_.empty() || (base_.ids_.size() == header_.people && base_.id_order_.size() == header_.people);
  }

 private:
  template <typename T>
  std::span<const T> view(size_t section) const {
    const FileHeader::Part& part = header_.parts[section];
    return {reinterpret_cast<const T*>(static_cast<const char*>(base_.mapping_) + part.offset), part.size / sizeof(T)};
  }
  WordTable words(Section section) const {
    const size_t first = size_t(section);
    return {view<Word>(first),         view<uint32_t>(first + 1), view<Readings>(first + 2),
            view<Rarities>(first + 3), view<uint64_t>(first + 4), view<char>(first + 5)};
  }
  Base& base_;
  const FileHeader& header_;
};

Result<std::unique_ptr<Base>> Base::open(const std::string& path, Residence residence) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return fail(ErrorCode::kNotFound, "there is no matching index yet: build it from the register",
                std::strerror(errno));
  struct stat status{};
  auto base = std::make_unique<Base>();
  const bool sized = fstat(file, &status) == 0 && size_t(status.st_size) >= kFilePage;
  if (sized) base->map(file, size_t(status.st_size), residence);
  close(file);
  if (!sized) return damaged("shorter than a header");
  if (base->mapping_ == nullptr) return fail(ErrorCode::kUnavailable, "the matching index cannot be mapped");

  const auto& header = *static_cast<const FileHeader*>(base->mapping_);
  if (header.magic != kFileMagic) return damaged("no index");
  if (header.checksum != checksum_of(bytes_of(std::span(&header, 1)).first(offsetof(FileHeader, checksum))))
    return damaged("header");
  if (header.version != kFileVersion || header.model_version != kModelVersion ||
      header.fold_version != names::kFoldVersion || header.record_size != sizeof(Record))
    return damaged("version");
  if (!sections_fit(header, base->bytes_)) return damaged("sections");
  BaseReader reader(*base, header);
  if (!reader.checksums_hold()) return damaged("checksum");
  if (!reader.read()) return damaged("content");
  return base;
}

void Base::map(int file, size_t size, Residence residence) {
  if (residence == Residence::kMapped) {
    void* memory = mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    if (memory == MAP_FAILED) return;
    madvise(memory, size, MADV_RANDOM);
    mapping_ = memory;
    bytes_ = size;
    return;
  }
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return;
  madvise(memory, size, MADV_HUGEPAGE);
  mapping_ = memory;
  bytes_ = size;
  for (size_t at = 0; at < size;) {
    const ssize_t got = pread(file, static_cast<char*>(memory) + at, std::min<size_t>(size - at, 1 << 26), off_t(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;  // the checksum finds what is missing
    at += size_t(got);
    // What has been copied need not stay in the page cache as well.
    posix_fadvise(file, 0, off_t(at), POSIX_FADV_DONTNEED);
  }
  mprotect(memory, size, PROT_READ);
}

}  // namespace inkan::population::match
