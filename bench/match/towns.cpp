#include "towns.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "letters.h"
#include "lists.h"

namespace inkan::bench {

namespace {

constexpr size_t kTowns = 120'000;
constexpr double kFlats = 0.45;
constexpr int kRoomsPerFloor = 12;

double normal(Draw& draw) {  // Box and Muller
  return std::sqrt(-2 * std::log(1 - draw.unit())) * std::cos(6.283185307179586 * draw.unit());
}

}  // namespace

Towns::Towns() {
  const List list("japanese_places");
  std::unordered_map<std::string, uint32_t> known_municipality, known_name;
  std::vector<double> size;
  std::vector<std::vector<uint32_t>> own_names;
  for (size_t row = 0; row < list.size(); ++row) {
    const auto [place, fresh] = known_municipality.try_emplace(std::string(list.text(row, "municipality_code")),
                                                               uint32_t(municipalities_.size()));
    if (fresh) {
      municipalities_.push_back(
          {std::string(list.text(row, "prefecture")), std::string(list.text(row, "municipality"))});
      size.push_back(0);
      own_names.emplace_back();
    }
    size[place->second] += list.number(row, "weight");
    const auto [name, new_name] = known_name.try_emplace(std::string(list.text(row, "town")), uint32_t(names_.size()));
    if (new_name) names_.push_back(name->first);
    own_names[place->second].push_back(name->second);
  }
  // A municipality has towns by the square root of its people: cities have larger ones.
  double roots = 0;
  for (const double people : size) roots += std::sqrt(people);
  Draw draw(0x70713);
  std::vector<double> weights;
  for (uint32_t m = 0; m < municipalities_.size(); ++m) {
    const auto count = size_t(std::max(3.0, std::round(kTowns * std::sqrt(size[m]) / roots)));
    std::unordered_set<uint32_t> taken;
    std::vector<double> shares;
    municipalities_[m].first = uint32_t(towns_.size());
    double sum = 0;
    while (shares.size() < count) {
      const uint32_t name =
          shares.size() < own_names[m].size() ? own_names[m][shares.size()] : draw.below(uint32_t(names_.size()));
      if (!taken.insert(name).second) continue;
      towns_.push_back({m, name, 0});
      shares.push_back(std::exp(normal(draw)));
      sum += shares.back();
    }
    municipalities_[m].count = uint32_t(count);
    for (const double share : shares) weights.push_back(size[m] * share / sum);
  }
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (size_t town = 0; town < towns_.size(); ++town) {
    const double people = 125e6 * weights[town] / sum;
    towns_[town].chomes = uint8_t(people < 700 ? 0 : std::clamp(people / 800, 1.0, 60.0));
  }
  weights_ = Weights(weights);
}

Home Towns::pick_in(uint32_t town, Draw& draw) const {
  Home home{.town = town};
  const int chomes = towns_[town].chomes;
  home.chome = chomes == 0 ? 0 : uint8_t(draw.between(1, chomes));
  if (!draw.chance(kFlats)) {
    home.block = uint8_t(draw.between(1, 40));
    home.house = uint8_t(draw.between(1, 25));
    return home;
  }
  home.building = uint8_t(draw.between(1, 60));
  const uint64_t plot = mix(uint64_t(town) << 20 | uint64_t(home.chome) << 8 | home.building);
  home.block = uint8_t(1 + plot % 40);
  home.house = uint8_t(1 + (plot >> 16) % 25);
  const int floors = 2 + int((plot >> 32) % 9);
  home.room = uint16_t(draw.between(1, floors) * 100 + draw.between(1, kRoomsPerFloor));
  return home;
}

Home Towns::pick_near(uint32_t town, Draw& draw) const {
  const Municipality& own = municipalities_[towns_[town].municipality];
  return pick_in(own.first + draw.below(own.count), draw);
}

std::string Towns::building_name(const Home& home) const {
  static constexpr std::string_view kKinds[] = {"ハイツ", "コーポ",        "マンション",     "レジデンス",
                                                "荘",     "パークハイム",  "グリーンコーポ", "サンハイツ",
                                                "メゾン", "第二マンション"};
  const uint64_t plot = mix(uint64_t(home.town) << 20 | uint64_t(home.chome) << 8 | home.building);
  return name(home.town) + std::string(kKinds[(plot >> 48) % std::size(kKinds)]);
}

std::string Towns::line(const Home& home) const {
  std::string text = prefecture(home.town) + municipality(home.town) + name(home.town);
  if (home.chome != 0) text += to_kanji_number(home.chome) + "丁目";
  text += std::to_string(home.block) + "番" + std::to_string(home.house) + "号";
  if (home.building != 0) text += " " + building_name(home) + std::to_string(home.room) + "号室";
  return text;
}

}  // namespace inkan::bench
