#pragma once

#include <string>
#include <string_view>

#include "towns.h"

// How an agency's clerk or system writes a name or an address: the same thing in another way, or with a slip.
namespace inkan::bench {

// write_variants replaces each kanji that has a variant form (高 as 髙) with this chance; true in `changed` if any was.
std::string write_variants(std::string_view kanji, double chance, Draw& draw, bool& changed);
// slip_kana makes one mistake of the keyboard or the ear: voicing, small kana, long vowel, a neighbour, lost or
// doubled.
std::string slip_kana(std::string_view katakana, Draw& draw);
// write_address writes the register's address as one of the ways seen in files: 豊洲2-2-1-203, full width, without the
// prefecture, with or without the building's name.
std::string write_address(const Towns& towns, const Home& home, Draw& draw);

}  // namespace inkan::bench
