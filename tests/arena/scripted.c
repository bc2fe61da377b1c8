/* What the scripted player does with what it knows, shown over games of Banjska: it hides where the scenario does not
 * say, finds who does so, and leaves traps to those who find them. */
#include "arena/play.h"
#include "data/data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define GAMES 12

static struct library *library;
static const struct scenario *scenario;

static int open_scenario(void **unused) {
    struct problems problems = {0};
    (void)unused;
    library = library_create(data_folder());
    scenario = library_find(library, "banjska", &problems);
    return scenario ? 0 : -1;
}

static int close_scenario(void **unused) {
    (void)unused;
    library_destroy(library);
    return 0;
}

struct game {
    struct state state;
    struct ai_memory memory[SIDE_MAX];
    struct plan plan[SIDE_MAX];
    uint8_t secret[SEAL_SECRET_BYTES];
};

static struct game *begin(unsigned number) {
    static const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    static struct game game;
    struct dice_key key;
    memset(&game, 0, sizeof game);
    arena_secret(5, number, game.secret);
    seal_key(game.secret, scenario->sides, nonce, &key);
    state_begin(scenario, &key, 0, &game.state);
    return &game;
}

/* The plan of a side by a player, left in game->plan; its view is returned. */
static const struct view *plan_by(struct game *game, unsigned side, const char *player) {
    static struct view view;
    struct dice_key luck;
    seal_luck(game->secret, side, &luck);
    view_build(scenario, &game->state, (int)side, &view);
    ai_find(player)->plan(scenario, &view, &game->memory[side], &luck);
    game->plan[side] = view.plan;
    return &view;
}

static void play(struct game *game) {
    rules_resolve(scenario, &game->state, (const struct plan *)game->plan, NULL);
    memset(game->plan, 0, sizeof game->plan);
}

static bool is_named(const hex_t *choice, int choices, hex_t hex) {
    for (int i = 0; i < choices; i++)
        if (choice[i] == hex)
            return true;
    return false;
}

static unsigned side_with(unsigned flag) {
    unsigned side = 0;
    while (!(scenario->side[side].flags & flag))
        side++;
    return side;
}

/* The irregulars place all they have anywhere in their zones and then do nothing: the police find some of what lies in
 * hexes that the scenario does not name. */
static void who_hides_elsewhere_in_the_zone_is_found(void **unused) {
    unsigned caches = 0, people = 0, irregulars = side_with(SIDE_IS_IRREGULAR);
    (void)unused;
    for (unsigned number = 0; number < GAMES; number++) {
        struct game *game = begin(number);
        plan_by(game, irregulars, "random");
        play(game);
        struct state placed = game->state;
        while (game->state.outcome == OUTCOME_RUNNING) {
            for (unsigned side = 0; side < scenario->sides; side++)
                if (side != irregulars)
                    plan_by(game, side, "scripted");
            play(game);
        }
        for (int i = 0; i < scenario->caches; i++)
            caches += game->state.cache[i].found &&
                      !is_named(scenario->cache[i].choice, scenario->cache[i].choices, placed.cache[i].hex);
        for (int u = 0; u < scenario->roster_count; u++)
            people += scenario->roster[u].covert && game->state.unit[u].status == UNIT_DETAINED &&
                      !is_named(scenario->roster[u].choice, scenario->roster[u].choices, placed.unit[u].hex);
    }
    print_message("# %u caches and %u covert units found in hexes that the scenario does not name\n", caches, people);
    assert_true(caches > 0);
    assert_true(people > 0);
}

/* In the set-up it chooses: not always hexes that the scenario names, not alike in two games, and who fights stands on
 * ground no worse than the dice would have given him. */
