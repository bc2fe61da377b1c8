/* Events explain results: each die with its address and every modifier (rulebook 1, 6; house: events).
 *
 * The engine emits events of the truth; event_for_side makes of each what one side may be told, deciding by the
 * same code as views (view.c). Log, playback, review, statistics and record all read these. */
#ifndef IBAR_RULES_EVENTS_H
#define IBAR_RULES_EVENTS_H

#include "state.h"

/* EVENT(name, sentence for the format in docs). `unit` acts, `other` is acted on. */
#define EVENT_KINDS(EVENT)                                                                                     \
    EVENT(turn, "a turn begins: `value` its number, `result` its weather")                                     \
    EVENT(arrived, "`unit` arrives on `hex`")                                                                  \
    EVENT(waits, "`unit` waits outside: `hex` is full")                                                        \
    EVENT(moved, "`unit` moves from `hex` to `hex2`")                                                          \
    EVENT(stopped, "`unit` is stopped in `hex`; `result`: enum stop_reason")                                   \
    EVENT(sighted, "a side's contact `other` is now of level `result`, sighted by `unit`; `mod`: the score")   \
    EVENT(lost_sight, "a side's contact `other` fades to level `result`")                                      \
    EVENT(shot, "`unit` fires at `other` in `hex2`; dice, modifiers, sum `value`, row of the table `result`")  \
    EVENT(aimed, "`unit` fires at armour, `other` in `hex2`; d100, modifiers, chance `value`, `result` 1: hit") \
    EVENT(launched_top, "`unit` launches a missile at the roof of `other` in `hex2`; as aimed")                \
    EVENT(launched_direct, "`unit` launches a missile straight at `other` in `hex2`; as aimed")                \
    EVENT(penetrated, "the hit of `unit` on `other`; d6, modifiers, sum `value`; `result`: enum strike_effect") \
    EVENT(assaulted, "`unit` leads an assault on `other` in `hex`; dice, modifiers, sum `value`")              \
    EVENT(defended, "`unit` leads the defence against `other`; the same; `result`: enum assault_outcome")      \
    EVENT(surrendered, "`other` surrenders in `hex`")                                                          \
    EVENT(called, "`unit` calls on `other` to surrender; dice; `result` 1: it does")                           \
    EVENT(flown, "the drone `unit` is over `hex` until the end of turn `value`")                               \
    EVENT(landed, "the helicopter `unit` lands in `hex`")                                                      \
    EVENT(step_lost, "`other` loses a step; die; `result`: enum step_fate")                                    \
    EVENT(suppressed, "`other` now has suppression `value`")                                                   \
    EVENT(fell_back, "`unit` falls back from `hex` to `hex2`")                                                 \
    EVENT(eliminated, "`other` has no steps left")                                                             \
    EVENT(collateral, "a civilian step is lost in `hex` to fire of `unit`; die")                               \
    EVENT(no_collateral, "no civilian is hit in `hex`; die")                                                   \
    EVENT(site_hit, "the cultural site in `hex` is hit by `unit`")                                             \
    EVENT(armed, "`unit` takes up arms")                                                                       \
    EVENT(mounted, "`unit` mounts")                                                                            \
    EVENT(dismounted, "`unit` dismounts")                                                                      \
    EVENT(loaded, "`unit` loads `other`")                                                                      \
    EVENT(unloaded, "`unit` unloads `other`")                                                                  \
    EVENT(abandoned, "`unit` abandons its weapon or vehicle")                                                  \
    EVENT(taken, "side `value` takes what lies in `hex`")                                                      \
    EVENT(checked, "`unit` checks `other`; dice; `result` 1: identified")                                      \
    EVENT(arrested, "`unit` tries to arrest `other`; dice; `result` 1: caught")                                \
    EVENT(cleared, "`unit` clears the barricade `hex`-`hex2`, now of strength `value`")                        \
    EVENT(trap_found, "`unit` finds the trap of the barricade `hex`-`hex2`; die")                              \
    EVENT(trap_sprung, "the barricade `hex`-`hex2` explodes at `other`; dice; `result`")                       \
    EVENT(built, "`unit` builds the barricade `hex`-`hex2`, now of strength `value`")                          \
    EVENT(dug_in, "`other` is dug in")                                                                         \
    EVENT(searched, "`unit` searches `hex`; dice; `result` 1: cache found")                                    \
    EVENT(pushed, "`unit` pushes the crowd in `hex`; dice; `result` 1: it gives way to `hex2`")                \
    EVENT(stirred, "`unit` stirs the crowd in `hex`, whose anger is now `value`")                              \
    EVENT(crowd_led, "`unit` leads the crowd from `hex` to `hex2`")                                                  \
    EVENT(talked, "`unit` talks to the crowd in `hex`; dice; `result` 1: it listens")                          \
    EVENT(thrown, "the crowd in `hex` throws at `other`; dice; `result`")                                      \
    EVENT(crowd, "the crowd in `hex` now has anger `value` and strength `result`")                             \
    EVENT(crowd_gone, "the crowd in `hex` has gone home")                                                      \
    EVENT(escorted, "`unit` brings `value` civilian steps out of `hex` to safety")                             \
    EVENT(civilians_lost, "a step of the civilians held in `hex` is lost; `value` are left there")             \
    EVENT(wounded_detained, "side `side` detains `value` wounded steps of `other` in `hex`")                   \
    EVENT(asked, "side `side` asks side `value` for `result` in `hex`")                                        \
    EVENT(ask_refused, "side `value` did not say yes to side `side`, which had asked for `result`")            \
    EVENT(ask_holds, "what side `side` asked side `value` for, `result`, holds now")                           \
    EVENT(teams_come, "side `side` has KSF teams come north without the consent of side `value`")              \
    EVENT(mediation_over, "the mediation is over; `result` 1: completed, 0: broken by a shot")                 \
    EVENT(evacuated, "`unit` evacuates `value` wounded steps from `hex`")                                      \
    EVENT(resupplied, "`unit` fills its stock")                                                                \
    EVENT(decoy_removed, "`other` was a decoy and is taken off")                                               \
    EVENT(exposed, "false markings of `other` are exposed")                                                    \
    EVENT(exited, "`unit` leaves the map from `hex`")                                                          \
    EVENT(rallied, "`unit` rallies; dice; suppression now `value`")                                            \
    EVENT(not_done, "`unit` could not carry out order `value`; `result`: enum refusal")                        \
    EVENT(track, "track `result` moves by `value` because of side `side`")                                     \
    EVENT(points, "side `side` scores `value` by victory row `result`")                                        \
    EVENT(level, "rules of engagement of side `side` are now level `value`")                                   \
    EVENT(weather, "fog: die; `result` 1: fog this turn")                                                      \
    EVENT(announced, "scheduled event `value` of the scenario happens; its die, where it hangs on one")        \
    EVENT(game_over, "the game ends; `result`: enum outcome")

