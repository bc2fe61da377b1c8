/* The sheet of a table's seats: who plays what, clocks, absences; handing a seat over, at once or by vote; invitations;
 * what the umpire ruled. Every deed is said in a sentence first and done with Enter. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H    62
#define WIDE     760
#define RULINGS  4 /* shown at once */

struct deed_row {
    const char *label, *key, *to, *tip;
    SDL_Keycode sym;
};
static const struct deed_row DEEDS[] = {
    [DEED_COMPUTER] = {"Computer", "C", "ai:scripted", "The program's scripted player takes the seat over", SDLK_c},
    [DEED_OPEN] = {"Open", "O", "open", "Anybody may take the seat, from the lobby or by invitation", SDLK_o},
    [DEED_BACK] = {"Back", "B", "back", "The seat goes back to its first player", SDLK_b},
    [DEED_UMPIRE] = {"Take over", "U", "umpire", "You play this side until you give it back", SDLK_u},
    [DEED_UNDO_VOTE] = {"No vote", "X", "", "Takes your vote back", SDLK_x},
    [DEED_GIVE_UP] = {"Give up", "G", NULL, "Your token ends, and the seat is open for somebody else", SDLK_g},
};
#define DEED_COUNT ((int)(sizeof DEEDS / sizeof DEEDS[0]))

void seat_deed_words(const char *to, const char *side, char *out, size_t size) {
    if (strncmp(to, "ai:", 3) == 0)
        snprintf(out, size, "the computer shall play %s", side);
    else if (strcmp(to, "open") == 0)
        snprintf(out, size, "%s shall be open to anybody", side);
    else if (strcmp(to, "umpire") == 0)
        snprintf(out, size, "the umpire shall play %s", side);
    else
        snprintf(out, size, "%s shall go back to its first player", side);
}

bool seats_standing(const struct seat *seat, int side, const char **words) {
    const struct seat_public *who = &seat->others[side];
    bool waits = seat->phase == SEAT_LOBBY && !seat->playing, done = waits ? who->ready || who->computer : who->committed;
    *words = !waits ? (done ? "committed" : "plans") : done ? "ready" : "not ready";
    return done;
}

void seats_who(const struct app *app, const struct seat *seat, int side, char *out, size_t size) {
    const struct seat_public *who = &seat->others[side];
    struct clocks clocks;
    char absent[48];
    int n;
    if (who->umpire)
        n = snprintf(out, size, "The umpire plays it");
    else if (who->computer)
        n = snprintf(out, size, who->player[0] ? "Computer, %s" : "Computer", who->player);
    else if (who->open)
        n = snprintf(out, size, "Open: nobody has it");
    else if (seat->role == SEAT_PLAYER && side == seat->side)
        n = snprintf(out, size, "You");
    else
        n = snprintf(out, size, "%s", who->name[0]      ? who->name
                                      : who->connected ? "A player without a name"
                                                       : "Invited");
    if (who->substitute && n < (int)size)
        n += snprintf(out + n, size - (size_t)n, " · substitute");
    model_clocks(app->model, app->seat, app->now_ms, &clocks);
    if (clocks.absent[side] >= 0 && n < (int)size) {
        absent_text(clocks.absent[side], absent, sizeof absent);
        snprintf(out + n, size - (size_t)n, " · %s", absent);
    }
}

/* The place that hands seats over at once: the umpire's or the host's; -1: only votes. */
static int manager_of(const struct app *app) {
    int umpire = places_of(app, SEAT_UMPIRE);
    return umpire >= 0 ? umpire : places_of(app, SEAT_HOST);
}

/* May this be done with the seat of that side here? */
static bool deed_is_on(const struct app *app, const struct seat *seat, int side, enum seat_deed deed) {
    const struct seat_public *who = &seat->others[side];
    bool manages = manager_of(app) >= 0, mine = seat->role == SEAT_PLAYER && seat->side == side,
         over = seat->phase == SEAT_OVER, votes = seat->role == SEAT_PLAYER && !mine,
         away = !who->connected && !who->computer && !who->umpire,
         may = !over && (manages || (votes && (away || who->substitute)));
    switch (deed) {
    case DEED_COMPUTER:
        return may && !who->computer && !mine;
    case DEED_OPEN:
        return may && !who->open && !mine;
    case DEED_BACK:
        return may && (who->substitute || who->umpire);
    case DEED_UMPIRE:
        return may && places_of(app, SEAT_UMPIRE) >= 0 && !who->umpire;
    case DEED_UNDO_VOTE:
        return may && !manages && who->proposal[0];
    case DEED_GIVE_UP:
        return mine && !app->hotseat;
    default:
        return false;
    }
}

