#include "exchange/sources/all.h"

#include <algorithm>

namespace inkan::exchange {

const Source* find_source(std::string_view scope) {
  for (const Source* source : kSources)
    if (std::ranges::find(source->scopes, scope) != source->scopes.end()) return source;
  return nullptr;
}

}  // namespace inkan::exchange
