#include "population/names/compare.h"

#include <gtest/gtest.h>

#include <random>

namespace inkan::population::names {
namespace {

constexpr auto kLegal = NameKind::kLegal;
constexpr auto kKanaName = NameKind::kKana;

std::string said(const Comparison& comparison) {
  const std::string outcome(to_text(comparison.outcome));
  return comparison.rule.empty() ? outcome : outcome + " " + std::string(comparison.rule);
}
// Both ways round, and the rule must be in the table.
std::string names_say(NameKind kind, std::string_view a, std::string_view b) {
  const Comparison forth = compare_names(kind, a, b);
  const Comparison back = compare_names(kind, b, a);
  EXPECT_EQ(said(forth), said(back)) << a << " / " << b;
  EXPECT_TRUE(forth.rule.empty() || !find_rule(forth.rule).says.empty());
  return said(forth);
}
PartialDate day(std::string_view text) { return PartialDate::parse(text).value(); }

Stated yamada() {
  Stated stated;
  stated.names = {{kLegal, "山田　太郎"}, {kKanaName, "ヤマダ　タロウ"}};
  stated.kana_status = KanaStatus::kRegistered;
  stated.sex = Sex::kMale;
  stated.born = day("1964-08-01");
  stated.addresses = {{.line = "東京都江東区豊洲2-2-1"}};
  return stated;
}
Agreement agrees(const Stated& known, const Stated& stated, RuleStrength weakest = RuleStrength::kSame) {
  return agreement(compare(known, stated), stated.sex_not_held, weakest);
}

TEST(CompareTest, REQ_MATCH_2_every_pair_of_characters_of_the_table_names_its_rule) {  // reference §5.1
  struct Case {
    std::string_view a, b, outcome;
  };
  for (const auto& [a, b, outcome] : {
           Case{"高橋", "髙橋", "EQUAL_AFTER_RULE kanji-variant"},
           {"山崎", "山﨑", "EQUAL_AFTER_RULE kanji-variant"},
           {"山崎", "山嵜", "EQUAL_AFTER_RULE kanji-variant"},
           {"渡辺", "渡邉", "EQUAL_AFTER_RULE kanji-variant"},
           {"渡邉", "渡邊", "EQUAL_AFTER_RULE kanji-variant"},
           {"斉藤", "齊藤", "EQUAL_AFTER_RULE kanji-variant"},
           {"斎藤", "齋藤", "EQUAL_AFTER_RULE kanji-variant"},
           {"斉藤", "斎藤", "DIFFERENT"},
           {"齊藤", "齋藤", "DIFFERENT"},
           {"斉藤", "齋藤", "DIFFERENT"},
           {"吉田", "𠮷田", "EQUAL_AFTER_RULE kanji-variant"},
           {"浜田", "濵田", "EQUAL_AFTER_RULE kanji-variant"},
           {"辻", "辻\U000E0100", "EQUAL_AFTER_RULE spelling-class"},
           {"渡邉", "渡邉\U000E0102", "EQUAL_AFTER_RULE spelling-class"},
           {"神田", "\uFA19田", "EQUAL_AFTER_RULE spelling-class"},
           {"山崎太郎", "山埼太郎", "EQUAL_AFTER_RULE kanji-neighbour"},
           {"山崎", "山埼", "DIFFERENT"},
           {"大野太一", "太野大一", "DIFFERENT"},
           {"佐々木", "佐佐木", "EQUAL_AFTER_RULE iteration-mark"},
           {"陈美玲", "陳美玲", "EQUAL_AFTER_RULE simplified-traditional"},
           {"山●太郎", "山﨑太郎", "NOT_COMPARABLE substitute-character"},
           {"山\uE000太郎", "山\uE000太郎", "NOT_COMPARABLE substitute-character"},
           {"山田太郎", "YAMADA TARO", "NOT_COMPARABLE other-script"},
           {"山田　太郎", "山田太郎", "EQUAL_AFTER_RULE spelling-class"},
           {"山田", "山田", "EQUAL"},
           {"山田", "山本", "DIFFERENT"},
           {"", "山田", "NOT_COMPARABLE not-stated"},
       })
    EXPECT_EQ(names_say(kLegal, a, b), outcome) << a << " / " << b;
}

TEST(CompareTest, readings_that_are_mistyped_are_a_reason_to_ask) {  // reference §5.2
  struct Case {
    std::string_view a, b, outcome;
  };
  for (const auto& [a, b, outcome] : {
           Case{"ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "EQUAL_AFTER_RULE spelling-class"},
           {"ヤマダ　タロウ", "ヤマダタロウ", "EQUAL_AFTER_RULE spelling-class"},
           {"ヤマダ", "やまだ", "EQUAL_AFTER_RULE spelling-class"},
           {"キヨウコ", "キョウコ", "EQUAL_AFTER_RULE kana-small-large"},
           {"シヨウ", "ショウ", "EQUAL_AFTER_RULE kana-small-large"},
           {"ヤマザキ", "ヤマサキ", "EQUAL_AFTER_RULE kana-voicing"},
           {"オオノ", "オーノ", "EQUAL_AFTER_RULE kana-long-vowel"},
           {"オオノ", "オノ", "DIFFERENT"},
           {"オーノ", "オノ", "DIFFERENT"},
           {"ミヅキ", "ミズキ", "EQUAL_AFTER_RULE kana-similar-sound"},
           {"カヲル", "カオル", "EQUAL_AFTER_RULE kana-similar-sound"},
           {"ヰ", "イ", "EQUAL_AFTER_RULE kana-similar-sound"},
           {"タロウ", "ジロウ", "DIFFERENT"},
           {"タ●ウ", "タロウ", "NOT_COMPARABLE substitute-character"},
       }) {
    EXPECT_EQ(names_say(kKanaName, a, b), outcome) << a << " / " << b;
    EXPECT_EQ(said(compare_kana(a, b)), outcome);
  }
  EXPECT_EQ(find_rule("kana-small-large").strength, RuleStrength::kAsk);
}

TEST(CompareTest, names_in_latin_letters) {
  struct Case {
    std::string_view a, b, outcome;
  };
  for (const auto& [a, b, outcome] : {
           Case{"TAN MEI LING", "Tan Mei-Ling", "EQUAL_AFTER_RULE spelling-class"},
           {"TAN MEI LING", "MEI LING TAN", "EQUAL_AFTER_RULE name-order"},
           {"TAN MEI LING", "JOHN TAN MEI LING", "EQUAL_AFTER_RULE western-name-not-stated"},
           {"TAN MEI LING", "CHAN MEI LING", "EQUAL_AFTER_RULE dialect-spelling"},
           {"TAN MEI LING", "LIM MEI LING", "DIFFERENT"},
           {"JOHN TAN MEI LING", "PETER TAN MEI LING", "DIFFERENT"},
           {"MOHD YUSOF BIN ISMAIL", "Muhammad Yusuff b. Ismail", "EQUAL_AFTER_RULE malay-spelling"},
           {"AHMAD BIN ISMAIL", "AHMAD", "EQUAL_AFTER_RULE patronymic-not-stated"},
           {"AHMAD BIN ISMAIL", "AHMAD BIN OSMAN", "DIFFERENT"},
           {"MURUGAN S/O KRISHNAN", "K MURUGAN", "EQUAL_AFTER_RULE initial"},
           {"MURUGAN S/O KRISHNAN", "R MURUGAN", "DIFFERENT"},
           {"LETCHUMI D/O RAMAN", "LAKSHMI D/O RAMAN", "EQUAL_AFTER_RULE tamil-spelling"},
           {"José García", "JOSE GARCIA", "EQUAL_AFTER_RULE accent"},
           {"MÜLLER HANS", "MUELLER HANS", "EQUAL_AFTER_RULE passport-spelling"},
           {"MÜLLER HANS", "MUXXLLER HANS", "EQUAL_AFTER_RULE passport-spelling"},
           {"SØREN HOLM", "SOEREN HOLM", "EQUAL_AFTER_RULE passport-spelling"},
           {"S. RAJARATNAM", "RAJARATNAM S/O SINNATHAMBY", "EQUAL_AFTER_RULE initial"},
           {"SITI BINTI ALI", "SITI BIN ALI", "DIFFERENT"},
           {"O'BRIEN", "OBRIEN", "EQUAL_AFTER_RULE spelling-class"},
           {"SMITH, JOHN", "John Smith", "EQUAL_AFTER_RULE name-order"},
           {"JOHN ALLEN SMITH", "JOHN SMITH", "EQUAL_AFTER_RULE middle-name-not-stated"},
           {"ONO YOKO", "OHNO YOKO", "EQUAL_AFTER_RULE romaji-spelling"},
           {"JOHN SMITH", "JANE SMITH", "DIFFERENT"},
       })
    EXPECT_EQ(names_say(kLegal, a, b), outcome) << a << " / " << b;
}

TEST(CompareTest, REQ_MATCH_3_partial_dates_compare_part_by_part) {
  const auto said_of = [](std::string_view a, std::string_view b) {
    EXPECT_EQ(said(compare_dates(day(a), day(b))), said(compare_dates(day(b), day(a))));
    return said(compare_dates(day(a), day(b)));
  };
  EXPECT_EQ(said_of("1964-08-01", "1964-08-01"), "EQUAL");
  EXPECT_EQ(said_of("1964", "1964-08-01"), "NOT_COMPARABLE unknown-part");
  EXPECT_EQ(said_of("1964", "1964"), "NOT_COMPARABLE unknown-part");
  EXPECT_EQ(said_of("1964-08", "1964-08-01"), "NOT_COMPARABLE unknown-part");
  EXPECT_EQ(said_of("1964-07", "1964-08-01"), "DIFFERENT");
  EXPECT_EQ(said_of("1963", "1964-08-01"), "DIFFERENT");
  EXPECT_EQ(said(compare_dates(std::nullopt, day("1964"))), "NOT_COMPARABLE not-stated");
}

TEST(CompareTest, an_address_that_stops_early_is_not_comparable) {
  const auto said_of = [](std::string_view a, std::string_view b) {
    return said(compare_addresses(parse_address(a), parse_address(b)));
  };
  EXPECT_EQ(said_of("江東区豊洲2丁目", "江東区豊洲2-2-1"), "NOT_COMPARABLE address-incomplete");
  EXPECT_EQ(said_of("江東区豊洲2-2-1", "江東区豊洲22-1"), "DIFFERENT");
  EXPECT_EQ(said_of("江東区豊洲2-2-1", "江東区豊洲2-2-1 303"), "EQUAL_AFTER_RULE room-not-stated");
  EXPECT_EQ(said_of("江東区豊洲2-2-1 303", "江東区豊洲2-2-1 304"), "DIFFERENT");
}

TEST(CompareTest, sex_is_compared_when_both_state_it) {
  EXPECT_EQ(said(compare_sex(Sex::kMale, Sex::kMale)), "EQUAL");
  EXPECT_EQ(said(compare_sex(Sex::kMale, Sex::kFemale)), "DIFFERENT");
  EXPECT_EQ(said(compare_sex(Sex::kUnknown, Sex::kUnknown)), "NOT_COMPARABLE not-stated");
}

TEST(CompareTest, REQ_LINK_6_every_outcome_has_its_word_and_a_substitute_goes_to_a_person) {
  EXPECT_EQ(to_text(Outcome::kEqual), "EQUAL");
  EXPECT_EQ(to_text(Outcome::kEqualAfterRule), "EQUAL_AFTER_RULE");
  EXPECT_EQ(to_text(Outcome::kDifferent), "DIFFERENT");
  EXPECT_EQ(to_text(Outcome::kNotComparable), "NOT_COMPARABLE");
  Stated known = yamada();
  known.names = {{kLegal, "山﨑　太郎"}};
  Stated stated = yamada();
  stated.names = {{kLegal, "山●　太郎"}};
  EXPECT_EQ(agrees(known, stated, RuleStrength::kAsk), Agreement::kUnclear);
}

TEST(CompareTest, the_pairs_of_the_reference_end_as_it_says) {  // reference §5.8
  const Stated known = yamada();
  EXPECT_EQ(agrees(known, known), Agreement::kAgree);
  const auto renamed = [&](std::string_view name) {
    Stated stated = yamada();
    stated.names = {{kLegal, std::string(name)}};
    return stated;
  };
  // 1: the same with a number, not without. 2: another name. 3, 4: as 1; mere typography.
  EXPECT_EQ(agrees(renamed("髙橋　太郎"), renamed("高橋　太郎"), RuleStrength::kSame), Agreement::kUnclear);
  EXPECT_EQ(agrees(renamed("髙橋　太郎"), renamed("高橋　太郎"), RuleStrength::kWithNumber), Agreement::kAgree);
  EXPECT_EQ(agrees(renamed("斉藤　太郎"), renamed("斎藤　太郎"), RuleStrength::kAsk), Agreement::kDisagree);
  EXPECT_EQ(agrees(renamed("𠮷田　太郎"), renamed("吉田　太郎"), RuleStrength::kWithNumber), Agreement::kAgree);
  EXPECT_EQ(agrees(renamed("辻\U000E0100　太郎"), renamed("辻　太郎")), Agreement::kAgree);
  // 6: ask.
  Stated small = yamada();
  small.names = {{kKanaName, "ヤマダ　キヨウコ"}};
  Stated large = yamada();
  large.names = {{kKanaName, "ヤマダ　キョウコ"}};
  EXPECT_EQ(agrees(small, large, RuleStrength::kWithNumber), Agreement::kUnclear);
  // 7, 8: what one attribute can say about a twin or a father.
  Stated twin = renamed("山田　次郎");
  EXPECT_EQ(agrees(known, twin), Agreement::kDisagree);
  Stated father = yamada();
  father.born.reset();
  EXPECT_EQ(agrees(known, father), Agreement::kUnclear);
  // 10: notations of one address.
  Stated notation = yamada();
  notation.addresses = {{.line = "東京都江東区豊洲二丁目２番１号"}};
  EXPECT_EQ(agrees(known, notation), Agreement::kAgree);
  EXPECT_EQ(said(compare(known, notation).of(Compared::kAddress)), "EQUAL_AFTER_RULE address-notation");
  // 17: a birth date without month and day.
  Stated partial = yamada();
  partial.born = day("1964");
  EXPECT_EQ(agrees(known, partial), Agreement::kUnclear);
}

TEST(CompareTest, REQ_LINK_3_the_mothers_record_does_not_agree_with_the_childs_form) {  // reference §5.8, 9
  const Stated child = yamada();
  Stated mother = yamada();
  mother.names = {{kLegal, "山田　花子"}};
  mother.sex = Sex::kFemale;
  EXPECT_EQ(agrees(mother, child, RuleStrength::kAsk), Agreement::kDisagree);
  mother.born = day("1931-02-03");
  EXPECT_EQ(agrees(mother, child, RuleStrength::kAsk), Agreement::kDisagree);
}

TEST(CompareTest, REQ_MATCH_1_comparing_changes_no_byte_of_what_was_registered) {  // reference §5.8, 20
  for (const std::string_view raw : {"\uFA19　太郎", "辻\U000E0100　太郎", "𠮷田　太郎", "ﾔﾏﾀﾞ ﾀﾛｳ", "José"}) {
    Stated known = yamada();
    known.names[0].text = raw;
    const Stated& stated = known;
    (void)compare(known, stated);
    EXPECT_EQ(known.names[0].text, raw);
    // The parts are the text itself, not a copy that somebody has normalised.
    for (const auto& part : split(kLegal, known.names[0].text))
      EXPECT_NE(std::string_view(known.names[0].text).find(part.whole), std::string_view::npos);
  }
}

TEST(CompareTest, REQ_MATCH_7_an_address_counts_on_the_day_of_the_document) {  // reference §5.8, 12
  Stated known = yamada();
  known.addresses = {{.line = "東京都江東区豊洲5-5-5", .from = day("2026-11-24")},
                     {.line = "東京都江東区豊洲2-2-1", .from = day("2001-04-01"), .until = day("2026-11-24")}};
  Stated stated = yamada();
  auto compared = compare(known, stated);
  EXPECT_EQ(said(compared.of(Compared::kAddress)), "EQUAL_AFTER_RULE previous-address");
  EXPECT_TRUE(compared.address_is_earlier);
  stated.document_date = day("2026-11-20");
  EXPECT_EQ(said(compare(known, stated).of(Compared::kAddress)), "EQUAL");
  stated.document_date = day("2026-11-25");
  EXPECT_EQ(said(compare(known, stated).of(Compared::kAddress)), "DIFFERENT");
}

TEST(CompareTest, REQ_MATCH_7_no_answer_depends_on_a_protected_address) {  // reference §5.8, 13
  Stated known = yamada();
  known.addresses[0].is_protected = true;
  for (const std::string_view guess :
       {"東京都江東区豊洲2-2-1", "東京都江東区豊洲2-2-2", "大阪府堺市堺区南瓦町3-1", "", "●"}) {
    Stated stated = yamada();
    stated.addresses = {{.line = std::string(guess)}};
    const auto compared = compare(known, stated);
    EXPECT_EQ(said(compared.of(Compared::kAddress)), "NOT_COMPARABLE protected-address") << guess;
    EXPECT_EQ(compared.address_level, AddressLevel::kNotComparable);
    EXPECT_FALSE(compared.address_is_earlier);
    EXPECT_EQ(agreement(compared, false, RuleStrength::kAsk), Agreement::kUnclear);
  }
}

TEST(CompareTest, REQ_MATCH_6_names_meet_only_names_of_their_type) {  // reference §5.8, 14 and 15
  Stated known = yamada();
  known.names = {{kLegal, "ALLEN JACKSON＿鈴木　一郎（高橋　二郎）"}};
  const auto stated_as = [](NameKind kind, std::string_view text) {
    Stated stated = yamada();
    stated.names = {{kind, std::string(text)}};
    return stated;
  };
  EXPECT_EQ(said(compare(known, stated_as(NameKind::kAlias, "高橋　二郎")).of(Compared::kAlias)), "EQUAL");
  EXPECT_EQ(said(compare(known, stated_as(NameKind::kRomanised, "Allen Jackson")).of(Compared::kRomanised)),
            "EQUAL_AFTER_RULE spelling-class");
  EXPECT_EQ(said(compare(known, stated_as(kLegal, "鈴木　一郎")).of(Compared::kLegalName)), "EQUAL");
  // Parts of two names make none.
  EXPECT_EQ(said(compare(known, stated_as(kLegal, "鈴木　二郎")).of(Compared::kLegalName)), "DIFFERENT");
  EXPECT_EQ(said(compare(known, stated_as(NameKind::kAlias, "鈴木　一郎")).of(Compared::kAlias)), "DIFFERENT");
  EXPECT_EQ(agrees(known, stated_as(NameKind::kAlias, "高橋　二郎")), Agreement::kAgree);

  known.names = {{kLegal, "東京［日本］　花子"}};
  EXPECT_EQ(said(compare(known, stated_as(kLegal, "東京　花子")).of(Compared::kLegalName)),
            "EQUAL_AFTER_RULE spelling-class");
  EXPECT_EQ(said(compare(known, stated_as(kLegal, "日本　花子")).of(Compared::kLegalName)),
            "EQUAL_AFTER_RULE previous-surname");
  EXPECT_EQ(said(compare(known, stated_as(NameKind::kPrevious, "日本　花子")).of(Compared::kPrevious)),
            "EQUAL_AFTER_RULE spelling-class");
  EXPECT_EQ(said(compare(known, stated_as(kLegal, "日本　次子")).of(Compared::kLegalName)), "DIFFERENT");
}

TEST(CompareTest, REQ_MATCH_4_kana_without_legal_standing_never_decide) {
  Stated stated = yamada();
  stated.names[1].text = "サンダ　フトロウ";
  for (const auto status : {KanaStatus::kNone, KanaStatus::kUnofficial, KanaStatus::kNotified}) {
    Stated known = yamada();
    known.kana_status = status;
    // The only disagreement: a person looks, nobody is refused.
    EXPECT_EQ(said(compare(known, stated).of(Compared::kKana)), "NOT_COMPARABLE unofficial-kana");
    EXPECT_EQ(agrees(known, stated), Agreement::kUnclear);
    // The only agreement: a person looks, nobody is linked.
    Stated kana_only = yamada();
    kana_only.names.erase(kana_only.names.begin());
    EXPECT_EQ(agrees(known, kana_only), Agreement::kUnclear);
    // Where the legal name agrees it is not needed.
    EXPECT_EQ(agrees(known, yamada()), Agreement::kAgree);
  }
  for (const auto status : {KanaStatus::kRegistered, KanaStatus::kCorrected}) {
    Stated known = yamada();
    known.kana_status = status;
    EXPECT_EQ(said(compare(known, stated).of(Compared::kKana)), "DIFFERENT");
    EXPECT_EQ(agrees(known, stated), Agreement::kUnclear);  // the kanji agree: somebody has a reading wrong
    Stated kana_only = yamada();
    kana_only.names.erase(kana_only.names.begin());
    EXPECT_EQ(agrees(known, kana_only), Agreement::kAgree);
  }
}

TEST(CompareTest, REQ_LINK_1_sex_is_needed_unless_the_scheme_does_not_hold_it) {
  Stated stated = yamada();
  stated.sex = Sex::kUnknown;
  EXPECT_EQ(agrees(yamada(), stated), Agreement::kUnclear);
  stated.sex_not_held = true;
  EXPECT_EQ(agrees(yamada(), stated), Agreement::kAgree);
  stated.sex_not_held = false;
  stated.sex = Sex::kFemale;
  EXPECT_EQ(agrees(yamada(), stated), Agreement::kDisagree);
}

TEST(CompareTest, REQ_LINK_1_nothing_agrees_without_name_or_birth_date_or_address) {
  for (int without = 0; without < 3; ++without) {
    Stated stated = yamada();
    if (without == 0) stated.names.clear();
    if (without == 1) stated.born.reset();
    if (without == 2) stated.addresses.clear();
    EXPECT_EQ(agrees(yamada(), stated, RuleStrength::kAsk), Agreement::kUnclear);
  }
}

TEST(CompareTest, comparing_is_symmetric_and_equal_to_itself) {
  static constexpr std::string_view kParts[] = {"山", "田", "﨑", "崎",  "斉",  "斎",         "　",   " ",  "ヤ", "マ",
                                                "ザ", "ー", "-",  "TAN", "MEI", "bin ",       "s/o ", "é",  "［", "］",
                                                "（", "）", "＿", "●",   "々",  "\U000E0100", "LEE",  "陈", "陳", "o"};
  std::mt19937 random(58);
  const auto text = [&] {
    std::string result;
    const size_t length = random() % 6;
    for (size_t i = 0; i < length; ++i) result += kParts[random() % std::size(kParts)];
    return result;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string a = text();
    const std::string b = text();
    for (const auto kind : {kLegal, kKanaName, NameKind::kChinese}) {
      ASSERT_EQ(said(compare_names(kind, a, b)), said(compare_names(kind, b, a))) << a << " / " << b;
      const auto self = compare_names(kind, a, a);
      ASSERT_TRUE(self.outcome == Outcome::kEqual || self.outcome == Outcome::kNotComparable) << a;
    }
  }
}

TEST(RulesTest, every_rule_says_what_it_does_and_ids_are_unique) {
  std::string_view before;
  for (const Rule& rule : all_rules()) {
    EXPECT_LT(before, rule.id);
    EXPECT_FALSE(rule.says.empty()) << rule.id;
    EXPECT_FALSE(rule.source.empty()) << rule.id;
    before = rule.id;
  }
}

}  // namespace
}  // namespace inkan::population::names
