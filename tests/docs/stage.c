/* Scene and orders of an example. */
#include "stage.h"

#include "data/data.h"
#include "rules/order_fields.h"
#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

void words_cut(const char *text, struct words *out) {
    snprintf(out->text, sizeof out->text, "%s", text);
    out->count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(out->text, " ", &rest); word && out->count < WORD_MAX; word = strtok_r(NULL, " ", &rest))
        out->word[out->count++] = word;
}

hex_t stage_hex(const struct scene *scene, const char *name) {
    hex_t hex = map_hex_parse(&scene->scenario.map, name);
    if (hex == HEX_NONE)
        fail_msg("\"%s\" is no hex of the scene: four digits, column and row, each 00 to 11.", name);
    return hex;
}

int stage_side(const struct scene *scene, const char *id) {
    int side = scenario_side(&scene->scenario, id);
    if (side < 0)
        fail_msg("\"%s\" is no side: police, kfor or irregulars.", id);
    return side;
}

uint16_t stage_unit(const struct scene *scene, const char *name) {
    for (uint16_t u = 0; u < scene->scenario.roster_count; u++)
        if (strcmp(scene->scenario.roster[u].name, name) == 0)
            return u;
    return UNIT_NONE;
}

static int name_of(const char *const *names, int count, const char *word) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], word) == 0)
            return i;
    fail_msg("\"%s\" is not known here.", word);
    return -1;
}

static int dir_of(const char *word) {
    if (dir_parse(word) < 0)
        fail_msg("\"%s\" is no direction: E, NE, NW, W, SW or SE.", word);
    return dir_parse(word);
}

static const char *const terrains[] = {"open", "scrub", "forest", "steep", "village", "town", "walled", "water"};
static const char *const roads[] = {"none", "track", "minor", "main"};
static const char *const tracks[] = {"tension", "legitimacy", "impartiality", "sufferance", "pressure"};

/* What a unit is like beyond its type: what the roster says before the game begins, the rest after. */
static void unit_before(struct scene *scene, const struct words *line) {
    uint16_t number = scene_unit(scene, line->word[2], stage_side(scene, line->word[3]), 0, 0);
    struct roster_unit *unit = &scene->scenario.roster[number];
    unit->choice[0] = stage_hex(scene, line->word[4]);
    unit->policy = POLICY_HOLD;
    snprintf(unit->name, sizeof unit->name, "%s", line->word[1]);
    for (int i = 5; i < line->count; i++) {
        const char *word = line->word[i];
        for (int policy = 0; policy < POLICY_COUNT; policy++)
            if (strcmp(word, policy_name(policy)) == 0)
                unit->policy = (uint8_t)policy;
        if (strcmp(word, "covert") == 0)
            unit->covert = 1;
        if (strcmp(word, "facing") == 0 && i + 1 < line->count)
            unit->facing = (uint8_t)dir_of(line->word[i + 1]);
    }
}

static void unit_after(struct scene *scene, const struct words *line) {
    struct unit *unit = scene_at(scene, stage_unit(scene, line->word[1]));
    for (int i = 5; i < line->count; i++) {
        const char *word = line->word[i];
        int value = i + 1 < line->count ? atoi(line->word[i + 1]) : 0;
        if (strcmp(word, "suppression") == 0)
            unit->suppression = (uint8_t)value;
        else if (strcmp(word, "steps") == 0)
            unit->steps = (uint8_t)value;
        else if (strcmp(word, "wounded") == 0)
            unit->wounded = (uint8_t)value;
        else if (strcmp(word, "cold") == 0)
            unit->still = (uint8_t)scene->scenario.rules.number.cold_turns;
        else if (strcmp(word, "foot") == 0)
            unit->flags |= UNIT_DISMOUNTED;
        else if (strcmp(word, "dug-in") == 0)
            unit->flags |= UNIT_DUG_IN;
        else
            continue;
        i += strspn(i + 1 < line->count ? line->word[i + 1] : "", "0123456789") > 0;
    }
}

