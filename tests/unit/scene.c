#include "scene.h"

#include "rules/text.h"

#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define NO FIREPOWER_NONE

static const struct weapon weapons[] = {
    {"launcher-64", "64 mm launcher", 5, {45, 10}, 0},
    {"light-at", "light anti-tank weapon", 5, {50, 20}, 0},
    {"hmg", "heavy machine gun", 2, {50, 50, 50, 50}, 0},
    {"javelin", "Javelin", 9, {85, 85, 85, 85, 85, 85, 75, 75, 75}, 304878},
};
enum { LAUNCHER = 1, LIGHT_AT, HMG, JAVELIN }; /* as struct unit_type counts them */

/* Firepower beyond what a row names is filled with NO; what is not named is 0. */
static const struct unit_type types[] = {
    {.id = "police-patrol", .name = "Police patrol", .move = MOVE_WHEELED, .points = 16, .steps = 2,
     .firepower = {2, NO, NO, NO, NO}, .spot = 2, .morale = 6, .arrest = 2, .clear = 1},
    {.id = "police-quick-reaction", .name = "Police quick reaction", .move = MOVE_WHEELED, .points = 16,
     .steps = 3, .firepower = {4, 1, NO, NO, NO}, .spot = 3, .morale = 6, .clear = 1,
     .crowd_control = 2},
    {.id = "police-marksmen", .name = "Police marksmen", .move = MOVE_FOOT, .points = 4, .steps = 1,
     .firepower = {3, 3, 2, NO, NO}, .spot = 5, .morale = 8, .flags = TYPE_THERMAL | TYPE_MARKSMEN,
     .clear = 1},
    {.id = "police-armoured-car", .name = "Police armoured car", .move = MOVE_4X4_ARMOURED,
     .points = 14, .steps = 1, .firepower = {6, 6, 5, 4, 2}, .armour_front = 2, .armour_side = 1,
     .armour_roof = 1, .spot = 3, .morale = 7, .flags = TYPE_THERMAL | TYPE_HEAVY, .carries = 2,
     .clear = 1, .collateral = 1, .weapon = HMG},
    {.id = "police-eod", .name = "Police explosive disposal", .move = MOVE_WHEELED, .points = 10,
     .steps = 1, .firepower = {1, NO, NO, NO, NO}, .spot = 2, .morale = 7, .flags = TYPE_EOD,
     .clear = 2},
    {.id = "police-hq", .name = "Police HQ", .move = MOVE_4X4, .points = 14, .steps = 1,
     .firepower = {1, NO, NO, NO, NO}, .spot = 2, .morale = 7, .flags = TYPE_HQ},
    {.id = "kfor-liaison", .name = "KFOR liaison team", .move = MOVE_4X4, .points = 16, .steps = 1,
     .firepower = {1, NO, NO, NO, NO}, .spot = 3, .morale = 7, .talk = 2},
    {.id = "kfor-patrol", .name = "KFOR patrol platoon", .move = MOVE_4X4_ARMOURED, .points = 14,
     .steps = 3, .firepower = {5, 5, 4, 3, NO}, .armour_front = 2, .armour_side = 2, .armour_roof = 1,
     .spot = 4, .morale = 8, .flags = TYPE_THERMAL, .clear = 1},
    {.id = "kfor-engineers", .name = "KFOR engineers", .move = MOVE_WHEELED, .points = 8, .steps = 2,
     .firepower = {1, NO, NO, NO, NO}, .armour_front = 1, .armour_side = 1, .armour_roof = 1, .spot = 2,
     .morale = 7, .flags = TYPE_ENGINEER, .clear = 3},
    {.id = "kfor-hq", .name = "KFOR HQ", .move = MOVE_4X4, .points = 14, .steps = 1,
     .firepower = {1, NO, NO, NO, NO}, .spot = 2, .morale = 7, .flags = TYPE_HQ},
    {.id = "eulex-police", .name = "EULEX police", .move = MOVE_WHEELED, .points = 14, .steps = 2,
     .firepower = {3, 1, NO, NO, NO}, .spot = 3, .morale = 7, .crowd_control = 3,
     .flags = TYPE_SECOND_RESPONDER},
    {.id = "kfor-crowd-control", .name = "KFOR crowd-control platoon", .move = MOVE_WHEELED,
     .points = 12, .steps = 4, .firepower = {3, 1, NO, NO, NO}, .armour_front = 1, .armour_side = 1,
     .armour_roof = 1, .spot = 2, .morale = 7, .crowd_control = 5, .ammo = AMMO_GAS, .ammo_count = 2},
    {.id = "irregular-leader", .name = "Irregular leader", .move = MOVE_FOOT, .points = 5, .steps = 1,
     .firepower = {2, NO, NO, NO, NO}, .spot = 3, .morale = 8, .flags = TYPE_LEADER},
    {.id = "irregular-cell", .name = "Irregular cell", .move = MOVE_FOOT, .points = 5, .steps = 2,
     .firepower = {4, 2, NO, NO, NO}, .spot = 2, .morale = 7, .flags = TYPE_MAY_BE_COVERT},
    {.id = "irregular-launcher", .name = "Irregular launcher team", .move = MOVE_FOOT, .points = 4,
     .steps = 2, .firepower = {3, 1, NO, NO, NO}, .spot = 2, .morale = 7, .ammo = AMMO_ROCKET,
     .ammo_count = 3, .weapon = LAUNCHER},
    {.id = "irregular-hmg", .name = "Irregular HMG", .move = MOVE_FOOT, .points = 2, .steps = 1,
     .firepower = {6, 6, 5, 4, NO}, .spot = 3, .morale = 7, .flags = TYPE_CREW_WEAPON | TYPE_HEAVY,
     .collateral = 1, .weapon = HMG},
    {.id = "irregular-armoured-car", .name = "Irregular armoured car", .move = MOVE_4X4_ARMOURED,
     .points = 14, .steps = 1, .firepower = {5, 4, NO, NO, NO}, .armour_front = 2, .armour_side = 1,
     .armour_roof = 1, .spot = 2, .morale = 7, .flags = TYPE_FALSE_MARKINGS, .carries = 2},
    {.id = "irregular-jeep", .name = "Irregular jeep", .move = MOVE_4X4, .points = 16, .steps = 1,
     .firepower = {NO, NO, NO, NO, NO}, .spot = 2, .morale = 6,
     .flags = TYPE_VEHICLE_ONLY | TYPE_UNARMED, .carries = 2},
    {.id = "irregular-excavator", .name = "Irregular excavator", .move = MOVE_WHEELED, .points = 6,
     .steps = 1, .firepower = {NO, NO, NO, NO, NO}, .spot = 1, .morale = 6,
     .flags = TYPE_VEHICLE_ONLY | TYPE_UNARMED, .build = 2},
    {.id = "irregular-lookout", .name = "Irregular lookout", .move = MOVE_FOOT, .points = 4, .steps = 1,
     .firepower = {NO, NO, NO, NO, NO}, .spot = 4, .morale = 6,
     .flags = TYPE_UNARMED | TYPE_MAY_BE_COVERT},
    {.id = "irregular-decoy", .name = "Decoy", .move = MOVE_FOOT, .points = 5, .steps = 1,
     .firepower = {NO, NO, NO, NO, NO}, .spot = 0, .morale = 6, .flags = TYPE_DECOY},
    {.id = "police-special-intervention", .name = "Police special intervention", .move = MOVE_4X4_ARMOURED,
     .points = 14, .steps = 3, .firepower = {5, 3, 1, NO, NO}, .armour_front = 2, .armour_side = 1,
     .armour_roof = 1, .spot = 3, .morale = 8, .ammo = AMMO_LIGHT_AT, .ammo_count = 2, .weapon = LIGHT_AT,
     .clear = 1},
    {.id = "ksf-javelin", .name = "KSF Javelin team", .move = MOVE_4X4, .points = 14, .foot_points = 3,
     .steps = 1, .firepower = {2, 1, NO, NO, NO}, .spot = 5, .morale = 8,
     .flags = TYPE_THERMAL | TYPE_VEHICLE_MOUNT, .ammo = AMMO_JAVELIN, .ammo_count = 2, .weapon = JAVELIN},
    {.id = "police-drone", .name = "Police drone", .move = MOVE_NONE, .steps = 1,
     .firepower = {NO, NO, NO, NO, NO}, .spot = 6, .morale = 7, .flags = TYPE_OFF_MAP | TYPE_DRONE},
    {.id = "kfor-helicopter", .name = "KFOR helicopter", .move = MOVE_NONE, .steps = 1,
     .firepower = {NO, NO, NO, NO, NO}, .morale = 7, .flags = TYPE_OFF_MAP | TYPE_HELICOPTER},
    {.id = "kfor-commando", .name = "Turkish commando platoon", .move = MOVE_4X4_ARMOURED, .points = 14,
     .steps = 3, .firepower = {5, 4, 2, NO, NO}, .armour_front = 2, .armour_side = 2, .armour_roof = 1,
     .spot = 3, .morale = 8, .flags = TYPE_THERMAL | TYPE_FOREST_TRAINED},
    {.id = "irregular-mortar", .name = "Irregular mortar", .move = MOVE_FOOT, .points = 2, .steps = 1,
     .firepower = {NO, 3, 3, 3, 3}, .spot = 1, .morale = 6,
     .flags = TYPE_CREW_WEAPON | TYPE_HEAVY | TYPE_NEEDS_SPOTTER, .ammo = AMMO_MORTAR, .ammo_count = 6,
     .collateral = 1},
};

