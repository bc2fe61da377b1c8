/* Fights: missiles at vehicles, fire at what is worth it, calls on those who are surrounded; irregulars lie in ambush in cover; at level 4 fighters close in on armed enemies. The rules decide
 * what may be done now: an order that they refuse is not given. */
#include "think.h"

#define WORTH_SHOT  30 /* worth of a shot from which it is ordered, see shot_worth */
#define GOOD_SHOT   60 /* and from which it comes before everything else */
#define WORTH_LAUNCH 25 /* of 100: odds from which a missile is launched, see launch_worth */
#define AIM_NEAR     3  /* hexes from the target at which a missile team takes its place */
#define AIM_FAR      6
#define AIM_FROM     20 /* and from which it sets out */
#define COLLATERAL  17 /* per cent of hitting a civilian that is not risked */
#define SITE        3  /* throws in 36 that hit a cultural site that are not risked */
#define CLOSE_IN    8  /* hexes from which fighters close in */
#define FREE_LEVEL  4
#define STRONG      3  /* firepower from which a unit closes in */

static bool has_levels(const struct think *think) {
    return think->scenario->side[think->view->side].flags & SIDE_HAS_LEVELS;
}

/* Irregulars who score by it shoot at the police when the shot is good; others hold their fire until they are shot
 * at. */
static bool wants_to_shoot(const struct think *think) {
    const struct view *view = think->view;
    if (view->mediation == MEDIATION_RUNNING)
        return false;
    if (has_levels(think))
        return view->level > 2;
    bool irregular = think->scenario->side[view->side].flags & SIDE_IS_IRREGULAR;
    if (view->fired_upon > 0 || !irregular) /* who has neither rules of engagement nor anything to hide is on a range */
        return true;
    return think_row(think, VICTORY_police_loss) >= 0;
}

/* Irregulars leave those alone who neither score for them nor have fired, KFOR whoever has not fired. */
static bool is_worth_it(const struct think *think, const struct view_contact *contact) {
    unsigned flags = think->scenario->side[think->view->side].flags;
    if (contact->known & (KNOWN_FIRED | KNOWN_FIRED_NOW))
        return true;
    if (has_levels(think))
        return !(flags & SIDE_IS_KFOR);
    return contact->side != SIDE_NONE && (think->scenario->side[contact->side].flags & SIDE_IS_POLICE);
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

static bool shoot(struct think *think, const struct view_unit *unit, int least) {
    const struct view *view = think->view;
    int best = least - 1;
    uint16_t at = 0;
    bool found = false;
    for (unsigned i = 0; i < view->contacts; i++) {
        struct fire_preview preview;
        if (!think_is_target(think, &view->contact[i]) || !is_worth_it(think, &view->contact[i]) ||
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

/* What a launch destroys or stands still, of 100; 0 where it would cost civilians or a site. */
static int launch_worth(const struct strike_preview *preview) {
    if (preview->site || preview->collateral >= COLLATERAL)
        return 0;
    if (preview->building)
        return preview->chance * (36 - preview->in_36[0]) / 72;
    return preview->chance * (2 * preview->in_6[STRIKE_DESTROYED] + preview->in_6[STRIKE_IMMOBILISED]) / 12;
}

/* Armour, heavy or crew weapon: what a rifle cannot stop. */
static bool is_strong(const struct think *think, const struct view_contact *contact) {
    if (contact->type == TYPE_NONE || !think_is_target(think, contact))
        return false;
    const struct unit_type *type = &think->scenario->rules.type[contact->type];
    return type->armour_front > 0 || (type->flags & (TYPE_HEAVY | TYPE_CREW_WEAPON));
}

/* A missile is launched on foot: the team gets down where it has a strong contact in reach and in its line of sight. */
static bool deploy(struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    if (type->ammo != AMMO_JAVELIN || unit->stock == 0 || type->move == MOVE_FOOT ||
        (unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED)))
        return false;
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        if (is_strong(think, contact) && map_distance(&think->scenario->map, unit->hex, contact->hex) <= AIM_FAR &&
            los_open(think->scenario->los, unit->hex, contact->hex))
            return think_plain(think, unit, ORDER_dismount);
    }
    return false;
}

/* A missile team goes where it has a strong contact in its line of sight, out of reach of most weapons. */
static bool take_aim(struct think *think, const struct view_unit *unit) {
    const struct map *map = &think->scenario->map;
    struct choices choices = {0};
    hex_t hex;
    int bound;
    if (think_type(think, unit)->ammo != AMMO_JAVELIN || unit->stock == 0)
        return false;
    for (unsigned i = 0; i < think->view->contacts; i++) {
        hex_t at = think->view->contact[i].hex;
        if (!is_strong(think, &think->view->contact[i]) || map_distance(map, unit->hex, at) > AIM_FROM)
            continue;
        for (hex = 0; hex < map->count; hex++) {
            int distance = map_distance(map, hex, at);
            if (distance >= AIM_NEAR && distance <= AIM_FAR && los_open(think->scenario->los, hex, at))
                choices_add(&choices, hex, -map_distance(map, unit->hex, hex));
        }
    }
    for (int tries = 0; tries < 3 && choices_take(&choices, -1000, &hex, &bound); tries++)
        if (think_go(think, unit, hex))
            return true;
    return false;
}

/* Each missile has its price: it is for what a rifle cannot stop, at good odds, in the mode that promises more. */
static bool engage(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    uint16_t at = 0;
    int most = WORTH_LAUNCH - 1, best_mode = -1;
    if (think_type(think, unit)->ammo != AMMO_JAVELIN || unit->stock == 0)
        return false;
    for (unsigned i = 0; i < view->contacts; i++)
        for (int mode = 0; mode <= 1; mode++) {
            const struct view_contact *contact = &view->contact[i];
            struct strike_preview preview;
            if (contact->type == TYPE_NONE || !think_is_target(think, contact) ||
                !engage_preview(think->scenario, view, unit->unit, contact->handle, mode, &preview))
                continue;
            int worth = is_strong(think, contact) ? launch_worth(&preview) : 0;
            if (worth > most) {
                most = worth;
                best_mode = mode;
                at = contact->handle;
            }
        }
    return best_mode >= 0 && think_at_contact(think, unit, ORDER_engage, at, best_mode);
}

/* Is a hex held or watched by somebody of this side, as far as it knows? */
static bool is_covered(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status == UNIT_ON_MAP && think_is_fighter(think, unit) &&
            map_distance(&think->scenario->map, unit->hex, hex) <= think->scenario->rules.number.watch_range &&
            los_open(think->scenario->los, unit->hex, hex))
            return true;
    }
    return false;
}

