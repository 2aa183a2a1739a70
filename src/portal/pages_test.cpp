#include "portal/pages.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "portal/test_portal.h"

namespace inkan::portal {
namespace {

using audit::EventKind;

bool holds(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

size_t count(const std::string& text, std::string_view what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

class PortalTest : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestPortal portal_{**database_};
};

TEST_P(PortalTest, welcomes_everybody_without_a_session) {
  portal_.sessions.signed_in.reset();
  http::Response response = portal_.get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(holds(response, "/sign-up"));
}

TEST_P(PortalTest, leads_into_sign_in_and_back_without_a_session) {
  portal_.sessions.signed_in.reset();
  http::Response response = portal_.get("/portal/record", "show=data");
  EXPECT_EQ(response.status, 303);
  ASSERT_EQ(portal_.sign_in_requests.asked.size(), 1u);
  const accounts::SignInRequest& asked = portal_.sign_in_requests.asked.front();
  EXPECT_EQ(*response.header("Location"), "/login?flow=" + asked.flow);
  EXPECT_EQ(asked.return_to, "/portal/record?show=data");
  EXPECT_EQ(asked.browser, portal_.browser);
  EXPECT_EQ(asked.flow.size(), 22u);
}

TEST_P(PortalTest, says_so_when_a_network_begins_too_many_sign_ins) {
  portal_.sessions.signed_in.reset();
  portal_.sign_in_requests.refusing = true;
  EXPECT_EQ(portal_.get("/portal").status, 429);
}

TEST_P(PortalTest, form_without_a_session_does_nothing_and_comes_back_to_home) {
  std::string id = portal_.allow({"name"});
  portal_.sessions.signed_in.reset();
  EXPECT_EQ(portal_.post("/portal/consents/" + id + "/withdraw", /*genuine=*/true).status, 303);
  EXPECT_EQ(portal_.sign_in_requests.asked.front().return_to, "/portal");
  EXPECT_TRUE(portal_.exchange.covered({"name"}));
}

TEST_P(PortalTest, home_greets_and_records_the_own_look) {
  http::Response response = portal_.get("/portal");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(holds(response, "Hello, TAN MEI LING"));
  auto looks = portal_.exchange.events(EventKind::kPersonRead);
  ASSERT_FALSE(looks.empty());
  EXPECT_EQ(looks.front().actor.kind, audit::ActorKind::kResident);
  EXPECT_EQ(looks.front().actor.id, portal_.exchange.account.text());
}

TEST_P(PortalTest, record_says_who_got_what_why_by_which_law) {
  ASSERT_TRUE(portal_.exchange.release(portal_.exchange.order({"openid", "name", "regadd"})));
  http::Response response = portal_.get("/portal/record");
  EXPECT_TRUE(holds(response, "Library card received your data"));
  EXPECT_TRUE(holds(response, "To issue your card"));
  EXPECT_TRUE(holds(response, "Library Act, section 4"));
  EXPECT_TRUE(holds(response, "Registered address"));
  EXPECT_TRUE(holds(response, "To send &lt;b&gt;letters"));
  EXPECT_FALSE(holds(response, "To send <b>"));
}

TEST_P(PortalTest, record_speaks_japanese) {
  ASSERT_TRUE(portal_.exchange.release(portal_.exchange.order({"openid", "name"})));
  portal_.language = "ja";
  http::Response response = portal_.get("/portal/record");
  EXPECT_TRUE(holds(response, "図書館カードにデータが提供されました"));
  EXPECT_TRUE(holds(response, "カードの発行"));
  EXPECT_TRUE(holds(response, "氏名"));
}

TEST_P(PortalTest, record_keeps_the_lines_of_a_removed_service) {
  ASSERT_TRUE(portal_.exchange.release(portal_.exchange.order({"openid", "name"})));
  ASSERT_TRUE(store::run_task(portal_.clients.remove(portal_.exchange.client->id, audit::Actor{})));
  http::Response response = portal_.get("/portal/record");
  EXPECT_TRUE(holds(response, "Library card received your data"));
  EXPECT_TRUE(holds(response, "Library Act, section 4"));
}

TEST_P(PortalTest, record_shows_own_looks_only_when_asked) {
  portal_.get("/portal/data");
  EXPECT_FALSE(holds(portal_.get("/portal/record"), "You looked at your own record"));
  EXPECT_TRUE(holds(portal_.get("/portal/record", "show=own"), "You looked at your own record"));
}

TEST_P(PortalTest, record_goes_on_page_by_page) {
  for (int i = 0; i < 25; ++i) {
    portal_.exchange.people.clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(portal_.exchange.release(portal_.exchange.order({"openid", "name"})));
  }
  http::Response first = portal_.get("/portal/record", "show=data");
  EXPECT_EQ(count(first.body, "<h2 class=\"inkan-record__what\">"), 20u);
  size_t at = first.body.find("before=");
  ASSERT_NE(at, std::string::npos);
  std::string before = first.body.substr(at, first.body.find('"', at) - at);
  http::Response second = portal_.get("/portal/record", "show=data&" + before);
  EXPECT_EQ(count(second.body, "Library card received your data"), 5u);
  EXPECT_EQ(second.body.find("record-older"), std::string::npos);
}

TEST_P(PortalTest, refuses_filters_it_does_not_know) {
  EXPECT_EQ(portal_.get("/portal/record", "show=nothing").status, 400);
  EXPECT_EQ(portal_.get("/portal/record", "before=yesterday").status, 400);
  EXPECT_EQ(portal_.get("/portal/record", "before=-1").status, 400);
  EXPECT_TRUE(holds(portal_.get("/portal/record", "show=nothing"), "error-page"));
}

TEST_P(PortalTest, download_holds_everything_for_programs) {
  portal_.exchange.people.clock.advance(std::chrono::seconds(1));
  ASSERT_TRUE(portal_.exchange.release(portal_.exchange.order({"openid", "name"})));
  http::Response response = portal_.get("/portal/record.json");
  EXPECT_TRUE(response.header("Content-Disposition")->starts_with("attachment"));
  auto document = parse_json_object(response.body, "record");
  ASSERT_TRUE(document);
  const json::array* events = find_array(*document, "events");
  ASSERT_TRUE(events != nullptr && !events->empty());
  std::vector<std::string> kinds;
  for (const json::value& event : *events) kinds.emplace_back(find_string(event.as_object(), "kind").value_or(""));
  // Newest first; the download's own look has the same time as the release here.
  EXPECT_EQ(std::count(kinds.begin(), kinds.end() - 1, "release"), 1);
  EXPECT_EQ(std::count(kinds.begin(), kinds.end() - 1, "person_read"), 1);
  EXPECT_EQ(kinds.back(), "person_registered");
  EXPECT_TRUE(holds(response, "Library Act, section 4"));
}

TEST_P(PortalTest, record_never_holds_somebody_elses_lines) {
  auto other = portal_.exchange.people.add(population::sample_foreign_resident());
  auto order = portal_.exchange.order({"openid", "name"});
  order.person = other.id;
  order.account = accounts::AccountId("b0000000-0000-4000-8000-000000000002");
  portal_.exchange.accounts.accounts[order.account.text()] = {.id = order.account, .person = other.id};
  ASSERT_TRUE(portal_.exchange.release(std::move(order)));
  EXPECT_FALSE(holds(portal_.get("/portal/record"), "received your data"));
}

TEST_P(PortalTest, data_masks_the_number_until_its_owner_asks) {
  http::Response masked = portal_.get("/portal/data");
  std::string digits = portal_.exchange.number;
  std::string spaced = digits.substr(0, 4) + " " + digits.substr(4, 4) + " " + digits.substr(8);
  EXPECT_FALSE(holds(masked, spaced) || holds(masked, digits));
  EXPECT_TRUE(holds(masked, "BEDOK NORTH AVENUE 4") && holds(masked, "17 April 1990"));
  http::Response shown = portal_.post("/portal/data", /*genuine=*/true);
  EXPECT_EQ(shown.status, 200);
  EXPECT_TRUE(holds(shown, spaced));
}

TEST_P(PortalTest, number_is_not_shown_for_a_form_of_another_site) {
  http::Response response = portal_.post("/portal/data", /*genuine=*/false);
  EXPECT_EQ(response.status, 403);
  EXPECT_FALSE(holds(response, portal_.exchange.number.substr(0, 4)));
  EXPECT_TRUE(portal_.exchange.events(EventKind::kPersonRead).empty());
}

TEST_P(PortalTest, consent_is_listed_and_ends_when_withdrawn) {
  std::string id = portal_.allow({"openid", "name"});
  http::Response list = portal_.get("/portal/consents");
  EXPECT_TRUE(holds(list, "Library card") && holds(list, "/portal/consents/" + id + "/withdraw"));
  http::Response asked = portal_.get("/portal/consents/" + id + "/withdraw");
  EXPECT_TRUE(holds(asked, "withdraw-confirm") && holds(asked, "Withdraw your consent for Library card?"));
  EXPECT_TRUE(portal_.exchange.covered({"name"}));
  EXPECT_EQ(portal_.post("/portal/consents/" + id + "/withdraw", /*genuine=*/true).status, 303);
  EXPECT_FALSE(portal_.exchange.covered({"name"}));
  http::Response after = portal_.get("/portal/consents", "withdrawn=1");
  EXPECT_TRUE(holds(after, "no-consents") && holds(after, "Your consent is withdrawn"));
  EXPECT_TRUE(holds(portal_.get("/portal/record"), "You withdrew your consent for Library card"));
}

TEST_P(PortalTest, consent_stays_for_a_form_of_another_site) {
  std::string id = portal_.allow({"openid", "name"});
  EXPECT_EQ(portal_.post("/portal/consents/" + id + "/withdraw", /*genuine=*/false).status, 403);
  EXPECT_TRUE(portal_.exchange.covered({"name"}));
}

TEST_P(PortalTest, consent_of_somebody_else_is_not_found) {
  std::string id = portal_.allow({"openid", "name"});
  portal_.sessions.signed_in->account = accounts::AccountId("b0000000-0000-4000-8000-000000000002");
  EXPECT_EQ(portal_.get("/portal/consents/" + id + "/withdraw").status, 404);
  EXPECT_EQ(portal_.post("/portal/consents/" + id + "/withdraw", /*genuine=*/true).status, 404);
  EXPECT_TRUE(portal_.exchange.covered({"name"}));
}

// A link of this kind of record to the resident, as one who brought their number and attributes would have it.
void link_record(TestPortal& portal, const std::string& type) {
  namespace links = population::links;
  auto& people = portal.exchange.people;
  const auto& person = portal.exchange.person;
  const auto known = people.find(person).open(people.look(person)).value();
  portal.matching.put(person, population::stated_of(known.facts));
  store::run_task(portal.links.add_scheme({"city-13101", type}, /*sex_not_held=*/false, {})).value();
  links::LinkRequest wanted;
  wanted.record = {.scheme = {"city-13101", type}, .id = "12-345"};
  wanted.number = known.number;
  wanted.stated = population::stated_of(known.facts);
  wanted.origin = {.operator_id = "clerk-7", .terminal = "counter-3", .document_sha256 = std::string(64, 'a')};
  ASSERT_EQ(store::run_task(portal.links.link(std::move(wanted)))->answer, links::Answer::kLinked);
}

TEST_P(PortalTest, links_name_the_kind_of_record_in_the_readers_language) {
  link_record(portal_, "disability-handbook");
  http::Response response = portal_.get("/portal/links");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(holds(response, "<dd>Disability handbook</dd>"));
  EXPECT_TRUE(holds(response, "city-13101, Disability handbook</span>"));
  EXPECT_FALSE(holds(response, "disability-handbook"));
  portal_.language = "ja";
  EXPECT_TRUE(holds(portal_.get("/portal/links"), "<dd>障害者手帳</dd>"));
}

TEST_P(PortalTest, links_of_a_kind_without_words_show_its_code_and_so_do_disputed_ones) {
  link_record(portal_, "fishing-rod");
  EXPECT_TRUE(holds(portal_.get("/portal/links"), "<dd>Other record (fishing-rod)</dd>"));
  const auto visible = store::run_task(portal_.links.list_visible(portal_.exchange.person)).value();
  ASSERT_EQ(visible.size(), 1u);
  const std::string form = "/portal/links/" + visible.front().id.text() + "/not-mine";
  EXPECT_EQ(portal_.post(form, /*genuine=*/false).status, 403);
  EXPECT_EQ(portal_.post(form, /*genuine=*/true).status, 303);
  http::Response response = portal_.get("/portal/links", "hidden=1");
  EXPECT_TRUE(holds(response, "id=\"no-links\""));
  EXPECT_TRUE(holds(response, "id=\"disputed\""));
  EXPECT_TRUE(holds(response, "<dd>Other record (fishing-rod)</dd>"));
}

INSTANTIATE_TEST_SUITE_P(Engines, PortalTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::portal
