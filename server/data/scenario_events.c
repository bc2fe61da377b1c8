/* What-ifs, scheduled events and the script of a scenario. */
#include "scenario_reading.h"

#include <stdio.h>
#include <string.h>

static const char *const track_keys[] = {"tension", "legitimacy", "impartiality", "sufferance", "pressure", NULL};
static const int track_most[] = {20, 20, 20, 20, 10};
static const char *const weather_words[] = {"", "night", "fog", NULL};

/* Ids are what command lines and other fields name: small letters, digits, "-". */
static void read_id(const struct doc_at *at, char *out, size_t size) {
    struct doc_at id;
    doc_need_text(at, "id", out, size);
    if (out[strspn(out, "abcdefghijklmnopqrstuvwxyz0123456789-")] && doc_get(at, "id", &id))
        doc_problem(&id, "\"%s\" is no id: ids have small letters, digits and \"-\".", out);
}

/* Thresholds with the what-if on: { "police": 18 }. */
static void read_thresholds(struct scenario_reading *reading, const struct doc_at *at, struct scenario_option *option) {
    struct doc_at list;
    if (!doc_get(at, "threshold", &list) || !doc_object(&list))
        return;
    doc_only_keys(&list, reading->side_words);
    for (int side = 0; side < reading->scenario->sides; side++) {
        long threshold = 0;
        doc_get_int(&list, reading->side_words[side], 1, 999, &threshold);
        option->threshold[side] = (int16_t)threshold;
    }
}

void scenario_options_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"id", "name", "text", "threshold", "teams_from_turn", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    if (!doc_get(root, "options", &list) || !doc_array(&list, 0, OPTION_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct scenario_option *option = &scenario->option[i];
        long turn = 0;
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        read_id(&item, option->id, sizeof option->id);
        doc_need_text(&item, "name", option->name, sizeof option->name);
        doc_need_text(&item, "text", option->text, sizeof option->text);
        doc_get_int(&item, "teams_from_turn", 1, scenario->turns, &turn);
        option->teams_from_turn = (uint8_t)turn;
        read_thresholds(reading, &item, option);
        for (size_t j = 0; j < i; j++)
            if (strcmp(option->id, scenario->option[j].id) == 0)
                doc_problem(&item, "there is an option \"%s\" already, in options[%zu].", option->id, j);
        reading->option_words[i] = option->id;
    }
    scenario->options = (uint8_t)count;
}

/* The number that a member's word has in `words`, plus 1; 0 when the member is missing or wrong. */
uint8_t read_reference(const struct doc_at *at, const char *key, const char *what, const char *const *words) {
    struct doc_at member;
    int word;
    if (doc_get(at, key, &member) && doc_word(&member, what, words, &word))
        return (uint8_t)(word + 1);
    return 0;
}

/* "when": { "tension": [12, 20] }: only while each named track lies between. */
static void read_when(const struct doc_at *at, struct scheduled *event) {
    struct doc_at when, range;
    size_t count;
    for (int track = 0; track_keys[track]; track++) {
        event->track_least[track] = 0;
        event->track_most[track] = (int8_t)track_most[track];
    }
    if (!doc_get(at, "when", &when) || !doc_object(&when))
        return;
    doc_only_keys(&when, track_keys);
    for (int track = 0; track_keys[track]; track++) {
        long least = 0, most = track_most[track];
        if (!doc_get(&when, track_keys[track], &range) || !doc_array(&range, 2, 2, &count))
            continue;
        struct doc_at low = doc_item(&range, 0), high = doc_item(&range, 1);
        doc_int(&low, 0, track_most[track], &least);
        doc_int(&high, least, track_most[track], &most);
        event->track_least[track] = (int8_t)least;
        event->track_most[track] = (int8_t)most;
    }
}

static void read_effect(struct scenario_reading *reading, const struct doc_at *at, struct scheduled_effect *effect) {
    static const char *const kinds[] = {"track", "anger", "weather", NULL};
    static const char *const keys[] = {"kind", "track", "crowd", "weather", "by", "on", NULL};
    struct doc_at member;
    int kind, word = 0;
    long by = 0, crowd = 0;
    bool on = true;
    if (!doc_object(at) || !doc_need(at, "kind", &member) || !doc_word(&member, "kind of effect", kinds, &kind))
        return;
    doc_only_keys(at, keys);
    effect->kind = (uint8_t)kind;
    if (kind == SCHEDULED_WEATHER) {
        if (doc_need(at, "weather", &member) && doc_word(&member, "weather", weather_words, &word))
            effect->what = (uint8_t)word;
        doc_get_bool(at, "on", &on);
        effect->value = on;
        return;
    }
    doc_need_int(at, "by", -9, 9, &by);
    effect->value = (int8_t)by;
    if (kind == SCHEDULED_TRACK && doc_need(at, "track", &member) && doc_word(&member, "track", track_keys, &word))
        effect->what = (uint8_t)word;
    if (kind == SCHEDULED_ANGER && reading->scenario->crowds == 0)
        doc_problem(at, "speaks of a crowd: the scenario has no \"crowds\".");
    else if (kind == SCHEDULED_ANGER && doc_need_int(at, "crowd", 0, reading->scenario->crowds - 1, &crowd))
        effect->what = (uint8_t)crowd;
}

static void read_event(struct scenario_reading *reading, const struct doc_at *at, struct scheduled *event) {
    static const char *const keys[] = {"id",    "text",  "from", "to",     "chance",  "again",
                                       "option", "after", "when", "script", "effects", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    long from = 2, to, chance = 100;
    bool again = false, scripted = false;
    doc_only_keys(at, keys);
    doc_get_text(at, "text", event->text, sizeof event->text);
    doc_need_int(at, "from", 2, scenario->turns, &from);
    to = from;
    doc_get_int(at, "to", from, scenario->turns, &to);
    doc_get_int(at, "chance", 1, 100, &chance);
    doc_get_bool(at, "again", &again);
    doc_get_bool(at, "script", &scripted);
    event->from = (uint8_t)from;
    event->to = (uint8_t)to;
    event->chance = (uint8_t)chance;
    event->again = again;
    event->scripted = scripted;
    event->optional = read_reference(at, "option", "option", reading->option_words);
    event->after = read_reference(at, "after", "event", reading->event_words);
    read_when(at, event);
    if (!doc_get(at, "effects", &list) || !doc_array(&list, 0, SCHEDULED_EFFECT_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        read_effect(reading, &item, &event->effect[i]);
    }
    event->effects = (uint8_t)count;
}

void scenario_events_read(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    if (!doc_get(root, "events", &list) || !doc_array(&list, 0, SCHEDULED_MAX, &count))
        return;
    /* All ids first: an event may name one further down. */
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        if (!doc_object(&item))
            return;
        read_id(&item, scenario->scheduled[i].id, sizeof scenario->scheduled[i].id);
        reading->event_words[i] = scenario->scheduled[i].id;
        for (size_t j = 0; j < i; j++)
            if (strcmp(scenario->scheduled[i].id, scenario->scheduled[j].id) == 0)
                doc_problem(&item, "there is an event \"%s\" already, in events[%zu].", scenario->scheduled[i].id, j);
    }
    scenario->scheduled_events = (uint8_t)count;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        read_event(reading, &item, &scenario->scheduled[i]);
        if (scenario->scheduled[i].after == i + 1)
            doc_problem(&item, "\"after\" names the event itself.");
    }
}
