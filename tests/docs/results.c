/* Answers of the engine in the words of the examples. */
#include "results.h"

#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct out {
    char *text;
    size_t at;
};

__attribute__((format(printf, 2, 3))) static void put(struct out *out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(out->text + out->at, LINE_SIZE - out->at, format, arguments);
    va_end(arguments);
    out->at += more > 0 ? (size_t)more : 0;
    assert_true(out->at < LINE_SIZE);
}

static void put_unit(struct scene *scene, uint16_t number, struct out *out) {
    static const char *const gone[] = {"absent",         "waiting",    "",         "carried",
                                       "left the map", "eliminated", "detained", "taken off"};
    const struct unit *unit = scene_at(scene, number);
    const struct unit_type *type = &scene->scenario.rules.type[unit->type];
    char hex[8];
    if (unit->status != UNIT_ON_MAP) {
        put(out, "%s", gone[unit->status]);
        return;
    }
    map_hex_name(&scene->scenario.map, unit->hex, hex);
    put(out, "at %s, %d of %d steps, suppression %d", hex, unit->steps, type->steps, unit->suppression);
    if (unit->wounded)
        put(out, ", %d wounded", unit->wounded);
    if (type->ammo)
        put(out, ", stock %d", unit->stock);
    if (unit_is_pinned(&scene->scenario, unit))
        put(out, ", pinned");
    if (unit->flags & UNIT_IMMOBILE)
        put(out, ", immobilised");
    if (unit->flags & UNIT_SURRENDERED)
        put(out, ", surrendered");
}

/* "way Patrol E,E" */
static void put_way(struct scene *scene, const struct words *ask, struct out *out) {
    char text[LINE_SIZE];
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    struct order order;
    int side;
    snprintf(text, sizeof text, "move %s %s halt", ask->word[1], ask->word[2]);
    stage_order(scene, text, &order, &side);
    int total = path_cost(&scene->scenario, scene_view(scene, side), order.unit, &order, cost, pulse);
    if (total < 0) {
        put(out, "cannot be walked");
        return;
    }
    for (int i = 0; i < order.path_length; i++)
        put(out, "%s%d", i ? " + " : "", cost[i]);
    put(out, " = %d points; pulses", total);
    for (int i = 0; i < order.path_length; i++)
        put(out, "%s %d", i ? "," : "", pulse[i]);
}

/* "line 0304 0704" */
static void put_line(struct scene *scene, const struct words *ask, struct out *out) {
    const struct map *map = &scene->scenario.map;
    hex_t a = stage_hex(scene, ask->word[1]), b = stage_hex(scene, ask->word[2]);
    uint8_t stands[TERRAIN_COUNT];
    int over = 0;
    char name[8];
    for (int terrain = 0; terrain < TERRAIN_COUNT; terrain++)
        stands[terrain] = scene->scenario.rules.terrain[terrain].los_height;
    hex_t blocks = los_walk(map, stands, a, b, &over);
    assert_int_equal(blocks == HEX_NONE, los_open(scene->scenario.los, a, b));
    put(out, "%d hexes, ", map_distance(map, a, b));
    if (blocks == HEX_NONE) {
        put(out, "open");
        return;
    }
    map_hex_name(map, blocks, name);
    put(out, "blocked by %s, %d over", name, over);
}

/* "check fire_at Patrol Cell" */
static void put_check(struct scene *scene, const char *text, struct out *out) {
    static const char *const verdict[] = {"yes", "maybe", "no"};
    struct order order;
    int side;
    char why[LINE_SIZE] = "";
    stage_order(scene, text, &order, &side);
    const struct view *view = scene_view(scene, side);
    struct check check = rules_check(&scene->scenario, view, &order);
    put(out, "%s", verdict[check.verdict]);
    if (check.reason)
        put(out, ": %s", refusal_sentence(check.reason));
    if (check.reason == REFUSAL_level) {
        rules_level_why(&scene->scenario, view, check.level, why, sizeof why);
        put(out, " %s", why);
    }
}

