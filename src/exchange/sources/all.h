#pragma once

#include <array>

#include "exchange/sources/account_source.h"
#include "exchange/sources/register_source.h"

namespace inkan::exchange {

// kSources is every source of data. No two serve one scope (all_test.cpp).
inline constexpr std::array<const Source*, 2> kSources{&kRegisterSource, &kAccountSource};

// find_source gives the source of a scope; nullptr where none serves it.
const Source* find_source(std::string_view scope);

}  // namespace inkan::exchange
