/* Promise: asks travel: what the police ask of KFOR is shown to KFOR in the next turn, and KFOR's yes holds from the
 * turn after (rulebook 8); silence is no. */
#include "hotseat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void next_turn(struct hotseat *game) {
    for (size_t i = 0; i < model_seats(game->model); i++)
        model_commit(game->model, i, true);
    hotseat_settle(game);
}

/* Two turns: the police ask, KFOR says yes or nothing. Returns from which turn the support holds, 0 none. */
static unsigned support_after(bool yes) {
    struct hotseat game;
    struct check check;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    size_t police = hotseat_seat(&game, "police"), kfor = hotseat_seat(&game, "kfor");
    const struct seat *asker = model_seat(game.model, police), *asked = model_seat(game.model, kfor);
    struct order ask = {.kind = ORDER_ask,
                        .unit = SIDE_ORDER_UNIT,
                        .other = (uint16_t)asked->side,
                        .mode = ASK_SUPPORT};
    assert_int_equal(asked->view.asks, 0);
    assert_true(model_order_put(game.model, police, &ask, &check));
    hotseat_settle(&game);
    assert_int_equal(asked->view.asks, 0); /* not before it is delivered */
    next_turn(&game);
    assert_int_equal(asked->view.asks, 1);
    assert_int_equal(asked->view.ask[0].thing, ASK_SUPPORT);
    struct order answer = {.kind = ORDER_answer,
                           .unit = SIDE_ORDER_UNIT,
                           .other = (uint16_t)asker->side,
                           .mode = ASK_SUPPORT,
                           .hex = asked->view.ask[0].hex};
    if (yes)
        assert_true(model_order_put(game.model, kfor, &answer, &check));
    hotseat_settle(&game);
    next_turn(&game);
    unsigned turn = asked->view.support_turn;
    hotseat_end(&game);
    return turn;
}

static void a_yes_holds_from_the_next_turn(void **state) {
    (void)state;
    assert_int_equal(support_after(true), 3);
}

static void silence_is_no(void **state) {
    (void)state;
    assert_int_equal(support_after(false), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_yes_holds_from_the_next_turn),
        cmocka_unit_test(silence_is_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
