#include "journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hex_write(const uint8_t *bytes, size_t size, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

int journal_created_format(const struct table_config *config, char out[JOURNAL_CREATED_MAX]) {
    const struct scenario *scenario = config->scenario;
    char secret[SEAL_SECRET_BYTES * 2 + 1];
    hex_write(config->secret, SEAL_SECRET_BYTES, secret);
    int used = snprintf(out, JOURNAL_CREATED_MAX,
                        "ibar-game 1\nname %s\nscenario %s %016" PRIx64 "\nrules %d\noptions %u\n"
                        "turn-seconds %" PRIu32 "\nsecret %s\n",
                        config->name, scenario->id, scenario->content_hash, RULES_VERSION, config->options,
                        config->turn_seconds, secret);
    if (config->rooted) {
        hex_write(config->root, SEAL_SECRET_BYTES, secret);
        used += snprintf(out + used, JOURNAL_CREATED_MAX - (size_t)used, "root %s\n", secret);
    }
    const struct {
        const char *name;
        unsigned value;
    } more[] = {{"bank-seconds", config->bank_seconds}, {"grace-seconds", config->grace_seconds},
                {"listed", config->listed},             {"watched", config->watched},
                {"umpired", config->umpired},           {"delay", config->delay}};
    for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
        if (more[i].value) {
            used += snprintf(out + used, JOURNAL_CREATED_MAX - (size_t)used, "%s %u\n", more[i].name, more[i].value);
        }
    }
    for (int side = 0; side < scenario->sides; side++) {
        const struct ai *ai = config->ai[side];
        used += snprintf(out + used, JOURNAL_CREATED_MAX - (size_t)used, "seat %s %s%s\n",
                         scenario->side[side].id, ai ? "ai " : "human", ai ? ai->name : "");
    }
    return used;
}

int journal_ready_format(const char *side, const uint8_t nonce[SEAL_NONCE_BYTES],
                         char out[JOURNAL_LINE_MAX]) {
    char text[SEAL_NONCE_BYTES * 2 + 1];
    hex_write(nonce, SEAL_NONCE_BYTES, text);
    return snprintf(out, JOURNAL_LINE_MAX, "%s %s", side, text);
}

int journal_order_format(const char *side, const struct order *order, char out[JOURNAL_LINE_MAX]) {
    size_t used = strlen(side);
    memcpy(out, side, used);
    out[used++] = ' ';
    return (int)used + order_format(order, out + used);
}

static bool wrong(char *why, size_t size, const char *what, const char *text) {
    snprintf(why, size, "The journal's entry \"%.60s\" is not %s.", text, what);
    return false;
}

