/* What the files of this room share with each other and nobody else: a turn being resolved, the row that each order
 * kind has, and the steps of a turn in the order in which turn.c calls them. */
#ifndef IBAR_RULES_RULE_H
#define IBAR_RULES_RULE_H

#include "preview.h"

/* A turn while it is resolved. Lives on the stack of rules_resolve. */
struct turn {
    const struct scenario *scenario;
    struct state *state;
    const struct event_sink *sink;         /* NULL: nobody listens, events need not be filled */
    const struct plan *plan;               /* SIDE_MAX plans as given */
    struct order order[UNIT_MAX];          /* order of each unit this turn, kind ORDER_none without */
    uint16_t rank[UNIT_MAX];               /* units in the order in which they move this pulse */
    uint8_t sighted[SIDE_MAX][UNIT_MAX];   /* contact level at which side s sights unit u in this pulse */
    uint64_t waits_told[UNIT_WORDS];       /* movers of which it was told this turn that they cannot go on */
    uint64_t assaulted[UNIT_WORDS];        /* units that have fought an assault this turn */
    uint8_t level[SIDE_MAX];               /* rules of engagement as read by roe_pulse before this pulse */
    uint8_t crowd[CROWD_MAX];              /* enum crowd_happened: what moves its anger at this Close */
};

/* A turn of the state at its beginning: no orders, nothing sighted (turn.c). `plan` and `sink` may be NULL. */
void turn_init(struct turn *turn, const struct scenario *scenario, struct state *state, const struct plan *plan,
               const struct event_sink *sink);

/* What happened to a crowd in a turn. */
enum crowd_happened {
    CROWD_ARREST = 1, /* somebody was arrested near it */
    CROWD_GAS = 2,
    CROWD_TALKED = 4, /* a talk worked */
    CROWD_MOVED_TO = 8 /* stirred, or pushed in vain: its anger rose already, it does not calm down */
};
/* Rules of engagement (rulebook 8): levels at which something begins. */
enum { LEVEL_FREE = 4, LEVEL_HEAVY = 5 };

/* One row for each order kind that is built: order_rule() finds it. The file of the rule defines the row. */
struct order_rule {
    uint8_t kind;
    /* Everything that hangs on this kind alone; the common part (own unit, on the map, pinned, command, level)
     * was checked before by check.c. */
    struct check (*check)(const struct scenario *, const struct view *, const struct view_unit *,
                          const struct order *);
    /* Pulse orders: takes the order up at the start of pulse 1. Close orders: carries it out. Orders of a side:
     * `check` gets no unit (NULL), `resolve` the number of the side instead of a unit, before pulse 1. */
    void (*resolve)(struct turn *, uint16_t unit, const struct order *);
};
const struct order_rule *order_rule(int kind); /* NULL: not built; check.c holds the table */

/* Rows, one file a rule. */
extern const struct order_rule rule_hold, rule_move, rule_withdraw, rule_ambush;             /* movement.c, withdraw.c, ambush.c */
extern const struct order_rule rule_fire_at, rule_engage, rule_assault;                      /* fire_orders.c, javelin.c, assault.c */
extern const struct order_rule rule_call, rule_look, rule_land;                              /* call.c, air.c */
extern const struct order_rule rule_mount, rule_dismount, rule_load, rule_unload, rule_abandon; /* transport.c */
extern const struct order_rule rule_arm, rule_check, rule_arrest, rule_search;               /* covert.c, arrest.c, search.c */
extern const struct order_rule rule_clear, rule_build, rule_dig_in;                          /* barricade.c */
extern const struct order_rule rule_evacuate, rule_resupply;                                 /* casualties.c, supply.c */
extern const struct order_rule rule_push, rule_talk, rule_stir, rule_lead;                   /* push.c, talk.c, stir.c */
extern const struct order_rule rule_escort, rule_ask, rule_answer;                           /* escort.c, asks.c */
extern const struct order_rule rule_policy;                                                  /* roe.c */
extern const struct order_rule rule_place;                                                   /* setup.c */

