/* Ways: the cheapest from hex to hex, and what a way costs, pulse by pulse. */
#include "ground.h"
#include "plan_check.h"

#include <assert.h>
#include <string.h>

#define KEY_NONE  UINT32_MAX
#define HOPS_BITS 8
#define HEX_BITS  11
#define HEAP_MAX  (MAP_HEX_MAX * DIR_COUNT)
#define KEY_STEP  ((1u << HOPS_BITS) + 1) /* the least key of a step: no hex costs less than 1 */

_Static_assert(MAP_HEX_MAX <= 1 << HEX_BITS, "a hex fits its bits");

/* Entries are bound << HEX_BITS | hex: the key of the best way through the hex, as far as it is known. A key is
 * cost << HOPS_BITS | hexes. */
struct heap {
    unsigned count;
    uint32_t entry[HEAP_MAX];
};

static void heap_push(struct heap *heap, uint32_t entry) {
    assert(heap->count < HEAP_MAX);
    unsigned at = heap->count++;
    while (at > 0 && heap->entry[(at - 1) / 2] > entry) {
        heap->entry[at] = heap->entry[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->entry[at] = entry;
}

static uint32_t heap_pop(struct heap *heap) {
    uint32_t least = heap->entry[0], last = heap->entry[--heap->count];
    unsigned at = 0;
    for (;;) {
        unsigned child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && heap->entry[child + 1] < heap->entry[child])
            child++;
        if (heap->entry[child] >= last)
            break;
        heap->entry[at] = heap->entry[child];
        at = child;
    }
    heap->entry[at] = last;
    return least;
}

static uint32_t step_key(const struct ground_step *step) {
    return ((uint32_t)step->cost << HOPS_BITS) + 1;
}

/* The least key that a way between the two can have. */
static uint32_t key_between(const struct map *map, hex_t a, hex_t b) {
    return (uint32_t)map_distance(map, a, b) * KEY_STEP;
}

/* Keys of the cheapest ways to the goal, from `from` and from every hex on a cheapest way from there (A*, from the
 * goal on). Hexes whose bound equals the key of `from` are looked at too: of equal ways the caller chooses one. */
static void path_field(const struct walker *walker, hex_t from, hex_t goal, uint32_t key[MAP_HEX_MAX]) {
    const struct map *map = &walker->scenario->map;
    struct heap heap;
    heap.count = 0;
    memset(key, 0xff, map->count * sizeof key[0]);
    key[goal] = 0;
    heap_push(&heap, key_between(map, goal, from) << HEX_BITS | goal);
    while (heap.count) {
        uint32_t entry = heap_pop(&heap);
        hex_t hex = (hex_t)(entry & ((1u << HEX_BITS) - 1));
        if (entry >> HEX_BITS > key[from])
            return;
        if (entry >> HEX_BITS != key[hex] + key_between(map, hex, from))
            continue;
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            hex_t before = map->next[hex][dir];
            if (before == HEX_NONE || key[before] < key[hex] + KEY_STEP)
                continue;
            struct ground_step step = ground_step(walker, before, dir_opposite(dir));
            if (step.refusal != REFUSAL_none || step.exits)
                continue;
            uint32_t way = key[hex] + step_key(&step);
            if (way < key[before]) {
                key[before] = way;
                heap_push(&heap, (way + key_between(map, before, from)) << HEX_BITS | before);
            }
        }
    }
}

int path_search(const struct walker *walker, hex_t from, hex_t goal, uint8_t path[PATH_MAX_HEXES],
                int *cost) {
    const struct map *map = &walker->scenario->map;
    uint32_t key[MAP_HEX_MAX];
    assert(from < map->count && goal < map->count);
    path_field(walker, from, goal, key);
    if (from == goal || key[from] == KEY_NONE)
        return 0;
    if (cost)
        *cost = (int)(key[from] >> HOPS_BITS);
    int length = 0;
    for (hex_t hex = from; hex != goal; length++) {
        int dir = 0;
        struct ground_step step;
        for (;; dir++) {
            assert(dir < DIR_COUNT);
            step = ground_step(walker, hex, dir);
            if (step.refusal == REFUSAL_none && !step.exits && key[step.to] != KEY_NONE &&
                key[step.to] + step_key(&step) == key[hex])
                break;
        }
        if (length < PATH_MAX_HEXES)
            path[length] = (uint8_t)dir;
        hex = step.to;
    }
    return length;
}

/* Who walks, as the view of its side knows it. False when the unit is not on the map, has surrendered or cannot
 * move. */
static bool walker_from_view(const struct scenario *scenario, const struct view *view, uint16_t number,
                             struct obstacles *obstacles, struct walker *walker, struct unit *unit) {
    const struct view_unit *seen = view_unit_find(view, number);
    if (!seen || seen->status != UNIT_ON_MAP || (seen->flags & UNIT_SURRENDERED))
        return false;
    unit_from_view(seen, view->side, unit);
    obstacles_find(scenario, view->barricade, view->barricades, view->crowd, view->crowds, obstacles);
    *walker = (struct walker){scenario, obstacles, view->side, (uint8_t)unit_move_class(scenario, unit)};
    return unit_move_points(scenario, unit) > 0;
}

int path_find(const struct scenario *scenario, const struct view *view, uint16_t number, hex_t goal,
              struct order *order) {
    struct obstacles obstacles;
    struct walker walker;
    struct unit unit;
    memset(order, 0, sizeof *order);
    order->kind = ORDER_move;
    order->unit = number;
    if (view_is_in_setup(view)) /* nobody moves before turn 1 */
        return 0;
    if (goal >= scenario->map.count || !walker_from_view(scenario, view, number, &obstacles, &walker, &unit))
        return 0;
    int length = path_search(&walker, unit.hex, goal, order->path, NULL);
    order->path_length = (uint8_t)(length < PATH_MAX_HEXES ? length : PATH_MAX_HEXES);
    return order->path_length;
}

int path_cost(const struct scenario *scenario, const struct view *view, uint16_t number,
              const struct order *order, uint8_t cost[PATH_MAX_HEXES], uint8_t pulse[PATH_MAX_HEXES]) {
    struct obstacles obstacles;
    struct walker walker;
    struct unit unit;
    if (order->path_length > PATH_MAX_HEXES ||
        !walker_from_view(scenario, view, number, &obstacles, &walker, &unit))
        return -1;
    int pulses = scenario->rules.number.pulses, points = unit_move_points(scenario, &unit);
    int total = 0, spent = 0, now = 1, turn = 0;
    hex_t hex = unit.hex;
    for (int i = 0; i < order->path_length; i++) {
        if (hex == HEX_NONE || order->path[i] >= DIR_COUNT)
            return -1;
        struct ground_step step = ground_step(&walker, hex, order->path[i]);
        if (step.refusal != REFUSAL_none || (step.exits && i + 1 < order->path_length))
            return -1;
        while (!movement_may_spend(scenario, points, spent, step.cost, now))
            if (++now > pulses) {
                now = 1;
                spent = 0;
                turn++;
            }
        /* Who enters by the grace of the last pulse has nothing left, whatever the hex cost. */
        spent = spent + step.cost < points ? spent + step.cost : points;
        cost[i] = (uint8_t)step.cost;
        int at = turn * pulses + now;
        pulse[i] = (uint8_t)(at < UINT8_MAX ? at : UINT8_MAX);
        total += step.cost;
        hex = step.exits ? HEX_NONE : step.to;
    }
    return total;
}
