/* A stream of bytes in pieces of any size: the first byte says how large. However it is cut, the same envelopes come
 * out, none above the limit. */
#include "fuzz.h"

#include <string.h>

#include "proto/convert.h"
#include "proto/frame.h"

#define LIMIT 4096

struct seen {
    size_t count;
    uint64_t sum;
    enum frame_result end;
};

static struct seen read_in_pieces(const uint8_t *bytes, size_t size, size_t piece) {
    struct frame_reader reader;
    struct seen seen = {.end = FRAME_NONE};
    frame_reader_init(&reader, LIMIT);
    for (size_t at = 0; at < size && seen.end == FRAME_NONE; at += piece) {
        const uint8_t *envelope;
        size_t length;
        seen.end = frame_reader_add(&reader, bytes + at, size - at < piece ? size - at : piece);
        while (seen.end == FRAME_NONE && (seen.end = frame_reader_next(&reader, &envelope, &length)) == FRAME_READY) {
            PROMISE(length <= LIMIT);
            for (size_t i = 0; i < length; i++)
                seen.sum = seen.sum * 31 + envelope[i];
            seen.count++;
            convert_envelope_free(convert_unpack(envelope, length, 256 * 1024));
            seen.end = FRAME_NONE;
        }
    }
    frame_reader_finish(&reader);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < 1)
        return 0;
    struct seen whole = read_in_pieces(bytes + 1, size - 1, size);
    struct seen pieces = read_in_pieces(bytes + 1, size - 1, 1 + bytes[0] % 97);
    PROMISE(whole.count == pieces.count && whole.sum == pieces.sum && whole.end == pieces.end);
    return 0;
}
