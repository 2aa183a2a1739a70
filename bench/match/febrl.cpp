#include "febrl.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

namespace inkan::bench {

namespace {

std::string describe(const FebrlRecord& record) {
  std::string text = record.id;
  for (const auto& value : record.values) text += "|" + value;
  return text;
}

}  // namespace

std::vector<FebrlRecord> load_febrl(const std::string& source, const std::string& name) {
  std::ifstream file(source + "/bench/match/data/febrl/" + name + ".csv", std::ios::binary);
  return parse_febrl(std::string((std::istreambuf_iterator<char>(file)), {}));
}

FebrlScore link_files(const std::vector<FebrlRecord>& a, const std::vector<FebrlRecord>& b, const FebrlTerms& terms) {
  const FebrlModel model(a, b, /*same_file=*/false, terms);
  FebrlScore score;
  std::map<std::string, int> people;
  for (const auto& record : a) people[person_of(record)] = 1;
  for (const auto& record : b) score.truth += people.contains(person_of(record)) ? 1 : 0;
  std::vector<bool> taken_a(a.size()), taken_b(b.size());
  for (const Pair& pair : model.pairs()) {
    if (1 - pair.chance > terms.wrong_chance_max || taken_a[pair.a] || taken_b[pair.b]) continue;
    taken_a[pair.a] = taken_b[pair.b] = true;
    ++score.linked;
    const bool right = person_of(a[pair.a]) == person_of(b[pair.b]);
    score.right += right ? 1 : 0;
    if (!right) score.errors.push_back("wrong: " + describe(a[pair.a]) + "  <->  " + describe(b[pair.b]));
  }
  for (size_t i = 0; i < a.size(); ++i) {
    if (taken_a[i]) continue;
    for (const auto& other : b) {
      if (person_of(other) != person_of(a[i])) continue;
      score.errors.push_back("not found: " + describe(a[i]) + "  <->  " + describe(other));
    }
  }
  return score;
}

FebrlScore find_duplicates(const std::vector<FebrlRecord>& file, const FebrlTerms& terms) {
  const FebrlModel model(file, file, /*same_file=*/true, terms);
  std::vector<uint32_t> parent(file.size());
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const Pair& pair : model.pairs())
    if (1 - pair.chance <= terms.wrong_chance_max) parent[root(pair.a)] = root(pair.b);
  FebrlScore score;
  for (uint32_t i = 0; i < file.size(); ++i)
    for (uint32_t j = i + 1; j < file.size(); ++j) {
      const bool same = person_of(file[i]) == person_of(file[j]), linked = root(i) == root(j);
      score.truth += same ? 1 : 0;
      score.linked += linked ? 1 : 0;
      score.right += same && linked ? 1 : 0;
      if (same != linked)
        score.errors.push_back((same ? "not found: " : "wrong: ") + describe(file[i]) + "  <->  " + describe(file[j]));
    }
  return score;
}

}  // namespace inkan::bench
