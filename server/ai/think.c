#include "think.h"

#include <string.h>

void think_begin(struct think *think, const struct scenario *scenario, struct view *view,
                 struct ai_memory *memory, const struct dice_key *luck) {
    *think = (struct think){
        .scenario = scenario, .view = view, .notes = (struct notes *)memory->bytes, .luck = luck};
    think->forward = true;
    if (scenario->route_length > 0 && scenario->rally_hex[view->side] != HEX_NONE) {
        hex_t home = scenario->rally_hex[view->side];
        int first = map_distance(&scenario->map, home, scenario->route[0]);
        int last = map_distance(&scenario->map, home, scenario->route[scenario->route_length - 1]);
        think->forward = first <= last;
    }
}

const struct view_unit *think_next(const struct think *think, unsigned *at) {
    while (*at < think->view->units) {
        const struct view_unit *unit = &think->view->unit[(*at)++];
        if (unit->status == UNIT_ON_MAP && !think->busy[unit->unit])
            return unit;
    }
    return NULL;
}

bool think_order(struct think *think, const struct view_unit *unit, const struct order *order) {
    if (!ai_put(think->scenario, think->view, order))
        return false;
    think->busy[unit->unit] = 1;
    return true;
}

bool think_plain(struct think *think, const struct view_unit *unit, int kind) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
    return think_order(think, unit, &order);
}

/* Where the move that a unit carries on with ends; HEX_NONE when it has none. */
static hex_t goal_of(const struct think *think, const struct view_unit *unit) {
    hex_t hex = unit->hex;
    if (unit->order != ORDER_move || unit->path_at >= unit->path_length)
        return HEX_NONE;
    for (unsigned i = unit->path_at; i < unit->path_length && hex != HEX_NONE; i++)
        hex = think->scenario->map.next[hex][unit->path[i]];
    return hex;
}

bool think_go(struct think *think, const struct view_unit *unit, hex_t goal) {
    struct order order;
    think->aimed[goal] = 1;
    if (unit->hex == goal) {
        think_stay(think, unit);
        return true;
    }
    if (goal_of(think, unit) == goal) {
        think->busy[unit->unit] = 1;
        return true;
    }
    memset(&order, 0, sizeof order);
    if (path_find(think->scenario, think->view, unit->unit, goal, &order) == 0)
        return false;
    order.press_on = 1;
    return think_order(think, unit, &order);
}

int think_cost(const struct think *think, const struct view_unit *unit, hex_t goal) {
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    struct order order;
    if (unit->hex == goal)
        return 0;
    memset(&order, 0, sizeof order);
    if (path_find(think->scenario, think->view, unit->unit, goal, &order) == 0)
        return -1;
    return path_cost(think->scenario, think->view, unit->unit, &order, cost, pulse);
}

void think_stay(struct think *think, const struct view_unit *unit) {
    if (unit->order == ORDER_move && unit->path_at < unit->path_length)
        think_plain(think, unit, ORDER_hold);
    think->busy[unit->unit] = 1;
}

hex_t think_link(const struct think *think, unsigned i) {
    const struct scenario *scenario = think->scenario;
    return scenario->route[think->forward ? i : scenario->route_length - 1 - i];
}

int think_link_index(const struct think *think, hex_t hex) {
    for (unsigned i = 0; i < think->scenario->route_length; i++)
        if (think_link(think, i) == hex)
            return (int)i;
    return -1;
}

const struct barricade *think_barricade(const struct think *think, hex_t a, hex_t b) {
    for (unsigned i = 0; i < think->view->barricades; i++) {
        const struct barricade *barricade = &think->view->barricade[i];
        hex_t other = think->scenario->map.next[barricade->hex][barricade->dir];
        if (barricade->strength > 0 &&
            ((barricade->hex == a && other == b) || (barricade->hex == b && other == a)))
            return barricade;
    }
    return NULL;
}

int think_obstacle(const struct think *think, unsigned from) {
    for (unsigned i = from; i + 1 < think->scenario->route_length; i++)
        if (think_barricade(think, think_link(think, i), think_link(think, i + 1)))
            return (int)i;
    return -1;
}

bool think_may_be_enemy(const struct think *think, const struct view_contact *contact) {
    return contact->side == SIDE_NONE ||
           (think->scenario->side[think->view->side].enemies >> contact->side & 1);
}

int think_danger(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    int nearest = 99;
    for (unsigned i = 0; i < view->contacts; i++) {
        if (!think_may_be_enemy(think, &view->contact[i]))
            continue;
        int distance = map_distance(&think->scenario->map, hex, view->contact[i].hex);
        nearest = distance < nearest ? distance : nearest;
    }
    for (unsigned i = 0; i < view->marks; i++) {
        const struct mark *mark = &view->mark[i];
        if (mark->turn + 1 < view->turn)
            continue;
        int distance = map_distance(&think->scenario->map, hex, mark->hex);
        nearest = distance < nearest ? distance : nearest;
    }
    return nearest;
}

static int note_index(struct think *think, hex_t hex) {
    struct notes *notes = think->notes;
    for (int i = 0; i < notes->count; i++)
        if (notes->note[i].hex == hex)
            return i;
    if (notes->count == NOTES_MAX)
        return -1;
    notes->note[notes->count].hex = hex;
    return notes->count++;
}

uint8_t *think_checks(struct think *think, hex_t hex) {
    int index = note_index(think, hex);
    return index < 0 ? NULL : &think->notes->note[index].checks;
}

uint8_t *think_searches(struct think *think, hex_t hex) {
    int index = note_index(think, hex);
    return index < 0 ? NULL : &think->notes->note[index].searches;
}

void choices_add(struct choices *choices, hex_t hex, int bound) {
    unsigned at = choices->count;
    if (at == CHOICES_MAX) {
        at = 0;
        for (unsigned i = 1; i < CHOICES_MAX; i++)
            if (choices->item[i].bound < choices->item[at].bound)
                at = i;
        if (choices->item[at].bound >= bound)
            return;
    } else {
        choices->count++;
    }
    choices->item[at].hex = hex;
    choices->item[at].bound = bound;
}

bool choices_take(struct choices *choices, int least, hex_t *hex, int *bound) {
    unsigned best = 0;
    if (choices->count == 0)
        return false;
    for (unsigned i = 1; i < choices->count; i++)
        if (choices->item[i].bound > choices->item[best].bound ||
            (choices->item[i].bound == choices->item[best].bound &&
             choices->item[i].hex < choices->item[best].hex))
            best = i;
    if (choices->item[best].bound <= least)
        return false;
    *hex = choices->item[best].hex;
    *bound = choices->item[best].bound;
    choices->item[best] = choices->item[--choices->count];
    return true;
}
