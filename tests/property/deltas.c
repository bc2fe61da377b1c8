/* Promise: a view put together from what changed is the whole one, to the byte, at every step of every game; what was
 * garbled on the way is noticed, or is the view all the same; a delta holds nothing that the two views do not. */
#include "plays.h"
#include "proto/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct packed {
    uint8_t *bytes;
    size_t size;
};

static struct packed last[SIDE_MAX]; /* the view of each side, put together from deltas since the game began */
static size_t whole_bytes, delta_bytes, steps, garbled, noticed;

static struct packed pack(const ProtobufCMessage *message) {
    struct packed packed = {.size = protobuf_c_message_get_packed_size(message)};
    packed.bytes = malloc(packed.size + 1);
    assert_non_null(packed.bytes);
    protobuf_c_message_pack(message, packed.bytes);
    return packed;
}

static Ibar__V1__ViewDelta *over_the_wire(const struct packed *packed, Ibar__V1__Envelope **envelope, size_t flip) {
    uint8_t *copy = malloc(packed->size + 1);
    assert_non_null(copy);
    memcpy(copy, packed->bytes, packed->size);
    if (flip)
        copy[(flip >> 3) % packed->size] ^= (uint8_t)(1u << (flip & 7));
    *envelope = convert_unpack(copy, packed->size, 1 << 20);
    free(copy);
    return *envelope && (*envelope)->body_case == IBAR__V1__ENVELOPE__BODY_VIEW_DELTA ? (*envelope)->view_delta : NULL;
}

static struct packed pack_delta(Ibar__V1__ViewDelta *delta) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_VIEW_DELTA;
    envelope.view_delta = delta;
    return pack(&envelope.base);
}

/* One bit is turned over on the way. */
static void expect_noticed(const struct position *position, const struct view *truth, const Ibar__V1__View *before,
                           const struct packed *sent) {
    static struct view made;
    struct convert_arena arena = {0};
    char why[300];
    Ibar__V1__Envelope *envelope;
    Ibar__V1__ViewDelta *delta = over_the_wire(sent, &envelope, 8 + test_random_below(position->random, 1u << 20));
    const Ibar__V1__View *view = delta ? convert_delta_apply(&arena, before, delta, why, sizeof why) : NULL;
    garbled++;
    if (!view || !convert_view_from(position->scenario, view, &made, why, sizeof why))
        noticed++;
    else if (view_hash(&made) != view_hash(truth))
        fail_msg("%s: a garbled delta gave another view", position->place);
    convert_envelope_free(envelope);
    convert_arena_free(&arena);
}

/* What the part says, the new view says; what is gone was there. */
static void expect_nothing_more(const Ibar__V1__View *before, const Ibar__V1__View *after,
                                const Ibar__V1__ViewDelta *delta) {
    for (size_t i = 0; i < delta->part->n_units; i++) {
        size_t k = 0;
        while (k < after->n_units && after->units[k]->unit != delta->part->units[i]->unit)
            k++;
        assert_true(k < after->n_units);
    }
    for (size_t i = 0; i < delta->n_contacts_gone; i++) {
        size_t k = 0;
        while (k < before->n_contacts && before->contacts[k]->handle != delta->contacts_gone[i])
            k++;
        assert_true(k < before->n_contacts);
    }
    for (size_t i = 0; i < delta->part->n_contacts; i++) {
        size_t k = 0;
        while (k < after->n_contacts && after->contacts[k]->handle != delta->part->contacts[i]->handle)
            k++;
        assert_true(k < after->n_contacts);
    }
}

