#include "camera.h"

#include <assert.h>
#include <math.h>

static double clamp(double v, double low, double high) {
    return v < low ? low : v > high ? high : v;
}

/* The window on the world, metres. */
static void window_of(const struct camera *camera, double *x0, double *y0, double *x1, double *y1) {
    *x0 = CAMERA_HEX_M * camera->col0;
    *y0 = CAMERA_ROW_M * camera->row0;
    *x1 = CAMERA_HEX_M * (camera->col0 + camera->cols + (camera->rows > 1 ? 0.5 : 0));
    *y1 = CAMERA_ROW_M * (camera->row0 + camera->rows - 1) + 2 * CAMERA_RADIUS_M;
}

static float zoom_least(const struct camera *camera) {
    float fit = camera_zoom_fit(camera);
    return fminf(fit, CAMERA_ZOOM_MIN * camera->scale);
}
static float zoom_limit(const struct camera *camera, float zoom) {
    return (float)clamp(zoom, zoom_least(camera), CAMERA_ZOOM_MAX * camera->scale);
}

/* Keeps the view near the window at a zoom. */
static void place_limit(const struct camera *camera, float zoom, double *x, double *y) {
    double x0, y0, x1, y1, margin = CAMERA_MARGIN_HEX * CAMERA_HEX_M, k = zoom / CAMERA_HEX_M;
    window_of(camera, &x0, &y0, &x1, &y1);
    double half_w = camera->view.w / k / 2, half_h = camera->view.h / k / 2;
    *x = x1 - x0 + 2 * margin < 2 * half_w ? (x0 + x1) / 2
                                           : clamp(*x, x0 - margin + half_w, x1 + margin - half_w);
    *y = y1 - y0 + 2 * margin < 2 * half_h ? (y0 + y1) / 2
                                           : clamp(*y, y0 - margin + half_h, y1 + margin - half_h);
}

void camera_init(struct camera *camera, SDL_Rect view, float scale, unsigned col0, unsigned row0,
                 unsigned cols, unsigned rows) {
    assert(cols > 0 && rows > 0 && row0 % 2 == 0 && scale > 0);
    double x0, y0, x1, y1;
    *camera = (struct camera){.view = view,
                              .scale = scale,
                              .col0 = (uint16_t)col0,
                              .row0 = (uint16_t)row0,
                              .cols = (uint16_t)cols,
                              .rows = (uint16_t)rows};
    window_of(camera, &x0, &y0, &x1, &y1);
    camera->x = (x0 + x1) / 2;
    camera->y = (y0 + y1) / 2;
    camera->zoom = camera->zoom_to = zoom_limit(camera, camera_zoom_fit(camera));
}

void camera_set_view(struct camera *camera, SDL_Rect view) {
    camera->view = view;
    camera_zoom_to(camera, camera->zoom_to);
}

float camera_zoom_fit(const struct camera *camera) {
    double x0, y0, x1, y1, edge = 0.7 * CAMERA_HEX_M;
    window_of(camera, &x0, &y0, &x1, &y1);
    double across = camera->view.w / (x1 - x0 + edge), down = camera->view.h / (y1 - y0 + edge);
    double fit = CAMERA_HEX_M * (across < down ? across : down);
    return (float)clamp(fit, 4 * camera->scale, CAMERA_ZOOM_MAX * camera->scale);
}

/* The world's corner on the screen lies on whole pixels, so that tiles, names and plates move as one. */
static void corner_of(const struct camera *camera, double k, double *x, double *y) {
    *x = floor(camera->view.x + camera->view.w / 2.0 - camera->x * k + 0.5);
    *y = floor(camera->view.y + camera->view.h / 2.0 - camera->y * k + 0.5);
}

SDL_Point camera_corner(const struct camera *camera) {
    double x, y;
    corner_of(camera, camera->zoom / CAMERA_HEX_M, &x, &y);
    return (SDL_Point){(int)x, (int)y};
}