/* The steps of a turn, in this order (rulebook 2). */
void setup_resolve(struct turn *turn);       /* setup.c: in place of all that follows, when the state is in set-up */
void upkeep(struct turn *turn);              /* upkeep.c: weather, arrivals, command; of state->turn */
void orders_take_up(struct turn *turn);      /* turn.c: plans into orders, policies, pulse-1 orders */
void roe_pulse(struct turn *turn);           /* roe.c: reads turn->level; before every pulse and before the Close */
void movement_pulse(struct turn *turn);      /* movement.c */
void sighting_pulse(struct turn *turn);      /* sighting.c */
void fire_pulse(struct turn *turn);          /* fire.c */
void contact_pulse(struct turn *turn);       /* contact.c: challenge of false markings, cover in a shared hex */
void assault_pulse(struct turn *turn);       /* assault.c: the last part of the contact step */
void close_orders(struct turn *turn);        /* close.c: Close orders kind by kind */
void crowds_close(struct turn *turn);        /* crowd.c: crowds throw, then their anger moves */
void detainees_close(struct turn *turn);     /* arrest.c: wounded in hexes that the police hold */
void mediation_pulse(struct turn *turn);     /* mediation.c: after fire; a shot of the mediated ends it */
void mediation_close(struct turn *turn);     /* mediation.c: fire of the police during it; its end */
void asks_upkeep(struct turn *turn);         /* asks.c: answers take effect, new asks are delivered */
void rally_close(struct turn *turn);         /* rally.c */
void equipment_close(struct turn *turn);     /* transport.c: who takes what lies about */
void sighting_close(struct turn *turn);      /* sighting.c: contacts fade */
void tracks_close(struct turn *turn);        /* tracks.c */
void victory_close(struct turn *turn);       /* victory.c: counts of the turn; sets state->outcome when the game ends,
                                              * settles what is only settled then and emits game_over */

/* Sighting, for movement and fire too. */
int sighting_score(const struct scenario *scenario, const struct state *state, uint16_t observer, uint16_t target,
                   struct event *explain); /* modifiers added to `explain` unless NULL; INT8_MIN without LOS */
int sighting_level(const struct scenario *scenario, int score);
/* Raises a side's contact on a unit to a level, as found by `observer` (UNIT_NONE: by a check or challenge). */
void sighting_set(struct turn *turn, int side, uint16_t target, int level, uint16_t observer);
/* A unit was identified beyond doubt and its owner knows it (check, arrest, arming; SIDE_NONE: by no side): flags
 * UNIT_WAS_REVEALED and UNIT_REVEALED_OPENLY, removes decoys. */
void sighting_reveal(struct turn *turn, uint16_t unit, int side);
/* Would the side still sight the identified contact if that keeps still and those who stay look on, `who` of them from
 * `from`? From the view: what a check of an order may promise. */
bool sighting_lasts(const struct scenario *scenario, const struct view *view, uint16_t who, hex_t from,
                    const struct view_contact *contact);
/* The level at which a side's units would sight a unit where it stands now, whatever the last sighting step found. */
int sighting_by_side(const struct scenario *scenario, const struct state *state, int side, uint16_t target);
/* Call it after a unit has entered a hex (unit->hex set, bit of `moved` set) and before its event `moved`: a side
 * that had it in sight and still has moves its contact along; a side that loses it is not told of the step. */
void sighting_follow(struct turn *turn, uint16_t unit);
/* Contacts of a side that went a turn without sight fade (contacts.c). */
void contacts_fade(struct turn *turn, int side);
/* A vehicle that moved in this pulse along a road: no cover, no concealment (sighting.c). */
bool unit_drives_on_road(const struct scenario *scenario, const struct unit *unit, int pulse);
/* False markings are exposed: sides that sight the unit learn it, sufferance falls (contact.c). */
void contact_expose(struct turn *turn, uint16_t unit, int by_side);

/* Fire. */
bool fire_may_target(const struct turn *turn, uint16_t firer, uint16_t target); /* policy, level, enemy, sight, range */
/* The part of it that does not ask for sight, line of sight and range: able to shoot in this pulse, armed enemy,
 * policy and level. Movement asks it together with sighting_score. */
