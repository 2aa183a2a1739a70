// Many links checked at once: the quick answer must be the slow one's.
#include "population/match/sweep.h"

#include <gtest/gtest.h>

#include <vector>

#include "population/match/lookup.h"
#include "population/match/statement.h"
#include "population/match/test_stated.h"

namespace inkan::population::match {
namespace {

class SweepTest : public testing::Test {
 protected:
  uint32_t put(int number, const Say& say) {
    const Stated stated = state(say);
    index_.put(person_id(number), Statement(stated).entry());
    return uint32_t(index_.find(person_id(number)));
  }
  // What an agency's record looks like in the index's own words.
  Record encoded(const Say& say) {
    const Stated stated = state(say);
    return encode_known(index_.dictionaries(), Statement(stated).entry(), /*counted=*/false).record;
  }
  float risk(const Say& say, uint32_t ordinal) {
    const std::vector<StoredLink> links{{encoded(say), ordinal}};
    std::vector<float> risks(1);
    sweep(index_, links, risks);
    return risks[0];
  }
  double slow_risk(const Say& say, uint32_t ordinal) {
    const Record record = encoded(say);
    Query query;
    encode_record(index_.dictionaries(), record, index_.people(), query);
    return verify_pair(index_, query, ordinal).risk;
  }

  Index index_{std::make_unique<Base>()};
};

TEST_F(SweepTest, what_is_left_out_makes_no_risk) {
  const uint32_t taro = put(1, {});
  for (const Say& say : {Say{}, Say{.kana = ""}, Say{.written = ""}, Say{.sex = Sex::kUnknown},
                         Say{.written = "", .sex = Sex::kUnknown}}) {
    EXPECT_EQ(risk(say, taro), 0);
    EXPECT_LT(slow_risk(say, taro), 1e-3);
  }
}

TEST_F(SweepTest, a_member_of_the_family_is_at_risk) {
  const uint32_t taro = put(1, {});
  for (const Say& say : {Say{.written = "山田 次郎", .kana = "ヤマダ ジロウ", .born = "1984-02-11"},
                         Say{.written = "山田 花子", .kana = "ヤマダ ハナコ", .sex = Sex::kFemale},
                         Say{.written = "", .kana = "ヤマダ ケンイチ", .born = "1984-02-11"}}) {
    EXPECT_GT(risk(say, taro), 0.5);
    EXPECT_FLOAT_EQ(risk(say, taro), float(slow_risk(say, taro)));
  }
}

TEST_F(SweepTest, any_disagreement_is_weighed) {
  const uint32_t taro = put(1, {});
  for (const Say& say : {Say{.born = "1980-07-30"}, Say{.born = ""}, Say{.sex = Sex::kFemale}, Say{.block = "9-9"},
                         Say{.street = "", .block = ""}, Say{.written = "田中 太郎", .kana = "タナカ タロウ"}}) {
    EXPECT_GT(risk(say, taro), 0);
    EXPECT_FLOAT_EQ(risk(say, taro), float(slow_risk(say, taro)));
  }
}

}  // namespace
}  // namespace inkan::population::match
