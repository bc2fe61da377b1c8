/* Promise: views, reports and orders come out of messages as they went in; a message with a number out of its
 * range, or bytes that are garbled, is refused and never read into a view. */
#include "data/data.h"
#include "proto/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EVENTS_MAX 4096

static struct scenario *scenario;
static struct state state;
static struct plan plan[SIDE_MAX];
static uint64_t luck = 3;
static struct heard {
    struct event event[EVENTS_MAX];
    size_t count;
} heard[SIDE_MAX];

static unsigned draw(unsigned below) {
    luck = luck * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(luck >> 33) % below;
}

static int scenario_open(void **ignored) {
    (void)ignored;
    static struct problems problems;
    scenario = scenario_file_read(data_folder(), "bridge-checkpoint", &problems);
    if (!scenario) {
        fail_msg("%s", problems.text[0]);
    }
    return 0;
}

static int scenario_close(void **ignored) {
    (void)ignored;
    scenario_file_destroy(scenario);
    return 0;
}

static void hear(void *ctx, const struct scenario *of, const struct state *now, const struct event *event) {
    (void)ctx;
    for (int side = 0; side < of->sides; side++) {
        assert_true(heard[side].count < EVENTS_MAX);
        heard[side].count += event_for_side(of, now, event, side, &heard[side].event[heard[side].count]);
    }
}

static void game_begin(uint8_t fill) {
    struct dice_key key;
    memset(&key, fill, sizeof(key));
    state_begin(scenario, &key, 0, &state);
    memset(plan, 0, sizeof(plan));
}

/* The view of a side, with a random plan in it, which is kept for game_turn. */
static void game_view(int side, struct view *view) {
    static struct order orders[512];
    view_build(scenario, &state, side, view);
    for (unsigned i = 0; i < view->units && state.outcome == OUTCOME_RUNNING; i++) {
        size_t count = rules_list_orders(scenario, view, view->unit[i].unit, orders, 512);
        if (count > 0) {
            const struct order *order = &orders[draw((unsigned)count)];
            if (rules_check(scenario, view, order).verdict != VERDICT_NO) {
                assert_true(plan_put(&view->plan, order));
            }
        }
    }
    plan[side] = view->plan;
}

static void game_turn(void) {
    memset(heard, 0, sizeof(heard));
    struct event_sink sink = {hear, NULL};
    rules_resolve(scenario, &state, plan, &sink);
}

static uint8_t *pack(const Ibar__V1__Envelope *envelope, size_t *size) {
    *size = ibar__v1__envelope__get_packed_size(envelope);
    uint8_t *bytes = malloc(*size);
    assert_int_equal(ibar__v1__envelope__pack(envelope, bytes), *size);
    return bytes;
}

static uint8_t *view_pack(const struct view *view, size_t *size) {
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_VIEW;
    envelope.view = convert_view(&arena, scenario, view, 1);
    uint8_t *bytes = pack(&envelope, size);
    convert_arena_free(&arena);
    return bytes;
}

static void views_come_out_as_they_went_in(void **ignored) {
    (void)ignored;
    static struct view view, out;
    char why[300];
    size_t contacts = 0, orders = 0;
    for (unsigned game = 0; game < 20; game++) {
        game_begin((uint8_t)game);
        for (bool over = false; !over;) {
            over = state.outcome != OUTCOME_RUNNING;
            for (int side = 0; side < scenario->sides; side++) {
                game_view(side, &view);
                contacts += view.contacts;
                orders += view.plan.count;
                size_t size;
                uint8_t *bytes = view_pack(&view, &size);
                Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 1 << 20);
                assert_non_null(envelope);
                if (!convert_view_from(scenario, envelope->view, &out, why, sizeof(why))) {
                    fail_msg("%s", why);
                }
                assert_int_equal(view_hash(&out), view_hash(&view));
                convert_envelope_free(envelope);
                free(bytes);
            }
            if (!over) {
                game_turn();
            }
        }
    }
    assert_true(contacts > 100 && orders > 500);
}

