#include "population/match/base_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "population/match/bits.h"

namespace inkan::population::match {

uint64_t checksum_of(std::span<const char> bytes) {
  std::array<uint64_t, 4> lanes{1, 2, 3, 4};
  const auto word = [&](size_t at) {
    uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, 8);
    return value;
  };
  size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32)
    for (size_t lane = 0; lane < 4; ++lane) lanes[lane] = mix(lanes[lane] + word(at + lane * 8), lane);
  uint64_t sum = bytes.size();
  for (; at < bytes.size(); ++at) sum = mix(sum ^ uint8_t(bytes[at]), 5);
  for (const uint64_t lane : lanes) sum = mix(sum ^ lane, 6);
  return sum;
}

namespace {

std::unexpected<Error> cannot(const char* what) {
  return fail(ErrorCode::kUnavailable, "the matching index could not be written",
              std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

FileWriter::~FileWriter() {
  if (file_ < 0) return;
  close(file_);
  unlink(temporary_.c_str());
}

Result<Done> FileWriter::open(const std::string& path) {
  path_ = path;
  temporary_ = path + ".new";
  // What a killed process left behind is begun anew.
  file_ = ::open(temporary_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file_ < 0) return cannot("open");
  return Done{};
}

Result<Done> FileWriter::write_at(uint64_t offset, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file_, bytes.data(), std::min<size_t>(bytes.size(), size_t(1) << 26), off_t(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot("write");
    offset += uint64_t(written);
    bytes = bytes.subspan(size_t(written));
  }
  return Done{};
}

Result<Done> FileWriter::write(size_t section, std::span<const char> bytes) {
  parts_[section] = {end_, bytes.size(), checksum_of(bytes)};
  if (auto written = write_at(end_, bytes); !written) return written;
  // The disk works on it while the next section is made.
  sync_file_range(file_, off_t(end_), off_t(bytes.size()), SYNC_FILE_RANGE_WRITE);
  end_ += (bytes.size() + kFilePage - 1) / kFilePage * kFilePage;
  return Done{};
}

Result<Done> FileWriter::finish(FileHeader header) {
  header.parts = parts_;
  header.file_size = end_;
  header.checksum = checksum_of(bytes_of(std::span(&header, 1)).first(offsetof(FileHeader, checksum)));
  if (auto written = write_at(0, bytes_of(std::span(&header, 1))); !written) return written;
  if (ftruncate(file_, off_t(end_)) != 0) return cannot("truncate");
  if (fsync(file_) != 0) return cannot("fsync");
  if (rename(temporary_.c_str(), path_.c_str()) != 0) return cannot("rename");
  close(file_);
  file_ = -1;
  const std::filesystem::path parent = std::filesystem::absolute(path_).parent_path();
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return cannot("open directory");
  const int synced = fsync(directory);
  close(directory);
  if (synced != 0) return cannot("fsync directory");
  return Done{};
}

}  // namespace inkan::population::match
