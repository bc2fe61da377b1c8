/* The shipped map and scenarios are well, and say what the rulebook says (sections 3, 5 and 11.1). */
#include "data/data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void the_map_makes_sense(void **unused) {
    struct problems problems = {0};
    char path[512];
    (void)unused;
    snprintf(path, sizeof path, "%s/north-kosovo.tmj", data_folder());
    struct map_file *file = map_file_read(path, &problems);
    if (!file)
        fail_msg("%s", problems.text[0]);
    if (!map_file_check(file, path, &problems))
        fail_msg("%s", problems.text[0]);
    map_file_destroy(file);
}

static const struct unit_type *kind(const struct ruleset *rules, const char *id) {
    for (size_t i = 0; i < rules->types; i++)
        if (strcmp(rules->type[i].id, id) == 0)
            return &rules->type[i];
    fail_msg("there is no kind of unit %s", id);
    return NULL;
}

static void the_rules_have_all_units(void **unused) {
    static struct ruleset rules;
    struct problems problems = {0};
    char path[512];
    (void)unused;
    snprintf(path, sizeof path, "%s/rules.json", data_folder());
    assert_true(rules_file_read(path, &rules, &problems));
    assert_int_equal(rules.types, 36); /* rulebook 5: 31 rows less the crowd, two of jeep and quad, two of HMG
                                        * and grenade launcher, two HQ, the decoy of section 4, and four targets of
                                        * the range (11.3) */
    assert_int_equal(kind(&rules, "police-patrol")->arrest, 2);
    assert_int_equal(kind(&rules, "police-eod")->clear, 2);
    assert_int_equal(kind(&rules, "kfor-engineers")->clear, 3);
    assert_int_equal(kind(&rules, "irregular-excavator")->build, 2);
    assert_int_equal(kind(&rules, "irregular-mortar")->firepower[5], 3);
    assert_int_equal(kind(&rules, "irregular-mortar")->firepower[0], FIREPOWER_NONE);
    assert_true(kind(&rules, "ksf-javelin")->flags & TYPE_THERMAL);
#define NUMBER(name, start, min, max, help) assert_int_equal(rules.number.name, start);
    RULES_NUMBERS(NUMBER)
#undef NUMBER
}

static unsigned count_type(const struct scenario *scenario, const char *id) {
    unsigned count = 0;
    int type = scenario_type(scenario, id);
    assert_true(type >= 0);
    for (unsigned i = 0; i < scenario->roster_count; i++)
        count += scenario->roster[i].type == type;
    return count;
}

static void bridge_checkpoint_has_its_forces(void **unused) {
    static const struct {
        const char *id;
        unsigned count;
    } rows[] = {{"police-patrol", 2},     {"police-quick-reaction", 1},
                {"police-eod", 1},        {"police-hq", 1},
                {"kfor-liaison", 1},      {"kfor-crowd-control", 1},
                {"kfor-engineers", 1},    {"kfor-hq", 1},
                {"irregular-leader", 1},  {"irregular-cell", 2},
                {"irregular-lookout", 1}, {"irregular-excavator", 1},
                {"irregular-decoy", 2}};
    struct problems problems = {0};
    unsigned all = 0;
    (void)unused;
    struct scenario *scenario = scenario_file_read(data_folder(), "bridge-checkpoint", &problems);
    if (!scenario)
        fail_msg("%s", problems.text[0]);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(count_type(scenario, rows[i].id), rows[i].count);
        all += rows[i].count;
    }
    assert_int_equal(scenario->roster_count, all);
    assert_int_equal(scenario->turns, 8);
    assert_int_equal(scenario->map.cols, 16);
    assert_int_equal(scenario->map.rows, 16);
    assert_int_equal(scenario->crowd[0].strength, 2); /* balanced by measurement: docs/balance.md */
    assert_int_equal(scenario->crowd[0].anger, 2);
    scenario_file_destroy(scenario);
}

/* Everybody has the scenario file: what is hidden must not lie fixed in it. */
static void what_is_hidden_is_drawn_by_dice(void **unused) {
    struct problems problems = {0};
    unsigned groups = 0;
    (void)unused;
    struct scenario *scenario = scenario_file_read(data_folder(), "bridge-checkpoint", &problems);
    assert_non_null(scenario);
    for (unsigned i = 0; i < scenario->roster_count; i++)
        if (scenario->side[scenario->roster[i].side].flags & SIDE_IS_IRREGULAR)
            assert_true(scenario->roster[i].choices >= 3);
    for (unsigned i = 0; i < scenario->caches; i++)
        assert_true(scenario->cache[i].choices >= 3);
    for (unsigned i = 0; i < scenario->barricades; i++)
        groups += scenario->barricade[i].trap_group == 1;
    assert_int_equal(groups, 2);
    scenario_file_destroy(scenario);
}

/* The bridge stands on the named link, and a barricade on the bridge. */
static void the_link_crosses_the_bridge(void **unused) {
    struct problems problems = {0};
    unsigned bridges = 0, barred = 0;
    (void)unused;
    struct scenario *scenario = scenario_file_read(data_folder(), "bridge-checkpoint", &problems);
    assert_non_null(scenario);
    for (unsigned i = 0; i + 1 < scenario->route_length; i++) {
        hex_t from = scenario->route[i];
        int dir = map_dir(&scenario->map, from, scenario->route[i + 1]);
        assert_true(dir >= 0);
        if (!(scenario->map.hex[from].hexside[dir] & HEXSIDE_BRIDGE))
            continue;
        bridges++;
        for (unsigned b = 0; b < scenario->barricades; b++)
            barred += scenario->barricade[b].hex == from && scenario->barricade[b].dir == dir;
    }
    assert_true(bridges >= 1);
    assert_int_equal(barred, 1);
    scenario_file_destroy(scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_map_makes_sense),
        cmocka_unit_test(the_rules_have_all_units),
        cmocka_unit_test(bridge_checkpoint_has_its_forces),
        cmocka_unit_test(what_is_hidden_is_drawn_by_dice),
        cmocka_unit_test(the_link_crosses_the_bridge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
