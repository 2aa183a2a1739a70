#pragma once
// For tests only: reads tests/vectors.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "base/json.h"

namespace inkan::crypto {

// Tally counts what ran and what was left out, so that a vector cannot drop out unseen.
struct Tally {
  int ran = 0;
  int skipped = 0;
};

inline std::optional<json::object> read_json_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return parse_json_object(text.str(), path.filename().string()).value();
}

inline std::vector<json::object> rfc_vectors(const std::string& name) {
  auto file = read_json_file(std::filesystem::path(INKAN_SOURCE_DIR) / "tests/vectors/rfc" / (name + ".json"));
  EXPECT_TRUE(file) << name;
  std::vector<json::object> vectors;
  if (file)
    for (const auto& vector : *find_array(*file, "vectors")) vectors.push_back(vector.as_object());
  return vectors;
}

inline std::string text_in(const json::object& object, std::string_view name) {
  auto text = find_string(object, name);
  EXPECT_TRUE(text) << name;
  return std::string(text.value_or(""));
}

inline std::string hex_in(const json::object& object, std::string_view name) {
  return hex_decode(text_in(object, name)).value();
}

}  // namespace inkan::crypto