static void put_side(struct scene *scene, const char *what, int side, struct out *out) {
    const struct scenario *scenario = &scene->scenario;
    const struct state *state = &scene->state;
    int place[SIDE_MAX];
    rules_rank(scenario, state, place);
    if (strcmp(what, "command") == 0)
        put(out, "%d of %d", rules_plan_cost(scenario, scene_view(scene, side), &scene->plan[side]),
            scenario->side[side].command);
    else if (strcmp(what, "level") == 0)
        put(out, "%d", rules_level(scenario, state, side));
    else if (strcmp(what, "points") == 0)
        put(out, "%d", state_points(scenario, state, side));
    else if (strcmp(what, "rank") == 0)
        put(out, "%d points, threshold %d %s, place %d", state_points(scenario, state, side),
            scenario_threshold(scenario, state->options, side),
            rules_reached(scenario, state, side) ? "reached" : "not reached", place[side]);
    else if (strcmp(what, "bill") == 0)
        put(out, "%d launched, %u dollars", state->launches[side], state->bill[side]);
    else
        fail_msg("\"%s\" is nothing that a side has.", what);
}

static void put_crowd(const struct scene *scene, hex_t hex, struct out *out) {
    for (int i = 0; i < CROWD_MAX; i++)
        if (scene->state.crowd[i].strength && scene->state.crowd[i].hex == hex) {
            put(out, "strength %d, anger %d", scene->state.crowd[i].strength, scene->state.crowd[i].anger);
            return;
        }
    put(out, "none");
}

static void put_barricade(const struct scene *scene, hex_t hex, int dir, struct out *out) {
    hex_t next = scene->scenario.map.next[hex][dir];
    for (int i = 0; i < BARRICADE_MAX; i++) {
        const struct barricade *barricade = &scene->state.barricade[i];
        if (barricade->strength && ((barricade->hex == hex && barricade->dir == dir) ||
                                    (barricade->hex == next && barricade->dir == dir_opposite(dir)))) {
            put(out, "strength %d", barricade->strength);
            return;
        }
    }
    put(out, "none");
}

static void put_track(const struct scene *scene, const char *name, struct out *out) {
    static const char *const tracks[TRACK_COUNT] = {"tension", "legitimacy", "impartiality", "sufferance", "pressure"};
    for (int i = 0; i < TRACK_COUNT; i++)
        if (strcmp(name, tracks[i]) == 0)
            put(out, "%d", scene->state.track[i]);
}

/* "contact police Cell" */
static void put_contact(const struct scene *scene, const struct words *ask, struct out *out) {
    static const char *const level[] = {"none", "suspected", "identified"};
    int side = stage_side(scene, ask->word[1]);
    put(out, "%s", level[scene->state.contact[side][stage_unit(scene, ask->word[2])].level]);
}

void result_of(struct scene *scene, const char *question, char text[LINE_SIZE]) {
    struct out out = {text, 0};
    struct words ask;
    text[0] = '\0';
    words_cut(question, &ask);
    if (ask.count == 1 && stage_unit(scene, question) != UNIT_NONE)
        put_unit(scene, stage_unit(scene, question), &out);
    else if (strcmp(ask.word[0], "way") == 0 && ask.count == 3)
        put_way(scene, &ask, &out);
    else if (strcmp(ask.word[0], "line") == 0 && ask.count == 3)
        put_line(scene, &ask, &out);
    else if (strcmp(ask.word[0], "check") == 0)
        put_check(scene, question + strlen("check "), &out);
    else if (strcmp(ask.word[0], "crowd") == 0 && ask.count == 2)
        put_crowd(scene, stage_hex(scene, ask.word[1]), &out);
    else if (strcmp(ask.word[0], "barricade") == 0 && ask.count == 3)
        put_barricade(scene, stage_hex(scene, ask.word[1]), dir_parse(ask.word[2]), &out);
    else if (strcmp(ask.word[0], "track") == 0 && ask.count == 2)
        put_track(scene, ask.word[1], &out);
    else if (strcmp(ask.word[0], "contact") == 0 && ask.count == 3)
        put_contact(scene, &ask, &out);
    else if (ask.count == 2)
        put_side(scene, ask.word[0], stage_side(scene, ask.word[1]), &out);
    else
        fail_msg("\"%s\" is no question that an example may ask.", question);
}
