/* Writes the record of a game, line by line (record.h has the form). */
#include "record/record.h"
#include "record_lines.h"

#include "rules/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 1024

const char *const record_outcomes[] = {"running", "turns", "tension", "pressure"};

void record_finish(struct record *record) {
    free(record->text);
    *record = (struct record){0};
}

static void put(struct record *record, const char *bytes, size_t size) {
    if (record->failed)
        return;
    if (record->size + size + 1 > record->room) {
        size_t room = record->room ? record->room : 16384;
        while (record->size + size + 1 > room)
            room *= 2;
        char *more = realloc(record->text, room);
        if (!more) {
            record->failed = true;
            return;
        }
        record->text = more;
        record->room = room;
    }
    memcpy(record->text + record->size, bytes, size);
    record->size += size;
    record->text[record->size] = '\0';
}

__attribute__((format(printf, 2, 3))) static void put_line(struct record *record, const char *format, ...) {
    char line[LINE_MAX_BYTES];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    put(record, line, (size_t)length);
}

static const char *hex(const uint8_t *bytes, size_t size, char *out) {
    for (size_t i = 0; i < size; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return out;
}

void record_begin(struct record *record, const struct scenario *scenario, uint16_t options,
                  const uint8_t secret[SEAL_SECRET_BYTES], const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES],
                  const struct state *state) {
    uint8_t seal[SEAL_BYTES];
    char text[2 * SEAL_SECRET_BYTES + 1];
    seal_make(secret, seal);
    put_line(record, "ibar-record %d", RECORD_VERSION);
    put_line(record, "scenario %s %016" PRIx64, scenario->id, scenario->content_hash);
    put_line(record, "rules %d", RULES_VERSION);
    put_line(record, "options %u", options);
    put_line(record, "seal %s", hex(seal, SEAL_BYTES, text));
    put_line(record, "secret %s", hex(secret, SEAL_SECRET_BYTES, text));
    for (unsigned side = 0; side < scenario->sides; side++)
        put_line(record, "nonce %s %s", scenario->side[side].id, hex(nonce[side], SEAL_NONCE_BYTES, text));
    put_line(record, "begin %016" PRIx64, state_hash(state));
}

void record_turn(struct record *record, const struct scenario *scenario, unsigned turn,
                 const struct plan plan[SIDE_MAX]) {
    char text[ORDER_TEXT_MAX];
    put_line(record, "turn %u", turn);
    for (unsigned side = 0; side < scenario->sides; side++)
        for (unsigned i = 0; i < plan[side].count; i++) {
            order_format(&plan[side].order[i], text);
            put_line(record, "order %s %s", scenario->side[side].id, text);
        }
}

void record_event(void *ctx, const struct scenario *scenario, const struct state *state,
                  const struct event *event) {
    char text[LINE_MAX_BYTES - 16];
    (void)state;
    event_explain(scenario, event, text, sizeof text);
    put_line(ctx, "event P%u %s", event->pulse, text);
}

static void put_reason(struct record *record, const char *reason) {
    if (reason[0])
        put_line(record, "reason %s", reason);
}

void record_pause(struct record *record, unsigned turn, bool paused, const char *reason) {
    put_line(record, "%s %u", paused ? "pause" : "resume", turn);
    put_reason(record, reason);
}

static const char *const person_texts[PERSON_KINDS] = {"human", "human substitute", "human umpire"};

const char *person_text(enum person person) {
    return person_texts[person];
}

bool person_find(const char *text, enum person *out) {
    for (unsigned i = 0; i < PERSON_KINDS; i++) {
        if (strcmp(text, person_texts[i]) == 0) {
            *out = (enum person)i;
            return true;
        }
    }
    return false;
}

int person_words(const struct scenario *scenario, int side, const char *computer, enum person person, char *out,
                 size_t size) {
    static const char *const who[PERSON_KINDS] = {"A person", "A substitute", "The umpire"};
    return snprintf(out, size, "%s%s plays %s from here on.", computer ? "The computer player " : who[person],
                    computer ? computer : "", scenario->side[side].name);
}

void record_seat(struct record *record, const struct scenario *scenario, unsigned turn, int side, const char *computer,
                 enum person person) {
    put_line(record, "seat %u %s %s%s", turn, scenario->side[side].id, computer ? "ai " : person_text(person),
             computer ? computer : "");
}

void record_amend(struct record *record, const struct scenario *scenario, unsigned turn, const struct amend *amend,
                  const char *reason) {
    char text[AMEND_TEXT_MAX];
    amend_format(scenario, amend, text);
    put_line(record, "amend %u %s", turn, text);
    put_reason(record, reason);
}

void record_rewind(struct record *record, unsigned turn, const uint8_t secret[SEAL_SECRET_BYTES], const char *reason) {
    char text[2 * SEAL_SECRET_BYTES + 1];
    put_line(record, "rewind %u%s%s", turn, secret ? " secret " : "", secret ? hex(secret, SEAL_SECRET_BYTES, text) : "");
    put_reason(record, reason);
}

int rewind_words(unsigned turn, bool sealed, char *out, size_t size) {
    const char *dice = sealed ? " The dice come from a secret that was not told." : "";
    return turn ? snprintf(out, size, "The game goes back to the orders of turn %u.%s", turn, dice)
                : snprintf(out, size, "The game goes back to the set-up.%s", dice);
}

void record_hash(struct record *record, const struct state *state) {
    put_line(record, "hash %016" PRIx64, state_hash(state));
}

void record_end(struct record *record, const struct scenario *scenario, const struct state *state) {
    char line[LINE_MAX_BYTES];
    int used = snprintf(line, sizeof line, "end %s", record_outcomes[state->outcome]);
    for (unsigned side = 0; side < scenario->sides; side++)
        used += snprintf(line + used, sizeof line - (size_t)used, " %s %d", scenario->side[side].id,
                         state_points(scenario, state, (int)side));
    /* The bill (rulebook 7), where there is one. */
    for (unsigned side = 0; side < scenario->sides && used < (int)sizeof line; side++)
        if (state->launches[side])
            used += snprintf(line + used, sizeof line - (size_t)used, " bill %s %u missiles %u",
                             scenario->side[side].id, state->bill[side], state->launches[side]);
    put_line(record, "%s", line);
}
