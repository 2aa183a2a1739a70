// Names of outside: folding never leaves its buffer, gives UTF-8, and folding a key gives the key.
#include "base/check.h"
#include "base/text.h"
#include "population/names/fold.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan::population::names;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  FoldBuffer first;
  FoldBuffer second;
  for (const auto function : {static_cast<Folded (*)(std::string_view, FoldBuffer&)>(fold), fold_strict,
                              static_cast<Folded (*)(std::string_view, FoldBuffer&)>(fold_kana)}) {
    const Folded folded = function(text, first);
    inkan::check(folded.key.size() <= kFoldMax, "a key fits its buffer");
    inkan::check(inkan::is_utf8(folded.key), "a key is UTF-8");
    if (folded.comparable) {
      const Folded again = function(folded.key, second);
      inkan::check(again.key == folded.key, "folding a key gives the key");
      inkan::check(again.comparable && !is_not_comparable(text), "what is comparable stays so");
    }
    const std::string_view phonetic = fold_phonetic(folded.key, second);
    inkan::check(phonetic.size() <= folded.key.size() && inkan::is_utf8(phonetic), "a phonetic key is no longer");
  }
  return 0;
}