static void it_places_by_plan(void **unused) {
    unsigned elsewhere = 0, alike = 0, placed = 0, irregulars = side_with(SIDE_IS_IRREGULAR);
    int cover = 0, by_dice = 0;
    struct state last = {0};
    (void)unused;
    for (unsigned number = 0; number < GAMES; number++) {
        struct game *game = begin(number);
        struct state dice = game->state;
        for (unsigned side = 0; side < scenario->sides; side++)
            plan_by(game, side, "scripted");
        play(game);
        for (int u = 0; u < scenario->roster_count; u++) {
            const struct roster_unit *unit = &scenario->roster[u];
            hex_t hex = game->state.unit[u].hex;
            if (!unit->zone || game->state.unit[u].status != UNIT_ON_MAP)
                continue;
            assert_true(scenario_zone_has(&scenario->zone[unit->zone - 1], hex));
            placed++;
            elsewhere += !is_named(unit->choice, unit->choices, hex);
            alike += number > 0 && last.unit[u].hex == hex;
            bool fights = unit->side == irregulars && !unit->covert && scenario->rules.type[unit->type].firepower[0] > 1;
            cover += fights ? scenario->rules.terrain[scenario->map.hex[hex].terrain].cover : 0;
            by_dice += fights ? scenario->rules.terrain[scenario->map.hex[dice.unit[u].hex].terrain].cover : 0;
        }
        last = game->state;
    }
    assert_true(elsewhere > placed / 20);
    assert_true(alike < placed / 2);
    assert_true(cover >= by_dice);
}

/* What may be trapped waits for explosive disposal while that is there or is to come. */
static void traps_are_left_to_disposal(void **unused) {
    unsigned cleared = 0, police = side_with(SIDE_IS_POLICE);
    (void)unused;
    for (unsigned number = 0; number < GAMES; number++) {
        struct game *game = begin(number);
        while (game->state.outcome == OUTCOME_RUNNING) {
            bool due = false;
            for (unsigned side = 0; side < scenario->sides; side++)
                plan_by(game, side, "scripted");
            for (int u = 0; u < scenario->roster_count; u++)
                due = due || ((scenario->rules.type[scenario->roster[u].type].flags & TYPE_EOD) &&
                              (game->state.unit[u].status == UNIT_WAITING || game->state.unit[u].status == UNIT_ON_MAP));
            for (unsigned i = 0; i < game->plan[police].count; i++) {
                const struct order *order = &game->plan[police].order[i];
                if (order->kind != ORDER_clear)
                    continue;
                cleared++;
                assert_true(!due || (scenario->rules.type[scenario->roster[order->unit].type].flags & TYPE_EOD));
            }
            play(game);
        }
    }
    assert_true(cleared > 0);
}

/* Who stands where others are to come has somewhere to go while there is command to send him. */
static void who_arrives_makes_room(void **unused) {
    unsigned stood = 0, idle = 0, police = side_with(SIDE_IS_POLICE);
    (void)unused;
    for (unsigned number = 0; number < GAMES; number++) {
        struct game *game = begin(number);
        while (game->state.outcome == OUTCOME_RUNNING) {
            for (unsigned side = 0; side < scenario->sides; side++)
                if (side != police)
                    plan_by(game, side, "scripted");
            const struct view *view = plan_by(game, police, "scripted");
            for (unsigned i = 0; i < view->units; i++) {
                const struct view_unit *unit = &view->unit[i];
                bool awaited = false;
                for (unsigned j = 0; j < view->units; j++)
                    awaited = awaited || (view->unit[j].status == UNIT_WAITING && view->unit[j].arrives == view->turn + 1 &&
                                          scenario->roster[view->unit[j].unit].entry &&
                                          scenario->roster[view->unit[j].unit].choice[0] == unit->hex);
                if (!awaited || unit->status != UNIT_ON_MAP)
                    continue;
                stood++;
                idle += !plan_find(&view->plan, unit->unit, false) && unit->path_at >= unit->path_length;
            }
            play(game);
        }
    }
    print_message("# %u stood where others were to come in the next turn, %u of them without an order\n", stood, idle);
    assert_true(stood > GAMES);
    assert_true(idle * 4 < stood);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_hides_elsewhere_in_the_zone_is_found),
        cmocka_unit_test(it_places_by_plan),
        cmocka_unit_test(traps_are_left_to_disposal),
        cmocka_unit_test(who_arrives_makes_room),
    };
    return cmocka_run_group_tests(tests, open_scenario, close_scenario);
}
