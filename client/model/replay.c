#include "replay.h"

#include "playback.h"

#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD_MAX (64u * 1024 * 1024)
#define EYES       (SIDE_MAX + 2) /* by side; then the truth, as told and as shown */
#define TOLD       SIDE_MAX
#define SHOWN      (SIDE_MAX + 1)
#define REPLAY_MAX 2000 /* entries */

struct heard {
    struct event *event;
    size_t count, room;
};

struct replay_turn {
    struct state before;
    struct plan plan[SIDE_MAX];
    struct heard heard[EYES];
};

/* What happened between two turns, before the entry of that index was played. */
struct replay_ruling {
    unsigned entry;
    char text[420];
};

struct replay {
    const struct scenario *scenario;
    struct replay_turn **turn; /* as they were played; the last is the end: a state without plans and events */
    unsigned count, room;      /* entries, the end included */
    struct replay_ruling *ruling;
    size_t rulings;
    bool setup;                /* what is played now is the set-up */
    bool changed;              /* the next state is no further turn: the last one was amended, or the game went back */
    bool rewound;              /* it ever went back */
    bool failed;               /* memory ran out */
};

static bool heard_add(struct heard *heard, const struct event *event) {
    if (heard->count == heard->room) {
        size_t room = heard->room ? 2 * heard->room : 64;
        struct event *more = realloc(heard->event, room * sizeof *more);
        if (!more)
            return false;
        heard->event = more;
        heard->room = room;
    }
    heard->event[heard->count++] = *event;
    return true;
}

static void last_drop(struct replay *replay) {
    struct replay_turn *turn = replay->turn[--replay->count];
    for (int k = 0; k < EYES; k++)
        free(turn->heard[k].event);
    free(turn);
}

static bool watch_state(void *ctx, const struct scenario *scenario, const struct state *state) {
    struct replay *replay = ctx;
    replay->scenario = scenario;
    if (replay->failed || replay->count >= REPLAY_MAX)
        return false;
    if (replay->changed && replay->count > 0)
        last_drop(replay);
    replay->changed = false;
    replay->setup = state->turn == 0;
    if (replay->setup)
        return true; /* review begins with turn 1 */
    if (replay->count == replay->room) {
        unsigned room = replay->room ? 2 * replay->room : 32;
        struct replay_turn **more = realloc(replay->turn, room * sizeof(*more));
        if (!more)
            return false;
        replay->turn = more;
        replay->room = room;
    }
    struct replay_turn *turn = calloc(1, sizeof *turn);
    if (!turn)
        return false;
    turn->before = *state;
    replay->turn[replay->count++] = turn;
    return true;
}

static void watch_ruling(void *ctx, const struct scenario *scenario, const struct record_ruling *ruling) {
    struct replay *replay = ctx;
    (void)scenario;
    replay->changed = replay->changed || ruling->changes_state;
    replay->rewound = replay->rewound || ruling->rewinds;
    struct replay_ruling *more = realloc(replay->ruling, (replay->rulings + 1) * sizeof(*more));
    if (!more) {
        replay->failed = true;
        return;
    }
    replay->ruling = more;
    more += replay->rulings++;
    more->entry = replay->count > 0 ? replay->count - 1 : 0;
    snprintf(more->text, sizeof more->text, "%s%s%s", ruling->text, ruling->reason[0] ? " Reason: " : "",
             ruling->reason);
}

static void watch_plans(void *ctx, const struct scenario *scenario, const struct plan plan[SIDE_MAX]) {
    struct replay *replay = ctx;
    for (int side = 0; !replay->setup && replay->count > 0 && side < scenario->sides; side++)
        replay->turn[replay->count - 1]->plan[side] = plan[side];
}

static void watch_event(void *ctx, const struct scenario *scenario, const struct state *state,
                        const struct event *event) {
    struct replay *replay = ctx;
    if (replay->changed || replay->setup || replay->count == 0)
        return; /* of an amendment or the set-up */
    struct replay_turn *turn = replay->turn[replay->count - 1];
    struct event told;
    bool good = true;
    for (int side = 0; side < scenario->sides; side++)
        if (event_for_side(scenario, state, event, side, &told))
            good &= heard_add(&turn->heard[side], &told);
    playback_of_truth(scenario, event, &told);
    good &= heard_add(&turn->heard[TOLD], event) && heard_add(&turn->heard[SHOWN], &told);
    replay->failed |= !good;
}

struct replay *replay_create(const char *text, size_t size,
                             const struct scenario *(*find)(void *ctx, const char *id), void *ctx, char *why,
                             size_t why_size) {
    struct replay *replay = calloc(1, sizeof *replay);
    if (!replay) {
        snprintf(why, why_size, "There is not enough memory for the record.");
        return NULL;
    }
    const struct record_watch watch = {
        .ctx = replay, .state = watch_state, .plans = watch_plans, .event = watch_event, .ruling = watch_ruling};
    if (record_review(text, size, find, ctx, &watch, why, why_size) && !replay->failed)
        return replay;
    if (replay->failed)
        snprintf(why, why_size, "There is not enough memory for the record.");
    replay_destroy(replay);
    return NULL;
}

