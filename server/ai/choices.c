/* Hexes to choose from, the most promising first. */
#include "think.h"

void choices_add(struct choices *choices, hex_t hex, int bound) {
    unsigned at = choices->count;
    if (at == CHOICES_MAX) {
        at = 0;
        for (unsigned i = 1; i < CHOICES_MAX; i++)
            if (choices->item[i].bound < choices->item[at].bound)
                at = i;
        if (choices->item[at].bound >= bound)
            return;
    } else {
        choices->count++;
    }
    choices->item[at].hex = hex;
    choices->item[at].bound = bound;
}

bool choices_take(struct choices *choices, int least, hex_t *hex, int *bound) {
    unsigned best = 0;
    if (choices->count == 0)
        return false;
    for (unsigned i = 1; i < choices->count; i++)
        if (choices->item[i].bound > choices->item[best].bound ||
            (choices->item[i].bound == choices->item[best].bound &&
             choices->item[i].hex < choices->item[best].hex))
            best = i;
    if (choices->item[best].bound <= least)
        return false;
    *hex = choices->item[best].hex;
    *bound = choices->item[best].bound;
    choices->item[best] = choices->item[--choices->count];
    return true;
}