/* The sentence that stands at the foot before a deed is done. */
static void deed_sentence(const struct app *app, const struct seat *seat, char *out, size_t size) {
    const struct seats_sheet *sheet = &app->seats;
    const char *side = seat->scenario->side[sheet->side].name;
    char what[96];
    if (sheet->deed == DEED_GIVE_UP) {
        snprintf(out, size, "You give up %s: your token ends, and somebody else may take the seat.", side);
    } else if (sheet->deed == DEED_UNDO_VOTE) {
        snprintf(out, size, "You take back your vote about %s.", side);
    } else {
        seat_deed_words(DEEDS[sheet->deed].to, side, what, sizeof what);
        snprintf(out, size, manager_of(app) >= 0 ? "At once: %s." : "You vote: %s. It is done when all players who are here agree.",
                 what);
    }
}

static void deed_do(struct app *app) {
    struct seats_sheet *sheet = &app->seats;
    int manager = manager_of(app);
    size_t place = manager >= 0 ? (size_t)manager : app->seat;
    if (sheet->deed == DEED_GIVE_UP)
        model_leave(app->model, app->seat, true);
    else if (sheet->deed != DEED_NONE)
        model_hand_over(app->model, place, sheet->side, DEEDS[sheet->deed].to);
    sheet->deed = DEED_NONE;
    app_redraw(app);
}

static void invite(struct app *app, bool watch) {
    int host = places_of(app, SEAT_HOST);
    if (host >= 0 && model_invite(app->model, (size_t)host, watch ? -1 : app->seats.side, watch))
        app->seats.shown_invitation = true;
    app_redraw(app);
}

static const char *invitation_of(const struct app *app) {
    int host = places_of(app, SEAT_HOST);
    const struct seat *seat = host >= 0 ? model_seat(app->model, (size_t)host) : NULL;
    return app->seats.shown_invitation && seat && !seat->asked.waits ? seat->invitation : "";
}

static void copy_line(struct app *app) {
    char line[200];
    places_line(app, invitation_of(app), line, sizeof line);
    places_copy(app, line, "The line is in the clipboard: whoever runs it sits down there.");
}

bool seats_key(struct app *app, SDL_Keycode sym) {
    const struct seat *seat = app_seat_now(app);
    struct seats_sheet *sheet = &app->seats;
    if (app->table.overlay != TABLE_SEATS || !seat || !seat->scenario)
        return false;
    app_redraw(app);
    if (sym == SDLK_ESCAPE || sym == SDLK_F9) {
        if (sheet->deed != DEED_NONE && sym == SDLK_ESCAPE)
            sheet->deed = DEED_NONE;
        else
            app->table.overlay = TABLE_NO_OVERLAY;
        return true;
    }
    if ((sym == SDLK_RETURN || sym == SDLK_KP_ENTER)) {
        if (sheet->deed != DEED_NONE)
            deed_do(app);
        return true;
    }
    int sides = seat->scenario->sides;
    if (sym >= SDLK_1 && sym < SDLK_1 + sides)
        sheet->side = (int)(sym - SDLK_1), sheet->deed = DEED_NONE;
    else if (sym == SDLK_DOWN || sym == SDLK_UP)
        sheet->side = (sheet->side + (sym == SDLK_DOWN ? 1 : sides - 1)) % sides, sheet->deed = DEED_NONE;
    else if (sym == SDLK_PAGEUP && sheet->rulings_up + RULINGS < seat->rulings)
        sheet->rulings_up++;
    else if (sym == SDLK_PAGEDOWN && sheet->rulings_up > 0)
        sheet->rulings_up--;
    else if (sym == SDLK_i && places_of(app, SEAT_HOST) >= 0)
        invite(app, false);
    else if (sym == SDLK_l && places_of(app, SEAT_HOST) >= 0)
        invite(app, true);
    else if (sym == SDLK_y && invitation_of(app)[0])
        copy_line(app);
    for (int deed = DEED_COMPUTER; deed < DEED_COUNT; deed++)
        if (sym == DEEDS[deed].sym && deed_is_on(app, seat, sheet->side, (enum seat_deed)deed))
            sheet->deed = (enum seat_deed)deed;
    return true;
}

