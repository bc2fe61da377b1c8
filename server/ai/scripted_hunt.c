/* Checks and arrests people, searches for caches. Who is in the hex comes first, then contacts, then the
 * hexes that the scenario names as places where somebody or something may be hidden. */
#include "think.h"

#include <string.h>

#define CHECKS_MOST   2
#define SEARCHES_MOST 4
#define WORTH_CACHE   24 /* what draws a hunter, against the movement points that it costs */
#define WORTH_DIGGER  24
#define WORTH_PERSON  20
#define WORTH_VEHICLE 16
#define WORTH_PLACE   8
#define WORTH_SUSPECT 6
#define WAY           8 /* movement points that every way costs beside its own */

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
        struct order order = {.kind = ORDER_arrest,
                              .unit = unit->unit,
                              .other = UNIT_NONE,
                              .hex = HEX_NONE,
                              .contact = contact->handle};
        if (contact->hex == unit->hex && (contact->known & KNOWN_SEEN_NOW) &&
            think_may_be_enemy(think, contact) && think_order(think, unit, &order))
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
    bool worth =
        contact_in(think, unit->hex) || (people_candidate(think, unit->hex) && *checks < CHECKS_MOST);
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

/* How much a contact draws a hunter: somebody who may be arrested, then who may turn out to be one. */
static int contact_worth(const struct think *think, const struct view_contact *contact, bool people) {
    if (contact->level == CONTACT_SUSPECTED)
        return contact->class_ == CLASS_VEHICLE ? WORTH_VEHICLE : people ? WORTH_SUSPECT : 0;
    if (contact->type == TYPE_NONE)
        return 0;
    const struct unit_type *type = &think->scenario->rules.type[contact->type];
    if (type->build > 0)
        return WORTH_DIGGER;
    return people && ((type->flags & TYPE_UNARMED) || (contact->known & KNOWN_COVERT)) ? WORTH_PERSON : 0;
}

/* How much a hex draws a hunter: 0 nothing. */
static int worth(struct think *think, hex_t hex, bool people) {
    int value = 0;
    for (unsigned i = 0; i < think->view->contacts; i++)
        if (think->view->contact[i].hex == hex && think_may_be_enemy(think, &think->view->contact[i]))
            value += contact_worth(think, &think->view->contact[i], people);
    if (!people)
        return value;
    if (people_candidate(think, hex)) {
        const uint8_t *checks = think_checks(think, hex);
        value += checks && *checks < CHECKS_MOST ? WORTH_PLACE - 3 * *checks : 0;
    }
    if (cache_candidate(think, hex)) {
        const uint8_t *searches = think_searches(think, hex);
        value += searches && *searches < SEARCHES_MOST ? WORTH_CACHE - 3 * *searches : 0;
    }
    return value;
}

/* Hunting next to a crowd costs more than it brings, unless somebody is known to be there. */
static int worth_going(struct think *think, hex_t hex, bool people) {
    int value = worth(think, hex, people);
    return think_keeps_off(think, hex) && value < WORTH_PERSON ? 0 : value;
}

/* Goes where most is to be had for the way; false when nothing draws it. */
static bool go_hunting(struct think *think, const struct view_unit *unit, bool people) {
    const struct map *map = &think->scenario->map;
    int points = think_type(think, unit)->points, best = 0, bound;
    struct choices choices = {0};
    hex_t goal = HEX_NONE, hex;
    for (hex = 0; hex < map->count; hex++) {
        int value = think->aimed[hex] ? 0 : worth_going(think, hex, people) * 100;
        int distance = value > 0 ? map_distance(map, unit->hex, hex) : 0;
        if (value > 0 && distance <= 2 * points) /* the way is never shorter than the distance */
            choices_add(&choices, hex, value / (WAY + distance));
    }
    while (choices_take(&choices, best, &hex, &bound)) {
        int cost = think_cost(think, unit, hex);
        int value = bound * (WAY + map_distance(map, unit->hex, hex));
        if (cost >= 0 && value / (WAY + cost) > best) {
            best = value / (WAY + cost);
            goal = hex;
        }
    }
    return goal != HEX_NONE && think_go(think, unit, goal);
}

/* Who hunts: whoever is not needed elsewhere and has a trade for it, best hunters first. */
static bool is_hunter(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return !(type->flags & (TYPE_HQ | TYPE_OFF_MAP)) && type->move != MOVE_NONE;
}

void scripted_arrest(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_hunter(think, unit) &&
            (arrest_here(think, unit) || (contact_in(think, unit->hex) && check_here(think, unit))))
            think->aimed[unit->hex] = 1;
}

void scripted_hunt(struct think *think, bool people) {
    const struct view_unit *unit;
    for (unsigned at = 0; people && (unit = think_next(think, &at));)
        if (is_hunter(think, unit) && (search_here(think, unit) || check_here(think, unit)))
            think->aimed[unit->hex] = 1;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_hunter(think, unit))
            go_hunting(think, unit, people);
}
