#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "population/person.h"

namespace inkan::population::names {

// NameForm is how a name is built, which decides what its parts are.
enum class NameForm : uint8_t {
  kUnknown,           // one word, or a way of writing we do not know: only `whole` is set
  kJapanese,          // 山田 太郎
  kKana,              // ヤマダ タロウ
  kChinese,           // 陈美玲, 欧阳文
  kChineseRomanised,  // TAN MEI LING, MEI LING TAN, JOHN TAN MEI LING
  kMalay,             // AHMAD BIN ISMAIL
  kTamil,             // MURUGAN S/O KRISHNAN, K MURUGAN
  kLatin,             // JOHN ALLEN SMITH
};
std::string_view to_text(NameForm form);

// SplitName is one name cut into parts. All parts are slices of the text that was given to split and live as long as
// it. What a form does not have stays empty.
struct SplitName {
  NameKind kind = NameKind::kLegal;
  NameForm form = NameForm::kUnknown;
  std::string_view whole{};       // always set
  std::string_view surname{};     // Japanese, kana, Chinese, Latin
  std::string_view given{};       // one name or several words
  std::string_view extra{};       // a Western given name beside a Chinese one: JOHN of JOHN TAN MEI LING
  std::string_view patronymic{};  // the father's name, or his initial: after bin, binti, s/o, d/o, a/l, a/p
  bool daughter = false;          // binti, d/o, a/p
  // false: there was no separator and the cut is a rule's guess (陈美玲); compare `whole` as well.
  bool certain = true;
};

// SplitNames is a registered text as the set of names it holds, e.g. ALLEN JACKSON＿鈴木　一郎（高橋　二郎）:
// a romanised, a legal and an alias name. Names are never mixed: each part belongs to one of them (REQ-MATCH-6).
class SplitNames {
 public:
  static constexpr size_t kMax = 5;  // romanised, legal, previous and two aliases
  void add(const SplitName& name) {
    if (size_ < kMax) names_[size_++] = name;
  }
  size_t size() const { return size_; }
  const SplitName& operator[](size_t i) const { return names_[i]; }
  const SplitName* begin() const { return names_.data(); }
  const SplitName* end() const { return names_.data() + size_; }

 private:
  std::array<SplitName, kMax> names_{};
  size_t size_ = 0;
};

// split cuts a registered name into typed names and each into parts. ［ ］ holds a former surname: 東京［日本］　花子
// is the legal 東京 花子 and the previous 日本 花子 (of which `surname` is in brackets, `given` after them). （ ）
// holds an alias; ＿ stands between a romanised and a kanji name. Never fails: what it does not understand is one
// kUnknown name.
SplitNames split(NameKind kind, std::string_view text);

}  // namespace inkan::population::names
