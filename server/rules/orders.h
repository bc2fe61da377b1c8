/* Orders and plans (rulebook 2). An order is a small struct; a plan is a side's list for one turn.
 *
 * A unit has one order and one fire policy; each is an entry of the plan, so that entering one again replaces
 * it. Orders for a side (ask, look ...) have entries of their own. */
#ifndef IBAR_RULES_ORDERS_H
#define IBAR_RULES_ORDERS_H

#include "scenario.h"

#define PATH_MAX_HEXES 48
#define PLAN_MAX 128
/* Orders for a side have no unit: their entries stand under these numbers, SIDE_ORDER_UNIT + slot. No unit of a
 * game has such a number. */
#define SIDE_ORDER_UNIT 0xff00
#define SIDE_ORDER_SLOTS 8

/* ORDER(name, phase, letter, sentence). Phase: P in the pulses, 1 in pulse 1, C at the Close, S for the side,
 * F fire policy, 0 in the set-up before turn 1. The sequence of Close orders is the sequence in which they are resolved. */
#define ORDER_KINDS(ORDER)                                                                                     \
    ORDER(hold, P, "H", "Stay where it is.")                                                                   \
    ORDER(move, P, "M", "Move along a path; halt when stopped, or press on.")                                  \
    ORDER(withdraw, P, "W", "Move toward HQ, leader or entry hex.")                                            \
    ORDER(ambush, P, "A", "Hold fire until an enemy is at range 0-1, then fire freely.")                       \
    ORDER(fire_at, P, "F", "Fire at a contact.")                                                               \
    ORDER(engage, P, "J", "Engage a contact with a missile.")                                                  \
    ORDER(assault, P, "X", "Assault the enemy in a hex.")                                                      \
    ORDER(mount, 1, "D", "Mount its vehicles, which lie in its hex.")                                          \
    ORDER(dismount, 1, "D", "Leave its vehicles in the hex and go on foot.")                                   \
    ORDER(load, 1, "L", "Load a unit of the hex onto this carrier.")                                           \
    ORDER(unload, 1, "U", "Unload what this carrier carries.")                                                 \
    ORDER(abandon, 1, "Z", "Abandon its weapon or vehicle and walk.")                                          \
    ORDER(arm, 1, "R", "Take up arms: ends being covert for good.")                                            \
    ORDER(check, C, "1", "Check who is in its hex.")                                                           \
    ORDER(call, C, "7", "Call on a surrounded enemy to surrender.")                                            \
    ORDER(arrest, C, "2", "Arrest an unarmed, covert or surrendered person in its hex.")                       \
    ORDER(clear, C, "3", "Clear a barricade on a hexside of its hex.")                                         \
    ORDER(build, C, "B", "Build a barricade on a hexside of its hex.")                                         \
    ORDER(dig_in, C, "G", "Dig in, or dig a friend in its hex in.")                                            \
    ORDER(push, C, "P", "Push a crowd away.")                                                                  \
    ORDER(stir, C, "Y", "Stir a crowd.")                                                                       \
    ORDER(lead, C, "E", "Lead a crowd one hex, or have it build.")                                             \
    ORDER(talk, C, "T", "Talk to a crowd.")                                                                    \
    ORDER(search, C, "4", "Search its hex for a cache.")                                                       \
    ORDER(escort, C, "O", "Bring civilians to safety.")                                                        \
    ORDER(evacuate, C, "5", "Evacuate all wounded of its hex.")                                                \
    ORDER(resupply, C, "6", "Fill its stock from a cache.")                                                    \
    ORDER(ask, S, "?", "Ask another side.")                                                                    \
    ORDER(answer, S, "!", "Say yes to an ask; silence is no.")                                                 \
    ORDER(look, S, "V", "Send the drone over a hex.")                                                          \
    ORDER(land, S, "N", "Land the helicopter in a hex.")                                                       \
    ORDER(policy, F, "", "Change the fire policy.")                                                            \
    ORDER(place, 0, "K", "Place it in a hex of its zone, before turn 1.")

enum order_kind {
    ORDER_none,
#define ORDER(name, phase, letter, sentence) ORDER_##name,
    ORDER_KINDS(ORDER)
#undef ORDER
    ORDER_COUNT
};

/* What an ask is for (rulebook 8). */
enum ask_thing {
    ASK_SUPPORT,     /* the police call KFOR */
    ASK_TEAMS,       /* the police want the KSF teams, if KFOR consents */
    ASK_TEAMS_ALONE, /* the same, and the teams come even without KFOR's consent, at its price */
    ASK_MEDIATION,   /* KFOR's liaison team asks the irregulars to leave under mediation */
    ASK_ESCORT,      /* police or KFOR want to escort civilians out of a site that the irregulars hold */
    ASK_THINGS
};