struct replay *replay_read(const char *path, const struct scenario *(*find)(void *ctx, const char *id),
                           void *ctx, char *why, size_t why_size) {
    FILE *file = fopen(path, "rb");
    char *text = NULL, reason[240] = "";
    size_t size = 0, room = 0;
    while (file && !feof(file) && !ferror(file) && size < RECORD_MAX) {
        if (size == room) {
            char *more = realloc(text, room = room ? 2 * room : 65536);
            if (!more)
                break;
            text = more;
        }
        size += fread(text + size, 1, room - size, file);
    }
    bool whole = file && feof(file) && !ferror(file);
    if (file)
        fclose(file);
    struct replay *replay = NULL;
    if (!whole)
        snprintf(why, why_size, "The record %s cannot be read: name a file that ibar or the server has written.",
                 path);
    else if (!(replay = replay_create(text, size, find, ctx, reason, sizeof reason)))
        snprintf(why, why_size, "The record %s does not hold: %s", path, reason);
    free(text);
    return replay;
}

void replay_destroy(struct replay *replay) {
    if (!replay)
        return;
    while (replay->count > 0)
        last_drop(replay);
    free(replay->turn);
    free(replay->ruling);
    free(replay);
}

const struct scenario *replay_scenario(const struct replay *replay) {
    return replay->scenario;
}

unsigned replay_turns(const struct replay *replay) {
    return replay->count - 1;
}

bool replay_is_rewound(const struct replay *replay) {
    return replay->rewound;
}

const char *replay_ruling(const struct replay *replay, unsigned turn, size_t index) {
    for (size_t i = 0; i < replay->rulings; i++)
        if (replay->ruling[i].entry + 1 == turn && index-- == 0)
            return replay->ruling[i].text;
    return NULL;
}

static const struct replay_turn *turn_of(const struct replay *replay, unsigned turn) {
    return replay->turn[turn < 1 ? 0 : turn > replay->count ? replay->count - 1 : turn - 1];
}

const struct state *replay_state(const struct replay *replay, unsigned turn) {
    return &turn_of(replay, turn)->before;
}

const struct plan *replay_plan(const struct replay *replay, unsigned turn, int side) {
    return &turn_of(replay, turn)->plan[side];
}

/* The other sides' units as contacts that everything is known of. */
static void truth_contacts(const struct scenario *scenario, const struct state *state, struct view *out) {
    out->contacts = out->marks = 0;
    for (unsigned i = 0; i < state->units; i++) {
        const struct unit *unit = &state->unit[i];
        if (unit->side == out->side || unit->status != UNIT_ON_MAP)
            continue;
        const struct unit_type *type = &scenario->rules.type[unit->type];
        uint8_t known = (uint8_t)((unit->flags & UNIT_COVERT ? KNOWN_COVERT : 0) |
                                  (unit->flags & UNIT_SURRENDERED ? KNOWN_SURRENDERED : 0) |
                                  (unit->flags & UNIT_DISMOUNTED ? KNOWN_ON_FOOT : 0));
        out->contact[out->contacts++] = (struct view_contact){.handle = (uint16_t)(i + 1),
                                                              .level = CONTACT_IDENTIFIED,
                                                              .strength = unit->steps < type->steps ? 1 : 2,
                                                              .known = known,
                                                              .type = unit->type,
                                                              .side = unit->side,
                                                              .turn = state->turn,
                                                              .hex = unit->hex};
    }
    out->barricades = 0;
    for (unsigned i = 0; i < BARRICADE_MAX; i++)
        if (state->barricade[i].strength > 0)
            out->barricade[out->barricades++] = state->barricade[i];
    out->caches = 0;
    for (unsigned i = 0; i < scenario->caches; i++)
        if (state->cache[i].hex < scenario->map.count)
            out->cache[out->caches++] = state->cache[i];
}

void replay_view(const struct replay *replay, unsigned turn, int eyes, struct view *out) {
    const struct replay_turn *at = turn_of(replay, turn);
    int side = eyes < 0 ? 0 : eyes;
    view_build(replay->scenario, &at->before, side, out);
    out->plan = at->plan[side];
    if (eyes < 0)
        truth_contacts(replay->scenario, &at->before, out);
}

size_t replay_events(const struct replay *replay, unsigned turn, int eyes, struct event **told,
                     struct event **shown) {
    const struct replay_turn *at = turn_of(replay, turn);
    const struct heard *heard = &at->heard[eyes < 0 ? TOLD : eyes];
    *told = heard->event;
    *shown = at->heard[eyes < 0 ? SHOWN : eyes].event;
    return heard->count;
}
