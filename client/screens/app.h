/* The client: one window, one screen at a time. Screens are states; nothing here waits.
 *
 * Life: app_open; app_step until it says -1; app_close. */
#ifndef IBAR_SCREENS_APP_H
#define IBAR_SCREENS_APP_H

#include "model/model.h"

#include <SDL.h>

/* APP_GAMES is the lobby of a server; APP_WAITING the sheet of one table while it waits. */
enum app_screen {
    APP_MENU,
    APP_GAMES,
    APP_WAITING,
    APP_HANDOVER,
    APP_PLAYBACK,
    APP_TABLE,
    APP_WATCH,
    APP_OVER,
    APP_REVIEW,
    APP_SCREENS
};

struct app_config {
    const char *hotseat;      /* scenario to begin at once; NULL */
    const char *option;       /* hot-seat: what-ifs, ids with commas between; NULL */
    const char *ai[SIDE_MAX]; /* hot-seat: computer players by side, NULL a person */
    const char *computer[SIDE_MAX]; /* hot-seat: ids of sides that the program plays, in no order; NULL none */
    const char *connect;      /* HOST:PORT to join at once; NULL */
    const char *token;        /* seat of `connect`; NULL: its lobby */
    const char *fingerprint;  /* of the server's certificate; NULL: trust on first use */
    bool plain;               /* no TLS (loopback) */
    const char *replay;       /* record to look at; NULL */
    const char *settings;     /* file; NULL the usual one; "" none */
    const char *places;       /* file of the places at tables, where `settings` is given; NULL or "": none */
    const char *journal;      /* of the hot-seat game; NULL the usual one, "" none: it is kept nowhere */
    int width, height;        /* of the window; 0: 1280x720 */
    bool hidden;              /* no window on the screen: for pictures and tests */
    float scale;              /* pixels a point; 0 by settings and screen */
    bool quiet;               /* no motion, and seats are taken without hand-over cards: for pictures */
};

struct app;

/* NULL with a sentence in `why`. */
struct app *app_open(const struct app_config *config, char *why, size_t size);
void app_close(struct app *app); /* takes NULL */
/* Takes in what happened and draws when something changed. Returns the ms after which it wants to be called
 * again at the latest, -1 when the program is to end. */
int app_step(struct app *app);
/* True when nothing is under way: requests answered, all tiles made, no motion. */
bool app_is_still(const struct app *app);
/* Writes what is on the screen to a PNG file. */
bool app_picture(struct app *app, const char *path, char *why, size_t size);
/* What is on the screen as 0xAARRGGBB; the caller frees the surface. NULL when it cannot be read. */
SDL_Surface *app_surface(struct app *app);

/* For tests. */
enum app_screen app_screen_now(const struct app *app);
struct model *app_model(struct app *app);
size_t app_seat(const struct app *app);
uint16_t app_selected(const struct app *app);
/* Whether the truth of an umpire is shown. */
bool app_shows_truth(const struct app *app);
/* The turn that the playback shows, and how many of its events. */
unsigned app_playback_turn(const struct app *app);
size_t app_playback_shown(const struct app *app);
/* Where a hex, or the plate of an own unit, stands in the window. False when it is not shown. */
bool app_hex_place(struct app *app, hex_t hex, int *x, int *y);
bool app_unit_place(struct app *app, uint16_t unit, int *x, int *y);

#endif
