/* What happened at the table beside the game: rulings of the umpire, seats that changed hands, votes. Each is told once,
 * as a note over the map; the sheet of the seats (F9) keeps them. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

void ruling_sentence(const struct ruling_told *ruling, char *out, size_t size) {
    static const struct {
        const char *kind, *words;
    } rows[] = {{"pause", "The umpire has paused the game"},
                {"resume", "The umpire lets the game go on"},
                {"amend", "The umpire has changed the state of the game"},
                {"rewind", "The umpire has taken the game back"},
                {"seat", "The umpire has changed who plays a seat"}};
    const char *words = "The umpire has made a ruling";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].kind, ruling->kind) == 0)
            words = rows[i].words;
    int n = snprintf(out, size, "%s", words);
    if (strcmp(ruling->kind, "rewind") == 0 && ruling->turn == 0)
        n += snprintf(out + n, size - (size_t)n, " to the set-up");
    else if (strcmp(ruling->kind, "rewind") == 0)
        n += snprintf(out + n, size - (size_t)n, " to turn %u", ruling->turn);
    if (n < (int)size)
        snprintf(out + n, size - (size_t)n, ruling->reason[0] ? ": %.180s" : "%s.", ruling->reason);
}

static void seat_news(struct app *app, const struct seat *seat, int side) {
    const struct seat_public *was = &app->known[side], *is = &seat->others[side];
    const char *name = seat->scenario->side[side].name;
    char text[MODEL_TEXT_MAX] = "", what[64];
    if (is->umpire && !was->umpire)
        snprintf(text, sizeof text, "The umpire plays %s now.", name);
    else if (is->computer && !was->computer)
        snprintf(text, sizeof text, "The computer plays %s now.", name);
    else if (is->open && !was->open && seat->phase == SEAT_ORDERS)
        snprintf(text, sizeof text, "The seat of %s is open: anybody may take it.", name);
    else if (!is->computer && was->computer)
        snprintf(text, sizeof text, "A player has %s again.", name);
    else if (is->proposal[0] && strcmp(is->proposal, was->proposal) != 0) {
        seat_deed_words(is->proposal, name, what, sizeof what);
        snprintf(text, sizeof text, "A vote: %s?  (F9)", what);
    }
    if (text[0])
        app_tell(app, text);
}

void news_step(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    if (app->hotseat || !seat || !seat->table_told)
        return;
    const struct ruling_told *last = seat->rulings > 0 ? &seat->ruling[seat->rulings - 1] : NULL;
    unsigned number = last ? last->number : 0;
    for (int side = 0; side < seat->scenario->sides; side++) {
        if (app->table_known)
            seat_news(app, seat, side);
        app->known[side] = seat->others[side];
    }
    if (app->table_known && number > app->ruling_known) {
        char text[MODEL_TEXT_MAX];
        ruling_sentence(last, text, sizeof text);
        app_tell(app, text);
    }
    app->ruling_known = number;
    app->table_known = true;
}
