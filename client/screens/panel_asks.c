/* Asks (rulebook 8): what other sides ask of this one, to be answered by a yes or by silence, and what this one
 * may ask of them. Every verdict is rules_check's. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H 44
#define ASKS  24

static bool same_ask(const struct order *a, const struct order *b) {
    return a->kind == b->kind && a->other == b->other && a->mode == b->mode && a->hex == b->hex;
}

/* The entry of the plan that says the same, NULL. */
static const struct order *ask_planned(const struct seat *seat, const struct order *order) {
    for (unsigned i = 0; i < seat->view.plan.count; i++)
        if (order_is_of_side(&seat->view.plan.order[i]) && same_ask(&seat->view.plan.order[i], order))
            return &seat->view.plan.order[i];
    return NULL;
}

/* Gives the order under the first free number of the side, or takes it back. */
static void ask_toggle(struct app *app, const struct seat *seat, struct order order) {
    const struct order *planned = ask_planned(seat, &order);
    if (planned) {
        model_order_remove(app->model, app->seat, planned->unit, false);
        app->board.stale = true;
        return;
    }
    for (int slot = 0; slot < SIDE_ORDER_SLOTS; slot++) {
        order.unit = (uint16_t)(SIDE_ORDER_UNIT + slot);
        if (plan_find(&seat->view.plan, order.unit, false))
            continue;
        orders_put(app, &order);
        return;
    }
    app_say(app, "No more can be asked or answered in this turn: take one back first.");
}

static void ask_words(const struct seat *seat, const struct order *order, char *who, size_t who_size, char *what,
                      size_t what_size) {
    const struct scenario *scenario = seat->scenario;
    char hex[8];
    map_hex_name(&scenario->map, order->hex, hex);
    snprintf(who, who_size, order->kind == ORDER_answer ? "%s asks you" : "Ask %s",
             order->other < scenario->sides ? scenario->side[order->other].name : "");
    snprintf(what, what_size, "for %s%s%s", ask_thing_words(order->mode),
             order->mode == ASK_MEDIATION || order->mode == ASK_ESCORT ? ", " : "",
             order->mode == ASK_MEDIATION || order->mode == ASK_ESCORT ? hex : "");
}

static void ask_row(struct app *app, const struct seat *seat, const struct order *order, int index,
                    struct ui_rect at) {
    bool answer = order->kind == ORDER_answer, on = ask_planned(seat, order) != NULL;
    char who[64], what[96], id[24];
    ask_words(seat, order, who, sizeof who, what, sizeof what);
    ui_fill(at, answer ? UI_AMBER_DIM : UI_RAISED, 4);
    ui_text_cut(UI_SANS_BOLD, at.x + 10, at.y + 17, at.w - 90, UI_TEXT, who);
    ui_text_cut(UI_NARROW, at.x + 10, at.y + 33, at.w - 90, UI_DIM, what);
    snprintf(id, sizeof id, "ask%d", index);
    if (ui_button(id, ui_rect(at.x + at.w - 74, at.y + 8, 66, at.h - 16), answer ? "Yes" : "Ask", NULL,
                  seat->committed ? UI_BUTTON_OFF
                  : on            ? UI_BUTTON_ON
                                  : UI_BUTTON_PLAIN,
                  seat->committed ? "Your side has committed: take the commit back first."
                  : answer        ? "A yes holds from the next Upkeep; silence is no. Press again to take it back."
                                  : "It is delivered at the next Upkeep. Press again to take it back.") &&
        !seat->committed)
        ask_toggle(app, seat, *order);
}

/* Answers first; what is already in the plan stays listed though the rules would not take it twice. */
static size_t asks_list(const struct seat *seat, struct order out[ASKS]) {
    static struct order some[256];
    size_t count = 0, listed = 0;
    for (unsigned i = 0; i < seat->view.plan.count; i++)
        if (seat->view.plan.order[i].kind == ORDER_ask || seat->view.plan.order[i].kind == ORDER_answer)
            some[listed++] = seat->view.plan.order[i];
    listed += rules_list_orders(seat->scenario, &seat->view, SIDE_ORDER_UNIT + SIDE_ORDER_SLOTS - 1, some + listed,
                                256 - listed);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < listed && count < ASKS; i++) {
            bool again = some[i].kind != (pass ? ORDER_ask : ORDER_answer);
            for (size_t k = 0; k < count && !again; k++)
                again = same_ask(&out[k], &some[i]);
            if (!again)
                out[count++] = some[i];
        }
    return count;
}

/* The first place of each thing asked of each side: a place that only says where is not chosen by hand. */
static size_t asks_shorten(struct order *orders, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        for (size_t k = 0; k < kept && !again; k++)
            again = orders[i].kind == ORDER_ask && orders[k].kind == ORDER_ask && orders[k].mode == orders[i].mode &&
                    orders[k].other == orders[i].other && orders[i].mode != ASK_ESCORT;
        if (!again)
            orders[kept++] = orders[i];
    }
    return kept;
}

float panel_asks(struct app *app, float x, float y, float w) {
    const struct seat *seat = app_seat_now(app);
    struct order orders[ASKS];
    size_t count = seat->phase == SEAT_ORDERS ? asks_shorten(orders, asks_list(seat, orders)) : 0;
    if (count == 0)
        return 0;
    panel_head(x, y, w, "Asks", "silence is no");
    for (size_t i = 0; i < count; i++)
        ask_row(app, seat, &orders[i], (int)i, ui_rect(x, y + 12 + (float)i * (ROW_H + 4), w, ROW_H));
    return 12 + (float)count * (ROW_H + 4);
}
