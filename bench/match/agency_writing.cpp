#include "agency_writing.h"

#include <vector>

#include "letters.h"

namespace inkan::bench {

namespace {

// Characters registered for each other in names, written down from general knowledge (reference mynumber §5.1): those
// that are the same name in another form. 斉 and 斎 are different names and not here.
constexpr std::string_view kVariants[] = {
    "高髙", "崎﨑", "辺邊邉", "斎齋", "斉齊", "浜濱", "島嶋嶌", "沢澤", "広廣", "国國", "恵惠", "真眞", "富冨",
    "曽曾", "柳栁", "吉𠮷",   "徳德", "瀬瀨", "桑桒", "亀龜",   "竜龍", "滝瀧", "関關", "円圓", "桜櫻", "塩鹽",
    "学學", "栄榮", "実實",   "寿壽", "浅淺", "静靜", "総總",   "蔵藏", "鉄鐵", "豊豐", "満滿", "万萬", "弥彌",
    "与與", "礼禮", "来來",   "条條", "団團", "児兒", "緑綠",   "黒黑", "巣巢", "穂穗", "毎每", "温溫", "渓溪",
    "糸絲", "芦蘆", "荘莊",   "薫薰", "将將", "尭堯", "凛凜",   "槙槇", "遥遙", "勲勳"};

}  // namespace

std::string write_variants(std::string_view kanji, double chance, Draw& draw, bool& changed) {
  auto name = letters(kanji);
  for (auto& letter : name) {
    if (!is_kanji(letter)) continue;
    for (const auto group : kVariants) {
      const auto forms = letters(group);
      size_t own = forms.size();
      for (size_t i = 0; i < forms.size(); ++i)
        if (forms[i] == letter) own = i;
      if (own == forms.size() || !draw.chance(chance)) continue;
      const size_t other = (own + 1 + draw.below(uint32_t(forms.size() - 1))) % forms.size();
      if (forms[other] == letter) continue;
      letter = forms[other];
      changed = true;
      break;
    }
  }
  return join_letters(name);
}

std::string slip_kana(std::string_view katakana, Draw& draw) {
  static constexpr std::string_view kNeighbours =
      "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
  static const auto kRow = letters(kNeighbours);
  for (int tries = 0; tries < 20; ++tries) {
    auto name = letters(katakana);
    const size_t at = draw.below(uint32_t(name.size()));
    if (name[at] == " ") continue;
    switch (draw.below(6)) {
      case 0:
        name[at] = drop_voicing(name[at]);
        break;
      case 1:
        name[at] = to_large_kana(name[at]);
        break;
      case 2:
        if (name[at] == "ウ" || name[at] == "ー" || name[at] == "オ") name.erase(name.begin() + std::ptrdiff_t(at));
        break;
      case 3:
        name[at] = kRow[draw.below(uint32_t(kRow.size()))];
        break;
      case 4:
        if (name.size() > 4) name.erase(name.begin() + std::ptrdiff_t(at));
        break;
      case 5:
        if (at + 1 < name.size() && name[at + 1] != " ") std::swap(name[at], name[at + 1]);
        break;
    }
    const std::string slipped = join_letters(name);
    if (slipped != katakana && slipped.front() != ' ' && slipped.back() != ' ') return slipped;
  }
  return std::string(katakana);
}

std::string write_address(const Towns& towns, const Home& home, Draw& draw) {
  const double style = draw.unit();
  std::string place = towns.municipality(home.town) + towns.name(home.town);
  if (draw.chance(0.75)) place.insert(0, towns.prefecture(home.town));
  if (style < 0.25) {  // as registered
    if (home.chome != 0) place += to_kanji_number(home.chome) + "丁目";
    place += std::to_string(home.block) + "番" + std::to_string(home.house) + "号";
    if (home.building != 0) place += " " + towns.building_name(home) + std::to_string(home.room) + "号室";
    return place;
  }
  std::string numbers;
  if (style < 0.35) {  // 2丁目2番地1
    if (home.chome != 0) numbers = std::to_string(home.chome) + "丁目";
    numbers += std::to_string(home.block) + "番地" + std::to_string(home.house);
  } else {
    if (home.chome != 0) numbers = std::to_string(home.chome) + "-";
    numbers += std::to_string(home.block) + "-" + std::to_string(home.house);
  }
  const bool joined = home.building != 0 && draw.chance(0.25);  // 2-2-1-203
  if (joined) numbers += "-" + std::to_string(home.room);
  if (home.building != 0 && !joined) {
    if (draw.chance(0.75)) {
      numbers += (draw.chance(0.5) ? " " : "") + towns.building_name(home) + std::to_string(home.room);
      if (draw.chance(0.4)) numbers += "号室";
    }  // else: many leave the building and room out
  }
  return place + (style > 0.7 ? to_full_width(numbers) : numbers);
}

}  // namespace inkan::bench
