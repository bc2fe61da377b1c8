/* Say and Said: what is said at a table. A line goes to the sides that may hear it and to who looks on, and the last
 * lines to whoever takes a place. */
#include "gate.h"

#include "table/chat.h"

/* Lines of spectators that an address may say at once, and every so many ms in the long run: anybody may be one. */
#define SPECTATOR_LINES 10
#define SPECTATOR_MS    3000

/* Who looks on may tell what a side does not know: a host who plays does not hear it before the end. */
static bool is_kept_from(const struct game *game, const struct receiver *to, int ear, const struct chat_line *line) {
    bool plays = false;
    for (unsigned i = 0; ear == CHAT_WATCHERS && i < SESSION_SEATS; i++) {
        plays = plays || (to->session->holding[i].game == game && !to->session->holding[i].observer);
    }
    return plays && line->to == CHAT_TO_WATCHERS && table_phase(game->table) != TABLE_OVER;
}

static void said_send(struct game *game, const struct receiver *to, int ear, const struct chat_line *line) {
    static const Ibar__V1__Role roles[CHAT_SPEAKERS - SIDE_MAX] = {
        IBAR__V1__ROLE__ROLE_HOST, IBAR__V1__ROLE__ROLE_UMPIRE, IBAR__V1__ROLE__ROLE_SPECTATOR};
    const struct scenario *scenario = table_scenario(game->table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Said said = IBAR__V1__SAID__INIT;
    if (!table_chat_has(game->table, line, ear) || is_kept_from(game, to, ear, line)) {
        return;
    }
    bool side = line->from < SIDE_MAX;
    envelope.seat = to->number;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_SAID;
    envelope.said = &said;
    said.number = line->number[ear];
    said.side = side ? (char *)scenario->side[line->from].id : (char *)"";
    said.role = side ? IBAR__V1__ROLE__ROLE_PLAYER : roles[line->from - SIDE_MAX];
    said.name = (char *)line->name;
    said.to = line->to >= 0 ? (char *)scenario->side[line->to].id : (char *)"";
    said.watchers = line->to == CHAT_TO_WATCHERS;
    said.text = (char *)line->text;
    said.turn = line->turn;
    out_send(to->session, &envelope);
}

void tell_chat(struct game *game, const struct receiver *to, int ear) {
    const struct chat_line *line;
    for (size_t i = 0; to->session && (line = table_chat(game->table, i)); i++) {
        said_send(game, to, ear, line);
    }
}

void tell_said(struct game *game, const struct receiver *to, int ear) {
    const struct chat_line *line, *last = NULL;
    for (size_t i = 0; (line = table_chat(game->table, i)); i++) {
        last = line;
    }
    if (last && to->session) {
        said_send(game, to, ear, last);
    }
}

/* Who speaks: a side or enum chat_speaker. */
static int speaker_of(const struct request *request) {
    if (!request->observer) {
        return request->side;
    }
    return request->observer->role == IBAR__V1__ROLE__ROLE_HOST     ? CHAT_BY_HOST
           : request->observer->role == IBAR__V1__ROLE__ROLE_UMPIRE ? CHAT_BY_UMPIRE
                                                                    : CHAT_BY_SPECTATOR;
}

static bool refuse_whom(struct request *request, const char *field, const char *text) {
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, field, "%s", text);
    return false;
}

/* May who speaks speak to those at all? False when it was answered. */
static bool whom_check(struct request *request, int speaker) {
    const Ibar__V1__Say *say = request->envelope->say;
    if (say->watchers && say->to[0]) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "say.to",
                     "The line is for a side and for who looks on: choose one of the two.");
        return false;
    }
    if (say->watchers) {
        return speaker >= SIDE_MAX ||
               refuse_whom(request, "say.watchers", "Who plays does not speak to who looks on alone: speak to all.");
    }
    if (speaker == CHAT_BY_SPECTATOR && table_phase(request->game->table) != TABLE_OVER) {
        return refuse_whom(request, "say.to",
                           "Until the game is over spectators speak only to who looks on: set watchers.");
    }
    return !say->to[0] || speaker < SIDE_MAX || speaker == CHAT_BY_UMPIRE ||
           refuse_whom(request, "say.to", "Only players and the umpire speak to one side: speak to all.");
}

/* To whom it is said, as table_say takes it. False when it was answered. */
static bool whom_find(struct request *request, int speaker, int *to) {
    const struct table *table = request->game->table;
    const Ibar__V1__Say *say = request->envelope->say;
    if (!whom_check(request, speaker)) {
        return false;
    }
    *to = say->watchers ? CHAT_TO_WATCHERS : CHAT_TO_ALL;
    if (!say->to[0]) {
        return true;
    }
    *to = scenario_side(table_scenario(table), say->to);
    if (*to < 0 || *to == speaker) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "say.to",
                     "The line is for \"%.32s\": name another side of this game, or nobody to speak to all.", say->to);
        return false;
    }
    if (table_computer(table, *to)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, "say.to",
                     "A computer plays %s and does not listen: speak to another side.",
                     table_scenario(table)->side[*to].name);
        return false;
    }
    return true;
}

/* False when it was answered: a spectator said too much in the last time. */
static bool may_say_more(struct request *request, int speaker) {
    int64_t wait = speaker == CHAT_BY_SPECTATOR
                       ? book_ask(request->session, ASKED_LINE, SPECTATOR_MS, SPECTATOR_LINES, request->now_ms)
                       : 0;
    if (wait > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "say",
                     "Too many lines of spectators came from your address: try again in %d seconds.",
                     (int)(wait / 1000 + 1));
    }
    return wait <= 0;
}

void say_handle(struct request *request) {
    const Ibar__V1__Say *say = request->envelope->say;
    int speaker = speaker_of(request), to;
    if (!say->text[0] || !text_is_line(say->text, CHAT_TEXT_MAX)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "say.text",
                     "The line is empty or not fit to be shown: use 1 to %d bytes of UTF-8 without control characters.",
                     CHAT_TEXT_MAX);
        return;
    }
    const char *name = request->observer ? request->observer->name : table_player(request->game->table, request->side);
    if (!whom_find(request, speaker, &to) || !name_is_free(request, name, "say") || !may_say_more(request, speaker)) {
        return;
    }
    switch (table_say(request->game->table, speaker, to, name, say->text)) {
    case TABLE_DONE:
        answer_done(request);
        break;
    case TABLE_REFUSED:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "say",
                     "%s said %d lines in this game, the most allowed.",
                     speaker < SIDE_MAX             ? "Your side has"
                     : speaker == CHAT_BY_SPECTATOR ? "The spectators have"
                                                    : "You have",
                     CHAT_SAID_MAX);
        break;
    default:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: nothing was said, try again later.");
        break;
    }
    tell_news(request->game);
}
