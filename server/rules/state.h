/* The truth of one game: what changes while it is played. One flat struct without pointers, copied with `=`;
 * all fields are listed once in state_fields.h, from which hash, serialisation and comparison come.
 *
 * Invariants (state_check): steps <= steps of the type; wounded and killed never grow without a step lost; stock
 * <= that of the type; a carried unit's carrier is on the map in the same hex; contacts of a side on its own units
 * are none; handles of a side are unique and below next_handle; what indexes is in range.
 * Stacking is no invariant of a state alone: falling back and dismounting ignore it. */
#ifndef IBAR_RULES_STATE_H
#define IBAR_RULES_STATE_H

#include "dice.h"
#include "orders.h"
#include "scenario.h"

#define STATE_VERSION 2
#define RULES_VERSION 1
#define MARK_MAX 24
#define ASK_MAX 16
#define STATE_BYTES_MAX 65536 /* room that state_write needs at most */

enum unit_status {
    UNIT_ABSENT,     /* does not take part (chance, option) */
    UNIT_WAITING,    /* arrives later, or waits for room on its entry hex */
    UNIT_ON_MAP,
    UNIT_CARRIED,    /* in or on `carrier` */
    UNIT_EXITED,     /* left the map */
    UNIT_ELIMINATED, /* no steps left */
    UNIT_DETAINED,
    UNIT_REVEALED    /* a decoy that was identified and taken off */
};

enum unit_flag {
    UNIT_COVERT = 1,
    UNIT_DISMOUNTED = 2,   /* its vehicles lie as equipment, or it abandoned its weapon */
    UNIT_IMMOBILE = 4,     /* vehicle immobilised for good */
    UNIT_DUG_IN = 8,
    UNIT_AMBUSH = 16,
    UNIT_FALSE_MARKINGS = 32, /* and not yet exposed */
    UNIT_HALTED = 64,      /* stopped for this turn */
    UNIT_WAS_REVEALED = 128, /* was identified, armed or caught at least once (victory never_revealed) */
    UNIT_SURRENDERED = 256,
    UNIT_RESUPPLIED = 512, /* has used its one resupply */
    UNIT_ABANDONED = 1024, /* its weapon or vehicle is gone: walks as foot with firepower 2 */
    UNIT_IN_CONTACT = 2048, /* entered the hex of an armed enemy: cover 0 until that enemy is gone */
    UNIT_REVEALED_OPENLY = 4096 /* was revealed in a way that its own side knows of */
};

#define UNIT_WORDS ((UNIT_MAX + 63) / 64)

struct unit {
    uint8_t type, side, status; /* enum unit_status */
    uint8_t steps;              /* left; losses are the type's steps less these */
    uint8_t wounded;            /* wounded steps with it */
    uint8_t suppression;
    uint8_t stock;
    uint8_t policy;             /* enum fire_policy */
    uint8_t facing;             /* direction of its last move */
    uint16_t flags;             /* enum unit_flag */
    hex_t hex;
    hex_t entry;                /* where it came onto the map */
    uint16_t carrier;           /* unit number, UNIT_NONE */
    uint8_t order;              /* the order it carries on with: hold, move, withdraw, ambush; else of this turn */
    uint8_t press_on;
    uint8_t path_length, path_at;
    uint8_t path[PATH_MAX_HEXES];
    uint8_t spent;              /* movement points this turn */
    uint8_t moved;              /* bit p-1: moved in pulse p of this turn */
    uint8_t fired;              /* bit p-1: fired in pulse p of this turn */
    uint8_t fired_last;         /* 1: fired in pulse 6 of the last turn; 2: but launched a missile, softly */
    uint8_t soft;               /* bit p-1: what it fired in pulse p was a missile, launched softly */
    uint8_t still;              /* whole turns on end in which it neither moved nor fired, at most 255 */
    uint8_t flights;            /* drone: flights begun today; helicopter: evacuations this turn */
    uint8_t until;              /* drone: last turn over `hex`; helicopter: the turn in which it lands in `hex` */
    uint8_t shots;              /* this turn */
    uint64_t shot_at[UNIT_WORDS];      /* units it shot at this turn */
    uint64_t shot_at_last[UNIT_WORDS]; /* last turn */
};

