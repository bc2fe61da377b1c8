/* A .tmj: the document, its grid, its tile layers; objects go to map_objects.c and map_drawing.c. */
#include "map_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TILE_FLIPS 0xf0000000u /* Tiled's marks of turned tiles */

/* Tile layers: name of layer and of the tile property, and where the value goes. */
enum tile_layer { TILES_TERRAIN, TILES_HEIGHT, TILES_DENSITY, TILES_COUNT };
static const char *const tile_names[] = {"terrain", "height", "density"};

static const struct {
    const char *name;
    object_reader *read;
    bool needed;
} object_layers[] = {
    {"roads", objects_road, true},
    {"railway", objects_rail, true},
    {"rivers", objects_river, true},
    {"boundary", objects_boundary, true},
    {"bridges", objects_bridge, true},
    {"places", objects_place, true},
    {"draw-roads", objects_drawing, false},
    {"draw-railway", objects_drawing, false},
    {"draw-rivers", objects_drawing, false},
    {"draw-lakes", objects_drawing, false},
    {"draw-boundary", objects_drawing, false},
    {"draw-woods", objects_drawing, false},
    {"draw-houses", objects_house, false},
};

/* What a tile says for one layer; -1 with a problem at `at`. */
static int tile_value(const struct doc_at *at, json_t *tile, enum tile_layer layer) {
    json_t *value = object_property(tile, tile_names[layer]);
    if (layer == TILES_TERRAIN) {
        const char *word = json_string_value(value);
        for (int i = 0; word && terrain_words[i]; i++)
            if (strcmp(word, terrain_words[i]) == 0)
                return i;
        doc_problem(at, "its tile has no property \"terrain\" with a name of a terrain.");
        return -1;
    }
    long most = layer == TILES_HEIGHT ? 255 : 3;
    if (json_is_integer(value) && json_integer_value(value) >= 0 && json_integer_value(value) <= most)
        return (int)json_integer_value(value);
    doc_problem(at, "its tile has no property \"%s\" with a whole number from 0 to %ld.", tile_names[layer],
                most);
    return -1;
}

/* The tile of a global tile id, NULL without. */
static json_t *find_tile(json_t *tilesets, unsigned long gid) {
    json_t *set, *tile;
    size_t i, j;
    json_array_foreach(tilesets, i, set) {
        json_int_t first = json_integer_value(json_object_get(set, "firstgid"));
        json_array_foreach(json_object_get(set, "tiles"), j,
                           tile) if (first + json_integer_value(json_object_get(tile, "id")) ==
                                     (json_int_t)gid) return tile;
    }
    return NULL;
}

/* Values of tiles that were asked for already: a layer names few tiles often. */
struct tile_cache {
    unsigned long gid[512];
    int value[512];
};

static int cached_value(struct tile_cache *cache, const struct doc_at *item, json_t *tilesets,
                        enum tile_layer layer) {
    unsigned long gid = (unsigned long)json_integer_value(item->value) & ~(unsigned long)TILE_FLIPS;
    size_t slot = gid % 512;
    if (gid != 0 && cache->gid[slot] == gid)
        return cache->value[slot];
    json_t *tile = gid ? find_tile(tilesets, gid) : NULL;
    if (!tile) {
        doc_problem(
            item, "there is no tile %lu: paint every hex of layer \"%s\" with tiles of an embedded tileset.",
            gid, tile_names[layer]);
        return -1;
    }
    int value = tile_value(item, tile, layer);
    cache->gid[slot] = gid;
    cache->value[slot] = value;
    return value;
}

static void read_tiles(struct map_build *build, const struct doc_at *layer, json_t *tilesets,
                       enum tile_layer which) {
    struct map_file *file = build->file;
    struct tile_cache cache = {0};
    struct doc_at data;
    size_t count, problems = layer->doc->problems->count;
    size_t hexes = (size_t)file->cols * file->rows;
    if (!doc_need(layer, "data", &data))
        return;
    if (!json_is_array(data.value)) {
        doc_problem(&data, "should be a plain list of tiles: set the map's tile layer format to CSV.");
        return;
    }
    if (!doc_array(&data, hexes, hexes, &count))
        return;
    for (size_t i = 0; i < count && layer->doc->problems->count < problems + 4; i++) {
        struct doc_at item = {.doc = data.doc, .value = json_array_get(data.value, i)};
        if (!json_is_integer(item.value) ||
            cache.gid[(unsigned long)json_integer_value(item.value) % 512] == 0)
            item = doc_item(&data, i);
        int value = cached_value(&cache, &item, tilesets, which);
        if (value < 0)
            continue;
        if (which == TILES_TERRAIN)
            file->hex[i].terrain = (uint8_t)value;
        else if (which == TILES_HEIGHT)
            file->hex[i].height = (uint8_t)value;
        else
            file->hex[i].density = (uint8_t)value;
    }
}

static void read_objects(struct map_build *build, const struct doc_at *layer, object_reader *read) {
    struct doc_at list;
    size_t count;
    if (!doc_need(layer, "objects", &list) || !doc_array(&list, 0, 1u << 20, &count))
        return;
    for (size_t i = 0; i < count && !build->no_memory; i++) {
        struct doc_at at = doc_item(&list, i);
        struct map_object object;
        if (object_read(&at, &object))
            read(build, &object);
        object_finish(&object);
    }
}

/* The layer of a name; false (without a problem) when there is none. */
static bool find_layer(const struct doc_at *layers, const char *name, struct doc_at *out) {
    json_t *layer;
    size_t i;
    json_array_foreach(layers->value, i, layer) {
        const char *given = json_string_value(json_object_get(layer, "name"));
        if (given && strcmp(given, name) == 0) {
            *out = doc_item(layers, i);
            return true;
        }
    }
    return false;
}

