/* What changed between two messages of a view, and a view put together from it. No field is named here: all goes by
 * protobuf-c's descriptors, so that a field added to View is in the deltas at once. */
#include "convert_room.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* A delta says these of itself. */
enum { FIELD_FULL = 1, FIELD_SEQUENCE = 2, FIELD_HASH = 3 };
/* Lists of which only what changed is told. The first field of an element is its number, by which the list rises. */
enum { FIELD_UNITS = 16, FIELD_CONTACTS = 17, KEY = 1 };

typedef ProtobufCFieldDescriptor field;
typedef ProtobufCMessage message;

static bool is_own(const field *of) {
    return of->id == FIELD_FULL || of->id == FIELD_SEQUENCE || of->id == FIELD_HASH;
}
static bool is_keyed(const field *of) {
    return of->id == FIELD_UNITS || of->id == FIELD_CONTACTS;
}

static size_t value_size(const field *of) {
    switch (of->type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    default:
        return 4;
    }
}

static const void *at(const message *of, size_t offset) {
    return (const uint8_t *)of + offset;
}

/* What a repeated field holds. */
struct list {
    size_t count;
    const uint8_t *values;
};
static struct list list_of(const message *of, const field *repeated) {
    struct list list;
    assert(repeated->label == PROTOBUF_C_LABEL_REPEATED);
    memcpy(&list.count, at(of, repeated->quantifier_offset), sizeof(list.count));
    memcpy(&list.values, at(of, repeated->offset), sizeof(list.values));
    return list;
}
static message *element(const struct list *list, size_t index) {
    message *one;
    memcpy(&one, list->values + index * sizeof(one), sizeof(one));
    return one;
}

static bool is_same(const message *a, const message *b);

static bool is_same_value(const field *of, const void *a, const void *b) {
    if (of->type == PROTOBUF_C_TYPE_STRING) {
        const char *x, *y;
        memcpy(&x, a, sizeof(x));
        memcpy(&y, b, sizeof(y));
        return strcmp(x ? x : "", y ? y : "") == 0;
    }
    if (of->type == PROTOBUF_C_TYPE_BYTES) {
        ProtobufCBinaryData x, y;
        memcpy(&x, a, sizeof(x));
        memcpy(&y, b, sizeof(y));
        return x.len == y.len && (x.len == 0 || memcmp(x.data, y.data, x.len) == 0);
    }
    if (of->type == PROTOBUF_C_TYPE_MESSAGE) {
        const message *x, *y;
        memcpy(&x, a, sizeof(x));
        memcpy(&y, b, sizeof(y));
        return x && y ? is_same(x, y) : x == y;
    }
    return memcmp(a, b, value_size(of)) == 0;
}

static bool is_same_field(const field *of, const message *a, const message *b) {
    assert(!(of->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && of->label != PROTOBUF_C_LABEL_OPTIONAL);
    if (of->label != PROTOBUF_C_LABEL_REPEATED) {
        return is_same_value(of, at(a, of->offset), at(b, of->offset));
    }
    struct list x = list_of(a, of), y = list_of(b, of);
    size_t size = value_size(of);
    bool same = x.count == y.count;
    for (size_t i = 0; same && i < x.count; i++) {
        same = is_same_value(of, x.values + i * size, y.values + i * size);
    }
    return same;
}

static bool is_same(const message *a, const message *b) {
    assert(a->descriptor == b->descriptor);
    for (unsigned i = 0; i < a->descriptor->n_fields; i++) {
        if (!is_same_field(&a->descriptor->fields[i], a, b)) {
            return false;
        }
    }
    return true;
}

/* What a field points to is shared, not copied. */
static void field_share(const field *of, message *to, const message *from) {
    bool repeated = of->label == PROTOBUF_C_LABEL_REPEATED;
    memcpy((uint8_t *)to + of->offset, at(from, of->offset), repeated ? sizeof(void *) : value_size(of));
    if (repeated) {
        memcpy((uint8_t *)to + of->quantifier_offset, at(from, of->quantifier_offset), sizeof(size_t));
    }
}

static void list_set(const field *of, message *to, message **values, size_t count) {
    memcpy((uint8_t *)to + of->offset, &values, sizeof(values));
    memcpy((uint8_t *)to + of->quantifier_offset, &count, sizeof(count));
}

static uint32_t key_of(const message *of) {
    const field *key = protobuf_c_message_descriptor_get_field(of->descriptor, KEY);
    uint32_t value;
    assert(key && key->type == PROTOBUF_C_TYPE_UINT32 && key->label == PROTOBUF_C_LABEL_NONE);
    memcpy(&value, at(of, key->offset), sizeof(value));
    return value;
}

static bool is_rising(const struct list *list) {
    for (size_t i = 1; i < list->count; i++) {
        if (key_of(element(list, i - 1)) >= key_of(element(list, i))) {
            return false;
        }
    }
    return true;
}

/* Walks both lists once: into `part` what is new or changed, into `gone` the numbers that fell away. False when a
 * list does not rise. */
static bool list_compare(struct convert_arena *arena, const field *of, const message *before, const message *after,
                         message *part, uint32_t **gone, size_t *gone_count) {
    struct list was = list_of(before, of), is = list_of(after, of);
    if (!is_rising(&was) || !is_rising(&is)) {
        return false;
    }
    message **kept = convert_array(arena, is.count, sizeof(*kept));
    *gone = convert_array(arena, was.count, sizeof(**gone));
    size_t count = 0, a = 0, b = 0;
    while (a < was.count || b < is.count) {
        message *x = a < was.count ? element(&was, a) : NULL, *y = b < is.count ? element(&is, b) : NULL;
        if (x && (!y || key_of(x) < key_of(y))) {
            (*gone)[(*gone_count)++] = key_of(x);
            a++;
            continue;
        }
        bool met = x && key_of(x) == key_of(y);
        if (!met || !is_same(x, y)) {
            kept[count++] = y;
        }
        a += met;
        b++;
    }
    list_set(of, part, kept, count);
    return true;
}

Ibar__V1__ViewDelta *convert_delta(struct convert_arena *arena, const Ibar__V1__View *before,
                                   const Ibar__V1__View *after) {
    Ibar__V1__ViewDelta *delta = convert_alloc(arena, sizeof(*delta));
    Ibar__V1__View *part = convert_alloc(arena, sizeof(*part));
    const ProtobufCMessageDescriptor *view = after->base.descriptor;
    ibar__v1__view_delta__init(delta);
    ibar__v1__view__init(part);
    delta->sequence = after->sequence;
    delta->since = before->sequence;
    delta->hash = after->hash;
    delta->part = part;
    delta->fields = convert_array(arena, view->n_fields, sizeof(*delta->fields));
    for (unsigned i = 0; i < view->n_fields; i++) {
        const field *of = &view->fields[i];
        bool units = of->id == FIELD_UNITS;
        if (is_keyed(of)) {
            if (!list_compare(arena, of, &before->base, &after->base, &part->base,
                              units ? &delta->units_gone : &delta->contacts_gone,
                              units ? &delta->n_units_gone : &delta->n_contacts_gone)) {
                return NULL;
            }
        } else if (!is_own(of) && !is_same_field(of, &before->base, &after->base)) {
            delta->fields[delta->n_fields++] = of->id;
            field_share(of, &part->base, &after->base);
        }
    }
    return delta;
}

static bool is_named(const uint32_t *numbers, size_t count, uint32_t number) {
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == number) {
            return true;
        }
    }
    return false;
}

