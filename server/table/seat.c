/* A seat's plan, view and report, in as much memory as they hold. */
#include "table_room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* An order without its path; the path follows. Kept in memory only, never on disk. */
#define ORDER_HEAD offsetof(struct order, path)

void packed_plan_set(struct packed_plan *packed, const struct plan *plan) {
    size_t size = 0;
    for (unsigned i = 0; i < plan->count; i++) {
        size += ORDER_HEAD + plan->order[i].path_length;
    }
    free(packed->bytes);
    *packed = (struct packed_plan){0};
    if (size == 0) {
        return;
    }
    packed->bytes = malloc(size);
    if (!packed->bytes) {
        abort();
    }
    uint8_t *at = packed->bytes;
    for (unsigned i = 0; i < plan->count; i++) {
        const struct order *order = &plan->order[i];
        memcpy(at, order, ORDER_HEAD);
        memcpy(at + ORDER_HEAD, order->path, order->path_length);
        at += ORDER_HEAD + order->path_length;
    }
    packed->size = (uint32_t)size;
    packed->count = plan->count;
}

void packed_plan_get(const struct packed_plan *packed, struct plan *plan) {
    assert(packed->count <= PLAN_MAX);
    memset(plan, 0, sizeof(*plan));
    const uint8_t *at = packed->bytes;
    for (unsigned i = 0; i < packed->count; i++) {
        struct order *order = &plan->order[i];
        memcpy(order, at, ORDER_HEAD);
        assert(order->path_length <= PATH_MAX_HEXES);
        memcpy(order->path, at + ORDER_HEAD, order->path_length);
        at += ORDER_HEAD + order->path_length;
    }
    plan->count = packed->count;
}

void packed_plan_finish(struct packed_plan *packed) {
    free(packed->bytes);
    *packed = (struct packed_plan){0};
}

struct view *seat_view(const struct table *table, struct seat *seat) {
    seat->view_used = true;
    if (seat->view) {
        return seat->view;
    }
    struct view *view = malloc(sizeof(*view));
    if (!view) {
        return NULL;
    }
    view_build(table->config.scenario, table->state, (int)(seat - table->seat), view);
    packed_plan_get(&seat->plan, &view->plan);
    packed_plan_finish(&seat->plan);
    seat->view = view;
    return view;
}

void seat_view_drop(struct seat *seat) {
    if (seat->view) {
        packed_plan_set(&seat->plan, &seat->view->plan);
        free(seat->view);
        seat->view = NULL;
    }
}

void seat_plan_get(const struct seat *seat, struct plan *plan) {
    if (seat->view) {
        *plan = seat->view->plan;
    } else {
        packed_plan_get(&seat->plan, plan);
    }
}

void seat_plan_clear(struct seat *seat) {
    free(seat->view);
    seat->view = NULL;
    packed_plan_finish(&seat->plan);
}

void seat_finish(struct seat *seat) {
    seat_plan_clear(seat);
    free(seat->report);
    free(seat->memory);
}

static void text_add(struct gathering *gathering, const char *line) {
    size_t length = strlen(line);
    if (gathering->size + length + 2 > gathering->room) {
        size_t room = (gathering->room ? gathering->room * 2 : 4096) + length;
        char *text = realloc(gathering->text, room);
        if (!text) {
            gathering->failed = true;
            return;
        }
        gathering->text = text;
        gathering->room = room;
    }
    memcpy(gathering->text + gathering->size, line, length);
    gathering->size += length;
    gathering->text[gathering->size++] = '\n';
}

struct gathering gathering_of(const struct table *table) {
    return (struct gathering){.sides = table->config.scenario->sides, .umpired = table->config.umpired};
}

/* Room for one more event; NULL when memory ran out. */
static struct event *gathered_next(struct gathering *gathering, struct gathered *own) {
    if (own->count == own->room) {
        size_t room = own->room ? own->room * 2 : 32;
        struct event *events = realloc(own->events, room * sizeof(*events));
        if (!events) {
            gathering->failed = true;
            return NULL;
        }
        own->events = events;
        own->room = room;
    }
    return &own->events[own->count];
}

void gathering_emit(void *ctx, const struct scenario *scenario, const struct state *state,
                    const struct event *event) {
    struct gathering *gathering = ctx;
    char line[512];
    event_explain(scenario, event, line, sizeof(line));
    text_add(gathering, line);
    for (int side = 0; side < gathering->sides; side++) {
        struct event *next = gathered_next(gathering, &gathering->side[side]);
        if (!next) {
            return;
        }
        if (event_for_side(scenario, state, event, side, next)) {
            gathering->side[side].count++;
        }
    }
    struct event *next = gathering->umpired ? gathered_next(gathering, &gathering->truth) : NULL;
    if (next) {
        *next = *event;
        gathering->truth.count++;
    }
}

/* In as much memory as they hold; NULL when there are none. */
static struct event *gathered_take(struct gathered *own) {
    struct event *events = own->events;
    own->events = NULL;
    if (own->count == 0) {
        free(events);
        return NULL;
    }
    struct event *exact = realloc(events, own->count * sizeof(*exact));
    return exact ? exact : events;
}

void gathering_take(struct gathering *gathering, struct table *table, unsigned turn) {
    for (int side = 0; side < gathering->sides; side++) {
        struct seat *seat = &table->seat[side];
        free(seat->report);
        seat->reports = gathering->side[side].count;
        seat->report = gathered_take(&gathering->side[side]);
    }
    free(table->truth);
    table->truths = gathering->truth.count;
    table->truth = gathered_take(&gathering->truth);
    table->report_turn = turn;
}

void gathering_finish(struct gathering *gathering) {
    for (int side = 0; side < SIDE_MAX; side++) {
        free(gathering->side[side].events);
    }
    free(gathering->truth.events);
    free(gathering->text);
}