static void read_layers(struct map_build *build, const struct doc_at *root) {
    struct doc_at layers, layer;
    size_t count;
    json_t *tilesets = json_object_get(root->value, "tilesets");
    if (!doc_need(root, "layers", &layers) || !doc_array(&layers, 1, 256, &count))
        return;
    for (int i = 0; i < TILES_COUNT; i++) {
        if (find_layer(&layers, tile_names[i], &layer))
            read_tiles(build, &layer, tilesets, (enum tile_layer)i);
        else
            doc_problem(&layers, "the tile layer \"%s\" is missing.", tile_names[i]);
    }
    for (size_t i = 0; i < sizeof object_layers / sizeof object_layers[0]; i++) {
        if (find_layer(&layers, object_layers[i].name, &layer))
            read_objects(build, &layer, object_layers[i].read);
        else if (object_layers[i].needed)
            doc_problem(&layers, "the object layer \"%s\" is missing; it may be empty.",
                        object_layers[i].name);
    }
    if (find_layer(&layers, "municipalities", &layer)) {
        beyond_begin(build);
        read_objects(build, &layer, objects_municipality);
    }
    beyond_end(build);
}

/* A text or number that must be what the format fixes. */
static void need_fixed(const struct doc_at *root, const char *key, const char *text, long number) {
    struct doc_at member;
    if (!doc_need(root, key, &member))
        return;
    const char *given = json_string_value(member.value);
    if (text && (!given || strcmp(given, text) != 0))
        doc_problem(&member, "should be \"%s\".", text);
    else if (!text && (!json_is_integer(member.value) || json_integer_value(member.value) != number))
        doc_problem(&member, "should be %ld.", number);
}

static void read_properties(struct map_file *file, const struct doc_at *root) {
    json_t *format = object_property(root->value, "format"), *epsg = object_property(root->value, "epsg");
    json_t *x = object_property(root->value, "origin_x"), *y = object_property(root->value, "origin_y");
    const char *credit = json_string_value(object_property(root->value, "credit"));
    if (!json_is_integer(format) || json_integer_value(format) != 1)
        doc_problem(root, "the map property \"format\" should be the whole number 1.");
    if (!json_is_integer(epsg))
        doc_problem(root, "the map property \"epsg\" should be the whole number of a coordinate system.");
    if (!json_is_number(x) || !json_is_number(y))
        doc_problem(root, "the map properties \"origin_x\" and \"origin_y\" should be numbers, metres.");
    if (json_number_value(object_property(root->value, "hex_m")) != 500)
        doc_problem(root, "the map property \"hex_m\" should be 500, metres across a hex.");
    if (!credit)
        doc_problem(root, "the map property \"credit\" should name the sources of the map.");
    file->epsg = (int)json_integer_value(epsg);
    file->origin_x = json_number_value(x);
    file->origin_y = json_number_value(y);
    snprintf(file->credit, sizeof file->credit, "%s", credit ? credit : "");
}

static bool read_grid(struct map_file *file, const struct doc_at *root) {
    long cols = 0, rows = 0;
    need_fixed(root, "orientation", "hexagonal", 0);
    need_fixed(root, "staggeraxis", "y", 0);
    need_fixed(root, "staggerindex", "odd", 0);
    need_fixed(root, "tilewidth", NULL, GRID_TILE_WIDTH);
    need_fixed(root, "tileheight", NULL, GRID_TILE_HEIGHT);
    need_fixed(root, "hexsidelength", NULL, GRID_SIDE);
    if (!doc_need_int(root, "width", 1, 1000, &cols) || !doc_need_int(root, "height", 1, 1000, &rows))
        return false;
    file->cols = (uint16_t)cols;
    file->rows = (uint16_t)rows;
    file->hex = calloc((size_t)cols * (size_t)rows, sizeof *file->hex);
    return file->hex != NULL;
}

/* The map of an open document, which is closed. */
static struct map_file *read_document(struct doc *doc) {
    struct problems *problems = doc->problems;
    const char *path = doc->file;
    size_t before = problems->count;
    struct map_build build = {.file = calloc(1, sizeof *build.file)};
    struct doc_at root = doc_root(doc);
    if (build.file && doc_object(&root) && read_grid(build.file, &root)) {
        read_properties(build.file, &root);
        read_layers(&build, &root);
    }
    doc_close(doc);
    if (build.no_memory || !build.file || !build.file->hex) {
        if (problems->count == before)
            problem_add(problems, "%s: there is not enough memory to read it.", path);
    }
    if (problems->count > before) {
        map_file_destroy(build.file);
        return NULL;
    }
    return build.file;
}

struct map_file *map_read(const char *path, crypto_generichash_state *hash, struct problems *problems) {
    struct doc doc;
    return doc_open(&doc, path, hash, problems) ? read_document(&doc) : NULL;
}

struct map_file *map_file_read(const char *path, struct problems *problems) {
    return map_read(path, NULL, problems);
}

struct map_file *map_file_parse(const char *name, const char *text, size_t size, struct problems *problems) {
    struct doc doc;
    return doc_open_text(&doc, name, text, size, NULL, problems) ? read_document(&doc) : NULL;
}

void map_file_destroy(struct map_file *file) {
    if (!file)
        return;
    for (size_t i = 0; i < file->lines; i++)
        free(file->line[i].xy);
    free(file->line);
    free(file->place);
    free(file->house);
    free(file->hex);
    free(file);
}
