/* The umpire's tools: pause, put right, take turns back. Each is a form with a reason that all are told; what it will do
 * stands there as a sentence before it is sent. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

struct tool_row {
    enum umpire_form form;
    const char *label, *key, *tip;
    SDL_Keycode sym;
};
static const struct tool_row TOOLS[] = {
    {UMPIRE_PAUSE, "Pause", "P", "Clocks stand still and no turn is played; all may go on planning", SDLK_p},
    {UMPIRE_AMEND, "Put right", "A", "Changes the truth: an event, a track, a unit, points", SDLK_a},
    {UMPIRE_REWIND, "Go back", "R", "Back to the orders of an earlier turn", SDLK_r},
};
#define TOOL_COUNT (sizeof TOOLS / sizeof TOOLS[0])

void umpire_begin(struct app *app, enum umpire_form form) {
    struct watch_screen *watch = &app->watch;
    const struct seat *place = watch_place(app);
    bool again = watch->form == form;
    watch->form = again ? UMPIRE_NO_FORM : form;
    watch->reason[0] = 0;
    watch->sent = false;
    watch->focus = form == UMPIRE_PAUSE && !again;
    if (form == UMPIRE_AMEND) {
        watch->amend = (struct amend){.kind = AMEND_STEPS, .unit = UNIT_NONE, .hex = HEX_NONE};
        amend_take_unit(app, watch_chosen_unit(app));
    }
    watch->rewind = place->turn > 1 ? place->turn - 1 : place->turn;
    app_redraw(app);
}

/* False with a sentence in `why` while something is missing. */
static bool is_whole(const struct app *app, char *why, size_t size) {
    const struct watch_screen *watch = &app->watch;
    if (watch->form == UMPIRE_AMEND && !amend_is_whole(app, why, size))
        return false;
    if (!watch->reason[0])
        snprintf(why, size, "Say why: all are told the reason.");
    return watch->reason[0] != 0;
}

static void send(struct app *app) {
    struct watch_screen *watch = &app->watch;
    const struct seat *place = watch_place(app);
    size_t index = truth_eyes(app->model, app->seat, 0);
    char why[MODEL_TEXT_MAX];
    if (!is_whole(app, why, sizeof why)) {
        watch->focus = !watch->reason[0];
        app_say(app, why);
        return;
    }
    watch->done = place->asked.done;
    if (watch->form == UMPIRE_PAUSE)
        watch->sent = model_pause(app->model, index, !place->paused, watch->reason);
    else if (watch->form == UMPIRE_REWIND)
        watch->sent = model_rewind(app->model, index, watch->rewind, watch->reason);
    else
        watch->sent = model_amend(app->model, index, &watch->amend, watch->reason);
    app_redraw(app);
}

static unsigned first_turn(const struct seat *seat) {
    return (unsigned)scenario_first_turn(seat->scenario);
}

static void rewind_by(struct app *app, int by) {
    struct watch_screen *watch = &app->watch;
    const struct seat *seat = app_seat_now(app);
    if (by < 0 && watch->rewind > first_turn(seat))
        watch->rewind--;
    else if (by > 0 && watch->rewind < seat->turn)
        watch->rewind++;
}

bool umpire_key(struct app *app, SDL_Keycode sym) {
    struct watch_screen *watch = &app->watch;
    if (watch->form != UMPIRE_NO_FORM) {
        bool rewind = watch->form == UMPIRE_REWIND;
        if (sym == SDLK_ESCAPE)
            umpire_begin(app, UMPIRE_NO_FORM);
        else if (sym == SDLK_RETURN || sym == SDLK_KP_ENTER)
            send(app);
        else if (rewind && (sym == SDLK_UP || sym == SDLK_DOWN))
            rewind_by(app, sym == SDLK_UP ? 1 : -1);
        else if (watch->form == UMPIRE_AMEND && amend_key(app, sym))
            app_redraw(app);
        else
            return false;
        app_redraw(app);
        return true;
    }
    for (size_t i = 0; i < TOOL_COUNT; i++)
        if (sym == TOOLS[i].sym) {
            umpire_begin(app, TOOLS[i].form);
            return true;
        }
    if (sym != SDLK_t)
        return false;
    app->table.overlay = TABLE_SEATS;
    return true;
}

