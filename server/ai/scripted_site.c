/* Cultural sites: irregulars keep armed people in one while that scores; police and KFOR close a ring round it,
 * bring the civilians out, and go in once nobody armed is seen there. */
#include "think.h"

#include <string.h>

#define RING   2 /* hexes from the site at which a ring is closed */
#define INSIDE 3 /* units that hold a site */

static bool is_site(const struct think *think, hex_t hex) {
    return think->scenario->map.hex[hex].flags & MAP_HEX_CULTURAL;
}

static bool keeps_site(const struct think *think) {
    int row = think_row(think, VICTORY_site_turn);
    return row >= 0 && (think->scenario->victory[row].most == 0 ||
                        think->view->count[row] < think->scenario->victory[row].most);
}

static void hold(struct think *think, const struct view_unit *unit) {
    think_stay(think, unit);
    think->aimed[unit->hex] = 1;
}

/* Armed people on foot: those in the site stay, the nearest others go there until enough are in it. */
static void keep(struct think *think) {
    const struct map *map = &think->scenario->map;
    const struct view_unit *unit;
    int inside = 0;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_site(think, unit->hex) && think_is_fighter(think, unit)) {
            hold(think, unit);
            inside++;
        }
    for (int more = INSIDE - inside; more > 0; more--) {
        const struct view_unit *best = NULL;
        hex_t goal = HEX_NONE;
        int nearest = 99;
        for (hex_t hex = 0; hex < map->count; hex++)
            for (unsigned at = 0; is_site(think, hex) && (unit = think_next(think, &at));)
                if (think_is_fighter(think, unit) && think_type(think, unit)->move == MOVE_FOOT &&
                    map_distance(map, unit->hex, hex) < nearest) {
                    nearest = map_distance(map, unit->hex, hex);
                    best = unit;
                    goal = hex;
                }
        if (!best || !think_go(think, best, goal))
            return;
    }
}

static bool escort(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->civilian_groups; i++)
        if (view->civilians[i].strength > 0 &&
            think_at_hex(think, unit, ORDER_escort, view->civilians[i].hex, 0))
            return true;
    return false;
}

/* Is somebody armed, or of whom that is not known, seen in a site? */
static bool is_held(const struct think *think) {
    for (unsigned i = 0; i < think->view->contacts; i++)
        if (is_site(think, think->view->contact[i].hex) && think_is_target(think, &think->view->contact[i]))
            return true;
    return false;
}

/* Distance of each hex to the nearest site; false without a site. */
static bool distances(const struct think *think, uint8_t out[MAP_HEX_MAX]) {
    const struct map *map = &think->scenario->map;
    bool any = false;
    memset(out, 99, map->count);
    for (hex_t site = 0; site < map->count; site++) {
        if (!is_site(think, site))
            continue;
        any = true;
        for (hex_t hex = 0; hex < map->count; hex++) {
            int distance = map_distance(map, hex, site);
            out[hex] = distance < out[hex] ? (uint8_t)distance : out[hex];
        }
    }
    return any;
}

/* A place on the ring that nobody goes to yet; into the site once it looks empty and the time for it has come. */
static void close_ring(struct think *think, const struct view_unit *unit, const uint8_t *distance, int ring) {
    const struct map *map = &think->scenario->map;
    struct choices choices = {0};
    hex_t hex;
    int bound, best = -1000;
    if (distance[unit->hex] <= ring && !think->aimed[unit->hex]) {
        hold(think, unit);
        return;
    }
    for (hex = 0; hex < map->count; hex++)
        if (distance[hex] <= ring && !think->aimed[hex])
            choices_add(&choices, hex, 2 * think->scenario->rules.terrain[map->hex[hex].terrain].cover -
                                           map_distance(map, unit->hex, hex) - 3 * (ring - distance[hex]));
    for (int tries = 0; tries < 3 && choices_take(&choices, best, &hex, &bound); tries++)
        if (think_go(think, unit, hex))
            return;
}

static bool guards(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return think_is_fighter(think, unit) && !(type->flags & TYPE_HQ) && type->clear < 2 && type->steps > 1;
}

static void free_site(struct think *think) {
    uint8_t distance[MAP_HEX_MAX];
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        escort(think, unit);
    if (!distances(think, distance))
        return;
    int ring = is_held(think) ? RING : 0;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (guards(think, unit))
            close_ring(think, unit, distance, ring > 0 || distance[unit->hex] > 1 ? RING : 0);
}

void scripted_site(struct think *think) {
    if (think->scenario->side[think->view->side].flags & SIDE_HAS_LEVELS) {
        if (think_row(think, VICTORY_site_clear_at) >= 0 || think_row(think, VICTORY_civilians_safe) >= 0)
            free_site(think);
    } else if (keeps_site(think)) {
        keep(think);
    }
}
