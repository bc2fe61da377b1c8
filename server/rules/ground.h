/* The ground as a mover meets it: the terrain with the barricades and crowds on it, one step, a whole way.
 * Mover, path_find, path_cost and the check of a move order all ask ground_step. Rulebook 3. */
#ifndef IBAR_RULES_GROUND_H
#define IBAR_RULES_GROUND_H

#include "rule.h"

/* Barricades that stand and crowds that have not gone home. They are public: a state and every view of it
 * have the same. Points into the arrays given to obstacles_find, which must outlive it. */
struct obstacles {
    uint8_t barricades, crowds;
    const struct barricade *barricade[BARRICADE_MAX];
    const struct crowd *crowd[CROWD_MAX];
    uint64_t touched[MAP_HEX_MAX / 64]; /* bit h: hex h has a crowd or borders a barricade */
};
void obstacles_find(const struct scenario *scenario, const struct barricade *barricade, int barricades,
                    const struct crowd *crowd, int crowds, struct obstacles *out);

/* The barricade on a hexside that stands, NULL without. */
const struct barricade *obstacles_barricade(const struct scenario *scenario,
                                            const struct obstacles *obstacles, hex_t hex, int dir);

static inline bool move_class_is_foot(int move_class) {
    return move_class == MOVE_FOOT || move_class == MOVE_FOOT_FOREST;
}

/* Who walks. */
struct walker {
    const struct scenario *scenario;
    const struct obstacles *obstacles;
    uint8_t side, move_class;
};

/* One step from a hex in a direction. */
struct ground_step {
    uint8_t refusal; /* enum refusal; REFUSAL_none: it can be done */
    bool exits;      /* it leaves the map */
    hex_t to;        /* HEX_NONE when it leaves the window */
    int cost;        /* movement points */
};
struct ground_step ground_step(const struct walker *walker, hex_t from, int dir);

/* True when a unit with `points` a turn that has `spent` so many may spend `cost` more in this pulse: points
 * * p / 6 rounded down, and who has spent nothing may enter one legal hex in the last pulse. */
bool movement_may_spend(const struct scenario *scenario, int points, int spent, int cost, int pulse);

/* The cheapest way: by points, then by fewer hexes, then by lower directions. Returns its length in hexes, 0
 * when there is none; writes at most its first PATH_MAX_HEXES directions, and its cost to `cost` unless NULL.
 */
int path_search(const struct walker *walker, hex_t from, hex_t goal, uint8_t path[PATH_MAX_HEXES], int *cost);

/* True when `who` would not overfill the hex (rulebook 3, stacking). */
bool stack_has_room(const struct scenario *scenario, const struct state *state, const struct unit *who,
                    hex_t hex);

/* Moves a unit and all that it carries to a hex, and ends what standing still gave it. */
void unit_place(struct state *state, uint16_t unit, hex_t hex);
/* Ends the order that a unit carries on with: it holds. */
void unit_hold(struct unit *unit);

#endif
