/* A stream of bytes in pieces of any size, as a server reads a client's or a client a server's: the first byte says how
 * large, and whose limits hold. However it is cut, the same envelopes come out, none above the limit. What envelopes say
 * is the subject of the targets session and client. */
#include "fuzz.h"

#include <string.h>

#include "proto/convert.h"
#include "proto/frame.h"

struct seen {
    size_t count;
    uint64_t sum;
    enum frame_result end;
};

struct limits {
    size_t limit, memory; /* of an envelope; to unpack it */
};

static struct seen read_in_pieces(const uint8_t *bytes, size_t size, size_t piece, const struct limits *limits) {
    struct frame_reader reader;
    struct seen seen = {.end = FRAME_NONE};
    frame_reader_init(&reader, limits->limit);
    for (size_t at = 0; at < size && seen.end == FRAME_NONE; at += piece) {
        const uint8_t *envelope;
        size_t length;
        seen.end = frame_reader_add(&reader, bytes + at, size - at < piece ? size - at : piece);
        while (seen.end == FRAME_NONE && (seen.end = frame_reader_next(&reader, &envelope, &length)) == FRAME_READY) {
            PROMISE(length <= limits->limit);
            for (size_t i = 0; i < length; i++)
                seen.sum = seen.sum * 31 + envelope[i];
            seen.count++;
            if (piece >= size) /* once is enough */
                convert_envelope_free(convert_unpack(envelope, length, limits->memory));
            seen.end = FRAME_NONE;
        }
    }
    frame_reader_finish(&reader);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < 1)
        return 0;
    /* The server's limit smaller than it is, so that short inputs pass it. */
    static const struct limits sides[] = {{4096, 256 * 1024}, {1 << 20, 16 << 20}};
    const struct limits *limits = &sides[bytes[0] >> 7];
    struct seen whole = read_in_pieces(bytes + 1, size - 1, size, limits);
    struct seen pieces = read_in_pieces(bytes + 1, size - 1, 1 + (bytes[0] & 127) % 97, limits);
    PROMISE(whole.count == pieces.count && whole.sum == pieces.sum && whole.end == pieces.end);
    return 0;
}
