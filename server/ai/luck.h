/* A computer player's luck: a stream of numbers for one unit in one turn, from the key that it was given. */
#ifndef IBAR_AI_LUCK_H
#define IBAR_AI_LUCK_H

#include "rules/dice.h"

struct luck {
    const struct dice_key *key;
    struct dice_address at;
    uint64_t bits;
    uint8_t left; /* 16-bit pieces left in `bits` */
};

static inline struct luck luck_begin(const struct dice_key *key, unsigned turn, unsigned unit) {
    return (struct luck){.key = key, .at = {.turn = (uint16_t)turn, .unit = (uint16_t)unit}};
}

/* A number from 0 to below - 1; below <= 65536. Four draws share one hash. */
static inline unsigned luck_draw(struct luck *luck, unsigned below) {
    if (luck->left == 0) {
        luck->bits = dice_bits(luck->key, luck->at);
        luck->at.other++;
        luck->left = 4;
    }
    unsigned piece = (unsigned)(luck->bits & 0xffff);
    luck->bits >>= 16;
    luck->left--;
    return (unsigned)(((uint64_t)piece * below) >> 16);
}

#endif
