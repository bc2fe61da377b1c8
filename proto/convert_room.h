/* What the files of convert share with each other and nobody else: reading numbers of a message within
 * ranges. */
#ifndef IBAR_PROTO_CONVERT_ROOM_H
#define IBAR_PROTO_CONVERT_ROOM_H

#include "convert.h"

/* Reading one message. The first number out of range is kept in `why`; what follows reads as 0. */
struct reading {
    const struct scenario *scenario; /* may be NULL where no number hangs on it */
    char *why;
    size_t size;
    const char *field; /* the first field that is wrong */
    bool bad;
};

/* Notes that a field is wrong; `why` gets the sentence unless one is there. */
void reading_fail(struct reading *reading, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `value` when it lies in 0 .. most, else 0 with the failure noted. */
uint32_t reading_take(struct reading *reading, const char *field, uint32_t value, uint32_t most);
/* The same, but `none` stands for "none" too. */
uint32_t reading_take_or(struct reading *reading, const char *field, uint32_t value, uint32_t most,
                         uint32_t none);
int32_t reading_take_signed(struct reading *reading, const char *field, int32_t value, int32_t least,
                            int32_t most);
/* True when `count` is at most `most`. */
bool reading_count(struct reading *reading, const char *field, size_t count, size_t most);
hex_t reading_hex(struct reading *reading, const char *field, uint32_t value);
uint8_t reading_side(struct reading *reading, const char *field, uint32_t value);
uint8_t reading_type(struct reading *reading, const char *field, uint32_t value);
/* A path of directions; returns its length. */
uint8_t reading_path(struct reading *reading, const char *field, size_t count, const uint32_t *values,
                     uint8_t path[PATH_MAX_HEXES]);

void reading_order(struct reading *reading, const Ibar__V1__Order *message, struct order *out);

/* An array of `count` pointers or numbers for a repeated field; NULL for none. */
void *convert_array(struct convert_arena *arena, size_t count, size_t each);
uint32_t *convert_path(struct convert_arena *arena, const uint8_t *path, size_t length);

#endif
