/* Where the map is looked at from: metres of the whole map <-> pixels of the screen, zoom, pan, picking.
 *
 * World: metres from the north-west corner of the whole map, x east, y south, as in struct map_line; the
 * centre of hex (0, 0) of the whole map lies at (250, 288.675). Zoom is in pixels a hex across the flats.
 * Hexes are numbered within the window (rules/hex.h). The view never leaves the window by more than
 * CAMERA_MARGIN_HEX; where the window is smaller than the view it is centred.
 *
 * Zoom goes in steps of CAMERA_STEP from the zoom that shows the whole window, so that tiles are cached for
 * few zooms. Picking and drawing use the zoom of the moment, plates and tiles are made for `zoom_to`. */
#ifndef IBAR_DRAW_CAMERA_H
#define IBAR_DRAW_CAMERA_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "rules/hex.h"

#define CAMERA_HEX_M      500.0
#define CAMERA_ROW_M      433.01270189
#define CAMERA_RADIUS_M   288.67513459 /* centre to corner */
#define CAMERA_ZOOM_MIN   12.0f
#define CAMERA_ZOOM_MAX   110.0f
#define CAMERA_STEP       1.25f
#define CAMERA_ZOOM_MS    160
#define CAMERA_MARGIN_HEX 1.0

struct camera {
    SDL_Rect view;                   /* the map's part of the screen, pixels */
    uint16_t col0, row0, cols, rows; /* the window on the whole map */
    float scale;                     /* of the picture: zoom limits are times this */
    bool still;                      /* reduced motion: zoom at once */
    double x, y;                     /* world metres at the middle of the view, now */
    float zoom;                      /* pixels a hex, now */
    float zoom_to;                   /* pixels a hex at the end of the motion */
    /* the motion under way; private */
    double from_x, from_y, to_x, to_y;
    float from_zoom;
    int64_t from_ms;
    bool moving;
};

/* Looks at the whole of the window. `row0` must be even. */
void camera_init(struct camera *camera, SDL_Rect view, float scale, unsigned col0, unsigned row0,
                 unsigned cols, unsigned rows);
/* A new place or size on the screen: the middle and the zoom stay, the latter within its limits. */
void camera_set_view(struct camera *camera, SDL_Rect view);
/* The zoom that shows the whole window, within the limits. */
float camera_zoom_fit(const struct camera *camera);
void camera_fit(struct camera *camera, int64_t now_ms);

void camera_to_screen(const struct camera *camera, double x_m, double y_m, float *x, float *y);
void camera_to_world(const struct camera *camera, float x, float y, double *x_m, double *y_m);
/* Where the world's corner lies on the screen: whole pixels. A pan moves all of the ground as it moves this. */
SDL_Point camera_corner(const struct camera *camera);
/* The same look at the ground through a part of the view alone. */
struct camera camera_part(const struct camera *camera, SDL_Rect part);
/* World metres of the centre of a hex of the window. */
void camera_hex_world(const struct camera *camera, hex_t hex, double *x_m, double *y_m);
/* Its centre, and its six corners from the north clockwise, `inset` pixels inside, on the screen. */
SDL_FPoint camera_hex_center(const struct camera *camera, hex_t hex);
void camera_hex_corners(const struct camera *camera, hex_t hex, float inset, SDL_FPoint corners[6]);
/* The two ends of the hexside of `hex` toward `dir` (hex.h). */
void camera_hexside(const struct camera *camera, hex_t hex, int dir, SDL_FPoint *a, SDL_FPoint *b);
/* The hex of the window under a point of the screen; HEX_NONE outside the window or the view. */
hex_t camera_hex_at(const struct camera *camera, float x, float y);

/* Moves the ground by (dx, dy) pixels, as a drag does. Ends a zoom under way. */
void camera_pan(struct camera *camera, float dx, float dy);
/* Zooms by `steps` (positive: nearer) so that the ground under (x, y) stays there; eases out over
 * CAMERA_ZOOM_MS. */
void camera_zoom_by(struct camera *camera, int steps, float x, float y, int64_t now_ms);
/* Zooms to `zoom` pixels a hex about the middle, at once. */
void camera_zoom_to(struct camera *camera, float zoom);
/* Brings a hex to the middle, eased. */
void camera_show(struct camera *camera, hex_t hex, int64_t now_ms);
/* Carries a motion on. True while there is one: draw again. */
bool camera_step(struct camera *camera, int64_t now_ms);

/* World metres of the centre of a hex given by column and row of the whole map. */
static inline void world_hex_center(int col, int row, double *x_m, double *y_m) {
    *x_m = CAMERA_HEX_M * (col + 0.5 * (row & 1)) + 250.0;
    *y_m = CAMERA_ROW_M * row + CAMERA_RADIUS_M;
}

#endif
