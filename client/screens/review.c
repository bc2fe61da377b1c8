/* Review: a finished game from its record, turn by turn and event by event, with the eyes of a side or with
 * all of them. What is shown was played again and agrees with the record in every die. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct scenario *review_find(void *ctx, const char *id) {
    char why[MODEL_TEXT_MAX];
    return game_find(ctx, id, why, sizeof why);
}

/* The log up to the turn that is shown, as the eyes were told. */
static void review_log(struct review_screen *review) {
    struct seat *seat = review->seat;
    seat->log_count = 0;
    for (unsigned turn = 1; turn <= review->turn; turn++) {
        struct event *told, *shown;
        size_t count = replay_events(review->replay, turn, review->eyes, &told, &shown);
        if (seat->log_count + count > seat->log_room) {
            size_t room = 2 * (seat->log_count + count) + 64;
            struct logged *more = realloc(seat->log, room * sizeof *more);
            if (!more)
                return;
            seat->log = more;
            seat->log_room = room;
        }
        unsigned of = replay_state(review->replay, turn)->turn; /* what is told ends with the Upkeep of the turn after */
        for (size_t i = 0; i < count; i++) {
            if (told[i].kind == EVENT_turn)
                of = (unsigned)told[i].value;
            seat->log[seat->log_count++] = (struct logged){(uint8_t)of, told[i]};
        }
    }
}

void review_turn(struct app *app, unsigned turn, int eyes) {
    struct review_screen *review = &app->review;
    struct seat *seat = review->seat;
    struct event *told, *shown;
    unsigned turns = replay_turns(review->replay);
    review->turn = turn < 1 ? 1 : turn > turns ? turns : turn;
    review->eyes = eyes;
    seat->side = eyes < 0 ? 0 : eyes;
    seat->report_turn = replay_state(review->replay, review->turn)->turn;
    replay_view(review->replay, review->turn, eyes, &seat->before);
    if (eyes < 0)
        seat->before.command = 0;
    seat->view = seat->before;
    seat->has_view = true;
    seat->event_count = replay_events(review->replay, review->turn, eyes, &told, &shown);
    seat->events = shown;
    review->told = told;
    review_log(review);
    app->playback.shown = SIZE_MAX;
    app->playback.last_ms = app->now_ms;
    playback_show(app, 0);
}

static bool review_begin(struct app *app, struct replay *replay, char *why, size_t size) {
    struct review_screen *review = &app->review;
    if (!replay)
        return false;
    const struct scenario *scenario = replay_scenario(replay);
    struct seat *seat = calloc(1, sizeof *seat);
    if (!seat || (app->scenery.scenario != scenario && !scenery_open(app, scenario, why, size))) {
        if (!seat)
            snprintf(why, size, "There is not enough memory for the review.");
        free(seat);
        replay_destroy(replay);
        return false;
    }
    review_end(app);
    *review = (struct review_screen){.replay = replay, .seat = seat};
    seat->scenario = scenario;
    seat->phase = SEAT_OVER;
    if (!app->model) { /* else the table's own are kept for the way back */
        memset(&app->table, 0, sizeof app->table);
        app->table.margin_shown = app->table.log_shown = true;
    }
    app->table.unit = UNIT_NONE;
    app->table.contact = CONTACT_NO;
    app->table.hover = app->table.hex = HEX_NONE;
    app->table.overlay = TABLE_NO_OVERLAY;
    app->playback.playing = false;
    app_go(app, APP_REVIEW);
    review_turn(app, 1, REPLAY_TRUTH);
    return true;
}

bool review_begin_file(struct app *app, const char *path, char *why, size_t size) {
    return review_begin(app, replay_read(path, review_find, app, why, size), why, size);
}

bool review_begin_text(struct app *app, const char *text, size_t length, char *why, size_t size) {
    return review_begin(app, replay_create(text, length, review_find, app, why, size), why, size);
}

void review_end(struct app *app) {
    struct review_screen *review = &app->review;
    if (review->seat)
        free(review->seat->log);
    free(review->seat);
    replay_destroy(review->replay);
    *review = (struct review_screen){0};
}

static void review_leave(struct app *app) {
    review_end(app);
    app_go(app, app->model ? APP_OVER : APP_MENU);
}

