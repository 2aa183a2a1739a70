#include "letters.h"

#include <array>
#include <utility>

namespace inkan::bench {

namespace {

struct Kana {
  std::string_view katakana, half, plain, large, hepburn;  // plain: without voicing; large: of a small one
};
constexpr Kana kKana[] = {
    {"ア", "ｱ", "", "", "a"},     {"イ", "ｲ", "", "", "i"},     {"ウ", "ｳ", "", "", "u"},
    {"エ", "ｴ", "", "", "e"},     {"オ", "ｵ", "", "", "o"},     {"カ", "ｶ", "", "", "ka"},
    {"キ", "ｷ", "", "", "ki"},    {"ク", "ｸ", "", "", "ku"},    {"ケ", "ｹ", "", "", "ke"},
    {"コ", "ｺ", "", "", "ko"},    {"サ", "ｻ", "", "", "sa"},    {"シ", "ｼ", "", "", "shi"},
    {"ス", "ｽ", "", "", "su"},    {"セ", "ｾ", "", "", "se"},    {"ソ", "ｿ", "", "", "so"},
    {"タ", "ﾀ", "", "", "ta"},    {"チ", "ﾁ", "", "", "chi"},   {"ツ", "ﾂ", "", "", "tsu"},
    {"テ", "ﾃ", "", "", "te"},    {"ト", "ﾄ", "", "", "to"},    {"ナ", "ﾅ", "", "", "na"},
    {"ニ", "ﾆ", "", "", "ni"},    {"ヌ", "ﾇ", "", "", "nu"},    {"ネ", "ﾈ", "", "", "ne"},
    {"ノ", "ﾉ", "", "", "no"},    {"ハ", "ﾊ", "", "", "ha"},    {"ヒ", "ﾋ", "", "", "hi"},
    {"フ", "ﾌ", "", "", "fu"},    {"ヘ", "ﾍ", "", "", "he"},    {"ホ", "ﾎ", "", "", "ho"},
    {"マ", "ﾏ", "", "", "ma"},    {"ミ", "ﾐ", "", "", "mi"},    {"ム", "ﾑ", "", "", "mu"},
    {"メ", "ﾒ", "", "", "me"},    {"モ", "ﾓ", "", "", "mo"},    {"ヤ", "ﾔ", "", "", "ya"},
    {"ユ", "ﾕ", "", "", "yu"},    {"ヨ", "ﾖ", "", "", "yo"},    {"ラ", "ﾗ", "", "", "ra"},
    {"リ", "ﾘ", "", "", "ri"},    {"ル", "ﾙ", "", "", "ru"},    {"レ", "ﾚ", "", "", "re"},
    {"ロ", "ﾛ", "", "", "ro"},    {"ワ", "ﾜ", "", "", "wa"},    {"ヲ", "ｦ", "", "", "o"},
    {"ン", "ﾝ", "", "", "n"},     {"ガ", "ｶﾞ", "カ", "", "ga"}, {"ギ", "ｷﾞ", "キ", "", "gi"},
    {"グ", "ｸﾞ", "ク", "", "gu"}, {"ゲ", "ｹﾞ", "ケ", "", "ge"}, {"ゴ", "ｺﾞ", "コ", "", "go"},
    {"ザ", "ｻﾞ", "サ", "", "za"}, {"ジ", "ｼﾞ", "シ", "", "ji"}, {"ズ", "ｽﾞ", "ス", "", "zu"},
    {"ゼ", "ｾﾞ", "セ", "", "ze"}, {"ゾ", "ｿﾞ", "ソ", "", "zo"}, {"ダ", "ﾀﾞ", "タ", "", "da"},
    {"ヂ", "ﾁﾞ", "チ", "", "ji"}, {"ヅ", "ﾂﾞ", "ツ", "", "zu"}, {"デ", "ﾃﾞ", "テ", "", "de"},
    {"ド", "ﾄﾞ", "ト", "", "do"}, {"バ", "ﾊﾞ", "ハ", "", "ba"}, {"ビ", "ﾋﾞ", "ヒ", "", "bi"},
    {"ブ", "ﾌﾞ", "フ", "", "bu"}, {"ベ", "ﾍﾞ", "ヘ", "", "be"}, {"ボ", "ﾎﾞ", "ホ", "", "bo"},
    {"パ", "ﾊﾟ", "ハ", "", "pa"}, {"ピ", "ﾋﾟ", "ヒ", "", "pi"}, {"プ", "ﾌﾟ", "フ", "", "pu"},
    {"ペ", "ﾍﾟ", "ヘ", "", "pe"}, {"ポ", "ﾎﾟ", "ホ", "", "po"}, {"ャ", "ｬ", "", "ヤ", "ya"},
    {"ュ", "ｭ", "", "ユ", "yu"},  {"ョ", "ｮ", "", "ヨ", "yo"},  {"ッ", "ｯ", "", "ツ", ""},
    {"ー", "ｰ", "", "", ""},      {"ァ", "ｧ", "", "ア", "a"},   {"ィ", "ｨ", "", "イ", "i"},
    {"ゥ", "ｩ", "", "ウ", "u"},   {"ェ", "ｪ", "", "エ", "e"},   {"ォ", "ｫ", "", "オ", "o"},
    {"ヴ", "ｳﾞ", "ウ", "", "vu"}, {"　", " ", "", "", " "},
};

const Kana* find_kana(std::string_view letter) {
  for (const Kana& kana : kKana)
    if (kana.katakana == letter) return &kana;
  return nullptr;
}

template <typename Change>
std::string change_kana(std::string_view text, Change change) {
  std::string out;
  for (const auto& letter : letters(text)) {
    const Kana* kana = find_kana(letter);
    const std::string_view with = kana == nullptr ? std::string_view() : change(*kana);
    out += with.empty() ? std::string_view(letter) : with;
  }
  return out;
}

}  // namespace

std::vector<std::string> letters(std::string_view text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    out.emplace_back(text.substr(at, length));
    at += length;
  }
  return out;
}

