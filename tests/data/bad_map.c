/* What is wrong in a map is said with file, line and field, and what would be right. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define EXPECT(rows) broken_expect("tiny.tmj", true, rows, sizeof rows / sizeof rows[0])

static void grid_and_properties(void **unused) {
    static const struct broken_row rows[] = {
        {"\"orientation\": \"hexagonal\"", "\"orientation\": \"orthogonal\"",
         "tiny.tmj:5: orientation: should be \"hexagonal\"."},
        {"\"staggerindex\": \"odd\"", "\"staggerindex\": \"even\"",
         "tiny.tmj:9: staggerindex: should be \"odd\"."},
        {"\"hexsidelength\": 30", "\"hexsidelength\": 28", "tiny.tmj:12: hexsidelength: should be 30."},
        {"\"width\": 6,\n \"height\": 6,\n \"next", "\"width\": 6,\n \"height\": 7,\n \"next",
         "tiny.tmj:129: layers[0].data: should have 42 items, not 36."},
        {"\"value\": 500.0", "\"value\": 250.0",
         "tiny.tmj:1: the map property \"hex_m\" should be 500, metres across a hex."},
        {"\"name\": \"credit\"", "\"name\": \"credits\"",
         "tiny.tmj:1: the map property \"credit\" should name the sources of the map."},
    };
    (void)unused;
    EXPECT(rows);
}

static void layers(void **unused) {
    static const struct broken_row rows[] = {
        {"\"id\": 1,\n   \"name\": \"terrain\"", "\"id\": 1,\n   \"name\": \"ground\"",
         "tiny.tmj:118: layers: the tile layer \"terrain\" is missing."},
        {"\"name\": \"roads\"", "\"name\": \"streets\"",
         "tiny.tmj:118: layers: the object layer \"roads\" is missing; it may be empty."},
        {"\"value\": \"village\"}]", "\"value\": \"hamlet\"}]",
         "tiny.tmj:129: layers[0].data[13]: its tile has no property \"terrain\" with a name of a terrain."},
        {"\"value\": 46}]", "\"value\": 300}]",
         "tiny.tmj:141: layers[1].data[18]: its tile has no property \"height\" with a whole number from 0 "
         "to 255."},
        {"1, 5, 1, 1, 1, 1", "1, 0, 1, 1, 1, 1",
         "tiny.tmj:129: layers[0].data[13]: there is no tile 0: paint every hex of layer \"terrain\" with "
         "tiles of an embedded tileset."},
    };
    (void)unused;
    EXPECT(rows);
}

static void objects(void **unused) {
    static const struct broken_row rows[] = {
        {"\"type\": \"track\"", "\"type\": \"path\"",
         "tiny.tmj:166: layers[3].objects[1]: \"path\" is no class of road; there are: main, minor, track."},
        {"\"type\": \"monastery\"", "\"type\": \"church\"",
         "tiny.tmj:234: layers[8].objects[2]: \"church\" is no class of place; maps/README.md lists them."},
        {"\"type\": \"footbridge\"", "\"type\": \"ferry\"",
         "tiny.tmj:219: layers[7].objects[1]: \"ferry\" is no class of bridge; there are: bridge, "
         "footbridge, dam."},
        {"\"type\": \"footbridge\", \"x\": 156, \"y\": 210",
         "\"type\": \"footbridge\", \"x\": 156, \"y\": 219",
         "tiny.tmj:219: layers[7].objects[1]: is not on the middle of a hexside: move it there."},
        {"\"type\": \"track\", \"x\": 234", "\"type\": \"track\", \"x\": 244",
         "tiny.tmj:166: layers[3].objects[1]: point 0 or 1 is not at the centre of a hex of the map: move it "
         "there."},
        {"{\"x\": 26, \"y\": 45}, {\"x\": 0, \"y\": 90}]", "{\"x\": 0, \"y\": 90}]",
         "tiny.tmj:166: layers[3].objects[1]: points 0 and 1 are not centres of neighbours: a link goes hex "
         "by hex."},
        {"\"id\": 4, \"name\": \"\", \"type\": \"river\", \"x\": 182",
         "\"id\": 4, \"name\": \"\", \"type\": \"river\", \"x\": 190",
         "tiny.tmj:192: layers[5].objects[0]: points 0 and 1 are not the two ends of a hexside: go corner by "
         "corner."},
        {"\"x\": 234, \"y\": 120, \"width\": 0, \"height\": 0, \"rotation\": 0",
         "\"x\": 234, \"y\": 120, \"rotation\": 5",
         "tiny.tmj:166: layers[3].objects[1]: is rotated: set its rotation to 0 and move its points "
         "instead."},
    };
    (void)unused;
    EXPECT(rows);
}

static void sense(void **unused) {
    static const struct broken_row rows[] = {
        {"\"type\": \"bridge\"", "\"type\": \"footbridge\"",
         "tiny.tmj: column 2, row 2, hexside E: a road crosses the river without a bridge; set an object "
         "\"bridge\"."},
        {"\"type\": \"footbridge\", \"x\": 156", "\"type\": \"footbridge\", \"x\": 104",
         "tiny.tmj: column 1, row 4, hexside E: a bridge stands where no river flows; move or remove it."},
        {", {\"x\": 260, \"y\": 0}, {\"x\": 286, \"y\": -15}]", "]",
         "tiny.tmj: column 0, row 1, hexside NE: the boundary does not part these hexes: close its gaps, and "
         "see that the municipalities lie on one side of it."},
        {"\"value\": 45}]", "\"value\": 90}]",
         "tiny.tmj: the river Reka flows uphill at column 3, row 4, 440 m above where it was; turn its "
         "course or mend the heights."},
        {"\"type\": \"hamlet\"", "\"type\": \"crossing\"",
         "tiny.tmj: no road crosses the boundary within two hexes of the crossing Zaselak."},
    };
    (void)unused;
    EXPECT(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(grid_and_properties), cmocka_unit_test(layers),
                                       cmocka_unit_test(objects), cmocka_unit_test(sense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
