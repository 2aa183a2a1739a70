#include "app/sweep_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace inkan::app {

namespace {

namespace links = population::links;

constexpr double kWidth = 760;
constexpr double kLeft = 190;  // labels of agencies
constexpr double kRow = 30;
constexpr double kLeast = -9;  // where the axis of bounds begins, as a power of ten

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string rate(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", value);
  return text;
}

// Plot collects the marks of one drawing; `title` is what a screen reader says of it.
class Plot {
 public:
  Plot(std::string title, double height) : title_(std::move(title)), height_(height) {}
  void text(double x, double y, std::string_view words, std::string_view anchor = "start") {
    marks_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + std::string(anchor) + "\">" +
              escape(words) + "</text>";
  }
  void bar(double x, double y, double width, double height, std::string_view kind, const std::string& says) {
    marks_ += "<rect class=\"" + std::string(kind) + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" +
              number(std::max(width, 0.5)) + "\" height=\"" + number(height) + "\"><title>" + escape(says) +
              "</title></rect>";
  }
  void line(double x1, double y1, double x2, double y2, std::string_view kind) {
    marks_ += "<line class=\"" + std::string(kind) + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" +
              number(x2) + "\" y2=\"" + number(y2) + "\"/>";
  }
  void curve(const std::vector<std::pair<double, double>>& points, std::string_view kind) {
    std::string path;
    for (const auto& [x, y] : points) path += (path.empty() ? "" : " ") + number(x) + "," + number(y);
    marks_ += "<polyline class=\"" + std::string(kind) + "\" points=\"" + path + "\"/>";
    for (const auto& [x, y] : points)
      marks_ +=
          "<circle class=\"" + std::string(kind) + "\" cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"3\"/>";
  }
  std::string svg() const {
    return "<svg role=\"img\" viewBox=\"0 0 " + number(kWidth) + " " + number(height_) + "\"><title>" + escape(title_) +
           "</title>" + marks_ + "</svg>\n";
  }

