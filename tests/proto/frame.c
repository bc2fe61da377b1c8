/* Promise: frames come out of a stream as they went in, however it was cut, and no length makes the reader
 * grow beyond its limit. */
#include "proto/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIMIT 300

/* Three frames of 0, 5 and 200 bytes; the last has a head of two bytes. */
static size_t stream_make(uint8_t out[256]) {
    static const uint32_t sizes[] = {0, 5, 200};
    size_t at = 0;
    for (unsigned i = 0; i < 3; i++) {
        at += frame_head(out + at, sizes[i]);
        for (uint32_t j = 0; j < sizes[i]; j++) {
            out[at++] = (uint8_t)(i * 64 + j);
        }
    }
    return at;
}

static void frames_expect(struct frame_reader *reader, unsigned *seen) {
    static const size_t sizes[] = {0, 5, 200};
    const uint8_t *envelope;
    size_t size;
    enum frame_result result;
    while ((result = frame_reader_next(reader, &envelope, &size)) == FRAME_READY) {
        assert_true(*seen < 3);
        assert_int_equal(size, sizes[*seen]);
        for (size_t j = 0; j < size; j++) {
            assert_int_equal(envelope[j], (uint8_t)(*seen * 64 + j));
        }
        (*seen)++;
    }
    assert_int_equal(result, FRAME_NONE);
}

static void frames_split_at_every_byte(void **ignored) {
    (void)ignored;
    uint8_t stream[256];
    size_t total = stream_make(stream);
    for (size_t cut = 0; cut <= total; cut++) {
        struct frame_reader reader;
        frame_reader_init(&reader, LIMIT);
        unsigned seen = 0;
        assert_int_equal(frame_reader_add(&reader, stream, cut), FRAME_NONE);
        frames_expect(&reader, &seen);
        assert_int_equal(frame_reader_add(&reader, stream + cut, total - cut), FRAME_NONE);
        frames_expect(&reader, &seen);
        assert_int_equal(seen, 3);
        frame_reader_finish(&reader);
    }
}

static void frames_byte_by_byte(void **ignored) {
    (void)ignored;
    uint8_t stream[256];
    size_t total = stream_make(stream);
    struct frame_reader reader;
    frame_reader_init(&reader, LIMIT);
    unsigned seen = 0;
    for (size_t i = 0; i < total; i++) {
        assert_int_equal(frame_reader_add(&reader, stream + i, 1), FRAME_NONE);
        frames_expect(&reader, &seen);
    }
    assert_int_equal(seen, 3);
    frame_reader_finish(&reader);
}

static void heads_of_every_size(void **ignored) {
    (void)ignored;
    static const struct {
        uint32_t size;
        size_t head;
    } rows[] = {{0, 1},       {127, 1},     {128, 2},       {16383, 2},     {16384, 3},
                {2097151, 3}, {2097152, 4}, {268435455, 4}, {268435456, 5}, {UINT32_MAX, 5}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint8_t head[FRAME_HEAD_MAX];
        assert_int_equal(frame_head(head, rows[i].size), rows[i].head);
        struct frame_reader reader;
        frame_reader_init(&reader, UINT32_MAX);
        assert_int_equal(frame_reader_add(&reader, head, rows[i].head), FRAME_NONE);
        const uint8_t *envelope;
        size_t size;
        assert_int_equal(frame_reader_next(&reader, &envelope, &size),
                         rows[i].size ? FRAME_NONE : FRAME_READY);
        frame_reader_finish(&reader);
    }
}

static enum frame_result first_result(const uint8_t *bytes, size_t size) {
    struct frame_reader reader;
    frame_reader_init(&reader, LIMIT);
    assert_int_equal(frame_reader_add(&reader, bytes, size), FRAME_NONE);
    const uint8_t *envelope;
    size_t length;
    enum frame_result result = frame_reader_next(&reader, &envelope, &length);
    /* Final: asking again gives the same. */
    if (result != FRAME_READY) {
        assert_int_equal(frame_reader_next(&reader, &envelope, &length), result);
    }
    frame_reader_finish(&reader);
    return result;
}

static void lengths_that_are_none_are_refused(void **ignored) {
    (void)ignored;
    assert_int_equal(first_result((uint8_t[]){0x80, 0x80, 0x80, 0x80, 0x80}, 5), FRAME_BAD_LENGTH);
    assert_int_equal(first_result((uint8_t[]){0xff, 0xff, 0xff, 0xff, 0x1f}, 5), FRAME_BAD_LENGTH);
    assert_int_equal(first_result((uint8_t[]){0xff, 0xff, 0xff, 0xff, 0x0f}, 5), FRAME_TOO_LONG);
    /* 301 is refused from its head alone, 300 awaits its bytes. */
    assert_int_equal(first_result((uint8_t[]){0xad, 0x02}, 2), FRAME_TOO_LONG);
    assert_int_equal(first_result((uint8_t[]){0xac, 0x02}, 2), FRAME_NONE);
    assert_int_equal(first_result((uint8_t[]){0x80, 0x80, 0x80, 0x80}, 4), FRAME_NONE);
    /* A head longer than it need be is still a number. */
    assert_int_equal(first_result((uint8_t[]){0x81, 0x00, 0x55}, 3), FRAME_READY);
}

static void memory_stays_within_the_limit(void **ignored) {
    (void)ignored;
    struct frame_reader reader;
    frame_reader_init(&reader, LIMIT);
    uint8_t frame[LIMIT + FRAME_HEAD_MAX] = {0};
    size_t total = frame_head(frame, LIMIT) + LIMIT;
    uint8_t chunk[64];
    size_t at = 0;
    for (unsigned i = 0; i < 5000; i++) {
        for (size_t j = 0; j < sizeof(chunk); j++) {
            chunk[j] = frame[at];
            at = (at + 1) % total;
        }
        assert_int_equal(frame_reader_add(&reader, chunk, sizeof(chunk)), FRAME_NONE);
        const uint8_t *envelope;
        size_t size;
        enum frame_result result;
        while ((result = frame_reader_next(&reader, &envelope, &size)) == FRAME_READY) {
            assert_int_equal(size, LIMIT);
        }
        assert_int_equal(result, FRAME_NONE);
        assert_true(reader.room <= 512);
    }
    frame_reader_finish(&reader);
}

/* Random bytes in random cuts: never more than the limit comes out, nothing is read out of bounds
 * (sanitizers). */
static void random_bytes_do_no_harm(void **ignored) {
    (void)ignored;
    uint64_t seed = 20230924;
    for (unsigned run = 0; run < 20000; run++) {
        struct frame_reader reader;
        frame_reader_init(&reader, LIMIT);
        for (unsigned step = 0; step < 8; step++) {
            uint8_t bytes[97];
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t size = (seed >> 33) % sizeof(bytes);
            for (size_t i = 0; i < size; i++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                bytes[i] = (uint8_t)(seed >> 40) >> (seed >> 62);
            }
            assert_int_equal(frame_reader_add(&reader, bytes, size), FRAME_NONE);
            const uint8_t *envelope;
            size_t length;
            enum frame_result result;
            while ((result = frame_reader_next(&reader, &envelope, &length)) == FRAME_READY) {
                assert_true(length <= LIMIT);
            }
            if (result != FRAME_NONE) {
                break;
            }
        }
        frame_reader_finish(&reader);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_split_at_every_byte),    cmocka_unit_test(frames_byte_by_byte),
        cmocka_unit_test(heads_of_every_size),           cmocka_unit_test(lengths_that_are_none_are_refused),
        cmocka_unit_test(memory_stays_within_the_limit), cmocka_unit_test(random_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
