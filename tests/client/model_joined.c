/* Promise: what a server says of a place that cannot be is refused with a sentence, and what the place was told before
 * stays whole: whoever's server it is, no message makes the client read what is not there. */
#include "data/data.h"
#include "link/link_internal.h"
#include "model/model.h"
#include "proto/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>

static uint8_t seal[SEAL_BYTES];
static struct link *server; /* says what the test says */
static struct model *model;
static const struct scenario *scenario;

static void server_step(struct link *link, int64_t now_ms) {
    (void)link;
    (void)now_ms;
}
static bool server_hear(struct link *link, const uint8_t *bytes, size_t size) {
    (void)link;
    (void)bytes;
    (void)size;
    return true;
}
static void server_free(struct link *link) {
    free(link);
}
static const struct link_kind server_kind = {server_step, server_hear, server_free};

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    if (strcmp(id, "tiny") == 0)
        return scenario;
    snprintf(why, size, "There is no scenario %s.", id);
    return NULL;
}

static void say(Ibar__V1__Envelope *envelope) {
    static uint8_t bytes[16384];
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    assert_in_range(size, 1, sizeof bytes);
    ibar__v1__envelope__pack(envelope, bytes);
    assert_true(link_deliver(server, bytes, size));
    model_step(model, 0);
}

static void say_joined(const char *id, uint32_t side) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Joined joined = IBAR__V1__JOINED__INIT;
    joined.scenario = (char *)id;
    joined.scenario_hash = scenario->content_hash;
    joined.side_number = side;
    joined.seal = (ProtobufCBinaryData){sizeof seal, seal};
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    say(&envelope);
}

static void say_table(void) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Table table = IBAR__V1__TABLE__INIT;
    table.phase = IBAR__V1__PHASE__PHASE_ORDERS;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_TABLE;
    envelope.table = &table;
    say(&envelope);
}

static int begin(void **state) {
    struct model_config config = {.name = "Tester", .find = find};
    (void)state;
    server = calloc(1, sizeof *server);
    assert_non_null(server);
    link_init(server, &server_kind);
    server->state = LINK_OPEN;
    model = model_create(&config, server);
    assert_int_equal(model_join(model, "0123456789abcdef0123456789abcdef"), 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    model_destroy(model);
    return 0;
}

static void a_side_that_is_none_is_refused(void **state) {
    static const uint32_t sides[] = {2, SIDE_MAX, 1000000, UINT32_MAX};
    (void)state;
    const struct seat *seat = model_seat(model, 0);
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        say_joined("tiny", sides[i]);
        say_table();
        assert_int_equal(seat->phase, SEAT_REFUSED);
        assert_non_null(strstr(seat->trouble, "a side"));
        assert_null(seat->scenario);
        assert_false(seat->table_told);
    }
    say_joined("tiny", 1);
    assert_int_equal(seat->phase, SEAT_LOBBY);
    assert_int_equal(seat->side, 1);
}

static void a_place_keeps_its_scenario(void **state) {
    (void)state;
    const struct seat *seat = model_seat(model, 0);
    say_joined("tiny", 1);
    say_joined("other", 0);
    assert_int_equal(seat->phase, SEAT_REFUSED);
    assert_non_null(strstr(seat->trouble, "There is no scenario other."));
    assert_ptr_equal(seat->scenario, scenario);
    assert_int_equal(seat->side, 1);
}

static void a_game_that_was_not_joined_is_not_over(void **state) {
    (void)state;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Over over = IBAR__V1__OVER__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_OVER;
    envelope.over = &over;
    say(&envelope);
    assert_int_equal(model_seat(model, 0)->phase, SEAT_JOINING);
}

/* A contact that was seen to lose a step after it was last sighted is at reduced strength, not at full. */
static void a_contact_seen_to_lose_a_step_is_reduced(void **state) {
    (void)state;
    static struct view view;
    struct convert_arena arena = {0};
    const struct unit_ref nobody = {REF_NONE, TYPE_NONE, 0, SIDE_NONE, UNIT_NONE};
    struct event lost[3];
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    view = (struct view){.side = 1, .turn = 2, .turns = scenario->turns, .contacts = 3};
    for (uint8_t i = 0; i < 3; i++) { /* sighted last in pulse 3; a step lost in pulse 2, 3, 4 */
        const struct unit_ref contact = {REF_CONTACT, TYPE_NONE, CLASS_FOOT, 0, (uint16_t)(5 + i)};
        lost[i] = (struct event){.kind = EVENT_step_lost, .pulse = (uint8_t)(2 + i), .side = SIDE_NONE, .hex = HEX_NONE,
                                 .hex2 = HEX_NONE, .unit = nobody, .other = contact, .result = FATE_WOUNDED};
        view.contact[i] = (struct view_contact){.handle = (uint16_t)(5 + i), .level = CONTACT_IDENTIFIED, .strength = 2,
                                                .known = KNOWN_SEEN_NOW, .turn = 1, .pulse = 3};
    }
    say_joined("tiny", 1);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_REPORT;
    envelope.report = convert_report(&arena, 1, lost, 3);
    say(&envelope);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_VIEW;
    envelope.view = convert_view(&arena, scenario, &view, 1);
    say(&envelope);
    const struct seat *seat = model_seat(model, 0);
    if (!seat->has_view)
        fail_msg("%s", model_notice(model));
    assert_int_equal(seat->view.contact[0].strength, 2); /* that was before */
    assert_int_equal(seat->view.contact[1].strength, 1);
    assert_int_equal(seat->view.contact[2].strength, 1);
    convert_arena_free(&arena);
}

int main(void) {
    struct problems problems = {0};
    struct scenario *tiny = scenario_file_read(IBAR_SOURCE_DIR "/tests/data/fixture", "tiny", &problems);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_side_that_is_none_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_place_keeps_its_scenario, begin, end),
        cmocka_unit_test_setup_teardown(a_game_that_was_not_joined_is_not_over, begin, end),
        cmocka_unit_test_setup_teardown(a_contact_seen_to_lose_a_step_is_reduced, begin, end)};
    if (!tiny) {
        printf("Bail out! %s\n", problems.text[0]);
        return 1;
    }
    scenario = tiny;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    scenario_file_destroy(tiny);
    return failed;
}
