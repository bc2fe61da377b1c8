/* Kinds of units and the numbers of the rules, as data gives them (rulebook 5; maps/rules.json).
 * Code knows the mechanisms, data knows the numbers. */
#ifndef IBAR_RULES_UNITS_H
#define IBAR_RULES_UNITS_H

#include "map.h"

#define UNIT_TYPE_MAX 64
#define RANGE_MAX 8 /* the longest range of any weapon, hexes */
#define FIREPOWER_NONE (-1)
#define TYPE_NONE 0xff
#define WEAPON_MAX 16

/* MOVE_FOOT_FOREST: on foot and trained for forest; never the class of a type. */
enum move_class {
    MOVE_NONE,
    MOVE_FOOT,
    MOVE_WHEELED,
    MOVE_4X4_ARMOURED,
    MOVE_4X4,
    MOVE_CLASS_COUNT, /* that have road costs of their own */
    MOVE_FOOT_FOREST = MOVE_CLASS_COUNT
};

enum unit_type_flag {
    TYPE_THERMAL = 1 << 0,       /* sees at night and in fog */
    TYPE_CREW_WEAPON = 1 << 1,   /* does not shoot in a turn in which it moved */
    TYPE_HEAVY = 1 << 2,         /* heavy weapon: collateral, counts as one when taken */
    TYPE_UNARMED = 1 << 3,       /* never shot at, may be arrested */
    TYPE_MAY_BE_COVERT = 1 << 4,
    TYPE_LEADER = 1 << 5,        /* command: leader (rulebook 2) */
    TYPE_HQ = 1 << 6,            /* command: HQ */
    TYPE_EOD = 1 << 7,           /* finds traps */
    TYPE_ENGINEER = 1 << 8,
    TYPE_MARKSMEN = 1 << 9,      /* +1 against crew weapons, ignores 2 cover, no collateral */
    TYPE_FALSE_MARKINGS = 1 << 10,
    TYPE_DECOY = 1 << 11,
    TYPE_NEEDS_SPOTTER = 1 << 12,
    TYPE_OFF_MAP = 1 << 13,      /* drone, helicopter */
    TYPE_VEHICLE_ONLY = 1 << 14, /* no people of its own to dismount: jeep, quad, excavator */
    TYPE_SHARES_SIGHT = 1 << 15, /* its contacts are shared with the police (rulebook 5, UK platoon) */
    TYPE_FOREST_TRAINED = 1 << 16, /* on foot forest costs it forest_trained less */
    TYPE_DRONE = 1 << 17,        /* off the map: looks over a hex and its neighbours */
    TYPE_HELICOPTER = 1 << 18,   /* off the map: lands and evacuates */
    TYPE_VEHICLE_MOUNT = 1 << 19, /* may launch its missiles from its vehicle */
    TYPE_SECOND_RESPONDER = 1 << 20, /* EULEX: once it is engaged KFOR may fire deliberately (rulebook 8) */
    TYPE_EXPLOSIVE = 1 << 21     /* all its fire is explosive (grenade launcher): rules of engagement, level 5 */
};

enum ammo { AMMO_NONE, AMMO_ROCKET, AMMO_LIGHT_AT, AMMO_JAVELIN, AMMO_MORTAR, AMMO_GAS, AMMO_COUNT };

/* Contact class: what a "?" shows (rulebook 4). */
enum contact_class { CLASS_FOOT, CLASS_VEHICLE, CLASS_COUNT };

/* A weapon against armour (rulebook 7). */
struct weapon {
    char id[24], name[40];
    uint8_t penetration;
    uint8_t hit[RANGE_MAX + 1]; /* per cent by range; 0 where it does not reach */
    uint32_t price;             /* of one shot, dollars: goes on the bill of the side that fires it */
};

