/* What is said at the table. */
#include "model_internal.h"

#include <stdio.h>
#include <string.h>

void chat_heard(struct seat *seat, const Ibar__V1__Said *said) {
    struct chat *chat = &seat->chat;
    if (!seat->scenario || said->number <= chat->number)
        return;
    chat->number = said->number;
    if (chat->count == MODEL_CHAT_MAX) {
        memmove(chat->line, chat->line + 1, (MODEL_CHAT_MAX - 1) * sizeof chat->line[0]);
        chat->count--;
    }
    struct chat_heard *line = &chat->line[chat->count++];
    line->side = scenario_side(seat->scenario, said->side);
    line->to = said->watchers ? SAY_TO_WATCHERS : said->to[0] ? scenario_side(seat->scenario, said->to) : SAY_TO_ALL;
    line->role = seat_role_of(said->role);
    line->turn = said->turn;
    snprintf(line->name, sizeof line->name, "%s", said->name);
    snprintf(line->text, sizeof line->text, "%s", said->text);
}

bool model_say(struct model *model, size_t index, int to, const char *text) {
    struct seat *seat = model->seat[index];
    Ibar__V1__Say say = IBAR__V1__SAY__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    say.text = (char *)text;
    if (to >= 0)
        say.to = (char *)seat->scenario->side[to].id;
    say.watchers = to == SAY_TO_WATCHERS;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_SAY;
    envelope.say = &say;
    seat->chat.trouble[0] = 0;
    return request_send(model, seat, REQUEST_SAY, &envelope) != 0;
}