static void step(const struct position *position, int side, const struct view *view, uint64_t sequence) {
    struct convert_arena arena = {0};
    char why[300] = "";
    Ibar__V1__View *whole = convert_view(&arena, position->scenario, view, sequence);
    struct packed is = pack(&whole->base);
    if (last[side].bytes) {
        Ibar__V1__View *before = convert_view_unpack(&arena, last[side].bytes, last[side].size);
        Ibar__V1__ViewDelta *delta = convert_delta(&arena, before, whole);
        Ibar__V1__Envelope *envelope;
        if (!before || !delta)
            fail_msg("%s: units or contacts of side %d do not rise", position->place, side);
        expect_nothing_more(before, whole, delta);
        struct packed sent = pack_delta(delta);
        Ibar__V1__ViewDelta *came = over_the_wire(&sent, &envelope, 0);
        assert_non_null(came);
        Ibar__V1__View *made = convert_delta_apply(&arena, before, came, why, sizeof why);
        if (!made)
            fail_msg("%s: %s", position->place, why);
        struct packed got = pack(&made->base);
        if (got.size != is.size || memcmp(got.bytes, is.bytes, is.size) != 0)
            fail_msg("%s: the view of side %d from deltas is another", position->place, side);
        for (int i = 0; i < 4; i++)
            expect_noticed(position, view, before, &sent);
        whole_bytes += is.size;
        delta_bytes += sent.size;
        steps++;
        convert_envelope_free(envelope);
        free(sent.bytes);
        free(is.bytes);
        is = got;
    }
    free(last[side].bytes);
    last[side] = is;
    convert_arena_free(&arena);
}

static void from_deltas(const struct position *position) {
    static struct view view;
    for (int side = 0; side < position->scenario->sides; side++) {
        uint64_t sequence = 2 * position->state->turn + 1;
        view_build(position->scenario, position->state, side, &view);
        step(position, side, &view, sequence);
        /* And with orders entered, as when somebody comes back in the middle of a turn. */
        suite_random_plan(position->scenario, position->state, side, position->random, &view.plan);
        step(position, side, &view, sequence + 1);
    }
}

static void views_from_deltas_are_the_whole_ones(void **unused) {
    (void)unused;
    plays_all(6, 1701, from_deltas);
    for (int side = 0; side < SIDE_MAX; side++)
        free(last[side].bytes);
    print_message("# %zu deltas: %zu bytes in place of %zu; of %zu garbled ones %zu were noticed, the others gave the "
                  "same view\n",
                  steps, delta_bytes, whole_bytes, garbled, noticed);
    assert_true(steps > 500 && delta_bytes < whole_bytes / 2);
    assert_true(noticed > garbled / 2);
}

/* A delta may name a field that this program does not know, but not those that a delta says of itself. */
static void fields_of_a_delta(void **unused) {
    (void)unused;
    char why[300];
    struct convert_arena arena = {0};
    Ibar__V1__View before = IBAR__V1__VIEW__INIT;
    Ibar__V1__ViewDelta delta = IBAR__V1__VIEW_DELTA__INIT;
    before.sequence = delta.since = 4;
    before.points = 7;
    delta.sequence = 5;
    uint32_t number = 999;
    delta.fields = &number;
    delta.n_fields = 1;
    Ibar__V1__View *view = convert_delta_apply(&arena, &before, &delta, why, sizeof why);
    assert_true(view && view->points == 7 && view->sequence == 5);
    number = 14; /* points, absent in the part */
    view = convert_delta_apply(&arena, &before, &delta, why, sizeof why);
    assert_true(view && view->points == 0);
    static const uint32_t never[] = {1, 2, 3, 16, 17};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        number = never[i];
        assert_null(convert_delta_apply(&arena, &before, &delta, why, sizeof why));
    }
    delta.n_fields = 0;
    delta.n_units_gone = 1; /* none of which is there */
    delta.units_gone = &number;
    assert_null(convert_delta_apply(&arena, &before, &delta, why, sizeof why));
    delta.n_units_gone = 0;
    delta.since = 3;
    assert_null(convert_delta_apply(&arena, &before, &delta, why, sizeof why));
    assert_non_null(strstr(why, "since view 3, but view 4 is here"));
    convert_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields_of_a_delta),
                                       cmocka_unit_test(views_from_deltas_are_the_whole_ones)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