static const struct terrain_type terrains[TERRAIN_COUNT] = {
    [TERRAIN_OPEN] = {"open", 1, 4, 2, 0, 0, 0},       [TERRAIN_SCRUB] = {"scrub", 2, 8, 4, 1, 1, 0},
    [TERRAIN_FOREST] = {"forest", 2, 0, 6, 3, 3, 2},   [TERRAIN_STEEP] = {"steep", 3, 0, 0, 3, 4, 0},
    [TERRAIN_VILLAGE] = {"village", 1, 2, 2, 3, 2, 2}, [TERRAIN_TOWN] = {"town", 1, 2, 2, 4, 3, 2},
    [TERRAIN_WALLED] = {"walled", 2, 0, 0, 5, 3, 2},   [TERRAIN_WATER] = {"water", 0, 0, 0, 0, 0, 0},
};

static const uint8_t roads[ROAD_COUNT][MOVE_CLASS_COUNT] = {
    [ROAD_TRACK] = {[MOVE_FOOT] = 1, [MOVE_WHEELED] = 4, [MOVE_4X4_ARMOURED] = 2, [MOVE_4X4] = 2},
    [ROAD_MINOR] = {[MOVE_FOOT] = 1, [MOVE_WHEELED] = 2, [MOVE_4X4_ARMOURED] = 2, [MOVE_4X4] = 2},
    [ROAD_MAIN] = {[MOVE_FOOT] = 1, [MOVE_WHEELED] = 1, [MOVE_4X4_ARMOURED] = 1, [MOVE_4X4] = 1},
};

