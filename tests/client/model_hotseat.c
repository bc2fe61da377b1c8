/* Promise: a hot-seat game runs through the model from the lobby to the proof of its dice, over whole
 * envelopes. */
#include "hotseat.h"

#include "model/playback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>

/* Gives every unit without an order one that rules_check allows: a step to some side, or a Close action. */
static int give_orders(struct hotseat *game, size_t index, unsigned salt) {
    const struct seat *seat = model_seat(game->model, index);
    int given = 0;
    for (unsigned i = 0; i < seat->view.units; i++) {
        const struct view_unit *unit = &seat->view.unit[i];
        struct order order[64];
        struct check check;
        if (unit->status != UNIT_ON_MAP || plan_find(&seat->view.plan, unit->unit, false))
            continue;
        size_t count = rules_list_orders(seat->scenario, &seat->view, unit->unit, order, 64);
        if (count == 0)
            continue;
        given += model_order_put(game->model, index, &order[(salt + i * 7) % count], &check);
        hotseat_settle(game);
        assert_string_equal(seat->refusal, check.verdict == VERDICT_NO ? seat->refusal : "");
        assert_true(model_cost(seat) <= seat->view.command);
    }
    return given;
}

static void a_game_is_played_to_its_end(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    size_t seats = model_seats(game.model);
    int given = 0, turns = model_seat(game.model, 0)->view.turns;
    assert_int_equal(seats, 3);
    for (int turn = 1; turn <= turns; turn++) {
        for (size_t i = 0; i < seats; i++) {
            const struct seat *seat = model_seat(game.model, i);
            if (seat->phase == SEAT_OVER)
                break;
            assert_int_equal(seat->view.turn, turn);
            given += give_orders(&game, i, (unsigned)turn);
            model_commit(game.model, i, true);
            hotseat_settle(&game);
        }
    }
    assert_true(given > turns);
    for (size_t i = 0; i < seats; i++) {
        const struct seat *seat = model_seat(game.model, i);
        assert_int_equal(seat->phase, SEAT_OVER);
        assert_int_not_equal(seat->view.outcome, OUTCOME_RUNNING);
        assert_true(seat->seal_kept);
        assert_int_equal(seat->result[seat->side].points, seat->view.points);
        model_record_fetch(game.model, i);
        hotseat_settle(&game);
        if (seat->record_state != RECORD_PROVEN)
            fail_msg("the record does not prove the game: %s", seat->record_why);
    }
    hotseat_end(&game);
}

/* After the playback of a turn the own units stand where the new view has them. */
static void playback_ends_where_the_view_begins(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    static struct view end;
    int compared = 0;
    for (int turn = 1; turn <= 3; turn++) {
        for (size_t i = 0; i < 3; i++) {
            give_orders(&game, i, (unsigned)turn * 3);
            model_commit(game.model, i, true);
            hotseat_settle(&game);
        }
        for (size_t i = 0; i < 3; i++) {
            const struct seat *seat = model_seat(game.model, i);
            assert_true(seat->has_before);
            assert_int_equal(seat->report_turn, turn);
            assert_int_equal(seat->before.turn, turn);
            playback_view(seat->scenario, &seat->before, seat->events, seat->event_count, &end);
            for (unsigned k = 0; k < end.units; k++) {
                const struct view_unit *now = &seat->view.unit[k];
                if (now->status != UNIT_ON_MAP)
                    continue;
                assert_int_equal(end.unit[k].unit, now->unit);
                assert_int_equal(end.unit[k].hex, now->hex);
                assert_int_equal(end.unit[k].steps, now->steps);
                compared++;
            }
            for (unsigned k = 0; k < seat->view.crowds; k++) {
                const struct crowd *now = &seat->view.crowd[k];
                bool same = now->strength == 0;
                for (unsigned n = 0; n < end.crowds; n++)
                    same |= end.crowd[n].hex == now->hex && end.crowd[n].anger == now->anger &&
                            end.crowd[n].strength == now->strength;
                assert_true(same);
            }
            for (unsigned k = 0; k < end.contacts; k++) /* who faded is gone */
                assert_non_null(view_contact_find(&seat->view, end.contact[k].handle));
        }
    }
    assert_true(compared > 20);
    hotseat_end(&game);
}

static void a_computer_plays_its_side(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", 2);
    assert_int_equal(model_seats(game.model), 2);
    const struct seat *seat = model_seat(game.model, 0);
    assert_true(seat->others[2].computer);
    for (size_t i = 0; i < 2; i++) {
        model_commit(game.model, i, true);
        hotseat_settle(&game);
    }
    assert_int_equal(seat->view.turn, 2);
    hotseat_end(&game);
}

static void no_seat_is_told_what_another_may_not_know(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    for (size_t i = 0; i < model_seats(game.model); i++) {
        const struct seat *seat = model_seat(game.model, i);
        assert_int_equal(seat->view.side, seat->side);
        for (unsigned k = 0; k < seat->view.units; k++)
            assert_int_equal(seat->scenario->roster[seat->view.unit[k].unit].side, seat->side);
    }
    hotseat_end(&game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_game_is_played_to_its_end),
        cmocka_unit_test(playback_ends_where_the_view_begins),
        cmocka_unit_test(a_computer_plays_its_side),
        cmocka_unit_test(no_seat_is_told_what_another_may_not_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