/* The list of `before` without what is gone, with what the part replaces or adds. */
static bool list_apply(struct convert_arena *arena, const field *of, const message *before, const message *part,
                       const uint32_t *gone, size_t gone_count, message *out) {
    struct list was = list_of(before, of), new = list_of(part, of);
    if (!is_rising(&was) || !is_rising(&new)) {
        return false;
    }
    message **kept = convert_array(arena, was.count + new.count, sizeof(*kept));
    size_t count = 0, a = 0, b = 0, fell = 0;
    while (a < was.count || b < new.count) {
        message *x = a < was.count ? element(&was, a) : NULL, *y = b < new.count ? element(&new, b) : NULL;
        if (y && (!x || key_of(y) <= key_of(x))) {
            kept[count++] = y;
            a += x && key_of(x) == key_of(y);
            b++;
        } else {
            if (is_named(gone, gone_count, key_of(x))) {
                fell++;
            } else {
                kept[count++] = x;
            }
            a++;
        }
    }
    list_set(of, out, kept, count);
    return fell == gone_count;
}

/* The fields that the delta names are taken from its part. Those that this program does not know are left out. */
static bool fields_apply(const Ibar__V1__ViewDelta *delta, const message *part, message *out) {
    for (size_t i = 0; i < delta->n_fields; i++) {
        const field *of = protobuf_c_message_descriptor_get_field(out->descriptor, delta->fields[i]);
        if (of && (is_own(of) || is_keyed(of))) {
            return false;
        }
        if (of) {
            field_share(of, out, part);
        }
    }
    return true;
}

Ibar__V1__View *convert_delta_apply(struct convert_arena *arena, const Ibar__V1__View *before,
                                    const Ibar__V1__ViewDelta *delta, char *why, size_t size) {
    static const Ibar__V1__View nothing = IBAR__V1__VIEW__INIT;
    if (delta->since != before->sequence) {
        snprintf(why, size, "What changed is told since view %llu, but view %llu is here.",
                 (unsigned long long)delta->since, (unsigned long long)before->sequence);
        return NULL;
    }
    const Ibar__V1__View *part = delta->part ? delta->part : &nothing;
    const ProtobufCMessageDescriptor *view = before->base.descriptor;
    Ibar__V1__View *out = convert_alloc(arena, sizeof(*out));
    *out = *before;
    out->base.n_unknown_fields = 0;
    out->base.unknown_fields = NULL;
    out->full = true;
    out->sequence = delta->sequence;
    out->hash = delta->hash;
    if (!fields_apply(delta, &part->base, &out->base) ||
        !list_apply(arena, protobuf_c_message_descriptor_get_field(view, FIELD_UNITS), &before->base, &part->base,
                    delta->units_gone, delta->n_units_gone, &out->base) ||
        !list_apply(arena, protobuf_c_message_descriptor_get_field(view, FIELD_CONTACTS), &before->base, &part->base,
                    delta->contacts_gone, delta->n_contacts_gone, &out->base)) {
        snprintf(why, size, "What changed since view %llu does not fit that view.", (unsigned long long)delta->since);
        return NULL;
    }
    return out;
}

/* ---- views kept as bytes ---- */

static void *view_alloc(void *ctx, size_t size) {
    return convert_alloc(ctx, size);
}
static void view_free(void *ctx, void *pointer) {
    (void)ctx;
    (void)pointer;
}

Ibar__V1__View *convert_view_unpack(struct convert_arena *arena, const uint8_t *bytes, size_t size) {
    ProtobufCAllocator allocator = {.alloc = view_alloc, .free = view_free, .allocator_data = arena};
    return ibar__v1__view__unpack(&allocator, size, bytes);
}
