#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace inkan {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// LogField is one member of a log line. Values are ids, codes and counts; never personal data, tokens,
// request bodies or query strings.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, int64_t> value;
};

// Log writes one JSON object a line to standard error. Thread-safe. Built in app/wiring and handed down.
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) = 0;

  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kDebug, event, fields);
  }
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kInfo, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kWarning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::kError, event, fields);
  }
};

// JsonLog is the real one (spdlog below); SilentLog is for tests that do not look at it.
class JsonLog final : public Log {
 public:
  explicit JsonLog(LogLevel least);
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;

 private:
  LogLevel least_;
};

class SilentLog final : public Log {
 public:
  void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace inkan