struct unit_type {
    char id[32];              /* "police-patrol" */
    char name[40];            /* "Police patrol" */
    char abbreviation[6];     /* letters on the counter, "" when an icon is drawn: "SI" */
    char symbol[24];          /* file of assets/symbols without side and suffix */
    uint8_t move;             /* enum move_class; people with vehicles unless MOVE_FOOT */
    uint8_t points;           /* movement points a turn */
    uint8_t foot_points;      /* the same once its people have left their vehicles; 0: the number foot_points */
    uint8_t steps;
    int8_t firepower[RANGE_MAX + 1]; /* by range; FIREPOWER_NONE where it cannot shoot */
    uint8_t armour_front, armour_side, armour_roof;
    uint8_t spot, morale;
    uint32_t flags;           /* enum unit_type_flag */
    uint8_t ammo, ammo_count; /* enum ammo and its stock */
    uint8_t weapon;           /* against armour: 0 none, n weapon n-1 of the ruleset */
    uint8_t collateral;       /* bonus to collateral of its weapon */
    int8_t arrest, talk, crowd_control;
    uint8_t clear;            /* barricade strength it clears in a turn */
    uint8_t build;            /* barricade strength it builds in a turn; 0: it does not build */
    uint8_t carries;          /* units it may carry */
    uint8_t disguise;         /* with false markings: the type that it looks like; TYPE_NONE otherwise */
    uint8_t disguise_side;    /* and its side */
};

/* A row of the terrain table (rulebook 3). COST_NONE: may not enter. */
#define COST_NONE 0
struct terrain_type {
    char name[24];
    uint8_t cost_foot, cost_wheeled, cost_4x4;
    uint8_t cover, concealment, los_height; /* los_height in tens of metres */
};

/* A row of the fire table: from a sum of `least`, these steps and this suppression. */
struct fire_row {
    int8_t least;
    uint8_t steps, suppression;
};
#define FIRE_ROW_MAX 12

/* The single numbers of the rules: NUMBER(name, start, min, max, help). The JSON reader, the check, the docs
 * and the struct all come from this list; `name` is the key in rules.json under "numbers". */