struct camera camera_part(const struct camera *camera, SDL_Rect part) {
    struct camera out = *camera;
    double k = camera->zoom / CAMERA_HEX_M, x, y;
    corner_of(camera, k, &x, &y);
    out.view = part;
    out.x = (part.x + part.w / 2.0 - x) / k;
    out.y = (part.y + part.h / 2.0 - y) / k;
    return out;
}

/* In sixty-fourths of a pixel, which a float holds exactly: a pan by whole pixels changes no fraction, and what is
 * drawn after it joins what was drawn before without a seam. */
static float screen_of(double corner, double pixels) {
    return (float)(corner + floor(pixels * 64 + 0.5) / 64);
}

void camera_to_screen(const struct camera *camera, double x_m, double y_m, float *x, float *y) {
    double k = camera->zoom / CAMERA_HEX_M, x0, y0;
    corner_of(camera, k, &x0, &y0);
    *x = screen_of(x0, x_m * k);
    *y = screen_of(y0, y_m * k);
}

void camera_to_world(const struct camera *camera, float x, float y, double *x_m, double *y_m) {
    double k = camera->zoom / CAMERA_HEX_M, x0, y0;
    corner_of(camera, k, &x0, &y0);
    *x_m = (x - x0) / k;
    *y_m = (y - y0) / k;
}

void camera_hex_world(const struct camera *camera, hex_t hex, double *x_m, double *y_m) {
    world_hex_center(camera->col0 + hex % camera->cols, camera->row0 + hex / camera->cols, x_m, y_m);
}

SDL_FPoint camera_hex_center(const struct camera *camera, hex_t hex) {
    double x, y;
    SDL_FPoint at;
    camera_hex_world(camera, hex, &x, &y);
    camera_to_screen(camera, x, y, &at.x, &at.y);
    return at;
}

void camera_hex_corners(const struct camera *camera, hex_t hex, float inset, SDL_FPoint corners[6]) {
    static const float unit[6][2] = {{0, -1}, {.8660254f, -.5f}, {.8660254f, .5f},
                                     {0, 1},  {-.8660254f, .5f}, {-.8660254f, -.5f}};
    SDL_FPoint at = camera_hex_center(camera, hex);
    float radius = (float)(CAMERA_RADIUS_M / CAMERA_HEX_M) * camera->zoom - inset;
    for (int i = 0; i < 6; i++)
        corners[i] = (SDL_FPoint){screen_of(at.x, radius * unit[i][0]), screen_of(at.y, radius * unit[i][1])};
}

void camera_hexside(const struct camera *camera, hex_t hex, int dir, SDL_FPoint *a, SDL_FPoint *b) {
    static const int side[DIR_COUNT][2] = {{1, 2}, {0, 1}, {5, 0}, {4, 5}, {3, 4}, {2, 3}};
    SDL_FPoint corners[6];
    assert(dir >= 0 && dir < DIR_COUNT);
    camera_hex_corners(camera, hex, 0, corners);
    *a = corners[side[dir][0]];
    *b = corners[side[dir][1]];
}

hex_t camera_hex_at(const struct camera *camera, float x, float y) {
    if (x < camera->view.x || y < camera->view.y || x >= camera->view.x + camera->view.w ||
        y >= camera->view.y + camera->view.h)
        return HEX_NONE;
    double x_m, y_m, best = 1e300;
    camera_to_world(camera, x, y, &x_m, &y_m);
    int guess = (int)floor((y_m - CAMERA_RADIUS_M) / CAMERA_ROW_M), col = -1, row = -1;
    for (int r = guess; r <= guess + 1; r++) {
        int c = (int)lround((x_m - 250.0) / CAMERA_HEX_M - 0.5 * (r & 1));
        double hx, hy;
        world_hex_center(c, r, &hx, &hy);
        double d = (hx - x_m) * (hx - x_m) + (hy - y_m) * (hy - y_m);
        if (d < best) {
            best = d;
            col = c - camera->col0;
            row = r - camera->row0;
        }
    }
    if (col < 0 || row < 0 || col >= camera->cols || row >= camera->rows)
        return HEX_NONE;
    return (hex_t)(row * camera->cols + col);
}

