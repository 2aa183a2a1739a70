#include "population/match/base.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "population/match/base_file.h"
#include "population/match/matcher.h"
#include "population/match/test_stated.h"

namespace inkan::population::match {
namespace {

// Some hundreds of people, a base of them on the disk.
class BaseTest : public testing::Test {
 protected:
  static constexpr int kPeople = 400;

  BaseTest() {
    directory_ = std::filesystem::temp_directory_path() / ("inkan-match-" + std::to_string(getpid()));
    std::filesystem::create_directories(directory_);
    path_ = (directory_ / "base").string();
  }
  ~BaseTest() override { std::filesystem::remove_all(directory_); }

  static Say say(int number) {
    static const char* const surnames[][2] = {
        {"佐藤", "サトウ"}, {"鈴木", "スズキ"}, {"高橋", "タカハシ"}, {"渡辺", "ワタナベ"}, {"小林", "コバヤシ"}};
    static const char* const givens[][2] = {{"一郎", "イチロウ"}, {"花子", "ハナコ"}, {"翔太", "ショウタ"},
                                            {"美咲", "ミサキ"},   {"誠", "マコト"},   {"さくら", "サクラ"}};
    const auto& surname = surnames[number % 5];
    const auto& given = givens[number / 5 % 6];
    return {.written = std::string(surname[0]) + " " + given[0],
            .kana = std::string(surname[1]) + " " + given[1],
            .born = std::to_string(1930 + number % 80) + "-0" + std::to_string(1 + number % 9) + "-1" +
                    std::to_string(number % 10),
            .street = "街" + std::to_string(number % 23),
            .block = std::to_string(1 + number % 37)};
  }
  static std::unique_ptr<Matcher> fill(int from, int to) {
    auto matcher = Matcher::make_empty();
    for (int i = from; i < to; ++i) matcher->put(person_id(i), state(say(i)));
    return matcher;
  }
  std::string read_file() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write_file(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc).write(bytes.data(), std::streamsize(bytes.size()));
  }

