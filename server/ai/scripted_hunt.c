/* Checks and arrests people, searches for caches. Who is in the hex comes first, then contacts, then the hexes that
 * the scenario names as places where somebody or something may be hidden. */
#include "think.h"

#include <string.h>

#define CHECKS_MOST 2
#define SEARCHES_MOST 3

/* Is there somebody in the hex who may hide among civilians? */
static bool contact_in(const struct think *think, hex_t hex) {
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        if (contact->hex == hex && contact->level == CONTACT_SUSPECTED && think_may_be_enemy(think, contact))
            return true;
    }
    return false;
}

static bool arrest_here(struct think *think, const struct view_unit *unit) {
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        struct order order = {.kind = ORDER_arrest, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE,
                              .contact = contact->handle};
        if (contact->hex == unit->hex && think_may_be_enemy(think, contact) && think_order(think, unit, &order))
            return true;
    }
    return false;
}

/* May a covert unit of the enemy have begun in the hex? */
static bool people_candidate(const struct think *think, hex_t hex) {
    const struct scenario *scenario = think->scenario;
    for (unsigned i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        if (!unit->covert || !(scenario->side[think->view->side].enemies >> unit->side & 1))
            continue;
        for (unsigned j = 0; j < unit->choices; j++)
            if (unit->choice[j] == hex)
                return true;
    }
    return false;
}

/* May a cache that nobody has found yet lie in the hex? */
static bool cache_candidate(const struct think *think, hex_t hex) {
    const struct scenario *scenario = think->scenario;
    unsigned found = 0, hidden = 0;
    bool here = false;
    for (unsigned i = 0; i < think->view->caches; i++)
        found += think->view->cache[i].found != 0;
    for (unsigned i = 0; i < scenario->caches; i++) {
        if (scenario->cache[i].side == think->view->side)
            continue;
        hidden++;
        for (unsigned j = 0; j < scenario->cache[i].choices; j++)
            here |= scenario->cache[i].choice[j] == hex;
    }
    return here && found < hidden;
}

static bool check_here(struct think *think, const struct view_unit *unit) {
    uint8_t *checks = think_checks(think, unit->hex);
    if (!checks)
        return false;
    bool worth = contact_in(think, unit->hex) || (people_candidate(think, unit->hex) && *checks < CHECKS_MOST);
    if (!worth || !think_plain(think, unit, ORDER_check))
        return false;
    ++*checks;
    return true;
}

static bool search_here(struct think *think, const struct view_unit *unit) {
    uint8_t *searches = think_searches(think, unit->hex);
    if (!searches || !cache_candidate(think, unit->hex) || *searches >= SEARCHES_MOST ||
        !think_plain(think, unit, ORDER_search))
        return false;
    ++*searches;
    return true;
}

/* How much a hex draws a hunter: 0 nothing. */
static int worth(struct think *think, hex_t hex, bool people) {
    int value = 0;
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        if (contact->hex != hex || !think_may_be_enemy(think, contact))
            continue;
        bool known = contact->level == CONTACT_IDENTIFIED;
        const struct unit_type *type =
            known && contact->type != TYPE_NONE ? &think->scenario->rules.type[contact->type] : NULL;
        if (type && (type->build || (type->flags & TYPE_UNARMED) || (contact->known & KNOWN_COVERT)))
            value += 60;
        else if (!known)
            value += contact->class_ == CLASS_VEHICLE ? 50 : 30;
    }
    if (!people)
        return value;
    const uint8_t *checks = think_checks(think, hex), *searches = think_searches(think, hex);
    if (people_candidate(think, hex) && checks && *checks < CHECKS_MOST)
        value += 12 - 4 * *checks;
    if (cache_candidate(think, hex) && searches && *searches < SEARCHES_MOST)
        value += 16 - 2 * *searches;
    return value;
}

/* Goes where most is to be had for the way; false when nothing draws it. */
static bool go_hunting(struct think *think, const struct view_unit *unit, bool people) {
    const struct map *map = &think->scenario->map;
    int points = think_type(think, unit)->points, best = 0;
    hex_t goal = HEX_NONE;
    for (hex_t hex = 0; hex < map->count; hex++) {
        int distance = map_distance(map, unit->hex, hex);
        if (think->aimed[hex] || (points > 0 && distance > 2 * points))
            continue;
        int value = worth(think, hex, people) * 8;
        if (value == 0 || value - distance <= best)
            continue;
        int cost = think_cost(think, unit, hex);
        if (cost < 0 || value / (8 + cost) * 8 - distance <= best)
            continue;
        best = value / (8 + cost) * 8 - distance;
        goal = hex;
    }
    return goal != HEX_NONE && think_go(think, unit, goal);
}

/* Who hunts: whoever is not needed elsewhere and has a trade for it, best hunters first. */
static bool is_hunter(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return !(type->flags & (TYPE_HQ | TYPE_OFF_MAP)) && type->move != MOVE_NONE;
}

void scripted_hunt(struct think *think, bool people) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_hunter(think, unit) && (arrest_here(think, unit) || check_here(think, unit)))
            think->aimed[unit->hex] = 1;
    for (unsigned at = 0; people && (unit = think_next(think, &at));)
        if (is_hunter(think, unit) && search_here(think, unit))
            think->aimed[unit->hex] = 1;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_hunter(think, unit))
            go_hunting(think, unit, people);
}
