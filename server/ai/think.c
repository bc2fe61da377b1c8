/* What the player knows: its units, its contacts, the link, and its notes. */
#include "think.h"

#include <string.h>

/* Marks where a thing of the enemy may be hidden. */
static void mark_hiding(const struct scenario *scenario, const hex_t *choice, int choices, int zone,
                        uint8_t hiding[MAP_HEX_MAX]) {
    const struct scenario_zone *in = zone ? &scenario->zone[zone - 1] : NULL;
    for (int i = 0; in && i < in->hexes; i++)
        if (hiding[in->hex[i]] < HIDING_ZONE)
            hiding[in->hex[i]] = HIDING_ZONE;
    for (int i = 0; i < choices; i++)
        hiding[choice[i]] = HIDING_NAMED;
}

static void think_of_hiding(struct think *think) {
    const struct scenario *scenario = think->scenario;
    const struct view *view = think->view;
    unsigned found = 0, hidden = 0;
    for (unsigned i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        if (unit->covert && (scenario->side[view->side].enemies >> unit->side & 1))
            mark_hiding(scenario, unit->choice, unit->choices, unit->zone, think->people);
    }
    for (unsigned i = 0; i < view->caches; i++)
        found += view->cache[i].found != 0;
    for (unsigned i = 0; i < scenario->caches; i++)
        hidden += scenario->cache[i].side != view->side;
    for (unsigned i = 0; found < hidden && i < scenario->caches; i++)
        if (scenario->cache[i].side != view->side)
            mark_hiding(scenario, scenario->cache[i].choice, scenario->cache[i].choices, scenario->cache[i].zone,
                        think->caches);
}

void think_begin(struct think *think, const struct scenario *scenario, struct view *view,
                 struct ai_memory *memory, const struct dice_key *luck) {
    *think = (struct think){
        .scenario = scenario, .view = view, .notes = (struct notes *)memory->bytes, .luck = luck};
    think->forward = true;
    if (scenario->side[view->side].flags & SIDE_ARRESTS)
        think_of_hiding(think);
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

int think_row(const struct think *think, int kind) {
    for (int i = 0; i < think->scenario->victories; i++)
        if (think->scenario->victory[i].side == think->view->side && think->scenario->victory[i].kind == kind)
            return i;
    return -1;
}

bool think_is_fighter(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    if ((type->flags & (TYPE_UNARMED | TYPE_DECOY | TYPE_OFF_MAP)) || (unit->flags & (UNIT_COVERT | UNIT_SURRENDERED)))
        return false;
    for (int range = 0; range <= RANGE_MAX; range++)
        if (type->firepower[range] != FIREPOWER_NONE)
            return true;
    return false;
}

bool think_is_target(const struct think *think, const struct view_contact *contact) {
    if (!think_may_be_enemy(think, contact) || (contact->known & (KNOWN_COVERT | KNOWN_SURRENDERED)))
        return false;
    return contact->type == TYPE_NONE || !(think->scenario->rules.type[contact->type].flags & TYPE_UNARMED);
}

bool think_keeps_off(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    if (!(think->scenario->side[view->side].flags & SIDE_IS_POLICE))
        return false;
    for (unsigned i = 0; i < view->crowds; i++)
        if (view->crowd[i].strength > 0 && map_distance(&think->scenario->map, hex, view->crowd[i].hex) <= 1)
            return true;
    return false;
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

static int note_index(const struct think *think, hex_t hex) {
    const struct notes *notes = think->notes;
    for (int i = 0; i < notes->count; i++)
        if (notes->note[i].hex == hex)
            return i;
    return -1;
}

int think_checks(const struct think *think, hex_t hex) {
    int index = note_index(think, hex);
    return index < 0 ? 0 : think->notes->note[index].checks;
}

int think_searches(const struct think *think, hex_t hex) {
    int index = note_index(think, hex);
    return index < 0 ? 0 : think->notes->note[index].searches;
}

void think_note(struct think *think, hex_t hex, int kind) {
    struct notes *notes = think->notes;
    int index = note_index(think, hex);
    if (index < 0 && notes->count == NOTES_MAX)
        return;
    if (index < 0) {
        index = notes->count++;
        notes->note[index].hex = hex;
    }
    if (kind == ORDER_search)
        notes->note[index].searches++;
    else
        notes->note[index].checks++;
}
