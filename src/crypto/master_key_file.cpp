#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/encoding.h"
#include "crypto/openssl.h"
#include "crypto/sealed.h"

namespace inkan::crypto {

namespace {

constexpr size_t kKeySize = 32;
constexpr size_t kTextSize = 43;     // 32 bytes in base64url
constexpr size_t kFileSizeMax = 64;  // the text and a line end, and room to notice more

// File closes its descriptor.
struct File {
  int descriptor = -1;
  explicit File(int opened) : descriptor(opened) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

std::unexpected<Error> refuse(const std::filesystem::path& path, const char* why) {
  return fail(ErrorCode::kInternal, "The master key cannot be used.", "master key file " + path.string() + ": " + why);
}

Result<Secret> read_key(const std::filesystem::path& path) {
  // O_NOFOLLOW: a link could point at a file that others can change.
  File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.descriptor < 0) {
    if (errno == ENOENT)
      return fail(ErrorCode::kNotFound, "There is no master key.", path.string() + " does not exist");
    return refuse(path, errno == ELOOP ? "is a symbolic link" : "cannot be opened");
  }
  struct stat status{};
  if (::fstat(file.descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return refuse(path, "is not a plain file");
  if (status.st_uid != ::geteuid()) return refuse(path, "belongs to another user");
  if ((status.st_mode & 07777) != 0600 && (status.st_mode & 07777) != 0400)
    return refuse(path, "can be read by others; its mode must be 0600");
  std::string text(kFileSizeMax, '\0');
  ssize_t n = ::read(file.descriptor, text.data(), text.size());
  if (n < 0) return refuse(path, "cannot be read");
  Secret held(std::move(text));
  std::string_view line = held.reveal(Purpose::kCompute).substr(0, size_t(n));
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.size() != kTextSize) return refuse(path, "does not hold 32 bytes in base64url");
  auto bytes = base64url_decode(line);
  if (!bytes) return refuse(path, "does not hold 32 bytes in base64url");
  return Secret(std::move(*bytes));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(size_t(n));
  }
  return true;
}

// create_key writes a file of its own name and links it into place when it is complete and durable: nobody ever reads
// half a key, and of two who create at once one wins and the other reads what it wrote.
Result<Done> create_key(const std::filesystem::path& path, Random& random) {
  std::filesystem::path draft = path;
  draft += ".new-" + random.token(8);
  Wiped<kKeySize> key;
  random.fill(std::as_writable_bytes(std::span(key.bytes)));
  std::string line = base64url_encode(key.view());
  line.push_back('\n');
  Secret text(std::move(line));
  {
    File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.descriptor < 0) return refuse(path, "cannot be created");
    if (::fchmod(file.descriptor, 0600) != 0 || !write_all(file.descriptor, text.reveal(Purpose::kStoreSealed)) ||
        ::fsync(file.descriptor) != 0) {
      ::unlink(draft.c_str());
      return refuse(path, "cannot be written");
    }
  }
  const bool linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  ::unlink(draft.c_str());
  if (!linked) return refuse(path, "cannot be put in place");
  auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.descriptor < 0 || ::fsync(directory.descriptor) != 0)
    return refuse(path, "its folder cannot be synced");
  return Done{};
}

}  // namespace

Result<std::unique_ptr<MasterKey>> open_master_key_file(const std::filesystem::path& path, bool create,
                                                        Random& random) {
  auto key = read_key(path);
  if (!key && key.error().code == ErrorCode::kNotFound && create) {
    auto created = create_key(path, random);
    if (!created) return pass_on(created);
    key = read_key(path);
  }
  if (!key) return pass_on(key);
  return master_key_from_bytes(std::move(*key));
}

}  // namespace inkan::crypto
