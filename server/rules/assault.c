/* Assault (rulebook 6), in the contact step: each side in the hex throws 2d6 + best firepower at range 0 + steps,
 * the defender adds half its cover. The loser by 1-3 takes S2; by 4 or more it also loses a step and the hex,
 * attackers the way they came; who cannot leave surrenders.
 *
 * Rulebook silent: one assault of a side in a hex a turn; when both sides assault, neither has cover. */
#include "ground.h"
#include "held.h"
#include "withdraw.h"

#include <stdlib.h>

#define STEP_LOSS_K 16 /* so that its dice are not those of a shot of the same units in this pulse */

struct party {
    uint16_t unit[UNIT_MAX];
    int count, firepower, steps, cover;
};

static struct check no(int reason) {
    return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
}

/* Is an armed enemy known in the hex? VERDICT_MAYBE when it is only suspected or out of sight. */
static struct check enemy_known(const struct scenario *scenario, const struct view *view,
                                const struct unit *unit, uint16_t number, hex_t hex) {
    int best = VERDICT_NO;
    for (int i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (contact->hex != hex || fire_target_refusal(scenario, view, unit, contact))
            continue;
        bool sure = contact->level == CONTACT_IDENTIFIED && (contact->known & KNOWN_SEEN_NOW) &&
                    sighting_lasts(scenario, view, number, hex, contact);
        if (sure || best == VERDICT_NO)
            best = sure ? VERDICT_YES : VERDICT_MAYBE;
    }
    return (struct check){.verdict = (uint8_t)best,
                          .reason = best == VERDICT_YES ? REFUSAL_none : REFUSAL_no_enemy};
}

static struct check assault_check(const struct scenario *scenario, const struct view *view,
                                  const struct view_unit *seen, const struct order *order) {
    struct obstacles obstacles;
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (unit.flags & UNIT_COVERT)
        return no(REFUSAL_covert);
    if (!unit_is_armed(scenario, &unit) || unit_firepower(scenario, &unit, 0) == FIREPOWER_NONE)
        return no(REFUSAL_cannot_fire);
    if (!unit_is_on_foot(scenario, &unit))
        return no(REFUSAL_not_on_foot);
    if (order->hex >= scenario->map.count)
        return no(REFUSAL_bad_number);
    if (order->hex != unit.hex) {
        int dir = map_dir(&scenario->map, unit.hex, order->hex);
        if (dir < 0)
            return no(REFUSAL_assault_far);
        obstacles_find(scenario, view->barricade, view->barricades, view->crowd, view->crowds, &obstacles);
        struct walker walker = {scenario, &obstacles, view->side, (uint8_t)unit_move_class(scenario, &unit)};
        struct ground_step step = ground_step(&walker, unit.hex, dir);
        if (step.refusal != REFUSAL_none || step.exits)
            return no(step.exits ? REFUSAL_off_map : step.refusal);
    }
    if (view->level < LEVEL_FREE)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_level, .level = LEVEL_FREE};
    struct check known = enemy_known(scenario, view, &unit, seen->unit, order->hex);
    if (known.verdict == VERDICT_YES && order->hex != unit.hex && view_may_be_full(scenario, view, seen->unit, order->hex))
        return (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_stack_full};
    return known;
}

/* It goes into the hex, with free fire. */
static void assault_resolve(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[number];
    unit->policy = POLICY_FREE;
    if (order->hex == unit->hex)
        return;
    unit->press_on = 1;
    unit->path_length = 1;
    unit->path[0] = (uint8_t)map_dir(&turn->scenario->map, unit->hex, order->hex);
}

const struct order_rule rule_assault = {ORDER_assault, assault_check, assault_resolve};

static bool bit(const uint64_t *bits, uint16_t unit) {
    return bits[unit / 64] >> (unit % 64) & 1;
}