static void reports_come_out_as_they_went_in(void **ignored) {
    (void)ignored;
    static struct view view;
    size_t events = 0, dice = 0, modifiers = 0;
    for (unsigned game = 0; game < 20; game++) {
        game_begin((uint8_t)(game + 100));
        while (state.outcome == OUTCOME_RUNNING) {
            for (int side = 0; side < scenario->sides; side++) {
                game_view(side, &view);
            }
            game_turn();
            for (int side = 0; side < scenario->sides; side++) {
                struct convert_arena arena = {0};
                Ibar__V1__Report *report = convert_report(&arena, 1, heard[side].event, heard[side].count);
                assert_int_equal(report->n_events, heard[side].count);
                for (size_t i = 0; i < heard[side].count; i++) {
                    struct event out;
                    char line[400], line_out[400];
                    assert_true(convert_event_from(scenario, report->events[i], &out));
                    event_explain(scenario, &heard[side].event[i], line, sizeof(line));
                    event_explain(scenario, &out, line_out, sizeof(line_out));
                    assert_string_equal(line, line_out);
                    assert_int_equal(out.dice_k, heard[side].event[i].dice_k);
                    assert_int_equal(out.purpose, heard[side].event[i].purpose);
                    assert_int_equal(out.pulse, heard[side].event[i].pulse);
                    assert_int_equal(out.seen_by, 0);
                    events++;
                    dice += out.dice_count;
                    modifiers += out.modifiers;
                }
                convert_arena_free(&arena);
            }
        }
    }
    assert_true(events > 1000 && dice > 50 && modifiers > 50);
}

static void orders_come_out_as_they_went_in(void **ignored) {
    (void)ignored;
    for (int kind = 1; kind < ORDER_COUNT; kind++) {
        struct order order = {.kind = (uint8_t)kind,
                              .policy = POLICY_RETURN,
                              .press_on = 1,
                              .dir = DIR_SE,
                              .unit = 95,
                              .other = UNIT_NONE,
                              .contact = 65535,
                              .hex = HEX_NONE,
                              .mode = 255,
                              .path_length = PATH_MAX_HEXES};
        for (unsigned i = 0; i < PATH_MAX_HEXES; i++) {
            order.path[i] = (uint8_t)(i % DIR_COUNT);
        }
        struct convert_arena arena = {0};
        struct order out;
        char why[200];
        const char *field;
        assert_true(convert_order_from(convert_order(&arena, &order), &out, why, sizeof(why), &field));
        assert_true(order_equal(&order, &out));
        convert_arena_free(&arena);
    }
}

