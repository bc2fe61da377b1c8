/* Victory rows, weather and the start of the tracks. */
#include "scenario_reading.h"

#include <stdio.h>
#include <string.h>

static const char *const victory_kind_words[] = {
#define VICTORY(name, help) #name,
    VICTORY_KINDS(VICTORY)
#undef VICTORY
        NULL};

void scenario_victory_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"side", "kind", "points", "most", "param", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list, member;
    size_t count;
    if (!doc_need(root, "victory", &list) || !doc_array(&list, 0, VICTORY_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct victory *row = &scenario->victory[i];
        long points = 0, most = 0, param = 0;
        int kind = 0;
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        row->side = read_side(reading, &item, "side");
        if (doc_need(&item, "kind", &member))
            doc_word(&member, "kind of victory row", victory_kind_words, &kind);
        doc_need_int(&item, "points", -99, 99, &points);
        doc_get_int(&item, "most", 0, 255, &most);
        doc_get_int(&item, "param", -999, 999, &param);
        *row = (struct victory){.side = row->side,
                                .kind = (uint8_t)kind,
                                .points = (int8_t)points,
                                .most = (uint8_t)most,
                                .param = (int16_t)param};
        if ((kind == VICTORY_link_open || kind == VICTORY_link_blocked_turn) && scenario->route_length == 0)
            doc_problem(&item, "speaks of the named link: the scenario needs a \"route\".");
        for (size_t j = 0; j < i; j++)
            if (scenario->victory[j].side == row->side && scenario->victory[j].kind == row->kind &&
                scenario->victory[j].param == row->param)
                doc_problem(&item, "victory[%zu] is of the same side and kind already.", j);
    }
    scenario->victories = (uint8_t)count;
}

void scenario_weather_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"night", "fog", NULL};
    static const char *const fog_keys[] = {"turn", "chance", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at at, list;
    size_t count;
    if (!doc_get(root, "weather", &at) || !doc_object(&at))
        return;
    doc_only_keys(&at, keys);
    if (doc_get(&at, "night", &list) && doc_array(&list, 0, TURN_MAX, &count))
        for (size_t i = 0; i < count; i++) {
            struct doc_at item = doc_item(&list, i);
            long turn;
            if (doc_int(&item, 1, scenario->turns, &turn))
                scenario->weather[turn] |= WEATHER_NIGHT;
        }
    if (doc_get(&at, "fog", &list) && doc_array(&list, 0, TURN_MAX, &count))
        for (size_t i = 0; i < count; i++) {
            struct doc_at item = doc_item(&list, i);
            long turn, chance = 0;
            if (!doc_object(&item))
                continue;
            doc_only_keys(&item, fog_keys);
            if (doc_need_int(&item, "turn", 1, scenario->turns, &turn) &&
                doc_need_int(&item, "chance", 1, 100, &chance))
                scenario->fog_chance[turn] = (uint8_t)chance;
        }
}

void scenario_tracks_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"tension",    "legitimacy", "impartiality",
                                       "sufferance", "pressure",   NULL};
    static const int most[] = {19, 20, 20, 20, 9}; /* tension 20 and pressure 10 end a game */
    struct doc_at at;
    if (!doc_need(root, "tracks", &at) || !doc_object(&at))
        return;
    doc_only_keys(&at, keys);
    for (int i = 0; keys[i]; i++) {
        long value = 0;
        doc_need_int(&at, keys[i], 0, most[i], &value);
        reading->scenario->track_start[i] = (int8_t)value;
    }
}
