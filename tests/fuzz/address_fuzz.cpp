// Addresses: nothing breaks the parser, keys exist only with their parts, and an address is the same dwelling as
// itself.
#include "base/check.h"
#include "base/text.h"
#include "population/names/address.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan::population::names;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ParsedAddress parsed = parse_address(text);
  for (const auto& part :
       {parsed.municipality, parsed.town, parsed.numbers, parsed.building, parsed.unit, parsed.postal})
    inkan::check(inkan::is_utf8(part), "a part is UTF-8");
  inkan::check(parsed.prefecture <= 47, "there are 47 prefectures");
  inkan::check(!parsed.empty() || !parsed.comparable, "what was not understood is not comparable");
  inkan::check((parsed.block_key() == 0) == (parsed.dwelling_key() == 0), "a dwelling is in a block");
  const AddressLevel self = compare_level(parsed, parsed);
  inkan::check(self == AddressLevel::kSameDwelling || self == AddressLevel::kNotComparable,
               "an address is its own dwelling");
  return 0;
}
