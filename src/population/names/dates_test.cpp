#include "population/names/dates.h"

#include <gtest/gtest.h>

namespace inkan::population::names {
namespace {

std::string read(std::string_view text) {
  const auto date = parse_stated_date(text);
  return date ? date->text() : "refused";
}

TEST(DatesTest, a_date_is_read_in_every_usual_way) {
  for (const std::string_view text :
       {"1964-08-01", "1964/8/1", "1964.8.1", "1964年8月1日", "１９６４年８月１日", "19640801", "昭和39年8月1日",
        "昭和３９年８月１日", "S39.8.1", "s39-8-1", "319640801", "019640801"})
    EXPECT_EQ(read(text), "1964-08-01") << text;
  EXPECT_EQ(read("令和元年5月1日"), "2019-05-01");
  EXPECT_EQ(read("R1.5.1"), "2019-05-01");
  EXPECT_EQ(read("M5.1.1"), "1872-01-01");
}

TEST(DatesTest, unknown_parts_stay_unknown) {  // reference §5.8, 17
  for (const std::string_view text : {"1964-00-00", "1964", "19640000", "319640000", "昭和39年"})
    EXPECT_EQ(read(text), "1964") << text;
  EXPECT_EQ(read("1964-08"), "1964-08");
  EXPECT_EQ(read("1964-08-00"), "1964-08");
}

TEST(DatesTest, an_era_ends_on_its_last_day) {  // reference §5.8, 16
  EXPECT_EQ(read("昭和64年1月7日"), "1989-01-07");
  EXPECT_EQ(read("昭和64年1月8日"), "refused");
  EXPECT_EQ(read("平成元年1月8日"), "1989-01-08");
  EXPECT_EQ(read("平成元年1月7日"), "refused");
  EXPECT_EQ(read("平成31年4月30日"), "2019-04-30");
  EXPECT_EQ(read("平成31年5月1日"), "refused");
  EXPECT_EQ(read("令和元年4月30日"), "refused");
  EXPECT_EQ(read("319890108"), "refused");
  // Two changes count the day in both eras.
  EXPECT_EQ(read("明治45年7月30日"), "1912-07-30");
  EXPECT_EQ(read("大正元年7月30日"), "1912-07-30");
  EXPECT_EQ(read("大正15年12月25日"), "1926-12-25");
  EXPECT_EQ(read("昭和元年12月25日"), "1926-12-25");
  EXPECT_EQ(read("明治45年7月31日"), "refused");
  EXPECT_EQ(read("昭和元年12月24日"), "refused");
  EXPECT_EQ(read("昭和64年"), "1989");
  EXPECT_EQ(read("昭和65年"), "refused");
}

TEST(DatesTest, what_is_no_date_is_refused_with_an_example) {
  for (const std::string_view text : {"", "x", "1964-13-01", "1964-02-30", "400000000", "619640801", "昭和0年1月1日",
                                      "1-2-3-4", "S", "-", "1964-00-05", "196408011964", "1700-01-01", "●"}) {
    const auto date = parse_stated_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(date.error().public_text.find("1964-08-01"), std::string::npos);
  }
}

TEST(DatesTest, an_era_is_written_as_people_write_it) {
  EXPECT_EQ(to_era(*PartialDate::parse("2019-05-01")), "令和元年5月1日");
  EXPECT_EQ(to_era(*PartialDate::parse("1989-01-07")), "昭和64年1月7日");
  EXPECT_EQ(to_era(*PartialDate::parse("1850-01-01")), std::nullopt);
  EXPECT_EQ(to_era(*PartialDate::parse("1964-08")), std::nullopt);
  for (int year = 1873; year < 2030; ++year) {
    const auto date = PartialDate::of(year, 1 + year % 12, 1 + year % 28);
    EXPECT_EQ(read(*to_era(*date)), date->text());
  }
}

}  // namespace
}  // namespace inkan::population::names
