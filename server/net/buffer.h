/* Bytes on their way out: appended at the end, consumed at the start. All-zero is empty. */
#ifndef IBAR_NET_BUFFER_H
#define IBAR_NET_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *bytes;
    size_t start, end, room;
};

static inline size_t buffer_size(const struct buffer *buffer) {
    return buffer->end - buffer->start;
}
static inline const uint8_t *buffer_bytes(const struct buffer *buffer) {
    return buffer->bytes + buffer->start;
}

/* Room for `size` bytes at the end, to be claimed by raising `end`. NULL when memory runs out. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t size);
/* Appends a copy. False when memory runs out: the buffer is unchanged. */
bool buffer_append(struct buffer *buffer, const void *bytes, size_t size);
/* Drops bytes at the start. An empty buffer that has grown large gives its memory back. */
void buffer_consume(struct buffer *buffer, size_t size);
void buffer_finish(struct buffer *buffer);

#endif
