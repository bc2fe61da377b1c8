/* Sample plates, names and overlays for the pictures of development. */
#include "draw/counters.h"
#include "draw/key.h"
#include "draw/labels.h"
#include "draw/maplayer.h"
#include "draw/minimap.h"
#include "draw/overlay.h"
struct sample_unit {
    enum counter_side side;
    const char *symbol;
    int col, row;
    struct counter c;
};
#define P COUNTER_POLICE
#define K COUNTER_KFOR
#define I COUNTER_IRREGULARS
#define U COUNTER_CONTACT
#define N .facing = COUNTER_NO_FACING
static const struct sample_unit sample_force[] = {
    {P, "hq", 34, 22, {.steps = 1, N}},
    {P, "eulex", 32, 25, {.steps = 2, .facing = 300}},
    {P, "patrol", 28, 24, {.steps = 1, .steps_lost = 1, .suppression = 3, .facing = 270}},
    {P, "eod", 29, 23, {.steps = 1, .facing = 270, .order = 'C'}},
    {P, "sf", 27, 26, {.steps = 2, .steps_lost = 1, .suppression = 1, .facing = 330, .order = 'F'}},
    {P, "sf", 29, 24, {.steps = 3, .facing = 270, .order = 'F'}},
    {P, "sf", 22, 13, {.steps = 3, .facing = 150, .selected = true}},
    {P, "sf", 30, 19, {.steps = 3, .facing = 210}},
    {P, "marks", 28, 22, {.steps = 1, .facing = 210}},
    {P, "acar", 31, 22, {.steps = 1, .facing = 270}},
    {P, "qrf", 23, 20, {.steps = 3, .facing = 150, .order = 'A'}},
    {P, "qrf", 24, 27, {.steps = 2, .steps_lost = 1, .suppression = 2, .facing = 30}},
    {P, "qrf", 30, 25, {.steps = 3, .facing = 270}},
    {P, "border", 15, 6, {.steps = 1, .facing = 150}},
    {P, "patrol", 11, 5, {.steps = 2, .facing = 90}},
    {K, "plt", 33, 18, {.bar = 100, .facing = 210}},
    {K, "plt", 35, 27, {.bar = 100, .facing = 330}},
    {K, "crowd", 36, 30, {.bar = 100, .facing = 330}},
    {K, "liaison", 33, 24, {.bar = 100, .facing = 270}},
    {K, "cmdo", 20, 9, {.bar = 100, .facing = 210}},
    {I, "hmg", 27, 24, {.stack = 3, .facing = 90, .bar = 100}},
    {I, "acar", 26, 22, {.facing = 30, .bar = 100}},
    {I, "cell", 21, 19, {.facing = 270, .bar = 50}},
    {I, "at", 25, 25, {.facing = 210, .bar = 100}},
    {U, "", 18, 16, {.letters = "?", .tag = "foot", N}},
    {U, "", 21, 23, {.letters = "?", .tag = "foot", N}},
    {U, "", 14, 10, {.letters = "?", .tag = "vehicle", N}},
    {U, "", 22, 31, {.letters = "?", .tag = "foot", N}},
    {I, "jeep", 17, 12, {.ghost = true, .tag = "T12", N}},
    {I, "mortar", 18, 21, {.ghost = true, .tag = "T11", N}},
};
#undef P
#undef K
#undef I
#undef U
#undef N
static inline void sample_draw(struct draw *draw, const struct map_file *file, struct map_layer *layer,
                               struct camera *camera, const unsigned window[4]) {

    enum { COUNT = sizeof sample_force / sizeof sample_force[0] };
    struct plate plates[COUNT] = {0};
    size_t n = 0;
    for (int i = 0; i < COUNT; i++) {
        const struct sample_unit *u = &sample_force[i];
        if (u->col >= (int)window[2] || u->row >= (int)window[3])
            continue;
        plates[n].counter = u->c;
        plates[n].counter.side = u->side;
        snprintf(plates[n].counter.symbol, sizeof plates[n].counter.symbol, "%s", u->symbol);
        plates[n].hex = (hex_t)((unsigned)u->row * window[2] + (unsigned)u->col);
        n++;
    }
    struct label_layer *labels = labels_create(draw, file, window[0], window[1], window[2], window[3]);
    labels_fix(labels, (hex_t)(23 * window[2] + 27));
    SDL_FRect fixed[64], blocked[128];
    size_t f = labels_fixed_rects(labels, camera, fixed, 64);
    enum { WAY = 8 };
    hex_t way[WAY];
    static const uint8_t pulse[WAY] = {0, 1, 2, 3, 4, 5, 0, 6};
    static const bool seen[WAY] = {[6] = true, [7] = true};
    static const int course[WAY][2] = {{22, 13}, {23, 14}, {23, 15}, {23, 16},
                                       {23, 17}, {24, 18}, {24, 19}, {25, 20}};
    for (int i = 0; i < WAY; i++)
        way[i] = (hex_t)((unsigned)course[i][1] * window[2] + (unsigned)course[i][0]);
    struct overlay_path path = {way, pulse, seen, WAY, false};
    bool large = window[2] > 30;
#define AT(c, r) (hex_t)((r)*window[2] + (c))
    if (large) {
        f += overlay_path_rects(draw, camera, &path, fixed + f, 64 - f);
        fixed[f++] = overlay_barricade_rect(draw, camera, AT(28, 23), 0);
    }
    counters_layout(draw, camera, plates, n, fixed, f);
    size_t b = 0;
    for (size_t i = 0; i < n; i++)
        blocked[b++] = plates[i].box;
    if (large) {
        b += overlay_path_rects(draw, camera, &path, blocked + b, 32);
        if (camera->zoom > 60) {
            static bool hidden[2048];
            for (unsigned i = 0; i < window[2] * window[3]; i++)
                hidden[i] = (i * 7919) % 5 == 0;
            overlay_sight(draw, camera, hidden, window[2] * window[3]);
            overlay_sight_line(draw, camera, AT(28, 22), AT(24, 23), AT(26, 23));
            overlay_sight_line(draw, camera, AT(28, 22), AT(27, 24), HEX_NONE);
            overlay_shot(draw, camera, camera_hex_center(camera, AT(31, 22)),
                         camera_hex_center(camera, AT(29, 26)), .5f);
            overlay_arrow(draw, camera, AT(30, 25), AT(30, 26), .9f);
            overlay_word(draw, camera_hex_center(camera, AT(30, 22)), "S2", PALETTE_AMBER, .4f);
            overlay_pulse(draw, camera_hex_center(camera, AT(25, 25)), PALETTE_SELECTED, .5f);
            overlay_mark(draw, camera, AT(27, 22), MARK_CACHE);
            overlay_mark(draw, camera, AT(27, 22), MARK_GOAL);
            overlay_mark(draw, camera, AT(27, 22), MARK_ENTRY);
            overlay_mark(draw, camera, AT(27, 22), MARK_WOUNDED);
            overlay_mark(draw, camera, AT(27, 22), MARK_VEHICLES);
        }
        overlay_path(draw, camera, &path);
        overlay_barricade(draw, camera, AT(28, 23), 0, 2, false);
        overlay_barricade(draw, camera, AT(31, 23), 1, 2, true);
        blocked[b++] = overlay_crowd(draw, camera, AT(31, 28), 5, 5);
        blocked[b++] = overlay_crowd(draw, camera, AT(29, 26), 3, 8);
        overlay_hover(draw, camera, AT(32, 10));
        overlay_selected(draw, camera, AT(22, 13));
        overlay_choice(draw, camera, AT(24, 13));
        overlay_choice(draw, camera, AT(24, 14));
        overlay_seen(draw, camera, AT(26, 14));
    }
    labels_place(labels, camera, blocked, b);
    labels_draw(labels, camera, true);
    labels_destroy(labels);
    struct counter_set *set = counters_create(draw);
    counters_draw(set, camera, plates, n);
    counters_destroy(set);
    overlay_frame(draw, camera);
    if (camera->view.w < 900)
        return;
    char why[100];
    struct minimap *mini = minimap_create(draw, layer, camera, (int)(180 * draw->scale),
                                          (int)(140 * draw->scale), why, sizeof why);
    struct minimap_dot dots[COUNT];
    for (size_t i = 0; i < n; i++)
        dots[i] = (struct minimap_dot){plates[i].hex, plates[i].counter.side};
    minimap_draw(mini, camera, 10, 10, dots, n);
    minimap_destroy(mini);
    struct key *key = key_create(draw);
    SDL_Rect card = {10, 170, 180, 330};
    SDL_SetRenderDrawColor(draw->renderer, 0xF4, 0xED, 0xDB, 255);
    SDL_RenderFillRect(draw->renderer, &card);
    for (int i = 0; i < TERRAIN_COUNT + KEY_LINES + COUNTER_SIDES + 6; i++) {
        SDL_Rect to = {20, 180 + i * 24, 0, 0};
        SDL_Texture *t = i < TERRAIN_COUNT ? key_terrain(key, (enum terrain)i, &to.w, &to.h)
                         : i < TERRAIN_COUNT + KEY_LINES
                             ? key_line(key, (enum key_line)(i - TERRAIN_COUNT), &to.w, &to.h)
                         : i < TERRAIN_COUNT + KEY_LINES + COUNTER_SIDES
                             ? key_side(key, (enum counter_side)(i - TERRAIN_COUNT - KEY_LINES), &to.w, &to.h)
                             : key_die(key, i - TERRAIN_COUNT - KEY_LINES - COUNTER_SIDES + 1, &to.w, &to.h);
        if (i >= TERRAIN_COUNT) {
            to.x = 80;
            to.y = 180 + (i - TERRAIN_COUNT) * 20;
        }
        if (i >= TERRAIN_COUNT + KEY_LINES) {
            to.x = 140;
            to.y = 180 + (i - TERRAIN_COUNT - KEY_LINES) * 20;
        }
        SDL_RenderCopy(draw->renderer, t, NULL, &to);
    }
    key_scale(draw, camera, 20, 480, 160, PALETTE_INK, PALETTE_IVORY);
    key_destroy(key);
}
