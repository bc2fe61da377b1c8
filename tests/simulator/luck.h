/* All chance of a run comes from one seed. */
#ifndef IBAR_TESTS_SIMULATOR_LUCK_H
#define IBAR_TESTS_SIMULATOR_LUCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct luck {
    uint64_t at;
};

static inline uint64_t luck_next(struct luck *luck) {
    uint64_t x = (luck->at += 0x9e3779b97f4a7c15u);
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static inline unsigned luck_below(struct luck *luck, unsigned below) {
    return below ? (unsigned)(luck_next(luck) % below) : 0;
}

/* True `mille` times in a thousand. */
static inline bool luck_chance(struct luck *luck, unsigned mille) {
    return luck_below(luck, 1000) < mille;
}

#endif
