#include "hotseat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>
#include <string.h>

#define STEPS_MAX 1000

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    struct problems problems = {0};
    const struct scenario *scenario = library_find(((struct hotseat *)ctx)->library, id, &problems);
    if (!scenario)
        snprintf(why, size, "%s", problems.text[0]);
    return scenario;
}

void hotseat_settle(struct hotseat *game) {
    for (int i = 0; i < 3 || model_is_busy(game->model); i++) {
        assert_in_range(i, 0, STEPS_MAX);
        model_step(game->model, game->now_ms += 10);
    }
}

void hotseat_begin(struct hotseat *game, const char *scenario, int computer) {
    char why[512] = "";
    struct link_local_config local = {.maps = data_folder(), .scenario = scenario, .journal = ":memory:"};
    struct model_config config = {.name = "Tester", .find = find, .find_ctx = game};
    memset(game, 0, sizeof *game);
    if (computer >= 0)
        local.ai[computer] = "scripted";
    game->library = library_create(data_folder());
    struct link *link = link_open_local(&local, why, sizeof why);
    if (!link)
        fail_msg("the game did not begin: %s", why);
    game->model = model_create(&config, link);
    for (size_t i = 0; link_local_token(link, i); i++)
        assert_int_equal(model_join(game->model, link_local_token(link, i)), (int)i);
    hotseat_settle(game);
    for (size_t i = 0; i < model_seats(game->model); i++)
        model_ready(game->model, i);
    hotseat_settle(game);
    for (size_t i = 0; i < model_seats(game->model); i++) {
        const struct seat *seat = model_seat(game->model, i);
        if (seat->phase != SEAT_ORDERS)
            fail_msg("seat %zu is not in its orders: %s %s", i, seat->trouble, model_notice(game->model));
    }
}

void hotseat_end(struct hotseat *game) {
    model_destroy(game->model);
    library_destroy(game->library);
}

size_t hotseat_seat(const struct hotseat *game, const char *side) {
    for (size_t i = 0; i < model_seats(game->model); i++) {
        const struct seat *seat = model_seat(game->model, i);
        if (strcmp(seat->scenario->side[seat->side].id, side) == 0)
            return i;
    }
    fail_msg("nobody plays %s here", side);
    return 0;
}
