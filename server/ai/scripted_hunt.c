/* Checks and arrests people, searches for caches. Who is in the hex comes first, then contacts, then the
 * hexes in which the scenario says that somebody or something may be hidden. */
#include "think.h"

#include <string.h>

#define CHECKS_MOST   2
#define SEARCHES_MOST 4
#define ZONE_SEARCHES_MOST 2
#define WORTH_CACHE   24 /* what draws a hunter, against the movement points that it costs */
#define WORTH_DIGGER  24
#define WORTH_PERSON  20
#define WORTH_VEHICLE 16
#define WORTH_PLACE   8
#define WORTH_ZONE    3 /* a hex of the zone that the scenario does not name */
#define WORTH_SUSPECT 6
#define PURSUE        4 /* hexes within which somebody who can be arrested is gone after before any shot */
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

/* An enemy was seen in the hex or next to it. */
static bool contact_near(const struct think *think, hex_t hex) {
    for (unsigned i = 0; i < think->view->contacts; i++)
        if (think_may_be_enemy(think, &think->view->contact[i]) &&
            map_distance(&think->scenario->map, think->view->contact[i].hex, hex) <= 1)
            return true;
    return false;
}

/* Worth of asking who is in the hex: less with each time, and little where only the zone speaks for it. */
static int check_worth(const struct think *think, hex_t hex) {
    int checks = think_checks(think, hex);
    if (think->people[hex] == HIDING_NAMED)
        return checks < CHECKS_MOST ? WORTH_PLACE - 3 * checks : 0;
    return think->people[hex] == HIDING_ZONE && checks == 0 ? WORTH_ZONE + contact_near(think, hex) : 0;
}

static int search_worth(const struct think *think, hex_t hex) {
    int searches = think_searches(think, hex);
    if (think->caches[hex] == HIDING_NAMED)
        return searches < SEARCHES_MOST ? WORTH_CACHE - 3 * searches : 0;
    return think->caches[hex] == HIDING_ZONE && searches < ZONE_SEARCHES_MOST
               ? WORTH_ZONE + 2 * contact_near(think, hex) - searches
               : 0;
}

static bool check_here(struct think *think, const struct view_unit *unit) {
    if (!contact_in(think, unit->hex) && check_worth(think, unit->hex) <= 0)
        return false;
    if (!think_plain(think, unit, ORDER_check))
        return false;
    think_note(think, unit->hex, ORDER_check);
    return true;
}

static bool search_here(struct think *think, const struct view_unit *unit) {
    if (search_worth(think, unit->hex) <= 0 || !think_plain(think, unit, ORDER_search))
        return false;
    think_note(think, unit->hex, ORDER_search);
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
static int worth(const struct think *think, hex_t hex, bool people) {
    int value = 0;
    for (unsigned i = 0; i < think->view->contacts; i++)
        if (think->view->contact[i].hex == hex && think_may_be_enemy(think, &think->view->contact[i]))
            value += contact_worth(think, &think->view->contact[i], people);
    if (!people)
        return value;
    value += check_worth(think, hex) + search_worth(think, hex);
    return value;
}

/* Hunting next to a crowd costs more than it brings, unless somebody is known to be there. */
static int worth_going(const struct think *think, hex_t hex, bool people) {
    int value = worth(think, hex, people);
    return think_keeps_off(think, hex) && value < WORTH_PERSON ? 0 : value;
}

/* Does in its hex what the hex is worth: the search first. */
static bool work_here(struct think *think, const struct view_unit *unit) {
    if (!search_here(think, unit) && !check_here(think, unit))
        return false;
    think->aimed[unit->hex] = 1;
    return true;
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
    if (goal == HEX_NONE)
        return false;
    return (goal == unit->hex && people && work_here(think, unit)) || think_go(think, unit, goal);
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

static bool is_named(const struct think *think, hex_t hex) {
    return think->people[hex] == HIDING_NAMED || think->caches[hex] == HIDING_NAMED;
}

/* Hexes that the scenario names are worked through before anybody goes on; others when nothing draws more. */
void scripted_hunt(struct think *think, bool people) {
    const struct view_unit *unit;
    for (unsigned at = 0; people && (unit = think_next(think, &at));)
        if (is_hunter(think, unit) && is_named(think, unit->hex))
            work_here(think, unit);
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (is_hunter(think, unit))
            go_hunting(think, unit, people);
}

/* Somebody near who can be arrested is worth more than a shot: who is caught alive counts twice. */
void scripted_pursue(struct think *think) {
    const struct view *view = think->view;
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        hex_t goal = HEX_NONE;
        int nearest = PURSUE + 1;
        for (unsigned i = 0; is_hunter(think, unit) && i < view->contacts; i++) {
            const struct view_contact *contact = &view->contact[i];
            int distance = map_distance(&think->scenario->map, unit->hex, contact->hex);
            if (contact->level == CONTACT_IDENTIFIED && distance < nearest && !think->aimed[contact->hex] &&
                think_may_be_enemy(think, contact) && contact_worth(think, contact, true) >= WORTH_PERSON &&
                !think_keeps_off(think, contact->hex)) {
                nearest = distance;
                goal = contact->hex;
            }
        }
        if (goal != HEX_NONE)
            think_go(think, unit, goal);
    }
}