static float tools_row(struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct watch_screen *watch = &app->watch;
    float half = (w - 6) / 2;
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        const struct tool_row *row = &TOOLS[i];
        const char *label = row->form == UMPIRE_PAUSE && seat->paused ? "Let go on" : row->label;
        if (ui_button(row->label, ui_rect(x + (i % 2 ? half + 6 : 0), y + (float)(i / 2) * 31, half, 27), label, row->key,
                      watch->form == row->form ? UI_BUTTON_ON : UI_BUTTON_PLAIN, row->tip))
            umpire_begin(app, row->form);
    }
    if (ui_button("take over", ui_rect(x + half + 6, y + 31, half, 27), "Play a side", "T", UI_BUTTON_PLAIN,
                  "Takes a side over, or gives it to somebody"))
        app->table.overlay = TABLE_SEATS;
    return y + 66;
}

static float rewind_fields(struct app *app, const struct seat *seat, float x, float y, float w) {
    struct watch_screen *watch = &app->watch;
    char text[160];
    if (ui_button("turn less", ui_rect(x, y, 30, 26), "−", NULL, UI_BUTTON_SEGMENT, "Down"))
        rewind_by(app, -1);
    if (ui_button("turn more", ui_rect(x + w - 30, y, 30, 26), "+", NULL, UI_BUTTON_SEGMENT, "Up"))
        rewind_by(app, 1);
    if (watch->rewind == 0)
        snprintf(text, sizeof text, "the set-up");
    else
        snprintf(text, sizeof text, "turn %u of %u", watch->rewind, seat->scenario->turns);
    ui_text(UI_SANS_BOLD, x + w / 2, y + 18, UI_TEXT, UI_CENTRE, text);
    return y + 34;
}

/* What it will do, as a sentence. */
static void deed_sentence(const struct app *app, const struct seat *seat, char *out, size_t size) {
    const struct watch_screen *watch = &app->watch;
    char why[MODEL_TEXT_MAX];
    if (watch->form == UMPIRE_PAUSE)
        snprintf(out, size, "%s", seat->paused ? "The clocks run again and turns are played."
                                               : "The clocks stand still and no turn is played; all may go on planning.");
    else if (watch->form == UMPIRE_REWIND && watch->rewind == 0)
        snprintf(out, size, "Back to the set-up. What was played since stays in the record; dice fall anew.");
    else if (watch->form == UMPIRE_REWIND)
        snprintf(out, size, "Back to the orders of turn %u. What was played since stays in the record; dice fall anew.",
                 watch->rewind);
    else if (!amend_is_whole(app, why, sizeof why))
        snprintf(out, size, "%s", why);
    else
        amend_words(seat->scenario, &watch->amend, out, size);
}

static float form(struct app *app, const struct seat *seat, float x, float y, float w) {
    struct watch_screen *watch = &app->watch;
    const struct asked *asked = &watch_place(app)->asked;
    char text[MODEL_TEXT_MAX];
    static const char *const heads[] = {"", "Pause", "Put right", "Go back to"};
    panel_head(x, y + 12, w, watch->form == UMPIRE_PAUSE && seat->paused ? "Let the game go on" : heads[watch->form], "Esc");
    y += 26;
    if (watch->form == UMPIRE_AMEND)
        y = amend_fields(app, x, y, w);
    else if (watch->form == UMPIRE_REWIND)
        y = rewind_fields(app, seat, x, y, w);
    deed_sentence(app, seat, text, sizeof text);
    y += 14 + 16 * (float)ui_text_wrap(UI_SANS, x, y + 14, w, 16, UI_BRASS, text);
    if (watch->focus)
        ui_field_focus();
    watch->focus = false;
    bool entered = ui_field("reason", ui_rect(x, y, w, 28), watch->reason, sizeof watch->reason, "Why: told to all", false);
    y += 34;
    bool whole = is_whole(app, text, sizeof text);
    if (ui_button("make it so", ui_rect(x, y, w, 30), watch->sent ? "Sent ..." : "Do it", "Enter",
                  whole ? UI_BUTTON_PRIMARY : UI_BUTTON_OFF, whole ? NULL : text) ||
        entered)
        send(app);
    y += 36;
    if (asked->trouble[0] && !watch->sent)
        y += 4 + 16 * (float)ui_text_wrap(UI_SANS, x, y + 12, w, 16, UI_AMBER, asked->trouble);
    return y + 4;
}

float umpire_panel(struct app *app, float x, float y, float w) {
    const struct seat *seat = app_seat_now(app);
    y = tools_row(app, seat, x, y, w);
    return app->watch.form != UMPIRE_NO_FORM ? form(app, seat, x, y, w) : y;
}