static void motion_end(struct camera *camera) {
    if (camera->moving) {
        camera->zoom_to = camera->zoom;
        camera->moving = false;
    }
}

void camera_pan(struct camera *camera, float dx, float dy) {
    if (camera->moving) {
        camera->x = camera->to_x;
        camera->y = camera->to_y;
        camera->zoom = camera->zoom_to;
        camera->moving = false;
    }
    double k = camera->zoom / CAMERA_HEX_M;
    camera->x -= dx / k;
    camera->y -= dy / k;
    place_limit(camera, camera->zoom, &camera->x, &camera->y);
}

static void motion_begin(struct camera *camera, double x, double y, float zoom, int64_t now_ms) {
    place_limit(camera, zoom, &x, &y);
    camera->from_x = camera->x;
    camera->from_y = camera->y;
    camera->from_zoom = camera->zoom;
    camera->to_x = x;
    camera->to_y = y;
    camera->zoom_to = zoom;
    camera->from_ms = now_ms;
    camera->moving = true;
    if (camera->still)
        camera_step(camera, now_ms + CAMERA_ZOOM_MS);
}

/* Zooms come from one ladder: the zoom that shows the whole window times powers of CAMERA_STEP. */
static float zoom_step(const struct camera *camera, int steps) {
    float fit = camera_zoom_fit(camera);
    float rung = roundf(logf(camera->zoom_to / fit) / logf(CAMERA_STEP)) + (float)steps;
    return zoom_limit(camera, fit * powf(CAMERA_STEP, rung));
}

void camera_zoom_by(struct camera *camera, int steps, float x, float y, int64_t now_ms) {
    float zoom = zoom_step(camera, steps);
    double x_m, y_m, k = zoom / CAMERA_HEX_M;
    camera_to_world(camera, x, y, &x_m, &y_m);
    /* The ground under the pointer stays there. */
    motion_begin(camera, x_m - (x - camera->view.x - camera->view.w / 2.0) / k,
                 y_m - (y - camera->view.y - camera->view.h / 2.0) / k, zoom, now_ms);
}

void camera_zoom_to(struct camera *camera, float zoom) {
    motion_end(camera);
    camera->zoom = camera->zoom_to = zoom_limit(camera, zoom);
    place_limit(camera, camera->zoom, &camera->x, &camera->y);
}

void camera_fit(struct camera *camera, int64_t now_ms) {
    double x0, y0, x1, y1;
    window_of(camera, &x0, &y0, &x1, &y1);
    motion_begin(camera, (x0 + x1) / 2, (y0 + y1) / 2, zoom_limit(camera, camera_zoom_fit(camera)), now_ms);
}

void camera_show(struct camera *camera, hex_t hex, int64_t now_ms) {
    double x, y;
    camera_hex_world(camera, hex, &x, &y);
    motion_begin(camera, x, y, camera->zoom_to, now_ms);
}

bool camera_step(struct camera *camera, int64_t now_ms) {
    if (!camera->moving)
        return false;
    double part = (double)(now_ms - camera->from_ms) / CAMERA_ZOOM_MS;
    if (part >= 1) {
        camera->x = camera->to_x;
        camera->y = camera->to_y;
        camera->zoom = camera->zoom_to;
        camera->moving = false;
        return false;
    }
    part = part < 0 ? 0 : part;
    double eased = 1 - pow(1 - part, 3);
    camera->zoom = (float)(camera->from_zoom * pow(camera->zoom_to / camera->from_zoom, eased));
    /* The middle follows so that a point fixed on the screen stays fixed: linear in 1 / zoom. */
    double from = 1 / camera->from_zoom, to = 1 / camera->zoom_to;
    double along = fabs(to - from) < 1e-12 ? eased : (1 / camera->zoom - from) / (to - from);
    camera->x = camera->from_x + (camera->to_x - camera->from_x) * along;
    camera->y = camera->from_y + (camera->to_y - camera->from_y) * along;
    return true;
}
