/* Places, and objects that only make the picture better. */
#include "map_build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for one more item in a growing list. NULL when memory runs out. */
static void *grow(struct map_build *build, void *list, size_t count, size_t *room, size_t size) {
    if (count < *room)
        return list;
    size_t more = *room ? *room * 2 : 256;
    void *bigger = realloc(list, more * size);
    if (!bigger) {
        build->no_memory = true;
        return NULL;
    }
    *room = more;
    return bigger;
}

void objects_place(struct map_build *build, const struct map_object *object) {
    static const char *const classes[] = {"city",     "town",    "village",  "hamlet", "monastery",
                                          "fortress", "mine",    "crossing", "dam",    "lake",
                                          "base",     "station", "pass",     "peak",   NULL};
    struct map_file *file = build->file;
    struct map_place *list = grow(build, file->place, file->places, &build->place_room, sizeof *list);
    int known = 0, col, row;
    if (!list)
        return;
    file->place = list;
    while (classes[known] && strcmp(classes[known], object->class_) != 0)
        known++;
    grid_hex(object->point[0], &col, &row);
    if (!classes[known])
        doc_problem(&object->at, "\"%s\" is no class of place; maps/README.md lists them.", object->class_);
    else if (!map_file_inside(file, col, row))
        doc_problem(&object->at, "lies outside the map: move it into a hex.");
    if (!classes[known] || !map_file_inside(file, col, row))
        return;
    struct map_place *place = &list[file->places++];
    *place = (struct map_place){
        .cultural = json_is_true(object_property(object->at.value, "cultural")),
        .rank = (uint16_t)json_integer_value(object_property(object->at.value, "rank")),
        .height_m = (int16_t)json_integer_value(object_property(object->at.value, "height_m")),
        .x = (float)(object->point[0].x * GRID_METRES_X),
        .y = (float)(object->point[0].y * GRID_METRES_Y),
        .col = (uint16_t)col,
        .row = (uint16_t)row,
    };
    snprintf(place->class_, sizeof place->class_, "%s", classes[known]);
    object_text(object, "name_sr", place->name_sr, sizeof place->name_sr);
    object_text(object, "name_sq", place->name_sq, sizeof place->name_sq);
    if (place->cultural)
        map_file_hex(file, col, row)->flags |= MAP_HEX_CULTURAL;
}

/* The class of a line by layer and class of the object; -1 when there is none. */
static int line_class(const struct map_object *object) {
    static const struct {
        const char *name;
        int class_;
    } rows[] = {
        {"main", LINE_ROAD_MAIN},
        {"regional", LINE_ROAD_REGIONAL},
        {"tertiary", LINE_ROAD_TERTIARY},
        {"minor", LINE_ROAD_MINOR},
        {"track", LINE_TRACK},
        {"rail", LINE_RAIL},
        {"river", LINE_RIVER},
        {"stream", LINE_STREAM},
        {"lake", LINE_LAKE},
        {"boundary", LINE_BOUNDARY},
        {"wood", LINE_WOOD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].name, object->class_) == 0)
            return rows[i].class_;
    return -1;
}

void objects_drawing(struct map_build *build, const struct map_object *object) {
    struct map_file *file = build->file;
    int class_ = line_class(object);
    if (class_ < 0) {
        doc_problem(&object->at, "\"%s\" is no class of line; maps/README.md lists them.", object->class_);
        return;
    }
    struct map_line *list = grow(build, file->line, file->lines, &build->line_room, sizeof *list);
    if (!list)
        return;
    file->line = list;
    float *xy = malloc(sizeof *xy * 2 * (object->points ? object->points : 1));
    if (!xy) {
        build->no_memory = true;
        return;
    }
    for (size_t i = 0; i < object->points; i++) {
        xy[2 * i] = (float)(object->point[i].x * GRID_METRES_X);
        xy[2 * i + 1] = (float)(object->point[i].y * GRID_METRES_Y);
    }
    struct map_line *line = &list[file->lines++];
    *line = (struct map_line){
        .class_ = (uint8_t)class_,
        .closed = object->closed,
        .main = json_is_true(object_property(object->at.value, "main")),
        .points = (uint32_t)object->points,
        .xy = xy,
    };
    object_text(object, "name_sr", line->name_sr, sizeof line->name_sr);
    object_text(object, "name_sq", line->name_sq, sizeof line->name_sq);
    object_text(object, "ref", line->ref, sizeof line->ref);
}

void objects_house(struct map_build *build, const struct map_object *object) {
    struct map_file *file = build->file;
    float *list = grow(build, file->house, file->houses, &build->house_room, 2 * sizeof *list);
    if (!list)
        return;
    file->house = list;
    list[2 * file->houses] = (float)(object->point[0].x * GRID_METRES_X);
    list[2 * file->houses + 1] = (float)(object->point[0].y * GRID_METRES_Y);
    file->houses++;
}
