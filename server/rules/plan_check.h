/* Between check.c, command.c and turn.c: the check of one order apart from command, and what command a list
 * costs. */
#ifndef IBAR_RULES_PLAN_CHECK_H
#define IBAR_RULES_PLAN_CHECK_H

#include "rule.h"

/* Everything that rules_check asks, save command and room in the plan. */
struct check order_check(const struct scenario *scenario, const struct view *view, const struct order *order);

/* How many entries of the plan, from the first, its side's command pays for. */
unsigned plan_paid_for(const struct scenario *scenario, const struct view *view, const struct plan *plan);

#endif
