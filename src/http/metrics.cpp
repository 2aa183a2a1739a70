#include "http/metrics.h"

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace inkan::http {

namespace {

// Upper bounds in microseconds of the histogram buckets; the last bucket is +Inf.
constexpr std::array<int64_t, 11> kBounds = {100,    250,    500,     1'000,     2'500,    5'000,
                                             10'000, 50'000, 250'000, 1'000'000, 5'000'000};
constexpr size_t kSeriesMax = 5000;  // routes × statuses and events are few; this stops a mistake from eating memory

struct Series {
  std::array<std::atomic<uint64_t>, kBounds.size() + 1> buckets{};
  std::atomic<uint64_t> micros{0};
};

// Key orders by two texts and finds by views, so the hot path makes no strings.
using Key = std::pair<std::string, int>;
using KeyView = std::pair<std::string_view, int>;
struct KeyLess {
  using is_transparent = void;
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    if (a.second != b.second) return a.second < b.second;
    return std::string_view(a.first) < std::string_view(b.first);
  }
};

prometheus::ClientMetric::Label label(std::string name, std::string value) {
  prometheus::ClientMetric::Label made;
  made.name = std::move(name);
  made.value = std::move(value);
  return made;
}

}  // namespace

// The counters are our own atomics (prometheus-cpp takes a mutex per observation); its types and serialiser write them.
struct Metrics::Impl {
  mutable std::shared_mutex mutex{};  // guards the maps' shape, not the counters
  std::map<Key, std::unique_ptr<Series>, KeyLess> requests{};
  std::map<std::pair<std::string, std::string>, std::unique_ptr<std::atomic<uint64_t>>> events{};
  std::atomic<uint64_t> opened{0};
  std::atomic<uint64_t> closed{0};

  Series* series(KeyView key) {
    {
      std::shared_lock lock(mutex);
      auto found = requests.find(key);
      if (found != requests.end()) return found->second.get();
    }
    std::unique_lock lock(mutex);
    if (requests.size() >= kSeriesMax) return nullptr;
    auto& made = requests[Key(key.first, key.second)];
    if (!made) made = std::make_unique<Series>();
    return made.get();
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request_done(std::string_view route, int status, Duration took) {
  Series* series = impl_->series(KeyView(route, status));
  if (!series) return;
  size_t bucket = 0;
  while (bucket < kBounds.size() && took.count() > kBounds[bucket]) ++bucket;
  series->buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  series->micros.fetch_add(uint64_t(std::max<int64_t>(0, took.count())), std::memory_order_relaxed);
}

void Metrics::connection_opened() { impl_->opened.fetch_add(1, std::memory_order_relaxed); }
void Metrics::connection_closed() { impl_->closed.fetch_add(1, std::memory_order_relaxed); }

void Metrics::count(std::string_view event, std::string_view outcome) {
  std::pair<std::string, std::string> key(event, outcome);
  {
    std::shared_lock lock(impl_->mutex);
    auto found = impl_->events.find(key);
    if (found != impl_->events.end()) {
      found->second->fetch_add(1, std::memory_order_relaxed);
      return;
    }
  }
  std::unique_lock lock(impl_->mutex);
  if (impl_->events.size() >= kSeriesMax) return;
  auto& made = impl_->events[key];
  if (!made) made = std::make_unique<std::atomic<uint64_t>>(0);
  made->fetch_add(1);
}

std::string Metrics::text() const {
  using prometheus::ClientMetric;
  std::vector<prometheus::MetricFamily> families(4);
  families[0].name = "inkan_http_request_seconds";
  families[0].help = "Requests by route pattern and status, with the time they took";
  families[0].type = prometheus::MetricType::Histogram;
  families[1].name = "inkan_events_total";
  families[1].help = "Domain events by outcome";
  families[1].type = prometheus::MetricType::Counter;
  families[2].name = "inkan_http_connections_opened_total";
  families[2].help = "Connections accepted";
  families[2].type = prometheus::MetricType::Counter;
  families[3].name = "inkan_http_connections";
  families[3].help = "Connections open now";
  families[3].type = prometheus::MetricType::Gauge;
  std::shared_lock lock(impl_->mutex);
  for (const auto& [key, series] : impl_->requests) {
    ClientMetric metric;
    metric.label = {label("route", key.first), label("status", std::to_string(key.second))};
    uint64_t sum = 0;
    for (size_t i = 0; i <= kBounds.size(); ++i) {
      sum += series->buckets[i].load(std::memory_order_relaxed);
      ClientMetric::Bucket bucket;
      bucket.cumulative_count = sum;
      bucket.upper_bound = i < kBounds.size() ? double(kBounds[i]) / 1e6 : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back(bucket);
    }
    metric.histogram.sample_count = sum;
    metric.histogram.sample_sum = double(series->micros.load(std::memory_order_relaxed)) / 1e6;
    families[0].metric.push_back(std::move(metric));
  }
  for (const auto& [key, counter] : impl_->events) {
    ClientMetric metric;
    metric.label = {label("event", key.first), label("outcome", key.second)};
    metric.counter.value = double(counter->load(std::memory_order_relaxed));
    families[1].metric.push_back(std::move(metric));
  }
  ClientMetric opened;
  opened.counter.value = double(impl_->opened.load());
  families[2].metric.push_back(opened);
  ClientMetric now;
  now.gauge.value = double(impl_->opened.load() - impl_->closed.load());
  families[3].metric.push_back(now);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace inkan::http
