#include "crypto/sealed.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "crypto/hash.h"

namespace inkan::crypto {
namespace {

class Folder : public testing::Test {
 protected:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "inkan-sealed-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() override { std::filesystem::remove_all(path_); }
  std::filesystem::path write(const std::string& text, mode_t mode) {
    auto file = path_ / "key";
    std::ofstream(file) << text;
    ::chmod(file.c_str(), mode);
    return file;
  }
  std::filesystem::path path_{};
  SeededRandom random_{1};
};
using MasterKeyFile = Folder;

const std::string kText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

TEST(DataKey, opens_what_it_sealed_and_seals_differently_each_time) {
  SeededRandom random(1);
  DataKey key = DataKey::generate(random);
  for (std::string text : {std::string(), std::string("a"), std::string(5000, 'x')}) {
    std::string sealed = key.seal(text, "person/name/7", random);
    EXPECT_EQ(sealed.size(), text.size() + 41);
    EXPECT_EQ(*key.open(sealed, "person/name/7"), text);
    EXPECT_NE(sealed, key.seal(text, "person/name/7", random));
  }
}

TEST(DataKey, refuses_every_altered_byte) {
  SeededRandom random(2);
  DataKey key = DataKey::generate(random);
  const std::string sealed = key.seal("text", "row", random);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] ^= 1;
    auto opened = key.open(altered, "row");
    ASSERT_FALSE(opened) << i;
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  }
  for (size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(key.open(sealed.substr(0, size), "row")) << size;
}

TEST(DataKey, refuses_another_row_and_another_key) {
  SeededRandom random(3);
  DataKey key = DataKey::generate(random), other = DataKey::generate(random);
  std::string sealed = key.seal("text", "person/name/7", random);
  EXPECT_FALSE(key.open(sealed, "person/name/8"));
  EXPECT_FALSE(other.open(sealed, "person/name/7"));
}

TEST(MasterKey, unwraps_what_it_wrapped_only_in_its_place) {
  SeededRandom random(4);
  auto master = master_key_from_bytes(Secret(std::string(32, 'm')));
  auto other = master_key_from_bytes(Secret(std::string(32, 'n')));
  DataKey key = DataKey::generate(random);
  std::string wrapped = master->wrap(key, "person/7");
  auto unwrapped = master->unwrap(wrapped, "person/7");
  ASSERT_TRUE(unwrapped);
  EXPECT_TRUE(equal(unwrapped->bytes().reveal(Purpose::kTest), key.bytes().reveal(Purpose::kTest)));
  EXPECT_FALSE(master->unwrap(wrapped, "person/8"));
  EXPECT_FALSE(other->unwrap(wrapped, "person/7"));
}

TEST(MasterKey, derives_one_key_for_each_purpose) {
  auto master = master_key_from_bytes(Secret(std::string(32, 'm')));
  auto text = [&](std::string_view purpose) { return std::string(master->derive(purpose).reveal(Purpose::kTest)); };
  EXPECT_EQ(text("csrf").size(), 32u);
  EXPECT_EQ(text("csrf"), text("csrf"));
  EXPECT_NE(text("csrf"), text("keyed-hash"));
}

TEST_F(MasterKeyFile, is_created_once_with_mode_0600_and_read_again) {
  auto file = path_ / "key";
  auto made = open_master_key_file(file, /*create=*/true, random_);
  ASSERT_TRUE(made) << made.error().private_detail;
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  EXPECT_EQ(status.st_nlink, 1u);
  for (bool create : {true, false}) {
    auto again = open_master_key_file(file, create, random_);
    ASSERT_TRUE(again);
    EXPECT_TRUE(equal((*again)->derive("x").reveal(Purpose::kTest), (*made)->derive("x").reveal(Purpose::kTest)));
  }
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_)) ++files;
  EXPECT_EQ(files, 1u);
}

TEST_F(MasterKeyFile, is_not_created_without_being_asked) {
  auto opened = open_master_key_file(path_ / "key", /*create=*/false, random_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_ / "key"));
  EXPECT_FALSE(open_master_key_file(path_ / "no folder" / "key", /*create=*/true, random_));
}

TEST_F(MasterKeyFile, may_be_read_by_its_owner_only) {
  for (mode_t mode : {0600, 0400}) {
    std::filesystem::remove(path_ / "key");
    EXPECT_TRUE(open_master_key_file(write(kText, mode), false, random_)) << mode;
  }
  for (mode_t mode : {0640, 0604, 0644, 0660, 0620, 0700, 04600}) {
    std::filesystem::remove(path_ / "key");
    EXPECT_FALSE(open_master_key_file(write(kText, mode), /*create=*/true, random_)) << mode;
  }
}

TEST_F(MasterKeyFile, holds_exactly_one_key) {
  EXPECT_TRUE(open_master_key_file(write(kText + "\n", 0600), false, random_));
  for (std::string bad : {std::string(), kText.substr(1), kText + "A", kText + "\n\n", " " + kText,
                          std::string(43, '!'), kText + std::string(200, ' ')})
    EXPECT_FALSE(open_master_key_file(write(bad, 0600), /*create=*/true, random_)) << bad;
}

TEST_F(MasterKeyFile, is_no_link) {
  auto file = write(kText, 0600);
  std::filesystem::create_symlink(file, path_ / "link");
  EXPECT_FALSE(open_master_key_file(path_ / "link", /*create=*/true, random_));
}

}  // namespace
}  // namespace inkan::crypto