bool fire_policy_allows(const struct turn *turn, uint16_t firer, uint16_t target);
void fire_step_loss(struct turn *turn, uint16_t unit, uint16_t by, int steps);  /* casualties.c: dice of losses */
/* The same with dice from `first_k` on, for a second loss of the same units in a pulse. */
void fire_step_loss_from(struct turn *turn, uint16_t unit, uint16_t by, int steps, int first_k);
void fire_suppress(struct turn *turn, uint16_t unit, int suppression);          /* fire.c */
/* Traps: nobody fires. The caller has begun `event` (kind, hex, hex2); dice, modifiers, sum, row and `other` are
 * filled in, it is emitted, and the losses fall. Its dice_k tells several throws at one target apart. */
void fire_at_strength(struct turn *turn, uint16_t target, int firepower, int purpose, struct event *event);
/* What a shot hangs on; preview and adjudicator fill it alike. */
struct fire_case {
    const struct unit *firer, *target;
    const struct unit_type *target_type; /* NULL: not known (preview of a suspected contact) */
    uint8_t weather, pulse;              /* pulse 0: nobody is known to be moving */
    bool unsighted;                      /* the firer is not sighted by the target's side */
    bool suspected;                      /* the target is only suspected */
};
/* Sum of all modifiers of a shot, each added to `explain` unless NULL (fire_modifiers.c). */
int fire_modifiers(const struct scenario *scenario, const struct fire_case *shot, struct event *explain);
/* Cover of the target against the shot, less what is ignored; told in `explain`. */
int fire_cover(const struct scenario *scenario, const struct fire_case *shot, int ignored, struct event *explain);
int fire_row(const struct ruleset *rules, int sum); /* 0 nothing, else 1 + index into rules->fire */
bool fire_is_fair_target(const struct turn *turn, int side, uint16_t target);  /* armed, open, may be fought */
bool fire_add_suppression(struct turn *turn, uint16_t unit, int suppression);   /* without falling back; true: it did */
bool fire_is_explosive(const struct scenario *scenario, const struct unit *unit); /* all its fire needs level 5 */
/* May this contact be shot at, whatever its distance: enum refusal (fire_orders.c). */
int fire_target_refusal(const struct scenario *scenario, const struct view *view, const struct unit *firer,
                        const struct view_contact *contact);
/* The contact as a unit, as far as it is known; its type when that is known, else NULL (fire_orders.c). */
const struct unit_type *contact_from_view(const struct scenario *scenario, const struct view_contact *contact,
                                          struct unit *out);
/* Could this contact, of which only the class is known, be a unit of this row of the roster? (preview.c) */
bool roster_may_be(const struct scenario *scenario, int side, int row, const struct view_contact *contact);
struct shot;
void collateral(struct turn *turn, const struct shot *shot);                    /* collateral.c */
/* Would a shot of this type cost civilians: the greatest face of a d6 that does, 0: none. `explosive`: by a rocket or
 * missile; `bonus`: more than the type has. */
int collateral_most(const struct scenario *scenario, const struct unit_type *type, hex_t hex, bool explosive,
                    int bonus);

/* Fire against armour (antiarmour.c). */
int armour_struck(const struct scenario *scenario, const struct fire_case *shot); /* of the side that the line strikes */
/* True when the shot uses section 7 instead of the fire table; `level`: rules of engagement of the firer's side. */
bool antiarmour_applies(const struct scenario *scenario, const struct fire_case *shot, int level);
const struct weapon *unit_weapon(const struct scenario *scenario, const struct unit *unit); /* NULL without */
void strike_preview_fill(const struct scenario *scenario, const struct fire_case *shot, int penetration, int armour,
                         const struct event *explain, struct strike_preview *out);

/* Unit of an own contact, UNIT_NONE without (contacts.c). */
uint16_t contact_find(const struct state *state, int side, uint16_t handle);
void fall_back(struct turn *turn, uint16_t unit, int hexes);                    /* withdraw.c */

/* Tracks and points. */
void track_move(struct turn *turn, int track, int by, int because_of);          /* tracks.c */
bool arrest_holds(const struct turn *turn, uint16_t unit);                       /* arrest.c: may not leave its hex */
void link_tension_close(struct turn *turn);                                     /* link_tension.c: armed people on the link */
bool hex_is_on_route(const struct scenario *scenario, hex_t hex);               /* victory_rows.c: part of the named link */
void victory_count(struct turn *turn, int side, int kind, int by);              /* victory.c: adds to matching rows */

