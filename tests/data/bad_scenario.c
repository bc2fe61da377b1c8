/* What is wrong in a scenario file is said with file, line and field, and what would be right. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define EXPECT(rows) broken_expect("scenarios/tiny.json", false, rows, sizeof rows / sizeof rows[0])

static void syntax_and_fields(void **unused) {
    static const struct broken_row rows[] = {
        {"\"turns\": 4,", "\"turns\": 4",
         "scenarios/tiny.json:11:9: is not valid JSON: '}' expected near '\"start\"'."},
        {"\"turns\": 4,", "\"turns\": 4, \"turns\": 5,",
         "scenarios/tiny.json:10:21: is not valid JSON: duplicate object key near '\"turns\"'."},
        {"\"turns\": 4,", "", "scenarios/tiny.json:1: \"turns\" is missing."},
        {"\"turns\": 4,", "\"turns\": 4, \"turnz\": 4,",
         "scenarios/tiny.json:10: turnz: there is no field of this name here; remarks go into \"_note\"."},
        {"\"turns\": 4,", "\"turns\": 65,",
         "scenarios/tiny.json:10: turns: should be a whole number from 1 to 64, not 65."},
        {"\"turns\": 4,", "\"turns\": 4.5,",
         "scenarios/tiny.json:10: turns: should be a whole number from 1 to 64, not 4.5."},
        {"\"turns\": 4,", "\"turns\": \"four\",",
         "scenarios/tiny.json:10: turns: should be a whole number from 1 to 64, not \"four\"."},
        {"\"date\": \"1 January 2023\"", "\"date\": 2023",
         "scenarios/tiny.json:6: date: should be a text in quotes, not 2023."},
        {"\"1 January 2023\"", "\"\"",
         "scenarios/tiny.json:6: date: should be a text of 1 to 31 bytes, not of 0."},
        {"\"1 January 2023\"", "\"the first of January of the year 2023\"",
         "scenarios/tiny.json:6: date: should be a text of 1 to 31 bytes, not of 37."},
        {"\"23:30\"", "\"24:30\"",
         "scenarios/tiny.json:11: start: should be a time of day as \"HH:MM\", from \"00:00\" to \"23:59\"."},
        {"\"id\": \"tiny\"", "\"id\": \"small\"",
         "scenarios/tiny.json:1: id: should be \"tiny\", as the file is named."},
    };
    (void)unused;
    EXPECT(rows);
}

static void files_and_window(void **unused) {
    static const struct broken_row rows[] = {
        {"\"rules.json\"", "\"none.json\"", "none.json: cannot be read: No such file or directory."},
        {"\"tiny.tmj\"", "\"none.tmj\"", "none.tmj: cannot be read: No such file or directory."},
        {"\"row\": 0", "\"row\": 1",
         "scenarios/tiny.json:9: map: the window ends at column 5 and row 6, outside the map of 6 columns "
         "and 6 rows."},
        {"\"cols\": 6", "\"cols\": 7",
         "scenarios/tiny.json:9: map: the window ends at column 6 and row 5, outside the map of 6 columns "
         "and 6 rows."},
        {"\"cols\": 6", "\"cols\": 65",
         "scenarios/tiny.json:9: map.cols: should be a whole number from 4 to 64, not 65."},
    };
    (void)unused;
    EXPECT(rows);
}

static void ids_texts_and_paths(void **unused) {
    static const struct broken_row rows[] = {
        {"\"id\": \"tiny\"", "\"id\": \"Tiny\"",
         "scenarios/tiny.json:3: id: should have small letters, digits and \"-\" only."},
        {"\"id\": \"red\"", "\"id\": \"red side\"",
         "scenarios/tiny.json:16: sides[1].id: should have small letters, digits and \"-\" only."},
        {"\"Cell 1\"", "\"Cell\\n1\"",
         "scenarios/tiny.json:22: units[1].name: should have no control characters."},
        {"\"A briefing.\"", "\"A\\tbriefing.\"",
         "scenarios/tiny.json:7: intro: should have no control characters but line feeds."},
        {"\"rules.json\"", "\"../rules.json\"",
         "scenarios/tiny.json:8: rules: should be the name of a file in the folder of maps, without a path."},
    };
    (void)unused;
    EXPECT(rows);
}

static void sides(void **unused) {
    static const struct broken_row rows[] = {
        {"\"levels\", ", "\"level\", ",
         "scenarios/tiny.json:13: sides[0].flags[0]: \"level\" is no flag of a side; there are: levels, "
         "stays-inside, arrests, clears, builds, may-exit, police, kfor, irregular."},
        {"\"levels\", ", "\"police\", ",
         "scenarios/tiny.json:13: sides[0].flags[2]: \"police\" is named twice."},
        {"{ \"id\": \"red\"", "{ \"id\": \"blue\"",
         "scenarios/tiny.json:16: sides[1]: there is a side \"blue\" already, in sides[0]."},
        {"\"enemies\": [\"blue\"]", "\"enemies\": [\"green\"]",
         "scenarios/tiny.json:17: sides[1].enemies[0]: \"green\" is no side; there are: blue, red."},
        {"\"enemies\": [\"blue\"]", "\"enemies\": [\"red\"]",
         "scenarios/tiny.json:16: sides[1]: \"enemies\" names the side itself."},
        {"\"rally\": \"0404\"", "\"rally\": \"0606\"",
         "scenarios/tiny.json:17: sides[1].rally: should be a hex of the window as \"CCRR\", from \"0000\" "
         "to \"0505\"."},
        {"\"rally\": \"0404\"", "\"rally\": 404",
         "scenarios/tiny.json:17: sides[1].rally: should be a hex of the window as \"CCRR\", from \"0000\" "
         "to \"0505\"."},
        {"\"threshold\": 3", "\"threshold\": 0",
         "scenarios/tiny.json:17: sides[1].threshold: should be a whole number from 1 to 999, not 0."},
    };
    (void)unused;
    EXPECT(rows);
}

static void units(void **unused) {
    static const struct broken_row rows[] = {
        {"\"type\": \"car\"", "\"type\": \"tank\"",
         "scenarios/tiny.json:24: units[2].type: \"tank\" is no kind of unit; there are: patrol, cell, car."},
        {"\"type\": \"car\", \"side\": \"red\"", "\"type\": \"car\", \"side\": \"green\"",
         "scenarios/tiny.json:24: units[2].side: \"green\" is no side; there are: blue, red."},
        {"\"Cell 1\"", "\"Car\"",
         "scenarios/tiny.json:24: units[2]: the side has a unit \"Car\" already, in units[1]."},
        {"\"arrives\": 2", "\"arrives\": 5",
         "scenarios/tiny.json:24: units[2].arrives: should be a whole number from 1 to 4, not 5."},
        {"\"hexes\": [\"0003\", \"0103\"]", "\"hexes\": [\"0003\", \"0003\"]",
         "scenarios/tiny.json:23: units[1].hexes[1]: the hex is named twice: the dice draw from different "
         "hexes."},
        {"\"hexes\": [\"0003\", \"0103\"]", "\"hexes\": [\"0003\", \"3003\"]",
         "scenarios/tiny.json:23: units[1].hexes[1]: should be a hex of the window as \"CCRR\", from "
         "\"0000\" to \"0505\"."},
        {"\"hexes\": [\"0003\", \"0103\"], ", "",
         "scenarios/tiny.json:22: units[1]: \"hexes\" should name at least one hex."},
        {"\"hexes\": [\"0502\"], ", "\"hexes\": [\"0505\"], ",
         "scenarios/tiny.json:24: units[2]: a car cannot stand in hex 0505: choose a hex with a road or "
         "other terrain."},
        {"\"hexes\": [\"0002\"], \"facing\"", "\"hexes\": [\"0003\"], \"facing\"",
         "scenarios/tiny.json:21: units[0]: a patrol cannot stand in hex 0003: choose a hex with a road or "
         "other terrain."},
        {"\"hexes\": [\"0002\"], \"facing\"", "\"hexes\": [\"0000\"], \"facing\"",
         "scenarios/tiny.json:21: units[0]: hex 0000 lies beyond the boundary, which this side never "
         "crosses."},
        {"\"facing\": \"NW\"", "\"facing\": \"N\"",
         "scenarios/tiny.json:21: units[0].facing: \"N\" is no direction; there are: E, NE, NW, W, SW, SE."},
        {"\"facing\": \"NW\"", "\"covert\": true",
         "scenarios/tiny.json:21: units[0]: a patrol cannot be covert: leave \"covert\" out."},
        {"\"covert\": true", "\"covert\": 1",
         "scenarios/tiny.json:22: units[1].covert: should be true or false, not 1."},
        {"\"policy\": \"return\"", "\"policy\": \"fire\"",
         "scenarios/tiny.json:24: units[2].policy: \"fire\" is no fire policy; there are: hold, return, "
         "free."},
        {"\"chance\": 50", "\"chance\": 0",
         "scenarios/tiny.json:23: units[1].chance: should be a whole number from 1 to 100, not 0."},
        {"\"option\": \"rich\" }", "\"option\": \"poor\" }",
         "scenarios/tiny.json:25: units[2].option: \"poor\" is no option; there are: rich."},
        {"\"option\": \"rich\" }", "\"after_event\": \"rain\" }",
         "scenarios/tiny.json:25: units[2].after_event: \"rain\" is no event; there are: fog, news."},
    };
    (void)unused;
    EXPECT(rows);
}

static void features(void **unused) {
    static const struct broken_row rows[] = {
        {"\"anger\": 4", "\"anger\": 10",
         "scenarios/tiny.json:28: crowds[0].anger: should be a whole number from 0 to 9, not 10."},
        {"\"dir\": \"E\", \"strength\": 2", "\"dir\": \"NE\", \"strength\": 2",
         "scenarios/tiny.json:31: barricades[0]: no road crosses that hexside: barricades lie on roads."},
        {"\"hex\": \"0302\", \"dir\": \"E\"", "\"hex\": \"0302\", \"dir\": \"W\"",
         "scenarios/tiny.json:32: barricades[1]: barricades[0] lies on the same hexside."},
        {"\"strength\": 1, \"side\"", "\"strength\": 5, \"side\"",
         "scenarios/tiny.json:32: barricades[1].strength: should be a whole number from 1 to 4, not 5."},
        {"\"side\": \"red\", \"hexes\"", "\"hexes\"",
         "scenarios/tiny.json:35: caches[0]: \"side\" is missing."},
        {"\"0202\", \"0302\", \"0402\", ", "\"0202\", \"0402\", ",
         "scenarios/tiny.json:39: route.hexes[3]: is no neighbour of the hex before: a link goes hex by "
         "hex."},
        {"\"0402\", \"0502\"]", "\"0402\", \"0403\", \"0503\"]",
         "scenarios/tiny.json:39: route.hexes[6]: no road joins it to the hex before."},
    };
    (void)unused;
    EXPECT(rows);
}

static void options_and_events(void **unused) {
    static const struct broken_row rows[] = {
        {"\"id\": \"rich\"", "\"id\": \"Rich\"",
         "scenarios/tiny.json:51: options[0].id: \"Rich\" is no id: ids have small letters, digits and \"-\"."},
        {"\"threshold\": { \"red\": 9 }", "\"threshold\": { \"green\": 9 }",
         "scenarios/tiny.json:51: options[0].threshold.green: there is no field of this name here; remarks go into "
         "\"_note\"."},
        {"\"teams_from_turn\": 3", "\"teams_from_turn\": 5",
         "scenarios/tiny.json:51: options[0].teams_from_turn: should be a whole number from 1 to 4, not 5."},
        {"\"from\": 2, \"to\": 3", "\"from\": 1, \"to\": 3",
         "scenarios/tiny.json:54: events[0].from: should be a whole number from 2 to 4, not 1."},
        {"\"from\": 2, \"to\": 3", "\"from\": 3, \"to\": 2",
         "scenarios/tiny.json:54: events[0].to: should be a whole number from 3 to 4, not 2."},
        {"\"weather\": \"fog\"", "\"weather\": \"snow\"",
         "scenarios/tiny.json:55: events[0].effects[0].weather: \"snow\" is no weather; there are: night, fog."},
        {"\"after\": \"fog\"", "\"after\": \"news\"",
         "scenarios/tiny.json:56: events[1]: \"after\" names the event itself."},
        {"\"id\": \"news\"", "\"id\": \"fog\"",
         "scenarios/tiny.json:56: events[1]: there is an event \"fog\" already, in events[0]."},
        {"\"tension\": [5, 9]", "\"tension\": [9, 5]",
         "scenarios/tiny.json:56: events[1].when.tension[1]: should be a whole number from 9 to 20, not 5."},
        {"\"crowd\": 0", "\"crowd\": 1",
         "scenarios/tiny.json:57: events[1].effects[1].crowd: should be 0, not 1."},
        {"\"kind\": \"track\"", "\"kind\": \"tracks\"",
         "scenarios/tiny.json:57: events[1].effects[0].kind: \"tracks\" is no kind of effect; there are: track, "
         "anger, weather."},
        {"\"exit_from_turn\": 2", "\"exit_from_turn\": 9",
         "scenarios/tiny.json:59: exit_from_turn: should be a whole number from 1 to 4, not 9."},
        {"\"exit_from_turn\": 2", "\"civilians\": [{ \"hex\": \"0000\", \"strength\": 2 }]",
         "scenarios/tiny.json:59: civilians[0].hex: civilians are held in cultural sites: there is none in this hex."},
    };
    (void)unused;
    EXPECT(rows);
}

/* What can be read and cannot be meant. */
static void sense(void **unused) {
    static const struct broken_row rows[] = {
        {"\"threshold\": 5", "\"threshold\": 6",
         "scenarios/tiny.json:14: sides[0].threshold: cannot be reached: the victory rows of the side give 5 points at "
         "most."},
        {"\"most\": 3,", "\"most\": 2,",
         "scenarios/tiny.json:17: sides[1].threshold: cannot be reached: the victory rows of the side give 2 points at "
         "most."},
        {"\"kind\": \"link_blocked_turn\", \"points\": 1, \"most\": 3, \"param\": 0",
         "\"kind\": \"site_turn\", \"points\": 3, \"param\": 5",
         "scenarios/tiny.json:43: victory[1]: \"param\" is a turn after the last, 4."},
        {"\"text\": \"News is out.\", \"from\": 3", "\"text\": \"News is out.\", \"from\": 2",
         "scenarios/tiny.json:56: events[1]: can never happen: \"fog\" comes at turn 2 at the earliest."},
        {"{ \"type\": \"patrol\", \"side\": \"blue\", \"name\": \"Patrol 1\"",
         "{ \"type\": \"patrol\", \"side\": \"red\", \"name\": \"Patrol 1\"",
         "scenarios/tiny.json:20: units: the side \"blue\" has no unit."},
    };
    (void)unused;
    EXPECT(rows);
}

