/* Promise: the plan shown is the server's with what is under way; undo and redo work; what is refused is
 * taken out again and its reason is told. Rulebook 2 (orders, command). */
#include "hotseat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <string.h>

struct scene {
    struct hotseat game;
    size_t police;
    const struct seat *seat;
    uint16_t unit;
};

static void scene_set(struct scene *scene) {
    hotseat_begin(&scene->game, "bridge-checkpoint", -1);
    scene->police = hotseat_seat(&scene->game, "police");
    scene->seat = model_seat(scene->game.model, scene->police);
    scene->unit = UNIT_NONE;
    for (unsigned i = 0; i < scene->seat->view.units && scene->unit == UNIT_NONE; i++)
        if (scene->seat->view.unit[i].status == UNIT_ON_MAP)
            scene->unit = scene->seat->view.unit[i].unit;
    assert_int_not_equal(scene->unit, UNIT_NONE);
}

/* A move of one hex that rules_check allows. */
static struct order a_move(const struct scene *scene, int which) {
    struct order order = {.kind = ORDER_move, .unit = scene->unit, .path_length = 1};
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        order.path[0] = (uint8_t)dir;
        if (model_check(scene->seat, &order).verdict != VERDICT_NO && which-- == 0)
            return order;
    }
    fail_msg("the unit can move nowhere");
    return order;
}

static const struct order *planned(const struct scene *scene) {
    return plan_find(&scene->seat->view.plan, scene->unit, false);
}

static void an_order_shows_at_once_and_is_confirmed(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    struct order order = a_move(&scene, 0);
    assert_true(model_order_put(scene.game.model, scene.police, &order, NULL));
    assert_non_null(planned(&scene));
    hotseat_settle(&scene.game);
    assert_int_equal(scene.seat->pendings, 0);
    assert_non_null(plan_find(&scene.seat->confirmed, scene.unit, false));
    assert_true(order_equal(planned(&scene), &order));
    hotseat_end(&scene.game);
}

static void undo_and_redo_go_back_and_forth(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    struct order first = a_move(&scene, 0), second = a_move(&scene, 1);
    struct model *model = scene.game.model;
    assert_false(model_undo(model, scene.police));
    assert_true(model_order_put(model, scene.police, &first, NULL));
    assert_true(model_order_put(model, scene.police, &second, NULL));
    assert_true(model_undo(model, scene.police));
    hotseat_settle(&scene.game);
    assert_true(order_equal(planned(&scene), &first));
    assert_true(model_undo(model, scene.police));
    hotseat_settle(&scene.game);
    assert_null(planned(&scene));
    assert_int_equal(model_cost(scene.seat), 0);
    assert_false(model_undo(model, scene.police));
    assert_true(model_redo(model, scene.police));
    assert_true(model_redo(model, scene.police));
    assert_false(model_redo(model, scene.police));
    hotseat_settle(&scene.game);
    assert_true(order_equal(planned(&scene), &second));
    assert_true(order_equal(plan_find(&scene.seat->confirmed, scene.unit, false), &second));
    hotseat_end(&scene.game);
}

static void a_new_order_ends_what_could_be_made_again(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    struct order first = a_move(&scene, 0), second = a_move(&scene, 1);
    model_order_put(scene.game.model, scene.police, &first, NULL);
    model_undo(scene.game.model, scene.police);
    model_order_put(scene.game.model, scene.police, &second, NULL);
    assert_false(model_redo(scene.game.model, scene.police));
    hotseat_end(&scene.game);
}

static void a_refused_order_says_why_and_leaves_the_plan(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    struct order good = a_move(&scene, 0), bad = {.kind = ORDER_fire_at, .unit = scene.unit, .contact = 999};
    struct check check;
    model_order_put(scene.game.model, scene.police, &good, NULL);
    hotseat_settle(&scene.game);
    assert_false(model_order_put(scene.game.model, scene.police, &bad, &check));
    assert_int_equal(check.verdict, VERDICT_NO);
    assert_string_equal(scene.seat->refusal, refusal_sentence(check.reason));
    hotseat_settle(&scene.game);
    assert_true(order_equal(planned(&scene), &good));
    hotseat_end(&scene.game);
}

/* The commit is on its way when the order is entered: the client cannot know yet, the server refuses. */
static void what_the_server_refuses_is_taken_out_again(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    struct order first = a_move(&scene, 0), second = a_move(&scene, 1);
    struct seat *seat = (struct seat *)scene.seat;
    model_order_put(scene.game.model, scene.police, &first, NULL);
    model_commit(scene.game.model, scene.police, true);
    seat->committed = false; /* as if the answer had not come */
    assert_true(model_order_put(scene.game.model, scene.police, &second, NULL));
    assert_true(order_equal(planned(&scene), &second));
    hotseat_settle(&scene.game);
    assert_true(order_equal(planned(&scene), &first));
    assert_string_not_equal(scene.seat->refusal, "");
    assert_int_equal(scene.seat->undos, 1);
    hotseat_end(&scene.game);
}

static void a_commit_can_be_taken_back_while_others_plan(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    model_commit(scene.game.model, scene.police, true);
    hotseat_settle(&scene.game);
    assert_true(scene.seat->committed);
    assert_true(scene.seat->others[scene.seat->side].committed);
    struct order order = a_move(&scene, 0);
    assert_false(model_order_put(scene.game.model, scene.police, &order, NULL));
    model_commit(scene.game.model, scene.police, false);
    hotseat_settle(&scene.game);
    assert_false(scene.seat->committed);
    assert_true(model_order_put(scene.game.model, scene.police, &order, NULL));
    hotseat_end(&scene.game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_shows_at_once_and_is_confirmed),
        cmocka_unit_test(undo_and_redo_go_back_and_forth),
        cmocka_unit_test(a_new_order_ends_what_could_be_made_again),
        cmocka_unit_test(a_refused_order_says_why_and_leaves_the_plan),
        cmocka_unit_test(what_the_server_refuses_is_taken_out_again),
        cmocka_unit_test(a_commit_can_be_taken_back_while_others_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
