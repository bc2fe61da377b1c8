/* What a side asks of another and what it answers. Asks are free, so that whoever has
 * a reason asks; an answer is given when it serves the side that is asked. */
#include "think.h"

#define CONSENT_TENSION 11 /* tension up to which KFOR consents to the teams */
#define LOST            25 /* per cent of its steps lost, from which a side accepts mediation */
#define EARLY           6  /* turn from which irregulars let civilians go */

/* Slots of orders of a side: an answer each, then asks, then the aircraft. */
enum slot { SLOT_ANSWER, SLOT_SUPPORT = 2, SLOT_TEAMS, SLOT_MEDIATION, SLOT_ESCORT };

static int side_with(const struct think *think, unsigned flag) {
    for (int side = 0; side < think->scenario->sides; side++)
        if (think->scenario->side[side].flags & flag)
            return side;
    return -1;
}

static bool sees_heavy_enemy(const struct think *think) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (contact->level == CONTACT_IDENTIFIED && think_is_target(think, contact) && contact->type != TYPE_NONE &&
            (contact->class_ == CLASS_VEHICLE ||
             (think->scenario->rules.type[contact->type].flags & (TYPE_HEAVY | TYPE_CREW_WEAPON))))
            return true;
    }
    return false;
}

/* The police call KFOR when a crowd is angry or they are shot at, and the teams when they meet heavy weapons. */
static void ask_kfor(struct think *think) {
    const struct view *view = think->view;
    int kfor = side_with(think, SIDE_IS_KFOR);
    if (kfor < 0)
        return;
    if (view->level >= 2 && !view->support_turn)
        think_side_order(think, SLOT_SUPPORT, ORDER_ask, kfor, 0, ASK_SUPPORT);
    if (!view->teams_turn && (view->lost_step || sees_heavy_enemy(think)))
        think_side_order(think, SLOT_TEAMS, ORDER_ask, kfor, 0, ASK_TEAMS);
}

/* A liaison team proposes mediation where it is; civilians are asked for once armed people hold them. */
static void ask_irregulars(struct think *think) {
    const struct view *view = think->view;
    int irregulars = side_with(think, SIDE_IS_IRREGULAR);
    if (irregulars < 0)
        return;
    if (think_row(think, VICTORY_mediated_exit) >= 0)
        for (unsigned i = 0; i < view->units; i++)
            if (view->unit[i].status == UNIT_ON_MAP && think_type(think, &view->unit[i])->talk > 0 &&
                think_danger(think, view->unit[i].hex) <= 3 &&
                think_side_order(think, SLOT_MEDIATION, ORDER_ask, irregulars, view->unit[i].hex, ASK_MEDIATION))
                break;
    for (unsigned i = 0; i < view->civilian_groups; i++)
        if (view->civilians[i].strength > 0)
            think_side_order(think, SLOT_ESCORT, ORDER_ask, irregulars, view->civilians[i].hex, ASK_ESCORT);
}

/* Share of its fighters' steps that the side has lost, per cent. */
static int lost(const struct think *think) {
    int full = 0, left = 0;
    for (unsigned i = 0; i < think->view->units; i++) {
        const struct view_unit *unit = &think->view->unit[i];
        if (unit->status == UNIT_ABSENT || (think_type(think, unit)->flags & (TYPE_DECOY | TYPE_UNARMED)))
            continue;
        full += think_type(think, unit)->steps;
        left += unit->status == UNIT_ELIMINATED || unit->status == UNIT_DETAINED ? 0 : unit->steps;
    }
    return full > 0 ? 100 - left * 100 / full : 0;
}

/* Nothing more is to be had by sitting in a site. */
static bool site_is_done(const struct think *think) {
    int row = think_row(think, VICTORY_site_turn);
    const struct victory *victory = &think->scenario->victory[row < 0 ? 0 : row];
    return row < 0 || (victory->most > 0 && think->view->count[row] >= victory->most);
}

static bool says_yes(const struct think *think, const struct ask *ask) {
    const struct view *view = think->view;
    switch (ask->thing) {
    case ASK_SUPPORT:
        return true;
    case ASK_TEAMS:
    case ASK_TEAMS_ALONE:
        return view->track[TRACK_TENSION] <= CONSENT_TENSION;
    case ASK_MEDIATION:
        return lost(think) >= LOST || (view->fired_upon > 0 && site_is_done(think));
    default:
        return view->turn >= EARLY;
    }
}

static void answer(struct think *think) {
    const struct view *view = think->view;
    int slot = SLOT_ANSWER;
    for (unsigned i = 0; i < view->asks && slot < SLOT_SUPPORT; i++) {
        const struct ask *ask = &view->ask[i];
        if (ask->status == ASK_DELIVERED && ask->other == view->side && says_yes(think, ask) &&
            think_side_order(think, slot, ORDER_answer, ask->side, ask->hex, ask->thing))
            slot++;
    }
}

void scripted_asks(struct think *think) {
    unsigned flags = think->scenario->side[think->view->side].flags;
    answer(think);
    if (flags & SIDE_IS_POLICE)
        ask_kfor(think);
    if (flags & (SIDE_IS_POLICE | SIDE_IS_KFOR))
        ask_irregulars(think);
}
