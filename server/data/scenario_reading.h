/* A scenario file being read: what scenario_file.c, scenario_units.c and scenario_rest.c share. */
#ifndef IBAR_DATA_SCENARIO_READING_H
#define IBAR_DATA_SCENARIO_READING_H

#include "reading.h"

struct scenario_reading {
    struct scenario *scenario;
    const char *side_words[SIDE_MAX + 1]; /* ids of the sides, for doc_word */
    const char *option_words[OPTION_MAX + 1];
    const char *event_words[SCHEDULED_MAX + 1];
    const char *zone_words[ZONE_MAX + 1];
    struct disguises disguises;
};

/* A hex of the window, "CCRR". */
bool read_hex(const struct scenario_reading *reading, const struct doc_at *at, hex_t *out);
/* A list of `least` to CHOICE_MAX different hexes; returns how many were read. */
size_t read_hexes(const struct scenario_reading *reading, const struct doc_at *at, const char *key,
                  size_t least, hex_t out[CHOICE_MAX]);
/* The side of a member; SIDE_NONE after a problem. */
uint8_t read_side(const struct scenario_reading *reading, const struct doc_at *at, const char *key);

/* The number of a member's word in `words`, plus 1; 0 when it is missing or wrong (scenario_events.c). */
uint8_t read_reference(const struct doc_at *at, const char *key, const char *what, const char *const *words);

void scenario_options_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_events.c */
void scenario_events_read(struct scenario_reading *reading, const struct doc_at *root);
/* What can be read but cannot be meant; call it once the scenario is prepared (scenario_sense.c). */
void scenario_sense_check(const struct scenario_reading *reading, const struct doc_at *root);
void scenario_zones_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_zones.c */
void scenario_zones_check(const struct scenario *scenario, const struct doc_at *root);
/* The "zone" of a unit or cache, its number plus 1; 0 when it has none. */
uint8_t read_zone_of(struct scenario_reading *reading, const struct doc_at *at, int side, const hex_t *choice,
                     size_t choices);
void scenario_ground_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_features.c */
void scenario_civilians_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_features.c */
void scenario_units_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_units.c */
void scenario_crowds_read(struct scenario_reading *reading,
                          const struct doc_at *root); /* scenario_features.c */
void scenario_barricades_read(struct scenario_reading *reading, const struct doc_at *root);
void scenario_caches_read(struct scenario_reading *reading, const struct doc_at *root);
void scenario_route_read(struct scenario_reading *reading, const struct doc_at *root);
void scenario_victory_read(struct scenario_reading *reading, const struct doc_at *root); /* scenario_rest.c */
void scenario_weather_read(struct scenario_reading *reading, const struct doc_at *root);
void scenario_tracks_read(struct scenario_reading *reading, const struct doc_at *root);

#endif
