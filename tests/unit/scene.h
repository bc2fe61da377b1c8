/* A small hand-made scenario for tests of rules: 12 x 12 hexes of open ground at 500 m, three sides that are
 * all enemies of the irregulars, the unit types of the rulebook that tests need, no units, no roads.
 *
 *     struct scene *scene = scene_open();
 *     uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 3, 4);
 *     scene_road(scene, 3, 4, DIR_E, ROAD_MAIN);
 *     scene_begin(scene);                       the state is set up; from here on edit scene->state
 *     scene_order(scene, "move 0 E,E halt");
 *     scene_play(scene);                        one turn
 *     scene_close(scene);
 *
 * Every helper fails the test (cmocka) when it cannot do what it says. */
#ifndef IBAR_TESTS_SCENE_H
#define IBAR_TESTS_SCENE_H

#include "rules/rule.h"

enum { POLICE, KFOR, IRREGULARS, SCENE_SIDES };

#define SCENE_SIZE      12
#define SCENE_EVENT_MAX 1024

struct scene {
    struct scenario scenario;
    struct state state;
    struct turn turn;                    /* for steps called alone: scene_turn */
    struct plan plan[SIDE_MAX];          /* what scene_play plays; emptied by it */
    struct view view;                    /* the last one built by scene_view */
    struct event_sink sink;              /* collects into `event` */
    struct event event[SCENE_EVENT_MAX]; /* of the truth, since scene_begin or scene_events_clear */
    unsigned events;
};

struct scene *scene_open(void);
void scene_close(struct scene *scene);

/* Before scene_begin. */
uint16_t scene_unit(struct scene *scene, const char *type, int side, int col, int row);
void scene_terrain(struct scene *scene, int col, int row, int terrain);
void scene_height(struct scene *scene, int col, int row, int tens_of_metres);
/* From a hex to its neighbour, and back from there. */
void scene_road(struct scene *scene, int col, int row, int dir, int road);
void scene_hexside(struct scene *scene, int col, int row, int dir, int flags);
void scene_barricade(struct scene *scene, int col, int row, int dir, int strength, int trap_group);
void scene_crowd(struct scene *scene, int col, int row, int strength, int anger);
void scene_civilians(struct scene *scene, int col, int row, int strength);
void scene_cache(struct scene *scene, int side, int col, int row);
void scene_victory(struct scene *scene, int side, int kind, int points, int most, int param);

/* Prepares the scenario and begins the game with a fixed key. */
void scene_begin(struct scene *scene);
/* Begins again with another key: for tests over many dice. */
void scene_begin_key(struct scene *scene, uint64_t key);

/* After scene_begin. */
hex_t scene_hex(const struct scene *scene, int col, int row);
struct unit *scene_at(struct scene *scene, uint16_t unit);
void scene_put(struct scene *scene, uint16_t unit, int col, int row); /* stands there now */
/* Turns scene->turn into a turn of the state at a pulse (0 Upkeep, 1-6, 7 Close), for calling steps alone. */
struct turn *scene_turn(struct scene *scene, int pulse);
const struct view *scene_view(struct scene *scene, int side);

/* Puts an order in text form into the plan of the unit's side, unchecked. */
void scene_order(struct scene *scene, const char *text);
/* What rules_check says to an order in text form, by the view of the unit's side (scene->plan included). */
struct check scene_check(struct scene *scene, const char *text);
/* The same for an order of a side, which has no unit of its own: "ask 65280 u1 h0 m0". */
void scene_order_side(struct scene *scene, int side, const char *text);
struct check scene_check_side(struct scene *scene, int side, const char *text);
/* Resolves the turn with the plans, collects its events, empties the plans. */
void scene_play(struct scene *scene);

unsigned scene_events(const struct scene *scene, int kind); /* how many were emitted */
const struct event *scene_event(const struct scene *scene,
                                int kind); /* the first; fails when there is none */
void scene_events_clear(struct scene *scene);

#endif