enum fire_policy { POLICY_HOLD, POLICY_RETURN, POLICY_FREE, POLICY_COUNT };

struct order {
    uint8_t kind;     /* enum order_kind */
    uint8_t policy;   /* ORDER_policy: enum fire_policy */
    uint8_t press_on; /* move: 1 press on, 0 halt */
    uint8_t dir;      /* clear, build: hexside of its hex */
    uint16_t unit;    /* own unit number; for a side: SIDE_ORDER_UNIT + slot; place: also SIDE_ORDER_UNIT + n for the
                       * n-th cache of the side */
    uint16_t other;   /* load, dig_in: own unit; ask: side asked; answer: side that asked */
    uint16_t contact; /* fire_at, engage, arrest, call: handle of an own contact */
    hex_t hex;        /* assault, look, land: target hex; place: where it is to stand; push, stir, lead, talk: the crowd's; escort: where the
                       * civilians are; ask, answer: place */
    uint8_t mode;     /* engage: 0 top, 1 direct; push: 1 gas; lead: 1 build; ask, answer: enum ask_thing */
    uint8_t path_length;
    uint8_t path[PATH_MAX_HEXES]; /* move: directions, one a hex */
};

struct plan {
    uint16_t count;
    struct order order[PLAN_MAX]; /* sorted by (unit, policy last) so that equal plans are equal bytes */
};

/* Why an order is refused: REFUSAL(name, sentence). The sentence is whole, says what would be right, and hangs on
 * the view alone. */
#define REFUSALS(REFUSAL)                                                                                      \
    REFUSAL(unknown_kind, "There is no such order.")                                                           \
    REFUSAL(not_built, "This kind of order is not in these rules yet.")                                        \
    REFUSAL(not_yours, "The unit is not one of yours: order a unit of your side.")                             \
    REFUSAL(not_here, "The unit is not on the map: wait for its arrival, or unload it first.")                 \
    REFUSAL(game_over, "The game is over.")                                                                    \
    REFUSAL(committed, "Your side has committed: take the commit back first.")                                 \
    REFUSAL(plan_full, "The plan is full: take an order back first.")                                          \
    REFUSAL(no_command, "Not enough command is left: take an order back, or give one of the same kind near a leader.") \
    REFUSAL(pinned, "The unit is pinned: it may only evacuate.")                                               \
    REFUSAL(no_path, "The path is empty: name at least one hex.")                                              \
    REFUSAL(off_map, "The path leaves the map where nobody may leave it.")                                     \
    REFUSAL(no_way, "A hex or hexside of the path cannot be crossed by this unit: go round it.")               \
    REFUSAL(boundary, "This side never crosses the boundary line.")                                            \
    REFUSAL(barricade, "A barricade bars the path to vehicles: clear it, or go on foot.")                      \
    REFUSAL(crowd, "A crowd bars the path to vehicles.")                                                       \
    REFUSAL(immobile, "The unit cannot move: its vehicle is immobilised, or it is carried.")                   \
    REFUSAL(no_contact, "There is no such contact: name one that is on your map.")                             \
    REFUSAL(not_enemy, "This side may not fight whom it names.")                                               \
    REFUSAL(not_armed, "Covert and unarmed people are never shot at: check or arrest them.")                   \
    REFUSAL(out_of_range, "The target is out of range.")                                                       \
    REFUSAL(no_sight, "There is no line of sight to the target.")                                              \
    REFUSAL(no_ammo, "The stock is empty.")                                                                    \
    REFUSAL(cannot_fire, "The unit cannot fire.")                                                              \
    REFUSAL(level, "The rules of engagement do not allow it now.")                                             \
    REFUSAL(covert, "A covert unit does not fight: it must take up arms first.")                               \
    REFUSAL(not_covert, "The unit is not covert.")                                                             \
    REFUSAL(no_ability, "This kind of unit cannot do that.")                                                   \
    REFUSAL(no_barricade, "There is no barricade on that hexside.")                                            \
    REFUSAL(suppressed, "Suppression 3 or more stops this work: rally first.")                                 \
    REFUSAL(enemy_near, "An armed enemy is sighted in one of the two hexes.")                                  \
    REFUSAL(no_road, "No road crosses that hexside: barricades lie on roads.")                                 \
    REFUSAL(barricade_full, "The barricade cannot be made stronger.")                                          \
    REFUSAL(nothing_here, "There is nothing of that kind in the hex.")                                         \
    REFUSAL(no_vehicle, "Its vehicles do not lie in the hex.")                                                 \
    REFUSAL(not_mounted, "The unit is on foot already.")                                                       \
    REFUSAL(full, "The carrier is full.")                                                                      \
    REFUSAL(not_same_hex, "Both must be in the same hex.")                                                     \
    REFUSAL(stock_full, "The stock is full, or was filled once already.")                                      \
    REFUSAL(bad_number, "A number of the order is out of range.")                                              \
    REFUSAL(no_crowd, "No crowd is in that hex.")                                                              \
    REFUSAL(too_far, "The hex is too far away for this.")                                                      \
    REFUSAL(impartiality, "KFOR is not held to be impartial enough to be listened to.")                        \
    REFUSAL(no_consent, "Armed people hold the place: ask for their consent first.")                           \
    REFUSAL(no_civilians, "No civilians wait in that hex to be escorted.")                                     \
    REFUSAL(cannot_ask, "Your side cannot ask this side for that.")                                            \
    REFUSAL(asked_already, "That has been asked already, or holds already.")                                   \
    REFUSAL(not_asked, "Nobody has asked your side for that.")                                                 \
    REFUSAL(no_teams, "No teams can be asked for, or not yet in this turn.")                                   \
    REFUSAL(no_liaison, "No liaison team that is not pinned is near enough to the place to mediate.")          \
    REFUSAL(exit_early, "Nobody may leave the map yet.")                                                       \
    REFUSAL(not_in_plan, "There is no such order in the plan.")                                                \
    REFUSAL(not_on_link, "This side clears barricades on the named road link only.")                           \
    REFUSAL(not_on_foot, "Only units on foot assault: dismount first.")                                        \
    REFUSAL(no_enemy, "You have no contact on an armed enemy in that hex.")                                    \
    REFUSAL(assault_far, "An assault goes into the unit's own hex or one next to it.")                         \
    REFUSAL(not_deployed, "The team launches on foot only: dismount first.")                                   \
    REFUSAL(not_identified, "The target must be identified.")                                                  \
    REFUSAL(no_top, "Top attack does not work at people on foot, at range 0, nor into forest, town or a walled site: use direct attack.") \
    REFUSAL(too_far_to_call, "Only an enemy in the unit's hex or next to it is called on to surrender.")       \
    REFUSAL(no_flight, "It is not there yet, or still in the air, or has flown as often as it may today.")     \
    REFUSAL(no_landing, "The helicopter lands by day only and not in fog.")                                    \
    REFUSAL(landing_unsafe, "An armed enemy is sighted near the landing: choose another hex.")                 \
    REFUSAL(setup, "Before turn 1 units are placed and fire policies set: other orders begin with turn 1.")    \
    REFUSAL(setup_over, "Units are placed before turn 1 only.")                                                \
    REFUSAL(no_zone, "It has no zone to choose from: it stands where the scenario puts it.")                   \
    REFUSAL(out_of_zone, "The hex is not in its zone: choose one of those marked.")                            \
    REFUSAL(cannot_stand, "This kind of unit cannot stand on this ground: choose a hex with a road or other terrain.") \
    REFUSAL(stack_full, "The hex is full: a unit that stands there must go elsewhere first.")                  \
    REFUSAL(no_carrier, "Nobody who stays in the hex carries wounded: bring an HQ, an unpinned vehicle or the helicopter.") \
    REFUSAL(out_of_sight, "The target may be out of sight when it is shot at: who keeps still is harder to see.")