enum contact_level { CONTACT_NONE, CONTACT_SUSPECTED, CONTACT_IDENTIFIED };

/* What a side knows of an enemy unit. Kept by unit number in the state, shown by handle in views. */
struct contact {
    uint8_t level;     /* enum contact_level */
    uint8_t class_;    /* enum contact_class, as last sighted */
    uint8_t strength;  /* identified: 2 full, 1 reduced */
    uint8_t known;     /* enum contact_known */
    uint8_t turn, pulse; /* last sighted */
    uint16_t handle;
    hex_t hex;         /* where last sighted */
    uint8_t facing;    /* identified vehicle: as last sighted */
    uint8_t cold;      /* identified vehicle: 1 cold, as last sighted (rulebook 7) */
};
enum contact_known {
    KNOWN_COVERT = 1,   /* identified as a covert irregular: may be arrested */
    KNOWN_EXPOSED = 2,  /* its false markings are exposed */
    KNOWN_FIRED = 4,    /* was seen to fire this turn or last */
    KNOWN_MOVED = 8,    /* was seen to move in the pulse it was last sighted */
    KNOWN_ON_FOOT = 16, /* identified and dismounted */
    KNOWN_SURRENDERED = 32,
    KNOWN_SEEN_NOW = 64, /* sighted in this pulse */
    KNOWN_FIRED_NOW = 128 /* was seen to fire this turn */
};

/* A contact that faded: a dated "last seen". */
struct mark {
    hex_t hex;
    uint16_t handle;
    uint8_t used, level, class_, type, side, turn;
};

struct crowd {
    hex_t hex;
    uint8_t strength, anger; /* strength 0: gone home */
};
/* Civilians in a held site (rulebook 9). Public. */
struct civilians {
    hex_t hex;
    uint8_t strength;        /* steps that are still there */
    uint8_t safe, lost;      /* steps escorted out, steps lost */
    uint8_t consent;         /* bit s: the holder lets side s escort them */
};

/* An ask (rulebook 8) from the order that makes it until the Upkeep in which it is answered. Only asker and asked
 * know of it, the asked from its delivery on. */
enum ask_status { ASK_NONE, ASK_SENT, ASK_DELIVERED, ASK_YES };
struct ask {
    uint8_t status;          /* enum ask_status; between turns never more than ASK_DELIVERED */
    uint8_t side, other;     /* who asks whom */
    uint8_t thing;           /* enum ask_thing */
    hex_t hex;               /* place */
};

enum mediation { MEDIATION_NONE, MEDIATION_RUNNING, MEDIATION_COMPLETED, MEDIATION_BROKEN };

struct barricade {
    hex_t hex;               /* the lower-numbered of its two hexes */
    uint8_t dir, strength;   /* strength 0: cleared */
    uint8_t trapped, side;
};
struct cache {
    hex_t hex;
    uint8_t side, found;     /* found: 1 + the side that found it */
};
/* What lies in a hex: vehicles left by a dismounted unit, abandoned weapons. */
struct equipment {
    hex_t hex;
    uint16_t unit;           /* whose it was */
    uint8_t type, side;      /* side: who holds it now */
    uint8_t used, heavy;
};

enum track { TRACK_TENSION, TRACK_LEGITIMACY, TRACK_IMPARTIALITY, TRACK_SUFFERANCE, TRACK_PRESSURE, TRACK_COUNT };

enum outcome { OUTCOME_RUNNING, OUTCOME_TURNS, OUTCOME_TENSION, OUTCOME_PRESSURE };