static const struct fire_row fire_rows[] = {{7, 0, 1}, {9, 0, 2}, {12, 1, 1}, {14, 1, 2}, {16, 2, 2}};

static const struct side sides[SCENE_SIDES] = {
    [POLICE] = {.id = "police", .name = "Police", .command = 6, .enemies = 1 << IRREGULARS, .threshold = 10, .drone_flights = 2,
                .flags = SIDE_HAS_LEVELS | SIDE_STAYS_INSIDE | SIDE_ARRESTS | SIDE_CLEARS | SIDE_IS_POLICE},
    [KFOR] = {.id = "kfor", .name = "KFOR", .command = 5, .enemies = 1 << IRREGULARS, .threshold = 10,
              .flags = SIDE_HAS_LEVELS | SIDE_STAYS_INSIDE | SIDE_ARRESTS | SIDE_CLEARS | SIDE_IS_KFOR},
    [IRREGULARS] = {.id = "irregulars", .name = "Irregulars", .command = 5,
                    .enemies = 1 << POLICE | 1 << KFOR, .threshold = 7,
                    .flags = SIDE_BUILDS | SIDE_MAY_EXIT | SIDE_IS_IRREGULAR},
};

static void rules_fill(struct ruleset *rules) {
    rules->version = RULES_VERSION;
    memcpy(rules->terrain, terrains, sizeof terrains);
    memcpy(rules->road_cost, roads, sizeof roads);
    memcpy(rules->fire, fire_rows, sizeof fire_rows);
    rules->fire_rows = sizeof fire_rows / sizeof fire_rows[0];
    rules->weapons = sizeof weapons / sizeof weapons[0];
    memcpy(rules->weapon, weapons, sizeof weapons);
    rules->types = sizeof types / sizeof types[0];
    memcpy(rules->type, types, sizeof types);
    for (int i = 0; i < rules->types; i++) {
        struct unit_type *type = &rules->type[i];
        for (int range = 5; range <= RANGE_MAX; range++)
            type->firepower[range] = NO;
        type->disguise = TYPE_NONE;
        type->disguise_side = SIDE_NONE;
    }
#define NUMBER(name, start, min, max, help) rules->number.name = start;
    RULES_NUMBERS(NUMBER)
#undef NUMBER
}

