#pragma once

#include <string_view>

#include "population/names/fold.h"

namespace inkan::population::names {

// fold_sound writes in Latin letters what a name (a key of fold or fold_kana) sounds like to somebody who mistypes it:
// やまざき, ヤマサキ, YAMAZAKI are yamasaki; おおの, OHNO, ONO are ono; SYOTA, しょうた are shiyota. Coarser than
// fold_phonetic and, like it, for finding candidates only. Text in other scripts stays as it is.
std::string_view fold_sound(std::string_view folded, FoldBuffer& buffer);

// is_latin and is_kana look at the first letter of a key: readings are written in one script.
bool is_latin(std::string_view folded);
bool is_kana(std::string_view folded);

}  // namespace inkan::population::names