static void points_weather_tracks(void **unused) {
    static const struct broken_row rows[] = {
        {"\"link_open\"", "\"link_opened\"",
         "scenarios/tiny.json:42: victory[0].kind: \"link_opened\" is no kind of victory row; there are: "
         "link_open, link_blocked_turn, arrest, cache_found, cache_kept, own_loss, enemy_loss, anger_at_most, tension_at_most, engineers_clear, talk_worked, never_revealed, exited_step, site_turn, civilian_step, police_loss, detained_step, own_de...."},
        {"\"side\": \"red\", \"kind\": \"link_blocked_turn\"", "\"side\": \"blue\", \"kind\": \"link_open\"",
         "scenarios/tiny.json:43: victory[1]: victory[0] is of the same side and kind already."},
        {"\"points\": 5", "\"points\": 500",
         "scenarios/tiny.json:42: victory[0].points: should be a whole number from -99 to 99, not 500."},
        {"\"night\": [1, 2]", "\"night\": [1, 9]",
         "scenarios/tiny.json:46: weather.night[1]: should be a whole number from 1 to 4, not 9."},
        {"\"chance\": 40", "\"chance\": 400",
         "scenarios/tiny.json:47: weather.fog[0].chance: should be a whole number from 1 to 100, not 400."},
        {"\"tension\": 8", "\"tension\": 20",
         "scenarios/tiny.json:49: tracks.tension: should be a whole number from 0 to 19, not 20."},
        {", \"pressure\": 4", "", "scenarios/tiny.json:49: tracks: \"pressure\" is missing."},
    };
    (void)unused;
    EXPECT(rows);
}

