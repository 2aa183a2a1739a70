#include "population/names/address.h"

#include <gtest/gtest.h>

namespace inkan::population::names {
namespace {

AddressLevel level(std::string_view a, std::string_view b) {
  const AddressLevel forth = compare_level(parse_address(a), parse_address(b));
  EXPECT_EQ(forth, compare_level(parse_address(b), parse_address(a))) << a << " / " << b;
  return forth;
}

TEST(AddressTest, one_place_written_in_many_ways_is_one_dwelling) {  // reference §5.8, 10
  constexpr std::string_view kFirst = "東京都江東区豊洲2丁目2-1";
  for (const std::string_view other :
       {"東京都江東区豊洲二丁目２番１号", "東京都江東区豊洲2-2-1", "江東区豊洲２－２－１",
        "〒135-0061 東京都江東区豊洲２丁目２番地１", "東京都　江東区　豊洲　2−2−1", "東京都江東区豊洲二の二の一",
        "東京都江東区豊洲2ー2ー1", "東京都江東区豊洲2一2一1", "東京都江東区豊洲２丁目 ２番 １号",
        "東京都江東区豊洲02-02-01"})
    EXPECT_EQ(level(kFirst, other), AddressLevel::kSameDwelling) << other << " " << parse_address(other).numbers;
  const auto parsed = parse_address(kFirst);
  EXPECT_EQ(parsed.prefecture, 13);
  EXPECT_EQ(parsed.municipality, "江東区");
  EXPECT_EQ(parsed.town, "豊洲");
  EXPECT_EQ(parsed.numbers, "2-2-1");
  EXPECT_EQ(parsed.area_key(), parse_address("江東区豊洲9-9-9").area_key());
  EXPECT_EQ(parsed.dwelling_key(), parse_address("江東区豊洲2-2-1").dwelling_key());
  EXPECT_NE(parsed.block_key(), parse_address("江東区豊洲2-2-2").block_key());
}

TEST(AddressTest, rooms_are_told_apart) {
  EXPECT_EQ(parse_address("東京都江東区豊洲2-2-1 豊洲タワー1203号室").unit, "1203");
  EXPECT_EQ(parse_address("東京都江東区豊洲2-2-1 豊洲タワー1203号室").building, "豊洲たわー");
  EXPECT_EQ(level("江東区豊洲2-2-1-1203", "江東区豊洲2丁目2番1号 豊洲タワー 1203"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("江東区豊洲2-2-1 1203号室", "江東区豊洲2-2-1"), AddressLevel::kSameBlock);
  EXPECT_EQ(level("江東区豊洲2-2-1 1203号室", "江東区豊洲2-2-1 1204号室"), AddressLevel::kSameBlock);
  EXPECT_EQ(level("江東区豊洲2-2-1", "江東区豊洲2-2-2"), AddressLevel::kSameArea);
  EXPECT_EQ(level("江東区豊洲2-2-1", "江東区東雲2-2-1"), AddressLevel::kDifferent);
  EXPECT_EQ(parse_address("港区六本木1-4-5 A-203").unit, "a203");
  EXPECT_EQ(parse_address("江東区豊洲2-2-1-3F").unit, "3f");
  EXPECT_EQ(parse_address("江東区豊洲２丁目２番１－１２０３号").unit, "1203");
}

TEST(AddressTest, a_room_joined_to_the_numbers_of_a_town_without_chome_is_a_room) {
  EXPECT_EQ(level("三田市今池町６－１０－１０４", "兵庫県三田市今池町6番10号 今池町第二マンション104号室"),
            AddressLevel::kSameDwelling);
  EXPECT_EQ(level("箕面市百楽荘21-17百楽荘コーポ712", "大阪府箕面市百楽荘21番17号 百楽荘コーポ712号室"),
            AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("江東区豊洲2-2-21").numbers, "2-2-21");
}

TEST(AddressTest, a_sign_of_the_old_order_behind_a_town_belongs_to_its_name) {
  EXPECT_EQ(level("東京都大田区和食甲５－４－２３", "東京都大田区和食甲五丁目4番23号"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("愛媛県大洲市本郷甲123", "愛媛県大洲市本郷 甲123番地"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("大洲市本郷甲1-2-3", "大洲市本郷乙1-2-3"), AddressLevel::kDifferent);
}

TEST(AddressTest, a_numeral_that_ends_a_town_is_no_chome) {
  EXPECT_EQ(level("鳥取県鳥取市才川七二丁目36番21号", "鳥取市才川七2-36-21"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("寝屋川市二二丁目38番6号", "大阪府寝屋川市二2-38-6"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("能代市五八1-14-22", "秋田県能代市五八一丁目14番22号"), AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("東京都江東区豊洲二十一丁目1番1号").numbers, "21-1-1");
  EXPECT_EQ(parse_address("東京都江東区豊洲十二丁目1番1号").numbers, "12-1-1");
}

TEST(AddressTest, a_municipality_with_another_form_of_a_character_is_found_without_its_prefecture) {
  EXPECT_EQ(level("西之表市西町1-2-3", "鹿児島県西之表市西町1丁目2番3号"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("日之影町岩井川12-3", "宮崎県西臼杵郡日之影町岩井川12番3号"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("中新川郡舟橋村前沢37-18", "富山県中新川郡舟橋村前沢37番18号"), AddressLevel::kSameDwelling);
}

TEST(AddressTest, a_kana_that_counts_blocks_is_one_before_kanji_numerals_too) {
  EXPECT_EQ(level("八街市八街ろ1丁目37番地18", "千葉県八街市八街ろ一丁目37番18号"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("大館市南郷山三ヶ1-4-19-309", "秋田県大館市南郷山三ヶ一丁目4番19号 南郷山三ヶメゾン309号室"),
            AddressLevel::kSameDwelling);
  EXPECT_NE(level("八街市八街ろ1-37-18", "八街市八街は1-37-18"), AddressLevel::kSameDwelling);
}

TEST(AddressTest, a_building_may_begin_with_the_sign_for_a_room) {
  EXPECT_EQ(
      level("横浜市金沢区室川１－１１－３室川コーポ３０９", "神奈川県横浜市金沢区室川一丁目11番3号 室川コーポ309号室"),
      AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("江東区豊洲2-2-1 3室").unit, "3");
  EXPECT_EQ(parse_address("江東区豊洲2").numbers, "2");
}

TEST(AddressTest, a_street_that_ends_in_kana_keeps_its_end) {
  EXPECT_EQ(level("飯田市御国通り４－２８－２３", "長野県飯田市御国通り四丁目28番23号"), AddressLevel::kSameDwelling);
}

TEST(AddressTest, a_county_named_after_an_island_may_stand_without_its_prefecture) {
  EXPECT_EQ(level("島尻郡渡名喜村1-22", "沖縄県島尻郡渡名喜村1番22号"), AddressLevel::kSameDwelling);
}

TEST(AddressTest, numerals_inside_names_stay_names) {  // reference §5.8, 11
  const auto hachioji = parse_address("東京都八王子市元本郷町三丁目24番1号");
  EXPECT_EQ(hachioji.municipality, "八王子市");
  EXPECT_EQ(hachioji.town, "元本郷町");
  EXPECT_EQ(hachioji.numbers, "3-24-1");
  EXPECT_EQ(parse_address("三重県三重郡菰野町大字潤田1250").municipality, "菰野町");
  EXPECT_EQ(parse_address("三重県三重郡菰野町大字潤田1250").prefecture, 24);
  EXPECT_EQ(parse_address("三重県三重郡菰野町大字潤田1250").town, "潤田");
  const auto ichiban = parse_address("東京都千代田区一番町二十五番地一");
  EXPECT_EQ(ichiban.municipality, "千代田区");
  EXPECT_EQ(ichiban.town, "一番町");
  EXPECT_EQ(ichiban.numbers, "25-1");
  EXPECT_EQ(parse_address("港区六本木六丁目10-1").town, "六本木");
  EXPECT_EQ(parse_address("港区麻布十番1-2-3").town, "麻布十番");
  EXPECT_EQ(parse_address("中央区八丁堀2-1").town, "八丁堀");
  EXPECT_EQ(parse_address("福岡県八女市一の坂町3").numbers, "3");
}

TEST(AddressTest, parcels_and_their_branches_are_numbers) {
  EXPECT_EQ(parse_address("長野県茅野市玉川482番地の2").numbers, "482-2");
  EXPECT_EQ(level("長野県茅野市玉川482番地の2", "長野県茅野市玉川482-2"), AddressLevel::kSameDwelling);
  for (const std::string_view other : {"紀尾井町１ノ３", "紀尾井町一の三", "紀尾井町1-3", "紀尾井町壱番地三号"})
    EXPECT_EQ(parse_address("東京都千代田区" + std::string(other)).numbers, "1-3") << other;
}

TEST(AddressTest, grids_blocks_of_kana_and_short_chome_are_understood) {
  const auto sapporo = parse_address("北海道札幌市北区北２４条西７丁目１番１０号");
  EXPECT_EQ(sapporo.municipality, "札幌市北区");
  EXPECT_EQ(sapporo.town, "北24条西");
  EXPECT_EQ(sapporo.numbers, "7-1-10");
  EXPECT_EQ(level("札幌市北区北二十四條西七丁目1-10", "北海道札幌市北区北24条西7-1-10"), AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("大阪府堺市堺区南瓦町3丁1").numbers, "3-1");
  EXPECT_EQ(parse_address("大阪府堺市堺区南瓦町3丁1").municipality, "堺市堺区");
  EXPECT_EQ(parse_address("東京都町田市木曽東四丁目１４ーイ２２").numbers, "4-14-い-22");
  EXPECT_EQ(parse_address("石川県小松市今江町ハの７４-2").numbers, "は-74-2");
}

TEST(AddressTest, streets_counted_in_jo_keep_their_names) {
  EXPECT_EQ(level("北海道旭川市6条通9丁目46", "北海道旭川市六条通九丁目46番"), AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("北海道旭川市6条通9丁目46").town, "六条通");
  EXPECT_EQ(parse_address("東京都北区十条仲原二丁目3番4号").town, "十条仲原");
  EXPECT_EQ(parse_address("京都市下京区四条通寺町西入奈良物町358").numbers, "358");
}

TEST(AddressTest, counties_and_islands_before_a_town_may_be_left_out) {
  EXPECT_EQ(level("東京都西多摩郡日の出町平井2780", "日の出町平井2780番地"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("東京都八丈島八丈町大賀郷2551-2", "東京都八丈町大賀郷2551番地2"), AddressLevel::kSameDwelling);
  EXPECT_EQ(parse_address("岩手県盛岡市中太田第１地割23-4").numbers, "1-23-4");
  EXPECT_EQ(parse_address("秋田県横手市十文字町字十文字1").numbers, "1");
}

TEST(AddressTest, spelling_classes_of_place_names) {
  EXPECT_EQ(level("茨城県龍ケ崎市3710", "茨城県龍ヶ崎市3710"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("茨城県竜ヶ崎市3710", "茨城県龍ｹ崎市3710"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("東京都渋谷区千駄ヶ谷1-1", "東京都渋谷区千駄が谷1-1"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("熊本県合志巿幾久富1", "熊本県合志市幾久富1"), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("東京都江東区か\u3099くえん1-1", "東京都江東区がくえん1-1"), AddressLevel::kSameDwelling);
}

TEST(AddressTest, singapore_addresses_in_a_line_and_in_parts) {
  const auto line = parse_address("102 BEDOK NORTH AVENUE 4 #09-128 SINGAPORE 460102");
  EXPECT_EQ(line.style, AddressStyle::kSingapore);
  EXPECT_EQ(line.numbers, "102");
  EXPECT_EQ(line.town, "bedok nth ave 4");
  EXPECT_EQ(line.unit, "9-128");
  EXPECT_EQ(line.postal, "460102");
  StatedAddress parts;
  parts.parts = {.block = "102", .floor = "09", .unit = "128", .street = "BEDOK NORTH AVENUE 4", .postal = "460102"};
  EXPECT_EQ(compare_level(line, parse_address(parts)), AddressLevel::kSameDwelling);
  EXPECT_EQ(level("Blk 102 Bedok Nth Ave 4, #9-128, S(460102)", "102 BEDOK NORTH AVENUE 4 #09-128 SINGAPORE 460102"),
            AddressLevel::kSameDwelling);
  EXPECT_EQ(level("102 BEDOK NORTH AVENUE 4 #09-128", "102 BEDOK NORTH AVENUE 4 #09-130"), AddressLevel::kSameBlock);
  EXPECT_EQ(level("102 BEDOK NORTH AVENUE 4", "103 BEDOK NORTH AVENUE 4"), AddressLevel::kSameArea);
  EXPECT_EQ(level("102 BEDOK NORTH AVENUE 4", "102 TAMPINES STREET 4"), AddressLevel::kDifferent);
}

TEST(AddressTest, a_japanese_address_in_parts_is_as_good_as_a_line) {
  StatedAddress stated;
  stated.parts = {.unit = "703", .street = "東京都江東区豊洲5-2-1", .postal = "135-0061", .country = "JP"};
  const auto parsed = parse_address(stated);
  EXPECT_EQ(parsed.numbers, "5-2-1");
  EXPECT_EQ(parsed.unit, "703");
  EXPECT_EQ(parsed.postal, "1350061");
}

TEST(AddressTest, REQ_LINK_6_what_is_not_understood_is_not_comparable) {
  for (const std::string_view line : {"", " ", "東京都江東区豊●2-2-1", "江東区豊洲?-2", "\xFF\xFE", "豊洲2-2-1"})
    EXPECT_EQ(level(line, "東京都江東区豊洲2-2-1"), AddressLevel::kNotComparable) << line;
  EXPECT_EQ(level("東京都江東区豊洲", "東京都江東区豊洲"), AddressLevel::kNotComparable);
}

}  // namespace
}  // namespace inkan::population::names
