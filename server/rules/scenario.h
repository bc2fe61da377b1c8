/* A scenario: what is constant in a game and shared by all games of it. Filled by server/data, then frozen by
 * scenario_prepare; nothing of it changes or is allocated while games are played.
 *
 * Rulebook 11. The engine is not built around three sides: a scenario names 2 to 4 and what each may do. */
#ifndef IBAR_RULES_SCENARIO_H
#define IBAR_RULES_SCENARIO_H

#include "los.h"
#include "map.h"
#include "units.h"

#define SIDE_MAX 4
#define SIDE_NONE 0xff
#define UNIT_MAX 96
#define UNIT_NONE 0xffff
#define CROWD_MAX 8
#define BARRICADE_MAX 32
#define CACHE_MAX 16
#define CIVILIANS_MAX 4
#define EQUIPMENT_MAX 64
#define VICTORY_MAX 32
#define CHOICE_MAX 24
#define TURN_MAX 64
#define ROUTE_MAX 48
#define OPTION_MAX 8
#define SCHEDULED_MAX 32
#define SCHEDULED_EFFECT_MAX 4
#define ZONE_MAX 16
#define ZONE_HEX_MAX 96

/* What the engine should treat a side as, where the rulebook speaks of one. */
enum side_flag {
    SIDE_HAS_LEVELS = 1,      /* rules of engagement apply (police, KFOR) */
    SIDE_STAYS_INSIDE = 2,    /* never crosses the boundary */
    SIDE_ARRESTS = 4,         /* may check, arrest and search */
    SIDE_CLEARS = 8,          /* may clear barricades */
    SIDE_BUILDS = 16,         /* may build barricades */
    SIDE_MAY_EXIT = 32,       /* may leave the map over exit hexes */
    SIDE_IS_POLICE = 64,      /* losses of this side raise tension; legitimacy is its track */
    SIDE_IS_KFOR = 128,       /* the same; impartiality is its track; losses also raise pressure */
    SIDE_IS_IRREGULAR = 256   /* sufferance is its track */
};

struct side {
    char id[16];       /* "police": names in orders, flags and files */
    char name[32];     /* "Police" */
    uint16_t flags;    /* enum side_flag */
    uint8_t command;   /* a turn */
    uint8_t enemies;   /* bit s: may fight side s */
    int16_t threshold; /* points to reach */
    uint8_t drone_flights; /* a game-day; 0: none */
};

/* Where and when a roster unit comes. Its number in `roster` is its unit number in every state. */
struct roster_unit {
    uint8_t type, side;
    uint8_t arrives;   /* turn; 1: stands on the map at the start */
    uint8_t choices;   /* hexes to draw from by dice, 1 .. CHOICE_MAX */
    uint8_t covert;    /* starts covert */
    uint8_t policy;    /* enum fire_policy at the start */
    uint8_t facing;    /* direction at the start */
    uint8_t chance;    /* per cent that it takes part at all; 100 always */
    uint8_t entry;     /* 1: `choice[0]` is its entry hex too */
    uint8_t optional;  /* 0: always; n: only with option n-1 of the scenario (what-ifs) */
    uint8_t after_event; /* 0: no; n: not before event n-1 of the scenario has happened */
    uint8_t on_request; /* 1: comes only when an ask for the teams takes effect (KSF), not before `arrives` */
    uint8_t zone;      /* 0: stands where the dice put it; n: its side may place it in zone n-1 before turn 1 */
    hex_t choice[CHOICE_MAX];
    char name[24];     /* "Patrol 1" */
};

struct scenario_crowd {
    hex_t hex;
    uint8_t strength, anger;
    uint8_t choices;
    hex_t choice[CHOICE_MAX]; /* drawn by dice when choices > 0 */
};
/* Civilians in a held site (pilgrims, rulebook 9): to be escorted out of it. */
struct scenario_civilians {
    hex_t hex;
    uint8_t strength;  /* civilian steps */
};
struct scenario_barricade {
    hex_t hex;
    uint8_t dir, strength;
    uint8_t trap_group; /* 0 never trapped; of those in group g > 0 the dice trap exactly one */
    uint8_t side;       /* who built it */
};
struct scenario_cache {
    uint8_t side, choices;
    uint8_t zone;       /* as of a unit */
    hex_t choice[CHOICE_MAX];
};