/* Every problem is named, not only the first. */
static void all_problems_are_named(void **unused) {
    struct problems problems = {0};
    char folder[256];
    (void)unused;
    broken_make(folder, "scenarios/tiny.json", "\"command\": 6, \"enemies\": [\"red\"], \"threshold\": 5",
                "\"command\": 0, \"enemies\": [\"rot\"], \"threshold\": 0");
    assert_null(scenario_file_read(folder, "tiny", &problems));
    assert_int_equal(problems.count, 3);
    broken_remove(folder);
}

static void an_id_is_no_path(void **unused) {
    struct problems problems = {0};
    (void)unused;
    assert_null(scenario_file_read(FIXTURE, "../scenarios/tiny", &problems));
    assert_string_equal(
        problems.text[0],
        "\"../scenarios/tiny\" is no id of a scenario: ids have small letters, digits and \"-\".");
}

/* Whatever stands in a file: one byte changed at a time, it is read or refused with a sentence. */
static void a_damaged_file_never_harms(void **unused) {
    static const char *const names[] = {"tiny.tmj", "rules.json", "scenarios/tiny.json"};
    static const char bytes[] = "0-9\"{}[],:.x \\";
    struct dice_key key = {{9}};
    (void)unused;
    for (uint16_t copy = 0; copy < 240; copy++) {
        const char *name = names[copy % 3];
        struct problems problems = {0};
        char folder[256], path[512];
        broken_make(folder, name, "", "");
        snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *file = fopen(path, "r+b");
        assert_non_null(file);
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        uint64_t bits = dice_bits(&key, (struct dice_address){.unit = copy});
        assert_int_equal(fseek(file, (long)((bits >> 8) % (uint64_t)ftell(file)), SEEK_SET), 0);
        fputc(bytes[(bits & 0xff) % (sizeof bytes - 1)], file);
        fclose(file);
        struct scenario *scenario = scenario_file_read(folder, "tiny", &problems);
        assert_true((scenario == NULL) == (problems.count > 0));
        scenario_file_destroy(scenario);
        broken_remove(folder);
    }
}