static bool attacks(const struct turn *turn, uint16_t number, hex_t hex) {
    const struct unit *unit = &turn->state->unit[number];
    return turn->order[number].kind == ORDER_assault && turn->order[number].hex == hex && unit->hex == hex &&
           unit_is_on_map(unit) && unit_is_armed(turn->scenario, unit) &&
           unit_is_on_foot(turn->scenario, unit) && !unit_is_pinned(turn->scenario, unit) &&
           turn->level[unit->side] >= LEVEL_FREE && !bit(turn->assaulted, number);
}

static int cover_of(const struct turn *turn, const struct unit *unit) {
    const struct ruleset *rules = &turn->scenario->rules;
    if (unit->flags & UNIT_IN_CONTACT)
        return 0;
    int ground = rules->terrain[turn->scenario->map.hex[unit->hex].terrain].cover;
    return ground + (unit->flags & UNIT_DUG_IN ? rules->number.dug_in_cover : 0);
}

static void party_join(const struct turn *turn, struct party *party, uint16_t number) {
    const struct unit *unit = &turn->state->unit[number];
    int firepower = unit_firepower(turn->scenario, unit, 0), cover = cover_of(turn, unit);
    party->unit[party->count++] = number;
    party->steps += unit->steps;
    if (firepower > party->firepower)
        party->firepower = firepower;
    if (cover > party->cover)
        party->cover = cover;
}

/* Who attacks in the hex with this side, and whom it finds there. */
static void parties_find(struct turn *turn, int side, hex_t hex, struct party *attackers,
                         struct party *defenders, bool *both) {
    attackers->count = attackers->firepower = attackers->steps = attackers->cover = 0;
    *defenders = *attackers;
    *both = false;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if (unit->hex != hex || !unit_is_on_map(unit))
            continue;
        if (unit->side == side && attacks(turn, u, hex)) {
            party_join(turn, attackers, u);
        } else if (fire_is_fair_target(turn, side, u) && turn->sighted[side][u] &&
                   !(unit_type_of(turn->scenario, unit)->flags & TYPE_DECOY)) {
            *both = *both || attacks(turn, u, hex);
            party_join(turn, defenders, u);
        }
    }
}

int assault_sum(const struct assault_strength *strength, struct event *explain) {
    event_modifier(explain, MODIFIER_firepower, strength->firepower);
    event_modifier(explain, MODIFIER_steps, strength->steps);
    event_modifier(explain, MODIFIER_cover, strength->cover);
    return strength->firepower + strength->steps + strength->cover;
}

int assault_outcome(const struct rules_numbers *number, int over) {
    bool decided = abs(over) >= number->assault_decided;
    return over == 0  ? ASSAULT_TIE
           : over > 0 ? decided ? ASSAULT_WON_HEX : ASSAULT_WON
           : decided  ? ASSAULT_LOST_HEX
                      : ASSAULT_LOST;
}

static int party_throws(struct turn *turn, const struct party *party, const struct party *against, int cover,
                        int kind, struct event *event) {
    struct dice_address address =
        dice_here(turn, DICE_STEP_CONTACT, DICE_ASSAULT, party->unit[0], against->unit[0], 0);
    event_begin(turn, event, kind);
    event_unit(turn, &event->unit, party->unit[0]);
    event_unit(turn, &event->other, against->unit[0]);
    event->hex = turn->state->unit[party->unit[0]].hex;
    event->purpose = DICE_ASSAULT;
    event->dice_count = 2;
    event->dice_sides = 6;
    struct assault_strength strength = {(int16_t)party->firepower, (int16_t)party->steps, (int16_t)cover};
    event->value = (int16_t)(dice_2d6(&turn->state->key, address, event->dice) + assault_sum(&strength, event));
    return event->value;
}