enum event_kind {
    EVENT_none,
#define EVENT(name, sentence) EVENT_##name,
    EVENT_KINDS(EVENT)
#undef EVENT
    EVENT_COUNT
};

enum stop_reason { STOP_ENEMY_HEX, STOP_ENEMY_NEAR, STOP_STACK, STOP_BARRICADE, STOP_CROWD, STOP_NO_WAY, STOP_FIRED, STOP_EXIT_EARLY, STOP_HELD };
enum step_fate { FATE_KILLED, FATE_WOUNDED, FATE_DISPERSED };
enum strike_effect { STRIKE_NOTHING, STRIKE_SUPPRESSED, STRIKE_IMMOBILISED, STRIKE_DESTROYED, STRIKE_COUNT };
/* Who loses an assault, and whether it costs a step and the hex. */
enum assault_outcome { ASSAULT_TIE, ASSAULT_WON, ASSAULT_WON_HEX, ASSAULT_LOST, ASSAULT_LOST_HEX, ASSAULT_OUTCOMES };

/* MODIFIER(name, words). What moved a sum or a score, with its value. */
#define MODIFIERS(MODIFIER)                                                                                    \
    MODIFIER(firepower, "firepower")                                                                           \
    MODIFIER(cover, "cover")                                                                                   \
    MODIFIER(dug_in, "dug in")                                                                                 \
    MODIFIER(ambush, "from ambush")                                                                            \
    MODIFIER(open, "on foot in the open")                                                                      \
    MODIFIER(night, "night")                                                                                   \
    MODIFIER(fog, "fog")                                                                                       \
    MODIFIER(pinned, "firer pinned")                                                                           \
    MODIFIER(moved, "moved")                                                                                   \
    MODIFIER(suspected, "only suspected")                                                                      \
    MODIFIER(crew_weapon, "marksmen at a crew weapon")                                                         \
    MODIFIER(armour, "armour")                                                                                 \
    MODIFIER(spot, "spot")                                                                                     \
    MODIFIER(vehicle, "vehicle")                                                                               \
    MODIFIER(fired, "fired")                                                                                   \
    MODIFIER(covert, "covert")                                                                                 \
    MODIFIER(distance, "distance")                                                                             \
    MODIFIER(concealment, "concealment")                                                                       \
    MODIFIER(same_hex, "same hex")                                                                             \
    MODIFIER(morale, "morale")                                                                                 \
    MODIFIER(steps_lost, "steps lost")                                                                         \
    MODIFIER(leader, "leader near")                                                                            \
    MODIFIER(legitimacy, "legitimacy")                                                                         \
    MODIFIER(skill, "skill")                                                                                   \
    MODIFIER(density, "people about")                                                                          \
    MODIFIER(weapon, "weapon")                                                                                 \
    MODIFIER(crowd_control, "crowd control")                                                                   \
    MODIFIER(further, "further units")                                                                         \
    MODIFIER(gas, "gas")                                                                                       \
    MODIFIER(crowd, "the crowd") \
    MODIFIER(aim, "the weapon at this range")                                                                  \
    MODIFIER(penetration, "penetration")                                                                       \
    MODIFIER(on_foot, "target on foot")                                                                        \
    MODIFIER(target_moved, "target moves")                                                                     \
    MODIFIER(cold, "cold target")                                                                              \
    MODIFIER(mount, "from a vehicle")                                                                          \
    MODIFIER(screened, "forest or houses in the way")                                                          \
    MODIFIER(steps, "steps")

