/* Yes means yes (rulebook 2; rules.h): an order that rules_check answers with yes, played alone, is carried out: the
 * turn tells what it did. When it is not, an event of that very turn is shown that its side could not have prevented:
 * another side shot at the unit, assaulted it or set a trap for it before it was due, or took away what it names.
 *
 *     test_yes_means_yes [SEED [GAMES]]        so many games of each scenario, 6 without */
#include "plays.h"

#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define LIST_MAX   4096
#define EVENTS_MAX 8192
#define SHOWS_MAX  4

static uint64_t seed = 41;
static unsigned games = 6;
static unsigned asked[ORDER_COUNT], prevented[ORDER_COUNT][EVENT_COUNT];

/* What shows that an order was carried out; without an entry it cannot fail, or does nothing that is told. A move
 * that is stopped was carried out as far as it went. */
static const uint8_t shows[ORDER_COUNT][SHOWS_MAX] = {
    [ORDER_move] = {EVENT_moved, EVENT_stopped, EVENT_waits, EVENT_exited},
    [ORDER_fire_at] = {EVENT_shot, EVENT_aimed},
    [ORDER_engage] = {EVENT_launched_top, EVENT_launched_direct},
    [ORDER_assault] = {EVENT_assaulted, EVENT_defended},
    [ORDER_mount] = {EVENT_mounted},
    [ORDER_dismount] = {EVENT_dismounted},
    [ORDER_load] = {EVENT_loaded},
    [ORDER_unload] = {EVENT_unloaded},
    [ORDER_abandon] = {EVENT_abandoned},
    [ORDER_arm] = {EVENT_armed},
    [ORDER_arrest] = {EVENT_arrested},
    [ORDER_clear] = {EVENT_cleared},
    [ORDER_build] = {EVENT_built},
    [ORDER_dig_in] = {EVENT_dug_in},
    [ORDER_push] = {EVENT_pushed},
    [ORDER_stir] = {EVENT_stirred},
    [ORDER_lead] = {EVENT_crowd_led, EVENT_built},
    [ORDER_talk] = {EVENT_talked},
    [ORDER_search] = {EVENT_searched},
    [ORDER_escort] = {EVENT_escorted},
    [ORDER_evacuate] = {EVENT_evacuated},
    [ORDER_resupply] = {EVENT_resupplied},
    [ORDER_look] = {EVENT_flown},
};

/* The events of a turn in which one order was played. */
struct told {
    const struct order *order;
    const struct state *before;
    int side;
    unsigned count, due; /* due: events told before the order was found not to be done, all when it failed in silence */
    int reason;          /* enum refusal of that */
    bool done;
    struct event event[EVENTS_MAX];
};

static bool is_unit(const struct unit_ref *ref, uint16_t unit) {
    return ref->kind == REF_UNIT && ref->id == unit;
}

static bool shows_it(const struct told *told, const struct event *event) {
    int kind = told->order->kind;
    if (kind == ORDER_ask)
        return event->kind == EVENT_asked && event->side == told->side;
    if (kind == ORDER_answer)
        return event->kind == EVENT_ask_holds && event->value == told->side;
    if (!shows[kind][0])
        return true;
    for (int i = 0; i < SHOWS_MAX && shows[kind][i]; i++)
        if (event->kind == shows[kind][i] && is_unit(&event->unit, told->order->unit))
            return true;
    return false;
}

static void note(void *ctx, const struct scenario *scenario, const struct state *state,
                 const struct event *event) {
    struct told *told = ctx;
    (void)scenario, (void)state;
    if (event->kind == EVENT_not_done && event->value == told->order->kind &&
        (is_unit(&event->unit, told->order->unit) ||
         (order_is_of_side(told->order) && event->side == told->side))) {
        told->reason = event->result;
        told->due = told->count;
    }
    told->done = told->done || shows_it(told, event);
    assert_true(told->count < EVENTS_MAX);
    told->event[told->count++] = *event;
}

static bool is_of_another(const struct told *told, const struct unit_ref *ref) {
    return ref->kind == REF_UNIT && told->before->unit[ref->id].side != told->side;
}

/* Another side's fire, assault, arrest or trap at the unit. In an assault the leading units alone are named. */
static bool is_attack_on(const struct told *told, const struct event *event, uint16_t unit, hex_t hex) {
    switch (event->kind) {
    case EVENT_shot:
    case EVENT_aimed:
    case EVENT_launched_top:
    case EVENT_launched_direct:
    case EVENT_arrested:
        return is_unit(&event->other, unit) && is_of_another(told, &event->unit);
    case EVENT_assaulted:
    case EVENT_defended:
        return event->hex == hex && is_of_another(told, &event->unit);
    case EVENT_decoy_removed: /* another side saw through it */
    case EVENT_trap_sprung:   /* nobody knows of it before */
        return is_unit(&event->other, unit);
    default:
        return false;
    }
}

/* The attack and what it did to the unit, in that sequence: surrendered, arrested, seen through, driven off; and unless it
 * must be `away` from its hex: suppressed, immobilised, lost. */
