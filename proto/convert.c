/* Memory of messages, and reading of numbers within ranges. */
#include "convert_room.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 8192
#define FIRST_BYTES 1536 /* an envelope with its order */
#define ALIGNMENT   16

struct convert_block {
    struct convert_block *next;
    size_t used, room;
    _Alignas(ALIGNMENT) uint8_t bytes[];
};

static struct convert_block *block_make(size_t room, struct convert_block *next) {
    struct convert_block *block = malloc(sizeof(*block) + room);
    if (block) {
        *block = (struct convert_block){.next = next, .room = room};
    }
    return block;
}

void *convert_alloc(struct convert_arena *arena, size_t size) {
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct convert_block *block = arena->blocks;
    if (!block || block->room - block->used < size) {
        block = block_make(size > BLOCK_BYTES ? size : BLOCK_BYTES, block);
        if (!block) {
            abort();
        }
        arena->blocks = block;
    }
    void *place = block->bytes + block->used;
    block->used += size;
    memset(place, 0, size);
    return place;
}

void convert_arena_free(struct convert_arena *arena) {
    while (arena->blocks) {
        struct convert_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}

void *convert_array(struct convert_arena *arena, size_t count, size_t each) {
    return count ? convert_alloc(arena, count * each) : NULL;
}

uint32_t *convert_path(struct convert_arena *arena, const uint8_t *path, size_t length) {
    uint32_t *out = convert_array(arena, length, sizeof(*out));
    for (size_t i = 0; i < length; i++) {
        out[i] = path[i];
    }
    return out;
}

/* Memory of one unpacked envelope: the envelope itself, then what protobuf-c asked for, in blocks that are
 * freed at once; it lies itself at the beginning of the first. What protobuf-c gives back in between is not used again, and
 * counts. */
struct unpacked {
    struct convert_block *blocks;
    size_t left;
    Ibar__V1__Envelope envelope;
};

#define UNPACKED_BYTES ((sizeof(struct unpacked) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1))

static void unpacked_finish(struct unpacked *unpacked) {
    struct convert_arena blocks = {unpacked->blocks};
    convert_arena_free(&blocks);
}

static void *unpacked_alloc(void *ctx, size_t size) {
    struct unpacked *unpacked = ctx;
    if (size > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size > unpacked->left) {
        return NULL;
    }
    unpacked->left -= size;
    struct convert_block *block = unpacked->blocks;
    if (block->room - block->used < size) {
        struct convert_block *grown = block_make(size > BLOCK_BYTES ? size : BLOCK_BYTES, block);
        if (!grown) {
            return NULL;
        }
        unpacked->blocks = block = grown;
    }
    void *place = block->bytes + block->used;
    block->used += size;
    return place;
}

static void unpacked_free(void *ctx, void *pointer) {
    (void)ctx;
    (void)pointer;
}

static struct unpacked *unpacked_of(Ibar__V1__Envelope *envelope) {
    return (struct unpacked *)((uint8_t *)envelope - offsetof(struct unpacked, envelope));
}

Ibar__V1__Envelope *convert_unpack(const uint8_t *bytes, size_t size, size_t limit) {
    struct convert_block *block = block_make(FIRST_BYTES, NULL);
    if (!block) {
        return NULL;
    }
    struct unpacked *unpacked = (struct unpacked *)(void *)block->bytes;
    block->used = UNPACKED_BYTES;
    unpacked->blocks = block;
    unpacked->left = limit;
    ProtobufCAllocator allocator = {
        .alloc = unpacked_alloc, .free = unpacked_free, .allocator_data = unpacked};
    Ibar__V1__Envelope *envelope = ibar__v1__envelope__unpack(&allocator, size, bytes);
    if (!envelope) {
        unpacked_finish(unpacked);
        return NULL;
    }
    /* A message may be copied; what it points to stays in the blocks. */
    unpacked->envelope = *envelope;
    return &unpacked->envelope;
}

void convert_envelope_free(Ibar__V1__Envelope *envelope) {
    if (!envelope) {
        return;
    }
    unpacked_finish(unpacked_of(envelope));
}

void reading_fail(struct reading *reading, const char *field, const char *format, ...) {
    if (reading->bad) {
        return;
    }
    reading->bad = true;
    reading->field = field;
    if (reading->size > 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(reading->why, reading->size, format, arguments);
        va_end(arguments);
    }
}

uint32_t reading_take(struct reading *reading, const char *field, uint32_t value, uint32_t most) {
    if (value > most) {
        reading_fail(reading, field, "The field %s is %u: it must be 0 to %u.", field, value, most);
        return 0;
    }
    return value;
}

uint32_t reading_take_or(struct reading *reading, const char *field, uint32_t value, uint32_t most,
                         uint32_t none) {
    if (value == none) {
        return none;
    }
    if (value > most) {
        reading_fail(reading, field, "The field %s is %u: it must be 0 to %u, or %u for none.", field, value,
                     most, none);
        return 0;
    }
    return value;
}

int32_t reading_take_signed(struct reading *reading, const char *field, int32_t value, int32_t least,
                            int32_t most) {
    if (value < least || value > most) {
        reading_fail(reading, field, "The field %s is %d: it must be %d to %d.", field, value, least, most);
        return 0;
    }
    return value;
}

bool reading_count(struct reading *reading, const char *field, size_t count, size_t most) {
    if (count > most) {
        reading_fail(reading, field, "The field %s has %zu entries: at most %zu are allowed.", field, count,
                     most);
        return false;
    }
    return true;
}

hex_t reading_hex(struct reading *reading, const char *field, uint32_t value) {
    assert(reading->scenario && reading->scenario->map.count > 0);
    return (hex_t)reading_take_or(reading, field, value, reading->scenario->map.count - 1u, HEX_NONE);
}

uint8_t reading_side(struct reading *reading, const char *field, uint32_t value) {
    return (uint8_t)reading_take_or(reading, field, value, reading->scenario->sides - 1u, SIDE_NONE);
}

uint8_t reading_type(struct reading *reading, const char *field, uint32_t value) {
    if (reading->scenario->rules.types == 0) {
        return (uint8_t)reading_take_or(reading, field, value, 0, TYPE_NONE);
    }
    return (uint8_t)reading_take_or(reading, field, value, reading->scenario->rules.types - 1u, TYPE_NONE);
}

uint8_t reading_path(struct reading *reading, const char *field, size_t count, const uint32_t *values,
                     uint8_t path[PATH_MAX_HEXES]) {
    if (!reading_count(reading, field, count, PATH_MAX_HEXES)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        path[i] = (uint8_t)reading_take(reading, field, values[i], DIR_COUNT - 1);
    }
    return (uint8_t)count;
}