/* Hexes in which a side may place units and caches before turn 1 (rulebook 11). Which they are everybody knows; who
 * stands in which only the side. */
struct scenario_zone {
    char id[24];
    char name[48];      /* "South bank" */
    uint8_t side;
    uint16_t hexes;
    hex_t hex[ZONE_HEX_MAX];
};

/* A what-if, chosen when the game is created (rulebook 11): bit n of a game's options is option n. Units of the
 * roster with `optional` n+1 take part only with it. */
struct scenario_option {
    char id[24];                 /* "javelin" */
    char name[48], text[400];
    int16_t threshold[SIDE_MAX]; /* in place of the side's own; 0: unchanged */
    uint8_t teams_from_turn;     /* in place of the scenario's; 0: unchanged */
};

/* A scheduled event (rulebook 2, Upkeep): when it may happen, and what it does. All conditions must hold. */
struct scheduled_effect {
    uint8_t kind; /* enum scheduled_effect_kind */
    int8_t value;
    uint8_t what; /* track, crowd or weather flag */
};
enum scheduled_effect_kind {
    SCHEDULED_TRACK,   /* track `what` changes by `value`, because of nobody */
    SCHEDULED_ANGER,   /* anger of crowd `what` changes by `value` */
    SCHEDULED_WEATHER, /* weather flag `what` is set (value 1) or cleared (0) for this turn */
    SCHEDULED_EFFECT_COUNT
};
struct scheduled {
    char id[24];
    char text[240];       /* announced to all; "" when nothing is */
    uint8_t from, to;     /* turns at whose Upkeep it may happen; from is at least 2 */
    uint8_t chance;       /* per cent, at each of these Upkeeps */
    uint8_t again;        /* 1: may happen at more than one Upkeep */
    uint8_t optional;     /* 0: always; n: only with option n-1 */
    uint8_t after;        /* 0: no; n: only after event n-1 has happened at an earlier Upkeep */
    uint8_t scripted;     /* 1: only if the script says so */
    int8_t track_least[5], track_most[5]; /* by enum track: only while each lies between */
    uint8_t effects;
    struct scheduled_effect effect[SCHEDULED_EFFECT_MAX];
};

struct state;
struct scenario;
/* The script of a scenario: asked at Upkeep for the events that are due and `scripted`. Bit n of the answer: event n
 * happens. It must be a pure function of scenario and state, callable on several threads. `roll` gives die k of
 * `sides` of the event's own dice. */
struct script_host {
    uint32_t (*happens)(void *ctx, const struct scenario *scenario, const struct state *state, uint32_t due,
                        int (*roll)(const struct state *state, int event, int k, int sides));
    void *ctx;
};

/* What earns points: VICTORY(name, help). Mechanisms; numbers come from the scenario. */
#define VICTORY_KINDS(VICTORY)                                                                                 \
    VICTORY(link_open, "at the end no barricade, crowd or enemy stops vehicles on the named road link")        \
    VICTORY(link_blocked_turn, "each turn at whose end the link is blocked")                                   \
    VICTORY(arrest, "each unit of the enemy arrested or detained")                                             \
    VICTORY(cache_found, "each hidden cache found")                                                            \
    VICTORY(cache_kept, "each own cache not found at the end")                                                 \
    VICTORY(own_loss, "each own step killed or wounded")                                                       \
    VICTORY(enemy_loss, "each enemy step killed or wounded")                                                   \
    VICTORY(anger_at_most, "at the end no crowd is angrier than `param`")                                      \
    VICTORY(tension_at_most, "at the end tension is at most `param`")                                          \
    VICTORY(engineers_clear, "each point of barricade that own engineers cleared")                             \
    VICTORY(talk_worked, "each talk that worked")                                                              \
    VICTORY(never_revealed, "each own covert unit never identified, armed or caught")                          \
    VICTORY(exited_step, "each own armed step that left the map on foot")                                      \
    VICTORY(site_turn, "each turn from `param` on with an own armed step in a cultural site")                  \
    VICTORY(civilian_step, "each civilian step lost in the game")                                              \
    VICTORY(police_loss, "each step of the police killed or wounded")                                          \
    VICTORY(detained_step, "each step of the enemy detained, wounded ones included")                           \
    VICTORY(own_detained_step, "each own step detained")                                                       \
    VICTORY(taken, "each heavy weapon or vehicle of the enemy taken")                                          \
    VICTORY(leader_exited, "each own leader that left the map on foot")                                        \
    VICTORY(site_clear_at, "at the Close of turn `param` no armed enemy is in a cultural site, and none was hit") \
    VICTORY(site_clear_late, "the same at the end, when it was not so in turn `param`")                        \
    VICTORY(civilians_safe, "at the end no civilian of a held site is lost and no armed enemy is in a site")   \
    VICTORY(mediated_exit, "each mediation completed")                                                         \
    VICTORY(tension_over, "each point of tension above `param` at the end")                                    \
    VICTORY(legitimacy_below, "each point of legitimacy below its start at the end")                           \
    VICTORY(evacuation, "each evacuation of wounded")

