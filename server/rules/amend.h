/* What an umpire may change of the truth between two turns: a scripted event that happens now, a result that is
 * overridden. Pure, as all rules; who may do it and why is the table's. */
#ifndef IBAR_RULES_AMEND_H
#define IBAR_RULES_AMEND_H

#include "events.h"
#include "state.h"

enum amend_kind {
    AMEND_EVENT,       /* scheduled event `index` of the scenario happens now, whatever its turn and chance */
    AMEND_TRACK,       /* track `index` (enum track) stands at `value` */
    AMEND_STEPS,       /* unit has `value` steps, 1 to those of its type; one that was eliminated stands again where it was */
    AMEND_SUPPRESSION, /* unit has `value` suppression */
    AMEND_STOCK,       /* unit has `value` missiles or loads */
    AMEND_PLACE,       /* unit stands in `hex`; those that it carries too. Who waited to arrive has arrived; not in set-up */
    AMEND_REMOVE,      /* unit is off the map, as eliminated, without any points for it */
    AMEND_POINTS,      /* `value` is added to the points of `side` */
    AMEND_KINDS
};

struct amend {
    uint8_t kind; /* enum amend_kind */
    uint8_t side; /* AMEND_POINTS */
    uint16_t unit;
    uint8_t index;
    int16_t value;
    hex_t hex;
};

/* May it be made? False with a whole sentence in `why`. The state must be between two turns. */
bool amend_check(const struct scenario *scenario, const struct state *state, const struct amend *amend, char *why,
                 size_t size);
/* Makes it; amend_check has said yes. Events tell what it did, as in play; the state stays sound (state_check). */
void amend_make(const struct scenario *scenario, struct state *state, const struct amend *amend,
                const struct event_sink *sink);

/* Text for journal and record (of one that amend_check allowed): "track tension 4", "steps 12 3", "place 12 0507", "event 2", "points police -3". */
#define AMEND_TEXT_MAX 64
int amend_format(const struct scenario *scenario, const struct amend *amend, char out[AMEND_TEXT_MAX]);
bool amend_parse(const struct scenario *scenario, const char *text, struct amend *out, char *why, size_t size);
/* What it does, as a whole sentence for people: the unit by name, the hex by number. Of one that amend_check allowed. */
int amend_words(const struct scenario *scenario, const struct amend *amend, char *out, size_t size);
/* May every side know of it? True for what changes only what all see. */
bool amend_is_public(const struct amend *amend);

#endif