static void row_state(const struct app *app, const struct seat *seat, int side, struct ui_rect at) {
    const struct seat_public *who = &seat->others[side];
    struct clocks clocks;
    char text[96], what[64], clock[32];
    model_clocks(app->model, app->seat, app->now_ms, &clocks);
    if (who->proposal[0]) {
        seat_deed_words(who->proposal, "it", what, sizeof what);
        snprintf(text, sizeof text, "A vote: %s · %u of %u", what, who->votes, who->votes_needed);
        ui_text_cut(UI_SANS_BOLD, at.x + 62, at.y + 54, at.w - 260, UI_BAD, text);
    } else if (clocks.bank[side] >= 0) {
        clock_text(clocks.bank[side], clock, sizeof clock);
        snprintf(text, sizeof text, "game clock %s%s", clock, clocks.runs[side] ? ", runs" : "");
        ui_text_cut(UI_NARROW, at.x + 62, at.y + 54, at.w - 260, clocks.runs[side] ? UI_BAD : UI_INK_DIM, text);
    }
    const char *standing;
    bool done = seats_standing(seat, side, &standing);
    if (seat->phase != SEAT_OVER && !(who->open && !seat->playing))
        ui_text(done ? UI_SANS_BOLD : UI_SANS, at.x + at.w - 14, at.y + 22, done ? UI_GOOD : UI_INK_DIM, UI_RIGHT,
                standing);
}

static void seat_row(struct app *app, const struct seat *seat, int side, struct ui_rect at) {
    struct seats_sheet *sheet = &app->seats;
    bool chosen = sheet->side == side;
    char text[160], id[24];
    ui_fill(at, chosen ? UI_PAPER_ON : UI_PAPER, 5);
    ui_frame(at, chosen ? 0x8A6A1EFFu : UI_RULE, 5, chosen ? 2 : 1);
    snprintf(id, sizeof id, "seat%d", side);
    float buttons = at.x + at.w - 14;
    struct counter counter = {
        .side = counter_side_of(seat->scenario, side), .symbol = "none", .facing = COUNTER_NO_FACING};
    counter_in_panel(app, &counter, at.x + 32, at.y + at.h / 2, 0.24f);
    float name = ui_text(UI_SERIF_BOLD, at.x + 62, at.y + 22, UI_INK, UI_LEFT, seat->scenario->side[side].name);
    snprintf(text, sizeof text, "%d", side + 1);
    ui_key(at.x + 70 + name, at.y + 10, text, true);
    row_state(app, seat, side, at);
    for (int deed = DEED_COUNT - 1; deed > DEED_NONE; deed--) {
        const struct deed_row *row = &DEEDS[deed];
        if (!deed_is_on(app, seat, side, (enum seat_deed)deed))
            continue;
        float w = ui_text_width(UI_SANS, row->label) + (chosen ? 46 : 24);
        buttons -= w;
        snprintf(id, sizeof id, "%s%d", row->label, side);
        bool armed = chosen && sheet->deed == (enum seat_deed)deed;
        if (ui_button(id, ui_rect(buttons, at.y + 31, w, 24), row->label, chosen ? row->key : NULL,
                      armed ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_PAPER, row->tip))
            sheet->side = side, sheet->deed = (enum seat_deed)deed;
        buttons -= 6;
    }
    seats_who(app, seat, side, text, sizeof text);
    ui_text_cut(UI_SANS, at.x + 62, at.y + 39, buttons - at.x - 66, UI_INK_DIM, text);
    snprintf(id, sizeof id, "seat%d", side);
    if (ui_area(id, ui_rect(at.x, at.y, buttons - at.x, at.h)))
        sheet->side = side, sheet->deed = DEED_NONE;
}

static void sheet_head(const struct app *app, const struct seat *seat, float x, float y, float w) {
    char text[160], clock[64] = "";
    int n = 0;
    ui_text_cut(UI_SERIF_TITLE, x, y, w - 200, UI_INK, seat->game_name[0] ? seat->game_name : "The table");
    clock_words(app, seat, clock, sizeof clock);
    ui_text(UI_SANS_BOLD, x + w, y - 6, seat->paused ? UI_BAD : UI_INK, UI_RIGHT, clock);
    if (seat->phase == SEAT_LOBBY && !seat->playing)
        n = snprintf(text, sizeof text, "waits until all seats are ready");
    else
        n = snprintf(text, sizeof text, "turn %u of %u", seat->turn, seat->scenario->turns);
    if (seat->watched || seat->spectators > 0)
        n += snprintf(text + n, sizeof text - (size_t)n, " · %u spectator%s, %u turn%s late", seat->spectators,
                      seat->spectators == 1 ? "" : "s", seat->watch_delay, seat->watch_delay == 1 ? "" : "s");
    if (seat->umpired)
        snprintf(text + n, sizeof text - (size_t)n, " · the umpire sees everything and is %s",
                 seat->umpire_connected ? "here" : "not here");
    ui_text_cut(UI_SANS, x, y + 22, w, UI_INK_DIM, text);
    ui_fill(ui_rect(x, y + 34, w, 1), UI_RULE, 0);
}