/* Rulebook 11: zones. The fixture's patrol gets one. */
#define PATROL_LINES \
    "\"units\": [\n    { \"type\": \"patrol\", \"side\": \"blue\", \"name\": \"Patrol 1\", \"hexes\": [\"0002\"],"
#define ZONE(id, side, hexes) "{ \"id\": \"" id "\", \"name\": \"South\", \"side\": \"" side "\", \"hexes\": [" hexes "] }"
#define PATROL(name, more, hexes) \
    "{ \"type\": \"patrol\", \"side\": \"blue\", \"name\": \"" name "\", " more "\"hexes\": [" hexes "]"
#define ZONED(zones, more, hexes) "\"zones\": [" zones "], \"units\": [" PATROL("Patrol 1", more, hexes) ","
#define IN_SOUTH "\"zone\": \"south\", "
#define BOTH "\"0002\", \"0102\""

static void zones(void **unused) {
    static const struct broken_row rows[] = {
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0002\""), "", "\"0002\""),
         "scenarios/tiny.json:20: zones[0]: nobody is placed in it: name it as the \"zone\" of a unit or cache, or leave "
         "it out."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0002\", \"0002\""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: zones[0].hexes[1]: the hex is named twice."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0602\""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: zones[0].hexes[0]: should be a hex of the window as \"CCRR\", from \"0000\" to \"0505\"."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", ""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: zones[0].hexes: should have 1 to 96 items, not 0."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0002\""), "\"zone\": \"north\", ", "\"0002\""),
         "scenarios/tiny.json:20: units[0].zone: \"north\" is no zone; there are: south."},
        {PATROL_LINES, ZONED(ZONE("south", "red", "\"0002\""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: units[0].zone: the zone \"south\" is another side's."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0102\""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: units[0]: hex 0002, where it stands when its side places it nowhere, is not in the zone "
         "\"south\"."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0002\", \"0505\""), IN_SOUTH, "\"0002\""),
         "scenarios/tiny.json:20: zones[0].hexes[1]: nobody who is placed in this zone can stand there: leave the hex out."},
        {PATROL_LINES, ZONED(ZONE("south", "blue", "\"0002\""), IN_SOUTH "\"arrives\": 2, ", "\"0002\""),
         "scenarios/tiny.json:20: units[0]: has a zone but is not on the map at the start: only who begins there is "
         "placed."},
        {PATROL_LINES,
         "\"zones\": [" ZONE("south", "blue", BOTH) "], \"units\": [" PATROL("A", IN_SOUTH, BOTH) " }, " PATROL(
             "B", IN_SOUTH, BOTH) " }, " PATROL("C", IN_SOUTH, BOTH) " }, " PATROL("D", IN_SOUTH, BOTH) " }, " PATROL(
             "E", IN_SOUTH, BOTH) ",",
         "scenarios/tiny.json:20: zones[0]: is too small: 5 units, 5 of them vehicles, and 2 hexes with room for 3 and 2 "
         "each."},
        {PATROL_LINES,
         "\"zones\": [" ZONE("south", "blue", "\"0002\"") ", " ZONE("north", "red", BOTH) "], \"units\": [{ \"type\": \"cell\", "
         "\"side\": \"red\", \"name\": \"Open\", \"zone\": \"north\", \"hexes\": [\"0102\"] }, " PATROL("A", IN_SOUTH, "\"0002\"") ",",
         "scenarios/tiny.json:20: zones[1].hexes[0]: lies in \"south\" too, the zone of an enemy."},
        {PATROL_LINES,
         "\"zones\": [" ZONE("south", "blue", "\"0002\"") ", " ZONE("south", "blue", BOTH) "], \"units\": [" PATROL(
             "A", IN_SOUTH, "\"0002\"") ",",
         "scenarios/tiny.json:20: zones[1]: there is a zone \"south\" already, in zones[0]."},
    };
    (void)unused;
    EXPECT(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syntax_and_fields),
        cmocka_unit_test(files_and_window),
        cmocka_unit_test(ids_texts_and_paths),
        cmocka_unit_test(sides),
        cmocka_unit_test(units),
        cmocka_unit_test(zones),
        cmocka_unit_test(features),
        cmocka_unit_test(options_and_events),
        cmocka_unit_test(sense),
        cmocka_unit_test(points_weather_tracks),
        cmocka_unit_test(all_problems_are_named),
        cmocka_unit_test(an_id_is_no_path),
        cmocka_unit_test(a_damaged_file_never_harms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