static int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Exactly `bytes` bytes, lower case. */
static bool hex_read(const char *text, uint8_t *out, size_t bytes) {
    if (strlen(text) != bytes * 2) {
        return false;
    }
    for (size_t i = 0; i < bytes; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* One line of CREATED. */
static bool created_line(const char *line, struct journal_created *out) {
    unsigned version;
    char word[96], more[96];
    if (sscanf(line, "ibar-game %u", &version) == 1) {
        return version == 1;
    }
    if (strncmp(line, "name ", 5) == 0) {
        snprintf(out->name, sizeof(out->name), "%.*s", TABLE_NAME_MAX - 1, line + 5);
        return true;
    }
    if (sscanf(line, "scenario %31s %16" SCNx64, out->scenario, &out->content_hash) == 2 ||
        sscanf(line, "rules %u", &out->rules) == 1 || sscanf(line, "options %u", &out->options) == 1 ||
        sscanf(line, "turn-seconds %u", &out->turn_seconds) == 1 ||
        sscanf(line, "bank-seconds %u", &out->bank_seconds) == 1 ||
        sscanf(line, "grace-seconds %u", &out->grace_seconds) == 1 ||
        sscanf(line, "listed %u", &out->listed) == 1 || sscanf(line, "watched %u", &out->watched) == 1 ||
        sscanf(line, "umpired %u", &out->umpired) == 1 || sscanf(line, "delay %u", &out->delay) == 1) {
        return true;
    }
    if (sscanf(line, "secret %95s", word) == 1) {
        return hex_read(word, out->secret, SEAL_SECRET_BYTES);
    }
    if (sscanf(line, "root %95s", word) == 1) {
        return out->rooted = hex_read(word, out->root, SEAL_SECRET_BYTES);
    }
    if (sscanf(line, "seat %15s ai %31s", word, more) == 2 && out->seats < SIDE_MAX) {
        snprintf(out->side[out->seats], sizeof(out->side[0]), "%.15s", word);
        snprintf(out->ai[out->seats++], sizeof(out->ai[0]), "%.31s", more);
        return true;
    }
    if (sscanf(line, "seat %15s %95s", word, more) == 2 && strcmp(more, "human") == 0 &&
        out->seats < SIDE_MAX) {
        snprintf(out->side[out->seats++], sizeof(out->side[0]), "%.15s", word);
        return true;
    }
    return false;
}

bool journal_created_parse(const char *text, struct journal_created *out, char *why, size_t size) {
    memset(out, 0, sizeof(*out));
    if (strncmp(text, "ibar-game ", 10) != 0) {
        return wrong(why, size, "the beginning of a game", text);
    }
    while (*text) {
        size_t length = strcspn(text, "\n");
        char line[256];
        if (length >= sizeof(line)) {
            return wrong(why, size, "a line of a game's beginning", text);
        }
        memcpy(line, text, length);
        line[length] = '\0';
        if (!created_line(line, out)) {
            return wrong(why, size, "a line of a game's beginning", line);
        }
        text += length + (text[length] == '\n');
    }
    if (!out->scenario[0] || out->seats == 0) {
        return wrong(why, size, "a whole beginning of a game: scenario or seats are missing", "CREATED");
    }
    return true;
}

/* Reads the side in front; `rest` is what follows it. */
static bool side_read(const struct scenario *scenario, const char *text, int *side, const char **rest) {
    char id[16];
    size_t length = strcspn(text, " ");
    if (length >= sizeof(id) || text[length] != ' ') {
        return false;
    }
    memcpy(id, text, length);
    id[length] = '\0';
    *side = scenario_side(scenario, id);
    *rest = text + length + 1;
    return *side >= 0;
}

bool journal_ready_parse(const struct scenario *scenario, const char *text, int *side, bool *ready,
                         uint8_t nonce[SEAL_NONCE_BYTES], char *why, size_t size) {
    const char *rest;
    if (!side_read(scenario, text, side, &rest)) {
        return wrong(why, size, "a side and a nonce", text);
    }
    *ready = strcmp(rest, "none") != 0;
    memset(nonce, 0, SEAL_NONCE_BYTES);
    return !*ready || hex_read(rest, nonce, SEAL_NONCE_BYTES) || wrong(why, size, "a side and a nonce", text);
}

bool journal_named_parse(const struct scenario *scenario, const char *text, int *side,
                         char name[PLAYER_NAME_MAX + 1], char *why, size_t size) {
    const char *rest;
    if (!side_read(scenario, text, side, &rest) || strlen(rest) > PLAYER_NAME_MAX) {
        return wrong(why, size, "a side and a player's name", text);
    }
    snprintf(name, PLAYER_NAME_MAX + 1, "%s", rest);
    return true;
}

bool journal_order_parse(const struct scenario *scenario, const char *text, int *side, struct order *out,
                         char *why, size_t size) {
    const char *rest;
    if (!side_read(scenario, text, side, &rest)) {
        return wrong(why, size, "a side and an order", text);
    }
    return order_parse(rest, out, why, size);
}

bool journal_remove_parse(const struct scenario *scenario, const char *text, int *side, uint16_t *unit,
                          bool *policy, char *why, size_t size) {
    const char *rest;
    char slot[8];
    return (side_read(scenario, text, side, &rest) && sscanf(rest, "%7s %" SCNu16, slot, unit) == 2 &&
            ((*policy = strcmp(slot, "policy") == 0) || strcmp(slot, "order") == 0)) ||
           wrong(why, size, "a side, a slot and a unit", text);
}

bool journal_commit_parse(const struct scenario *scenario, const char *text, int *side, bool *committed,
                          char *why, size_t size) {
    const char *rest;
    return (side_read(scenario, text, side, &rest) &&
            ((*committed = strcmp(rest, "yes") == 0) || strcmp(rest, "no") == 0)) ||
           wrong(why, size, "a side and yes or no", text);
}

bool journal_clock_parse(const struct scenario *scenario, const char *text, int *side, int64_t *ms, char *why,
                         size_t size) {
    const char *rest;
    return (side_read(scenario, text, side, &rest) && sscanf(rest, "%15" SCNd64, ms) == 1 && *ms >= 0) ||
           wrong(why, size, "a side and milliseconds", text);
}

bool journal_player_parse(const struct scenario *scenario, const char *text, int *side, const struct ai **ai,
                          enum person *person, char *why, size_t size) {
    const char *rest;
    *ai = NULL;
    *person = PERSON_PLAYER;
    if (!side_read(scenario, text, side, &rest) || (!person_find(rest, person) && strncmp(rest, "ai ", 3) != 0)) {
        return wrong(why, size, "a side and who plays it", text);
    }
    if (rest[0] == 'a' && !(*ai = ai_find(rest + 3))) {
        return wrong(why, size, "of a computer player that is there", text);
    }
    return true;
}

bool journal_pause_parse(const char *text, bool *paused, unsigned *turn, char reason[RULING_REASON_MAX + 1], char *why,
                         size_t size) {
    const char *second = strchr(text, '\n');
    *paused = strncmp(text, "pause ", 6) == 0;
    if (!second || strlen(second + 1) > RULING_REASON_MAX ||
        sscanf(text, *paused ? "pause %u" : "resume %u", turn) != 1) {
        return wrong(why, size, "a pause and its reason", text);
    }
    snprintf(reason, RULING_REASON_MAX + 1, "%s", second + 1);
    return true;
}

/* The next line, without its end. False when there is none or it is too long. */
static bool line_take(const char **text, char *out, size_t size) {
    size_t length = strcspn(*text, "\n");
    if ((*text)[length] != '\n' || length >= size) {
        return false;
    }
    memcpy(out, *text, length);
    out[length] = '\0';
    *text += length + 1;
    return true;
}

bool journal_amend_parse(const char *text, struct journal_ruling *out, char *why, size_t size) {
    const char *at = text;
    char head[64];
    if (!line_take(&at, head, sizeof(head)) || sscanf(head, "amend %u hash %16" SCNx64, &out->turn, &out->hash) != 2 ||
        !line_take(&at, out->form, sizeof(out->form)) || !line_take(&at, out->words, sizeof(out->words)) ||
        !line_take(&at, out->reason, sizeof(out->reason))) {
        return wrong(why, size, "an amendment, its words and its reason", text);
    }
    out->drops = at;
    return true;
}

bool journal_rewind_parse(const char *text, struct journal_ruling *out, char *why, size_t size) {
    const char *at = text;
    char head[64], word[16] = "";
    bool read = line_take(&at, head, sizeof(head)) &&
                sscanf(head, "rewind %u hash %16" SCNx64 " %15s", &out->turn, &out->hash, word) >= 2 &&
                line_take(&at, out->reason, sizeof(out->reason));
    out->sealed = strcmp(word, "sealed") == 0;
    return (read && (out->sealed || !word[0])) || wrong(why, size, "a rewind and its reason", text);
}