 private:
  std::string title_;
  double height_;
  std::string marks_{};
};

struct Total {
  int64_t linked = 0;
  int64_t quarantined = 0;
  int64_t refused = 0;
  int64_t all() const { return linked + quarantined + refused; }
};

std::string zones_plot(const std::vector<links::AgencyDay>& days) {
  std::map<std::string, Total> agencies;
  for (const auto& day : days) {
    Total& total = agencies[day.issuer];
    total.linked += day.linked;
    total.quarantined += day.quarantined;
    total.refused += day.refused;
  }
  Plot plot("Share of records linked, before an officer, refused, by agency", kRow * double(agencies.size()) + 10);
  double y = 4;
  for (const auto& [issuer, total] : agencies) {
    plot.text(kLeft - 10, y + 16, issuer, "end");
    double x = kLeft;
    const double unit = (kWidth - kLeft - 90) / double(std::max<int64_t>(total.all(), 1));
    for (const auto& [count, kind, word] :
         {std::tuple(total.linked, "good", "linked"), std::tuple(total.quarantined, "wait", "before an officer"),
          std::tuple(total.refused, "bad", "refused")}) {
      if (count > 0) plot.bar(x, y, double(count) * unit, 20, kind, std::to_string(count) + " " + word);
      x += double(count) * unit;
    }
    plot.text(x + 8, y + 16, std::to_string(total.all()));
    y += kRow;
  }
  return plot.svg();
}

std::string risk_plot(const std::vector<int64_t>& decades) {
  constexpr double kHeight = 210;
  constexpr double kFloor = 170;
  Plot plot("How many links have which risk, by powers of ten", kHeight);
  const double step = (kWidth - 60) / double(std::max<size_t>(decades.size(), 1));
  double most = 1;
  for (const int64_t count : decades) most = std::max(most, std::log10(double(count) + 1));
  for (size_t i = 0; i < decades.size(); ++i) {
    const double height = std::log10(double(decades[i]) + 1) / most * (kFloor - 30);
    const double x = 30 + step * double(i);
    const int power = int(i) - 12;
    const std::string label = power == 0 ? "1" : "1e" + std::to_string(power);
    if (decades[i] > 0) {
      plot.bar(x + 4, kFloor - height, step - 8, height, power >= -1 ? "bad" : "good",
               std::to_string(decades[i]) + " links of risk " + label);
      plot.text(x + step / 2, kFloor - height - 6, std::to_string(decades[i]), "middle");
    }
    plot.text(x + step / 2, kFloor + 18, label, "middle");
  }
  plot.line(30, kFloor, kWidth - 30, kFloor, "axis");
  return plot.svg();
}

// One curve an agency: the share of its records of each day that could not be linked.
std::string drift_plots(const std::vector<links::AgencyDay>& days) {
  std::string out;
  for (auto first = days.begin(); first != days.end();) {
    const auto last = std::find_if(first, days.end(), [&](const auto& day) { return day.issuer != first->issuer; });
    const auto count = std::distance(first, last);
    Plot plot("Share of records not linked, by day, of " + first->issuer, 90);
    std::vector<std::pair<double, double>> points;
    for (auto day = first; day != last; ++day) {
      const double all = double(std::max<int64_t>(day->linked + day->quarantined + day->refused, 1));
      const double share = double(day->quarantined + day->refused) / all;
      const double x = kLeft + (count > 1 ? double(day - first) / double(count - 1) : 0.5) * (kWidth - kLeft - 90);
      points.emplace_back(x, 60 - share * 50);
    }
    plot.text(kLeft - 10, 40, first->issuer, "end");
    plot.line(kLeft, 60, kWidth - 80, 60, "axis");
    plot.line(kLeft, 10, kWidth - 80, 10, "grid");
    plot.text(kWidth - 74, 14, "100 %");
    plot.text(kWidth - 74, 64, "0 %");
    plot.text(kLeft, 80, first->day);
    if (count > 1) plot.text(kWidth - 80, 80, (last - 1)->day, "end");
    plot.curve(points, "drift");
    out += plot.svg();
    first = last;
  }
  return out;
}

std::string bounds_plot(const std::vector<links::AgencyBound>& bounds, double rate_max) {
  const double height = kRow * double(bounds.size()) + 40;
  Plot plot("Bounds on each agency's share of wrong links, 95 %, with the limit", height);
  const auto x_of = [](double value) {
    const double power = std::clamp(std::log10(std::max(value, 1e-12)), kLeast, 0.0);
    return kLeft + (power - kLeast) / -kLeast * (kWidth - kLeft - 30);
  };
  double y = 4;
  for (const auto& agency : bounds) {
    plot.text(kLeft - 10, y + 16, agency.issuer, "end");
    plot.bar(x_of(agency.lower), y + 6, x_of(agency.upper) - x_of(agency.lower), 8, agency.suspended ? "bad" : "range",
             "between " + rate(agency.lower) + " and " + rate(agency.upper) + " of " + std::to_string(agency.links));
    plot.line(x_of(agency.predicted), y + 2, x_of(agency.predicted), y + 18, "drift");
    y += kRow;
  }
  for (const int power : {-9, -6, -3, 0})
    plot.text(x_of(std::pow(10, power)), height - 8, power == 0 ? "1" : "1e" + std::to_string(power), "middle");
  plot.line(x_of(rate_max), 0, x_of(rate_max), height - 26, "limit");
  return plot.svg();
}

std::string bounds_table(const std::vector<links::AgencyBound>& bounds) {
  std::string out =
      "<table><thead><tr><th>agency<th>links<th>predicted<th>audited<th>lower<th>upper<th>automatic</tr></"
      "thead><tbody>";
  for (const auto& one : bounds)
    out += "<tr><td>" + escape(one.issuer) + "<td>" + std::to_string(one.links) + "<td>" + rate(one.predicted) +
           "<td>" + std::to_string(one.audited) + "<td>" + rate(one.lower) + "<td>" + rate(one.upper) + "<td>" +
           (one.suspended ? "suspended: " + escape(one.reason) : std::string("on")) + "</tr>";
  return out + "</tbody></table>\n";
}

std::string riskiest_table(const std::vector<links::RiskyLink>& riskiest) {
  std::string out = "<table><thead><tr><th>link<th>agency<th>record<th>risk<th></tr></thead><tbody>";
  for (const auto& one : riskiest)
    out += "<tr><td><code>" + escape(one.link.text()) + "</code><td>" + escape(one.scheme.issuer) + "<td>" +
           escape(one.scheme.type) + "<td>" + rate(one.risk) + "<td>" + (one.quarantined ? "hidden now" : "") + "</tr>";
  return out + "</tbody></table>\n";
}

constexpr std::string_view kStyle = R"(<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}
svg{width:100%;height:auto;display:block;margin:.5rem 0 1rem;font-size:13px}
.good{fill:#00703c}.wait{fill:#f0b323}.bad{fill:#b3261e}.range{fill:#1d70b8}
.axis{stroke:#0b0c0c}.grid{stroke:#c8c8c8}.limit{stroke:#b3261e;stroke-dasharray:4 3}
.drift{stroke:#4c2c92;stroke-width:2;fill:none}circle.drift{fill:#4c2c92}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #b1b4b6}
.key span{margin-right:1rem}.key i{display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem}
</style>
)";

constexpr std::string_view kKey =
    "<p class=\"key\"><span><i style=\"background:#00703c\"></i>linked</span>"
    "<span><i style=\"background:#f0b323\"></i>before an officer</span>"
    "<span><i style=\"background:#b3261e\"></i>refused</span></p>\n";

}  // namespace

std::string sweep_report(const SweepFacts& facts) {
  const auto& sweep = facts.sweep;
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sweep of links</title>" +
                    std::string(kStyle) + "</head><body>\n<h1>Sweep of links</h1>\n<p>" + escape(facts.made_at) + ". " +
                    std::to_string(sweep.links) + " links: " + std::to_string(sweep.agree) + " agree, " +
                    std::to_string(sweep.quarantined) + " hidden in this run, " + std::to_string(sweep.published) +
                    " became visible, " + std::to_string(sweep.in_quarantine) + " were hidden before.</p>\n";
  out += "<h2>What became of the records</h2>\n" + std::string(kKey) + zones_plot(facts.days);
  out += "<h2>Risk of the links</h2>\n" + risk_plot(sweep.risk_decades);
  out += "<h2>Drift of the agencies</h2>\n<p>Share of each day's records that could not be linked.</p>\n" +
         drift_plots(facts.days);
  out +=
      "<h2>Bounds on wrong links</h2>\n<p>Between lower and upper lies the true share, 95 %, however often one looks; "
      "the mark is what the model expects, the broken line the limit of " +
      rate(facts.wrong_rate_max) + ".</p>\n" + bounds_plot(facts.bounds, facts.wrong_rate_max) +
      bounds_table(facts.bounds);
  out += "<h2>Riskiest links</h2>\n" + riskiest_table(sweep.riskiest);
  return out + "</body></html>\n";
}

}  // namespace inkan::app
