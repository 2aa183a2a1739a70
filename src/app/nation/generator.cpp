#include "app/nation/generator.h"

#include <array>

#include "app/nation/family.h"
#include "app/nation/named.h"
#include "base/text.h"

namespace inkan::app::nation {

using population::Name;
using population::NameKind;
using population::PersonFacts;
using population::ResidentKind;
using population::Sex;

namespace {

constexpr uint64_t kHouseholds = 0x686F757365686F6C;
constexpr uint64_t kNumbers = 0x6E756D6265727321;

// mix spreads seed and index over 64 bits (the finaliser of SplitMix64).
uint64_t mix(uint64_t seed, uint64_t purpose, uint64_t index) {
  uint64_t z = seed * 0x9E3779B97F4A7C15u + purpose + index * 0xD1342543DE82EF95u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// Family is what the members of a household share.
struct Family {
  Community community = Community::kChinese;
  ResidentKind kind = ResidentKind::kCitizen;
  std::string nationality = "SG";
  std::string home{};  // country the family came from
  Surname surname{};
  Given father{};  // whose name Malay and Tamil children carry
  population::Address address{};
  population::HouseholdId household{};
};

struct CommunityShare {
  Community community;
  uint64_t weight;   // of a thousand households
  uint64_t foreign;  // of ten thousand households of the community
  uint64_t permanent;
  std::array<std::string_view, 4> homes;  // where its newcomers are from, most often first
};
constexpr std::array kShares{
    CommunityShare{Community::kChinese, 450, 650, 900, {"CN", "MY", "TW", "HK"}},
    CommunityShare{Community::kMalay, 115, 600, 500, {"MY", "ID", "MY", "BN"}},
    CommunityShare{Community::kTamil, 62, 1800, 900, {"IN", "MY", "LK", "IN"}},
    CommunityShare{Community::kIndian, 26, 3000, 1500, {"IN", "IN", "IN", "BD"}},
    CommunityShare{Community::kJapanese, 257, 3600, 1000, {"JP", "JP", "JP", "JP"}},
    CommunityShare{Community::kEurasian, 20, 300, 500, {"MY", "AU", "MY", "GB"}},
    CommunityShare{Community::kWestern, 70, 5500, 1500, {"GB", "US", "AU", "DE"}},
};

const CommunityShare& draw_share(Random& random) {
  uint64_t at = random.below(1000);
  for (const auto& share : kShares) {
    if (at < share.weight) return share;
    at -= share.weight;
  }
  return kShares.front();
}

std::string_view race_of(Community community) {
  switch (community) {
    case Community::kChinese:
      return "CN";
    case Community::kMalay:
      return "MY";
    case Community::kTamil:
      return "TM";
    case Community::kIndian:
      return "IN";
    case Community::kJapanese:
      return "JP";
    case Community::kEurasian:
      return "EU";
    case Community::kWestern:
      return "CA";
  }
  return "XX";
}

std::string draw_home(const CommunityShare& share, Random& random) {
  const uint64_t at = random.below(100);
  return std::string(share.homes[at < 55 ? 0 : at < 80 ? 1 : at < 92 ? 2 : 3]);
}

void add_name(PersonFacts& facts, NameKind kind, std::string text) {
  if (!text.empty()) facts.names.push_back(Name{kind, std::move(text)});
}

std::string join_names(std::string_view first, std::string_view second) {
  return ascii_upper(std::string(first) + " " + std::string(second));
}

// child_of writes the name of the father after one's own, as Malay and Tamil names do.
std::string child_of(const Given& given, Sex sex, const Family& family, const Given& father) {
  const bool man = sex == Sex::kMale;
  std::string_view link = man ? "S/O" : "D/O";
  if (family.community == Community::kMalay)
    link = man ? "BIN" : family.nationality == "SG" ? std::string_view("BINTE") : std::string_view("BINTI");
  return ascii_upper(given.romanised) + " " + std::string(link) + " " + ascii_upper(father.romanised);
}

// Namer gives one member their names.
struct Namer {
  const NameLists& lists;
  const Family& family;
  Random& random;

  void name(PersonFacts& facts, const Member& member, const Surname& surname, const Given& given) const {
    switch (family.community) {
      case Community::kChinese:
        return name_chinese(facts, member, surname, given);
      case Community::kJapanese:
        return name_japanese(facts, member, surname, given);
      case Community::kMalay:
      case Community::kTamil:
        return name_by_father(facts, member, given);
      case Community::kIndian:
      case Community::kEurasian:
      case Community::kWestern:
        add_name(facts, NameKind::kLegal, join_names(given.romanised, surname.romanised));
        if (married_woman(member) && chance(random, 7000))
          add_name(facts, NameKind::kPrevious,
                   join_names(given.romanised, lists.pick_surname(family.community, random).romanised));
        return;
    }
  }

 private:
  static bool married_woman(const Member& member) {
    return member.sex == Sex::kFemale && member.marital_status != "1" && member.role != Role::kFlatmate;
  }

  void name_chinese(PersonFacts& facts, const Member& member, const Surname& surname, const Given& given) const {
    const bool mainland = family.nationality == "CN";
    const std::string pinyin = join_names(surname.pinyin, given.pinyin);
    add_name(facts, NameKind::kLegal, mainland ? pinyin : join_names(surname.romanised, given.romanised));
    add_name(facts, NameKind::kRomanised, pinyin);
    add_name(facts, NameKind::kChinese, std::string(surname.written) + given.written);
    if (!mainland && chance(random, 3000)) {
      const NameRequest request{.community = Community::kWestern, .sex = member.sex, .year = member.born.year()};
      std::string other = lists.pick_given(request, random).romanised;
      add_name(facts, NameKind::kAlias, join_names(other.substr(0, other.find(' ')), facts.legal_name()));
    }
    if (member.role == Role::kPartner && chance(random, 2500))
      add_name(facts, NameKind::kMarried, join_names(family.surname.romanised, facts.legal_name()));
  }

  void name_japanese(PersonFacts& facts, const Member& member, const Surname& surname, const Given& given) const {
    const std::string written = std::string(surname.written) + " " + given.written;
    add_name(facts, NameKind::kLegal, written);
    add_name(facts, NameKind::kKana, std::string(surname.kana) + " " + given.kana);
    add_name(facts, NameKind::kRomanised, join_names(surname.romanised, given.romanised));
    if (married_woman(member) && chance(random, 9000))
      add_name(facts, NameKind::kPrevious,
               std::string(lists.pick_surname(Community::kJapanese, random).written) + " " + given.written);
  }

  void name_by_father(PersonFacts& facts, const Member& member, const Given& given) const {
    Given father = family.father;
    if (member.role != Role::kChild) {
      const NameRequest request{.community = family.community, .sex = Sex::kMale, .year = member.born.year() - 30};
      father = lists.pick_given(request, random);
    }
    const bool initial = family.community == Community::kTamil && chance(random, 2500);
    add_name(facts, NameKind::kLegal,
             initial ? join_names(father.romanised.substr(0, 1), given.romanised)
                     : child_of(given, member.sex, family, father));
    if (family.community == Community::kTamil) add_name(facts, NameKind::kTamil, given.written);
  }
};

// Who keeps the family's surname: everybody but Chinese wives and parents-in-law, and flatmates.
bool has_family_surname(const Member& member, Community community, Random& random) {
  switch (member.role) {
    case Role::kAdult:
    case Role::kChild:
      return true;
    case Role::kPartner:
      return community != Community::kChinese;
    case Role::kGrandparent:
      return community != Community::kChinese && chance(random, 7000);
    case Role::kFlatmate:
      return false;
  }
  return true;
}

void add_pass(PersonFacts& facts, const Member& member, Random& random) {
  constexpr std::array<std::string_view, 10> kWork{"P1Pass", "P2Pass", "QPass", "QPass", "SPass",
                                                   "SPass",  "RPass",  "RPass", "PEP",   "OVE"};
  const int age = kReferenceYear - 1 - member.born.year();
  if (member.role == Role::kChild)
    facts.pass_type = age >= 17 || chance(random, 2500) ? "STP" : "DP";
  else if (member.role == Role::kGrandparent)
    facts.pass_type = "LTVP";
  else if (member.role == Role::kPartner && chance(random, 5500))
    facts.pass_type = chance(random, 8000) ? "DP" : "LTVP+";
  else if (age < 25 && chance(random, 5000))
    facts.pass_type = "STP";
  else
    facts.pass_type = kWork[random.below(kWork.size())];
  facts.pass_expires =
      *PartialDate::of(kReferenceYear + between(random, 1, 3), between(random, 1, 12), between(random, 1, 28));
}

void add_passport(PersonFacts& facts, Random& random) {
  if (!chance(random, 8000)) return;
  std::string digits(7, '0');
  for (char& c : digits) c = char('0' + random.below(10));
  facts.passport_number = "K" + digits + char('A' + random.below(26));
  facts.passport_expires =
      *PartialDate::of(kReferenceYear + between(random, 1, 9), between(random, 1, 12), between(random, 1, 28));
}

Family draw_family(const NameLists& names, const Addresses& addresses, Random& random) {
  Family family;
  const CommunityShare& share = draw_share(random);
  family.community = share.community;
  family.home = draw_home(share, random);
  const uint64_t at = random.below(10'000);
  if (at < share.foreign)
    family.kind = ResidentKind::kForeignResident;
  else if (at < share.foreign + share.permanent)
    family.kind = ResidentKind::kPermanentResident;
  if (family.kind != ResidentKind::kCitizen) family.nationality = family.home;
  family.surname = names.pick_surname(family.community, random);
  const bool in_japan = family.community == Community::kJapanese && chance(random, 3500);
  family.address = in_japan ? addresses.pick_japanese(random) : addresses.pick_home(random);
  family.household = population::HouseholdId(random.uuid());
  return family;
}

PersonFacts make_person(const NameLists& names, const Family& family, const Member& member, Given& given,
                        Random& random) {
  PersonFacts facts;
  Surname surname = family.surname;
  if (!has_family_surname(member, family.community, random)) surname = names.pick_surname(family.community, random);
  const NameRequest request{
      .community = family.community, .sex = member.sex, .year = member.born.year(), .dialect = surname.dialect};
  given = names.pick_given(request, random);
  Namer{names, family, random}.name(facts, member, surname, given);
  facts.kind = family.kind;
  facts.sex = member.sex;
  facts.born = member.born;
  facts.nationality = family.nationality;
  const bool born_here = family.kind == ResidentKind::kCitizen ? chance(random, 8800) : chance(random, 600);
  facts.birth_country = born_here ? "SG" : family.home;
  facts.race = race_of(family.community);
  facts.address = family.address;
  facts.household = family.household;
  facts.marital_status = member.marital_status;
  if (family.kind == ResidentKind::kForeignResident) add_pass(facts, member, random);
  if (family.kind == ResidentKind::kCitizen) add_passport(facts, random);
  return facts;
}

}  // namespace

std::vector<PersonFacts> Generator::household(int64_t index) const {
  if (index == 0) return named_facts();
  SeededRandom random(mix(seed_, kHouseholds, uint64_t(index)));
  Family family = draw_family(names_, addresses_, random);
  const auto members = draw_members(family.kind == ResidentKind::kForeignResident, random);
  // Even where the father lives elsewhere, his children carry his name.
  const NameRequest request{.community = family.community, .sex = Sex::kMale, .year = 1975};
  family.father = names_.pick_given(request, random);
  std::vector<PersonFacts> people;
  people.reserve(members.size());
  for (const auto& member : members) {
    Given given;
    people.push_back(make_person(names_, family, member, given, random));
    const bool parent = member.role == Role::kAdult || member.role == Role::kPartner;
    if (parent && member.sex == Sex::kMale) family.father = given;
  }
  return people;
}

SeededRandom Generator::number_random(int64_t person_index) const {
  return SeededRandom(mix(seed_, kNumbers, uint64_t(person_index)));
}

}  // namespace inkan::app::nation