static bool review_step(struct app *app) {
    struct review_screen *review = &app->review;
    struct playback_screen *play = &app->playback;
    bool was = play->playing, playing = playback_step(app);
    if (was && !playing && review->turn < replay_turns(review->replay)) {
        review_turn(app, review->turn + 1, review->eyes);
        play->playing = true;
    }
    return play->playing;
}

static bool review_event(struct app *app, const SDL_Event *event) {
    struct review_screen *review = &app->review;
    struct playback_screen *play = &app->playback;
    if (event->type != SDL_KEYDOWN)
        return map_event(app, event);
    SDL_Keycode sym = event->key.keysym.sym;
    size_t count = review->seat->event_count;
    if (sym == SDLK_ESCAPE) {
        review_leave(app);
    } else if (sym == SDLK_SPACE) {
        if (play->shown >= count)
            playback_show(app, 0);
        play->playing = !play->playing;
    } else if (sym == SDLK_RIGHT && play->shown < count) {
        play->playing = false;
        playback_show(app, (float)(play->shown + 1));
    } else if (sym == SDLK_LEFT && play->shown > 0) {
        play->playing = false;
        playback_show(app, (float)(play->shown - 1));
    } else if (sym == SDLK_PAGEDOWN || sym == SDLK_RIGHT) {
        review_turn(app, review->turn + 1, review->eyes);
    } else if (sym == SDLK_PAGEUP || sym == SDLK_LEFT) {
        review_turn(app, review->turn - 1, review->eyes);
    } else if (sym == SDLK_END) {
        review_turn(app, replay_turns(review->replay), review->eyes);
        playback_show(app, (float)review->seat->event_count);
    } else if (sym >= SDLK_0 && sym <= SDLK_0 + review->seat->scenario->sides) {
        review_turn(app, review->turn, (int)(sym - SDLK_0) - 1);
    } else if (sym == SDLK_F7) {
        app->table.log_open = !app->table.log_open;
    } else {
        return map_event(app, event);
    }
    app_redraw(app);
    return true;
}

static void eyes_row(struct app *app, struct ui_rect at) {
    struct review_screen *review = &app->review;
    const struct scenario *scenario = review->seat->scenario;
    float step = at.w / (float)(scenario->sides + 1);
    char id[16], tip[96];
    for (int eyes = REPLAY_TRUTH; eyes < scenario->sides; eyes++) {
        const char *name = eyes < 0 ? "All" : scenario->side[eyes].name;
        snprintf(id, sizeof id, "eyes%d", eyes);
        snprintf(tip, sizeof tip, "%s %s  (%d)", eyes < 0 ? "The truth: the units of" : "What was known to",
                 eyes < 0 ? "all sides" : name, eyes + 1);
        struct ui_rect box = ui_rect(at.x + (float)(eyes + 1) * step, at.y, step - 4, at.h);
        if (ui_button(id, box, "", NULL, review->eyes == eyes ? UI_BUTTON_PRIMARY : UI_BUTTON_PLAIN, tip))
            review_turn(app, review->turn, eyes);
        ui_text_cut(UI_NARROW, box.x + (box.w - 8 < ui_text_width(UI_NARROW, name)
                                            ? 4
                                            : (box.w - ui_text_width(UI_NARROW, name)) / 2),
                    box.y + 17, box.w - 8, review->eyes == eyes ? UI_INK : UI_TEXT, name);
    }
}

/* Height of the rows that name missiles. */
static float launch_rows(const struct review_screen *review) {
    const struct state *end = replay_state(review->replay, replay_turns(review->replay) + 1);
    float height = 0;
    for (int side = 0; side < review->seat->scenario->sides; side++)
        height += end->launches[side] > 0 ? 18 : 0;
    return height;
}

