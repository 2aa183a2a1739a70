#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace inkan::population::match {

// The file of a base: a header of one page, then sections at page bounds. Numbers are little endian, as in memory.
// Every byte is covered: sections by a checksum each, the header by its own.
inline constexpr uint64_t kFileMagic = 0x3142'4d4e'414b'4e49;  // "INKANMB1"
inline constexpr uint32_t kFileVersion = 1;
inline constexpr size_t kFilePage = 4096;

enum class Section : uint8_t {
  kRecords,
  kStarts,                    // one for each key
  kPostings = kStarts + 5,    // one for each key
  kSurnames = kPostings + 5,  // six for each dictionary: slots, sounds, readings, rarities, text ends, texts
  kGivens = kSurnames + 6,
  kTowns = kGivens + 6,
  kIds = kTowns + 6,
  kIdStarts,
  kIdOrder,
  kModel
};
inline constexpr size_t kSections = size_t(Section::kModel) + 1;

struct FileHeader {
  uint64_t magic = kFileMagic;
  uint32_t version = kFileVersion;
  uint32_t model_version = 0;
  uint32_t fold_version = 0;
  uint32_t record_size = 0;
  uint64_t people = 0;
  uint64_t file_size = 0;
  struct Part {
    uint64_t offset = 0;
    uint64_t size = 0;
    uint64_t checksum = 0;
  };
  std::array<Part, kSections> parts{};
  uint64_t checksum = 0;  // of all before it
};
static_assert(sizeof(FileHeader) < kFilePage);

// checksum_of finds damage by accident (disks, cut files); who can write the file is trusted.
uint64_t checksum_of(std::span<const char> bytes);

// FileWriter writes a new file beside `path` and puts it in its place only when it is whole on the disk: after a crash
// at any moment, `path` is either the old file or the new one.
class FileWriter {
 public:
  FileWriter() = default;
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  Result<Done> open(const std::string& path);
  Result<Done> write(size_t section, std::span<const char> bytes);
  // finish makes it durable and the one at `path`.
  Result<Done> finish(FileHeader header);

 private:
  Result<Done> write_at(uint64_t offset, std::span<const char> bytes);

  std::string path_{};
  std::string temporary_{};
  int file_ = -1;
  uint64_t end_ = kFilePage;
  std::array<FileHeader::Part, kSections> parts_{};
};

template <typename T>
std::span<const char> bytes_of(std::span<T> items) {
  return {reinterpret_cast<const char*>(items.data()), items.size_bytes()};
}

}  // namespace inkan::population::match
