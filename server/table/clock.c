/* The clocks of the order phase: the turn's time for all, then each side's game clock while it has not committed, then
 * grace. Nothing ticks: what is left follows from the time that has passed since the last change. */
#include "table_room.h"

#include <inttypes.h>
#include <stdio.h>

static bool clock_is_set(const struct table *table) {
    return table->config.turn_seconds > 0 || table->config.bank_seconds > 0;
}

static bool clock_runs(const struct table *table) {
    return clock_is_set(table) && table->phase == TABLE_ORDERS && !table->paused;
}

void clock_begin(struct table *table) {
    for (int side = 0; side < SIDE_MAX; side++) {
        table->clock.bank_ms[side] = (int64_t)table->config.bank_seconds * 1000;
        table->clock.journalled_ms[side] = table->clock.bank_ms[side];
    }
}

void clock_start(struct table *table, int64_t now_ms) {
    struct clock *clock = &table->clock;
    clock->since_ms = now_ms;
    clock->turn_ms = (int64_t)table->config.turn_seconds * 1000;
    clock->grace_ms = clock_is_set(table) ? (int64_t)table->config.grace_seconds * 1000 : 0;
}

/* The longest game clock of those who have not committed. */
static int64_t bank_longest(const struct table *table, const struct clock *clock) {
    int64_t longest = 0;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (!table->seat[side].committed && clock->bank_ms[side] > longest) {
            longest = clock->bank_ms[side];
        }
    }
    return longest;
}

static int64_t spend(int64_t *left, int64_t ms) {
    int64_t spent = ms < *left ? ms : *left;
    *left -= spent;
    return spent;
}

/* The clocks at a moment. */
static struct clock clock_at(const struct table *table, int64_t now_ms) {
    struct clock clock = table->clock;
    int64_t passed = now_ms - clock.since_ms;
    clock.since_ms = now_ms;
    if (!clock_runs(table) || passed <= 0) {
        return clock;
    }
    passed -= spend(&clock.turn_ms, passed);
    int64_t longest = bank_longest(table, &clock);
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (!table->seat[side].committed) {
            spend(&clock.bank_ms[side], passed);
        }
    }
    if (passed > longest) {
        spend(&clock.grace_ms, passed - longest);
    }
    return clock;
}

void clock_pass(struct table *table, int64_t now_ms) {
    if (now_ms > table->clock.since_ms || !clock_runs(table)) {
        table->clock = clock_at(table, now_ms);
    }
}

static int64_t left_of(const struct table *table, const struct clock *clock) {
    return clock->turn_ms + bank_longest(table, clock) + clock->grace_ms;
}

int64_t clock_left(const struct table *table) {
    return clock_runs(table) ? left_of(table, &table->clock) : INT64_MAX;
}

int64_t clock_next(const struct table *table) {
    const struct clock *clock = &table->clock;
    return clock->turn_ms > 0 ? clock->turn_ms : left_of(table, clock);
}

int64_t clock_write_due(const struct table *table) {
    const struct clock *clock = &table->clock;
    if (!clock_runs(table) || clock->turn_ms > 0 || bank_longest(table, clock) == 0) {
        return INT64_MAX;
    }
    return clock->write_ms;
}

bool clock_append(struct table *table) {
    struct clock *clock = &table->clock;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (clock->bank_ms[side] == clock->journalled_ms[side]) {
            continue;
        }
        char text[JOURNAL_LINE_MAX];
        int length = snprintf(text, sizeof(text), "%s %" PRId64, table->config.scenario->side[side].id,
                              clock->bank_ms[side]);
        if (!table_append(table, JOURNAL_CLOCK, text, (size_t)length)) {
            return false;
        }
        clock->journalled_ms[side] = clock->bank_ms[side];
    }
    clock->write_ms = clock->since_ms + CLOCK_WRITE_MS;
    return true;
}

int64_t table_remaining_ms(const struct table *table, int64_t now_ms) {
    return table->phase == TABLE_ORDERS ? clock_at(table, now_ms).turn_ms : 0;
}

int64_t table_bank_ms(const struct table *table, int side, int64_t now_ms) {
    if (table->phase == TABLE_LOBBY) {
        return (int64_t)table->config.bank_seconds * 1000;
    }
    return clock_at(table, now_ms).bank_ms[side];
}

int64_t table_grace_ms(const struct table *table, int64_t now_ms) {
    if (table->phase != TABLE_ORDERS || !clock_is_set(table)) {
        return 0;
    }
    struct clock clock = clock_at(table, now_ms);
    return clock.turn_ms == 0 && bank_longest(table, &clock) == 0 ? clock.grace_ms : 0;
}
