/* What one side may know: built from the state by view.c alone, where every question of visibility is decided.
 *
 * Enemy units appear by the handles of this side's contacts, sorted by handle; own units by their unit numbers.
 * Nothing in a view (ids, order, counts, hash) hangs on what the side cannot see. A client, a bot and a computer
 * player get this and nothing else. Rulebook 4. */
#ifndef IBAR_RULES_VIEW_H
#define IBAR_RULES_VIEW_H

#include "orders.h"
#include "state.h"

struct view_unit {
    uint16_t unit; /* own unit number: index into the scenario's roster */
    uint8_t type, status, steps, wounded, suppression, stock, policy, facing;
    uint16_t flags;
    hex_t hex, entry;
    uint16_t carrier;
    uint8_t order, press_on, path_length, path_at;
    uint8_t path[PATH_MAX_HEXES];
    uint8_t fired_last_turn; /* it fired in the last turn */
    uint8_t arrives;         /* turn, when it waits */
    uint8_t flights, until;  /* of a drone or helicopter, as in the state */
};

struct view_contact {
    uint16_t handle;
    uint8_t level, class_, strength, known;
    uint8_t type, side; /* TYPE_NONE, SIDE_NONE while only suspected; a disguise shows what it looks like */
    uint8_t turn, pulse;
    hex_t hex;
    uint8_t facing, cold; /* identified vehicle, as last sighted */
};

/* Equipment that the side sees or owns. */
struct view_equipment {
    hex_t hex;
    uint8_t type, side;
    uint16_t unit; /* own unit whose vehicles they are; UNIT_NONE otherwise */
};

struct view {
    uint8_t side;
    uint8_t turn, turns, outcome, weather;
    uint8_t level;            /* own rules of engagement; 5 for sides without levels */
    uint8_t command;          /* a turn */
    uint16_t options;
    int8_t track[TRACK_COUNT];
    int16_t points;           /* own, as they stand */
    int16_t count[VICTORY_MAX]; /* of own rows, 0 for others' */
    uint16_t units;
    struct view_unit unit[UNIT_MAX];
    uint16_t contacts;
    struct view_contact contact[UNIT_MAX];
    uint16_t marks;
    struct mark mark[MARK_MAX];
    uint16_t crowds;
    struct crowd crowd[CROWD_MAX];
    uint16_t barricades;
    struct barricade barricade[BARRICADE_MAX]; /* `trapped` only of own ones, else 0 */
    uint16_t caches;
    struct cache cache[CACHE_MAX]; /* own ones and those found */
    uint16_t equipments;
    struct view_equipment equipment[EQUIPMENT_MAX];
    uint16_t civilian_groups;
    struct civilians civilians[CIVILIANS_MAX];
    uint16_t asks;
    struct ask ask[ASK_MAX];  /* those that this side made, and those delivered to it */
    /* What its rules of engagement hang on (rules_level_why). */
    uint8_t fired_upon;       /* last turn in which it was fired upon; 0 never */
    uint8_t lost_step;
    uint8_t support_turn;     /* from which turn the call of the police to KFOR holds; 0: none */
    uint8_t engaged;          /* 1: EULEX has fought; told to a side that was called, whose level hangs on it */
    uint8_t mediation, mediation_until;
    uint8_t teams_turn;       /* the turn in which the requested teams were granted; 0: not */
    /* After the end the points of all sides are public. */
    int16_t final_points[SIDE_MAX];
    /* Missiles launched and what they cost, dollars: own, and after the end those of all sides. */
    uint8_t launches[SIDE_MAX];
    uint32_t bill[SIDE_MAX];
    struct plan plan;         /* orders entered so far; kept by the table, not by the state */
};

/* Builds the view of a side. The plan is left empty. */
void view_build(const struct scenario *scenario, const struct state *state, int side, struct view *out);

/* Checks what holds of every view that view_build makes, with any plan: for one that comes from elsewhere, whose ranges
 * are those of its fields. False with a sentence in `why`. */
bool view_check(const struct scenario *scenario, const struct view *view, char *why, size_t size);

/* Hash over all named fields, the plan included. */
uint64_t view_hash(const struct view *view);

const struct view_unit *view_unit_find(const struct view *view, uint16_t unit);
const struct view_contact *view_contact_find(const struct view *view, uint16_t handle);

#endif
