#pragma once

#include <cstdint>

// How the tables are packed that tools/make_name_tables.cpp makes and fold.cpp reads. An entry has 32 bits: up to three
// bytes of key in the low 24 (first byte lowest), or the number of an expansion; their count; the script; the action.
namespace inkan::population::names::table {

inline constexpr uint32_t kPageSize = 128;
inline constexpr uint32_t kLengthShift = 24;
inline constexpr uint32_t kScriptShift = 26;
inline constexpr uint32_t kActionShift = 29;

// Actions: what to do with a character.
inline constexpr uint32_t kPlain = 0;        // write the bytes; none of them: drop it
inline constexpr uint32_t kCopy = 1;         // write it as it came
inline constexpr uint32_t kExpand = 2;       // write an expansion
inline constexpr uint32_t kVoicing = 3;      // ゛ voices the kana before it
inline constexpr uint32_t kSemiVoicing = 4;  // ゜
inline constexpr uint32_t kNormalise = 5;    // combines with its neighbours: ICU has to look at the whole text
inline constexpr uint32_t kSubstitute = 6;   // not comparable
inline constexpr uint32_t kDash = 7;         // a long vowel mark after kana, else dropped

// Scripts, from 1: the bit 1 << (script - 1) of Folded::scripts.
inline constexpr uint32_t kHanScript = 1;
inline constexpr uint32_t kKanaScript = 2;
inline constexpr uint32_t kLatinScript = 3;
inline constexpr uint32_t kTamilScript = 4;
inline constexpr uint32_t kDigitScript = 5;
inline constexpr uint32_t kOther = 6;

}  // namespace inkan::population::names::table