#define RULES_NUMBERS(NUMBER)                                                                                  \
    NUMBER(pulses, 6, 1, 6, "pulses in a turn")                                                                \
    NUMBER(foot_points, 4, 1, 20, "movement points of a unit that walks away from its vehicles")               \
    NUMBER(stack_units, 4, 1, 20, "units of a side in a hex")                                                  \
    NUMBER(stack_vehicles, 2, 1, 20, "of which vehicles")                                                      \
    NUMBER(river_foot, 2, 0, 10, "extra cost of crossing a river hexside on foot without a bridge")            \
    NUMBER(barricade_foot, 1, 0, 10, "extra cost of crossing a barricade on foot")                             \
    NUMBER(climb_height, 6, 1, 100, "climb into a hex, tens of metres, above which it costs more")             \
    NUMBER(climb_foot, 1, 0, 10, "extra cost of such a climb on foot")                                         \
    NUMBER(climb_wheels, 2, 0, 10, "the same on wheels")                                                       \
    NUMBER(barricade_max, 4, 1, 9, "greatest strength of a barricade")                                         \
    NUMBER(sign_vehicle, 2, -9, 9, "signature of a vehicle")                                                   \
    NUMBER(sign_moved, 1, -9, 9, "signature: moved this pulse")                                                \
    NUMBER(sign_fired, 3, -9, 9, "signature: fired this pulse or the last")                                    \
    NUMBER(sign_soft, 1, -9, 9, "signature: launched a missile, which is soft, instead")                       \
    NUMBER(sign_covert, -3, -9, 9, "signature: covert")                                                        \
    NUMBER(sign_dug_in, -1, -9, 9, "signature: dug in")                                                        \
    NUMBER(sign_same_hex, 2, -9, 9, "signature: in the observer's hex")                                        \
    NUMBER(spot_night, -3, -9, 9, "sighting at night without thermal sight")                                   \
    NUMBER(spot_fog, -2, -9, 9, "sighting in fog without thermal sight")                                       \
    NUMBER(spot_suspected, 0, -9, 20, "score from which a unit is suspected")                                  \
    NUMBER(spot_identified, 2, -9, 20, "score from which a unit is identified")                                \
    NUMBER(check_least, 9, 2, 20, "check: 2d6 + Spot at least")                                                \
    NUMBER(fire_ambush, 2, -9, 9, "fire: the firer was not sighted")                                           \
    NUMBER(fire_open, 1, -9, 9, "fire: target on foot moving in the open")                                     \
    NUMBER(fire_night, -2, -9, 9, "fire: at night without thermal sight")                                      \
    NUMBER(fire_pinned, -2, -9, 9, "fire: the firer is pinned")                                                \
    NUMBER(fire_moved, -1, -9, 9, "fire: the firer moved this turn")                                           \
    NUMBER(fire_suspected, -2, -9, 9, "fire: the target is only suspected")                                    \
    NUMBER(fire_marksmen, 1, -9, 9, "fire: marksmen against a crew weapon")                                    \
    NUMBER(fire_marksmen_cover, 2, 0, 9, "cover that marksmen ignore")                                         \
    NUMBER(fire_armour, 2, 0, 9, "fire table: less for each point of armour")                                  \
    NUMBER(effect_suppressed, 2, -9, 20, "anti-armour: d6 + penetration - armour from which it suppresses")    \
    NUMBER(effect_immobile, 4, -9, 20, "anti-armour: from which it immobilises")                               \
    NUMBER(effect_destroyed, 6, -9, 20, "anti-armour: from which it destroys")                                 \
    NUMBER(effect_suppression, 2, 0, 9, "anti-armour: the suppression")                                        \
    NUMBER(hit_moving, -10, -100, 100, "missile, per cent: the target moves")                                  \
    NUMBER(hit_fog, -30, -100, 100, "missile, per cent: fog")                                                  \
    NUMBER(hit_foot, -30, -100, 100, "missile, per cent: target on foot")                                      \
    NUMBER(hit_cold, -20, -100, 100, "missile, per cent: a cold vehicle")                                      \
    NUMBER(hit_mount, -10, -100, 100, "missile, per cent: launched from a vehicle")                            \
    NUMBER(hit_same_hex, -20, -100, 100, "missile, per cent: at range 0")                                      \
    NUMBER(hit_screened, -20, -100, 100, "missile, direct: the next hex is forest or town")                    \
    NUMBER(hit_building, 80, 0, 100, "missile, per cent: at a walled site or village")                         \
    NUMBER(building_firepower, 6, 0, 20, "missile at a building that hits: firepower")                         \
    NUMBER(building_cover, 3, 0, 9, "and cover that it ignores")                                               \
    NUMBER(building_collateral, 1, 0, 6, "and bonus to collateral")                                            \
    NUMBER(cold_turns, 2, 1, 9, "turns without moving or firing after which a vehicle is cold")                \
    NUMBER(launch_legitimacy, -1, -20, 9, "legitimacy for a missile launched")                                 \
    NUMBER(launch_points, -1, -99, 99, "points of who launched it")                                            \
    NUMBER(launch_other_legitimacy, -2, -20, 9, "legitimacy as well, when it was not at armour")               \
    NUMBER(launch_other_tension, 1, -9, 20, "and tension")                                                     \
    NUMBER(assault_decided, 4, 1, 20, "assault: difference from which the loser loses a step and the hex")     \
    NUMBER(assault_suppression, 2, 0, 9, "assault: suppression of the loser")                                  \
    NUMBER(watch_range, 2, 0, 9, "hexes within which an armed unit watches a hex that it sees")                \
    NUMBER(call_range, 1, 0, 9, "hexes within which an enemy is called on to surrender")                       \
    NUMBER(call_suppression, 3, 0, 20, "suppression from which a surrounded unit listens")                     \
    NUMBER(call_leader, 2, 0, 9, "surrender: a leader near holds it")                                          \
    NUMBER(drone_turns, 4, 1, 64, "turns that a drone stays over a hex")                                       \
    NUMBER(drone_range, 1, 0, 9, "hexes round it that it sees")                                                \
    NUMBER(helicopter_clear, 2, 0, 9, "no armed enemy may be sighted within this of a landing")                \
    NUMBER(forest_trained, 1, 0, 9, "points less on foot in forest for those trained for it")                  \
    NUMBER(shots_turn, 2, 1, 6, "shots of a unit in a turn")                                                   \
    NUMBER(dug_in_cover, 2, 0, 9, "cover of a unit that dug in")                                               \
    NUMBER(pinned_at, 3, 1, 9, "suppression from which a unit is pinned")                                      \
    NUMBER(fall_back_at, 5, 1, 9, "suppression from which a unit falls back")                                  \
    NUMBER(fall_back_hexes, 2, 1, 9, "hexes that it falls back")                                               \
    NUMBER(suppression_max, 9, 1, 20, "greatest suppression")                                                  \
    NUMBER(rally_good, 2, 0, 9, "suppression lost by a rally that works")                                      \
    NUMBER(rally_poor, 1, 0, 9, "and by one that fails")                                                       \
    NUMBER(rally_leader, 1, 0, 9, "rally: a leader or HQ within 2 hexes")                                      \
    NUMBER(killed_most, 1, 0, 6, "step die: up to this killed")                                                \
    NUMBER(wounded_most, 4, 0, 6, "step die: up to this wounded, above dispersed")                             \
    NUMBER(carried_loss, 3, 0, 6, "d6 up to which who rides in a destroyed carrier loses a step")              \
    NUMBER(return_radius, 2, 0, 9, "return fire: a friend shot at within this distance counts")                \
    NUMBER(ambush_range, 1, 0, 9, "ambush: springs at an enemy within this range")                             \
    NUMBER(command_radius, 2, 0, 9, "hexes round a leader or HQ in which orders of a kind cost 1 together")    \
    NUMBER(contact_stop, 1, 0, 9, "a mover stops within this range of an enemy that may shoot it")             \
    NUMBER(trap_firepower, 7, 0, 20, "what a trapped barricade fires at who clears it")                        \
    NUMBER(trap_found, 80, 0, 100, "per cent of traps that explosive disposal finds")                          \
    NUMBER(arrest_least, 8, 2, 20, "arrest: 2d6 + bonus at least")                                             \
    NUMBER(arrest_high, 12, 0, 20, "arrest: legitimacy from which +1")                                         \
    NUMBER(arrest_low, 5, 0, 20, "arrest: legitimacy up to which -1")                                          \
    NUMBER(search_least, 9, 2, 20, "search: 2d6 + bonus at least")                                             \
    NUMBER(search_eod, 2, 0, 9, "search: bonus of explosive disposal")                                         \
    NUMBER(level_turns, 4, 0, 20, "turns after this for which being fired upon gives level 3")                 \
    NUMBER(level_tension, 12, 0, 20, "tension from which the police may fire deliberately")                    \
    NUMBER(covert_low, 4, 0, 20, "sufferance up to which covert counts less")                                  \
    NUMBER(covert_low_sign, -1, -9, 9, "signature of covert units then")                                       \
    NUMBER(tension_civilian, 2, -9, 9, "tension for a civilian step")                                          \
    NUMBER(legitimacy_civilian, -3, -9, 9, "legitimacy, when the police fired")                                \
    NUMBER(impartiality_civilian, -3, -9, 9, "impartiality, when KFOR fired")                                  \
    NUMBER(sufferance_civilian, -4, -9, 9, "sufferance, when irregulars fired")                                \
    NUMBER(points_civilian, -5, -99, 99, "points of who fired, for a civilian step")                           \
    NUMBER(tension_losses, 1, -9, 9, "tension, a turn in which police or KFOR lost steps")                     \
    NUMBER(sufferance_losses, -1, -9, 9, "sufferance, the same")                                               \
    NUMBER(pressure_losses, 1, -9, 9, "pressure, when KFOR lost steps")                                        \
    NUMBER(tension_site, 2, -9, 9, "tension for a cultural site hit")                                          \
    NUMBER(legitimacy_site, -3, -9, 9, "legitimacy for it, when the police hit")                               \
    NUMBER(impartiality_site, -3, -9, 9, "impartiality, when KFOR hit")                                        \
    NUMBER(sufferance_site, -2, -9, 9, "sufferance, when irregulars hit")                                      \
    NUMBER(site_result, 12, 2, 30, "fire result from which a cultural site is hit")                            \
    NUMBER(site_turns, 4, 1, 99, "turns of armed irregulars in a cultural site that cost sufferance")          \
    NUMBER(sufferance_occupied, -1, -9, 9, "sufferance for them")                                              \
    NUMBER(tension_armed_link, 1, -9, 9, "tension, a turn of openly armed irregulars on the named link")       \
    NUMBER(sufferance_armed_link, -1, -9, 9, "sufferance, the same")                                           \
    NUMBER(legitimacy_detainee, 1, -9, 9, "legitimacy for a detainee")                                         \
    NUMBER(legitimacy_cache, 1, -9, 9, "legitimacy for a cache found")                                         \
    NUMBER(sufferance_exposed, -1, -9, 9, "sufferance for false markings exposed")                             \
    NUMBER(tension_end, 20, 1, 20, "tension that ends the game")                                               \
    NUMBER(pressure_end, 10, 1, 10, "pressure that ends the game")                                             \
    NUMBER(crowd_stops, 4, 0, 9, "anger from which a crowd lets no vehicle pass")                              \
    NUMBER(crowd_throws, 7, 0, 10, "anger from which a crowd throws")                                          \
    NUMBER(crowd_throw_less, 5, 0, 9, "it throws at its anger less this")                                      \
    NUMBER(crowd_near, 2, 0, 9, "hexes within which an arrest angers a crowd and a leader stirs or leads it")  \
    NUMBER(anger_most, 9, 1, 20, "greatest anger of a crowd")                                                  \
    NUMBER(anger_arrest, 2, -9, 9, "anger at the Close: somebody was arrested near it")                        \
    NUMBER(anger_gas, 1, -9, 9, "anger at the Close: gas was used on it")                                      \
    NUMBER(anger_police, 1, -9, 9, "anger at the Close: armed police in or next to its hex")                   \
    NUMBER(anger_talked, -2, -9, 9, "anger at the Close: a talk with it worked")                               \
    NUMBER(anger_calm, -1, -9, 9, "anger at the Close: none of these")                                         \
    NUMBER(anger_stirred, 1, -9, 9, "anger of a crowd that is stirred")                                        \
    NUMBER(anger_pushed, 2, -9, 9, "anger of a crowd that a push did not move")                                \
    NUMBER(push_base, 5, 0, 20, "push: above strength + anger + this")                                         \
    NUMBER(push_further, 2, 0, 9, "push: for each further unit")                                               \
    NUMBER(push_gas, 3, 0, 9, "push: with gas")                                                                \
    NUMBER(talk_least, 8, 2, 20, "talk: 2d6 + bonus at least")                                                 \
    NUMBER(talk_impartiality, 8, 0, 20, "impartiality that KFOR's talks need")                                 \
    NUMBER(lead_builds, 1, 1, 9, "barricade strength that a crowd which is led builds")                        \
    NUMBER(level_crowd_police, 4, 0, 9, "anger of a crowd that gives the police level 2")                      \
    NUMBER(level_crowd_kfor, 7, 0, 9, "the same for KFOR")                                                     \
    NUMBER(level_called, 2, 0, 20, "turns after the call of the police from which KFOR may fire deliberately") \
    NUMBER(impartiality_heavy, -2, -9, 9, "impartiality, when KFOR uses heavy weapons")                        \
    NUMBER(teams_consent_impartiality, -4, -20, 9, "KSF teams with KFOR's consent: impartiality")              \
    NUMBER(teams_consent_tension, 2, -9, 20, "the same: tension")                                              \
    NUMBER(teams_consent_pressure, 1, -9, 10, "the same: pressure")                                            \
    NUMBER(teams_alone_legitimacy, -2, -20, 9, "KSF teams without consent: legitimacy")                        \
    NUMBER(teams_alone_tension, 4, -9, 20, "the same: tension")                                                \
    NUMBER(teams_alone_pressure, 3, -9, 10, "the same: pressure")                                              \
    NUMBER(teams_alone_points, -10, -99, 99, "the same: points of who asked")                                  \
    NUMBER(mediation_radius, 2, 0, 9, "hexes within which a liaison team mediates")                            \
    NUMBER(mediation_turns, 6, 1, 20, "turns of a mediation")                                                  \
    NUMBER(mediation_fire_impartiality, -2, -20, 9, "impartiality, a turn in which the police fire during it") \
    NUMBER(mediation_fire_tension, 2, -9, 20, "tension, the same")                                             \
    NUMBER(mediation_done_tension, -3, -20, 9, "tension for a mediation completed")                            \
    NUMBER(mediation_done_legitimacy, -2, -20, 9, "legitimacy for it")                                         \
    NUMBER(mediation_done_impartiality, 2, -9, 20, "impartiality for it")                                      \
    NUMBER(abandoned_firepower, 2, 0, 20, "firepower at range 0 of who left its weapon or vehicle")            \
    NUMBER(exit_cost, 1, 0, 10, "movement points that leaving the map costs")

struct rules_numbers {
#define NUMBER(name, start, min, max, help) int16_t name;
    RULES_NUMBERS(NUMBER)
#undef NUMBER
};

struct ruleset {
    uint16_t version; /* of the rules' mechanisms: RULES_VERSION */
    struct terrain_type terrain[TERRAIN_COUNT];
    uint8_t road_cost[ROAD_COUNT][MOVE_CLASS_COUNT]; /* COST_NONE: no help */
    struct fire_row fire[FIRE_ROW_MAX];              /* by rising `least` */
    uint8_t fire_rows;
    struct weapon weapon[WEAPON_MAX];
    uint8_t weapons;
    struct unit_type type[UNIT_TYPE_MAX];
    uint8_t types;
    struct rules_numbers number;
};

#endif
