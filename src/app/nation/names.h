#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/nation/table.h"
#include "population/person.h"

namespace inkan::app::nation {

// Community decides how a family is named.
enum class Community { kChinese, kMalay, kTamil, kIndian, kJapanese, kEurasian, kWestern };

// Surname is what a family hands down; empty where names are not handed down (Malay, Tamil).
struct Surname {
  std::string_view written{};  // hanzi, kanji or Latin
  std::string_view kana{};
  std::string_view romanised{};  // as on the papers: dialect spelling, Hepburn
  std::string_view pinyin{};
  std::string_view dialect{};  // group; empty where it does not matter
};

// Given is one person's own name.
struct Given {
  std::string written{};  // hanzi, kanji, Tamil script; empty where there is none
  std::string kana{};
  std::string romanised{};
  std::string pinyin{};
};

struct NameRequest {
  Community community = Community::kChinese;
  population::Sex sex = population::Sex::kFemale;
  int year = 2000;             // of birth
  std::string_view dialect{};  // of the Chinese family
};

// NameLists is every list of names, read once. Immutable.
class NameLists {
 public:
  NameLists();
  Surname pick_surname(Community community, Random& random) const;
  Given pick_given(const NameRequest& request, Random& random) const;

 private:
  struct Row {
    std::string_view written{};
    std::string_view kana{};
    std::string_view romanised{};
    std::string_view cantonese{};
    int born_from = 0;
    int born_to = 0;  // 0: no bound
  };
  using List = Weighted<Row>;
  struct BySex {
    List female{};
    List male{};
    const List& of(population::Sex sex) const { return sex == population::Sex::kMale ? male : female; }
  };
  struct Columns {
    std::string_view written{};
    std::string_view kana{};
    std::string_view romanised{};
    bool years = false;
  };
  static void read(std::string_view name, const Columns& columns, List& list);
  void read_chinese();
  void read_surnames();
  Given pick_chinese(const NameRequest& request, Random& random) const;
  Given pick_dialect(const NameRequest& request, Random& random) const;
  Given pick_malay(population::Sex sex, Random& random) const;

  Weighted<Surname> chinese_surnames_{};
  Weighted<Surname> japanese_surnames_{};
  Weighted<Surname> western_surnames_{};
  Weighted<Surname> eurasian_surnames_{};
  Weighted<Surname> indian_surnames_{};
  BySex chinese_{};
  BySex chinese_single_{};
  BySex chinese_dialect_{};
  BySex malay_{};
  BySex tamil_{};
  BySex japanese_{};
  BySex latin_{};
};

}  // namespace inkan::app::nation
