/* Plays a record again. What the game says is written as a second record, and the two are compared line by
 * line as it grows: seal, key, orders, events, hashes and end are all judged by one comparison. */
#include "record/record.h"
#include "record_lines.h"

#include "rules/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    const char *text;
    size_t length;
};

struct verify {
    uint8_t secret[SEAL_SECRET_BYTES]; /* from which the dice come */
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    uint32_t rewinds;
    struct state *begin[TURN_MAX + 1]; /* as the orders of a turn were first awaited, of the line that holds */
    const char *at, *end; /* of the record as given */
    unsigned line;        /* number of the line at `at`, from 1 */
    struct record fresh;  /* what the game says */
    size_t compared;      /* bytes of it that were found equal */
    const struct scenario *scenario;
    struct state state;
    struct plan plan[SIDE_MAX];
    const struct record_watch *watch; /* NULL: nobody looks on */
    char *why;
    size_t why_size;
};

__attribute__((format(printf, 2, 3))) static bool differ(struct verify *verify, const char *format, ...) {
    va_list args;
    int used = snprintf(verify->why, verify->why_size, "line %u: ", verify->line);
    if (used < 0 || (size_t)used >= verify->why_size)
        return false;
    va_start(args, format);
    vsnprintf(verify->why + used, verify->why_size - (size_t)used, format, args);
    va_end(args);
    return false;
}

/* The line at a place; false at the end. A last line without a line feed is one too. */
static bool peek(const char *at, const char *end, struct line *out) {
    if (at >= end)
        return false;
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    *out = (struct line){at, (size_t)((feed ? feed : end) - at)};
    return true;
}

/* Where the line behind this one begins. */
static const char *behind(const struct verify *verify, const struct line *line) {
    const char *end = line->text + line->length;
    return end < verify->end ? end + 1 : verify->end;
}

static void next(struct verify *verify, const struct line *line) {
    verify->at = behind(verify, line);
    verify->line++;
}

/* Compares all lines that the game has said since the last call with the record. */
static bool compare(struct verify *verify) {
    const char *end = verify->fresh.text + verify->fresh.size;
    struct line said, given;
    if (verify->fresh.failed)
        return differ(verify, "there is not enough memory to play it.");
    while (peek(verify->fresh.text + verify->compared, end, &said)) {
        if (!peek(verify->at, verify->end, &given))
            return differ(verify, "the record ends here; the game goes on with \"%.*s\".", (int)said.length,
                          said.text);
        if (given.length != said.length || memcmp(given.text, said.text, said.length) != 0)
            return differ(verify, "the record says \"%.*s\", the game \"%.*s\".", (int)given.length,
                          given.text, (int)said.length, said.text);
        next(verify, &given);
        verify->compared += said.length + 1;
    }
    return true;
}

/* The next line of the head, "NAME REST": copies the rest; verify->line becomes its number. */
static bool head_line(struct verify *verify, const char **at, const char *name, char *out, size_t size) {
    struct line line;
    size_t length = strlen(name);
    verify->line++;
    if (!peek(*at, verify->end, &line) || line.length < length || memcmp(line.text, name, length) != 0 ||
        line.length - length >= size)
        return differ(verify, "there should be a line \"%s...\".", name);
    memcpy(out, line.text + length, line.length - length);
    out[line.length - length] = '\0';
    *at = behind(verify, &line);
    return true;
}

static bool read_hex(struct verify *verify, const char *text, uint8_t *out, size_t size) {
    unsigned byte;
    if (strlen(text) != 2 * size || strspn(text, "0123456789abcdef") != 2 * size)
        return differ(verify, "there should be %zu hexadecimal digits.", 2 * size);
    for (size_t i = 0; i < size; i++) {
        sscanf(text + 2 * i, "%2x", &byte);
        out[i] = (uint8_t)byte;
    }
    return true;
}

/* Shows the turn that begins, or the end, to who looks on. */
static bool shown(struct verify *verify) {
    const struct record_watch *watch = verify->watch;
    if (watch && watch->state && !watch->state(watch->ctx, verify->scenario, &verify->state))
        return differ(verify, "there is not enough memory to show it.");
    return true;
}

/* Each event goes into the record that is compared, and to who looks on. */
static void emit(void *ctx, const struct scenario *scenario, const struct state *state,
                 const struct event *event) {
    struct verify *verify = ctx;
    record_event(&verify->fresh, scenario, state, event);
    if (verify->watch && verify->watch->event)
        verify->watch->event(verify->watch->ctx, scenario, state, event);
}