static void features(struct scene *scene, const struct words *line) {
    char *const *word = line->word;
    struct map *map = &scene->scenario.map;
    hex_t hex = line->count > 1 && strspn(word[1], "0123456789") == 4 ? stage_hex(scene, word[1]) : 0;
    int col = map_col(map, hex), row = map_row(map, hex);
    if (strcmp(word[0], "ground") == 0)
        map->hex[hex].terrain = (uint8_t)name_of(terrains, TERRAIN_COUNT, word[2]);
    else if (strcmp(word[0], "height") == 0)
        map->hex[hex].height = (uint8_t)(atoi(word[2]) / 10);
    else if (strcmp(word[0], "people") == 0)
        map->hex[hex].density = (uint8_t)atoi(word[2]);
    else if (strcmp(word[0], "site") == 0)
        map->hex[hex].flags |= MAP_HEX_CULTURAL;
    else if (strcmp(word[0], "road") == 0)
        scene_road(scene, col, row, dir_of(word[2]), name_of(roads, ROAD_COUNT, word[3]));
    else if (strcmp(word[0], "river") == 0)
        scene_hexside(scene, col, row, dir_of(word[2]), HEXSIDE_RIVER);
    else if (strcmp(word[0], "barricade") == 0)
        scene_barricade(scene, col, row, dir_of(word[2]), atoi(word[4]), line->count > 5);
    else if (strcmp(word[0], "crowd") == 0)
        scene_crowd(scene, col, row, atoi(word[3]), atoi(word[5]));
    else if (strcmp(word[0], "civilians") == 0)
        scene_civilians(scene, col, row, atoi(word[2]));
    else if (strcmp(word[0], "cache") == 0)
        scene_cache(scene, stage_side(scene, word[2]), col, row);
    else
        fail_msg("\"%s\" is nothing that a scene may have.", word[0]);
}

/* Conditions of the whole game, before it begins. False when the line is none. */
static bool conditions(struct scene *scene, const struct words *line, uint64_t *key) {
    char *const *word = line->word;
    struct scenario *scenario = &scene->scenario;
    if (strcmp(word[0], "key") == 0)
        *key = strtoull(word[1], NULL, 10);
    else if (strcmp(word[0], "turns") == 0)
        scenario->turns = (uint8_t)atoi(word[1]);
    else if (strcmp(word[0], "night") == 0)
        memset(scenario->weather + 1, WEATHER_NIGHT, TURN_MAX);
    else if (strcmp(word[0], "track") == 0)
        scenario->track_start[name_of(tracks, TRACK_COUNT, word[1])] = (int8_t)atoi(word[2]);
    else if (strcmp(word[0], "threshold") == 0)
        scenario->side[stage_side(scene, word[1])].threshold = (int16_t)atoi(word[2]);
    else if (strcmp(word[0], "link") == 0)
        for (int i = 1; i < line->count; i++)
            scenario->route[scenario->route_length++] = stage_hex(scene, word[i]);
    else if (strcmp(word[0], "row") == 0) {
        static const char *const kinds[] = {
#define VICTORY(name, help) #name,
            VICTORY_KINDS(VICTORY)
#undef VICTORY
        };
        scene_victory(scene, stage_side(scene, word[1]), name_of(kinds, VICTORY_COUNT, word[2]), atoi(word[3]), 0,
                      line->count > 4 ? atoi(word[4]) : 0);
    } else {
        return false;
    }
    return true;
}

/* What has happened before. False when the line is nothing of the kind. */
static bool past(struct scene *scene, const struct words *line) {
    struct state *state = &scene->state;
    if (strcmp(line->word[0], "lost-a-step") == 0)
        state->lost_step[stage_side(scene, line->word[1])] = 1;
    else if (strcmp(line->word[0], "fired-upon") == 0)
        state->fired_upon[stage_side(scene, line->word[1])] = state->turn;
    else if (strcmp(line->word[0], "called") == 0)
        state->support_turn[stage_side(scene, line->word[1])] = state->turn;
    else
        return false;
    return true;
}

