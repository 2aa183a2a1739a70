#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include "base/clock.h"

namespace inkan {

namespace {

constexpr std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

}  // namespace

JsonLog::JsonLog(LogLevel least) : least_(least) {}

void JsonLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < least_) return;
  static auto logger = [] {
    auto made = spdlog::stderr_logger_mt("inkan");
    made->set_pattern("%v");
    return made;
  }();
  boost::json::object line;
  line["time"] = iso_instant(SystemClock().now());
  line["level"] = name_of(level);
  line["event"] = event;
  for (const LogField& field : fields) {
    if (const auto* number = std::get_if<int64_t>(&field.value))
      line[field.name] = *number;
    else
      line[field.name] = std::get<std::string_view>(field.value);
  }
  logger->log(spdlog::level::info, boost::json::serialize(line));
}

}  // namespace inkan