enum modifier {
    MODIFIER_none,
#define MODIFIER(name, words) MODIFIER_##name,
    MODIFIERS(MODIFIER)
#undef MODIFIER
    MODIFIER_COUNT
};

#define EVENT_MODIFIERS_MAX 10
#define EVENT_DICE_MAX 2

/* In an event of the truth `unit` and `other` are unit numbers. In one made for a side they are references. */
enum ref_kind { REF_NONE, REF_UNIT, REF_CONTACT };
struct unit_ref {
    uint8_t kind;   /* enum ref_kind: REF_UNIT own unit number (or any, in the truth), REF_CONTACT own handle */
    uint8_t type;   /* type that may be named, TYPE_NONE when unknown */
    uint8_t class_; /* enum contact_class */
    uint8_t side;   /* side that may be named, SIDE_NONE when unknown */
    uint16_t id;
};

struct modifier_value {
    uint8_t modifier; /* enum modifier */
    int8_t value;
};

struct event {
    uint8_t kind;   /* enum event_kind */
    uint8_t pulse;  /* 0 Upkeep, 1-6, 7 Close */
    uint8_t step;   /* enum dice_step */
    uint8_t side;   /* whose event, where it is one side's alone; else SIDE_NONE */
    uint8_t seen_by; /* bit s: side s is told (decided when it is emitted) */
    uint8_t result;
    int16_t value;
    hex_t hex, hex2;
    struct unit_ref unit, other;
    uint8_t purpose; /* of its dice: enum dice_purpose */
    uint8_t dice_k;
    uint8_t dice_count, dice_sides;
    uint8_t dice[EVENT_DICE_MAX];
    uint8_t modifiers; /* used entries */
    struct modifier_value modifier[EVENT_MODIFIERS_MAX];
};

/* Receives events of the truth as they happen, with the state of that moment. May be absent. */
struct event_sink {
    void (*emit)(void *ctx, const struct scenario *, const struct state *, const struct event *);
    void *ctx;
};

/* In events made for a side: a sum that it may not be told, and an effect that it does not see. */
#define EVENT_VALUE_UNKNOWN INT16_MIN
#define EVENT_RESULT_UNKNOWN 0xff

/* The address of the first die of an event of the truth, thrown in `turn`; false when it has none. */
bool event_dice_address(const struct event *event, int turn, struct dice_address *out);

/* What `side` may be told of `event` at this moment (call it from the sink). Returns false when nothing. */
bool event_for_side(const struct scenario *scenario, const struct state *state, const struct event *event, int side,
                    struct event *out);

const char *event_kind_name(int kind);
const char *modifier_words(int modifier);

/* One line of English for an event (of a side or of the truth), as log, record and golden games show it.
 * Returns the length that it needs, as snprintf does. */
int event_explain(const struct scenario *scenario, const struct event *event, char *out, size_t size);

#endif