static bool is_surrounded(const struct think *think, hex_t hex) {
    const struct map *map = &think->scenario->map;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (map->next[hex][dir] != HEX_NONE && !is_covered(think, map->next[hex][dir]))
            return false;
    return true;
}

/* Who is surrounded is called on once shots have been heard: only who is shaken listens. */
static bool call(struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    if (!has_levels(think) || !view->fired_upon)
        return false;
    for (unsigned i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (contact->level == CONTACT_IDENTIFIED && think_is_target(think, contact) &&
            map_distance(&think->scenario->map, unit->hex, contact->hex) <= think->scenario->rules.number.call_range &&
            is_surrounded(think, contact->hex) && think_at_contact(think, unit, ORDER_call, contact->handle, 0))
            return true;
    }
    return false;
}

/* In cover, with an enemy coming and nobody in the hex: waits until he is close. */
static bool lie_in_ambush(struct think *think, const struct view_unit *unit) {
    const struct map_hex *hex = &think->scenario->map.hex[unit->hex];
    int danger = think_danger(think, unit->hex);
    bool rides = think_type(think, unit)->move != MOVE_FOOT && !(unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED));
    if (rides || think->view->mediation == MEDIATION_RUNNING || danger < 2 || danger > 4 ||
        (has_levels(think) && think->view->level < FREE_LEVEL) ||
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

/* KFOR is third responder: it does not go looking for a fight. */
static bool closes_in(const struct think *think) {
    return has_levels(think) && think->view->level >= FREE_LEVEL && !think->holds_fire &&
           !(think->scenario->side[think->view->side].flags & SIDE_IS_KFOR);
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

/* Shots so good that nothing else comes before them. */
void scripted_snipe(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; wants_to_shoot(think) && (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit))
            shoot(think, unit, GOOD_SHOT);
}

void scripted_fight(struct think *think) {
    const struct view_unit *unit;
    if (wants_to_shoot(think) && !think->holds_fire)
        scripted_assault(think);
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit) && !call(think, unit) && wants_to_shoot(think) && !engage(think, unit) &&
            !deploy(think, unit) && !take_aim(think, unit))
            shoot(think, unit, WORTH_SHOT);
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit))
            lie_in_ambush(think, unit);
    for (unsigned at = 0; closes_in(think) && (unit = think_next(think, &at));)
        if (think_is_fighter(think, unit) && think_type(think, unit)->clear < 2)
            close_in(think, unit);
}
