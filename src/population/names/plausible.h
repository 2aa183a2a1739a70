#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace inkan::population::names {

// ReadingModel says how likely a reading belongs to a written name, 0.0 to 1.0. It may only order a queue that people
// work through: it neither links nor refuses nor holds anything back by itself (REQ-MATCH-5). Only order_queue takes
// one.
using ReadingModel = std::function<double(std::string_view written, std::string_view kana)>;

// reading_plausibility is the built-in model: can the reading be cut so that each character takes one of its usual
// readings (Latin letters: so that it sounds alike)? A written text that holds several names has the best one's value.
double reading_plausibility(std::string_view written, std::string_view kana);

// kPlausibleMin is the value below which the built-in model finds a reading odd; README.md says how often it is wrong
// about that, by group.
inline constexpr double kPlausibleMin = 0.55;
bool is_plausible_reading(std::string_view written, std::string_view kana);

// QueuedReading is a case that somebody will look at.
struct QueuedReading {
  std::string written{};
  std::string kana{};
  size_t place = 0;  // in the queue before ordering
};

// order_queue puts the oddest readings first, equal ones in the order they came. Nothing is added, removed or decided.
void order_queue(std::vector<QueuedReading>& queue, const ReadingModel& model);

}  // namespace inkan::population::names
