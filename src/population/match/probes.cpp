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

// Of so many namesakes none is linked without the address, and at one address the block finds who they are: they are
// only gone through when nobody likely is found otherwise.
constexpr uint32_t kNamesakesMax = 96;
constexpr uint32_t kNamesakesEver = 2048;  // some 16 KiB to read

// add_names: both names, of people of whom the year or the day of birth or the town is as stated.
void add_names(const Query& query, const Readings& surnames, uint32_t at_most, Probes& probes) {
  for (const uint32_t surname : surnames)
    for (const uint32_t given : query.given.sounds) {
      Probe* probe = probes.add(Key::kName, name_value(surname, given), 1);
      if (probe == nullptr) continue;
      probe->at_most = at_most;
      if (query.born.known()) probe->want(8, query.born.year());
      probe->want(16, day_value(query.born));
      for (size_t i = 0; i < query.place_count; ++i)
        if (town_known(query.places[i])) probe->want(0, query.places[i].place.town);
      if (probe->wanted_count == 0) probe->want_nobody();
    }
}

void add_places(const Query& query, const QueryPlace& place, Probes& probes) {
  if (Probe* probe = probes.add(Key::kBornArea, query.born.packed(), place.area_hash)) {
    want_sounds(*probe, 0, query.given);
    want_sounds(*probe, 8, query.surname);
    probe->want(16, place.place.block);
  }
  if (!town_known(place)) return;
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
  add_names(query, query.surname.sounds, kNamesakesMax, probes);
  if (query.previous.stated()) add_names(query, {query.previous.sounds[0]}, kNamesakesMax, probes);
}

void wide_probes(const Query& query, const OtherSounds& others, Probes& probes) {
  for (const Readings& sounds : {query.given.sounds, others.given})
    for (const uint32_t sound : sounds) probes.add(Key::kBornGiven, query.born.packed(), sound);
  for (const Readings& sounds : {query.surname.sounds, others.surname})
    for (const uint32_t sound : sounds) probes.add(Key::kBornSurname, query.born.packed(), sound);
  if (query.previous.stated()) probes.add(Key::kBornSurname, query.born.packed(), query.previous.sounds[0]);
  add_names(query, query.surname.sounds, kNamesakesEver, probes);
}

void guess_probes(const Query& query, const OtherSounds& others, Probes& probes) {
  // The names alone, also as the words of the one are read as the other.
  for (const Readings& surnames : {query.surname.sounds, others.surname_as_given})
    for (const uint32_t surname : surnames)
      for (const Readings& givens : {query.given.sounds, others.given_as_surname})
        for (const uint32_t given : givens)
          if (Probe* probe = probes.add(Key::kName, name_value(surname, given), 1)) probe->at_most = kNamesakesMax;
  // Names in each other's place.
  for (const uint32_t sound : query.surname.sounds) probes.add(Key::kBornGiven, query.born.packed(), sound);
  for (const uint32_t sound : query.given.sounds) probes.add(Key::kBornSurname, query.born.packed(), sound);
  // A day or a month that nobody knew.
  if (!query.born.known()) return;
  for (const Birth born : {Birth::of(query.born.year(), query.born.month(), 0), Birth::of(query.born.year(), 0, 0)})
    if (!(born == query.born)) add_born_given(query, query.given.sounds, born.packed(), probes);
}

void dwelling_probe(const Record& record, uint32_t area, ProbeList<1>& probes) {
  if (Probe* probe = probes.add(Key::kBornArea, uint32_t(record.born), area)) probe->want(16, uint32_t(record.block));
}

void dedupe_probes(const Query& query, Probes& probes) {
  first_probes(query, probes);
  if (query.surname.sounds[0] != 0) add_born_surname(query, query.surname.sounds[0], probes);
  if (query.place_count == 0) return;
  const QueryPlace& place = query.places[0];
  if (!town_known(place)) return;
  // The words of the name, and at least the town or a part of the date.
  if (Probe* probe = probes.add(Key::kName, name_value(query.surname.sounds[0], query.given.sounds[0]), 1)) {
    probe->at_most = kNamesakesMax;
    probe->want(0, place.place.town);
    if (query.born.known()) probe->want(8, query.born.year());
    probe->want(16, day_value(query.born));
  }
  // The family has the surname and the address in common, and is no second entry.
  if (Probe* probe = probes.add(Key::kBlock, place.place.town, place.place.block)) {
    want_sounds(*probe, 0, query.given);
    probe->want(16, query.born.packed());
  }
}

}  // namespace inkan::population::match
