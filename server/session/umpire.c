/* What the umpire asks for: Pause, Amend, Rewind. The table does it; what it did is told to all as a Ruling. */
#include "gate.h"

#include "table/ruling.h"

#include <assert.h>
#include <string.h>

static bool reason_check(struct request *request, const char *reason, size_t least, const char *field) {
    if (strlen(reason) >= least && text_is_line(reason, RULING_REASON_MAX)) {
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field,
                 "The reason is missing or not fit to be shown: use %zu to %d bytes of UTF-8 without control characters.",
                 least, RULING_REASON_MAX);
    return false;
}

/* Answers what all rulings have in common. */
static void answer_ruling(struct request *request, enum table_result result) {
    switch (result) {
    case TABLE_DONE:
        answer_done(request);
        break;
    case TABLE_REFUSED:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "ruling",
                     "%d rulings were made in this game, or %d turns played with those that were taken back, or it went "
                     "back from its end %d times: the most allowed.", RULINGS_MAX, TURNS_PLAYED_MAX, SEAL_CHAIN);
        break;
    case TABLE_WRONG_PHASE:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_PHASE, "phase", "The game is in another phase.");
        break;
    default:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: nothing was changed, try again later.");
        break;
    }
    game_wake(request->game, request->now_ms);
    tell_news(request->game);
}

void pause_handle(struct request *request) {
    const Ibar__V1__Pause *pause = request->envelope->pause;
    request->cost = TAKE_COST;
    if (reason_check(request, pause->reason, 0, "pause.reason")) {
        answer_ruling(request, table_pause(request->game->table, pause->paused, pause->reason, request->now_ms));
    }
}

/* False when it was answered. */
static bool amend_from(struct request *request, const Ibar__V1__Amend *message, struct amend *amend) {
    static const char *const kinds[AMEND_KINDS] = {"event", "track", "steps",  "suppression",
                                                   "stock", "place", "remove", "points"};
    int kind = 0;
    while (kind < AMEND_KINDS && strcmp(message->kind, kinds[kind]) != 0) {
        kind++;
    }
    if (kind == AMEND_KINDS) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "amend.kind",
                     "There is no amendment \"%.32s\": event, track, steps, suppression, stock, place, remove and points "
                     "are known.",
                     message->kind);
        return false;
    }
    int side = scenario_side(table_scenario(request->game->table), message->side);
    if (kind == AMEND_POINTS && side < 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "amend.side",
                     "The game has no side \"%.32s\": name the side whose points change.", message->side);
        return false;
    }
    const char *field = message->unit > UINT16_MAX                                ? "amend.unit"
                        : message->index > UINT8_MAX                              ? "amend.index"
                        : message->value < INT16_MIN || message->value > INT16_MAX ? "amend.value"
                        : message->hex > UINT16_MAX                               ? "amend.hex"
                                                                                  : NULL;
    if (field) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field,
                     "The number in %s is out of all range: look at the table of amendments.", field);
        return false;
    }
    *amend = (struct amend){.kind = (uint8_t)kind,
                            .side = (uint8_t)(side < 0 ? 0 : side),
                            .unit = (uint16_t)message->unit,
                            .index = (uint8_t)message->index,
                            .value = (int16_t)message->value,
                            .hex = (hex_t)message->hex};
    return true;
}

void amend_handle(struct request *request) {
    const Ibar__V1__Amend *message = request->envelope->amend;
    struct amend amend;
    char why[SENTENCE_MAX] = "";
    request->cost = TAKE_COST;
    if (!reason_check(request, message->reason, 1, "amend.reason") || !amend_from(request, message, &amend)) {
        return;
    }
    struct table *table = request->game->table;
    enum table_result result =
        table_amend(table, message->turn, &amend, message->reason, request->now_ms, why, sizeof(why));
    if (result == TABLE_BAD_REQUEST) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, "amend", "%s", why);
    } else if (result == TABLE_LATE) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LATE, "amend.turn",
                     "This is for turn %u, but the game is in turn %u: amend what stands now, or go back first.",
                     message->turn, table_turn(table));
    } else {
        answer_ruling(request, result);
    }
}

void rewind_handle(struct request *request) {
    const Ibar__V1__Rewind *message = request->envelope->rewind;
    request->cost = CREATE_COST;
    if (!reason_check(request, message->reason, 1, "rewind.reason")) {
        return;
    }
    struct table *table = request->game->table;
    bool over = table_phase(table) == TABLE_OVER;
    enum table_result result =
        message->turn == TABLE_SETUP
            ? TABLE_BAD_REQUEST
            : table_rewind(table, message->turn ? message->turn : TABLE_SETUP, message->reason, request->now_ms);
    if (result == TABLE_BAD_REQUEST) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "rewind.turn",
                     "The game cannot go back to turn %u: name a turn from %u to %u.", message->turn,
                     table_first_turn(table), table_turn(table));
        return;
    }
    if (over && result == TABLE_DONE) {
        hand_again(request->game);
    }
    answer_ruling(request, result);
}

static void ruling_send(const struct receiver *to, const struct ruling *ruling, bool full) {
    static const char *const kinds[] = {"pause", "resume", "amend", "rewind", "seat"};
    assert(ruling->kind < sizeof(kinds) / sizeof(kinds[0]));
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Ruling message = IBAR__V1__RULING__INIT;
    envelope.seat = to->number;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_RULING;
    envelope.ruling = &message;
    message.number = ruling->number;
    message.kind = (char *)kinds[ruling->kind];
    message.turn = ruling->turn;
    message.reason = (char *)ruling->reason;
    message.seal.len = ruling->sealed ? SEAL_BYTES : 0;
    message.seal.data = (uint8_t *)ruling->seal;
    message.text = full || ruling->open ? (char *)ruling->text : (char *)"";
    out_send(to->session, &envelope);
}

void tell_rulings(struct game *game, const struct receiver *to, const struct observer *observer, size_t from) {
    bool full = table_phase(game->table) == TABLE_OVER || (observer && observer->role == IBAR__V1__ROLE__ROLE_UMPIRE);
    const struct ruling *ruling;
    while (to->session && (ruling = table_ruling(game->table, from++))) {
        ruling_send(to, ruling, full);
    }
}

size_t rulings_count(const struct game *game) {
    size_t count = 0;
    while (table_ruling(game->table, count)) {
        count++;
    }
    return count;
}
