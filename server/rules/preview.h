/* What the dice of an order need, from what its side knows: for a player before the order is given. The sums are those
 * of the resolution: the same functions make both (rule.h).
 *
 * What is not known is kept apart: each chance has two bounds, the best and the worst that can be true, and `unknown`
 * says on what they hang. Where nothing is unknown they are the same. Whether the order is allowed is not asked here:
 * rules_check says it. */
#ifndef IBAR_RULES_PREVIEW_H
#define IBAR_RULES_PREVIEW_H

#include "rules.h"

enum preview_bound { PREVIEW_AT_BEST, PREVIEW_AT_WORST, PREVIEW_BOUNDS };

/* Bits: on what a chance hangs that the side cannot know. */
enum preview_unknown {
    PREVIEW_TYPE = 1,           /* the target is only suspected: its type, or whether it is a decoy */
    PREVIEW_STEPS = 2,          /* how many steps a reduced unit has left */
    PREVIEW_LEADER = 4,         /* call: whether a leader of the target is near */
    PREVIEW_SUPPRESSION = 8,    /* call: the target's suppression, from rules_numbers.call_suppression it listens */
    PREVIEW_SURROUNDED = 16,    /* call: `open_hexes` round the target are neither held nor watched by own units */
    PREVIEW_STAYS = 32,         /* the target is out of sight, or free to move away before */
    PREVIEW_OTHERS_PUSH = 64,   /* push: units of other sides may push the same crowd, which adds to it */
    PREVIEW_DUG_IN = 128,       /* assault: whether the defenders are dug in */
    PREVIEW_CACHE = 256,        /* search: whether a cache lies there */
    PREVIEW_HIDDEN = 512,       /* check: whether somebody is there to be found */
    PREVIEW_COVER = 1024        /* assault: whether the defenders came into the hex last, and have no cover there */
};

/* Two dice decide: check, call, arrest, push, talk, search (rulebook 4, 9). */
struct act_preview {
    uint8_t modifiers;                                    /* that are known, in `modifier` */
    struct modifier_value modifier[EVENT_MODIFIERS_MAX];
    int8_t needs[PREVIEW_BOUNDS];                         /* the two dice show at least; over 12: never */
    uint8_t in_36[PREVIEW_BOUNDS];                        /* throws of 36 that do */
    uint16_t unknown;                                     /* bits of enum preview_unknown */
    uint8_t open_hexes;                                   /* call: see PREVIEW_SURROUNDED */
    uint8_t others;                                       /* push: own units of the plan that push with it */
};
/* Preview of an order of these kinds, given or not: the plan of the view counts with it. False for other kinds, and when
 * unit or target is not there; `out` is then zero. */
bool act_preview(const struct scenario *scenario, const struct view *view, const struct order *order,
                 struct act_preview *out);

/* One side of an assault: what is added to its two dice. */
struct assault_strength {
    int16_t firepower, steps, cover; /* best firepower at range 0; steps of all; half the cover, of the defender */
};
struct assault_preview {
    struct assault_strength attack;
    struct assault_strength defence[PREVIEW_BOUNDS];
    uint8_t attackers;                                 /* own units that fight together, this one included */
    uint8_t apart;                                     /* own units that assault the hex in another pulse, alone */
    uint8_t defenders[PREVIEW_BOUNDS];                 /* contacts counted */
    uint16_t in_1296[PREVIEW_BOUNDS][ASSAULT_OUTCOMES]; /* throws of both sides, by enum assault_outcome */
    uint16_t unknown;                                  /* bits of enum preview_unknown */
};
/* Preview of an order to assault (rulebook 6), against units that do not assault as well (then they have no cover) and
 * those that are not sighted left out. False when the unit or any enemy known in the hex is missing. */
bool assault_preview(const struct scenario *scenario, const struct view *view, const struct order *order,
                     struct assault_preview *out);

#endif
