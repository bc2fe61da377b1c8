/* Frames: an envelope preceded by its length as a varint, as protobuf's delimited streams.
 *
 *      +-----------------------+--------------------------+
 *      | length, varint 1-5 B  | Envelope, `length` bytes |
 *      +-----------------------+--------------------------+
 */
#ifndef IBAR_PROTO_FRAME_H
#define IBAR_PROTO_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEAD_MAX 5

/* Writes the length prefix; returns its size (1-5). */
size_t frame_head(uint8_t out[FRAME_HEAD_MAX], uint32_t size);

/* Collects bytes of a stream into frames. `limit` is the largest envelope accepted. All memory is one buffer that
 * grows up to limit + FRAME_HEAD_MAX + one read. */
struct frame_reader {
    uint8_t *bytes;
    size_t start, end, room;
    size_t limit;
};
enum frame_result { FRAME_NONE, FRAME_READY, FRAME_TOO_LONG, FRAME_BAD_LENGTH, FRAME_NO_MEMORY };

void frame_reader_init(struct frame_reader *reader, size_t limit);
void frame_reader_finish(struct frame_reader *reader);
/* Adds bytes as they came. FRAME_NONE, or FRAME_NO_MEMORY. */
enum frame_result frame_reader_add(struct frame_reader *reader, const uint8_t *bytes, size_t size);
/* The next whole envelope: valid until the next call on this reader. Errors are final for the stream. */
enum frame_result frame_reader_next(struct frame_reader *reader, const uint8_t **envelope, size_t *size);

#endif