std::string join_letters(const std::vector<std::string>& letters) {
  std::string out;
  for (const auto& letter : letters) out += letter;
  return out;
}

bool is_kanji(std::string_view letter) {  // U+3400 to U+9FFF, U+F900 to U+FAFF and beyond the first plane
  if (letter.size() == 4) return true;
  if (letter.size() != 3) return false;
  const auto lead = static_cast<unsigned char>(letter[0]), second = static_cast<unsigned char>(letter[1]);
  return (lead == 0xe3 && second >= 0x90) || (lead >= 0xe4 && lead <= 0xe9) ||
         (lead == 0xef && second >= 0xa4 && second < 0xac);
}

std::string plain_name(std::string_view text) {
  std::string out;
  const auto name = letters(text);
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] == " " || name[i] == "　") continue;
    if (name[i].size() == 3 && name[i][0] == '\xef' && name[i] >= "ｦ" && name[i] <= "ﾟ") {  // half width
      std::string wide = name[i];
      const bool marked = i + 1 < name.size() && (name[i + 1] == "ﾞ" || name[i + 1] == "ﾟ");
      if (marked) wide += name[++i];
      for (const Kana& kana : kKana)
        if (kana.half == wide) wide = kana.katakana;
      out += wide;
      continue;
    }
    if (name[i].size() == 3 && name[i] >= "ぁ" && name[i] <= "ゖ") {  // hiragana lie 0x60 below
      const int code = (((name[i][0] & 0x0f) << 12) | ((name[i][1] & 0x3f) << 6) | (name[i][2] & 0x3f)) + 0x60;
      out += {char(0xe0 | (code >> 12)), char(0x80 | ((code >> 6) & 0x3f)), char(0x80 | (code & 0x3f))};
      continue;
    }
    out += name[i];
  }
  return out;
}

std::string to_half_width_kana(std::string_view katakana) {
  return change_kana(katakana, [](const Kana& kana) { return kana.half; });
}

std::string to_hiragana(std::string_view katakana) {
  std::string out;
  for (auto letter : letters(katakana)) {
    // U+30A1 to U+30F3 lie 0x60 above hiragana.
    if (letter.size() == 3 && letter[0] == '\xe3') {
      const int code = ((letter[0] & 0x0f) << 12) | ((letter[1] & 0x3f) << 6) | (letter[2] & 0x3f);
      if (code >= 0x30a1 && code <= 0x30f3) {
        const int low = code - 0x60;
        letter = {char(0xe0 | (low >> 12)), char(0x80 | ((low >> 6) & 0x3f)), char(0x80 | (low & 0x3f))};
      }
    }
    out += letter;
  }
  return out;
}

std::string to_large_kana(std::string_view katakana) {
  return change_kana(katakana, [](const Kana& kana) { return kana.large; });
}

std::string drop_voicing(std::string_view katakana) {
  return change_kana(katakana, [](const Kana& kana) { return kana.plain; });
}

std::string to_full_width(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) {
    if (c >= '0' && c <= '9') {
      out += {'\xef', '\xbc', char(0x90 + (c - '0'))};
    } else if (c >= 'A' && c <= 'Z') {
      out += {'\xef', '\xbc', char(0xa1 + (c - 'A'))};
    } else if (c == '-') {
      out += "－";
    } else if (c == ' ') {
      out += "　";
    } else {
      out += c;
    }
  }
  return out;
}

std::string to_kanji_number(int number) {
  static constexpr std::array<std::string_view, 10> kDigits = {"",   "一", "二", "三", "四",
                                                               "五", "六", "七", "八", "九"};
  std::string out;
  if (number >= 20) out += kDigits.at(size_t(number / 10));
  if (number >= 10) out += "十";
  out += kDigits.at(size_t(number % 10));
  return out;
}

std::string to_hepburn(std::string_view katakana) {
  std::string out;
  bool doubled = false;
  for (const auto& letter : letters(katakana)) {
    const Kana* kana = find_kana(letter);
    if (kana == nullptr) {
      out += letter;
      continue;
    }
    if (letter == "ッ") {
      doubled = true;
      continue;
    }
    if (letter == "ー") {
      if (!out.empty()) out += out.back();
      continue;
    }
    std::string sound(kana->hepburn);
    if (!kana->large.empty() && !out.empty() && out.back() == 'i') {  // キャ kya, シャ sha
      out.pop_back();
      const bool hushed = out.ends_with("sh") || out.ends_with("ch") || out.ends_with('j');
      out += sound.front() == 'y' && hushed ? sound.substr(1) : sound;
      continue;
    }
    if (doubled) out += sound.starts_with("ch") ? 't' : sound.front();
    doubled = false;
    if (!out.empty() && out.back() == 'n' && kana != nullptr &&
        (sound.front() == 'b' || sound.front() == 'm' || sound.front() == 'p'))
      out.back() = 'm';
    out += sound;
  }
  return out;
}

}  // namespace inkan::bench
