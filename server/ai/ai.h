/* Computer players: they are given a view and return orders, as a person does. They never see the state, have no
 * clock, and draw luck only from the key they are given, so that a game of computer players is repeatable. */
#ifndef IBAR_AI_AI_H
#define IBAR_AI_AI_H

#include "rules/rules.h"

/* Memory of one player between its turns; all-zero at the start of a game. */
#define AI_MEMORY_BYTES 2048
struct ai_memory {
    _Alignas(8) uint8_t bytes[AI_MEMORY_BYTES];
};

struct ai {
    const char *name;  /* "scripted" */
    const char *help;  /* one sentence */
    /* Fills view->plan with orders that rules_check allows; view->plan comes empty. */
    void (*plan)(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                 const struct dice_key *luck);
};

/* The player of this name, NULL when there is none. */
const struct ai *ai_find(const char *name);
/* All players, in the order of --help; NULL beyond the last. */
const struct ai *ai_at(size_t index);

/* Puts an order into the plan when rules_check does not refuse it. True when it was put. */
bool ai_put(const struct scenario *scenario, struct view *view, const struct order *order);

#endif