static const struct event *hurt_by_others(const struct told *told, uint16_t unit, bool away) {
    const struct event *attack = NULL;
    hex_t hex = told->before->unit[unit].hex;
    for (unsigned i = 0; i < told->due; i++) {
        const struct event *event = &told->event[i];
        if (event->kind == EVENT_moved && is_unit(&event->unit, unit))
            hex = event->hex2;
        if (is_attack_on(told, event, unit, hex))
            attack = event;
        bool gone = event->kind == EVENT_surrendered || event->kind == EVENT_arrested ||
                    event->kind == EVENT_decoy_removed;
        bool hurt = (gone || (!away && (event->kind == EVENT_suppressed || event->kind == EVENT_eliminated ||
                                        (event->kind == EVENT_penetrated && event->result == STRIKE_IMMOBILISED)))) &&
                    is_unit(&event->other, unit);
        if (attack && (hurt || (event->kind == EVENT_fell_back && is_unit(&event->unit, unit))))
            return attack;
    }
    return NULL;
}

/* The unit of the contact that the order names; UNIT_NONE without. */
static uint16_t target_of(const struct told *told) {
    int kind = told->order->kind;
    for (uint16_t u = 0; u < told->before->units; u++) {
        const struct contact *contact = &told->before->contact[told->side][u];
        bool named = kind == ORDER_fire_at || kind == ORDER_engage || kind == ORDER_arrest;
        if (named && contact->level && contact->handle == told->order->contact)
            return u;
    }
    return UNIT_NONE;
}

static bool is_enemy(const struct scenario *scenario, const struct told *told, const struct unit_ref *ref) {
    return is_of_another(told, ref) &&
           (scenario->side[told->side].enemies >> told->before->unit[ref->id].side & 1);
}

static bool is_in(const struct told *told, uint16_t unit, hex_t hex) {
    return told->before->unit[unit].status == UNIT_ON_MAP && told->before->unit[unit].hex == hex;
}

/* Whom or what the order is about is not there any more by another side's doing, or somebody has come who prevents it:
 * a target moved, was lost, caught by another side, got aboard, left its vehicle or took up arms; a crowd was led or
 * pushed away; civilians were escorted by another; an enemy came into one of the two hexes of a hexside, or was sighted
 * there who was not known of. */
static const struct event *taken_away(const struct scenario *scenario, const struct told *told) {
    const struct order *order = told->order;
    hex_t own = order_is_of_side(order) ? HEX_NONE : told->before->unit[order->unit].hex;
    bool hexside = order->kind == ORDER_clear || order->kind == ORDER_build;
    hex_t next = hexside ? scenario->map.next[own][order->dir] : HEX_NONE;
    uint16_t target = target_of(told);
    for (unsigned i = 0; i < told->due; i++) {
        const struct event *event = &told->event[i];
        bool moved = event->kind == EVENT_moved || event->kind == EVENT_fell_back || event->kind == EVENT_exited;
        bool lost = event->kind == EVENT_eliminated || event->kind == EVENT_surrendered || event->kind == EVENT_loaded;
        bool smaller = event->kind == EVENT_abandoned || event->kind == EVENT_dismounted; /* harder to see on foot */
        bool armed = event->kind == EVENT_armed && order->kind == ORDER_arrest;
        bool caught = event->kind == EVENT_arrested && is_of_another(told, &event->unit);
        bool about = target != UNIT_NONE && (((moved || smaller || armed) && is_unit(&event->unit, target)) ||
                                             ((lost || caught) && is_unit(&event->other, target)));
        bool from_hex = order->kind == ORDER_assault &&
                        ((moved && event->hex == order->hex && is_enemy(scenario, told, &event->unit)) ||
                         (lost && event->other.kind == REF_UNIT && is_in(told, event->other.id, order->hex) &&
                          is_enemy(scenario, told, &event->other)));
        bool comes = hexside && ((moved && (event->hex2 == own || event->hex2 == next)) ||
                                 (event->kind == EVENT_armed && (event->hex == own || event->hex == next)) ||
                                 (event->kind == EVENT_unloaded && (event->hex == own || event->hex == next))) &&
                     is_of_another(told, &event->unit);
        comes = comes || (hexside && event->kind == EVENT_sighted && event->side == told->side &&
                          (event->hex == own || event->hex == next));
        bool crowd = told->reason == REFUSAL_no_crowd && event->hex == order->hex && is_of_another(told, &event->unit) &&
                     (event->kind == EVENT_crowd_led || (event->kind == EVENT_pushed && event->result));
        bool escorted = told->reason == REFUSAL_no_civilians && event->kind == EVENT_escorted &&
                        event->hex == order->hex && is_of_another(told, &event->unit);
        if (about || from_hex || comes || crowd || escorted)
            return event;
    }
    return NULL;
}