static void collect(void *ctx, const struct scenario *scenario, const struct state *state,
                    const struct event *event) {
    struct scene *scene = ctx;
    assert_ptr_equal(scenario, &scene->scenario);
    assert_ptr_equal(state, &scene->state);
    assert_true(scene->events < SCENE_EVENT_MAX);
    scene->event[scene->events++] = *event;
}

struct scene *scene_open(void) {
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    struct scenario *scenario = &scene->scenario;
    snprintf(scenario->id, sizeof scenario->id, "scene");
    scenario->turns = 8;
    scenario->start_minute = 8 * 60;
    scenario->sides = SCENE_SIDES;
    memcpy(scenario->side, sides, sizeof sides);
    scenario->map.cols = scenario->map.rows = SCENE_SIZE;
    map_link(&scenario->map);
    for (hex_t hex = 0; hex < scenario->map.count; hex++)
        scenario->map.hex[hex].height = 50;
    rules_fill(&scenario->rules);
    for (int side = 0; side < SIDE_MAX; side++)
        scenario->rally_hex[side] = HEX_NONE;
    scenario->rally_hex[POLICE] = scene_hex(scene, 0, 11);
    scenario->rally_hex[KFOR] = scene_hex(scene, 11, 11);
    scenario->rally_hex[IRREGULARS] = scene_hex(scene, 0, 0);
    static const int8_t start[] = {8, 8, 12, 10, 4};
    memcpy(scenario->track_start, start, sizeof start);
    scene->sink = (struct event_sink){collect, scene};
    return scene;
}

void scene_close(struct scene *scene) {
    scenario_finish(&scene->scenario);
    free(scene);
}

hex_t scene_hex(const struct scene *scene, int col, int row) {
    hex_t hex = map_hex_at(&scene->scenario.map, col, row);
    assert_int_not_equal(hex, HEX_NONE);
    return hex;
}

uint16_t scene_unit(struct scene *scene, const char *type, int side, int col, int row) {
    assert_true(scene->scenario.roster_count < UNIT_MAX);
    uint16_t number = scene->scenario.roster_count++;
    struct roster_unit *unit = &scene->scenario.roster[number];
    int found = scenario_type(&scene->scenario, type);
    assert_true(found >= 0);
    unit->type = (uint8_t)found;
    unit->side = (uint8_t)side;
    unit->arrives = 1;
    unit->choices = 1;
    unit->choice[0] = scene_hex(scene, col, row);
    unit->chance = 100;
    unit->policy = side == IRREGULARS ? POLICY_FREE : POLICY_HOLD;
    strncpy(unit->name, type, sizeof unit->name - 1);
    return number;
}

void scene_terrain(struct scene *scene, int col, int row, int terrain) {
    scene->scenario.map.hex[scene_hex(scene, col, row)].terrain = (uint8_t)terrain;
}

void scene_height(struct scene *scene, int col, int row, int tens_of_metres) {
    scene->scenario.map.hex[scene_hex(scene, col, row)].height = (uint8_t)tens_of_metres;
}

void scene_road(struct scene *scene, int col, int row, int dir, int road) {
    hex_t hex = scene_hex(scene, col, row), next = scene->scenario.map.next[hex][dir];
    scene->scenario.map.hex[hex].road[dir] = (uint8_t)road;
    if (next != HEX_NONE)
        scene->scenario.map.hex[next].road[dir_opposite(dir)] = (uint8_t)road;
}

void scene_hexside(struct scene *scene, int col, int row, int dir, int flags) {
    hex_t hex = scene_hex(scene, col, row), next = scene->scenario.map.next[hex][dir];
    scene->scenario.map.hex[hex].hexside[dir] = (uint8_t)flags;
    if (next != HEX_NONE)
        scene->scenario.map.hex[next].hexside[dir_opposite(dir)] = (uint8_t)flags;
}

void scene_barricade(struct scene *scene, int col, int row, int dir, int strength, int trap_group) {
    assert_true(scene->scenario.barricades < BARRICADE_MAX);
    scene->scenario.barricade[scene->scenario.barricades++] =
        (struct scenario_barricade){.hex = scene_hex(scene, col, row), .dir = (uint8_t)dir,
                                    .strength = (uint8_t)strength, .trap_group = (uint8_t)trap_group,
                                    .side = IRREGULARS};
}

void scene_crowd(struct scene *scene, int col, int row, int strength, int anger) {
    assert_true(scene->scenario.crowds < CROWD_MAX);
    scene->scenario.crowd[scene->scenario.crowds++] = (struct scenario_crowd){
        .hex = scene_hex(scene, col, row), .strength = (uint8_t)strength, .anger = (uint8_t)anger};
}

