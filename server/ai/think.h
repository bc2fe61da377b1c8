/* What the scripted player thinks with: questions of the view, and orders by intention. It knows its view and
 * the scenario file, which everybody has: candidate hexes of hidden things are public, where they lie is not.
 */
#ifndef IBAR_AI_THINK_H
#define IBAR_AI_THINK_H

#include "ai/ai.h"
#include "luck.h"

#define NOTES_MAX 400

/* Memory between turns. */
struct notes {
    uint16_t count;
    struct {
        hex_t hex;
        uint8_t checks, searches;
    } note[NOTES_MAX];
};
_Static_assert(sizeof(struct notes) <= AI_MEMORY_BYTES, "the notes fit into a player's memory");

/* Where the enemy may have hidden something: in the rest of the zone in which he may have placed it before turn 1, or
 * in a hex that the scenario names for it, from which its dice draw. */
enum hiding { HIDING_NOT, HIDING_ZONE, HIDING_NAMED };

struct think {
    const struct scenario *scenario;
    struct view *view;
    struct notes *notes;
    const struct dice_key *luck;
    bool forward;               /* the named link is opened from its first hex on */
    bool holds_fire;            /* gives no order to shoot */
    uint8_t busy[UNIT_MAX];     /* own units that have their order */
    uint8_t aimed[MAP_HEX_MAX]; /* hexes that somebody goes to already */
    uint8_t people[MAP_HEX_MAX], caches[MAP_HEX_MAX]; /* enum hiding: of covert people, of caches not found yet */
};

void think_begin(struct think *think, const struct scenario *scenario, struct view *view,
                 struct ai_memory *memory, const struct dice_key *luck);

/* Next own unit on the map that has no order yet, from `*at` on; NULL at the end. */
const struct view_unit *think_next(const struct think *think, unsigned *at);
static inline const struct unit_type *think_type(const struct think *think, const struct view_unit *unit) {
    return &think->scenario->rules.type[unit->type];
}

/* Orders. Each marks the unit as busy and returns true when it was given. */
bool think_order(struct think *think, const struct view_unit *unit, const struct order *order);
bool think_plain(struct think *think, const struct view_unit *unit, int kind);
/* The same with what it names: a hex and a mode, or a contact. */
bool think_at_hex(struct think *think, const struct view_unit *unit, int kind, hex_t hex, int mode);
bool think_at_contact(struct think *think, const struct view_unit *unit, int kind, uint16_t contact, int mode);
/* An order of the side: ask, answer, look, land. True when it was given. */
bool think_side_order(struct think *think, int slot, int kind, int other, hex_t hex, int mode);
/* Changes the fire policy of a unit, unless it has it already. */
bool think_policy(struct think *think, const struct view_unit *unit, int policy);
/* Goes to a hex; true too when it stands there or is on its way already. */
bool think_go(struct think *think, const struct view_unit *unit, hex_t goal);
/* Movement points to a hex, -1 when there is no way. */
int think_cost(const struct think *think, const struct view_unit *unit, hex_t goal);
/* Stays: nothing is spent on it, a move under way is stopped. */
void think_stay(struct think *think, const struct view_unit *unit);

/* Does the side score by a victory row of this kind? Its row, -1 without. */
int think_row(const struct think *think, int kind);
/* Armed and open, with a weapon: may fight. */
bool think_is_fighter(const struct think *think, const struct view_unit *unit);
/* Is the contact an enemy that may be shot at, or may turn out to be one? */
bool think_is_target(const struct think *think, const struct view_contact *contact);
/* Armed police next to a crowd anger it: true for a hex where this side had better not stand. */
bool think_keeps_off(const struct think *think, hex_t hex);

/* The named link, numbered from this side's end: hex `i`, and how many there are. */
hex_t think_link(const struct think *think, unsigned i);
/* Index of a hex in it, -1 when it is not on the link. */
int think_link_index(const struct think *think, hex_t hex);
/* The barricade between two neighbours, NULL without one that stands. */
const struct barricade *think_barricade(const struct think *think, hex_t a, hex_t b);
/* First index i such that a barricade stands between link hexes i and i + 1, from `from` on; -1: none. */
int think_obstacle(const struct think *think, unsigned from);

/* Contacts that may be enemies: of a side that this side may fight, or of an unknown one. */
bool think_may_be_enemy(const struct think *think, const struct view_contact *contact);
/* Wounded of this side on the map in a hex. */
int think_wounded(const struct think *think, hex_t hex);
/* Distance of the nearest contact or fresh mark that may be an enemy; 99 without. */
int think_danger(const struct think *think, hex_t hex);

/* How often the side has checked or searched a hex. */
int think_checks(const struct think *think, hex_t hex);
int think_searches(const struct think *think, hex_t hex);
/* Notes that it does so once more; what finds no room is forgotten. */
void think_note(struct think *think, hex_t hex, int kind);

/* Hexes to choose from, each with the best that it can be worth. A way is looked for only while that may
 * still beat the best found: finding ways is what a plan costs. */
#define CHOICES_MAX 128
struct choices {
    unsigned count;
    struct {
        hex_t hex;
        int bound;
    } item[CHOICES_MAX];
};
/* When it is full, the least promising is dropped. */
void choices_add(struct choices *choices, hex_t hex, int bound);
/* Takes the most promising one out, the lowest hex among equals; false when none has a bound above `least`.
 */
bool choices_take(struct choices *choices, int least, hex_t *hex, int *bound);

/* The whole play of a side, and its parts (scripted_*.c). Each gives orders to units that have none yet. */
void scripted_play(struct think *think);
void scripted_asks(struct think *think);     /* asks and answers */
void scripted_air(struct think *think);      /* drone, helicopter */
void scripted_wounded(struct think *think);  /* evacuates, falls back */
void scripted_fight(struct think *think);    /* shoots, engages, calls on to surrender, lies in ambush */
void scripted_snipe(struct think *think);    /* shoots where the shot is very good */
void scripted_assault(struct think *think);  /* assaults, dismounts for it */
void scripted_mount(struct think *think);    /* mounts again */
void scripted_carry(struct think *think);    /* loads and unloads */
void scripted_supply(struct think *think);   /* digs in, resupplies */
void scripted_policies(struct think *think); /* fire policies, with the command that is left */
void scripted_calm(struct think *think);     /* talks to crowds and pushes them */
void scripted_stir(struct think *think);     /* stirs and leads crowds */
void scripted_stand(struct think *think);    /* bars the link by standing on it under arms */
void scripted_site(struct think *think);     /* holds a cultural site, or frees it */
void scripted_leave(struct think *think);    /* leaves the map */
void scripted_march(struct think *think, bool people); /* makes room where more are to come */
void scripted_open_link(struct think *think);
void scripted_arrest(struct think *think); /* arrests who is there, checks who may be */
void scripted_hunt(struct think *think, bool people);
void scripted_pursue(struct think *think); /* goes to people near who can be arrested, before any shot */
void scripted_follow(struct think *think);
void scripted_block(struct think *think);
void scripted_hide(struct think *think);
/* Parts of the fixed policies. */
void scripted_rush(struct think *think);
void scripted_shoot(struct think *think);
void scripted_cease_fire(struct think *think);
/* Moves toward the nearest way off the map and leaves; false when there is none. `turns`, unless NULL, is how many
 * turns the way takes, and then no order is given. */
bool leave_map(struct think *think, const struct view_unit *unit, int *turns);

#endif