/* Points of all sides as the game ended, and the missiles that they launched. */
static float end_rows(const struct review_screen *review, float x, float y, float w) {
    const struct scenario *scenario = review->seat->scenario;
    const struct state *end = replay_state(review->replay, replay_turns(review->replay) + 1);
    int place[SIDE_MAX];
    char text[64];
    rules_rank(scenario, end, place);
    ui_text(UI_SANS_BOLD, x, y, UI_BRASS, UI_LEFT, "The end");
    for (int side = 0; side < scenario->sides; side++) {
        y += 20;
        side_plate(scenario, side, x + 12, y - 5, 0.12f, UI_BLACK);
        snprintf(text, sizeof text, "%d. %s", place[side], scenario->side[side].name);
        ui_text(UI_SANS, x + 30, y, UI_TEXT, UI_LEFT, text);
        snprintf(text, sizeof text, "%d of %d points%s", state_points(scenario, end, side),
                 scenario->side[side].threshold, rules_reached(scenario, end, side) ? ", reached" : "");
        ui_text(UI_NARROW, x + w, y, UI_DIM, UI_RIGHT, text);
        if (end->launches[side] == 0)
            continue;
        char sum[96];
        y += 18;
        bill_sum_text(end->launches[side], end->bill[side], sum, sizeof sum);
        ui_text(UI_NARROW, x + 30, y, UI_DIM, UI_LEFT, "missiles");
        ui_text(UI_NARROW, x + w, y, UI_DIM, UI_RIGHT, sum);
    }
    return y + 16;
}

/* What happened between the turns, above what the turn brought; returns the height. */
static float ruling_rows(const struct review_screen *review, float x, float y, float w, float most) {
    const char *text;
    float top = y;
    for (size_t i = 0; (text = replay_ruling(review->replay, review->turn, i)); i++) {
        float height = (float)ui_text_lines(UI_SANS, w - 14, text) * 16 + 6;
        if (y + height > top + most) {
            ui_text(UI_NARROW, x + 10, y, UI_DIM, UI_LEFT, "and more; the record has all");
            y += 18;
            break;
        }
        ui_fill(ui_rect(x, y - 12, 3, height - 6), UI_BRASS, 0);
        ui_text_wrap(UI_SANS, x + 10, y, w - 14, 16, UI_TEXT, text);
        y += height;
    }
    return y - top;
}

static void panel_review(struct app *app, struct ui_rect area) {
    struct review_screen *review = &app->review;
    const struct seat *seat = review->seat;
    unsigned turns = replay_turns(review->replay);
    float x = area.x + 10, w = area.w - 20, bottom = area.y + area.h - 12, top = area.y + 110,
          turn = (float)(review->turn - 1);
    char text[64];
    ui_panel_begin("review", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    char proof[64] = "played again: it agrees";
    if (replay_is_rewound(review->replay)) { /* then turns come more than once */
        snprintf(text, sizeof text, "Turn %u", replay_state(review->replay, review->turn)->turn);
        snprintf(proof, sizeof proof, "%u of %u, played again: it agrees", review->turn, turns);
    } else {
        snprintf(text, sizeof text, "Turn %u of %u", review->turn, turns);
    }
    ui_text(UI_SERIF_BOLD, x, area.y + 26, UI_TEXT, UI_LEFT, text);
    ui_text(UI_NARROW, x + w, area.y + 26, UI_DIM, UI_RIGHT, proof);
    if (turns > 1 && ui_slider("turn", ui_rect(x + 6, area.y + 36, w - 12, 20), &turn, (float)(turns - 1)) &&
        (unsigned)(turn + 0.5f) + 1 != review->turn)
        review_turn(app, (unsigned)(turn + 0.5f) + 1, review->eyes);
    eyes_row(app, ui_rect(x, area.y + 62, w + 4, 26));
    ui_fill(ui_rect(x, area.y + 96, w, 1), UI_LINE, 0);
    float list = bottom - 130;
    if (review->turn == turns && app->playback.shown >= seat->event_count) {
        list -= 26 + 20 * (float)seat->scenario->sides + launch_rows(review);
        end_rows(review, x, list + 18, w);
    }
    top += ruling_rows(review, x, top + 14, w, (list - top) * 0.4f);
    playback_rows(app, review->told, seat->event_count, ui_rect(x, top, w, list - top));
    playback_transport(app, ui_rect(x, bottom - 120, w, 74));
    if (ui_button("leave", ui_rect(x, bottom - 36, w, 36), app->model ? "To the result" : "To the menu",
                  "Esc", UI_BUTTON_PRIMARY, NULL))
        review_leave(app);
    ui_panel_end();
}

static void review_draw(struct app *app) {
    struct review_screen *review = &app->review;
    struct table_area area;
    char phase[80];
    snprintf(phase, sizeof phase, "Review · %s",
             review->eyes < 0 ? "all sides" : review->seat->scenario->side[review->eyes].name);
    playback_frame(app, phase, &area);
    panel_review(app, area.right);
}

const struct screen screen_review = {"review", NULL, review_event, review_step, review_draw};
