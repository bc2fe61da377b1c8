#include "kept.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void text_of(char *out, size_t size, json_t *row, const char *name) {
    const char *text = json_string_value(json_object_get(row, name));
    snprintf(out, size, "%s", text ? text : "");
}

void kept_open(struct kept *kept, const char *path) {
    memset(kept, 0, sizeof *kept);
    if (!path || !path[0])
        return;
    snprintf(kept->path, sizeof kept->path, "%s", path);
    json_t *root = json_load_file(path, 0, NULL), *row;
    size_t index;
    json_array_foreach(root, index, row) {
        struct kept_place *place = &kept->place[kept->count];
        text_of(place->address, sizeof place->address, row, "address");
        text_of(place->token, sizeof place->token, row, "token");
        text_of(place->game, sizeof place->game, row, "game");
        text_of(place->scenario, sizeof place->scenario, row, "scenario");
        text_of(place->side, sizeof place->side, row, "side");
        place->number = (uint64_t)json_integer_value(json_object_get(row, "number"));
        place->role = (int)json_integer_value(json_object_get(row, "role"));
        bool whole = place->address[0] && place->token[0] && place->role >= SEAT_PLAYER &&
                     place->role <= SEAT_SPECTATOR;
        if (whole && ++kept->count == KEPT_MAX)
            break;
    }
    json_decref(root);
}

/* Into a new file that takes the place of the old one: it is whole at any time, and nobody else's to read. */
static void kept_write(const struct kept *kept) {
    char part[520];
    if (!kept->path[0])
        return;
    json_t *root = json_array();
    for (size_t i = 0; i < kept->count; i++) {
        const struct kept_place *place = &kept->place[i];
        json_array_append_new(root, json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:i}", "address", place->address, "token",
                                              place->token, "game", place->game, "scenario", place->scenario,
                                              "side", place->side, "number",
                                              (json_int_t)place->number, "role", place->role));
    }
    snprintf(part, sizeof part, "%s.part", kept->path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool well = fd >= 0 && json_dumpfd(root, fd, JSON_INDENT(1)) == 0;
    well = (fd < 0 || close(fd) == 0) && well;
    if (well)
        rename(part, kept->path);
    json_decref(root);
}

static void take_out(struct kept *kept, size_t index) {
    memmove(&kept->place[index], &kept->place[index + 1], (kept->count - index - 1) * sizeof kept->place[0]);
    kept->count--;
}

static bool take_token(struct kept *kept, const char *token) {
    for (size_t i = 0; i < kept->count; i++) {
        if (strcmp(kept->place[i].token, token) != 0)
            continue;
        take_out(kept, i);
        return true;
    }
    return false;
}

void kept_add(struct kept *kept, const struct kept_place *place) {
    const struct kept_place *last = kept->count > 0 ? &kept->place[kept->count - 1] : NULL;
    if (!place->token[0] || (last && memcmp(last, place, sizeof *place) == 0))
        return;
    take_token(kept, place->token);
    if (kept->count == KEPT_MAX)
        take_out(kept, 0);
    kept->place[kept->count++] = *place;
    kept_write(kept);
}

void kept_remove(struct kept *kept, const char *token) {
    if (take_token(kept, token))
        kept_write(kept);
}

const struct kept_place *kept_find(const struct kept *kept, const char *address, uint64_t number, const char *side) {
    for (size_t i = kept->count; i-- > 0;) {
        const struct kept_place *place = &kept->place[i];
        if (place->role == SEAT_PLAYER && place->number == number && strcmp(place->address, address) == 0 &&
            strcmp(place->side, side) == 0)
            return place;
    }
    return NULL;
}

const struct kept_place *kept_at(const struct kept *kept, const char *address, size_t index) {
    for (size_t i = kept->count; i-- > 0;)
        if (strcmp(kept->place[i].address, address) == 0 && index-- == 0)
            return &kept->place[i];
    return NULL;
}