static bool is_past(const char *word) {
    return strcmp(word, "lost-a-step") == 0 || strcmp(word, "fired-upon") == 0 || strcmp(word, "called") == 0;
}

static void rules_of_the_game(struct scene *scene) {
    struct problems problems = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/rules.json", data_folder());
    if (!rules_file_read(path, &scene->scenario.rules, &problems))
        fail_msg("%s", problems.text[0]);
    /* Only a scenario knows whose markings are imitated. */
    for (int type = 0; type < scene->scenario.rules.types; type++)
        if (scene->scenario.rules.type[type].flags & TYPE_FALSE_MARKINGS) {
            scene->scenario.rules.type[type].disguise = (uint8_t)scenario_type(&scene->scenario, "kfor-patrol");
            scene->scenario.rules.type[type].disguise_side = KFOR;
        }
}

struct scene *stage_open(const struct block *block) {
    struct scene *scene = scene_open();
    uint64_t key = 1;
    struct words line;
    rules_of_the_game(scene);
    for (size_t i = 0; i < block->lines; i++) {
        words_cut(block->line[i].text, &line);
        if (block->line[i].section != SECTION_SCENE || line.count == 0 || is_past(line.word[0]))
            continue;
        if (strcmp(line.word[0], "unit") == 0 && line.count >= 5)
            unit_before(scene, &line);
        else if (!conditions(scene, &line, &key))
            features(scene, &line);
    }
    scene_begin_key(scene, key);
    for (size_t i = 0; i < block->lines; i++) {
        words_cut(block->line[i].text, &line);
        if (block->line[i].section != SECTION_SCENE || line.count == 0 || past(scene, &line))
            continue;
        if (strcmp(line.word[0], "unit") == 0)
            unit_after(scene, &line);
    }
    return scene;
}

/* "ask police kfor support 0404" and "answer ...": orders of a side. */
static void side_order(struct scene *scene, const struct words *line, struct order *out, int *side) {
    static const char *const things[ASK_THINGS] = {"support", "teams", "teams-alone", "mediation", "escort"};
    *side = stage_side(scene, line->word[1]);
    out->kind = (uint8_t)order_kind_parse(line->word[0]);
    out->unit = SIDE_ORDER_UNIT;
    out->other = (uint16_t)stage_side(scene, line->word[2]);
    out->mode = (uint8_t)name_of(things, ASK_THINGS, line->word[3]);
    out->hex = stage_hex(scene, line->word[4]);
}

void stage_order(struct scene *scene, const char *text, struct order *out, int *side) {
    struct words line;
    char order[LINE_SIZE], why[200] = "";
    words_cut(text, &line);
    memset(out, 0, sizeof *out);
    int kind = order_kind_parse(line.word[0]);
    if (kind == ORDER_ask || kind == ORDER_answer) {
        side_order(scene, &line, out, side);
        return;
    }
    uint16_t unit = line.count > 1 ? stage_unit(scene, line.word[1]) : UNIT_NONE;
    if (unit == UNIT_NONE)
        fail_msg("\"%s\" does not name a unit after the kind of order.", text);
    *side = scene_at(scene, unit)->side;
    int at = snprintf(order, sizeof order, "%s %d", line.word[0], unit);
    for (int i = 2; i < line.count; i++) {
        uint16_t other = stage_unit(scene, line.word[i]);
        if (other != UNIT_NONE && (order_fields(kind) & FIELD_CONTACT))
            at += snprintf(order + at, sizeof order - (size_t)at, " c%d", scene->state.contact[*side][other].handle);
        else if (other != UNIT_NONE)
            at += snprintf(order + at, sizeof order - (size_t)at, " u%d", other);
        else if ((order_fields(kind) & FIELD_HEX) && strspn(line.word[i], "0123456789") == 4)
            at += snprintf(order + at, sizeof order - (size_t)at, " h%d", stage_hex(scene, line.word[i]));
        else
            at += snprintf(order + at, sizeof order - (size_t)at, " %s", line.word[i]);
    }
    if (!order_parse(order, out, why, sizeof why))
        fail_msg("\"%s\": %s", text, why);
}
