#include "exchange/sources/all.h"

#include <set>

#include <gtest/gtest.h>

#include "catalogue/attributes.h"
#include "exchange/shape.h"
#include "exchange/sources/envelope.h"
#include "population/test_people.h"

namespace inkan::exchange {
namespace {

population::Person person_of(population::PersonFacts facts) {
  return {population::PersonId("p"), *PersonalNumber::parse("123456789018"), population::PersonStatus::kAlive,
          std::move(facts), "2026-11-23"};
}

// shaped gives the members of one scope without the metadata.
std::string shaped(std::string_view scope, const population::Person& person) {
  const accounts::AccountDirectory::Account account;
  const Opened opened{person, account};
  json::object envelope = find_source(scope)->answer(scope, opened);
  EXPECT_TRUE(envelope.contains("source")) << scope;
  EXPECT_EQ(find_string(envelope, "classification"), "C") << scope;
  EXPECT_EQ(find_string(envelope, "lastupdated"), "2026-11-23") << scope;
  for (const char* member : {"source", "classification", "lastupdated"}) envelope.erase(member);
  return to_json_text(envelope);
}

constexpr std::string_view kUnavailable = R"({"unavailable":true})";

TEST(Sources, serve_each_scope_once_and_exactly_those_the_catalogue_calls_served) {
  std::set<std::string_view> served;
  for (const Source* source : kSources)
    for (const auto scope : source->scopes) EXPECT_TRUE(served.insert(scope).second) << scope;
  for (const auto& attribute : catalogue::attributes()) {
    if (attribute.scope == "user.identity") continue;
    EXPECT_EQ(served.contains(attribute.scope), attribute.served) << attribute.scope;
  }
  EXPECT_EQ(find_source("noa"), nullptr);
  EXPECT_EQ(find_source("user.identity"), nullptr);
}

TEST(Sources, shape_a_citizen) {
  const auto person = person_of(population::sample_citizen());
  EXPECT_EQ(shaped("uinfin", person), R"({"value":"123456789018"})");
  EXPECT_EQ(shaped("partialuinfin", person), R"({"value":"*********018"})");
  EXPECT_EQ(shaped("hanyupinyinname", person), R"({"value":"CHEN MEILING"})");
  EXPECT_EQ(shaped("race", person), R"({"code":"CN","desc":"CHINESE"})");
  EXPECT_EQ(shaped("dob", person), R"({"value":"1990-04-17"})");
  EXPECT_EQ(shaped("residentialstatus", person), R"({"code":"C","desc":"CITIZEN"})");
  EXPECT_EQ(shaped("nationality", person), R"({"code":"SG","desc":"SINGAPORE CITIZEN"})");
  EXPECT_EQ(shaped("birthcountry", person), R"({"code":"SG","desc":"SINGAPORE"})");
  EXPECT_EQ(shaped("marital", person), R"({"code":"2","desc":"MARRIED"})");
  EXPECT_EQ(shaped("passportnumber", person), R"({"value":"K1234567E"})");
  EXPECT_EQ(shaped("passportexpirydate", person), R"({"value":"2030-01-31"})");
  for (const char* scope :
       {"aliasname", "hanyupinyinaliasname", "marriedname", "passtype", "passexpirydate", "email", "mobileno"})
    EXPECT_EQ(shaped(scope, person), kUnavailable) << scope;
}

TEST(Sources, shape_a_foreign_resident_born_on_an_unknown_day) {
  const auto person = person_of(population::sample_foreign_resident());
  EXPECT_EQ(shaped("name", person), R"({"value":"田中 美咲"})");
  EXPECT_EQ(shaped("dob", person), R"({"value":"1988-11"})");
  EXPECT_EQ(shaped("residentialstatus", person), R"({"code":"","desc":""})");
  EXPECT_EQ(shaped("passtype", person), R"x({"code":"P1Pass","desc":"Employment Pass (P1)"})x");
  EXPECT_EQ(shaped("passexpirydate", person), R"({"value":"2028-03-31"})");
  for (const char* scope : {"hanyupinyinname", "passportnumber", "passportexpirydate"})
    EXPECT_EQ(shaped(scope, person), kUnavailable) << scope;
}

TEST(Sources, addresses_abroad_are_unformatted_and_unknown_ones_unavailable) {
  auto facts = population::sample_citizen();
  facts.address = population::Address{.street = "東京都江東区豊洲2-2-1", .postal = "135-0061", .country = "JP"};
  EXPECT_EQ(shaped("regadd", person_of(facts)),
            R"({"type":"UNFORMATTED","line1":{"value":"東京都江東区豊洲2-2-1"},"line2":{"value":"135-0061 JAPAN"}})");
  facts.address = population::Address{};
  EXPECT_EQ(shaped("regadd", person_of(facts)), kUnavailable);
}

TEST(Sources, split_phone_numbers_after_known_country_codes_only) {
  EXPECT_EQ(split_phone("6581234567").number, "81234567");
  EXPECT_EQ(split_phone("85291234567").country, "852");
  EXPECT_EQ(split_phone("819012345678").country, "81");
  EXPECT_EQ(split_phone("9991234").country, "");
  EXPECT_EQ(split_phone("9991234").number, "9991234");
}

TEST(Sources, unknown_scopes_and_leaves_of_unserved_groups_are_unavailable) {
  const auto person = person_of(population::sample_citizen());
  const accounts::AccountDirectory::Account account;
  const Opened opened{person, account};
  const std::vector<std::string> scopes{"vehicles.make", "vehicles.model", "nonsense"};
  const auto info = person_info(scopes, opened);
  EXPECT_EQ(info.size(), 2u);
  for (const char* name : {"vehicles", "nonsense"})
    EXPECT_EQ(find_bool(*find_object(info, name), "unavailable"), true) << name;
}

}  // namespace
}  // namespace inkan::exchange
