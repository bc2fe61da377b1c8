/* The roster of a scenario: which units come where and when. */
#include "scenario_reading.h"

#include "rules/rules.h"

#include <string.h>

/* Hexes in which the unit cannot stand, and covert units that may not be. */
static void check_unit(const struct scenario_reading *reading, const struct doc_at *at,
                       const struct roster_unit *unit) {
    const struct scenario *scenario = reading->scenario;
    const struct unit_type *type = &scenario->rules.type[unit->type];
    char name[8];
    for (size_t i = 0; i < unit->choices; i++) {
        map_hex_name(&scenario->map, unit->choice[i], name);
        if (!rules_may_stand(scenario, type, unit->choice[i]))
            doc_problem(at, "a %s cannot stand in hex %s: choose a hex with a road or other terrain.",
                        type->id, name);
        if (unit->side != SIDE_NONE && (scenario->side[unit->side].flags & SIDE_STAYS_INSIDE) &&
            (scenario->map.hex[unit->choice[i]].flags & MAP_HEX_BEYOND))
            doc_problem(at, "hex %s lies beyond the boundary, which this side never crosses.", name);
    }
    if (unit->covert && !(type->flags & TYPE_MAY_BE_COVERT))
        doc_problem(at, "a %s cannot be covert: leave \"covert\" out.", type->id);
    if (unit->choices == 0 && !(type->flags & TYPE_OFF_MAP))
        doc_problem(at, "\"hexes\" should name at least one hex.");
}

static void read_unit(struct scenario_reading *reading, const struct doc_at *at, struct roster_unit *unit) {
    static const char *const keys[] = {"type",   "side",   "name",   "arrives", "hexes",  "covert",
                                       "policy", "facing", "chance", "entry",   "option", "on_request", "after_event", "zone", NULL};
    struct scenario *scenario = reading->scenario;
    const char *types[UNIT_TYPE_MAX + 1] = {0};
    struct doc_at member;
    long arrives = 1, chance = 100;
    int word = POLICY_HOLD, facing = DIR_E, type = -1;
    bool covert = false, entry = false, on_request = false;
    doc_only_keys(at, keys);
    for (size_t i = 0; i < scenario->rules.types; i++)
        types[i] = scenario->rules.type[i].id;
    if (doc_need(at, "type", &member) && doc_word(&member, "kind of unit", types, &type))
        unit->type = (uint8_t)type;
    unit->side = read_side(reading, at, "side");
    doc_need_text(at, "name", unit->name, sizeof unit->name);
    doc_get_int(at, "arrives", 1, scenario->turns, &arrives);
    doc_get_int(at, "chance", 1, 100, &chance);
    doc_get_bool(at, "on_request", &on_request);
    unit->optional = read_reference(at, "option", "option", reading->option_words);
    unit->after_event = read_reference(at, "after_event", "event", reading->event_words);
    doc_get_bool(at, "covert", &covert);
    doc_get_bool(at, "entry", &entry);
    if (doc_get(at, "policy", &member))
        doc_word(&member, "fire policy", policy_words, &word);
    if (doc_get(at, "facing", &member))
        doc_word(&member, "direction", dir_words, &facing);
    unit->choices = (uint8_t)read_hexes(reading, at, "hexes", 0, unit->choice);
    unit->zone = read_zone_of(reading, at, unit->side, unit->choice, unit->choices);
    unit->arrives = (uint8_t)arrives;
    unit->chance = (uint8_t)chance;
    unit->on_request = on_request;
    unit->covert = covert;
    unit->entry = entry;
    unit->policy = (uint8_t)word;
    unit->facing = (uint8_t)facing;
    if (type >= 0)
        check_unit(reading, at, unit);
}

void scenario_units_read(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    if (!doc_need(root, "units", &list) || !doc_array(&list, 1, UNIT_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct roster_unit *unit = &scenario->roster[i];
        if (!doc_object(&item))
            continue;
        read_unit(reading, &item, unit);
        for (size_t j = 0; j < i; j++)
            if (unit->side == scenario->roster[j].side && strcmp(unit->name, scenario->roster[j].name) == 0)
                doc_problem(&item, "the side has a unit \"%s\" already, in units[%zu].", unit->name, j);
    }
    scenario->roster_count = (uint16_t)count;
}
