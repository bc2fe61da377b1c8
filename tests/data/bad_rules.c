/* What is wrong in a rules file is said with file, line and field, and what would be right. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define EXPECT(rows) broken_expect("rules.json", false, rows, sizeof rows / sizeof rows[0])

static void tables(void **unused) {
    static const struct broken_row rows[] = {
        {"\"version\": 1", "\"version\": 2", "rules.json:2: version: should be 1, not 2."},
        {"\"name\": \"scrub\", \"foot\": 2", "\"name\": \"scrub\", \"foot\": 0",
         "rules.json:5: terrain.scrub.foot: should be a whole number from 1 to 99, not 0."},
        {"\"name\": \"scrub\", \"foot\": 2", "\"name\": \"scrub\", \"foot\": \"never\"",
         "rules.json:5: terrain.scrub.foot: should be a whole number from 1 to 99, not \"never\"."},
        {"\"scrub\": {", "\"bush\": {",
         "rules.json:5: terrain.bush: there is no field of this name here; remarks go into \"_note\"."},
        {"\"track\": { \"foot\": 1,", "\"track\": {", "rules.json:14: roads.track: \"foot\" is missing."},
        {"\"least\": 9", "\"least\": 7",
         "rules.json:20: fire[1]: \"least\" should be above 7, that of the row before."},
        {"\"stack_units\": 3", "\"stack_units\": 21",
         "rules.json:23: numbers.stack_units: should be a whole number from 1 to 20, not 21."},
        {"\"stack_units\": 3", "\"stack_unit\": 3",
         "rules.json:23: numbers.stack_unit: there is no field of this name here; remarks go into "
         "\"_note\"."},
    };
    (void)unused;
    EXPECT(rows);
}

static void kinds_of_units(void **unused) {
    static const struct broken_row rows[] = {
        {"\"id\": \"cell\"", "\"id\": \"patrol\"",
         "rules.json:30: units[1]: there is a kind \"patrol\" already, in units[0]."},
        {"\"move\": \"foot\"", "\"move\": \"feet\"",
         "rules.json:30: units[1].move: \"feet\" is no way to move; there are: none, foot, wheeled, armoured "
         "4x4, 4x4."},
        {"[\"may-be-covert\"]", "[\"covert\"]",
         "rules.json:32: units[1].flags[0]: \"covert\" is no flag of a kind of unit; there are: thermal, "
         "crew-weapon, heavy, unarmed, may-be-covert, leader, hq, eod, engineer, marksmen, false-markings, "
         "decoy, needs-spotter, off-map, vehicle-only, shares-sight, forest-trained, drone, helicopter, vehicle-mount, "
         "second-responder, exp...."},
        {"[\"may-be-covert\"]", "[\"unarmed\"]",
         "rules.json:30: units[1]: has firepower: it cannot be \"unarmed\" as well."},
        {"\"firepower\": [4, 2], ", "",
         "rules.json:30: units[1]: has no firepower: give it some, or the flag \"unarmed\"."},
        {"\"points\": 5,", "\"points\": 0,",
         "rules.json:30: units[1]: cannot move: give it \"move\" and \"points\", or the flag \"off-map\"."},
        {"\"armour\": [2, 1, 1]", "\"armour\": [2, 1]",
         "rules.json:34: units[2].armour: should have 3 items, not 2."},
        {"\"kind\": \"rocket\"", "\"kind\": \"rock\"",
         "rules.json:36: units[2].ammo.kind: \"rock\" is no kind of ammunition; there are: rocket, light-at, "
         "javelin, mortar, gas."},
        {"\"type\": \"patrol\", \"side\"", "\"type\": \"truck\", \"side\"",
         "rules.json:37: units[2].disguise.type: \"truck\" is no kind of unit; there are: patrol, cell, "
         "car."},
        {"\"flags\": [\"false-markings\"],", "",
         "rules.json:37: units[2].disguise: goes only with the flag \"false-markings\" or \"decoy\"."},
        {"\"arrest\": 2, \"clear\": 1", "\"arrests\": 2, \"clear\": 1",
         "rules.json:29: units[0].arrests: there is no field of this name here; remarks go into \"_note\"."},
        {"\"weapon\": \"launcher\"", "\"weapon\": \"laser\"",
         "rules.json:36: units[2].weapon: \"laser\" is no weapon; there are: launcher."},
        {" \"weapon\": \"launcher\",", "",
         "rules.json:33: units[2]: has a stock for a weapon against armour: name the \"weapon\"."},
        {"\"hit\": [45, 10]", "\"hit\": [45, 101]",
         "rules.json:26: weapons[0].hit[1]: should be a whole number from 0 to 100, not 101."},
    };
    (void)unused;
    EXPECT(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables), cmocka_unit_test(kinds_of_units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
