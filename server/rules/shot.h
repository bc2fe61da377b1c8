/* A shot from the moment it is taken to the moment its losses fall: between fire.c, antiarmour.c and javelin.c.
 * All shots of a step are taken on the state at its start, dice and all; then they fall (rulebook 6, 7). */
#ifndef IBAR_RULES_SHOT_H
#define IBAR_RULES_SHOT_H

#include "rule.h"

enum shot_means {
    SHOT_TABLE,   /* the fire table */
    SHOT_WEAPON,  /* HMG or launcher against armour */
    SHOT_MISSILE, /* Javelin at a unit */
    SHOT_BUILDING /* Javelin at the building in which a unit is */
};

struct shot {
    uint16_t firer, target;
    hex_t hex;           /* of the target when it was taken */
    uint8_t means;       /* enum shot_means */
    uint8_t effect;      /* weapon and missile: enum strike_effect */
    uint8_t row;         /* table and building: row of the fire table, 0 nothing */
    bool at_armour;      /* missile: the target has armour */
    bool hurt;           /* it has added suppression */
    int16_t sum;         /* on the fire table */
    uint64_t rank;       /* drawn: the order in which shots are told says nothing of unit numbers */
    struct event event;  /* how it was aimed */
    struct event impact; /* what a hit does; EVENT_none without */
};

/* What a shot of this moment hangs on. */
struct fire_case fire_case_of(const struct turn *turn, uint16_t firer, uint16_t target);
/* Begins the event of a shot: kind, units, hexes, dice purpose. */
void shot_event(const struct turn *turn, const struct shot *shot, struct event *event, int kind, int purpose);

/* The d100 against `chance`, told in shot->event. Returns true when it hits. */
bool strike_aim(struct turn *turn, struct shot *shot, int chance);
/* d6 + penetration - armour, told in shot->impact; sets shot->effect. */
void strike_penetrate(struct turn *turn, struct shot *shot, int penetration, int armour);
/* Lets the effect fall on the target. */
void strike_fall(struct turn *turn, struct shot *shot);
/* The effect of a sum. */
int strike_effect_of(const struct rules_numbers *number, int sum);

/* Takes the shot of a weapon against armour. */
void antiarmour_take(struct turn *turn, struct shot *shot);

/* The target that a unit with an order to engage may launch at now, UNIT_NONE without; takes the launch. */
uint16_t javelin_target(const struct turn *turn, uint16_t firer);
void javelin_take(struct turn *turn, struct shot *shot);
/* The launch is made: stock, bill, tracks and points. */
void javelin_mark(struct turn *turn, const struct shot *shot);

#endif