void victory_other(struct turn *turn, int side, int points);                    /* points outside the rows */
/* Points as the side can know them: state_points, but nothing that hangs on what it does not see. */
int victory_points_known(const struct scenario *scenario, const struct state *state, int side);
int victory_count_known(const struct scenario *scenario, const struct state *state, int row); /* the same of a row */
bool side_is_in_site(const struct scenario *scenario, const struct state *state, int side); /* tracks.c */

/* What a row that is settled at the end stands at, by the truth or by what its side knows (victory_rows.c). */
enum knowledge { BY_TRUTH, BY_WHAT_IS_KNOWN };
bool victory_row_is_final(int kind);
int victory_row_stands(const struct scenario *scenario, const struct state *state, int row, enum knowledge knowledge);
bool victory_link_is_blocked(const struct scenario *scenario, const struct state *state, int side);
/* An armed enemy of the side stands in a cultural site. */
bool victory_enemy_in_site(const struct scenario *scenario, const struct state *state, int side,
                           enum knowledge knowledge);

/* Crowds (crowd.c). */
int crowd_find(const struct crowd *crowd, int count, hex_t hex); /* the crowd in a hex, -1 without */
/* Within so many hexes of the crowd in order->hex: REFUSAL_none, REFUSAL_no_crowd or REFUSAL_too_far. */
int crowd_reach(const struct scenario *scenario, const struct crowd *crowd, int count, hex_t from, hex_t hex,
                int within);
void crowd_anger(struct turn *turn, int crowd, int by);  /* moves it within its bounds */
void crowd_lose(struct turn *turn, int crowd);           /* one strength less; at 0 it has gone home */
bool crowd_may_step(const struct turn *turn, hex_t from, int dir); /* on foot, into a hex without a crowd */
void crowd_not_done(struct turn *turn, uint16_t unit, int kind, int reason); /* event not_done at the Close */
void crowds_arrest(struct turn *turn, hex_t hex);        /* somebody was arrested there */
/* Strength added to the barricade on a hexside by `unit` and its side; REFUSAL_none when done (barricade.c). */
int barricade_raise(struct turn *turn, uint16_t unit, hex_t hex, int dir, int strength);

/* Civilians and sites. */
bool civilians_hit(struct turn *turn, hex_t hex);        /* escort.c: a civilian step was lost there */
/* KFOR pays for the use of heavy weapons, level 5 (roe.c); call it once for each such shot. */
void roe_heavy_used(struct turn *turn, int side);
/* The unit abandons its weapon or vehicle, which lies in its hex; who rides with it gets off (transport.c). */
void unit_abandon(struct turn *turn, uint16_t unit);
void unit_let_down(struct turn *turn, uint16_t carrier); /* who rides in it stands in its hex */
bool unit_can_abandon(const struct scenario *scenario, const struct unit *unit);
void mediation_begin(struct turn *turn, int side);       /* mediation.c: `side` has accepted */

/* What is added to the two dice of an act of the Close, each part also to `explain` unless NULL. Resolution and preview
 * (preview.c) call the same. */
int check_sum(const struct unit_type *by, struct event *explain);                               /* arrest.c */
int arrest_sum(const struct rules_numbers *number, const struct unit_type *by, int legitimacy,
               struct event *explain);                                                          /* arrest.c */
int search_sum(const struct rules_numbers *number, const struct unit_type *by, struct event *explain); /* search.c */
int talk_sum(const struct unit_type *by, struct event *explain);                                /* talk.c */
/* Push (push.c): above 0 it works. `others`: units beside the best; `crowd`: the crowd that is pushed. */
int push_sum(const struct rules_numbers *number, int crowd_control, int others, bool gas,
             const struct crowd *crowd, struct event *explain);
bool push_has_gas(const struct scenario *scenario, int type, int stock);                        /* push.c */
/* Call (call.c): the target gives up when the two dice alone show more than this. */
int call_holds(const struct rules_numbers *number, const struct unit_type *target, int steps_lost, bool leader,
               struct event *explain);
