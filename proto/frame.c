/* Frames out of a stream of bytes: bounded and incremental. The head is judged as soon as its last byte is
 * there, so that a length above the limit never makes the buffer grow. */
#include "frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_MIN 512
/* An idle connection keeps no more than this. */
#define ROOM_IDLE 4096

size_t frame_head(uint8_t out[FRAME_HEAD_MAX], uint32_t size) {
    size_t used = 0;
    while (size >= 0x80) {
        out[used++] = (uint8_t)(size | 0x80);
        size >>= 7;
    }
    out[used++] = (uint8_t)size;
    assert(used <= FRAME_HEAD_MAX);
    return used;
}

void frame_reader_init(struct frame_reader *reader, size_t limit) {
    memset(reader, 0, sizeof(*reader));
    reader->limit = limit;
}

void frame_reader_finish(struct frame_reader *reader) {
    free(reader->bytes);
    memset(reader, 0, sizeof(*reader));
}

static void reader_compact(struct frame_reader *reader) {
    if (reader->start == 0) {
        return;
    }
    memmove(reader->bytes, reader->bytes + reader->start, reader->end - reader->start);
    reader->end -= reader->start;
    reader->start = 0;
}

enum frame_result frame_reader_add(struct frame_reader *reader, const uint8_t *bytes, size_t size) {
    assert(reader->start <= reader->end && reader->end <= reader->room);
    if (size == 0) {
        return FRAME_NONE;
    }
    if (reader->room - reader->end < size) {
        reader_compact(reader);
    }
    if (reader->room - reader->end < size) {
        if (size > SIZE_MAX / 2 - reader->end) {
            return FRAME_NO_MEMORY;
        }
        size_t need = reader->end + size;
        size_t room = reader->room ? reader->room : ROOM_MIN;
        while (room < need) {
            room *= 2;
        }
        size_t most = reader->limit + FRAME_HEAD_MAX + size;
        if (room > most && most >= need) {
            room = most;
        }
        uint8_t *grown = realloc(reader->bytes, room);
        if (!grown) {
            return FRAME_NO_MEMORY;
        }
        reader->bytes = grown;
        reader->room = room;
    }
    memcpy(reader->bytes + reader->end, bytes, size);
    reader->end += size;
    return FRAME_NONE;
}

/* Reads the varint at the front. FRAME_NONE while bytes of it are missing. */
static enum frame_result head_read(const uint8_t *bytes, size_t size, uint32_t *length, size_t *used) {
    uint32_t value = 0;
    for (size_t i = 0; i < size && i < FRAME_HEAD_MAX; i++) {
        uint8_t byte = bytes[i];
        if (i == FRAME_HEAD_MAX - 1 && byte > 0x0f) {
            return FRAME_BAD_LENGTH;
        }
        value |= (uint32_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80)) {
            *length = value;
            *used = i + 1;
            return FRAME_READY;
        }
    }
    return FRAME_NONE;
}

enum frame_result frame_reader_next(struct frame_reader *reader, const uint8_t **envelope, size_t *size) {
    assert(reader->start <= reader->end && reader->end <= reader->room);
    size_t held = reader->end - reader->start;
    if (held == 0) {
        reader->start = reader->end = 0;
        if (reader->room > ROOM_IDLE) {
            free(reader->bytes);
            reader->bytes = NULL;
            reader->room = 0;
        }
        return FRAME_NONE;
    }
    uint32_t length = 0;
    size_t used = 0;
    enum frame_result result = head_read(reader->bytes + reader->start, held, &length, &used);
    if (result != FRAME_READY) {
        return result;
    }
    if (length > reader->limit) {
        return FRAME_TOO_LONG;
    }
    if (held - used < length) {
        return FRAME_NONE;
    }
    *envelope = reader->bytes + reader->start + used;
    *size = length;
    reader->start += used + length;
    return FRAME_READY;
}