/* The key of the secret, before any rewind is mixed into it. */
static void first_key(const struct verify *verify, struct dice_key *key) {
    seal_key(verify->secret, verify->scenario->sides, (const uint8_t(*)[SEAL_NONCE_BYTES])verify->nonce, key);
}

/* Reads the head and begins the game. Reading moves the line number, which then starts again for comparing.
 */
static bool begin(struct verify *verify, const struct scenario *(*find)(void *ctx, const char *id),
                  void *ctx) {
    const char *at = verify->at;
    char text[128], id[64], name[32];
    uint64_t content;
    unsigned version, options;
    struct dice_key key;
    verify->line = 0;
    if (!head_line(verify, &at, "ibar-record ", text, sizeof text))
        return differ(verify, "this is no record of a game: it should begin with \"ibar-record %d\".",
                      RECORD_VERSION);
    if (sscanf(text, "%u", &version) != 1 || version != RECORD_VERSION)
        return differ(verify, "the record is of version %s, this program reads version %d.", text,
                      RECORD_VERSION);
    if (!head_line(verify, &at, "scenario ", text, sizeof text) ||
        sscanf(text, "%63s %" SCNx64, id, &content) != 2)
        return differ(verify, "there should be a line \"scenario ID HASH\".");
    verify->scenario = find(ctx, id);
    if (!verify->scenario)
        return differ(verify, "there is no scenario \"%s\" here.", id);
    if (verify->scenario->content_hash != content)
        return differ(verify,
                      "the scenario \"%s\" here (%016" PRIx64 ") is not the one that was played (%016" PRIx64
                      ").",
                      id, verify->scenario->content_hash, content);
    if (!head_line(verify, &at, "rules ", text, sizeof text) || sscanf(text, "%u", &version) != 1 ||
        version != RULES_VERSION)
        return differ(verify, "the game was played with rules of another version than %d.", RULES_VERSION);
    if (!head_line(verify, &at, "options ", text, sizeof text) || sscanf(text, "%u", &options) != 1 ||
        options > 0xffff)
        return differ(verify, "there should be a line \"options NUMBER\".");
    if (!head_line(verify, &at, "seal ", text, sizeof text) ||
        !head_line(verify, &at, "secret ", text, sizeof text) ||
        !read_hex(verify, text, verify->secret, sizeof verify->secret))
        return false;
    for (unsigned side = 0; side < verify->scenario->sides; side++) {
        snprintf(name, sizeof name, "nonce %s ", verify->scenario->side[side].id);
        if (!head_line(verify, &at, name, text, sizeof text) ||
            !read_hex(verify, text, verify->nonce[side], sizeof verify->nonce[side]))
            return false;
    }
    verify->line = 1;
    first_key(verify, &key);
    state_begin(verify->scenario, &key, (uint16_t)options, &verify->state);
    record_begin(&verify->fresh, verify->scenario, (uint16_t)options, verify->secret,
                 (const uint8_t(*)[SEAL_NONCE_BYTES])verify->nonce, &verify->state);
    return compare(verify) && shown(verify);
}

/* "order SIDE TEXT" into the plan of the side. */
static bool read_order(struct verify *verify, const struct line *line) {
    char text[ORDER_TEXT_MAX + 64], why[160];
    struct order order;
    if (line->length >= sizeof text)
        return differ(verify, "the order is too long.");
    memcpy(text, line->text, line->length);
    text[line->length] = '\0';
    char *side_id = text + strlen("order "), *rest = strchr(side_id, ' ');
    if (!rest)
        return differ(verify, "there should be \"order SIDE ORDER\".");
    *rest++ = '\0';
    int side = scenario_side(verify->scenario, side_id);
    if (side < 0)
        return differ(verify, "there is no side \"%s\".", side_id);
    if (!order_parse(rest, &order, why, sizeof why))
        return differ(verify, "%s", why);
    if (order.unit >= verify->scenario->roster_count && !order_is_of_side(&order))
        return differ(verify, "there is no unit %u.", order.unit);
    if (!plan_put(&verify->plan[side], &order))
        return differ(verify, "the plan of side %s is too long.", side_id);
    return true;
}

/* Keeps the state in which a turn begins, for a rewind to it. */
static bool begin_keep(struct verify *verify) {
    struct state **at = &verify->begin[verify->state.turn];
    if (verify->state.outcome != OUTCOME_RUNNING || verify->state.turn > TURN_MAX)
        return true;
    if (!*at && !(*at = malloc(sizeof **at)))
        return differ(verify, "there is not enough memory to play it.");
    **at = verify->state;
    return true;
}

