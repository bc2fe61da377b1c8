/* Between check.c, command.c and turn.c: the check of one order apart from command, and what command a list
 * costs. */
#ifndef IBAR_RULES_PLAN_CHECK_H
#define IBAR_RULES_PLAN_CHECK_H

#include "rule.h"

/* Everything that rules_check asks, save command and room in the plan. */
struct check order_check(const struct scenario *scenario, const struct view *view, const struct order *order);

/* How many entries of the plan, from the first, its side's command pays for. */
unsigned plan_paid_for(const struct scenario *scenario, const struct view *view, const struct plan *plan);

/* True in the set-up before turn 1. */
static inline bool view_is_in_setup(const struct view *view) {
    return view->turn == 0;
}
/* Would the own units as the plan places them overfill the hex in which it has this one? (setup.c) */
bool setup_overfills(const struct scenario *scenario, const struct view *view, const struct plan *plan, uint16_t unit);
/* An entry of a plan is not carried out: event `not_done` (turn.c). */
void plan_not_done(struct turn *turn, int side, const struct order *order, int reason);

#endif