  std::filesystem::path directory_;
  std::string path_;
};

void expect_same(const Decision& a, const Decision& b) {
  EXPECT_EQ(a.zone, b.zone);
  EXPECT_EQ(a.person, b.person);
  EXPECT_EQ(a.settles, b.settles);
}

TEST_F(BaseTest, the_base_answers_as_the_delta_did) {
  const auto delta = fill(0, kPeople);
  const auto rebuilt = fill(0, kPeople);
  ASSERT_TRUE(rebuilt->rebuild(path_));
  auto opened = Matcher::open(path_);
  ASSERT_TRUE(opened) << opened.error().private_detail;
  EXPECT_EQ((*opened)->size(), size_t(kPeople));
  for (int i = 0; i < kPeople + 20; ++i) {
    Say asked = say(i);
    if (i % 4 == 1) asked.kana = "";
    if (i % 4 == 2) asked.written = "";
    if (i % 4 == 3) asked.block = "";
    const Decision expected = delta->decide(state(asked), Terms{});
    expect_same(rebuilt->decide(state(asked), Terms{}), expected);
    expect_same((*opened)->decide(state(asked), Terms{}), expected);
  }
}

TEST_F(BaseTest, changes_after_a_base_are_seen_at_once_and_survive_the_next) {
  const auto matcher = fill(0, kPeople);
  ASSERT_TRUE(matcher->rebuild(path_));
  matcher->erase(person_id(3));
  matcher->put(person_id(4), state(say(1004)));
  matcher->put(person_id(5000), state({.written = "新妻 凛", .kana = "ニイツマ リン"}));
  const auto expect_changes = [](const Matcher& now) {
    EXPECT_EQ(now.size(), size_t(kPeople));
    EXPECT_NE(now.decide(state(say(3)), Terms{}).zone, Zone::kLink);
    EXPECT_EQ(now.decide(state(say(1004)), Terms{}).person, person_id(4));
    EXPECT_EQ(now.decide(state({.written = "新妻 凛", .kana = "ニイツマ リン"}), Terms{}).person, person_id(5000));
  };
  expect_changes(*matcher);
  ASSERT_TRUE(matcher->rebuild(path_));
  expect_changes(*matcher);
  auto opened = Matcher::open(path_);
  ASSERT_TRUE(opened);
  expect_changes(**opened);
}

TEST_F(BaseTest, a_damaged_file_is_refused_whatever_byte_it_is) {
  ASSERT_TRUE(fill(0, 60)->rebuild(path_));
  const std::string good = read_file();
  FileHeader header;
  std::copy_n(good.data(), sizeof header, reinterpret_cast<char*>(&header));
  std::vector<size_t> places{0, 9, 13, 17, 21, 25, 33, 41, 50, offsetof(FileHeader, checksum)};
  for (const auto& part : header.parts)
    if (part.size != 0) {
      places.push_back(size_t(part.offset));
      places.push_back(size_t(part.offset + part.size / 2));
      places.push_back(size_t(part.offset + part.size - 1));
    }
  for (const size_t place : places) {
    std::string bad = good;
    bad[place] = char(bad[place] ^ 0x10);
    write_file(bad);
    const auto opened = Matcher::open(path_);
    ASSERT_FALSE(opened) << "byte " << place;
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  }
  for (const size_t size : {size_t(0), size_t(100), kFilePage, good.size() / 2, good.size() - 1}) {
    write_file(good.substr(0, size));
    EXPECT_FALSE(Matcher::open(path_)) << size;
  }
  write_file(good + "x");
  EXPECT_FALSE(Matcher::open(path_));
  write_file(good);
  EXPECT_TRUE(Matcher::open(path_));
}

TEST_F(BaseTest, a_missing_file_is_not_found) {
  const auto opened = Matcher::open(path_ + "-nowhere");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
}

TEST_F(BaseTest, an_id_that_is_no_uuid_stops_a_rebuild_and_changes_nothing) {
  const auto matcher = fill(0, 10);
  matcher->put(PersonId("somebody"), state(say(500)));
  const auto done = matcher->rebuild(path_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(matcher->decide(state(say(500)), Terms{}).person, PersonId("somebody"));
}

TEST_F(BaseTest, a_file_that_cannot_be_written_leaves_the_matcher_as_it_was) {
  const auto matcher = fill(0, 10);
  const auto done = matcher->rebuild((directory_ / "no" / "such" / "place").string());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(matcher->decide(state(say(5)), Terms{}).person, person_id(5));
}

TEST_F(BaseTest, killed_while_writing_the_old_base_stays_readable) {
  ASSERT_TRUE(fill(0, 100)->rebuild(path_));
  for (int round = 0; round < 12; ++round) {
    std::array<int, 2> channel{};
    ASSERT_EQ(pipe(channel.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(channel[0]);
      const auto matcher = fill(0, kPeople);
      // One byte says that another rebuild begins.
      for (;;)
        if (write(channel[1], "", 1) != 1 || !matcher->rebuild(path_)) _exit(1);
    }
    close(channel[1]);
    char begun = 0;
    for (int i = 0; i <= round % 3; ++i) ASSERT_EQ(read(channel[0], &begun, 1), 1);
    // The child is in the middle of it; how far is left to the scheduler, and differs from round to round.
    for (int i = 0; i < round * 400; ++i) sched_yield();
    kill(child, SIGKILL);
    close(channel[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto opened = Matcher::open(path_);
    ASSERT_TRUE(opened) << opened.error().private_detail;
    EXPECT_TRUE((*opened)->size() == 100 || (*opened)->size() == size_t(kPeople)) << (*opened)->size();
  }
}

TEST_F(BaseTest, looking_up_putting_and_rebuilding_at_once) {
  const auto matcher = fill(0, 200);
  std::atomic<bool> stop{false};
  std::atomic<int> answers{0};
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 2; ++reader)
    readers.emplace_back([&, reader] {
      for (int i = reader; !stop; i = (i + 7) % 200) {
        // People of the first two hundred are never touched: they are found at every moment.
        EXPECT_EQ(matcher->decide(state(say(i)), Terms{}).person, person_id(i));
        ++answers;
      }
    });
  std::jthread writer([&] {
    for (int i = 200; !stop; i = i == 1200 ? 200 : i + 1) {
      matcher->put(person_id(i), state({.written = "木村 翼" + std::to_string(i),
                                        .kana = "キムラ ツバサ",
                                        .street = "川端" + std::to_string(i)}));
      if (i % 3 == 0) matcher->erase(person_id(i));
    }
  });
  for (int round = 0; round < 8; ++round) ASSERT_TRUE(matcher->rebuild(path_));
  stop = true;
  readers.clear();
  writer.join();
  EXPECT_GT(answers, 0);
}

}  // namespace
}  // namespace inkan::population::match