/* Plays the turn at the present line. */
static bool play_turn(struct verify *verify) {
    struct line line;
    const char *at = verify->at;
    unsigned first = verify->line;
    memset(verify->plan, 0, sizeof verify->plan);
    if (!peek(at, verify->end, &line))
        return differ(verify, "the record ends before the game.");
    /* The orders are read ahead of the comparison: they say what the game does next. */
    at = behind(verify, &line);
    for (verify->line++;
         peek(at, verify->end, &line) && line.length > 6 && memcmp(line.text, "order ", 6) == 0;
         verify->line++) {
        if (!read_order(verify, &line))
            return false;
        at = behind(verify, &line);
    }
    verify->line = first;
    struct event_sink sink = {.emit = emit, .ctx = verify};
    record_turn(&verify->fresh, verify->scenario, verify->state.turn, (const struct plan *)verify->plan);
    if (!compare(verify))
        return false;
    if (verify->watch && verify->watch->plans)
        verify->watch->plans(verify->watch->ctx, verify->scenario, (const struct plan *)verify->plan);
    rules_resolve(verify->scenario, &verify->state, (const struct plan *)verify->plan, &sink);
    record_hash(&verify->fresh, &verify->state);
    return compare(verify) && begin_keep(verify) && shown(verify);
}

/* A line between turns, and the reason behind it. */
struct between {
    char word[8], rest[160], reason[256];
    unsigned turn;
};

/* Copies a line; false when it is none or too long. */
static bool copy_line(const struct verify *verify, const char *at, char *out, size_t size, const char **after) {
    struct line line;
    if (!peek(at, verify->end, &line) || line.length >= size)
        return false;
    memcpy(out, line.text, line.length);
    out[line.length] = '\0';
    *after = behind(verify, &line);
    return true;
}

/* Is the present line one of pause, resume, seat, amend, rewind? Reads it and its reason ahead of the comparison. */
static bool read_between(const struct verify *verify, struct between *out) {
    static const char *const words[] = {"pause", "resume", "seat", "amend", "rewind"};
    char text[200], reason[300];
    const char *at;
    int rest = 0;
    *out = (struct between){.turn = 0};
    if (!copy_line(verify, verify->at, text, sizeof text, &at) ||
        sscanf(text, "%7[a-z] %u %n", out->word, &out->turn, &rest) != 2)
        return false;
    snprintf(out->rest, sizeof out->rest, "%.150s", text + rest);
    if (copy_line(verify, at, reason, sizeof reason, &at) && strncmp(reason, "reason ", 7) == 0)
        snprintf(out->reason, sizeof out->reason, "%.250s", reason + 7);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(out->word, words[i]) == 0)
            return true;
    return false;
}

static void tell_ruling(struct verify *verify, const struct between *between, bool changes, const char *text) {
    const struct record_ruling ruling = {changes, strcmp(between->word, "rewind") == 0, between->turn, text,
                                         between->reason};
    if (verify->watch && verify->watch->ruling)
        verify->watch->ruling(verify->watch->ctx, verify->scenario, &ruling);
}

static bool play_seat(struct verify *verify, const struct between *between) {
    char side_id[16] = "", text[160];
    int rest = 0;
    enum person person = PERSON_PLAYER;
    int side = sscanf(between->rest, "%15s %n", side_id, &rest) == 1 ? scenario_side(verify->scenario, side_id) : -1;
    const char *who = between->rest + rest, *computer = strncmp(who, "ai ", 3) == 0 && who[3] ? who + 3 : NULL;
    if (side < 0 || (!computer && !person_find(who, &person)))
        return differ(verify, "there should be \"seat TURN SIDE human\" or \"seat TURN SIDE ai PLAYER\".");
    record_seat(&verify->fresh, verify->scenario, between->turn, side, computer, person);
    person_words(verify->scenario, side, computer, person, text, sizeof text);
    if (!compare(verify))
        return false;
    tell_ruling(verify, between, false, text);
    return true;
}

