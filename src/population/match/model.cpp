#include "population/match/model.h"

namespace inkan::population::match {

namespace {

template <size_t kCount>
std::array<Bits, kCount> logs(const std::array<double, kCount>& shares) {
  std::array<Bits, kCount> result{};
  for (size_t i = 0; i < kCount; ++i) result[i] = shares[i] >= 1 ? 0 : log2_of(shares[i]);
  return result;
}

}  // namespace

Model Model::standard() {
  Model model{};
  //                                 exact  w,r~   w only  r only romaji order r,w!   w,r!   similar previous different
  //                                 n.c.
  model.surname_m = logs<kNameLevels>({.940, .012, .940, .930, .930, .100, .016, .006, .008, .030, .008, 1});
  model.given_m = logs<kNameLevels>({.955, .012, .970, .955, .955, .100, .018, .008, .008, .001, .003, 1});
  //                              exact swapped day month slip era year partial p.year different n.c.
  model.born_m = logs<kBirthLevels>({.985, .0010, .0025, .0012, .0015, .0008, .0008, .003, .003, .0020, 1});
  constexpr double kDays = 1.0 / 30700;  // of 125 M people, as likely to share a day as if there were so many days
  model.born_u = logs<kBirthLevels>(
      {kDays, kDays * .9, kDays * 29, kDays * 11, kDays * 4, kDays * 8, kDays * 70, kDays * 30, kDays * 365, .99, 1});
  //                               dwelling block other room town prev.block prev.town area different n.c.
  model.place_m = logs<kPlaceLevels>({.78, .03, .005, .03, .08, .01, .015, .05, 1});
  model.sex_same = bits(0.05);
  model.sex_different = bits(-7);
  model.stranger = .004;
  model.relative = .006;
  model.mixed = 1e-4;  // of 82 million links made by hand in Japan so many were another person's
  model.unfound = .0005;
  model.household_born = log2_of(.007);
  model.household_written = bits(-5);
  model.household_reading = bits(-3);
  model.household_named_after = log2_of(2e-4);
  model.household_similar = bits(2);
  model.household_surname = bits(-2.7);
  model.household_elsewhere = bits(-4.3);
  return model;
}

}  // namespace inkan::population::match
