/* What the two files of resampling share. */
#ifndef IBAR_RULES_RESAMPLE_ROOM_H
#define IBAR_RULES_RESAMPLE_ROOM_H

#include "resample.h"
#include "rule.h"

/* What a die of resampling is for: `other` of its address. */
enum resample_die {
    RESAMPLE_TAKES_PART,
    RESAMPLE_BEHIND,
    RESAMPLE_PLACE,
    RESAMPLE_WALK,
    RESAMPLE_STEPS,
    RESAMPLE_WOUNDED,
    RESAMPLE_STOCK,
    RESAMPLE_POLICY,
    RESAMPLE_SUPPRESSION,
    RESAMPLE_REVEALED,
    RESAMPLE_TRAP,
    RESAMPLE_CACHE
};

struct resample {
    const struct scenario *scenario;
    const struct view *view;
    struct state *state;
};

/* 1 .. sides. */
int resample_roll(const struct resample *resample, int what, int number, int k, int sides);

/* Where something may have begun: one of its choices, or where its side could place it. */
hex_t resample_place(const struct resample *resample, int what, int number, int k, int zone, const hex_t *choice,
                     int choices);

/* Draws who stands behind each contact. False when the roster has nobody for one of them. */
bool resample_contacts(const struct resample *resample);
/* Places the units of other sides of which the side has no contact where it would not sight them now. */
void resample_hidden(const struct resample *resample);
/* What the other sides sight in this world. */
void resample_sights_of_others(const struct resample *resample);

#endif