void scene_civilians(struct scene *scene, int col, int row, int strength) {
    assert_true(scene->scenario.civilian_groups < CIVILIANS_MAX);
    scene->scenario.civilians[scene->scenario.civilian_groups++] =
        (struct scenario_civilians){.hex = scene_hex(scene, col, row), .strength = (uint8_t)strength};
}

void scene_cache(struct scene *scene, int side, int col, int row) {
    assert_true(scene->scenario.caches < CACHE_MAX);
    scene->scenario.cache[scene->scenario.caches++] =
        (struct scenario_cache){.side = (uint8_t)side, .choices = 1, .choice = {scene_hex(scene, col, row)}};
}

void scene_victory(struct scene *scene, int side, int kind, int points, int most, int param) {
    assert_true(scene->scenario.victories < VICTORY_MAX);
    scene->scenario.victory[scene->scenario.victories++] =
        (struct victory){.side = (uint8_t)side, .kind = (uint8_t)kind, .points = (int8_t)points,
                         .most = (uint8_t)most, .param = (int16_t)param};
}

void scene_begin(struct scene *scene) {
    scene_begin_key(scene, 1);
}

void scene_begin_key(struct scene *scene, uint64_t key) {
    char why[200] = "";
    if (!scene->scenario.los && !scenario_prepare(&scene->scenario, why, sizeof why))
        fail_msg("%s", why);
    struct dice_key bytes = {{0}};
    for (int i = 0; i < 8; i++)
        bytes.bytes[i] = (uint8_t)(key >> (8 * i));
    state_begin(&scene->scenario, &bytes, 0, &scene->state);
    memset(scene->plan, 0, sizeof scene->plan);
    scene_events_clear(scene);
}

struct unit *scene_at(struct scene *scene, uint16_t unit) {
    assert_true(unit < scene->state.units);
    return &scene->state.unit[unit];
}

void scene_put(struct scene *scene, uint16_t unit, int col, int row) {
    scene_at(scene, unit)->hex = scene_hex(scene, col, row);
    scene_at(scene, unit)->status = UNIT_ON_MAP;
}

struct turn *scene_turn(struct scene *scene, int pulse) {
    memset(&scene->turn, 0, sizeof scene->turn);
    scene->turn.scenario = &scene->scenario;
    scene->turn.state = &scene->state;
    scene->turn.sink = &scene->sink;
    scene->turn.plan = scene->plan;
    scene->state.pulse = (uint8_t)pulse;
    return &scene->turn;
}

const struct view *scene_view(struct scene *scene, int side) {
    view_build(&scene->scenario, &scene->state, side, &scene->view);
    scene->view.plan = scene->plan[side];
    return &scene->view;
}

static struct order order_of(const char *text) {
    struct order order;
    char why[200] = "";
    if (!order_parse(text, &order, why, sizeof why))
        fail_msg("%s", why);
    return order;
}

void scene_order(struct scene *scene, const char *text) {
    struct order order = order_of(text);
    assert_true(plan_put(&scene->plan[scene_at(scene, order.unit)->side], &order));
}

struct check scene_check(struct scene *scene, const char *text) {
    struct order order = order_of(text);
    return rules_check(&scene->scenario, scene_view(scene, scene_at(scene, order.unit)->side), &order);
}

void scene_order_side(struct scene *scene, int side, const char *text) {
    struct order order = order_of(text);
    assert_true(order_is_of_side(&order));
    assert_true(plan_put(&scene->plan[side], &order));
}

struct check scene_check_side(struct scene *scene, int side, const char *text) {
    struct order order = order_of(text);
    return rules_check(&scene->scenario, scene_view(scene, side), &order);
}

void scene_play(struct scene *scene) {
    rules_resolve(&scene->scenario, &scene->state, scene->plan, &scene->sink);
    memset(scene->plan, 0, sizeof scene->plan);
}

unsigned scene_events(const struct scene *scene, int kind) {
    unsigned found = 0;
    for (unsigned i = 0; i < scene->events; i++)
        found += scene->event[i].kind == kind;
    return found;
}

const struct event *scene_event(const struct scene *scene, int kind) {
    for (unsigned i = 0; i < scene->events; i++)
        if (scene->event[i].kind == kind)
            return &scene->event[i];
    fail_msg("No event of the kind %s was emitted.", event_kind_name(kind));
    return NULL;
}

void scene_events_clear(struct scene *scene) {
    scene->events = 0;
}
