#include "base/find_number.h"

#include <gtest/gtest.h>

namespace inkan {
namespace {

// 123456789018 is a number by its check digit, 123456789019 is not.
TEST(FindNumber, REQ_NUM_2_takes_every_personal_number_out_and_leaves_the_rest) {
  EXPECT_EQ(without_personal_numbers("123456789018"), "(a personal number)");
  EXPECT_EQ(without_personal_numbers("id=123456789018&again=123456789018."),
            "id=(a personal number)&again=(a personal number).");
  EXPECT_EQ(without_personal_numbers("a 123456789019 1234567890188 12345678901 z"),
            "a 123456789019 1234567890188 12345678901 z");
  EXPECT_EQ(without_personal_numbers(""), "");
}

TEST(FindNumber, REQ_NUM_2_finds_one_wherever_it_stands) {
  EXPECT_TRUE(holds_personal_number("x123456789018"));
  EXPECT_TRUE(holds_personal_number("1 123456789018"));
  EXPECT_FALSE(holds_personal_number("1123456789018"));
  EXPECT_FALSE(holds_personal_number("123456789018123456789018"));
}

}  // namespace
}  // namespace inkan