enum refusal {
    REFUSAL_none,
#define REFUSAL(name, sentence) REFUSAL_##name,
    REFUSALS(REFUSAL)
#undef REFUSAL
    REFUSAL_COUNT
};

enum verdict { VERDICT_YES, VERDICT_MAYBE, VERDICT_NO };

struct check {
    uint8_t verdict; /* enum verdict */
    uint8_t reason;  /* enum refusal, with VERDICT_NO; or what it hangs on, with VERDICT_MAYBE */
    uint8_t level;   /* REFUSAL_level: the level that it needs */
};

const char *order_kind_name(int kind);    /* "fire_at" */
int order_kind_parse(const char *name);   /* ORDER_none when unknown */
const char *order_kind_letter(int kind);  /* key of the client */
const char *order_kind_sentence(int kind);
char order_kind_phase(int kind);          /* 'P', '1', 'C', 'S', 'F' or '0' */
const char *refusal_name(int reason);     /* "no_command" */
const char *refusal_sentence(int reason);
const char *policy_name(int policy);      /* "return" */
const char *ask_thing_words(int thing);   /* "support" */
/* True for an order under a number of SIDE_ORDER_UNIT and on. */
bool order_is_of_side(const struct order *order);

/* Puts an order into a plan, replacing the entry of the same unit and slot. False when the plan is full. */
bool plan_put(struct plan *plan, const struct order *order);
/* Takes back the order (policy = false) or the changed policy (true) of a unit. False when there is none. */
bool plan_remove(struct plan *plan, uint16_t unit, bool policy);
/* The entry of a unit, NULL when it has none. */
const struct order *plan_find(const struct plan *plan, uint16_t unit, bool policy);
/* Equality of what counts (path beyond its length does not). */
bool order_equal(const struct order *a, const struct order *b);

#endif
