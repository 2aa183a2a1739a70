#include "http/date_words.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

class DateWords : public testing::Test {
 protected:
  std::unique_ptr<Pages> pages_ = std::move(*Pages::create("en"));
  Language english_{.tag = "en"};
  Language japanese_{.tag = "ja"};
  Reader in_english_{*pages_, english_};
  Reader in_japanese_{*pages_, japanese_};
};

TEST_F(DateWords, say_a_moment_in_the_time_of_the_nation) {
  Time moment = from_unix_seconds(1795414000);  // 2026-11-23 06:06:40 UTC
  EXPECT_EQ(format_moment(in_english_, moment), "23 November 2026, 14:06");
  EXPECT_EQ(format_moment(in_japanese_, moment), "2026年11月23日 14:06");
}

TEST_F(DateWords, cross_midnight_with_the_zone) {
  Time late = from_unix_seconds(1795449600 + 3600);  // 2026-11-23 17:00 UTC is the next day at home
  EXPECT_EQ(format_moment(in_english_, late), "24 November 2026, 01:00");
}

TEST_F(DateWords, say_a_day_and_leave_unknown_parts_unknown) {
  EXPECT_EQ(format_date(in_english_, *PartialDate::parse("1950-07-31")), "31 July 1950");
  EXPECT_EQ(format_date(in_english_, *PartialDate::parse("1950-07")), "July 1950 (day not known)");
  EXPECT_EQ(format_date(in_english_, *PartialDate::parse("1950")), "1950 (month and day not known)");
  EXPECT_EQ(format_date(in_japanese_, *PartialDate::parse("1950-07")), "1950年7月（日は不明）");
}

}  // namespace
}  // namespace inkan::http
