/* Say and Said: what players say to each other. A line goes to the sides that may hear it, and the last lines to
 * whoever takes a seat. */
#include "gate.h"

#include "table/chat.h"

static void said_send(struct game *game, const struct receiver *to, int ear, const struct chat_line *line) {
    const struct scenario *scenario = table_scenario(game->table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Said said = IBAR__V1__SAID__INIT;
    if (!table_chat_has(game->table, line, ear)) {
        return;
    }
    envelope.seat = to->number;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_SAID;
    envelope.said = &said;
    said.number = line->number[ear];
    said.side = (char *)scenario->side[line->from].id;
    said.name = (char *)line->name;
    said.to = line->to == CHAT_TO_ALL ? (char *)"" : (char *)scenario->side[line->to].id;
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

/* The side that is spoken to; -2 when it was answered. */
static int to_find(struct request *request, const char *to) {
    const struct table *table = request->game->table;
    if (!to[0]) {
        return CHAT_TO_ALL;
    }
    int side = scenario_side(table_scenario(table), to);
    if (side < 0 || side == request->side) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "say.to",
                     "The line is for \"%.32s\": name another side of this game, or nobody to speak to all.", to);
        return -2;
    }
    if (table_computer(table, side)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, "say.to",
                     "A computer plays %s and does not listen: speak to another side.",
                     table_scenario(table)->side[side].name);
        return -2;
    }
    return side;
}

void say_handle(struct request *request) {
    const Ibar__V1__Say *say = request->envelope->say;
    if (!say->text[0] || !text_is_line(say->text, CHAT_TEXT_MAX)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "say.text",
                     "The line is empty or not fit to be shown: use 1 to %d bytes of UTF-8 without control characters.",
                     CHAT_TEXT_MAX);
        return;
    }
    int to = to_find(request, say->to);
    if (to < CHAT_TO_ALL) {
        return;
    }
    const char *name = table_player(request->game->table, request->side);
    if (!name_is_free(request, name, "say")) {
        return;
    }
    switch (table_say(request->game->table, request->side, to, name, say->text)) {
    case TABLE_DONE:
        answer_done(request);
        break;
    case TABLE_REFUSED:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "say",
                     "Your side has said %d lines in this game, the most allowed.", CHAT_SAID_MAX);
        break;
    default:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: nothing was said, try again later.");
        break;
    }
    tell_news(request->game);
}
