/* Mutations of inputs that are rows, each of a byte, two bytes of length and an Envelope: what libFuzzer does to bytes
 * without their lengths being lost, and what it could hardly do: another value in a field, another message in a row.
 * All goes by protobuf-c's descriptors, so that a message added to the protocol is mutated at once. */
#include "mutate.h"

#include <string.h>

#include "proto/convert.h"

#define ROWS_MAX  2048
#define ROW_HEAD  3
#define ROW_BYTES 65535
#define DEPTH_MAX 4

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other, size_t other_size, uint8_t *out,
                                 size_t max, unsigned seed);

typedef ProtobufCFieldDescriptor field;

struct luck {
    uint64_t at;
    struct convert_arena arena;
};

static unsigned below(struct luck *luck, unsigned limit) {
    luck->at = luck->at * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((luck->at >> 33) % limit);
}

static uint64_t number(struct luck *luck) {
    static const uint64_t edges[] = {127,   128,    255,        256,        32767,      32768,     65280,
                                     65281, 65535,  65536,      2147483647, 2147483648, UINT32_MAX, INT64_MAX,
                                     UINT64_MAX, UINT64_MAX - 1};
    switch (below(luck, 8)) {
    case 0:
        return edges[below(luck, sizeof edges / sizeof edges[0])];
    case 1:
        return (uint64_t)below(luck, 1u << 30) << below(luck, 34);
    case 2:
        return below(luck, 300);
    default:
        return below(luck, 8);
    }
}

static char *text(struct luck *luck) {
    size_t words = 0, length;
    while (mutate_kind.words[words])
        words++;
    if (below(luck, 4)) {
        const char *word = mutate_kind.words[below(luck, (unsigned)words)];
        char *copy = convert_alloc(&luck->arena, strlen(word) + 1);
        memcpy(copy, word, strlen(word));
        return copy;
    }
    length = below(luck, 3) ? below(luck, 24) : below(luck, 600);
    char *made = convert_alloc(&luck->arena, length + 1);
    for (size_t i = 0; i < length; i++)
        made[i] = (char)(below(luck, 12) ? 'a' + (int)below(luck, 26) : 1 + (int)below(luck, 255));
    return made;
}

static ProtobufCMessage *message(struct luck *luck, const ProtobufCMessageDescriptor *of, unsigned depth);

static void value(struct luck *luck, const field *of, void *out, unsigned depth) {
    uint64_t n = number(luck);
    uint32_t n32 = (uint32_t)n;
    protobuf_c_boolean yes = n & 1;
    switch (of->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(char **)out = text(luck);
        break;
    case PROTOBUF_C_TYPE_BYTES: {
        static const size_t sizes[] = {0, 1, 16, 32, 33, 400};
        ProtobufCBinaryData *data = out;
        data->len = sizes[below(luck, 6)];
        data->data = convert_alloc(&luck->arena, data->len + 1);
        for (size_t i = 0; i < data->len; i++)
            data->data[i] = (uint8_t)below(luck, 256);
        break;
    }
    case PROTOBUF_C_TYPE_MESSAGE:
        *(ProtobufCMessage **)out = message(luck, of->descriptor, depth + 1);
        break;
    case PROTOBUF_C_TYPE_BOOL:
        memcpy(out, &yes, sizeof yes);
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_SFIXED64:
        memcpy(out, &n, sizeof n);
        break;
    default:
        if (of->type == PROTOBUF_C_TYPE_SINT32 && below(luck, 3) == 0)
            n32 = 0u - n32;
        memcpy(out, &n32, sizeof n32);
        break;
    }
}

static size_t value_size(const field *of) {
    switch (of->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_SFIXED64:
        return 8;
    default:
        return 4;
    }
}

