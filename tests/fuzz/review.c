/* A record that a stranger gave somebody to look at. The input is a record whose decisions count: options, orders, pauses,
 * seats, amendments and rewinds; what the game says to them is put in its place, so that the whole is played and shown, as a
 * forger could write it too. With ! before it, it is the record itself, of which only the hash of the content is made right.
 * The first can be looked at; of the second a sentence says why not. */
#include "fuzz.h"
#include "tiny.h"

#include <stdio.h>
#include <string.h>

#include "model/playback.h"
#include "model/replay.h"
#include "record/record.h"
#include "rules/text.h"

#define SECRETS 4
#define LINE    200
#define NAME    40 /* of a computer player */

/* The game that is recorded. */
struct game {
    const struct scenario *scenario;
    struct record record;
    struct state state, begin[TURN_MAX + 1];
    bool begun[TURN_MAX + 1];
    uint8_t secret[SECRETS][SEAL_SECRET_BYTES], nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    unsigned secrets; /* the one that the dice come from */
    uint32_t rewinds;
    struct plan plan[SIDE_MAX];
    char reason[LINE];
    struct event_sink sink;
};

static bool is_over(const struct game *game) {
    return game->state.outcome != OUTCOME_RUNNING;
}

static void begin_keep(struct game *game) {
    if (!is_over(game) && game->state.turn <= TURN_MAX) {
        game->begin[game->state.turn] = game->state;
        game->begun[game->state.turn] = true;
    }
}

static void key_make(struct game *game, struct dice_key *key) {
    seal_key(game->secret[game->secrets], game->scenario->sides, (const uint8_t(*)[SEAL_NONCE_BYTES])game->nonce, key);
}

static void game_begin(struct game *game, uint16_t options) {
    struct dice_key key;
    memset(game, 0, sizeof *game);
    game->scenario = tiny_scenario();
    game->sink = (struct event_sink){.emit = record_event, .ctx = &game->record};
    for (unsigned i = SECRETS - 1; i-- > 0;)
        seal_make(game->secret[i + 1], game->secret[i]);
    key_make(game, &key);
    state_begin(game->scenario, &key, options, &game->state);
    record_begin(&game->record, game->scenario, options, game->secret[0],
                 (const uint8_t(*)[SEAL_NONCE_BYTES])game->nonce, &game->state);
    begin_keep(game);
}

static void turn_play(struct game *game) {
    if (!is_over(game)) {
        record_turn(&game->record, game->scenario, game->state.turn, (const struct plan *)game->plan);
        rules_resolve(game->scenario, &game->state, (const struct plan *)game->plan, &game->sink);
        record_hash(&game->record, &game->state);
        begin_keep(game);
    }
    memset(game->plan, 0, sizeof game->plan);
}

static void order_take(struct game *game, char *text) {
    char why[160], *rest = strchr(text, ' ');
    struct order order;
    if (!rest)
        return;
    *rest++ = '\0';
    int side = scenario_side(game->scenario, text);
    if (side >= 0 && order_parse(rest, &order, why, sizeof why) &&
        (order.unit < game->scenario->roster_count || order_is_of_side(&order)))
        plan_put(&game->plan[side], &order);
}

static void seat_take(struct game *game, char *text) {
    char *who = strchr(text, ' ');
    enum person person = PERSON_PLAYER;
    if (!who)
        return;
    *who++ = '\0';
    int side = scenario_side(game->scenario, text);
    const char *computer = strncmp(who, "ai ", 3) == 0 && who[3] ? who + 3 : NULL;
    if (side >= 0 && strlen(who) <= NAME && (computer || person_find(who, &person)))
        record_seat(&game->record, game->scenario, game->state.turn, side, computer, person);
}

static void amend_take(struct game *game, const char *text) {
    char why[200];
    struct amend amend;
    if (is_over(game) || !amend_parse(game->scenario, text, &amend, why, sizeof why) ||
        !amend_check(game->scenario, &game->state, &amend, why, sizeof why))
        return;
    record_amend(&game->record, game->scenario, game->state.turn, &amend, game->reason);
    amend_make(game->scenario, &game->state, &amend, &game->sink);
    record_hash(&game->record, &game->state);
}