static bool play_amend(struct verify *verify, const struct between *between) {
    char why[200], text[160];
    struct amend amend;
    if (verify->state.outcome != OUTCOME_RUNNING || between->turn != verify->state.turn)
        return differ(verify, "an amendment of turn %u stands where turn %u is played.", between->turn,
                      verify->state.turn);
    if (!amend_parse(verify->scenario, between->rest, &amend, why, sizeof why) ||
        !amend_check(verify->scenario, &verify->state, &amend, why, sizeof why))
        return differ(verify, "%s", why);
    struct event_sink sink = {.emit = emit, .ctx = verify};
    record_amend(&verify->fresh, verify->scenario, between->turn, &amend, between->reason);
    amend_words(verify->scenario, &amend, text, sizeof text);
    tell_ruling(verify, between, true, text);
    amend_make(verify->scenario, &verify->state, &amend, &sink);
    record_hash(&verify->fresh, &verify->state);
    return compare(verify) && shown(verify);
}

/* The secret that a rewind from the end tells, if it does: nobody could choose it when the secret before it is its seal. */
static bool rewind_secret(struct verify *verify, const struct between *between, bool *told) {
    uint8_t secret[SEAL_SECRET_BYTES], seal[SEAL_BYTES];
    *told = between->rest[0] != '\0';
    if (!*told)
        return true;
    if (strncmp(between->rest, "secret ", 7) != 0)
        return differ(verify, "there should be \"rewind TURN\" or \"rewind TURN secret SECRET\".");
    if (verify->state.outcome == OUTCOME_RUNNING)
        return differ(verify, "the game goes back with another secret, but it has not ended.");
    if (!read_hex(verify, between->rest + 7, secret, sizeof secret))
        return false;
    seal_make(secret, seal);
    if (memcmp(seal, verify->secret, sizeof seal) != 0)
        return differ(verify, "the secret before this one is not its seal: it was chosen later.");
    memcpy(verify->secret, secret, sizeof secret);
    return true;
}

static bool play_rewind(struct verify *verify, const struct between *between) {
    char text[160];
    struct dice_key key;
    bool told;
    if (between->turn > verify->state.turn || !verify->begin[between->turn])
        return differ(verify, "the game cannot go back to turn %u, which was not played.", between->turn);
    if (!rewind_secret(verify, between, &told))
        return false;
    record_rewind(&verify->fresh, between->turn, told ? verify->secret : NULL, between->reason);
    verify->state = *verify->begin[between->turn];
    first_key(verify, &key);
    seal_key_again(&key, ++verify->rewinds, &verify->state.key);
    verify->begin[between->turn]->key = verify->state.key;
    record_hash(&verify->fresh, &verify->state);
    rewind_words(between->turn, told, text, sizeof text);
    if (!compare(verify))
        return false;
    tell_ruling(verify, between, true, text);
    return shown(verify);
}

static bool play_between(struct verify *verify, const struct between *between) {
    bool paused = strcmp(between->word, "pause") == 0;
    if (strcmp(between->word, "seat") == 0)
        return play_seat(verify, between);
    if (strcmp(between->word, "amend") == 0)
        return play_amend(verify, between);
    if (strcmp(between->word, "rewind") == 0)
        return play_rewind(verify, between);
    record_pause(&verify->fresh, between->turn, paused, between->reason);
    if (!compare(verify))
        return false;
    tell_ruling(verify, between, false,
                paused ? "The game is paused: clocks stand still and no turn is played." : "The game goes on.");
    return true;
}

static bool play(struct verify *verify, const struct scenario *(*find)(void *ctx, const char *id),
                 void *ctx) {
    struct between between;
    if (!begin(verify, find, ctx) || !begin_keep(verify))
        return false;
    for (;;) {
        if (read_between(verify, &between)) {
            if (!play_between(verify, &between))
                return false;
        } else if (verify->state.outcome != OUTCOME_RUNNING) {
            break;
        } else if (!play_turn(verify)) {
            return false;
        }
    }
    record_end(&verify->fresh, verify->scenario, &verify->state);
    if (!compare(verify))
        return false;
    return verify->at == verify->end || differ(verify, "the game is over, but the record goes on.");
}

bool record_review(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id),
                 void *ctx, const struct record_watch *watch, char *why, size_t why_size) {
    struct verify *verify = calloc(1, sizeof *verify);
    if (!verify) {
        snprintf(why, why_size, "line 1: there is not enough memory to play it.");
        return false;
    }
    *verify = (struct verify){
        .at = text, .end = text + size, .line = 1, .watch = watch, .why = why, .why_size = why_size};
    bool good = play(verify, find, ctx);
    record_finish(&verify->fresh);
    for (unsigned turn = 0; turn <= TURN_MAX; turn++)
        free(verify->begin[turn]);
    free(verify);
    return good;
}

bool record_verify(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id),
                   void *ctx, char *why, size_t why_size) {
    return record_review(text, size, find, ctx, NULL, why, why_size);
}