/* Everybody has shot at everybody: they may answer. */
static void parties_fight(struct turn *turn, const struct party *attackers, const struct party *defenders) {
    for (int i = 0; i < attackers->count; i++) {
        uint16_t a = attackers->unit[i];
        contact_expose(turn, a, SIDE_NONE);
        turn->assaulted[a / 64] |= UINT64_C(1) << (a % 64);
        for (int j = 0; j < defenders->count; j++) {
            uint16_t d = defenders->unit[j];
            turn->state->unit[a].shot_at[d / 64] |= UINT64_C(1) << (d % 64);
            turn->state->unit[d].shot_at[a / 64] |= UINT64_C(1) << (a % 64);
            turn->assaulted[d / 64] |= UINT64_C(1) << (d % 64);
            turn->state->fired_upon[turn->state->unit[d].side] = turn->state->turn;
        }
    }
}

/* Attackers go back the way they came, defenders toward HQ, leader or entry hex; else wherever they can. */
static void leave_or_surrender(struct turn *turn, uint16_t number, bool attacker, int to_side) {
    struct unit *unit = &turn->state->unit[number];
    uint8_t path[PATH_MAX_HEXES];
    bool left = attacker && retreat_step(turn, number, dir_opposite(unit->facing));
    if (!left && withdraw_way(turn->scenario, turn->state, number, true, path) > 0)
        left = retreat_step(turn, number, path[0]);
    for (int dir = 0; dir < DIR_COUNT && !left; dir++)
        left = retreat_step(turn, number, dir);
    if (!left)
        unit_surrender(turn, number, to_side);
}

/* Rulebook silent: the step is lost by the unit that has most. */
static uint16_t strongest(const struct turn *turn, const struct party *party) {
    uint16_t best = party->unit[0];
    for (int i = 1; i < party->count; i++)
        if (turn->state->unit[party->unit[i]].steps > turn->state->unit[best].steps)
            best = party->unit[i];
    return best;
}

static void party_loses(struct turn *turn, const struct party *loser, const struct party *winner, bool hex_lost,
                        bool attacker) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    int winner_side = turn->state->unit[winner->unit[0]].side;
    hex_t hex = turn->state->unit[loser->unit[0]].hex;
    for (int i = 0; i < loser->count; i++)
        fire_add_suppression(turn, loser->unit[i], number->assault_suppression);
    if (hex_lost)
        fire_step_loss_from(turn, strongest(turn, loser), winner->unit[0], 1, STEP_LOSS_K);
    for (int i = 0; i < loser->count; i++) {
        const struct unit *unit = &turn->state->unit[loser->unit[i]];
        if (!unit_is_on_map(unit))
            continue;
        if (unit->suppression >= number->fall_back_at)
            fall_back(turn, loser->unit[i], number->fall_back_hexes);
        if (hex_lost && unit->hex == hex)
            leave_or_surrender(turn, loser->unit[i], attacker, winner_side);
    }
}

static void assault_hex(struct turn *turn, int side, hex_t hex) {
    struct party attackers, defenders;
    bool both;
    parties_find(turn, side, hex, &attackers, &defenders, &both);
    if (attackers.count == 0 || defenders.count == 0)
        return;
    struct event attack, defence;
    int cover = both ? 0 : defenders.cover / 2;
    int over = party_throws(turn, &attackers, &defenders, 0, EVENT_assaulted, &attack) -
               party_throws(turn, &defenders, &attackers, cover, EVENT_defended, &defence);
    bool decided = abs(over) >= turn->scenario->rules.number.assault_decided;
    defence.result = (uint8_t)assault_outcome(&turn->scenario->rules.number, over);
    event_emit(turn, &attack);
    event_emit(turn, &defence);
    parties_fight(turn, &attackers, &defenders);
    if (over > 0)
        party_loses(turn, &defenders, &attackers, decided, false);
    else if (over < 0)
        party_loses(turn, &attackers, &defenders, decided, true);
}

void assault_pulse(struct turn *turn) {
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (turn->order[u].kind == ORDER_assault && attacks(turn, u, turn->order[u].hex))
            assault_hex(turn, turn->state->unit[u].side, turn->order[u].hex);
}
