/* The suite over the hand-made scenario, with every kind of ground, unit and feature that the rules have. */
#include "scene.h"
#include "suite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void build_ground(struct scene *scene) {
    for (int col = 0; col < SCENE_SIZE - 1; col++)
        scene_road(scene, col, 6, DIR_E, ROAD_MAIN);
    for (int row = 0; row < SCENE_SIZE - 1; row++) {
        int dir = row % 2 ? DIR_SW : DIR_SE;
        scene_hexside(scene, 5, row, DIR_E, row == 6 ? HEXSIDE_RIVER | HEXSIDE_BRIDGE : HEXSIDE_RIVER);
        scene_road(scene, 9, row, dir, row < 6 ? ROAD_MINOR : ROAD_TRACK);
    }
    scene_hexside(scene, 5, 3, DIR_E, HEXSIDE_RIVER | HEXSIDE_FOOTBRIDGE);
    static const uint8_t terrain[] = {TERRAIN_SCRUB, TERRAIN_FOREST, TERRAIN_STEEP, TERRAIN_VILLAGE,
                                      TERRAIN_TOWN,  TERRAIN_WALLED, TERRAIN_WATER, TERRAIN_FOREST};
    for (int i = 0; i < 40; i++) {
        int col = i * 7 % SCENE_SIZE, row = i * 5 % SCENE_SIZE;
        if (row != 6 && col != 9)
            scene_terrain(scene, col, row, terrain[i % 8]);
        scene_height(scene, col, row, 50 + i % 12);
        scene->scenario.map.hex[scene_hex(scene, col, row)].density = (uint8_t)(i % 4);
    }
    scene->scenario.map.hex[scene_hex(scene, 6, 5)].flags |= MAP_HEX_CULTURAL;
    for (int row = 0; row < SCENE_SIZE; row++)
        scene->scenario.map.hex[scene_hex(scene, 0, row)].flags |= MAP_HEX_EXIT;
    for (int col = 0; col < 8; col++)
        scene->scenario.route[scene->scenario.route_length++] = scene_hex(scene, 2 + col, 6);
}

static void build_features(struct scene *scene) {
    scene_barricade(scene, 5, 6, DIR_E, 2, 1);
    scene_barricade(scene, 7, 6, DIR_E, 2, 1);
    scene_crowd(scene, 6, 6, 3, 5);
    scene_civilians(scene, 6, 5, 3);
    scene_cache(scene, IRREGULARS, 7, 5);
    scene_cache(scene, IRREGULARS, 4, 5);
    scene_victory(scene, POLICE, VICTORY_link_open, 5, 1, 0);
    scene_victory(scene, POLICE, VICTORY_arrest, 3, 0, 0);
    scene_victory(scene, POLICE, VICTORY_cache_found, 4, 0, 0);
    scene_victory(scene, POLICE, VICTORY_own_loss, -3, 0, 0);
    scene_victory(scene, KFOR, VICTORY_engineers_clear, 1, 4, 0);
    scene_victory(scene, KFOR, VICTORY_tension_at_most, 2, 1, 8);
    scene_victory(scene, IRREGULARS, VICTORY_link_blocked_turn, 1, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_never_revealed, 2, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_exited_step, 1, 0, 0);
    scene_victory(scene, POLICE, VICTORY_site_clear_at, 8, 0, 4);
    scene_victory(scene, POLICE, VICTORY_site_clear_late, 4, 0, 4);
    scene_victory(scene, POLICE, VICTORY_detained_step, 4, 0, 0);
    scene_victory(scene, KFOR, VICTORY_civilians_safe, 6, 0, 0);
    scene_victory(scene, KFOR, VICTORY_mediated_exit, 5, 0, 0);
    scene->scenario.exit_from_turn = 3;
    for (int turn = 1; turn <= scene->scenario.turns; turn++) {
        scene->scenario.weather[turn] = turn > 5 ? WEATHER_NIGHT : 0;
        scene->scenario.fog_chance[turn] = 30;
    }
}

static void build_units(struct scene *scene) {
    static const struct {
        const char *type;
        int side, col, row;
    } units[] = {
        {"police-hq", POLICE, 2, 6},           {"police-patrol", POLICE, 3, 6},
        {"police-patrol", POLICE, 4, 6},       {"police-quick-reaction", POLICE, 3, 5},
        {"police-eod", POLICE, 4, 6},          {"police-marksmen", POLICE, 4, 7},
        {"police-armoured-car", POLICE, 3, 7}, {"kfor-hq", KFOR, 10, 6},
        {"kfor-liaison", KFOR, 9, 6},          {"kfor-patrol", KFOR, 9, 6},
        {"kfor-engineers", KFOR, 8, 6},        {"irregular-leader", IRREGULARS, 6, 4},
        {"irregular-cell", IRREGULARS, 6, 5},  {"irregular-cell", IRREGULARS, 7, 5},
        {"irregular-cell", IRREGULARS, 5, 4},  {"irregular-launcher", IRREGULARS, 7, 5},
        {"irregular-hmg", IRREGULARS, 7, 4},   {"irregular-armoured-car", IRREGULARS, 6, 3},
        {"irregular-jeep", IRREGULARS, 7, 4},  {"irregular-excavator", IRREGULARS, 6, 6},
        {"irregular-lookout", IRREGULARS, 5, 7}, {"irregular-decoy", IRREGULARS, 5, 5},
        {"kfor-crowd-control", KFOR, 7, 6},    {"eulex-police", POLICE, 5, 6},
        {"police-special-intervention", POLICE, 4, 5}, {"ksf-javelin", POLICE, 2, 5},
        {"police-drone", POLICE, 0, 0},        {"kfor-helicopter", KFOR, 0, 0},
        {"kfor-commando", KFOR, 9, 5},         {"irregular-mortar", IRREGULARS, 7, 3},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        scene_unit(scene, units[i].type, units[i].side, units[i].col, units[i].row);
    struct roster_unit *roster = scene->scenario.roster;
    roster[5].arrives = 3;
    roster[6].arrives = 2;
    roster[6].chance = 50;
    roster[13].covert = roster[20].covert = 1;
    roster[14].choices = 3;
    roster[14].choice[1] = scene_hex(scene, 6, 7);
    roster[14].choice[2] = scene_hex(scene, 8, 4);
    roster[15].optional = 1;
}

static void what_holds_of_every_scenario_holds_of_the_scene(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    build_ground(scene);
    build_features(scene);
    build_units(scene);
    scene_begin(scene);
    suite_run(&scene->scenario, 120, 2022);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_of_every_scenario_holds_of_the_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
