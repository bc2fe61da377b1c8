/* The table of computer players. */
#include "ai/ai.h"
#include "players.h"

#include <stddef.h>
#include <string.h>

static const struct ai players[] = {
    {"random", "Gives each unit one of its legal orders, all alike.", random_plan},
    {"scripted",
     "Plays the scenario's task by plain rules: clear, check, arrest, talk, fight; or block, stir, hide, leave.",
     scripted_plan},
    {"rush", "Goes straight for its side's first goal, or off the map, whatever happens.", rush_plan},
    {"shoot", "Takes up arms and fires freely as soon as it may; else as scripted.", shoot_plan},
    {"hold-fire", "Never shoots; else as scripted.", hold_fire_plan},
    {"idle", "Gives no orders at all.", idle_plan},
};

const struct ai *ai_at(size_t index) {
    return index < sizeof players / sizeof players[0] ? &players[index] : NULL;
}

const struct ai *ai_find(const char *name) {
    const struct ai *ai;
    for (size_t i = 0; (ai = ai_at(i)); i++)
        if (strcmp(ai->name, name) == 0)
            return ai;
    return NULL;
}

bool ai_put(const struct scenario *scenario, struct view *view, const struct order *order) {
    return rules_check(scenario, view, order).verdict != VERDICT_NO && plan_put(&view->plan, order);
}