enum victory_kind {
#define VICTORY(name, help) VICTORY_##name,
    VICTORY_KINDS(VICTORY)
#undef VICTORY
    VICTORY_COUNT
};

struct victory {
    uint8_t side;
    uint8_t kind;   /* enum victory_kind */
    int8_t points;  /* each */
    uint8_t most;   /* greatest count that scores; 0 no limit */
    int16_t param;
};

enum weather_flag { WEATHER_NIGHT = 1, WEATHER_FOG = 2 };

struct scenario {
    char id[32], name[48], name_sq[48];
    char date[32];            /* as players read it: "12 December 2022" */
    char intro[1024];         /* briefing for all; each side's own in `brief` */
    char brief[SIDE_MAX][1024];
    uint64_t content_hash;    /* over every file it was read from: client and server compare it */
    uint8_t turns;
    uint16_t start_minute;    /* of the day, of turn 1 */
    uint8_t sides;
    struct side side[SIDE_MAX];
    struct map map;
    struct los *los;
    struct ruleset rules;
    uint16_t roster_count;
    struct roster_unit roster[UNIT_MAX];
    uint8_t crowds, barricades, caches, victories, civilian_groups;
    struct scenario_crowd crowd[CROWD_MAX];
    struct scenario_civilians civilians[CIVILIANS_MAX];
    struct scenario_barricade barricade[BARRICADE_MAX];
    struct scenario_cache cache[CACHE_MAX];
    struct victory victory[VICTORY_MAX];
    uint8_t weather[TURN_MAX + 1];    /* enum weather_flag by turn, from 1 */
    uint8_t fog_chance[TURN_MAX + 1]; /* per cent, by turn */
    uint8_t route_length;             /* the named road link: hexes in order */
    hex_t route[ROUTE_MAX];
    char route_name[48];
    hex_t rally_hex[SIDE_MAX];        /* where a side without HQ or leader withdraws to: its entry hex */
    int8_t track_start[5];            /* enum track */
    uint8_t zones;                    /* 0: no set-up, the game begins with turn 1 */
    struct scenario_zone zone[ZONE_MAX];
    uint8_t options, scheduled_events;
    struct scenario_option option[OPTION_MAX];
    struct scheduled scheduled[SCHEDULED_MAX];
    struct script_host script;        /* `happens` NULL: no script */
    uint8_t exit_from_turn;           /* nobody leaves the map before this turn; 0: from the start */
    uint8_t teams_from_turn;          /* from this turn the police may ask for the units `on_request`; 0: never */
};

/* Builds what is derived (neighbours, line of sight). Call once after filling; false with a sentence in `why`
 * when the scenario breaks an invariant. Allocates `los`; scenario_finish frees it. */
bool scenario_prepare(struct scenario *scenario, char *why, size_t size);
void scenario_finish(struct scenario *scenario);

/* What a what-if may change, with the options of a game (bits beyond the scenario's options mean nothing). */
int scenario_threshold(const struct scenario *scenario, uint16_t options, int side);
int scenario_teams_from_turn(const struct scenario *scenario, uint16_t options);
/* The turn in which a game begins: 0, the set-up, when the scenario has zones, else 1. */
int scenario_first_turn(const struct scenario *scenario);
bool scenario_zone_has(const struct scenario_zone *zone, hex_t hex);
/* The number of the option with this id, -1 when there is none. */
int scenario_option_find(const struct scenario *scenario, const char *id);

/* The number of the side with this id, -1 when there is none. */
int scenario_side(const struct scenario *scenario, const char *id);
/* The number of the unit type with this id, -1 when there is none. */
int scenario_type(const struct scenario *scenario, const char *id);

#endif