struct state {
    uint8_t turn;              /* 1 .. turns: the turn whose orders are awaited; 0: the set-up before turn 1, which
                                * only scenarios with zones have */
    uint8_t pulse;             /* during resolution: 0 Upkeep, 1-6, 7 Close; else 0 */
    uint8_t outcome;           /* enum outcome */
    uint8_t weather;           /* enum weather_flag, this turn */
    struct dice_key key;
    uint16_t options;          /* bit n: what-if n of the scenario is on */
    uint32_t happened;         /* bit n: scheduled event n of the scenario has happened */
    uint16_t units;            /* = roster_count */
    struct unit unit[UNIT_MAX];
    struct contact contact[SIDE_MAX][UNIT_MAX];
    struct mark mark[SIDE_MAX][MARK_MAX];
    uint16_t next_handle[SIDE_MAX];
    struct crowd crowd[CROWD_MAX];
    struct barricade barricade[BARRICADE_MAX];
    struct cache cache[CACHE_MAX];
    struct equipment equipment[EQUIPMENT_MAX];
    int8_t track[TRACK_COUNT]; /* as read by gates: the value of Upkeep */
    int8_t track_change[TRACK_COUNT]; /* of this turn; falls at the Close */
    int16_t raised[SIDE_MAX];  /* how much tension each side raised (rulebook 10) */
    int16_t count[VICTORY_MAX]; /* how often each victory row has counted so far */
    int16_t points_other[SIDE_MAX]; /* points outside the rows: civilian steps, launches */
    uint8_t civilian_steps[SIDE_MAX]; /* civilian steps lost to each side's fire */
    uint8_t fired_upon[SIDE_MAX]; /* last turn in which the side was fired upon; 0 never */
    uint8_t lost_step[SIDE_MAX];  /* 1: the side has lost a step in this game */
    uint8_t lost_this_turn[SIDE_MAX];
    uint8_t launches[SIDE_MAX];   /* missiles launched */
    uint32_t bill[SIDE_MAX];      /* what they cost, dollars */
    uint8_t site_turns[SIDE_MAX]; /* turns of armed units of the side in a cultural site */
    struct civilians civilians[CIVILIANS_MAX];
    struct ask ask[ASK_MAX];
    uint8_t support_turn[SIDE_MAX]; /* from which turn the call of the police to this side (KFOR) holds; 0: none */
    uint8_t teams_turn;        /* the turn in which the teams `on_request` were granted; 0: not */
    uint8_t engaged;           /* 1: a second responder (EULEX) has fought in this game */
    uint8_t mediation;         /* enum mediation */
    uint8_t mediation_until;   /* its last turn */
    uint8_t site_hits;         /* cultural sites hit so far */
};

/* The state in which a game begins: places drawn by dice from the scenario; then, unless the sides have yet to place
 * their units (set-up), Upkeep of turn 1 done and first sightings made. `options`: bit n switches what-if n on. */
void state_begin(const struct scenario *scenario, const struct dice_key *key, uint16_t options, struct state *out);

/* Hash over named fields with STATE_VERSION; the key of the dice is not part of it. */
uint64_t state_hash(const struct state *state);

/* Serialises named fields, little-endian, into `out` (STATE_BYTES_MAX). Returns the number of bytes. */
size_t state_write(const struct state *state, uint8_t *out);
/* Reads what state_write wrote. False when the bytes are short, of another version or break an invariant: `out`
 * is then unchanged. */
bool state_read(const struct scenario *scenario, const uint8_t *bytes, size_t size, struct state *out);

/* True when all named fields are equal; else false with the first that differs in `why`: "unit[3].steps: 2, 1". */
bool state_equal(const struct state *a, const struct state *b, char *why, size_t size);

/* Checks the invariants above. False with a sentence in `why`. */
bool state_check(const struct scenario *scenario, const struct state *state, char *why, size_t size);

/* Points of a side as they stand now, counting what is only settled at the end as if the game ended now. */
int state_points(const struct scenario *scenario, const struct state *state, int side);

#endif
