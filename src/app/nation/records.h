#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace inkan::app::nation {

// print_records gives what an agency would hold of the first `people` of a nation, one JSON object a line as
// `inkan link import` reads it (docs/links.md): everything stated truly, no numbers. The same seed gives the same
// lines.
void print_records(uint64_t seed, int64_t people, const std::function<void(const std::string&)>& line);

}  // namespace inkan::app::nation
