/* The Close: orders kind by kind in the sequence of ORDER_KINDS, all units of a kind before the next kind. */
#include "rule.h"

#include <assert.h>

static void emit_not_done(struct turn *turn, uint16_t number, int kind, int reason) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_not_done);
    event_unit(turn, &event.unit, number);
    event.step = DICE_STEP_CLOSE;
    event.value = (int16_t)kind;
    event.result = (uint8_t)reason;
    event_emit(turn, &event);
}

/* Who was pinned in the pulses may only evacuate; who is gone does nothing. */
static void close_order(struct turn *turn, uint16_t number) {
    const struct unit *unit = &turn->state->unit[number];
    const struct order *order = &turn->order[number];
    if (!unit_is_on_map(unit))
        emit_not_done(turn, number, order->kind, REFUSAL_not_here);
    else if (unit_is_pinned(turn->scenario, unit) && order->kind != ORDER_evacuate)
        emit_not_done(turn, number, order->kind, REFUSAL_pinned);
    else
        order_rule(order->kind)->resolve(turn, number, order);
}

void close_orders(struct turn *turn) {
    uint64_t kinds = 0;
    for (int i = 0; i < turn->state->units; i++)
        if (order_kind_phase(turn->order[i].kind) == 'C')
            kinds |= (uint64_t)1 << turn->order[i].kind;
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT && kinds; kind++) {
        if (!(kinds >> kind & 1))
            continue;
        assert(order_rule(kind));
        for (uint16_t i = 0; i < turn->state->units; i++)
            if (turn->order[i].kind == kind)
                close_order(turn, i);
    }
}
