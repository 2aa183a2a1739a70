#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "draw.h"

namespace inkan::bench {

// Home is one dwelling: town, chome, block and house number, and for a flat its building and room.
struct Home {
  static constexpr uint32_t kNowhere = UINT32_MAX;
  uint32_t town = kNowhere;
  uint8_t chome = 0;  // 0: the town has none
  uint8_t block = 0;
  uint8_t house = 0;
  uint8_t building = 0;  // 0: a house
  uint16_t room = 0;
  friend bool operator==(const Home&, const Home&) = default;
};

// Towns: 120,000 towns in the real municipalities of the list, with names that towns in Japan have. Sizes are
// lognormal.
class Towns {
 public:
  struct Town {
    uint32_t municipality = 0;
    uint32_t name = 0;
    uint8_t chomes = 0;
  };
  Towns();
  size_t size() const { return towns_.size(); }
  size_t municipalities() const { return municipalities_.size(); }
  uint32_t municipality_of(uint32_t town) const { return towns_[town].municipality; }
  Home pick(Draw& draw) const { return pick_in(weights_.pick(draw), draw); }
  Home pick_in(uint32_t town, Draw& draw) const;
  // pick_near: another town of the same municipality, where half of all movers go.
  Home pick_near(uint32_t town, Draw& draw) const;

  const std::string& prefecture(uint32_t town) const { return municipalities_[towns_[town].municipality].prefecture; }
  const std::string& municipality(uint32_t town) const { return municipalities_[towns_[town].municipality].name; }
  const std::string& name(uint32_t town) const { return names_[towns_[town].name]; }
  std::string building_name(const Home& home) const;
  // line as the register writes it: 東京都江東区豊洲二丁目2番1号 豊洲ハイツ203号室
  std::string line(const Home& home) const;

 private:
  struct Municipality {
    std::string prefecture{}, name{};
    uint32_t first = 0, count = 0;  // its towns
  };
  std::vector<Municipality> municipalities_{};
  std::vector<std::string> names_{};
  std::vector<Town> towns_{};
  Weights weights_{};
};

}  // namespace inkan::bench
