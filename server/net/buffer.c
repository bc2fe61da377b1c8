#include "buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_LEAST 1024
#define ROOM_KEPT  (64 * 1024) /* an idle connection keeps no more */

uint8_t *buffer_reserve(struct buffer *buffer, size_t size) {
    assert(buffer->start <= buffer->end && buffer->end <= buffer->room);
    if (buffer->room - buffer->end >= size && buffer->bytes)
        return buffer->bytes + buffer->end;
    size_t held = buffer_size(buffer);
    if (buffer->start > 0) {
        memmove(buffer->bytes, buffer->bytes + buffer->start, held);
        buffer->start = 0;
        buffer->end = held;
    }
    if (buffer->room - held < size || !buffer->bytes) {
        size_t room = buffer->room ? buffer->room : ROOM_LEAST;
        while (room - held < size)
            room *= 2;
        uint8_t *bytes = realloc(buffer->bytes, room);
        if (!bytes)
            return NULL;
        buffer->bytes = bytes;
        buffer->room = room;
    }
    return buffer->bytes + buffer->end;
}

bool buffer_append(struct buffer *buffer, const void *bytes, size_t size) {
    uint8_t *to = buffer_reserve(buffer, size);
    if (!to)
        return false;
    if (size > 0)
        memcpy(to, bytes, size);
    buffer->end += size;
    return true;
}

void buffer_consume(struct buffer *buffer, size_t size) {
    assert(size <= buffer_size(buffer));
    buffer->start += size;
    if (buffer->start < buffer->end)
        return;
    buffer->start = buffer->end = 0;
    if (buffer->room > ROOM_KEPT)
        buffer_finish(buffer);
}

void buffer_finish(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
