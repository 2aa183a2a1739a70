#include <gtest/gtest.h>

#include "base/corporate_number.h"
#include "base/find_number.h"
#include "base/personal_number.h"

namespace inkan {
namespace {

// Published and recomputed examples of both ordinances (the check digits' source is named in the headers).
TEST(NumberVectors, REQ_NUM_1_every_personal_number_of_the_reference_is_taken) {
  for (const char* right :
       {"123456789018", "923456789014", "983205673214", "111111111118", "123456789107", "999999999996", "100000000005",
        "201610010003", "023456789013", "314159265352", "271828182840", "555555555506"})
    EXPECT_TRUE(PersonalNumber::parse(right).has_value()) << right;
}

TEST(NumberVectors, REQ_NUM_1_what_is_no_personal_number_is_refused_and_not_repeated) {
  for (const std::string wrong :
       {"123456789010", "123456789011", "123456789012", "123456789013", "123456789014", "123456789015", "123456789016",
        "123456789017", "123456789019", "12345678901", "1234567890188", "12345678901８", "1234-5678-9018",
        "000000000000", "", " 123456789018", "123456789018 ", "12345678901a"}) {
    const auto number = PersonalNumber::parse(wrong);
    ASSERT_FALSE(number.has_value()) << wrong;
    EXPECT_EQ(number.error().code, ErrorCode::kInvalidInput);
    if (wrong.size() > 3) {
      EXPECT_EQ(number.error().public_text.find(wrong), std::string::npos);
    }
  }
}

TEST(NumberVectors, REQ_NUM_1_nine_of_ten_random_texts_are_refused) {
  int taken = 0;
  SeededRandom random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = PersonalNumber::draw(random).digits();
    text[11] = char('0' + (text[11] - '0' + 1 + i % 9) % 10);  // every other last digit
    taken += PersonalNumber::parse(text).has_value();
  }
  EXPECT_EQ(taken, 0);
}

TEST(NumberVectors, REQ_NUM_2_a_number_is_found_in_a_text_and_longer_digits_are_not_one) {
  for (const char* with : {"123456789018", "/login?q=123456789018", "a123456789018b", "1-123456789018-2"})
    EXPECT_TRUE(holds_personal_number(with)) << with;
  for (const char* without : {"", "12345678901", "1234567890188", "123456789019", "1234-5678-9018", "/login?flow=a1b2"})
    EXPECT_FALSE(holds_personal_number(without)) << without;
}

TEST(NumberVectors, every_corporate_number_of_the_reference_is_taken) {
  for (const char* right : {"7123456789012", "7000012050002", "4011001098993", "2120901007402", "7010705000725",
                            "3000012010001", "1700110000000", "6180001000001", "9000000000000", "1234567890188"}) {
    EXPECT_TRUE(CorporateNumber::parse(right).has_value()) << right;
    EXPECT_EQ(CorporateNumber::parse_invoice(std::string("T") + right)->digits(), right);
  }
}

TEST(NumberVectors, what_is_no_corporate_number_is_refused) {
  for (const char* wrong : {"0123456789012", "8123456789012", "712345678901", "71234567890123", "T7123456789012",
                            "712345678901a", "７123456789012", "", "7123456789021"})
    EXPECT_FALSE(CorporateNumber::parse(wrong).has_value()) << wrong;
  for (const char* wrong : {"7123456789012", "t7123456789012", "T 7123456789012", "T8123456789012", "T"})
    EXPECT_FALSE(CorporateNumber::parse_invoice(wrong).has_value()) << wrong;
}

TEST(NumberVectors, a_corporate_check_digit_finds_every_single_error_but_0_for_9) {
  const std::string right = "7123456789012";
  for (size_t place = 0; place < right.size(); ++place)
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == right[place]) continue;
      std::string wrong = right;
      wrong[place] = digit;
      const bool nine = (digit == '0' && right[place] == '9') || (digit == '9' && right[place] == '0');
      EXPECT_EQ(CorporateNumber::parse(wrong).has_value(), nine && place > 0) << wrong;
    }
}

}  // namespace
}  // namespace inkan
