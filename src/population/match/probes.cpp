#include "population/match/probes.h"

namespace inkan::population::match {

namespace {

// The parts of a sketch a probe of this key can be asked for, see sketch_of.
void want_sounds(Probe& probe, uint8_t shift, const QueryName& name) {
  for (const uint32_t sound : name.sounds) probe.want(shift, sound);
}

bool town_known(const QueryPlace& place) { return place.place.town != kNone && place.place.town != kUnseenTown; }

void want_surname_or_town(Probe& probe, const Query& query) {
  want_sounds(probe, 0, query.surname);
  for (size_t i = 0; i < query.place_count; ++i)
    if (town_known(query.places[i])) probe.want(8, query.places[i].place.town);
  if (query.surname.reading != kNone || query.surname.written != kNone) probe.want(16, query.surname.sounds[0]);
}

void add_born_given(const Query& query, const Readings& sounds, uint32_t born, auto& probes) {
  for (const uint32_t sound : sounds)
    if (Probe* probe = probes.add(Key::kBornGiven, born, sound)) want_surname_or_town(*probe, query);
}

void add_born_surname(const Query& query, uint32_t sound, Probes& probes) {
  Probe* probe = probes.add(Key::kBornSurname, query.born.packed(), sound);
  if (probe == nullptr) return;
  want_sounds(*probe, 0, query.given);
  for (size_t i = 0; i < query.place_count; ++i)
    if (town_known(query.places[i])) probe->want(8, query.places[i].place.town);
}

void add_places(const Query& query, const QueryPlace& place, Probes& probes) {
  if (Probe* probe = probes.add(Key::kBornArea, query.born.packed(), place.area_hash)) {
    want_sounds(*probe, 0, query.given);
    want_sounds(*probe, 8, query.surname);
    probe->want(16, place.place.block);
  }
  if (!town_known(place)) return;
  for (const uint32_t sound : query.given.sounds) {
    Probe* probe = probes.add(Key::kGivenTown, sound, place.place.town);
    if (probe == nullptr) continue;
    want_sounds(*probe, 0, query.surname);
    probe->want(8, query.born.packed());
    probe->want(16, place.place.block);
  }
  if (Probe* probe = probes.add(Key::kBlock, place.place.town, place.place.block)) {
    want_sounds(*probe, 0, query.given);
    want_sounds(*probe, 8, query.surname);
    probe->want(16, query.born.packed());
  }
}

}  // namespace

void first_probes(const Query& query, Probes& probes) {
  add_born_given(query, query.given.sounds, query.born.packed(), probes);
}

void further_probes(const Query& query, Probes& probes) {
  for (const uint32_t sound : query.surname.sounds) add_born_surname(query, sound, probes);
  if (query.previous.stated()) add_born_surname(query, query.previous.sounds[0], probes);
  for (size_t i = 0; i < query.place_count; ++i) add_places(query, query.places[i], probes);
}

void wide_probes(const Query& query, const OtherSounds& others, Probes& probes) {
  for (const Readings& sounds : {query.given.sounds, others.given})
    for (const uint32_t sound : sounds) probes.add(Key::kBornGiven, query.born.packed(), sound);
  for (const Readings& sounds : {query.surname.sounds, others.surname})
    for (const uint32_t sound : sounds) probes.add(Key::kBornSurname, query.born.packed(), sound);
  if (query.previous.stated()) probes.add(Key::kBornSurname, query.born.packed(), query.previous.sounds[0]);
}

void guess_probes(const Query& query, ManyProbes& probes) {
  if (!query.born.known()) return;
  const unsigned year = query.born.year();
  const unsigned month = query.born.month();
  const unsigned day = query.born.day();
  const auto guess = [&](unsigned y, unsigned m, unsigned d) {
    const Birth born = Birth::of(y, m, d);
    if (born.known() && !(born == query.born)) add_born_given(query, query.given.sounds, born.packed(), probes);
  };
  // Names in each other's place.
  for (const uint32_t sound : query.surname.sounds) probes.add(Key::kBornGiven, query.born.packed(), sound);
  if (day != 0 && day <= 12) guess(year, day, month);
  if (day != 0)
    for (unsigned d = 1; d <= 31; ++d) guess(year, month, d);
  if (month != 0)
    for (unsigned m = 1; m <= 12; ++m) guess(year, m, day);
  for (const int apart : {1, 2, 10, 12, 25, 63, 14, 11, 26, 30, 37, 62, 64, 75, 88, 20, 100}) {
    guess(year + unsigned(apart), month, day);
    if (year > unsigned(apart)) guess(year - unsigned(apart), month, day);
  }
  guess(year, month, 0);
  guess(year, 0, 0);
}

void dedupe_probes(const Query& query, Probes& probes) {
  first_probes(query, probes);
  if (query.surname.sounds[0] != 0) add_born_surname(query, query.surname.sounds[0], probes);
  if (query.place_count == 0) return;
  const QueryPlace& place = query.places[0];
  if (!town_known(place)) return;
  if (Probe* probe = probes.add(Key::kGivenTown, query.given.sounds[0], place.place.town)) {
    want_sounds(*probe, 0, query.surname);
    probe->want(8, query.born.packed());
  }
  // The family has the surname and the address in common, and is no second entry.
  if (Probe* probe = probes.add(Key::kBlock, place.place.town, place.place.block)) {
    want_sounds(*probe, 0, query.given);
    probe->want(16, query.born.packed());
  }
}

}  // namespace inkan::population::match
