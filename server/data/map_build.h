/* A map being read: what map_file.c (document, tiles), map_objects.c (objects for the rules) and
 * map_drawing.c (objects for the picture) share. */
#ifndef IBAR_DATA_MAP_BUILD_H
#define IBAR_DATA_MAP_BUILD_H

#include "map_grid.h"
#include "reading.h"

struct map_build {
    struct map_file *file;
    size_t line_room, place_room, house_room;
    bool no_memory;
};

/* One object of an object layer. Points are map pixels; `point` belongs to the object until object_finish. */
struct map_object {
    struct doc_at at;
    char class_[24];
    size_t points;
    struct grid_point *point;
    bool closed;
};
/* False with a problem. Free with object_finish in either case. */
bool object_read(const struct doc_at *at, struct map_object *out);
void object_finish(struct map_object *object);
/* A custom property of Tiled; NULL when there is none of this name. */
json_t *object_property(const json_t *value, const char *name);
/* A text property, cut to `size`; "" when missing. */
void object_text(const struct map_object *object, const char *name, char *out, size_t size);

/* Reads one object of a layer into the map. */
typedef void object_reader(struct map_build *build, const struct map_object *object);
object_reader objects_road, objects_rail, objects_river, objects_boundary, objects_bridge; /* map_objects.c */
object_reader objects_place, objects_drawing, objects_house;                               /* map_drawing.c */

/* Sets flags MAP_HEX_BEYOND from the polygons of the municipalities (map_beyond.c), then MAP_HEX_EXIT. */
object_reader objects_municipality;
void beyond_begin(struct map_build *build);
void beyond_end(struct map_build *build);

static inline bool map_file_inside(const struct map_file *file, int col, int row) {
    return col >= 0 && row >= 0 && col < file->cols && row < file->rows;
}
static inline struct map_hex *map_file_hex(struct map_file *file, int col, int row) {
    return &file->hex[(size_t)row * file->cols + (size_t)col];
}

#endif
