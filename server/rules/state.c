/* The state's bytes, hash and comparison, all made from the lists of state_fields.h.
 *
 * Bytes: STATE_VERSION (2), the key (16), then the fields in the sequence of the lists, little-endian, as
 * wide as they are declared. Of what is counted by unit only the units that the game has are written. */
#include "state.h"
#include "state_fields.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define HEAD_BYTES (2 + DICE_KEY_BYTES)

static inline uint8_t *put(uint8_t *out, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    return out + size;
}

/* Bytes still to be read; `short_` once they did not suffice. */
struct reader {
    const uint8_t *at, *end;
    bool short_;
};

static inline uint64_t take(struct reader *reader, size_t size) {
    uint64_t value = 0;
    if ((size_t)(reader->end - reader->at) < size) {
        reader->short_ = true;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)reader->at[i] << (8 * i);
    reader->at += size;
    return value;
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define WRITE_ONE(field) out = put(out, (uint64_t)from->field, sizeof from->field);
#define WRITE_MANY(field)                                                                                    \
    for (size_t i = 0; i < COUNT_OF(from->field); i++)                                                       \
        out = put(out, (uint64_t)from->field[i], sizeof from->field[i]);
#define READ_ONE(field) into->field = (__typeof__(into->field))take(reader, sizeof into->field);
#define READ_MANY(field)                                                                                     \
    for (size_t i = 0; i < COUNT_OF(into->field); i++)                                                       \
        into->field[i] = (__typeof__(into->field[i]))take(reader, sizeof into->field[i]);
#define EQUAL_ONE(field)                                                                                     \
    if (a->field != b->field) {                                                                              \
        snprintf(why, size, "%s." #field ": %lld, %lld", name, (long long)a->field, (long long)b->field);    \
        return false;                                                                                        \
    }
#define EQUAL_MANY(field)                                                                                    \
    for (size_t i = 0; i < COUNT_OF(a->field); i++)                                                          \
        if (a->field[i] != b->field[i]) {                                                                    \
            snprintf(why, size, "%s." #field "[%zu]: %lld, %lld", name, i, (long long)a->field[i],           \
                     (long long)b->field[i]);                                                                \
            return false;                                                                                    \
        }

/* kind_write, kind_read and kind_equal for each struct of which the state is made. */
#define KIND(kind, FIELDS)                                                                                   \
    static uint8_t *kind##_write(const struct kind *from, uint8_t *out) {                                    \
        FIELDS(WRITE_ONE, WRITE_MANY)                                                                        \
        return out;                                                                                          \
    }                                                                                                        \
    static void kind##_read(struct reader *reader, struct kind *into) {                                      \
        FIELDS(READ_ONE, READ_MANY)                                                                          \
    }                                                                                                        \
    static bool kind##_equal(const struct kind *a, const struct kind *b, const char *name, char *why,        \
                             size_t size) {                                                                  \
        FIELDS(EQUAL_ONE, EQUAL_MANY)                                                                        \
        return true;                                                                                         \
    }
STATE_KINDS(KIND)
#undef KIND

size_t state_write(const struct state *state, uint8_t *out) {
    const struct state *from = state;
    const uint8_t *begin = out;
    assert(state->units <= UNIT_MAX);
    out = put(out, STATE_VERSION, 2);
    memcpy(out, state->key.bytes, DICE_KEY_BYTES);
    out += DICE_KEY_BYTES;
#define EACH(field, kind, count)                                                                             \
    for (size_t i = 0; i < (size_t)(count); i++)                                                             \
        out = kind##_write(&state->field[i], out);
#define EACH2(field, kind, count)                                                                            \
    for (int side = 0; side < SIDE_MAX; side++)                                                              \
        for (size_t i = 0; i < (size_t)(count); i++)                                                         \
            out = kind##_write(&state->field[side][i], out);
    STATE_FIELDS(WRITE_ONE, WRITE_MANY, EACH, EACH2)
#undef EACH
#undef EACH2
    assert(out - begin <= STATE_BYTES_MAX);
    return (size_t)(out - begin);
}

bool state_read(const struct scenario *scenario, const uint8_t *bytes, size_t size, struct state *out) {
    struct reader source = {bytes, bytes + size, false}, *reader = &source;
    struct state read, *state = &read, *into = &read;
    char why[160];
    if (take(reader, 2) != STATE_VERSION || size < HEAD_BYTES)
        return false;
    memset(&read, 0, sizeof read);
    memcpy(read.key.bytes, reader->at, DICE_KEY_BYTES);
    reader->at += DICE_KEY_BYTES;
/* `units` is read before anything that it counts; when it is out of range nothing more is read. */
#define EACH(field, kind, count)                                                                             \
    if (state->units > UNIT_MAX)                                                                             \
        return false;                                                                                        \
    for (size_t i = 0; i < (size_t)(count); i++)                                                             \
        kind##_read(reader, &state->field[i]);
#define EACH2(field, kind, count)                                                                            \
    for (int side = 0; side < SIDE_MAX; side++)                                                              \
        for (size_t i = 0; i < (size_t)(count); i++)                                                         \
            kind##_read(reader, &state->field[side][i]);
    STATE_FIELDS(READ_ONE, READ_MANY, EACH, EACH2)
#undef EACH
#undef EACH2
    if (reader->short_ || reader->at != reader->end || !state_check(scenario, &read, why, sizeof why))
        return false;
    *out = read;
    return true;
}

uint64_t state_hash(const struct state *state) {
    static const uint8_t hash_key[DICE_KEY_BYTES] = "ibar state hash";
    uint8_t bytes[STATE_BYTES_MAX];
    size_t size = state_write(state, bytes);
    memset(bytes + 2, 0, DICE_KEY_BYTES);
    return dice_siphash(hash_key, bytes, size);
}

bool state_equal(const struct state *a, const struct state *b, char *why, size_t size) {
    const char *name = "state";
    const struct state *state = a;
    char part[48];
    for (int i = 0; i < DICE_KEY_BYTES; i++)
        if (a->key.bytes[i] != b->key.bytes[i]) {
            snprintf(why, size, "state.key[%d]: %d, %d", i, a->key.bytes[i], b->key.bytes[i]);
            return false;
        }
#define EACH(field, kind, count)                                                                             \
    for (size_t i = 0; i < (size_t)(count); i++) {                                                           \
        snprintf(part, sizeof part, #field "[%zu]", i);                                                      \
        if (!kind##_equal(&a->field[i], &b->field[i], part, why, size))                                      \
            return false;                                                                                    \
    }
#define EACH2(field, kind, count)                                                                            \
    for (int side = 0; side < SIDE_MAX; side++)                                                              \
        for (size_t i = 0; i < (size_t)(count); i++) {                                                       \
            snprintf(part, sizeof part, #field "[%d][%zu]", side, i);                                        \
            if (!kind##_equal(&a->field[side][i], &b->field[side][i], part, why, size))                      \
                return false;                                                                                \
        }
    STATE_FIELDS(EQUAL_ONE, EQUAL_MANY, EACH, EACH2)
#undef EACH
#undef EACH2
    return true;
}
