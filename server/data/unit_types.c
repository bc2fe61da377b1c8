/* The kinds of units in maps/rules.json (rulebook 5). */
#include "reading.h"

#include <stdio.h>
#include <string.h>

static const char *const move_words[] = {"none", "foot", "wheeled", "armoured 4x4", "4x4", NULL};
static const char *const ammo_words[] = {"", "rocket", "light-at", "javelin", "mortar", "gas", NULL};
/* Bit n of enum unit_type_flag. */
static const char *const flag_words[] = {
    "thermal",      "crew-weapon",  "heavy",    "unarmed",        "may-be-covert", "leader",        "hq",
    "eod",          "engineer",     "marksmen", "false-markings", "decoy",         "needs-spotter", "off-map",
    "vehicle-only", "shares-sight", "forest-trained", "drone", "helicopter", "vehicle-mount",
    "second-responder", "explosive", NULL};
static const char *const keys[] = {"id",    "name",       "abbreviation", "symbol", "move",          "points",
                                   "steps", "foot_points", "weapon", "firepower",  "armour",       "spot",   "morale",        "flags",
                                   "ammo",  "collateral", "arrest",       "talk",   "crowd_control", "clear",
                                   "build", "carries",    "disguise",     NULL};

static void read_firepower(const struct doc_at *at, struct unit_type *type) {
    struct doc_at list;
    size_t count;
    memset(type->firepower, FIREPOWER_NONE, sizeof type->firepower);
    if (!doc_get(at, "firepower", &list) || !doc_array(&list, 0, RANGE_MAX + 1, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        long value;
        if (!json_is_null(item.value) && doc_int(&item, 0, 20, &value))
            type->firepower[i] = (int8_t)value;
    }
}

static void read_armour(const struct doc_at *at, struct unit_type *type) {
    struct doc_at list;
    size_t count;
    long value[3] = {0};
    if (!doc_get(at, "armour", &list) || !doc_array(&list, 3, 3, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        doc_int(&item, 0, 9, &value[i]);
    }
    type->armour_front = (uint8_t)value[0];
    type->armour_side = (uint8_t)value[1];
    type->armour_roof = (uint8_t)value[2];
}

static void read_ammo(const struct doc_at *at, struct unit_type *type) {
    static const char *const ammo_keys[] = {"kind", "count", NULL};
    struct doc_at ammo, kind;
    long count = 0;
    int word;
    if (!doc_get(at, "ammo", &ammo) || !doc_object(&ammo))
        return;
    doc_only_keys(&ammo, ammo_keys);
    if (doc_need(&ammo, "kind", &kind) && doc_word(&kind, "kind of ammunition", ammo_words, &word))
        type->ammo = (uint8_t)word;
    doc_need_int(&ammo, "count", 1, 99, &count);
    type->ammo_count = (uint8_t)count;
}

static uint8_t get_small(const struct doc_at *at, const char *key, long max) {
    long value = 0;
    doc_get_int(at, key, 0, max, &value);
    return (uint8_t)value;
}

static uint8_t need_small(const struct doc_at *at, const char *key, long min, long max) {
    long value = min;
    doc_need_int(at, key, min, max, &value);
    return (uint8_t)value;
}

/* What must hold between the fields of one kind. */
static void check_type(const struct doc_at *at, const struct unit_type *type) {
    bool armed = false;
    for (int range = 0; range <= RANGE_MAX; range++)
        armed |= type->firepower[range] != FIREPOWER_NONE;
    bool off_map = type->flags & TYPE_OFF_MAP;
    if (armed && (type->flags & TYPE_UNARMED))
        doc_problem(at, "has firepower: it cannot be \"unarmed\" as well.");
    if (!armed && !off_map && !(type->flags & TYPE_UNARMED))
        doc_problem(at, "has no firepower: give it some, or the flag \"unarmed\".");
    if (!off_map && (type->move == MOVE_NONE || type->points == 0))
        doc_problem(at, "cannot move: give it \"move\" and \"points\", or the flag \"off-map\".");
    if ((type->flags & TYPE_CREW_WEAPON) && type->steps != 1)
        doc_problem(at, "is a crew weapon: \"steps\" should be 1.");
}

static void read_type(const struct doc_at *at, struct unit_type *type) {
    struct doc_at move;
    int word = MOVE_NONE;
    doc_only_keys(at, keys);
    doc_need_id(at, "id", type->id, sizeof type->id);
    doc_need_text(at, "name", type->name, sizeof type->name);
    doc_get_text(at, "abbreviation", type->abbreviation, sizeof type->abbreviation);
    doc_need_id(at, "symbol", type->symbol, sizeof type->symbol);
    if (doc_need(at, "move", &move))
        doc_word(&move, "way to move", move_words, &word);
    type->move = (uint8_t)word;
    type->points = get_small(at, "points", 60);
    type->foot_points = get_small(at, "foot_points", 60);
    type->steps = need_small(at, "steps", 1, 9);
    read_firepower(at, type);
    read_armour(at, type);
    type->spot = need_small(at, "spot", 0, 12);
    type->morale = need_small(at, "morale", 0, 12);
    doc_get_bits(at, "flags", "flag of a kind of unit", flag_words, &type->flags);
    read_ammo(at, type);
    type->collateral = get_small(at, "collateral", 6);
    type->arrest = (int8_t)get_small(at, "arrest", 9);
    type->talk = (int8_t)get_small(at, "talk", 9);
    type->crowd_control = (int8_t)get_small(at, "crowd_control", 9);
    type->clear = get_small(at, "clear", 9);
    type->build = get_small(at, "build", 9);
    type->carries = get_small(at, "carries", 9);
    type->disguise = TYPE_NONE;
    type->disguise_side = 0xff;
    check_type(at, type);
}

/* The kind and side that false markings or a decoy show. After all kinds are read: it may stand further down.
 */
static void read_disguise(const struct doc_at *at, struct ruleset *rules, size_t index,
                          struct disguises *disguises) {
    static const char *const disguise_keys[] = {"type", "side", NULL};
    const char *ids[UNIT_TYPE_MAX + 1] = {0};
    struct unit_type *type = &rules->type[index];
    struct doc_at disguise, kind;
    int word;
    bool wanted = type->flags & (TYPE_FALSE_MARKINGS | TYPE_DECOY);
    if (!doc_get(at, "disguise", &disguise)) {
        if (wanted)
            doc_problem(at, "\"disguise\" is missing: say what it looks like.");
        return;
    }
    if (!wanted)
        doc_problem(&disguise, "goes only with the flag \"false-markings\" or \"decoy\".");
    if (!doc_object(&disguise))
        return;
    for (size_t i = 0; i < rules->types; i++)
        ids[i] = rules->type[i].id;
    doc_only_keys(&disguise, disguise_keys);
    if (doc_need(&disguise, "type", &kind) && doc_word(&kind, "kind of unit", ids, &word))
        type->disguise = (uint8_t)word;
    doc_need_text(&disguise, "side", disguises->side[index], sizeof disguises->side[index]);
}

static const char *const weapon_keys[] = {"id", "name", "penetration", "hit", "price", NULL};

static void read_weapon(const struct doc_at *at, struct weapon *weapon) {
    struct doc_at list;
    size_t count;
    long price = 0;
    doc_only_keys(at, weapon_keys);
    doc_need_text(at, "id", weapon->id, sizeof weapon->id);
    doc_need_text(at, "name", weapon->name, sizeof weapon->name);
    weapon->penetration = need_small(at, "penetration", 0, 20);
    doc_get_int(at, "price", 0, 100000000, &price);
    weapon->price = (uint32_t)price;
    if (!doc_need(at, "hit", &list) || !doc_array(&list, 1, RANGE_MAX + 1, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        long value = 0;
        if (doc_int(&item, 0, 100, &value))
            weapon->hit[i] = (uint8_t)value;
    }
}

void weapons_read(const struct doc_at *weapons, struct ruleset *out) {
    size_t count;
    if (!doc_array(weapons, 1, WEAPON_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(weapons, i);
        if (!doc_object(&item))
            continue;
        read_weapon(&item, &out->weapon[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(out->weapon[j].id, out->weapon[i].id) == 0)
                doc_problem(&item, "there is a weapon \"%.24s\" already, in weapons[%zu].", out->weapon[i].id, j);
    }
    out->weapons = (uint8_t)count;
}

/* The weapon against armour, by its id. What is launched by an order of its own needs one. */
static void read_type_weapon(const struct doc_at *at, const struct ruleset *rules, struct unit_type *type) {
    const char *ids[WEAPON_MAX + 1] = {0};
    struct doc_at weapon;
    int word;
    for (size_t i = 0; i < rules->weapons; i++)
        ids[i] = rules->weapon[i].id;
    if (doc_get(at, "weapon", &weapon)) {
        if (doc_word(&weapon, "weapon", ids, &word))
            type->weapon = (uint8_t)(word + 1);
    } else if (type->ammo == AMMO_JAVELIN || type->ammo == AMMO_ROCKET || type->ammo == AMMO_LIGHT_AT) {
        doc_problem(at, "has a stock for a weapon against armour: name the \"weapon\".");
    }
}

void unit_types_read(const struct doc_at *units, struct ruleset *out, struct disguises *disguises) {
    size_t count;
    *disguises = (struct disguises){0};
    if (!doc_array(units, 1, UNIT_TYPE_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(units, i);
        if (!doc_object(&item))
            continue;
        read_type(&item, &out->type[i]);
        read_type_weapon(&item, out, &out->type[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(out->type[j].id, out->type[i].id) == 0)
                doc_problem(&item, "there is a kind \"%.40s\" already, in units[%zu].", out->type[i].id, j);
    }
    out->types = (uint8_t)count;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(units, i);
        if (json_is_object(item.value))
            read_disguise(&item, out, i, disguises);
    }
}
