/* The few functions behind which the rules stand: check, list, resolve. Load is server/data's, view is view.h's.
 *
 * Pure: integers only, no clock, no input or output, no allocation. The same key, scenario and orders give the
 * same state, events and hashes on every compiler and machine. */
#ifndef IBAR_RULES_RULES_H
#define IBAR_RULES_RULES_H

#include "events.h"
#include "view.h"

/* May this order be given? From the view alone, its plan included (command). Yes: it can be carried out as far as
 * the side can know: only another side prevents it, in that very turn. Maybe: it hangs on what the side cannot know;
 * `reason` says on what. No: `reason` says why.
 * The client's preview, computer players and the server all call this. */
struct check rules_check(const struct scenario *scenario, const struct view *view, const struct order *order);

/* Set-up (rulebook 11): before turn 1, in a scenario with zones, a view's turn is 0; orders are `place` and `policy`,
 * and cost nothing. The zone out of which a hex may be chosen for an own unit, or for the n-th own cache
 * (SIDE_ORDER_UNIT + n); NULL without one, and after the set-up. */
const struct scenario_zone *rules_zone(const struct scenario *scenario, const struct view *view, uint16_t unit);
/* Where the view's plan places it; where it stands already when it does not; HEX_NONE for who is not on the map. */
hex_t rules_placed(const struct view *view, uint16_t unit);
/* May the entry of a unit be taken out of the view's plan? enum refusal: what stays may cost more than the command, or
 * overfill the hex in which an unplaced unit stands. */
int rules_check_remove(const struct scenario *scenario, const struct view *view, uint16_t unit, bool policy);
/* Can a unit of this type stand in the hex at all? */
bool rules_may_stand(const struct scenario *scenario, const struct unit_type *type, hex_t hex);

/* Command that a plan costs (rulebook 2): orders of one kind to a leader or HQ and units within 2 hexes of it
 * cost 1 together; hold, withdraw and a policy changed to hold are free. */
int rules_plan_cost(const struct scenario *scenario, const struct view *view, const struct plan *plan);
/* Whether the side has the points for it. Most plans have no more entries than it has points, which is seen at once. */
bool rules_plan_is_paid(const struct scenario *scenario, const struct view *view, const struct plan *plan);

/* Lists every order that rules_check does not refuse for one own unit, move orders as one step to each neighbour
 * (paths are path_find's). With SIDE_ORDER_UNIT + n for the unit: the asks and answers of the side. Returns how many were written, at most `max`. */
size_t rules_list_orders(const struct scenario *scenario, const struct view *view, uint16_t unit, struct order *out,
                         size_t max);

/* Plays the turn: pulses and Close of `turn`, then Upkeep of the next, or the end. In set-up: units are placed, then
 * Upkeep of turn 1 and the first sightings. `plan[s]` is the plan of side s.
 * Entries that no longer hold are left out with an event `not_done`; a plan beyond its command is cut at the
 * entry that exceeds it. `sink` may be NULL. The state must be running. */
void rules_resolve(const struct scenario *scenario, struct state *state, const struct plan plan[SIDE_MAX],
                   const struct event_sink *sink);

/* Rules of engagement of a side as they stand (rulebook 8): 0-5; 5 for sides without levels. */
int rules_level(const struct scenario *scenario, const struct state *state, int side);
/* Why a level is not there, as the side knows it: a whole sentence that names the level and what would give it.
 * Empty when it is there. Returns the length that it needs, as snprintf does. */
int rules_level_why(const struct scenario *scenario, const struct view *view, int level, char *out, size_t size);
/* The highest fire policy that a level allows. */
int rules_level_policy(int level);

/* Paths for a unit as its side knows the ground: cheapest by movement points, ties by fewer hexes, then by
 * direction. Returns the number of hexes written to `order->path` (0: no way), with unit, kind and path set. */
int path_find(const struct scenario *scenario, const struct view *view, uint16_t unit, hex_t goal,
              struct order *order);
/* Cost of each step and the pulse of arrival in each hex of a path, counted on from this turn's pulse 1:
 * `pulse[i]` 1-6 this turn, 7-12 next turn and so on; uses the mover's own function. Returns the total cost, or
 * -1 when the path cannot be walked. */
int path_cost(const struct scenario *scenario, const struct view *view, uint16_t unit, const struct order *order,
              uint8_t cost[PATH_MAX_HEXES], uint8_t pulse[PATH_MAX_HEXES]);

/* Chances of one shot as the side knows them: the modifiers it may know, their sum, and for each row of the fire
 * table in how many of 36 throws it comes up (index 0: nothing). Returns false when the shot is not possible. */
struct fire_preview {
    uint8_t modifiers;
    struct modifier_value modifier[EVENT_MODIFIERS_MAX];
    int16_t sum;
    uint8_t in_36[FIRE_ROW_MAX + 1];
    uint8_t site, collateral; /* in 36: throws that hit a cultural site; per cent that a civilian is hit */
};
bool fire_preview(const struct scenario *scenario, const struct view *view, uint16_t unit, uint16_t contact,
                  struct fire_preview *out);

/* Chances of a shot against armour (rulebook 7) as the side knows them. */
struct strike_preview {
    uint8_t chance;                /* per cent to hit */
    uint8_t penetration, armour;
    uint8_t in_6[STRIKE_COUNT];    /* of 6 hits, how many have each enum strike_effect */
    uint8_t building;              /* 1: a hit is fire into a building: in_36 by row of the fire table, in_6 empty */
    uint8_t in_36[FIRE_ROW_MAX + 1];
    uint8_t site, collateral;      /* 1: a cultural site is hit for certain; per cent that a civilian is hit */
    uint8_t modifiers;             /* of the chance */
    struct modifier_value modifier[EVENT_MODIFIERS_MAX];
};
/* HMG or launcher. False when the unit would use the fire table (fire_preview) or cannot shoot. */
bool antiarmour_preview(const struct scenario *scenario, const struct view *view, uint16_t unit, uint16_t contact,
                        struct strike_preview *out);
/* An order to engage in this mode (0 top, 1 direct). False when it cannot be launched as things stand; the level of
 * the rules of engagement is not asked. */
bool engage_preview(const struct scenario *scenario, const struct view *view, uint16_t unit, uint16_t contact, int mode,
                    struct strike_preview *out);

/* Rank after the end (rulebook 11): (points - threshold) * 100 / threshold, or by tension raised when a track ended
 * the game. place[s] 1 is first; equals share. */
void rules_rank(const struct scenario *scenario, const struct state *state, int place[SIDE_MAX]);
/* What victory row `row` rewards, in words, with its number in place; points outside the rows when there is no such row. */
#define VICTORY_WORDS_MAX 160
void victory_words(const struct scenario *scenario, int row, char out[VICTORY_WORDS_MAX]);
/* True when the side reached its threshold and no track ended the game. */
bool rules_reached(const struct scenario *scenario, const struct state *state, int side);

#endif
