/* Objects for the rules: roads and railway along hex centres, rivers and boundary along hexsides, bridges. */
#include "map_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *object_property(const json_t *value, const char *name) {
    json_t *list = json_object_get(value, "properties"), *item;
    size_t i;
    json_array_foreach(list, i, item) {
        const char *given = json_string_value(json_object_get(item, "name"));
        if (given && strcmp(given, name) == 0)
            return json_object_get(item, "value");
    }
    return NULL;
}

void object_text(const struct map_object *object, const char *name, char *out, size_t size) {
    const char *text = json_string_value(object_property(object->at.value, name));
    size_t length = text ? strlen(text) : 0;
    if (length >= size) { /* cut between characters of UTF-8 */
        length = size - 1;
        while (length > 0 && (text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(out, text ? text : "", length);
    out[length] = '\0';
}

static bool read_points(struct map_object *out, const json_t *list, struct grid_point origin) {
    size_t count = json_array_size(list), i;
    json_t *item;
    out->point = calloc(count ? count : 1, sizeof *out->point);
    if (!out->point)
        return false;
    json_array_foreach(list, i, item) {
        json_t *x = json_object_get(item, "x"), *y = json_object_get(item, "y");
        if (!json_is_number(x) || !json_is_number(y)) {
            doc_problem(&out->at, "point %zu should be {\"x\": NUMBER, \"y\": NUMBER}.", i);
            return false;
        }
        out->point[i] = (struct grid_point){origin.x + json_number_value(x), origin.y + json_number_value(y)};
    }
    out->points = count;
    return true;
}

bool object_read(const struct doc_at *at, struct map_object *out) {
    *out = (struct map_object){.at = *at};
    json_t *x = json_object_get(at->value, "x"), *y = json_object_get(at->value, "y");
    const char *class_ = json_string_value(json_object_get(at->value, "type"));
    if (!class_) /* Tiled 1.9 called it so */
        class_ = json_string_value(json_object_get(at->value, "class"));
    if (!json_is_number(x) || !json_is_number(y)) {
        doc_problem(at, "should be an object with \"x\" and \"y\" in pixels.");
        return false;
    }
    if (json_number_value(json_object_get(at->value, "rotation")) != 0) {
        doc_problem(at, "is rotated: set its rotation to 0 and move its points instead.");
        return false;
    }
    snprintf(out->class_, sizeof out->class_, "%s", class_ ? class_ : "");
    struct grid_point origin = {json_number_value(x), json_number_value(y)};
    const json_t *line = json_object_get(at->value, "polyline"),
                 *ring = json_object_get(at->value, "polygon");
    out->closed = ring != NULL;
    if (line || ring)
        return read_points(out, line ? line : ring, origin);
    out->point = calloc(1, sizeof *out->point);
    if (!out->point)
        return false;
    out->point[0] = origin;
    out->points = 1;
    return true;
}

void object_finish(struct map_object *object) {
    free(object->point);
    object->point = NULL;
}

/* Sets what lies on a hexside, as seen from both of its hexes. */
static void set_side(struct map_file *file, int col, int row, int dir, uint8_t bits) {
    int col2, row2;
    hex_step(col, row, dir, &col2, &row2);
    if (map_file_inside(file, col, row))
        map_file_hex(file, col, row)->hexside[dir] |= bits;
    if (map_file_inside(file, col2, row2))
        map_file_hex(file, col2, row2)->hexside[dir_opposite(dir)] |= bits;
}

/* The step of a link layer from point `i` to the next: neighbouring hex centres. */
static bool link_step(const struct map_file *file, const struct map_object *object, size_t i, int *col,
                      int *row, int *dir) {
    int col2, row2;
    grid_hex(object->point[i], col, row);
    grid_hex(object->point[i + 1], &col2, &row2);
    if (!grid_near(object->point[i], grid_centre(*col, *row)) ||
        !grid_near(object->point[i + 1], grid_centre(col2, row2)) || !map_file_inside(file, *col, *row) ||
        !map_file_inside(file, col2, row2)) {
        doc_problem(&object->at, "point %zu or %zu is not at the centre of a hex of the map: move it there.",
                    i, i + 1);
        return false;
    }
    for (*dir = 0; *dir < DIR_COUNT; ++*dir) {
        int c, r;
        hex_step(*col, *row, *dir, &c, &r);
        if (c == col2 && r == row2)
            return true;
    }
    doc_problem(&object->at, "points %zu and %zu are not centres of neighbours: a link goes hex by hex.", i,
                i + 1);
    return false;
}

void objects_road(struct map_build *build, const struct map_object *object) {
    static const char *const words[] = {"", "track", "minor", "main"};
    int road = ROAD_MAIN;
    while (road > ROAD_NONE && strcmp(words[road], object->class_) != 0)
        road--;
    if (road == ROAD_NONE) {
        doc_problem(&object->at, "\"%s\" is no class of road; there are: main, minor, track.",
                    object->class_);
        return;
    }
    for (size_t i = 0; i + 1 < object->points; i++) {
        int col, row, dir, col2, row2;
        if (!link_step(build->file, object, i, &col, &row, &dir))
            return;
        hex_step(col, row, dir, &col2, &row2);
        uint8_t *here = &map_file_hex(build->file, col, row)->road[dir];
        if (*here < road) /* the better of two roads over one hexside */
            *here = map_file_hex(build->file, col2, row2)->road[dir_opposite(dir)] = (uint8_t)road;
    }
}

void objects_rail(struct map_build *build, const struct map_object *object) {
    for (size_t i = 0; i + 1 < object->points; i++) {
        int col, row, dir;
        if (!link_step(build->file, object, i, &col, &row, &dir))
            return;
        set_side(build->file, col, row, dir, HEXSIDE_RAIL);
    }
}

static void walk_sides(struct map_build *build, const struct map_object *object, uint8_t bits) {
    for (size_t i = 0; i + 1 < object->points; i++) {
        int col, row, dir;
        if (!grid_side_between(object->point[i], object->point[i + 1], &col, &row, &dir)) {
            doc_problem(&object->at,
                        "points %zu and %zu are not the two ends of a hexside: go corner by corner.", i,
                        i + 1);
            return;
        }
        set_side(build->file, col, row, dir, bits);
    }
}

void objects_river(struct map_build *build, const struct map_object *object) {
    walk_sides(build, object, HEXSIDE_RIVER);
}

void objects_boundary(struct map_build *build, const struct map_object *object) {
    walk_sides(build, object, HEXSIDE_BOUNDARY);
}

void objects_bridge(struct map_build *build, const struct map_object *object) {
    int col, row, dir;
    bool foot = strcmp(object->class_, "footbridge") == 0;
    if (!foot && strcmp(object->class_, "bridge") != 0 && strcmp(object->class_, "dam") != 0) {
        doc_problem(&object->at, "\"%s\" is no class of bridge; there are: bridge, footbridge, dam.",
                    object->class_);
        return;
    }
    if (!grid_side_at(object->point[0], &col, &row, &dir)) {
        doc_problem(&object->at, "is not on the middle of a hexside: move it there.");
        return;
    }
    set_side(build->file, col, row, dir, foot ? HEXSIDE_FOOTBRIDGE : HEXSIDE_BRIDGE);
}