static void rewind_take(struct game *game, unsigned turn) {
    struct dice_key key;
    bool told = is_over(game) && game->secrets + 1 < SECRETS;
    if (turn > game->state.turn || turn > TURN_MAX || !game->begun[turn] || game->rewinds > 8)
        return;
    game->secrets += told;
    record_rewind(&game->record, turn, told ? game->secret[game->secrets] : NULL, game->reason);
    game->state = game->begin[turn];
    key_make(game, &key);
    seal_key_again(&key, ++game->rewinds, &game->state.key);
    game->begin[turn].key = game->state.key;
    record_hash(&game->record, &game->state);
}

/* A line of the record as given; `text` is behind its first word and the number of the turn, which is the game's. */
static void line_take(struct game *game, const char *word, unsigned turn, char *text) {
    if (strcmp(word, "hash") == 0)
        turn_play(game);
    else if (strcmp(word, "order") == 0)
        order_take(game, text);
    else if (strcmp(word, "reason") == 0)
        snprintf(game->reason, sizeof game->reason, "%s", text);
    else if (strcmp(word, "pause") == 0 || strcmp(word, "resume") == 0)
        record_pause(&game->record, game->state.turn, word[0] == 'p', game->reason);
    else if (strcmp(word, "seat") == 0)
        seat_take(game, text);
    else if (strcmp(word, "amend") == 0)
        amend_take(game, text);
    else if (strcmp(word, "rewind") == 0)
        rewind_take(game, turn);
}

/* The record of the game that the decisions of this text make. */
static void record_make(struct game *game, const char *text) {
    unsigned options = 0;
    const char *at = strstr(text, "options ");
    if (at)
        sscanf(at, "options %5u", &options);
    game_begin(game, (uint16_t)options);
    for (at = text; *at && game->record.size < 1 << 18;) {
        char line[LINE], word[8];
        unsigned turn = 0;
        int rest = 0;
        size_t length = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        at += length + (at[length] != '\0');
        if (sscanf(line, "%7[a-z] %n%u %n", word, &rest, &turn, &rest) >= 1)
            line_take(game, word, turn, line + rest);
    }
    while (!is_over(game))
        turn_play(game);
    record_end(&game->record, game->scenario, &game->state);
}

/* What the review shows of a turn with these eyes. */
static void look(const struct replay *replay, unsigned turn, int eyes) {
    static struct view before, after;
    const struct scenario *scenario = replay_scenario(replay);
    struct event *told, *shown;
    char text[300], order[ORDER_TEXT_MAX];
    replay_view(replay, turn, eyes, &before);
    size_t count = replay_events(replay, turn, eyes, &told, &shown);
    for (size_t i = 0; i < count; i++)
        event_explain(scenario, &told[i], text, sizeof text);
    playback_view(scenario, &before, shown, count, &after);
    for (size_t i = 0; i < before.plan.count; i++)
        order_format(&before.plan.order[i], order);
}

static void look_at_all(const struct replay *replay) {
    unsigned turns = replay_turns(replay);
    PROMISE(turns >= 1 && turns <= 2000);
    for (unsigned turn = 1; turn <= turns + 1; turn++) {
        PROMISE(replay_state(replay, turn)->turn >= 1);
        for (size_t i = 0; replay_ruling(replay, turn, i); i++)
            PROMISE(replay_ruling(replay, turn, i)[0]);
        for (int eyes = REPLAY_TRUTH; eyes < replay_scenario(replay)->sides; eyes++)
            look(replay, turn, eyes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct game game;
    char why[400] = "", *text = malloc(size + 1);
    bool whole = size > 0 && bytes[0] == '!';
    PROMISE(text);
    memcpy(text, bytes + whole, size - whole);
    text[size - whole] = '\0';
    struct replay *replay;
    if (whole) {
        tiny_hash_put(text);
        replay = replay_create(text, size - 1, tiny_find, NULL, why, sizeof why);
        PROMISE(replay || why[0]);
    } else {
        record_make(&game, text);
        replay = replay_create(game.record.text, game.record.size, tiny_find, NULL, why, sizeof why);
        record_finish(&game.record);
        PROMISE(replay);
    }
    if (replay)
        look_at_all(replay);
    replay_destroy(replay);
    free(text);
    return 0;
}