/* A number one too large in a view: refused by name, even where the hash would agree. */
static void numbers_out_of_range_are_refused(void **ignored) {
    (void)ignored;
    static struct view view, out;
    char why[300];
    game_begin(1);
    game_view(0, &view);
    struct convert_arena arena = {0};
    Ibar__V1__View *message = convert_view(&arena, scenario, &view, 1);
    assert_true(message->n_units > 0 && message->n_crowds > 0);
    struct {
        uint32_t *number, value;
        const char *says;
    } rows[] = {
        {&message->side, scenario->sides, "field side is"},
        {&message->outcome, 4, "outcome"},
        {&message->weather, 4, "weather"},
        {&message->level, 6, "level"},
        {&message->turn, 256, "turn"},
        {&message->units[0]->unit, scenario->roster_count, "units.unit"},
        {&message->units[0]->type, scenario->rules.types, "units.type"},
        {&message->units[0]->type, TYPE_NONE, "own units have a type"},
        {&message->units[0]->hex, scenario->map.count, "units.hex"},
        {&message->units[0]->hex, 65536, "units.hex"},
        {&message->units[0]->status, UNIT_REVEALED + 1, "units.status"},
        {&message->units[0]->facing, 6, "units.facing"},
        {&message->units[0]->carrier, scenario->roster_count, "units.carrier"},
        {&message->units[0]->path_at, 49, "units.path_at"},
        {&message->units[0]->steps, 256, "units.steps"},
        {&message->crowds[0]->hex, scenario->map.count, "crowds.hex"},
        {&message->barricades[0]->dir, 6, "barricades.dir"},
        /* What is in the range of its field, and yet cannot be: rules that ask the view would reckon with it. */
        {&message->units[0]->hex, HEX_NONE, "outside the window"},
        {&message->units[0]->entry, HEX_NONE, "outside the window"},
        {&message->units[0]->wounded, 255, "more steps"},
        {&message->units[0]->suppression, 255, "more steps"},
        {&message->units[0]->steps, 0, "without a step"},
        {&message->units[0]->status, UNIT_CARRIED, "carrier"},
        {&message->crowds[0]->hex, HEX_NONE, "outside the window"},
        {&message->barricades[0]->hex, HEX_NONE, "Barricade"},
        {&message->barricades[0]->strength, 0, "Barricade"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t kept = *rows[i].number;
        *rows[i].number = rows[i].value;
        assert_false(convert_view_from(scenario, message, &out, why, sizeof(why)));
        if (!strstr(why, rows[i].says)) {
            fail_msg("\"%s\" does not name %s.", why, rows[i].says);
        }
        *rows[i].number = kept;
    }
    message->units[0]->order = (char *)"dance";
    assert_false(convert_view_from(scenario, message, &out, why, sizeof(why)));
    message->units[0]->order = (char *)"";
    message->hash ^= 1;
    assert_false(convert_view_from(scenario, message, &out, why, sizeof(why)));
    assert_non_null(strstr(why, "hash"));
    message->hash ^= 1;
    message->full = false;
    assert_false(convert_view_from(scenario, message, &out, why, sizeof(why)));
    convert_arena_free(&arena);
}

/* Garbled bytes of a view: either no message, or refused, or the very same view. */
static void garbled_views_are_refused(void **ignored) {
    (void)ignored;
    static struct view view, out;
    char why[300];
    game_begin(2);
    game_view(0, &view);
    size_t size;
    uint8_t *good = view_pack(&view, &size), *bad = malloc(size);
    for (unsigned i = 0; i < 20000; i++) {
        memcpy(bad, good, size);
        for (unsigned change = 0; change < 1 + i % 3; change++) {
            bad[draw((unsigned)size)] = (uint8_t)draw(256);
        }
        size_t length = i % 4 ? size : draw((unsigned)size);
        uint8_t *exact = malloc(length ? length : 1);
        memcpy(exact, bad, length);
        Ibar__V1__Envelope *envelope = convert_unpack(exact, length, 1 << 20);
        if (envelope && envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW &&
            convert_view_from(scenario, envelope->view, &out, why, sizeof(why))) {
            assert_int_equal(view_hash(&out), view_hash(&view));
        }
        convert_envelope_free(envelope);
        free(exact);
    }
    free(bad);
    free(good);
}

static void unpacking_keeps_its_limit(void **ignored) {
    (void)ignored;
    static struct view view;
    game_begin(3);
    game_view(0, &view);
    size_t size;
    uint8_t *bytes = view_pack(&view, &size);
    size_t limit = 16;
    Ibar__V1__Envelope *envelope;
    while (!(envelope = convert_unpack(bytes, size, limit))) {
        limit += limit / 4;
        assert_true(limit < 1 << 20);
    }
    assert_true(limit > size);
    convert_envelope_free(envelope);
    convert_envelope_free(NULL);
    free(bytes);
}

/* Writes a view for the check by another reader: python3 with protobuf. */
static void other_readers_read_it(void **ignored) {
    (void)ignored;
    static struct view view;
    game_begin(4);
    game_view(2, &view);
    size_t size;
    uint8_t *bytes = view_pack(&view, &size);
    char folder[] = "/tmp/ibar-proto-XXXXXX", command[700], expected[200], line[200] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof(command), "%s/view", folder);
    FILE *file = fopen(command, "w");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    snprintf(
        command, sizeof(command),
        "cd %s && protoc --python_out=. --proto_path=%s/proto/ibar/v1 ibar.proto && /usr/bin/python3 -c '"
        "import ibar_pb2\n"
        "e = ibar_pb2.Envelope.FromString(open(\"view\", \"rb\").read())\n"
        "v = e.view\n"
        "print(e.WhichOneof(\"body\"), v.hash, len(v.units), len(v.plan), v.turn, sum(u.hex for u in "
        "v.units))'",
        folder, IBAR_SOURCE_DIR);
    FILE *pipe = popen(command, "r");
    assert_non_null(fgets(line, sizeof(line), pipe));
    assert_int_equal(pclose(pipe), 0);
    unsigned hexes = 0;
    for (unsigned i = 0; i < view.units; i++) {
        hexes += view.unit[i].hex;
    }
    snprintf(expected, sizeof(expected), "view %llu %u %u %u %u\n", (unsigned long long)view_hash(&view),
             view.units, view.plan.count, view.turn, hexes);
    assert_string_equal(line, expected);
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_come_out_as_they_went_in),  cmocka_unit_test(reports_come_out_as_they_went_in),
        cmocka_unit_test(orders_come_out_as_they_went_in), cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(garbled_views_are_refused),       cmocka_unit_test(unpacking_keeps_its_limit),
        cmocka_unit_test(other_readers_read_it),
    };
    return cmocka_run_group_tests(tests, scenario_open, scenario_close);
}
