/* One event of playback on the map: arrows, shots, missiles, words that rise. */
#include "app_internal.h"

#include <string.h>

/* Where a unit or contact of an event stands on the screen. */
static bool event_place(const struct app *app, const struct unit_ref *ref, hex_t hex, SDL_FPoint *out) {
    for (size_t i = 0; i < app->board.count; i++) {
        const struct board_item *item = &app->board.item[i];
        if ((ref->kind == REF_UNIT && item->kind == BOARD_UNIT && item->id == ref->id) ||
            (ref->kind == REF_CONTACT && item->kind == BOARD_CONTACT && item->id == ref->id)) {
            *out = app->board.plate[i].at;
            return true;
        }
    }
    if (hex >= app->scenery.scenario->map.count)
        return false;
    *out = camera_hex_center(&app->scenery.camera, hex);
    return true;
}

static void draw_shot(struct app *app, const struct event *event, float part) {
    SDL_FPoint from, to;
    if (!event_place(app, &event->unit, event->hex, &from) || !event_place(app, &event->other, event->hex2, &to))
        return;
    if (event->kind == EVENT_launched_top || event->kind == EVENT_launched_direct)
        overlay_missile(&app->draw, &app->scenery.camera, from, to, event->kind == EVENT_launched_top, event->result == 1,
                        part);
    else
        overlay_shot(&app->draw, &app->scenery.camera, from, to, part);
}

/* Each side of an assault comes from its plate to the other's. */
static void draw_assault(struct app *app, const struct event *event, float part) {
    SDL_FPoint from, to;
    if (!event_place(app, &event->unit, event->hex, &from) || !event_place(app, &event->other, event->hex, &to))
        return;
    overlay_shot(&app->draw, &app->scenery.camera, from, to, part);
    overlay_pulse(&app->draw, to, PALETTE_IRREGULARS, part);
}

/* The word that rises where an event strikes; NULL: none. */
static const char *event_word(const struct event *event) {
    static const char *const effects[STRIKE_COUNT] = {"no effect", "S", "immobilised", "destroyed"};
    static const char *const assaults[] = {"a tie", "won", "won", "lost", "lost"};
    switch (event->kind) {
    case EVENT_step_lost:
        return "−1";
    case EVENT_suppressed:
        return "S";
    case EVENT_penetrated:
        return event->result < STRIKE_COUNT ? effects[event->result] : "hit";
    case EVENT_defended:
        return event->result < sizeof assaults / sizeof assaults[0] ? assaults[event->result] : NULL;
    case EVENT_surrendered:
        return "gives up";
    case EVENT_called:
        return event->result == 1 ? "“We give up”" : "no answer";
    case EVENT_landed:
        return "lands";
    default:
        return NULL;
    }
}

/* Whose plate an event is told at: of who acts, or of who is acted on. */
static bool told_at_other(int kind) {
    return kind == EVENT_step_lost || kind == EVENT_suppressed || kind == EVENT_penetrated || kind == EVENT_surrendered ||
           kind == EVENT_called || kind == EVENT_sighted;
}

static bool pulses(int kind) {
    static const uint8_t kinds[] = {EVENT_sighted, EVENT_checked, EVENT_arrested, EVENT_searched, EVENT_cleared,
                                    EVENT_built,   EVENT_called,  EVENT_flown,    EVENT_landed,   EVENT_surrendered};
    return memchr(kinds, kind, sizeof kinds) != NULL;
}

void playback_draw_event(struct app *app, const struct event *event, float part) {
    const struct map *map = &app->scenery.scenario->map;
    const struct camera *camera = &app->scenery.camera;
    const char *word = event_word(event);
    SDL_FPoint at;
    switch (event->kind) {
    case EVENT_moved:
        if (event->hex < map->count && event->hex2 < map->count)
            overlay_arrow(&app->draw, camera, event->hex, event->hex2, part);
        return;
    case EVENT_shot:
    case EVENT_aimed:
    case EVENT_launched_top:
    case EVENT_launched_direct:
        draw_shot(app, event, part);
        return;
    case EVENT_assaulted:
        draw_assault(app, event, part);
        return;
    case EVENT_flown:
        for (hex_t hex = 0; hex < map->count && event->hex < map->count; hex++)
            if (map_distance(map, hex, event->hex) <= app->scenery.scenario->rules.number.drone_range)
                overlay_choice(&app->draw, camera, hex);
        break;
    default:
        break;
    }
    bool other = told_at_other(event->kind);
    if (!event_place(app, other ? &event->other : &event->unit, event->hex, &at))
        return;
    if (pulses(event->kind))
        overlay_pulse(&app->draw, at, event->kind == EVENT_sighted ? PALETTE_AMBER : PALETTE_SELECTED, part);
    if (word)
        overlay_word(&app->draw, at, word, PALETTE_AMBER, part);
}
