#include "app/sweep_report.h"

#include <gtest/gtest.h>

#include "population/links/test_links.h"

namespace inkan::app {
namespace {

namespace links = population::links;

size_t count(std::string_view text, std::string_view what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

bool holds(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

// flaw_of_entities: every & of well-formed text begins one of the entities that the report writes.
std::string flaw_of_entities(std::string_view text) {
  for (size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with("&lt;") && !rest.starts_with("&gt;") && !rest.starts_with("&amp;") &&
        !rest.starts_with("&quot;"))
      return "a bare &";
  }
  return {};
}

// flaw_of_attributes: name="value" after spaces, and nothing else (XML 1.0 §3.1).
std::string flaw_of_attributes(std::string_view text) {
  while (!text.empty()) {
    if (text.front() != ' ') return "no space before an attribute";
    text.remove_prefix(1);
    const size_t equals = text.find("=\"");
    if (equals == std::string_view::npos || equals == 0) return "an attribute without a value";
    const size_t end = text.find('"', equals + 2);
    if (end == std::string_view::npos) return "an open quote";
    const std::string_view value = text.substr(equals + 2, end - equals - 2);
    if (holds(value, "<")) return "< in a value";
    if (holds(value, "nan") || holds(value, "inf")) return "no number";
    text.remove_prefix(end + 1);
  }
  return {};
}

// flaw_of_xml says what makes a piece of XML ill-formed; empty: nothing.
std::string flaw_of_xml(std::string_view xml) {
  if (auto flaw = flaw_of_entities(xml); !flaw.empty()) return flaw;
  std::vector<std::string> open;
  for (size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
    const size_t end = xml.find('>', at);
    if (end == std::string_view::npos) return "an open tag";
    std::string_view tag = xml.substr(at + 1, end - at - 1);
    at = end;
    if (tag.starts_with("/")) {
      if (open.empty() || open.back() != tag.substr(1)) return "an end that fits no beginning: " + std::string(tag);
      open.pop_back();
      continue;
    }
    const bool closes = tag.ends_with("/");
    if (closes) tag.remove_suffix(1);
    const std::string_view name = tag.substr(0, tag.find(' '));
    if (auto flaw = flaw_of_attributes(tag.substr(name.size())); !flaw.empty()) return flaw + " in " + std::string(tag);
    if (!closes) open.emplace_back(name);
  }
  return open.empty() ? std::string() : "no end of " + open.back();
}

std::vector<std::string> drawings(const std::string& report) {
  std::vector<std::string> found;
  for (size_t at = report.find("<svg"); at != std::string::npos; at = report.find("<svg", at + 1))
    found.push_back(report.substr(at, report.find("</svg>", at) + 6 - at));
  return found;
}

SweepFacts some_facts() {
  SweepFacts facts;
  facts.sweep.links = 15;
  facts.sweep.agree = 12;
  facts.sweep.quarantined = 2;
  facts.sweep.published = 3;
  facts.sweep.in_quarantine = 1;
  facts.sweep.risk_decades = {0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 4, 2};  // 10^-12 … 1
  facts.sweep.riskiest.push_back({links::LinkId("link-1"), {"city-13101", "pension"}, 0.25, /*quarantined=*/true});
  facts.bounds.push_back({.issuer = "city-13101",
                          .suspended = true,
                          .reason = "2 of 9",
                          .changed_by = "officer-77",
                          .links = 15,
                          .audited = 9,
                          .predicted = 1e-6,
                          .lower = 1e-3,
                          .upper = 1});
  facts.days.push_back({"city-13101", "2026-11-01", 6, 1, 1});
  facts.days.push_back({"city-13101", "2026-11-02", 0, 1, 1});
  facts.days.push_back({"clinic", "2026-11-02", 4, 0, 0});
  facts.wrong_rate_max = 1e-6;
  facts.made_at = "2026-11-23T02:00:00Z";
  return facts;
}

TEST(SweepReportTest, the_check_of_well_formed_drawings_finds_what_is_not) {
  EXPECT_EQ(flaw_of_xml("<svg a=\"1\"><line b=\"2\"/><title>x &amp; y</title></svg>"), "");
  for (const char* ill : {"<svg>", "<svg></title></svg>", "<svg a=1></svg>", "<svg><title>a & b</title></svg>",
                          "<svg><b></svg></b>", "<svg a=\"1></svg>", "<svg x=\"nan\"/>", "<svg a=\"1\"b=\"2\"/>"})
    EXPECT_NE(flaw_of_xml(ill), "") << ill;
}

TEST(SweepReportTest, every_drawing_is_well_formed_whatever_an_agency_is_called) {
  SweepFacts facts = some_facts();
  const std::string hostile = "<script src=\"x\">&'";
  facts.days[2].issuer = facts.bounds[0].issuer = facts.bounds[0].reason = hostile;
  facts.sweep.riskiest[0].scheme = {hostile, hostile};
  const std::string report = sweep_report(facts);
  const auto all = drawings(report);
  ASSERT_EQ(all.size(), 5u);  // zones, risk, one drift an agency, bounds
  for (const auto& one : all) EXPECT_EQ(flaw_of_xml(one), "") << one;
  EXPECT_FALSE(holds(report, "<script"));
  EXPECT_TRUE(holds(report, "&lt;script src=&quot;x&quot;&gt;&amp;'"));
}

TEST(SweepReportTest, a_report_of_nothing_is_well_formed_too) {
  for (const auto& one : drawings(sweep_report({}))) EXPECT_EQ(flaw_of_xml(one), "") << one;
  EXPECT_EQ(drawings(sweep_report({})).size(), 3u);
  SweepFacts empty_day;
  empty_day.days.push_back({"city-13101", "2026-11-01", 0, 0, 0});
  for (const auto& one : drawings(sweep_report(empty_day))) EXPECT_EQ(flaw_of_xml(one), "") << one;
}

TEST(SweepReportTest, it_says_what_the_sweep_counted) {
  const std::string report = sweep_report(some_facts());
  EXPECT_TRUE(holds(report,
                    "2026-11-23T02:00:00Z. 15 links: 12 agree, 2 hidden in this run, 3 became visible, 1 were hidden "
                    "before."));
  EXPECT_TRUE(holds(report, "<td>city-13101<td>15<td>1e-06<td>9<td>0.001<td>1<td>suspended: 2 of 9</tr>"));
  EXPECT_TRUE(holds(report, "<code>link-1</code><td>city-13101<td>pension<td>0.25<td>hidden now</tr>"));
  EXPECT_TRUE(holds(report, "the limit of 1e-06"));
}

TEST(SweepReportTest, zones_are_the_sums_of_an_agencys_days_in_proportion) {
  const std::string zones = drawings(sweep_report(some_facts()))[0];
  // The city has 6 linked, 2 waiting and 2 refused of 10 on 480 units of width.
  EXPECT_TRUE(holds(zones, "class=\"good\" x=\"190.0\" y=\"4.0\" width=\"288.0\" height=\"20.0\"><title>6 linked<"));
  EXPECT_TRUE(holds(zones,
                    "class=\"wait\" x=\"478.0\" y=\"4.0\" width=\"96.0\" height=\"20.0\"><title>2 before an "
                    "officer<"));
  EXPECT_TRUE(holds(zones, "class=\"bad\" x=\"574.0\" y=\"4.0\" width=\"96.0\" height=\"20.0\"><title>2 refused<"));
  EXPECT_TRUE(holds(zones, "text-anchor=\"start\">10</text>"));
  EXPECT_TRUE(holds(zones, "width=\"480.0\" height=\"20.0\"><title>4 linked<"));
  EXPECT_EQ(count(zones, "<rect"), 4u);  // none of nothing
}

TEST(SweepReportTest, risk_has_a_bar_a_decade_that_holds_links_and_marks_the_worst_two) {
  const std::string risk = drawings(sweep_report(some_facts()))[1];
  EXPECT_EQ(count(risk, "<rect"), 3u);
  EXPECT_TRUE(holds(risk, "9 links of risk 1e-7<"));
  EXPECT_TRUE(holds(risk, "4 links of risk 1e-1<"));
  EXPECT_TRUE(holds(risk, "2 links of risk 1<"));
  EXPECT_EQ(count(risk, "class=\"bad\""), 2u);
  // On a scale of log10(count + 1): nine links fill the height of 140.
  EXPECT_TRUE(holds(risk, "height=\"140.0\"><title>9 links"));
}

TEST(SweepReportTest, drift_is_the_share_not_linked_of_each_day) {
  const auto all = drawings(sweep_report(some_facts()));
  // 2 of 8, then 2 of 2; 0 % is at 60, 100 % at 10.
  EXPECT_TRUE(holds(all[2], "points=\"190.0,47.5 670.0,10.0\""));
  EXPECT_TRUE(holds(all[2], "2026-11-01") && holds(all[2], "2026-11-02"));
  EXPECT_TRUE(holds(all[3], "points=\"430.0,60.0\""));
  EXPECT_TRUE(holds(all[3], "of clinic<"));
}

TEST(SweepReportTest, bounds_reach_from_lower_to_upper_with_the_limit_on_a_scale_of_powers_of_ten) {
  const std::string bounds = drawings(sweep_report(some_facts()))[4];
  // 540 units from 1e-9 to 1: 1e-3 at 550, 1 at 730, 1e-6 at 370.
  EXPECT_TRUE(holds(bounds, "class=\"bad\" x=\"550.0\" y=\"10.0\" width=\"180.0\""));
  EXPECT_TRUE(holds(bounds, "<title>between 0.001 and 1 of 15<"));
  EXPECT_TRUE(holds(bounds, "class=\"drift\" x1=\"370.0\""));
  EXPECT_TRUE(holds(bounds, "class=\"limit\" x1=\"370.0\""));
}

class SweepReportOfATown : public testing::TestWithParam<std::string> {};

TEST_P(SweepReportOfATown, holds_nothing_of_a_person) {
  auto database = store::open_test_database(GetParam());
  links::TestLinks town(**database);
  const links::Resident taro;
  const auto added = town.add(taro);
  ASSERT_EQ(town.link_with(added.number, links::stated_by(taro), "RECORD-4711")->answer, links::Answer::kLinked);
  SweepFacts facts;
  facts.sweep = store::run_task(links::sweep(*town.links, links::SweepReason::kAsked, {})).value();
  store::run_task(links::refresh_bounds(*town.links)).value();
  facts.bounds = store::run_task(links::list_bounds(*town.links)).value();
  facts.days = store::run_task(links::list_days(*town.links, "2026-01-01")).value();
  ASSERT_EQ(facts.sweep.links, 1);
  ASSERT_FALSE(facts.days.empty());
  ASSERT_FALSE(facts.sweep.riskiest.empty());
  const std::string report = sweep_report(facts);
  EXPECT_TRUE(holds(report, facts.sweep.riskiest[0].link.text()));
  EXPECT_TRUE(holds(report, "<td>city<td>handbook<td>"));
  const std::vector<std::string> personal{taro.legal,
                                          "山田",
                                          "太郎",
                                          taro.kana,
                                          "ヤマダ",
                                          taro.born,
                                          taro.street,
                                          taro.block,
                                          "135006",
                                          added.id.text(),
                                          added.number.digits(),
                                          "RECORD-4711"};
  for (const auto& word : personal) EXPECT_FALSE(holds(report, word)) << word;
}

INSTANTIATE_TEST_SUITE_P(Engines, SweepReportOfATown, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::app
