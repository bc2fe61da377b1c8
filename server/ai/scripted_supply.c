/* What is done with the command that is left: an excavator digs friends in who hold their place, who has shot his stock
 * fetches more from a cache, and carriers take people aboard who have a long way, and let them down near its end. */
#include "think.h"

#define FETCH 4 /* hexes to a cache that are worth going for it */
#define FAR   6 /* hexes to the nearest enemy from which people are carried */
#define CLOSE 4 /* and where they get down */

/* Digs in who stays beside it: crew weapons first, for they stay longest. */
static bool dig_in(struct think *think, const struct view_unit *digger) {
    const struct view *view = think->view;
    for (int crew = 1; crew >= 0; crew--)
        for (unsigned i = 0; i < view->units; i++) {
            const struct view_unit *unit = &view->unit[i];
            bool is_crew = think_type(think, unit)->flags & TYPE_CREW_WEAPON;
            if (unit->status != UNIT_ON_MAP || unit->hex != digger->hex || (unit->flags & UNIT_DUG_IN) ||
                (!crew && is_crew) || (crew && !is_crew) || !think_is_fighter(think, unit) ||
                (unit->order == ORDER_move && unit->path_at < unit->path_length))
                continue;
            struct order order = {.kind = ORDER_dig_in, .unit = digger->unit, .other = unit->unit, .hex = HEX_NONE};
            if (think_order(think, digger, &order))
                return true;
        }
    return false;
}

static hex_t nearest_cache(const struct think *think, hex_t from) {
    const struct view *view = think->view;
    hex_t best = HEX_NONE;
    int nearest = FETCH + 1;
    for (unsigned i = 0; i < view->caches; i++) {
        int distance = map_distance(&think->scenario->map, from, view->cache[i].hex);
        if (view->cache[i].side == view->side && !view->cache[i].found && distance < nearest) {
            nearest = distance;
            best = view->cache[i].hex;
        }
    }
    return best;
}

static bool resupply(struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    if (type->ammo == AMMO_NONE || unit->stock * 2 > type->ammo_count ||
        (unit->flags & (UNIT_RESUPPLIED | UNIT_ABANDONED)))
        return false;
    hex_t cache = nearest_cache(think, unit->hex);
    if (cache == HEX_NONE)
        return false;
    return cache == unit->hex ? think_plain(think, unit, ORDER_resupply) : think_go(think, unit, cache);
}

void scripted_supply(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (!resupply(think, unit) && think_type(think, unit)->build > 0)
            dig_in(think, unit);
}

static bool carries_somebody(const struct think *think, const struct view_unit *carrier) {
    for (unsigned i = 0; i < think->view->units; i++)
        if (think->view->unit[i].status == UNIT_CARRIED && think->view->unit[i].carrier == carrier->unit)
            return true;
    return false;
}

static bool wants_lift(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return type->move == MOVE_FOOT && think_is_fighter(think, unit) && !(type->flags & TYPE_LEADER) &&
           unit->suppression == 0 && unit->status == UNIT_ON_MAP;
}

/* Takes aboard who is in its hex, or goes to the nearest who has far to go. */
static bool pick_up(struct think *think, const struct view_unit *carrier) {
    const struct view *view = think->view;
    const struct view_unit *best = NULL;
    int nearest = 99;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        int distance = map_distance(&think->scenario->map, carrier->hex, unit->hex);
        if (!think->busy[unit->unit] && wants_lift(think, unit) && think_danger(think, unit->hex) >= FAR &&
            distance < nearest && think_cost(think, carrier, unit->hex) >= 0) {
            nearest = distance;
            best = unit;
        }
    }
    if (!best)
        return false;
    if (nearest > 0)
        return think_go(think, carrier, best->hex);
    struct order order = {.kind = ORDER_load, .unit = carrier->unit, .other = best->unit, .hex = HEX_NONE};
    if (!think_order(think, carrier, &order))
        return false;
    think->busy[best->unit] = 1;
    return true;
}

/* Police and KFOR bring people on foot up to the enemy. */
void scripted_carry(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        if (think_type(think, unit)->carries == 0)
            continue;
        if (!carries_somebody(think, unit))
            pick_up(think, unit);
        else if (think_danger(think, unit->hex) <= CLOSE)
            think_plain(think, unit, ORDER_unload);
    }
}