/* Is one of the reasons the other side's doing in this turn? The event that shows it, NULL without. */
static const struct event *excuse(const struct scenario *scenario, const struct told *told) {
    const struct event *event = NULL;
    bool hurts = told->reason == REFUSAL_none || told->reason == REFUSAL_not_here || told->reason == REFUSAL_pinned ||
                 told->reason == REFUSAL_suppressed;
    bool takes = told->reason == REFUSAL_none || told->reason == REFUSAL_enemy_near ||
                 told->reason == REFUSAL_nothing_here || told->reason == REFUSAL_no_crowd ||
                 told->reason == REFUSAL_no_civilians;
    if (hurts && !order_is_of_side(told->order))
        event = hurt_by_others(told, told->order->unit, false);
    /* Who was to carry the wounded was hurt; who is wounded, or was to help him, was driven off. */
    bool helpless = told->reason == REFUSAL_no_carrier;
    bool apart = told->order->kind == ORDER_evacuate && told->reason == REFUSAL_nothing_here;
    if (helpless || apart)
        for (uint16_t u = 0; u < told->before->units && !event; u++)
            if (told->before->unit[u].side == told->side && is_in(told, u, told->before->unit[told->order->unit].hex))
                event = hurt_by_others(told, u, apart);
    if (told->order->kind == ORDER_dig_in && told->reason == REFUSAL_not_same_hex) /* so was whom it was to dig in */
        event = hurt_by_others(told, told->order->other, true);
    if (!event && takes)
        event = taken_away(scenario, told);
    return event;
}

static void play_alone(const struct position *position, int side, const struct order *order, bool idle) {
    static struct state state;
    static struct plan plan[SIDE_MAX];
    static struct told told;
    struct event_sink sink = {note, &told};
    char text[ORDER_TEXT_MAX];
    state = *position->state;
    told.order = order;
    told.before = position->state;
    told.side = side;
    told.count = 0;
    told.due = EVENTS_MAX;
    told.reason = REFUSAL_none;
    told.done = false;
    memset(plan, 0, sizeof plan);
    if (!idle)
        plays_plans(position->scenario, &state, side, position->random, plan);
    assert_true(plan_put(&plan[side], order));
    rules_resolve(position->scenario, &state, plan, &sink);
    asked[order->kind]++;
    bool over = order_kind_phase(order->kind) == 'S' && state.outcome != OUTCOME_RUNNING; /* nobody answers any more */
    if (told.reason == REFUSAL_none && (told.done || over))
        return;
    if (told.due > told.count)
        told.due = told.count;
    const struct event *event = excuse(position->scenario, &told);
    if (event) {
        prevented[order->kind][event->kind]++;
        return;
    }
    order_format(order, text);
    for (unsigned i = 0; i < told.count; i++) { /* what was told of the unit */
        char line[512];
        if (!is_unit(&told.event[i].unit, order->unit) && !is_unit(&told.event[i].other, order->unit) &&
            !is_unit(&told.event[i].unit, target_of(&told)) && !is_unit(&told.event[i].other, target_of(&told)) &&
            !is_unit(&told.event[i].unit, order->other) && !is_unit(&told.event[i].other, order->other))
            continue;
        event_explain(position->scenario, &told.event[i], line, sizeof line);
        print_error("# %u %s %s\n", told.event[i].pulse, event_kind_name(told.event[i].kind), line);
    }
    fail_msg("%s, side %d%s: yes to \"%s\", but it was not done: %s", position->place, side,
             idle ? ", the others idle" : "", text, told.reason ? refusal_name(told.reason) : "nothing was told");
}

static void ask(const struct position *position) {
    static struct view view;
    static struct order list[LIST_MAX];
    for (int side = 0; side < position->scenario->sides; side++) {
        view_build(position->scenario, position->state, side, &view);
        if (view.units == 0)
            continue;
        uint16_t unit = test_random_below(position->random, 8) == 0
                            ? (uint16_t)(SIDE_ORDER_UNIT)
                            : view.unit[test_random_below(position->random, view.units)].unit;
        size_t found = rules_list_orders(position->scenario, &view, unit, list, LIST_MAX);
        bool tried[ORDER_COUNT] = {false};
        for (size_t i = 0; i < found; i++) {
            const struct order *order = &list[(i * 7 + 3) % found];
            if (tried[order->kind] ||
                rules_check(position->scenario, &view, order).verdict != VERDICT_YES)
                continue;
            tried[order->kind] = true;
            play_alone(position, side, order, test_random_below(position->random, 2));
        }
    }
}

static void yes_means_yes(void **unused) {
    (void)unused;
    plays_all(games, seed, ask);
    unsigned total = 0;
    for (int kind = 0; kind < ORDER_COUNT; kind++) {
        total += asked[kind];
        for (int event = 0; event < EVENT_COUNT; event++)
            if (prevented[kind][event])
                print_message("# %s: %u of %u prevented, shown by: %s\n", order_kind_name(kind), prevented[kind][event],
                              asked[kind], event_kind_name(event));
    }
    print_message("# %u orders played alone\n", total);
    assert_true(total > 2000);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(yes_means_yes)};
    if (argc > 1)
        seed = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        games = (unsigned)strtoul(argv[2], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
