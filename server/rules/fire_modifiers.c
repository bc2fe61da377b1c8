/* What moves the sum of a shot (rulebook 6). Adjudicator and preview call the same function.
 *
 * What uses the fire table against armour has fire_armour less for each point of it; HMGs and launchers have
 * section 7 (antiarmour.c). */
#include "rule.h"

struct cover {
    int ground, dug_in;
};

static bool moves_now(const struct fire_case *shot) {
    return shot->pulse >= 1 && shot->pulse <= 6 && (shot->target->moved >> (shot->pulse - 1)) & 1;
}

/* Cover is gone from the contact step on, and only in that hex: who moved in this pulse has left it or has
 * just come. Rulebook silent: marksmen take their 2 from the ground's cover first, then from the digging. */
static struct cover cover_of(const struct scenario *scenario, const struct fire_case *shot, int ignored) {
    const struct rules_numbers *number = &scenario->rules.number;
    const struct unit *target = shot->target;
    struct cover cover = {0, 0};
    if ((target->flags & UNIT_IN_CONTACT) && !moves_now(shot))
        return cover;
    if (!shot->target_type || !unit_drives_on_road(scenario, target, shot->pulse))
        cover.ground = scenario->rules.terrain[scenario->map.hex[target->hex].terrain].cover;
    if (target->flags & UNIT_DUG_IN)
        cover.dug_in = number->dug_in_cover;
    int of_ground = cover.ground < ignored ? cover.ground : ignored;
    int of_digging = cover.dug_in < ignored - of_ground ? cover.dug_in : ignored - of_ground;
    cover.ground -= of_ground;
    cover.dug_in -= of_digging;
    return cover;
}

int fire_cover(const struct scenario *scenario, const struct fire_case *shot, int ignored,
               struct event *explain) {
    struct cover cover = cover_of(scenario, shot, ignored);
    event_modifier(explain, MODIFIER_cover, -cover.ground);
    event_modifier(explain, MODIFIER_dug_in, -cover.dug_in);
    return cover.ground + cover.dug_in;
}

/* Rulebook silent: in the open is a hex of open terrain, whatever road runs through it. */
static bool moves_in_the_open(const struct scenario *scenario, const struct fire_case *shot) {
    const struct unit *target = shot->target;
    return shot->target_type && moves_now(shot) && unit_is_on_foot(scenario, target) &&
           scenario->map.hex[target->hex].terrain == TERRAIN_OPEN;
}

static int add(struct event *explain, int modifier, bool holds, int value) {
    if (!holds)
        return 0;
    event_modifier(explain, modifier, value);
    return value;
}

int fire_modifiers(const struct scenario *scenario, const struct fire_case *shot, struct event *explain) {
    const struct rules_numbers *number = &scenario->rules.number;
    const struct unit *firer = shot->firer, *target = shot->target;
    uint32_t firer_flags = unit_type_of(scenario, firer)->flags;
    int range = map_distance(&scenario->map, firer->hex, target->hex), sum = 0;
    int ignored = firer_flags & TYPE_MARKSMEN ? number->fire_marksmen_cover : 0;
    bool dark = (shot->weather & WEATHER_NIGHT) && !(firer_flags & TYPE_THERMAL);
    bool at_crew = (firer_flags & TYPE_MARKSMEN) && shot->target_type && !(target->flags & UNIT_ABANDONED) &&
                   (shot->target_type->flags & TYPE_CREW_WEAPON);
    int armour = shot->target_type ? armour_struck(scenario, shot) : 0;
    sum += add(explain, MODIFIER_firepower, true, unit_firepower(scenario, firer, range));
    sum -= fire_cover(scenario, shot, ignored, explain);
    sum += add(explain, MODIFIER_ambush, shot->unsighted, number->fire_ambush);
    sum += add(explain, MODIFIER_open, moves_in_the_open(scenario, shot), number->fire_open);
    sum += add(explain, MODIFIER_night, dark, number->fire_night);
    sum += add(explain, MODIFIER_pinned, unit_is_pinned(scenario, firer), number->fire_pinned);
    sum += add(explain, MODIFIER_moved, firer->moved != 0, number->fire_moved);
    sum += add(explain, MODIFIER_suspected, shot->suspected, number->fire_suspected);
    sum += add(explain, MODIFIER_crew_weapon, at_crew, number->fire_marksmen);
    sum += add(explain, MODIFIER_armour, armour > 0, -armour * number->fire_armour);
    return sum;
}

int fire_row(const struct ruleset *rules, int sum) {
    int row = 0;
    while (row < rules->fire_rows && sum >= rules->fire[row].least)
        row++;
    return row;
}