/* The umpire's rulings, the newest first. */
static void rulings(const struct app *app, const struct seat *seat, float x, float y, float w, float bottom) {
    char text[2 * MODEL_TEXT_MAX], line[MODEL_TEXT_MAX];
    if (seat->rulings == 0 || bottom - y < 36)
        return;
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "Rulings of the umpire");
    if (seat->rulings > RULINGS)
        ui_text(UI_NARROW, x + w, y, UI_INK_DIM, UI_RIGHT, "PgUp PgDn");
    for (size_t i = app->seats.rulings_up; i < seat->rulings; i++) {
        const struct ruling_told *ruling = &seat->ruling[seat->rulings - 1 - i];
        ruling_sentence(ruling, line, sizeof line);
        bool more = ruling->text[0] && strcmp(ruling->kind, "rewind") != 0; /* its text says the same once more */
        snprintf(text, sizeof text, "%s%s%s", line, more ? " · " : "", more ? ruling->text : "");
        int lines = ui_text_lines(UI_SANS, w - 44, text);
        if (y + 20 + 16 * (float)lines > bottom)
            break;
        snprintf(line, sizeof line, "T%u", ruling->turn);
        ui_text(UI_NARROW, x, y + 20, UI_INK_DIM, UI_LEFT, line);
        y += 4 + 16 * (float)ui_text_wrap(UI_SANS, x + 44, y + 20, w - 44, 16, UI_INK, text);
    }
}

/* A token that was just made, and ways to hand it on. Height it took. */
static float invitation(struct app *app, float x, float y, float w) {
    const char *token = invitation_of(app);
    char line[200];
    if (!token[0])
        return 0;
    places_line(app, token, line, sizeof line);
    ui_fill(ui_rect(x, y, w, 62), UI_PAPER_ON, 5);
    ui_text_cut(UI_SANS, x + 12, y + 21, w - 24, UI_INK, line);
    if (ui_button("copy line", ui_rect(x + 12, y + 31, 150, 24), "Copy the line", "Y", UI_BUTTON_PAPER,
                  "For whoever runs it in a terminal"))
        copy_line(app);
    if (ui_button("copy token", ui_rect(x + 170, y + 31, 150, 24), "Copy the token", NULL, UI_BUTTON_PAPER,
                  "For whoever types it into the menu or the lobby"))
        places_copy(app, token, "The token is in the clipboard: whoever has it has the place.");
    ui_text(UI_NARROW, x + w - 12, y + 47, UI_INK_DIM, UI_RIGHT, "Whoever has the token has the place.");
    return 70;
}

/* The place for the umpire of a game that was created here: to take, or to hand on. */
static float umpire_place(struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct lobby *lobby = model_lobby(app->model);
    bool here = lobby->umpire_token[0] && lobby->game == seat->game && places_of(app, SEAT_UMPIRE) < 0;
    if (!here || places_of(app, SEAT_HOST) < 0)
        return 0;
    ui_text(UI_SANS_BOLD, x, y + 17, UI_INK, UI_LEFT, "The umpire's place");
    if (ui_button("copy umpire", ui_rect(x + w - 300, y, 145, 24), "Copy its line", NULL, UI_BUTTON_PAPER,
                  "For whoever is to be the umpire: nobody else sees everything")) {
        char line[200];
        places_line(app, lobby->umpire_token, line, sizeof line);
        places_copy(app, line, "The umpire's line is in the clipboard.");
    }
    if (ui_button("be umpire", ui_rect(x + w - 145, y, 145, 24), "Be the umpire", NULL,
                  places_of(app, SEAT_PLAYER) >= 0 ? UI_BUTTON_OFF : UI_BUTTON_PAPER,
                  places_of(app, SEAT_PLAYER) >= 0 ? "Who plays in a game cannot be its umpire" : NULL))
        model_enter(app->model, lobby->umpire_token);
    return 32;
}

