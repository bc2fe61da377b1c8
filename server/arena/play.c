#include "play.h"

#include <sodium.h>
#include <string.h>

void arena_secret(uint64_t seed, uint64_t game, uint8_t secret[SEAL_SECRET_BYTES]) {
    static const char label[] = "ibar arena 1";
    uint8_t bytes[sizeof label - 1 + 16];
    memcpy(bytes, label, sizeof label - 1);
    for (int i = 0; i < 8; i++) {
        bytes[sizeof label - 1 + i] = (uint8_t)(seed >> (8 * i));
        bytes[sizeof label + 7 + i] = (uint8_t)(game >> (8 * i));
    }
    crypto_generichash(secret, SEAL_SECRET_BYTES, bytes, sizeof bytes, NULL, 0);
}

static void plan_sides(const struct scenario *scenario, const struct state *state,
                       const struct ai *const ai[SIDE_MAX], struct ai_memory memory[SIDE_MAX],
                       const struct dice_key luck[SIDE_MAX], struct plan plan[SIDE_MAX]) {
    struct view view;
    for (int side = 0; side < scenario->sides; side++) {
        view_build(scenario, state, side, &view);
        ai[side]->plan(scenario, &view, &memory[side], &luck[side]);
        plan[side] = view.plan;
    }
}

void arena_play(const struct scenario *scenario, uint16_t options, const uint8_t secret[SEAL_SECRET_BYTES],
                const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES], const struct ai *const ai[SIDE_MAX],
                struct record *record, struct arena_result *out) {
    static const uint8_t zeros[SIDE_MAX][SEAL_NONCE_BYTES];
    struct ai_memory memory[SIDE_MAX] = {0};
    struct dice_key key, luck[SIDE_MAX];
    struct plan plan[SIDE_MAX] = {0};
    struct state state;
    struct event_sink sink = {.emit = record_event, .ctx = record};
    nonce = nonce ? nonce : zeros;
    seal_key(secret, scenario->sides, nonce, &key);
    for (unsigned side = 0; side < scenario->sides; side++)
        seal_luck(secret, side, &luck[side]);
    state_begin(scenario, &key, options, &state);
    if (record)
        record_begin(record, scenario, options, secret, nonce, &state);
    *out = (struct arena_result){0};
    while (state.outcome == OUTCOME_RUNNING) {
        plan_sides(scenario, &state, ai, memory, luck, plan);
        if (record)
            record_turn(record, scenario, state.turn, (const struct plan *)plan);
        out->turns += state.turn > 0; /* the set-up is no turn */
        rules_resolve(scenario, &state, (const struct plan *)plan, record ? &sink : NULL);
        if (record)
            record_hash(record, &state);
    }
    if (record)
        record_end(record, scenario, &state);
    out->hash = state_hash(&state);
    out->outcome = state.outcome;
    rules_rank(scenario, &state, out->place);
    for (int side = 0; side < scenario->sides; side++) {
        out->points[side] = state_points(scenario, &state, side);
        out->reached[side] = rules_reached(scenario, &state, side);
    }
}
