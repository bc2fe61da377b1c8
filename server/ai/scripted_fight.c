/* Fights: missiles at vehicles, fire at what is worth it, assaults that are likely to win, calls on those who are
 * surrounded; irregulars lie in ambush in cover; at level 4 fighters close in on armed enemies. The rules decide
 * what may be done now: an order that they refuse is not given. */
#include "think.h"

#define WORTH_SHOT  30 /* worth of a shot from which it is ordered, see shot_worth */
#define COLLATERAL  17 /* per cent of hitting a civilian that is not risked */
#define SITE        3  /* throws in 36 that hit a cultural site that are not risked */
#define CLOSE_IN    8  /* hexes from which fighters close in */
#define FREE_LEVEL  4
#define STRONG      3  /* firepower from which a unit closes in */

static bool has_levels(const struct think *think) {
    return think->scenario->side[think->view->side].flags & SIDE_HAS_LEVELS;
}

/* Irregulars hold their fire until the other side may shoot anyway. */
static bool wants_to_shoot(const struct think *think) {
    const struct view *view = think->view;
    if (view->mediation == MEDIATION_RUNNING)
        return false;
    if (has_levels(think))
        return view->level > 2;
    if (view->fired_upon > 0)
        return true;
    return think_row(think, VICTORY_police_loss) >= 0 &&
           view->track[TRACK_TENSION] >= think->scenario->rules.number.level_tension;
}

/* Six for each throw in 36 that costs a step, one for each that only suppresses. */
static int shot_worth(const struct think *think, const struct fire_preview *preview) {
    const struct ruleset *rules = &think->scenario->rules;
    int worth = 0;
    if (preview->collateral >= COLLATERAL || preview->site > SITE)
        return 0;
    for (int row = 1; row <= rules->fire_rows; row++)
        worth += preview->in_36[row] * (rules->fire[row - 1].steps > 0 ? 6 : 1);
    return worth;
}

static bool shoot(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    int best = WORTH_SHOT - 1;
    uint16_t at = 0;
    bool found = false;
    for (unsigned i = 0; i < view->contacts; i++) {
        struct fire_preview preview;
        if (!think_is_target(think, &view->contact[i]) ||
            !fire_preview(think->scenario, view, unit->unit, view->contact[i].handle, &preview))
            continue;
        int worth = shot_worth(think, &preview);
        if (worth > best) {
            best = worth;
            at = view->contact[i].handle;
            found = true;
        }
    }
    return found && think_at_contact(think, unit, ORDER_fire_at, at, 0);
}

/* Missiles are for vehicles; top attack where it works. */
static bool engage(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    if (think_type(think, unit)->ammo != AMMO_JAVELIN || unit->stock == 0)
        return false;
    for (int mode = 0; mode <= 1; mode++)
        for (unsigned i = 0; i < view->contacts; i++) {
            const struct view_contact *contact = &view->contact[i];
            if (contact->level == CONTACT_IDENTIFIED && contact->class_ == CLASS_VEHICLE &&
                think_is_target(think, contact) && !(contact->known & KNOWN_ON_FOOT) &&
                think_at_contact(think, unit, ORDER_engage, contact->handle, mode))
                return true;
        }
    return false;
}

static int strength_in(const struct think *think, hex_t hex) {
    int strength = 0;
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        if (contact->hex == hex && think_is_target(think, contact))
            strength += contact->strength == 1 ? 3 : 5;
    }
    return strength;
}

/* Assaults a hex when its steps and firepower make up for the enemy's and half his cover. */
static bool assault(struct think *think, const struct view_unit *unit) {
    const struct map *map = &think->scenario->map;
    const struct unit_type *type = think_type(think, unit);
    for (int dir = -1; dir < DIR_COUNT; dir++) {
        hex_t hex = dir < 0 ? unit->hex : map->next[unit->hex][dir];
        int enemy = hex == HEX_NONE ? 0 : strength_in(think, hex);
        int cover = hex == HEX_NONE ? 0 : think->scenario->rules.terrain[map->hex[hex].terrain].cover;
        if (enemy > 0 && type->firepower[0] + unit->steps >= enemy + cover / 2 + 2 &&
            think_at_hex(think, unit, ORDER_assault, hex, 0))
            return true;
    }
    return false;
}

static bool call(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (has_levels(think) && contact->level == CONTACT_IDENTIFIED && think_is_target(think, contact) &&
            map_distance(&think->scenario->map, unit->hex, contact->hex) <= 1 &&
            think_danger(think, unit->hex) <= 1 &&
            think_at_contact(think, unit, ORDER_call, contact->handle, 0))
            return true;
    }
    return false;
}

/* In cover, with an enemy coming and nobody in the hex: waits until he is close. */
static bool lie_in_ambush(struct think *think, const struct view_unit *unit) {
    const struct map_hex *hex = &think->scenario->map.hex[unit->hex];
    int danger = think_danger(think, unit->hex);
    if (has_levels(think) || think->view->mediation == MEDIATION_RUNNING || danger < 2 || danger > 4 ||
        think->scenario->rules.terrain[hex->terrain].cover < 3 || (think_type(think, unit)->flags & TYPE_LEADER))
        return false;
    if (unit->flags & UNIT_AMBUSH) {
        think->busy[unit->unit] = 1;
        return true;
    }
    return think_plain(think, unit, ORDER_ambush);
}

/* Nearest armed enemy; HEX_NONE when there is none to close in on. */
static hex_t nearest_target(const struct think *think, hex_t hex, int *distance) {
    const struct view *view = think->view;
    hex_t nearest = HEX_NONE;
    *distance = CLOSE_IN + 1;
    for (unsigned i = 0; i < view->contacts; i++) {
        int far = map_distance(&think->scenario->map, hex, view->contact[i].hex);
        bool site = think->scenario->map.hex[view->contact[i].hex].flags & MAP_HEX_CULTURAL;
        if (view->contact[i].level == CONTACT_IDENTIFIED && think_is_target(think, &view->contact[i]) && !site &&
            far < *distance) {
            *distance = far;
            nearest = view->contact[i].hex;
        }
    }
    return nearest;
}

/* The range at which it shoots best. */
static int best_range(const struct unit_type *type) {
    int best = 0;
    for (int range = 1; range <= RANGE_MAX; range++)
        if (type->firepower[range] >= type->firepower[best])
            best = range;
    return best;
}

static void close_in(struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    int distance;
    hex_t target = nearest_target(think, unit->hex, &distance);
    if (target == HEX_NONE || type->firepower[0] < STRONG || (type->flags & (TYPE_HQ | TYPE_LEADER)) ||
        unit->suppression > 0 || unit->steps * 2 <= type->steps)
        return;
    /* Near enough already: next to it on foot, so that it may assault. */
    if (distance <= best_range(type)) {
        think_policy(think, unit, rules_level_policy(think->view->level));
        think_stay(think, unit);
        return;
    }
    think_go(think, unit, target);
}

void scripted_fight(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit) && !call(think, unit) && wants_to_shoot(think) && !engage(think, unit) &&
            !assault(think, unit))
            shoot(think, unit);
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit))
            lie_in_ambush(think, unit);
    for (unsigned at = 0; has_levels(think) && think->view->level >= FREE_LEVEL && !think->holds_fire &&
                          (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit) && think_type(think, unit)->clear < 2)
            close_in(think, unit);
}