/* Gives a field another value. In a list: one more element, one less, or another value in one. */
static void change(struct luck *luck, ProtobufCMessage *in, const field *of, unsigned depth) {
    uint8_t *place = (uint8_t *)in + of->offset;
    size_t each = value_size(of);
    if (of->label != PROTOBUF_C_LABEL_REPEATED) {
        value(luck, of, place, depth);
        if (of->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
            *(uint32_t *)((uint8_t *)in + of->quantifier_offset) = of->id;
        return;
    }
    size_t *count = (size_t *)((uint8_t *)in + of->quantifier_offset), wanted = *count;
    unsigned how = below(luck, 16);
    if (how == 0 && wanted > 0)
        wanted--;
    else if (how < 8 || wanted == 0)
        wanted += how == 1 ? 1 + below(luck, 300) : 1;
    uint8_t *list = convert_alloc(&luck->arena, (wanted + 1) * each);
    if (*count)
        memcpy(list, *(uint8_t **)place, (*count < wanted ? *count : wanted) * each);
    for (size_t i = *count; i < wanted; i++)
        value(luck, of, list + i * each, depth);
    if (wanted == *count && wanted > 0)
        value(luck, of, list + below(luck, (unsigned)wanted) * each, depth);
    *(uint8_t **)place = list;
    *count = wanted;
}

static ProtobufCMessage *message(struct luck *luck, const ProtobufCMessageDescriptor *of, unsigned depth) {
    ProtobufCMessage *made = convert_alloc(&luck->arena, of->sizeof_message);
    of->message_init(made);
    for (unsigned i = 0; i < of->n_fields; i++)
        if (below(luck, 2) && (of->fields[i].type != PROTOBUF_C_TYPE_MESSAGE || depth < DEPTH_MAX))
            change(luck, made, &of->fields[i], depth);
    return made;
}

/* The message in which a field is to be changed: this one, or one inside. */
static ProtobufCMessage *inside(struct luck *luck, ProtobufCMessage *at) {
    for (unsigned tries = 0; at->descriptor->n_fields && tries < 8; tries++) {
        const field *of = &at->descriptor->fields[below(luck, at->descriptor->n_fields)];
        uint8_t *place = (uint8_t *)at + of->offset;
        if (of->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (of->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t count = *(size_t *)((uint8_t *)at + of->quantifier_offset);
            if (count > 0)
                return inside(luck, (*(ProtobufCMessage ***)place)[below(luck, (unsigned)count)]);
        } else if (!(of->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && *(ProtobufCMessage **)place && below(luck, 2)) {
            return inside(luck, *(ProtobufCMessage **)place);
        }
    }
    return at;
}

static const field *body_field(uint32_t id) {
    return protobuf_c_message_descriptor_get_field(&ibar__v1__envelope__descriptor, id);
}

static size_t pack(const Ibar__V1__Envelope *envelope, uint8_t *out, size_t max) {
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    return size <= max && size <= ROW_BYTES ? ibar__v1__envelope__pack(envelope, out) : 0;
}

/* A new envelope; 0 when it has no room. */
static size_t envelope_make(struct luck *luck, uint8_t *out, size_t max) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    const field *body = NULL;
    while (!body)
        body = body_field(mutate_kind.first + below(luck, mutate_kind.last - mutate_kind.first + 1));
    envelope.id = 1 + below(luck, 100);
    envelope.answers = below(luck, 3) ? 0 : below(luck, 12);
    envelope.seat = below(luck, 3) ? 0 : below(luck, 4);
    change(luck, &envelope.base, body, 0);
    return pack(&envelope, out, max);
}

/* Changes a field of an envelope; 0 when it is none or has no room. */
static size_t envelope_change(struct luck *luck, const uint8_t *bytes, size_t size, uint8_t *out, size_t max) {
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 1 << 22);
    size_t made = 0;
    if (!envelope)
        return 0;
    const field *body = envelope->body_case ? body_field(envelope->body_case) : NULL;
    if (!body || below(luck, 12) == 0) {
        change(luck, &envelope->base, &ibar__v1__envelope__descriptor.fields[below(luck, 3)], 0);
    } else {
        ProtobufCMessage *at = inside(luck, *(ProtobufCMessage **)((uint8_t *)envelope + body->offset));
        if (at->descriptor->n_fields)
            change(luck, at, &at->descriptor->fields[below(luck, at->descriptor->n_fields)], 2);
    }
    made = pack(envelope, out, max);
    convert_envelope_free(envelope);
    return made;
}

/* Where the rows begin, and the end; a rest that is no row is none. */
static size_t rows_find(const uint8_t *data, size_t size, size_t row[ROWS_MAX + 1]) {
    size_t rows = 0, at = 0;
    while (rows < ROWS_MAX && at + ROW_HEAD <= size) {
        size_t length = data[at + 1] | (size_t)data[at + 2] << 8;
        row[rows++] = at;
        at += ROW_HEAD + (length < size - at - ROW_HEAD ? length : size - at - ROW_HEAD);
    }
    row[rows] = at;
    return rows;
}

/* Puts `length` bytes, a row's, in place of those from `from` to `to`. */
static size_t splice(uint8_t *data, size_t size, size_t max, size_t from, size_t to, const uint8_t *bytes, size_t length) {
    if (size - (to - from) + length > max)
        return size;
    memmove(data + from + length, data + to, size - to);
    memcpy(data + from, bytes, length);
    return size - (to - from) + length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed) {
    static uint8_t made[ROW_HEAD + ROW_BYTES];
    size_t row[ROWS_MAX + 1], rows = rows_find(data, size, row), length = 0;
    struct luck luck = {.at = seed * 2654435761u + 1};
    unsigned what = below(&luck, 16);
    if (rows == 0 || what == 0)
        return LLVMFuzzerMutate(data, size, max);
    size_t which = below(&luck, (unsigned)rows), from = row[which], to = row[which + 1];
    size_t room = max - (size - (to - from)) < ROW_HEAD ? 0 : max - (size - (to - from)) - ROW_HEAD;
    made[0] = data[from];
    if (what == 1) { /* another head */
        data[from] = (uint8_t)(data[from] ^ 1u << below(&luck, 8));
        return size;
    }
    if (what == 2) /* one row less */
        return splice(data, size, max, from, to, made, 0);
    if (what == 3) { /* a row twice */
        memcpy(made, data + from, to - from);
        size_t place = row[below(&luck, (unsigned)rows + 1)];
        return splice(data, size, max, place, place, made, to - from);
    }
    if (what < 7) { /* a new row before it */
        made[0] = (uint8_t)(below(&luck, 4) ? made[0] ^ below(&luck, 8) : below(&luck, 256));
        room = max - size < ROW_HEAD ? 0 : max - size - ROW_HEAD;
        length = envelope_make(&luck, made + ROW_HEAD, room < ROW_BYTES ? room : ROW_BYTES);
        to = from;
    } else if (what < 10) { /* other bytes */
        length = to - from - ROW_HEAD;
        memcpy(made + ROW_HEAD, data + from + ROW_HEAD, length);
        room = room < ROW_BYTES ? room : ROW_BYTES;
        length = room ? LLVMFuzzerMutate(made + ROW_HEAD, length < room ? length : room, room) : 0;
    } else { /* another value */
        length = envelope_change(&luck, data + from + ROW_HEAD, to - from - ROW_HEAD, made + ROW_HEAD, room);
    }
    convert_arena_free(&luck.arena);
    if (length == 0)
        return size;
    made[1] = (uint8_t)length;
    made[2] = (uint8_t)(length >> 8);
    return splice(data, size, max, from, to, made, ROW_HEAD + length);
}

/* The first rows of one, the last of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other, size_t other_size, uint8_t *out,
                                 size_t max, unsigned seed) {
    size_t row[ROWS_MAX + 1];
    struct luck luck = {.at = seed * 2654435761u + 1};
    size_t rows = rows_find(one, one_size, row), first = row[below(&luck, (unsigned)rows + 1)];
    first = first < max ? first : max;
    memcpy(out, one, first);
    rows = rows_find(other, other_size, row);
    size_t from = row[below(&luck, (unsigned)rows + 1)], rest = other_size - from;
    rest = rest < max - first ? rest : max - first;
    memcpy(out + first, other + from, rest);
    return first + rest;
}