/* Open seats of this game for the host who is not sitting yet. */
static void take_open(struct app *app, const struct seat *seat) {
    if (places_of(app, SEAT_PLAYER) < 0)
        model_take_seat(app->model, seat->game, seat->scenario->side[app->seats.side].id);
}

static float host_row(struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct seat_public *who = &seat->others[app->seats.side];
    char text[96];
    if (places_of(app, SEAT_HOST) < 0)
        return 0;
    const char *side = seat->scenario->side[app->seats.side].name;
    bool person = !who->computer && !who->umpire;
    snprintf(text, sizeof text, "Invite to %s", side);
    if (ui_button("invite", ui_rect(x, y, 190, 26), text, "I", person ? UI_BUTTON_PAPER : UI_BUTTON_OFF,
                  person ? "A new token for this seat" : "Open the seat first"))
        invite(app, false);
    if (ui_button("invite watch", ui_rect(x + 198, y, 190, 26), "Invite to look on", "L",
                  seat->watched ? UI_BUTTON_PAPER : UI_BUTTON_OFF,
                  seat->watched ? "A token to look on at all sides" : "This game was created without spectators"))
        invite(app, true);
    bool takes = places_of(app, SEAT_PLAYER) < 0 && places_of(app, SEAT_UMPIRE) < 0 && who->open;
    snprintf(text, sizeof text, "Play %s myself", side);
    if (takes && ui_button("sit", ui_rect(x + w - 190, y, 190, 26), text, NULL, UI_BUTTON_PAPER, NULL))
        take_open(app, seat);
    return 36;
}

static void sheet_foot(struct app *app, const struct seat *seat, struct ui_rect at) {
    struct seats_sheet *sheet = &app->seats;
    char text[200];
    float y = at.y + at.h - 52, x = at.x + 28, w = at.w - 56;
    if (sheet->deed == DEED_NONE) {
        if (ui_button("close", ui_rect(at.x + at.w - 188, y, 160, 36), "Back", "Esc", UI_BUTTON_INK, NULL))
            app->table.overlay = TABLE_NO_OVERLAY;
        return;
    }
    deed_sentence(app, seat, text, sizeof text);
    ui_text_wrap(UI_SANS_BOLD, x, y + 12, w - 290, 17, UI_INK, text);
    if (ui_button("no", ui_rect(at.x + at.w - 296, y, 100, 36), "No", "Esc", UI_BUTTON_PAPER, NULL))
        sheet->deed = DEED_NONE;
    else if (ui_button("do", ui_rect(at.x + at.w - 188, y, 160, 36), "Do it", "Enter", UI_BUTTON_INK, NULL))
        deed_do(app);
}

/* Why the last request of this sheet was refused: the server's sentence. */
static const char *trouble_of(const struct app *app) {
    const enum seat_role roles[] = {SEAT_UMPIRE, SEAT_HOST, SEAT_PLAYER};
    for (int i = 0; i < 3; i++) {
        int place = places_of(app, roles[i]);
        if (place >= 0 && model_seat(app->model, (size_t)place)->asked.trouble[0])
            return model_seat(app->model, (size_t)place)->asked.trouble;
    }
    return model_lobby(app->model)->enter_trouble;
}

void sheet_seats(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    int sides = seat->scenario->sides;
    struct ui_rect at;
    float height = 178 + (float)sides * (ROW_H + 6) + (places_of(app, SEAT_HOST) >= 0 ? 68 : 0) +
                   (invitation_of(app)[0] ? 70 : 0) + (seat->rulings > 0 ? 130 : 0);
    sheet_begin(app, WIDE, height, &at);
    float x = at.x + 28, y = at.y + 42, w = at.w - 56;
    if (app->seats.side >= sides)
        app->seats.side = 0;
    sheet_head(app, seat, x, y, w);
    y += 44;
    for (int side = 0; side < sides; side++, y += ROW_H + 6)
        seat_row(app, seat, side, ui_rect(x, y, w, ROW_H));
    y += 4;
    y += host_row(app, seat, x, y, w);
    y += umpire_place(app, seat, x, y, w);
    y += invitation(app, x, y, w);
    const char *trouble = trouble_of(app);
    if (trouble[0]) {
        games_trouble(ui_rect(x, y, w, 0), trouble);
        y += 26 + 17 * (float)ui_text_lines(UI_SANS, w - 28, trouble);
    }
    rulings(app, seat, x, y + 18, w, at.y + at.h - 66);
    sheet_foot(app, seat, at);
    ui_panel_end();
}