/* Assault (assault.c): what each side adds, and who wins by a difference of attack less defence. */
int assault_sum(const struct assault_strength *strength, struct event *explain);
int assault_outcome(const struct rules_numbers *number, int over);

/* Visibility (view.c): what a side may know at this moment. */
bool view_sights(const struct state *state, int side, uint16_t unit);     /* own, or sighted in the last sighting step */
bool view_identifies(const struct state *state, int side, uint16_t unit); /* own, or sighted and identified */
bool view_sees_hex(const struct scenario *scenario, const struct state *state, int side, hex_t hex);
/* True when the side still takes the unit for what its false markings say. */
bool view_is_fooled(const struct scenario *scenario, const struct state *state, int side, uint16_t unit);
/* The reference by which a side is told of a unit; REF_NONE when it has no contact on it. */
void view_reference(const struct scenario *scenario, const struct state *state, int side, uint16_t unit,
                    struct unit_ref *out);
uint8_t event_told(const struct scenario *scenario, const struct state *state, const struct event *event); /* event_told.c */

/* Events. */
void event_begin(const struct turn *turn, struct event *event, int kind);       /* events.c: all fields neutral */
void event_unit(const struct turn *turn, struct unit_ref *ref, uint16_t unit);
void event_modifier(struct event *event, int modifier, int value);              /* NULL event and value 0 are ignored */
void event_emit(const struct turn *turn, struct event *event);                  /* decides seen_by, calls the sink */

/* Dice of this moment: turn, pulse and step are filled in. */
struct dice_address dice_here(const struct turn *turn, int step, int purpose, uint16_t unit, uint16_t other, int k);

/* Questions about units. */
static inline const struct unit_type *unit_type_of(const struct scenario *scenario, const struct unit *unit) {
    return &scenario->rules.type[unit->type];
}
static inline bool unit_is_on_map(const struct unit *unit) {
    return unit->status == UNIT_ON_MAP;
}
static inline bool unit_is_pinned(const struct scenario *scenario, const struct unit *unit) {
    return unit->suppression >= scenario->rules.number.pinned_at;
}
/* On foot now: foot units and those that have left their vehicles. */
static inline bool unit_is_on_foot(const struct scenario *scenario, const struct unit *unit) {
    return unit_type_of(scenario, unit)->move == MOVE_FOOT || (unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED));
}
/* Armed and open: may be shot at, stops movers, holds hexes. Decoys count as what they seem to be. */
static inline bool unit_is_armed(const struct scenario *scenario, const struct unit *unit) {
    return !(unit_type_of(scenario, unit)->flags & TYPE_UNARMED) && !(unit->flags & (UNIT_COVERT | UNIT_SURRENDERED));
}
static inline bool sides_may_fight(const struct scenario *scenario, int a, int b) {
    return (scenario->side[a].enemies >> b) & 1;
}
/* Move class and points of the moment (unit.c). */
int unit_move_class(const struct scenario *scenario, const struct unit *unit);
int unit_move_points(const struct scenario *scenario, const struct unit *unit);
int unit_firepower(const struct scenario *scenario, const struct unit *unit, int range); /* FIREPOWER_NONE: cannot */
bool unit_weapon_is_left(const struct scenario *scenario, const struct unit *unit); /* it left its weapon behind */
/* A vehicle that has neither moved nor fired in this turn and cold_turns before it (rulebook 7). */
bool unit_is_cold(const struct scenario *scenario, const struct unit *unit);

/* Cost of a step from a hex in a direction for a move class, the ground alone; -1: cannot (movement.c). Used alike
 * by mover, path_find and path_cost; `vehicle` false: on foot. */
int movement_cost(const struct scenario *scenario, hex_t from, int dir, int move_class);

/* The view-side twin of a unit, so that checks ask the same questions of what a side knows (unit.c). */
void unit_from_view(const struct view_unit *seen, int side, struct unit *out);
/* Is it to leave its hex in this turn, by the view's plan or by what it carries on with? (unit.c) */
bool view_unit_leaves(const struct view *view, const struct view_unit *unit);
/* Those of the side who are in the hex, or may come into it in this turn by the same, may leave no room there for the unit
 * on foot (unit.c). */
bool view_may_be_full(const struct scenario *scenario, const struct view *view, uint16_t number, hex_t hex);

#endif
